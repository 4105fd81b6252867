//! The vendor's words decide whether an answer is whole, and not the frame around its bytes.

use std::fmt::Write as _;

use driftless::FailureClass;
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};
use driftless_tests::sent::{Failure, Reply};
use driftless_tests::stream::{events, frame};
use serde_json::{Value, json};

use crate::provider::{MIB, every, paid_body};

const APIS: [&str; 5] = ["responses", "chat", "anthropic", "gemini", "compatible"];
const SAID: &str = r#"{"a":[1,2,3,4,5]}"#;

fn form(api: &str) -> &str {
    if api == "compatible" { "chat" } else { api }
}

fn whole(api: &str) -> Value {
    serde_json::from_str(&paid_body(api, r#"{\"a\":[1,2,3,4,5]}"#)).unwrap()
}

fn good(api: &str) -> Vec<String> {
    events(form(api), &whole(api))
}

async fn act(api: &str, act: Act) -> Result<Reply, Failure> {
    let server = Loopback::start([Exchange::any(act)]).await;
    let place = APIS.iter().position(|known| *known == api).unwrap();
    let (_, provider) = every("test-key", &server.url()).swap_remove(place);
    let result = crate::provider::ask(&*provider, MIB).await;
    server.finish();
    result
}

/// Asks a server that sends these bytes and closes the connection.
async fn ask(api: &str, kind: &str, body: impl AsRef<[u8]>) -> Result<Reply, Failure> {
    let head = format!("HTTP/1.1 200 OK\r\n{kind}connection: close\r\n\r\n");
    let bytes = [head.as_bytes(), body.as_ref()].concat();
    act(api, Act::SendAndClose(bytes)).await
}

const STREAM: &str = "content-type: text/event-stream\r\n";

async fn is_taken(about: &str, api: &str, kind: &str, body: impl AsRef<[u8]>) {
    let reply = ask(api, kind, body).await;
    let reply = reply.unwrap_or_else(|failure| panic!("{about}, {api}: {failure}"));
    assert_eq!(reply.text, SAID, "{about}, {api}");
    let usage = reply
        .metadata
        .usage
        .map(|usage| (usage.input, usage.output));
    assert_eq!(usage, Some((30, 4)), "{about}, {api}");
    let served = reply.metadata.served_model.as_deref();
    assert_eq!(served, Some("model-1"), "{about}, {api}");
}

async fn fails(about: &str, api: &str, body: &str, class: FailureClass) {
    let failure = ask(api, STREAM, body).await.expect_err(about);
    assert_eq!(failure.class, class, "{about}, {api}: {failure}");
}

#[tokio::test]
async fn the_last_event_counts_without_the_blank_line_behind_it() {
    for api in APIS {
        let stream = frame(form(api), &good(api));
        let bare = stream.trim_end();
        is_taken("no line end", api, STREAM, bare).await;
        for end in ["\n", "\r\n", "\r", " \n", "\n: bye"] {
            let about = format!("{end:?}");
            is_taken(&about, api, STREAM, format!("{bare}{end}")).await;
        }
    }
}

#[tokio::test]
async fn a_terminator_counts_however_it_is_written() {
    let mut events = good("chat");
    events.pop();
    let stream = frame("chat", &events);
    for done in [
        "data: [DONE]",
        "data: [DONE]\n",
        "data: [DONE] \n\n",
        "data:[DONE]\t\n\n",
        "data:  [DONE]\r\n",
        "event: done\ndata: [DONE]",
        "[DONE]\n",
        "",
    ] {
        is_taken(done, "chat", STREAM, format!("{stream}{done}")).await;
    }
}

/// Each event on a line of its own.
fn on_lines(events: &[String]) -> String {
    let mut lines = String::new();
    for event in events {
        writeln!(lines, "data: {event}").unwrap();
    }
    lines
}

#[tokio::test]
async fn events_on_lines_of_their_own_need_no_blank_lines_between_them() {
    is_taken("all in a row", "chat", STREAM, on_lines(&good("chat"))).await;
    let mut events = good("chat");
    let tail = events.split_off(events.len() - 3);
    let stream = format!("{}{}\n", frame("chat", &events), on_lines(&tail));
    is_taken("the last three", "chat", STREAM, stream).await;
}

/// The chunks of `chat` without the finish, the finish, and the usage.
fn chunks() -> (Vec<String>, String, String) {
    let mut events = good("chat");
    events.pop();
    let usage = events.pop().unwrap();
    let finish = events.pop().unwrap();
    (events, finish, usage)
}

#[tokio::test]
async fn a_finish_ends_a_stream_without_a_terminator() {
    let (said, finish, usage) = chunks();
    for last in [[&finish, &usage], [&usage, &finish]] {
        let events: Vec<String> = said.iter().chain(last).cloned().collect();
        let stream = frame("chat", &events);
        is_taken("a clean end", "chat", STREAM, &stream).await;
        // A chunk of HTTP is announced that never comes.
        let head = format!(
            "HTTP/1.1 200 OK\r\n{STREAM}transfer-encoding: chunked\r\n\r\n{:x}\r\n{stream}\r\n",
            stream.len()
        );
        for bytes in [head.clone(), format!("{head}40\r\ndata: [DO")] {
            let reply = act("chat", Act::SendAndClose(bytes.into_bytes())).await;
            let reply = reply.unwrap();
            assert_eq!(reply.text, SAID);
            assert!(reply.metadata.usage.is_some());
        }
    }
    let events: Vec<String> = said.iter().chain([&finish]).cloned().collect();
    let reply = ask("chat", STREAM, frame("chat", &events)).await.unwrap();
    assert_eq!((reply.text.as_str(), reply.metadata.usage), (SAID, None));
    let mut events = good("anthropic");
    events.pop();
    let stream = frame("anthropic", &events);
    is_taken("no message_stop", "anthropic", STREAM, stream).await;
}

#[tokio::test]
async fn a_terminator_of_another_api_ends_what_is_whole_and_nothing_else() {
    for api in APIS {
        let mut events = good(api);
        events.push("[DONE]".to_owned());
        is_taken("behind", api, STREAM, frame(form(api), &events)).await;
        events.truncate(events.len() / 2);
        events.push("[DONE]".to_owned());
        let half = frame(form(api), &events);
        fails("within", api, &half, FailureClass::Interrupted).await;
    }
    let mut events = good("anthropic");
    events.pop();
    events.push("[DONE]".to_owned());
    let stream = frame("anthropic", &events);
    is_taken("instead of message_stop", "anthropic", STREAM, stream).await;
}

#[tokio::test]
async fn a_whole_answer_that_is_called_a_stream_is_taken() {
    for api in APIS {
        let body = whole(api);
        for text in [
            body.to_string(),
            format!("{body}\n"),
            format!("\n {body:#}"),
            format!("\u{feff}{body:#}\r\n"),
            format!("data: {body}\n\n"),
            format!("data: {body}\n\ndata: [DONE]\n\n"),
            format!("data: {body}"),
        ] {
            let about: String = text.chars().take(20).collect();
            is_taken(&about, api, STREAM, text).await;
        }
        let text = body.to_string();
        let half = &text[..text.len() / 2];
        fails("half of it", api, half, FailureClass::Interrupted).await;
    }
}

#[tokio::test]
async fn a_stream_that_is_called_something_else_is_taken() {
    for api in APIS {
        let stream = frame(form(api), &good(api));
        for kind in [
            "content-type: application/json\r\n",
            "content-type: text/plain; charset=utf-8\r\n",
            "content-type: application/x-ndjson\r\n",
            "",
        ] {
            is_taken(kind, api, kind, &stream).await;
            let comment = format!("\u{feff}: hello\n\nretry: 3\n{stream}");
            is_taken(kind, api, kind, &comment).await;
            let half = &stream[..stream.len() / 2];
            let failure = ask(api, kind, half).await.expect_err(api);
            assert_eq!(failure.class, FailureClass::Interrupted, "{api}: {failure}");
        }
    }
}

#[tokio::test]
async fn a_message_in_the_place_of_a_delta_is_read() {
    let event = json!({"model": "model-1", "choices": [{"index": 0, "message": {"role": "assistant", "content": SAID}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 30, "completion_tokens": 4}});
    let stream = frame("chat", &[event.to_string(), "[DONE]".to_owned()]);
    is_taken("message", "chat", STREAM, stream).await;
    // Beside a delta, it is all that was said so far.
    let piece = |delta: &str, message: &str, finish: Option<&str>| {
        json!({"model": "model-1", "choices": [{"index": 0, "delta": {"content": delta}, "message": {"role": "assistant", "content": message}, "finish_reason": finish}],
            "usage": {"prompt_tokens": 30, "completion_tokens": 4}})
        .to_string()
    };
    let (one, two) = SAID.split_at(5);
    let events = [piece(one, one, None), piece(two, SAID, Some("stop"))];
    is_taken("both", "chat", STREAM, frame("chat", &events)).await;
}

/// `{"a":"😀é"}`, with the escapes of UTF-16 that JSON has.
#[tokio::test]
async fn a_character_may_come_in_two_halves() {
    let said = "{\"a\":\"😀é\"}";
    for (api, place) in [
        (
            "chat",
            r#"{"model":"model-1","choices":[{"index":0,"delta":{"content":"@"},"finish_reason":null}]}"#,
        ),
        (
            "gemini",
            r#"{"modelVersion":"model-1","candidates":[{"content":{"parts":[{"text":"@"}]}}]}"#,
        ),
        (
            "anthropic",
            r#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"@"}}"#,
        ),
    ] {
        let pieces = |last: &[&str]| -> Vec<String> {
            let first = [r#"{\"a\":\"\ud83d"#];
            first
                .iter()
                .chain(last)
                .map(|piece| place.replace('@', piece))
                .collect()
        };
        let all = good(api);
        let around = |pieces: Vec<String>| {
            let events = match api {
                "chat" => [&all[..1], &pieces, &all[all.len() - 3..]].concat(),
                "gemini" => [&pieces[..], &all[all.len() - 1..]].concat(),
                _ => [&all[..3], &pieces, &all[all.len() - 3..]].concat(),
            };
            frame(api, &events)
        };
        let reply = ask(api, STREAM, around(pieces(&[r#"\ude00\u00e9\"}"#]))).await;
        assert_eq!(reply.unwrap().text, said, "{api}");
        let lost = around(pieces(&[r#"\"}"#]));
        fails(
            "the other half never comes",
            api,
            &lost,
            FailureClass::Malformed,
        )
        .await;
        let alone = around(vec![place.replace('@', r"\ude00")]);
        fails(
            "a half without the first",
            api,
            &alone,
            FailureClass::Malformed,
        )
        .await;
    }
}

#[tokio::test]
async fn a_byte_order_mark_before_a_whole_answer_is_passed_over() {
    for (index, (api, _)) in every("", "").into_iter().enumerate() {
        let body = format!("\u{feff}{}", paid_body(api, "hello"));
        let bytes = answer(200, &[("content-type", "application/json")], body);
        let server = Loopback::start([Exchange::any(Act::Send(bytes))]).await;
        let (_, provider) = every("test-key", &server.url()).swap_remove(index);
        let reply = crate::provider::ask(&*provider, MIB).await.unwrap();
        server.finish();
        assert_eq!(reply.text, "hello", "{api}");
    }
}
