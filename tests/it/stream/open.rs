//! Servers that keep their connection open behind an answer: the vendor's word that it is whole is
//! enough.

use std::time::Duration;

use driftless::provider::Bill;
use driftless_tests::loopback::{Act, Exchange, Loopback};
use driftless_tests::sent::{Failure, Reply};
use driftless_tests::stream::{events, frame};
use serde_json::Value;
use tokio::time::{Instant, timeout};

use crate::provider::{MIB, every, paid_body};

const APIS: [&str; 5] = ["responses", "chat", "anthropic", "gemini", "compatible"];
const SAID: &str = r#"{"a":[1,2,3,4,5]}"#;

/// Far more than is waited for, and far less than any limit of a plan.
const LONG: Duration = Duration::from_secs(8);

fn form(api: &str) -> &str {
    if api == "compatible" { "chat" } else { api }
}

/// All events but the terminator, where there is one.
fn good(api: &str) -> Vec<String> {
    let whole: Value = serde_json::from_str(&paid_body(api, r#"{\"a\":[1,2,3,4,5]}"#)).unwrap();
    let mut events = events(form(api), &whole);
    if matches!(form(api), "chat" | "anthropic") {
        events.pop();
    }
    events
}

/// Asks a server that sends these parts, each behind a pause, and keeps the connection open.
///
/// `None` if there is no result after `wait`.
async fn ask(
    api: &str,
    wait: Duration,
    pause: Duration,
    parts: &[String],
) -> Option<Result<Reply, Failure>> {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n".to_owned();
    let mut acts = vec![Act::Send(head.into_bytes())];
    for part in parts {
        let send = Act::Send(part.clone().into_bytes());
        acts.push(Act::Late(pause, Box::new(send)));
    }
    acts.push(Act::Hang);
    let server = Loopback::start([Exchange::any(Act::InTurn(acts))]).await;
    let place = APIS.iter().position(|known| *known == api).unwrap();
    let (_, provider) = every("test-key", &server.url()).swap_remove(place);
    let result = timeout(wait, crate::provider::ask(&*provider, MIB)).await;
    server.finish();
    result.ok()
}

#[tokio::test]
async fn a_whole_answer_is_taken_although_nothing_ends_the_stream() {
    for api in APIS {
        let started = Instant::now();
        let stream = frame(form(api), &good(api));
        for parts in [
            vec![stream.clone()],
            // A comment keeps the connection open as well.
            vec![stream.clone(), ": still here\n\n".to_owned()],
        ] {
            let reply = ask(api, LONG, Duration::ZERO, &parts).await;
            let reply = reply.unwrap_or_else(|| panic!("{api} waits")).unwrap();
            assert_eq!(reply.text, SAID, "{api}");
            let usage = reply
                .metadata
                .usage
                .map(|usage| (usage.input, usage.output));
            assert_eq!(usage, Some((30, 4)), "{api}");
            assert_eq!(reply.metadata.bill, Bill::Closed, "{api}");
        }
        assert!(started.elapsed() < LONG, "{api}: {:?}", started.elapsed());
    }
}

/// Heartbeats are no reason to go on waiting (maximhq/bifrost#6784).
#[tokio::test]
async fn a_whole_answer_is_taken_although_comments_go_on() {
    for api in APIS {
        let mut events = good(api);
        for counted in [true, false] {
            if !counted {
                if form(api) != "chat" {
                    continue;
                }
                events.pop();
            }
            let stream = frame(form(api), &events);
            let head =
                format!("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n{stream}");
            let act = Act::Drip {
                head: head.into_bytes(),
                piece: b": still here\n\n".to_vec(),
                every: Duration::from_millis(50),
            };
            let server = Loopback::start([Exchange::any(act)]).await;
            let place = APIS.iter().position(|known| *known == api).unwrap();
            let (_, provider) = every("test-key", &server.url()).swap_remove(place);
            let reply = timeout(LONG, crate::provider::ask(&*provider, MIB)).await;
            let reply = reply.unwrap_or_else(|_| panic!("{api} waits")).unwrap();
            assert_eq!(reply.text, SAID, "{api}");
            assert_eq!(reply.metadata.usage.is_some(), counted, "{api}");
            server.finish();
        }
    }
}

#[tokio::test]
async fn counts_that_come_a_little_later_are_waited_for() {
    for api in ["chat", "compatible"] {
        let mut events = good(api);
        let usage = frame("chat", &[events.pop().unwrap()]);
        let stream = frame("chat", &events);
        let pause = Duration::from_millis(300);
        let parts = [stream.clone(), usage];
        let reply = ask(api, LONG, pause, &parts).await.unwrap().unwrap();
        assert_eq!(
            reply.metadata.usage.map(|usage| usage.output),
            Some(4),
            "{api}"
        );
        // Where none come, the answer is taken without them.
        let reply = ask(api, LONG, Duration::ZERO, &[stream])
            .await
            .unwrap()
            .unwrap();
        assert_eq!((reply.text.as_str(), reply.metadata.usage), (SAID, None));
        assert_eq!(reply.metadata.bill, Bill::Open, "{api}");
    }
}

#[tokio::test]
async fn a_half_answer_is_waited_for() {
    for api in APIS {
        let mut events = good(api);
        events.truncate(match form(api) {
            "responses" | "gemini" | "anthropic" => events.len() - 1,
            _ => events.len() - 2,
        });
        let parts = [frame(form(api), &events)];
        let short = Duration::from_millis(1500);
        let asked = ask(api, short, Duration::ZERO, &parts).await;
        assert!(asked.is_none(), "{api}: {asked:?}");
    }
}
