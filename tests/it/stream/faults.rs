//! Streams that break, lie or never end: each is an error of its class, with what had been paid
//! for; none is a value.

use std::time::Duration;

use driftless::provider::{Provider, Request, Served, TimeLimit, Turn};
use driftless::{Ask, FailureClass, Plan, Price, dialect::Form};
use driftless_tests::fixture::within;
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};
use driftless_tests::sent::{Failure, Reply};
use driftless_tests::stream::{events, frame};
use serde_json::{Value, json};

use crate::provider::{MIB, every, paid_body};

const APIS: &[&str] = &["responses", "chat", "anthropic", "gemini", "compatible"];

/// The API's form, for which `compatible` speaks Chat Completions.
fn form(api: &str) -> &str {
    if api == "compatible" { "chat" } else { api }
}

/// The events of an answer that says `{"a":1}` in several pieces.
fn good(api: &str) -> Vec<String> {
    let body: Value = serde_json::from_str(&paid_body(api, r#"{\"a\":[1,2,3,4,5]}"#)).unwrap();
    events(form(api), &body)
}

const SAID: &str = r#"{"a":[1,2,3,4,5]}"#;

fn head(chunked: bool) -> String {
    let framing = if chunked {
        "transfer-encoding: chunked"
    } else {
        "connection: close"
    };
    format!("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n{framing}\r\n\r\n")
}

fn whole(api: &str, events: &[String]) -> Act {
    let stream = frame(form(api), events);
    Act::Send(answer(
        200,
        &[("content-type", "text/event-stream")],
        stream,
    ))
}

async fn ask(api: &str, act: Act) -> Result<Reply, Failure> {
    let server = Loopback::start([Exchange::any(act)]).await;
    let place = APIS.iter().position(|known| *known == api).unwrap();
    let (_, provider) = every("test-key", &server.url()).swap_remove(place);
    let result = crate::provider::ask(&*provider, MIB).await;
    server.finish();
    result
}

async fn fails(api: &str, act: Act, class: FailureClass) -> Failure {
    let failure = ask(api, act).await.expect_err(api);
    assert_eq!(failure.class, class, "{api}: {failure}");
    failure
}

/// Cost of the whole answer, and the model that served it.
fn assert_paid(api: &str, failure: &Failure) {
    assert_eq!(
        failure.metadata.served_model.as_deref(),
        Some("model-1"),
        "{api}"
    );
}

#[tokio::test]
async fn whole_streams_are_answers() {
    for api in APIS {
        let reply = ask(api, whole(api, &good(api))).await.unwrap();
        assert_eq!(reply.text, SAID, "{api}");
        assert_eq!(
            reply.metadata.served_model.as_deref(),
            Some("model-1"),
            "{api}"
        );
        let usage = reply.metadata.usage.unwrap();
        assert_eq!((usage.input, usage.output), (30, 4), "{api}");
    }
}

/// The events up to the one that says how the answer ended; behind it, only tokens and a terminator
/// follow.
fn told(api: &str) -> Vec<String> {
    let mut events = good(api);
    let behind = match form(api) {
        "chat" => 2,
        "anthropic" => 1,
        _ => 0,
    };
    events.truncate(events.len() - behind);
    events
}

/// A vendor's stream may be cut after any byte; only one that says how it ended is an answer.
#[tokio::test]
async fn a_stream_cut_before_its_end_is_told_is_interrupted() {
    for api in APIS {
        let stream = frame(form(api), &good(api));
        let end = frame(form(api), &told(api)).trim_end().len();
        for cut in (0..end).step_by(7).chain([end - 1]) {
            let bytes = [head(false).as_bytes(), &stream.as_bytes()[..cut]].concat();
            let failure = fails(api, Act::SendAndClose(bytes), FailureClass::Interrupted).await;
            if cut > stream.len() / 2 {
                assert_paid(api, &failure);
            }
        }
        for cut in (end..stream.len()).step_by(7) {
            let bytes = [head(false).as_bytes(), &stream.as_bytes()[..cut]].concat();
            let reply = ask(api, Act::SendAndClose(bytes)).await;
            assert_eq!(reply.unwrap().text, SAID, "{api}, {cut}");
        }
    }
}

#[tokio::test]
async fn a_connection_that_breaks_within_a_chunk_is_interrupted() {
    for api in APIS {
        let stream = frame(form(api), &good(api));
        let half = &stream[..stream.len() / 2];
        let bytes = format!("{}{:x}\r\n{half}", head(true), stream.len());
        let act = Act::SendAndClose(bytes.into_bytes());
        let failure = fails(api, act, FailureClass::Interrupted).await;
        assert_paid(api, &failure);
    }
}

#[tokio::test]
async fn a_stream_that_does_not_tell_its_end_is_interrupted() {
    for api in APIS {
        let mut events = told(api);
        events.pop();
        let failure = fails(api, whole(api, &events), FailureClass::Interrupted).await;
        assert_paid(api, &failure);
    }
}

#[tokio::test]
async fn a_garbage_event_is_malformed() {
    for api in APIS {
        for garbage in ["{\"model\":", "<html>", "7", "[]", "\"x\"", "[DONE", "null"] {
            let mut events = good(api);
            let middle = events.len() / 2;
            events.insert(middle, garbage.to_owned());
            let failure = fails(api, whole(api, &events), FailureClass::Malformed).await;
            assert_paid(api, &failure);
        }
    }
    let bytes = [head(false).as_bytes(), b"data: {\"model\":\"\xff\"}\n\n"].concat();
    fails("chat", Act::SendAndClose(bytes), FailureClass::Malformed).await;
}

#[tokio::test]
async fn an_error_within_the_stream_has_the_vendors_class_and_what_was_paid() {
    for (api, error, class, code) in [
        (
            "chat",
            json!({"error": {"message": "slow down", "type": "x", "code": "rate_limit_exceeded"}}),
            FailureClass::RateLimited,
            "rate_limit_exceeded",
        ),
        (
            "compatible",
            json!({"error": {"message": "gone", "code": 502, "metadata": {"error_type": "provider_overloaded"}}, "choices": [{"index": 0, "delta": {"content": ""}, "finish_reason": "error"}]}),
            FailureClass::Overloaded,
            "provider_overloaded",
        ),
        (
            "responses",
            json!({"type": "error", "code": "server_error", "message": "oops", "param": null, "sequence_number": 9}),
            FailureClass::ServerError,
            "server_error",
        ),
        (
            "responses",
            json!({"type": "response.failed", "response": {"model": "model-1", "status": "failed", "error": {"code": "rate_limit_exceeded", "message": "slow down"}, "usage": {"input_tokens": 30, "output_tokens": 4}}}),
            FailureClass::RateLimited,
            "rate_limit_exceeded",
        ),
        (
            "anthropic",
            json!({"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}),
            FailureClass::Overloaded,
            "overloaded_error",
        ),
        (
            "gemini",
            json!({"error": {"code": 503, "message": "overloaded", "status": "UNAVAILABLE"}}),
            FailureClass::Overloaded,
            "UNAVAILABLE",
        ),
    ] {
        let mut events = good(api);
        events.truncate(events.len() / 2);
        events.push(error.to_string());
        let failure = fails(api, whole(api, &events), class).await;
        assert_eq!(failure.code.as_deref(), Some(code), "{api}");
        assert_paid(api, &failure);
    }
}

/// Gemini sends errors also without `data:`, over several lines.
#[tokio::test]
async fn an_error_that_is_no_event_is_read_all_the_same() {
    let mut events = good("gemini");
    events.truncate(2);
    let error = json!({"error": {"code": 429, "message": "quota", "status": "RESOURCE_EXHAUSTED"}});
    let stream = format!("{}{error:#}\n", frame("gemini", &events));
    let act = Act::Send(answer(
        200,
        &[("content-type", "text/event-stream")],
        stream,
    ));
    let failure = fails("gemini", act, FailureClass::RateLimited).await;
    assert_paid("gemini", &failure);
}

#[tokio::test]
async fn a_second_choice_or_two_models_do_not_pass() {
    let other = json!({"model": "model-1", "choices": [{"index": 1, "delta": {"content": "x"}, "finish_reason": null}]});
    let mut events = good("chat");
    events.insert(2, other.to_string());
    fails("chat", whole("chat", &events), FailureClass::Malformed).await;
    let mut events = good("gemini");
    events.insert(
        1,
        json!({"candidates": [{"index": 1, "content": {"parts": [{"text": "x"}]}}]}).to_string(),
    );
    fails("gemini", whole("gemini", &events), FailureClass::Malformed).await;

    for api in APIS {
        let mut events = good(api);
        let last = if *api == "responses" || *api == "gemini" {
            events.len() - 1
        } else {
            1
        };
        let renamed = match *api {
            "anthropic" => {
                json!({"type": "message_start", "message": {"model": "model-2"}}).to_string()
            }
            _ => events[last].replace("model-1", "model-2"),
        };
        events[last] = renamed;
        let reply = ask(api, whole(api, &events)).await.unwrap();
        let facts = reply.metadata;
        assert_eq!(facts.served_model.as_deref(), Some("model-1"), "{api}");
        assert_eq!(facts.further_models, ["model-2"], "{api}");
    }
}

#[tokio::test]
async fn two_models_in_one_answer_are_a_substitution() {
    let body: Value = serde_json::from_str(&paid_body("chat", "7")).unwrap();
    let mut events = events("chat", &body);
    events[1] = events[1].replace("model-1", "model-2");
    let server = Loopback::start([Exchange::any(whole("chat", &events))]).await;
    let model = driftless::provider::OpenAi::new("k")
        .base_url(server.url())
        .chat()
        .model("model-1")
        .instructions()
        .price(Price::free());
    let plan = Plan::<Ask<u32>>::primary(model).build().unwrap();
    let error = plan.call(Ask::new("?")).await.unwrap_err();
    server.finish();
    assert_eq!(error.class(), FailureClass::Substituted);
    assert_eq!(
        error.receipt().attempts[0].served,
        Some(Served::Substituted)
    );
}

/// A server that begins well, then only keeps the connection open, is a stall; so is one that is
/// silent.
#[tokio::test]
async fn pings_are_no_progress() {
    for api in APIS {
        let ping = if *api == "anthropic" {
            "event: ping\ndata: {\"type\":\"ping\"}\n\n"
        } else {
            ": keep-alive\n\n"
        };
        let begun = frame(form(api), &good(api)[..good(api).len() / 2]);
        let act = Act::Drip {
            head: [head(false), begun].concat().into_bytes(),
            piece: ping.as_bytes().to_vec(),
            every: Duration::from_millis(20),
        };
        let server = Loopback::start([Exchange::any(act)]).await;
        let place = APIS.iter().position(|known| known == api).unwrap();
        let (_, provider) = every("test-key", &server.url()).swap_remove(place);
        let model = driftless::provider::Model::<driftless::dialect::Instructions>::new(
            Shared(provider),
            "model-1",
        )
        .price(Price::free())
        .stall(Duration::from_millis(300))
        .timeout(Duration::from_secs(60));
        let plan = Plan::<Ask<u32>>::primary(model).build().unwrap();
        let error = within(plan.call(Ask::new("?"))).await.unwrap_err();
        server.finish();
        assert_eq!(error.class(), FailureClass::TimedOut, "{api}");
        let attempt = &error.receipt().attempts[0];
        assert_eq!(attempt.limit, Some(TimeLimit::Stall), "{api}");
        assert_eq!(
            attempt.served_model.as_deref(),
            Some("model-1"),
            "{api}: what was received is kept"
        );
        assert!(attempt.first_token_after.is_some(), "{api}");
    }
}

#[derive(Debug)]
struct Shared(Box<dyn Provider>);

impl Provider for Shared {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn base_url(&self) -> &str {
        self.0.base_url()
    }

    fn send<'a>(
        &'a self,
        request: &'a Request<'a>,
    ) -> driftless::provider::BoxFuture<
        'a,
        Result<driftless::provider::Reply, driftless::provider::Failure>,
    > {
        self.0.send(request)
    }
}

#[tokio::test]
async fn endless_streams_end_at_the_size_limit() {
    for (piece, limit) in [
        (
            "data: {\"choices\":[{\"delta\":{\"content\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}}]}\n\n",
            64 * 1024,
        ),
        (": noise\n\n", 4 * 1024),
        ("data: no end of this line ", 64 * 1024),
        ("{ no event at all\n", 64 * 1024),
    ] {
        let act = Act::Drip {
            head: head(false).into_bytes(),
            piece: piece.repeat(100).into_bytes(),
            every: Duration::ZERO,
        };
        let server = Loopback::start([Exchange::any(act)]).await;
        let (_, provider) = every("test-key", &server.url()).swap_remove(1);
        let failure = crate::provider::ask(&*provider, limit)
            .await
            .expect_err(piece);
        server.finish();
        assert_eq!(failure.class, FailureClass::TooLarge, "{piece}");
    }
}

#[tokio::test]
async fn a_connection_is_used_again_after_a_stream() {
    let acts = (0..3).map(|_| Exchange::any(whole("chat", &good("chat"))));
    let server = Loopback::start(acts).await;
    let (_, provider) = every("test-key", &server.url()).swap_remove(1);
    for _ in 0..3 {
        let turns = [Turn::user("hello")];
        let request = Request::new("model-1", &turns, &Form::Text);
        within(provider.send(&request)).await.unwrap();
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(server.connections(), 1);
    server.finish();
}
