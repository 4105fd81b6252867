//! Where a stream is split, and how its lines are written, makes no difference; what is mutated is
//! never a panic.

use std::time::Duration;

use driftless_tests::loopback::{Act, Exchange, Loopback, answer};
use driftless_tests::sent::{Failure, Reply};
use driftless_tests::stream::{events, frame};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use serde_json::Value;

use crate::provider::{MIB, every, paid_body};

const APIS: &[&str] = &["responses", "chat", "anthropic", "gemini"];
/// Two, three and four bytes of UTF-8, and what JSON escapes.
const TEXT: &str = r#"{\"ä\":\"€ 😀 \\u00e4\"}"#;
const SAID: &str = "{\"ä\":\"€ 😀 \\u00e4\"}";

const HEAD: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";

fn good(api: &str) -> Vec<String> {
    let body: Value = serde_json::from_str(&paid_body(api, TEXT)).unwrap();
    events(api, &body)
}

async fn ask_all(api: &str, acts: Vec<Act>) -> Vec<Result<Reply, Failure>> {
    let server = Loopback::start(acts.into_iter().map(Exchange::any).collect::<Vec<_>>()).await;
    let place = APIS.iter().position(|known| *known == api).unwrap();
    let mut results = Vec::new();
    let (_, provider) = every("test-key", &server.url()).swap_remove(place);
    while server.left() > 0 {
        results.push(crate::provider::ask(&*provider, MIB).await);
    }
    server.finish();
    results
}

/// Written apart from each other; the pause lets each arrive alone.
fn in_pieces(parts: &[&[u8]]) -> Act {
    let head = HEAD.as_bytes().to_vec();
    let parts = parts.iter().map(|part| part.to_vec());
    Act::Pieces(
        Duration::from_millis(1),
        std::iter::once(head).chain(parts).collect(),
    )
}

#[tokio::test]
async fn a_stream_split_anywhere_is_the_same_answer() {
    for api in APIS {
        let stream = frame(api, &good(api));
        // Each place where bytes of different kinds meet, and a sample of all others.
        let acts = (1..stream.len())
            .filter(|at| {
                let near = &stream.as_bytes()[at - 1..=*at];
                at % 23 == 0
                    || near
                        .iter()
                        .any(|byte| !byte.is_ascii() || b"\r\n".contains(byte))
            })
            .map(|at| {
                let (left, right) = stream.as_bytes().split_at(at);
                in_pieces(&[left, right])
            })
            .map(|act| Act::Closing(Box::new(act)))
            .collect();
        for (index, result) in ask_all(api, acts).await.into_iter().enumerate() {
            let reply = result.unwrap_or_else(|failure| panic!("{api}, {index}: {failure:?}"));
            assert_eq!(reply.text, SAID, "{api}, {index}");
        }
    }
}

/// Events of one meaning in another spelling: other line ends, comments, fields that say nothing,
/// data over several lines.
fn written(rng: &mut SmallRng, events: &[String]) -> Vec<u8> {
    let ends = ["\n", "\r\n", "\r"];
    let mut stream = String::new();
    if rng.random_bool(0.5) {
        stream.push('\u{feff}');
    }
    let end = |rng: &mut SmallRng| ends[rng.random_range(0..3)];
    for event in events {
        for noise in [
            ": ping",
            ":",
            "id",
            "id: 7",
            "retry: 1",
            "event: x",
            "other: data: {",
            "data2: x",
        ] {
            if rng.random_bool(0.1) {
                stream.push_str(noise);
                stream.push_str(end(rng));
                if noise.starts_with(':') && rng.random_bool(0.5) {
                    stream.push_str(end(rng));
                }
            }
        }
        let colon = if rng.random_bool(0.5) {
            "data: "
        } else {
            "data:"
        };
        let lines: Vec<&str> = match event.split_at_checked(1) {
            Some((brace, rest)) if brace == "{" && rng.random_bool(0.3) => vec![brace, rest],
            _ => vec![event],
        };
        let terminator = event == "[DONE]";
        for line in &lines {
            stream.push_str(colon);
            stream.push_str(line);
            stream.push_str(end(rng));
        }
        if !terminator && rng.random_bool(0.2) {
            stream.push_str("data");
            stream.push_str(end(rng));
        }
        // A CR here and an LF there would be one line end.
        stream.push_str("\n\n");
    }
    stream.into_bytes()
}

#[tokio::test]
async fn the_hand_that_wrote_a_stream_makes_no_difference() {
    let mut rng = SmallRng::seed_from_u64(20_261_122);
    for api in APIS {
        let good = good(api);
        let acts = (0..40)
            .map(|_| {
                let bytes = written(&mut rng, &good);
                let mut parts = Vec::new();
                let mut rest = bytes.as_slice();
                while !rest.is_empty() {
                    let (part, more) = rest.split_at(rng.random_range(1..=rest.len()));
                    parts.push(part);
                    rest = more;
                }
                Act::Closing(Box::new(in_pieces(&parts)))
            })
            .collect();
        for (index, result) in ask_all(api, acts).await.into_iter().enumerate() {
            let reply = result.unwrap_or_else(|failure| panic!("{api}, {index}: {failure:?}"));
            assert_eq!(reply.text, SAID, "{api}, {index}");
        }
    }
}

#[tokio::test]
async fn mutated_streams_are_answers_or_failures() {
    let mut rng = SmallRng::seed_from_u64(7);
    for api in APIS {
        let stream = frame(api, &good(api)).into_bytes();
        let acts = (0..150)
            .map(|_| {
                let mut bytes = stream.clone();
                for _ in 0..rng.random_range(1..4) {
                    let at = rng.random_range(0..bytes.len());
                    match rng.random_range(0..4) {
                        0 => bytes[at] = rng.random(),
                        1 => drop(bytes.remove(at)),
                        2 => bytes.insert(at, b"\r\n\"{}[]:,0"[rng.random_range(0..10)]),
                        _ => bytes.truncate(at.max(1)),
                    }
                }
                Act::SendAndClose(
                    [&answer(200, &[("content-type", "text/event-stream")], &bytes)[..]].concat(),
                )
            })
            .collect();
        let results = ask_all(api, acts).await;
        assert_eq!(results.len(), 150);
        assert!(results.iter().any(Result::is_err), "{api}");
    }
}
