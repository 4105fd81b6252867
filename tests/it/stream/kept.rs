//! The output of the events before the last one is kept, and used where the last one doesn't say it
//! again.

use driftless::FailureClass;
use driftless::dialect::Form;
use driftless::json::Json;
use driftless::provider::{Anthropic, OpenAi, Provider, Request, Turn};
use driftless_tests::loopback::{Act, Exchange, Loopback};
use driftless_tests::sent::{Failure, Reply, sent};
use serde_json::{Value, json};

const SAID: &str = "{\"city\":\"Oslo\",\"n\":3}";

fn stream(events: &[Value]) -> Act {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
    let event = |event: &Value| {
        let kind = event["type"].as_str().unwrap_or_default();
        format!("event: {kind}\ndata: {event}\n\n")
    };
    let events: String = events.iter().map(event).collect();
    Act::SendAndClose(format!("{head}{events}").into_bytes())
}

fn tool() -> Form {
    Form::Tool {
        name: "Pick".to_owned(),
        description: None,
        schema: Json::Object(Vec::new()),
    }
}

async fn ask(
    make: impl FnOnce(&str) -> Box<dyn Provider>,
    form: &Form,
    events: &[Value],
) -> Result<Reply, Failure> {
    let server = Loopback::start([Exchange::any(stream(events))]).await;
    let provider = make(&server.url());
    let turns = [Turn::user("where?")];
    let result = sent(&*provider, &Request::new("m-1", &turns, form)).await;
    server.finish();
    result
}

async fn responses(form: &Form, events: &[Value]) -> Result<Reply, Failure> {
    ask(|url| Box::new(OpenAi::new("k").base_url(url)), form, events).await
}

async fn anthropic(events: &[Value]) -> Result<Reply, Failure> {
    let make = |url: &str| -> Box<dyn Provider> { Box::new(Anthropic::new("k").base_url(url)) };
    ask(make, &tool(), events).await
}

fn completed(output: Option<Value>) -> Value {
    let mut response = json!({"id": "r", "model": "m-1", "status": "completed", "usage": {"input_tokens": 100, "output_tokens": 10}});
    if let Some(output) = output {
        response["output"] = output;
    }
    json!({"type": "response.completed", "response": response})
}

fn message(text: &str) -> Value {
    json!({"type": "message", "id": "msg", "status": "completed", "role": "assistant", "content": [{"type": "output_text", "text": text, "annotations": []}]})
}

fn done(index: u64, item: &Value) -> Value {
    json!({"type": "response.output_item.done", "output_index": index, "item": item})
}

fn text(kind: &str, index: u64, part: u64, words: &str) -> Value {
    let member = if kind == "delta" { "delta" } else { "text" };
    json!({"type": format!("response.output_text.{kind}"), "item_id": "msg", "output_index": index, "content_index": part, member: words})
}

/// Streams that say `SAID` before their last event.
fn streams() -> Vec<Vec<Value>> {
    let (one, two) = SAID.split_at(9);
    let reasoning = json!({"type": "reasoning", "id": "rs", "summary": [{"type": "summary_text", "text": "hm"}]});
    let added = json!({"type": "response.output_item.added", "output_index": 1, "item": {"type": "message", "content": []}});
    vec![
        vec![done(0, &message(SAID))],
        vec![done(0, &reasoning), done(1, &message(SAID))],
        vec![text("done", 0, 0, SAID)],
        vec![text("delta", 0, 0, one), text("delta", 0, 0, two)],
        vec![text("delta", 0, 0, one), text("delta", 0, 1, two)],
        // Each says it again.
        vec![
            done(0, &reasoning),
            added,
            text("delta", 1, 0, one),
            text("delta", 1, 0, two),
            text("done", 1, 0, SAID),
            done(1, &message(SAID)),
        ],
        // Without places.
        vec![
            json!({"type": "response.output_text.delta", "delta": one}),
            json!({"type": "response.output_text.delta", "delta": two}),
        ],
        vec![json!({"type": "response.output_item.done", "item": message(SAID)})],
        vec![
            json!({"type": "response.content_part.done", "output_index": 0, "content_index": 0, "part": {"type": "output_text", "text": SAID}}),
        ],
    ]
}

#[tokio::test]
async fn an_answer_is_read_from_the_events_where_the_last_one_has_no_output() {
    let reasoning = json!({"type": "reasoning", "id": "rs", "summary": []});
    let ends = [
        completed(Some(json!([]))),
        completed(Some(Value::Null)),
        completed(None),
        completed(Some(json!([reasoning]))),
        completed(Some(
            json!([{"type": "message", "role": "assistant", "content": []}]),
        )),
    ];
    for told in &streams() {
        for end in &ends {
            let mut events = told.clone();
            events.push(end.clone());
            let reply = responses(&Form::Text, &events).await;
            let reply = reply.unwrap_or_else(|failure| panic!("{events:?}: {failure}"));
            assert_eq!(reply.text, SAID, "{events:?}");
            assert_eq!(reply.metadata.usage.unwrap().output, 10);
        }
        let failure = responses(&Form::Text, told).await.unwrap_err();
        assert_eq!(failure.class, FailureClass::Interrupted, "{told:?}");
    }
}

