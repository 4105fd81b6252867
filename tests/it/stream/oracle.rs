//! The meaning of an event stream, according to another crate's reader: an equal answer, or a
//! failure of an equal class.

use driftless::FailureClass;
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};
use eventsource_stream::Eventsource;
use futures_util::StreamExt;
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};

use crate::provider::{MIB, every};

/// Lines that a careless server, a proxy or an attacker may write, well-formed or not.
const LINES: &[&str] = &[
    ": ping",
    ":",
    "id: 7",
    "id",
    "retry: 1",
    "retry: soon",
    "event: x",
    "event",
    "data",
    "data:",
    "data: ",
    " data: x",
    "Data: x",
    "data : x",
    "data2: x",
    "ünknown: x",
    "::",
    "",
    "",
];

fn pick<'a>(rng: &mut SmallRng, from: &[&'a str]) -> &'a str {
    from[rng.random_range(0..from.len())]
}

fn chunk(text: &str, end: Option<&str>) -> String {
    json!({"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "model-1",
           "choices": [{"index": 0, "delta": {"content": text}, "finish_reason": end}]})
    .to_string()
}

/// A stream whose events are mostly chunks, in lines that end and follow each other in any way.
fn any_stream(rng: &mut SmallRng) -> String {
    let mut events: Vec<String> = ["{\"ä\":", "\"€ 😀", " \"", "}"]
        .map(|text| chunk(text, None))
        .to_vec();
    events.push(chunk("", Some("stop")));
    events.push("[DONE]".to_owned());
    let noise = rng.random_range(0.0..0.15);
    let mut stream = String::from(if rng.random_bool(0.3) { "\u{feff}" } else { "" });
    for event in events {
        let mut line = |rng: &mut SmallRng, text: &str| {
            stream.push_str(text);
            stream.push_str(pick(rng, &["\n", "\n", "\r\n", "\r"]));
            while rng.random_bool(noise) {
                stream.push_str(pick(rng, LINES));
                stream.push_str(pick(rng, &["\n", "\r\n", "\r"]));
            }
        };
        // Data over several lines is joined with a line feed, which means nothing between JSON's
        // tokens, and is an error within them.
        let cut = event
            .find(if rng.random_bool(0.9) { ',' } else { 'c' })
            .filter(|_| rng.random_bool(0.4));
        for part in cut.map_or(vec![&*event], |at| vec![&event[..at], &event[at..]]) {
            let colon = if rng.random_bool(0.7) {
                "data: "
            } else {
                "data:"
            };
            line(rng, &format!("{colon}{part}"));
        }
        if !rng.random_bool(noise / 3.0) {
            line(rng, "");
        }
    }
    stream
}

/// The data of the events in `stream`.
async fn read(stream: String) -> Vec<String> {
    let bytes =
        futures_util::stream::iter([Ok::<_, std::convert::Infallible>(stream.into_bytes())]);
    let events = bytes.eventsource();
    let data = events.map(|event| event.expect("nothing fails here").data);
    data.collect().await
}

fn is_document(text: &str) -> bool {
    text.trim() == "[DONE]" || serde_json::from_str::<Value>(text).is_ok()
}

/// Returns the other reader's result, folded as Chat Completions is.
///
/// It drops the last event if no blank line stands behind it; and what stands in lines of its own
/// is an event each, if each is a document.
async fn expected(stream: &str) -> Result<String, FailureClass> {
    // It panics at the mark that the standard lets a stream begin with, and takes no CR for a
    // line's end while an LF might follow.
    let stream = stream.trim_start_matches('\u{feff}');
    let before_the_end = read(format!("{stream}:\n")).await.len();
    let all = read(format!("{stream}\n\n:\n")).await;
    let (mut text, mut complete) = (String::new(), false);
    for (index, data) in all.iter().enumerate() {
        let apart = data.lines().next().is_some_and(is_document);
        let events = if apart {
            data.lines().collect()
        } else {
            vec![data.as_str()]
        };
        for event in events.into_iter().filter(|event| !event.is_empty()) {
            if event.trim() == "[DONE]" {
                let unsaid = FailureClass::Interrupted;
                return complete.then_some(text).ok_or(unsaid);
            }
            if index >= before_the_end && !is_document(event) {
                continue;
            }
            let chunk: Value =
                serde_json::from_str(event).map_err(|_malformed| FailureClass::Malformed)?;
            let choice = &chunk["choices"][0];
            text.push_str(choice["delta"]["content"].as_str().unwrap_or_default());
            complete |= choice["finish_reason"] == "stop";
        }
    }
    complete.then_some(text).ok_or(FailureClass::Interrupted)
}

#[tokio::test]
async fn another_reader_of_event_streams_agrees() {
    let mut rng = SmallRng::seed_from_u64(20_261_122);
    let (mut answers, mut failures) = (0, 0);
    for round in 0..2_000 {
        let stream = any_stream(&mut rng);
        let wanted = expected(&stream).await;
        let act = Act::Send(answer(
            200,
            &[("content-type", "text/event-stream")],
            stream.clone(),
        ));
        let server = Loopback::start([Exchange::any(act)]).await;
        let (_, provider) = every("test-key", &server.url()).swap_remove(4);
        let found = crate::provider::ask(&*provider, MIB).await;
        server.finish();
        let found = found
            .map(|reply| reply.text)
            .map_err(|failure| failure.class);
        assert_eq!(found, wanted, "round {round}: {stream:?}");
        if wanted.is_ok() {
            answers += 1;
        } else {
            failures += 1;
        }
    }
    assert!(
        answers > 500 && failures > 100,
        "{answers} answers and {failures} failures show too little"
    );
}