#[tokio::test]
async fn the_last_event_stands_before_what_the_events_told() {
    let events = [
        done(0, &message("7")),
        completed(Some(json!([message(SAID)]))),
    ];
    let reply = responses(&Form::Text, &events).await.unwrap();
    assert_eq!(reply.text, SAID);
}

#[tokio::test]
async fn commentary_and_unfinished_answers_are_no_answer_from_events_either() {
    let mut comment = message("let me see");
    comment["phase"] = json!("commentary");
    let mut added = comment.clone();
    added["content"] = json!([]);
    let added = json!({"type": "response.output_item.added", "output_index": 0, "item": added});
    for told in [
        vec![done(0, &comment), done(1, &message(SAID))],
        vec![
            added,
            text("delta", 0, 0, "let me see"),
            text("done", 1, 0, SAID),
        ],
    ] {
        let mut events = told.clone();
        events.push(completed(Some(json!([]))));
        let reply = responses(&Form::Text, &events).await.unwrap();
        assert_eq!(reply.text, SAID, "{told:?}");
    }
    let mut cut = completed(Some(json!([])));
    cut["type"] = json!("response.incomplete");
    cut["response"]["status"] = json!("incomplete");
    cut["response"]["incomplete_details"] = json!({"reason": "max_output_tokens"});
    let failure = responses(&Form::Text, &[done(0, &message("{\"ci")), cut]).await;
    assert_eq!(failure.unwrap_err().class, FailureClass::Truncated);
}

#[tokio::test]
async fn calls_and_refusals_are_kept_from_events_as_well() {
    let call = json!({"type": "function_call", "call_id": "c", "name": "Pick", "arguments": SAID});
    let mut begun = call.clone();
    begun["arguments"] = json!("");
    let added = json!({"type": "response.output_item.added", "output_index": 0, "item": begun});
    let piece = |kind: &str, member: &str, words: &str| json!({"type": format!("response.function_call_arguments.{kind}"), "output_index": 0, member: words});
    let (one, two) = SAID.split_at(9);
    for told in [
        vec![done(0, &call)],
        vec![added.clone(), piece("done", "arguments", SAID)],
        vec![
            added,
            piece("delta", "delta", one),
            piece("delta", "delta", two),
        ],
    ] {
        let mut events = told.clone();
        events.push(completed(Some(json!([]))));
        let reply = responses(&tool(), &events).await.unwrap();
        assert_eq!(reply.text, SAID, "{told:?}");
    }
    for told in [
        json!({"type": "response.refusal.delta", "output_index": 0, "content_index": 0, "delta": "I won't"}),
        json!({"type": "response.refusal.done", "output_index": 0, "content_index": 0, "refusal": "I won't"}),
    ] {
        let failure = responses(&Form::Text, &[told, completed(Some(json!([])))]).await;
        let failure = failure.unwrap_err();
        assert_eq!(failure.class, FailureClass::Refused, "{failure}");
        assert!(failure.message.contains("I won't"), "{failure}");
    }
}

#[tokio::test]
async fn a_completed_answer_needs_no_status() {
    let mut end = completed(Some(json!([message(SAID)])));
    end["response"].as_object_mut().unwrap().remove("status");
    let reply = responses(&Form::Text, &[end]).await.unwrap();
    assert_eq!(reply.text, SAID);
}

/// The blocks of a message, and what ends it.
fn blocks(blocks: &[Value]) -> Vec<Value> {
    let mut events = vec![
        json!({"type": "message_start", "message": {"model": "m-1", "content": [], "usage": {"input_tokens": 100, "output_tokens": 1}}}),
    ];
    events.extend_from_slice(blocks);
    events.push(json!({"type": "message_delta", "delta": {"stop_reason": "tool_use"}, "usage": {"output_tokens": 10}}));
    events.push(json!({"type": "message_stop"}));
    events
}

#[tokio::test]
async fn a_tools_input_is_taken_from_where_it_stands() {
    let start = |input: Value| json!({"type": "content_block_start", "index": 0, "content_block": {"type": "tool_use", "id": "t", "name": "Pick", "input": input}});
    let delta = |text: &str| json!({"type": "content_block_delta", "index": 0, "delta": {"type": "input_json_delta", "partial_json": text}});
    let stop = json!({"type": "content_block_stop", "index": 0});
    let input: Value = serde_json::from_str(SAID).unwrap();
    for (about, told, expected) in [
        ("the start", vec![start(input.clone())], SAID),
        (
            "the start, and an empty piece",
            vec![start(input.clone()), delta("")],
            SAID,
        ),
        (
            "the pieces",
            vec![
                start(json!({})),
                delta("{\"city\":"),
                delta("\"Oslo\",\"n\":3}"),
            ],
            SAID,
        ),
        (
            "both",
            vec![start(json!({"city": "Rome"})), delta(SAID)],
            SAID,
        ),
        ("neither", vec![start(json!({}))], "{}"),
        ("null", vec![start(Value::Null)], "{}"),
        (
            "null, then pieces",
            vec![start(Value::Null), delta(SAID)],
            SAID,
        ),
    ] {
        let mut told = told;
        told.push(stop.clone());
        let reply = anthropic(&blocks(&told)).await.unwrap();
        assert_eq!(reply.text, expected, "{about}");
        assert_eq!(reply.metadata.usage.unwrap().output, 10, "{about}");
    }
}
