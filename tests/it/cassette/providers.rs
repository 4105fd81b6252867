//! A provider reads a recording exactly as it read the answer.

use driftless::cassette::{Cassette, CassetteMode};
use driftless::provider::{Anthropic, Gemini, Mistral, Model, OpenAi, Provider};
use driftless::{Ask, Contract, Plan, Price, dialect, usd};
use driftless_tests::fixture::within;
use driftless_tests::loopback::{Act, answer};
use driftless_tests::sent::Reply;
use driftless_tests::stream::{events, frame};
use serde_json::{Value, json};

use super::{NOWHERE, Scratch, every, once};
use crate::provider::{MIB, ask, paid_body};

/// Returns the content of a reply without the times.
fn said(reply: &Reply) -> impl PartialEq + std::fmt::Debug + use<> {
    let facts = reply.metadata.clone();
    (
        reply.text.clone(),
        (facts.served_model, facts.usage, facts.status),
        (facts.request_id, facts.evidence, facts.reported_cost),
    )
}

/// Whole, or in pieces of an event each.
fn speaks(form: &str, streams: bool) -> Act {
    let body = paid_body(form, "hello");
    let mut headers = vec![
        ("x-request-id", "req_7"),
        ("request-id", "req_8"),
        ("x-generation-id", "gen_1"),
        ("x-litellm-call-id", "call_1"),
        ("x-litellm-model-id", "d-1"),
        ("x-litellm-response-cost", "0.25"),
        ("x-portkey-trace-id", "trace_1"),
        ("x-portkey-provider", "openai"),
        ("x-portkey-last-used-option-index", "config"),
        ("x-portkey-last-used-option-index", "config"),
        ("server", "loopback"),
    ];
    if !streams {
        return Act::Send(answer(200, &headers, body));
    }
    headers.extend([
        ("content-type", "text/event-stream"),
        ("connection", "close"),
    ]);
    let events = events(form, &serde_json::from_str::<Value>(&body).unwrap());
    let head = answer(200, &headers, "");
    let head = String::from_utf8(head)
        .unwrap()
        .replace("content-length: 0\r\n", "");
    let pieces = events
        .iter()
        .map(|event| frame(form, std::slice::from_ref(event)).into_bytes());
    let pieces = std::iter::once(head.into_bytes()).chain(pieces).collect();
    Act::Closing(Box::new(Act::Pieces(
        std::time::Duration::from_millis(1),
        pieces,
    )))
}

#[tokio::test]
async fn every_provider_answers_from_its_recording() {
    let none = Scratch::new();
    let count = every("a-test-key", NOWHERE, &none.open(CassetteMode::RecordNew)).len();
    assert!(count > 12);
    for streams in [false, true] {
        for index in 0..count {
            let scratch = Scratch::new();
            let cassette = scratch.open(CassetteMode::RecordNew);
            let form = every("a-test-key", NOWHERE, &cassette)[index].1;
            let server = once(speaks(form, streams)).await;
            let (name, _, provider) =
                every("a-test-key", &server.url(), &cassette).swap_remove(index);
            let live = ask(&*provider, MIB).await.expect(name);
            let report = within(cassette.finish()).await.unwrap();
            assert_eq!((report.recorded, report.replayed), (1, 0), "{name}");
            server.finish();

            // The server is gone, and so is the key.
            let cassette = scratch.replay();
            let (_, _, provider) = every("another-key", NOWHERE, &cassette).swap_remove(index);
            let replayed = ask(&*provider, MIB).await.expect(name);
            assert_eq!(said(&replayed), said(&live), "{name}, streams: {streams}");
            let report = cassette.finish().await.unwrap();
            assert_eq!((report.recorded, report.replayed), (0, 1), "{name}");
            assert!(report.unused.is_empty());

            let entry = &scratch.entries()[0];
            assert_eq!(entry["response"]["headers"].get("server"), None);
            let chunks = entry["response"]["chunks"].as_array().unwrap();
            assert!(!streams || chunks.len() > 1, "{name}: {entry}");
        }
    }
}

#[derive(Debug, PartialEq, Contract)]
struct Verdict {
    positive: bool,
}

const GOOD: &str = r#"{\"positive\":true}"#;

/// Calls what `make` sets up, live and from the cassette.
async fn called<D: dialect::Dialect>(
    form: &'static str,
    make: impl Fn(Option<&str>, &Cassette) -> Model<D>,
) {
    let scratch = Scratch::new();
    let server = once(speaks_verdict(form)).await;
    let mut answers = Vec::new();
    for url in [Some(server.url()), None] {
        let cassette = match url {
            Some(_) => scratch.open(CassetteMode::RecordNew),
            None => scratch.replay(),
        };
        let price = Price::per_million(usd("1").unwrap(), usd("5").unwrap());
        let model = make(url.as_deref(), &cassette).price(price);
        let plan = Plan::<Ask<Verdict>>::primary(model).build().unwrap();
        let answer = within(plan.call(Ask::new("Is `It works.` praise? Answer in JSON.")))
            .await
            .expect(form);
        within(cassette.finish()).await.unwrap();
        answers.push(answer);
    }
    server.finish();
    let [live, replayed] = <[_; 2]>::try_from(answers).unwrap();
    assert_eq!(live.value, Verdict { positive: true });
    assert_eq!(replayed.value, live.value);
    let (live, replayed) = (&live.receipt.attempts[0], &replayed.receipt.attempts[0]);
    assert!(live.cost.is_some() && live.served.is_some(), "{form}");
    assert_eq!(
        (replayed.cost, replayed.served, &replayed.served_model),
        (live.cost, live.served, &live.served_model)
    );
    assert_eq!(
        (replayed.usage, &replayed.request_id, replayed.booked),
        (live.usage, &live.request_id, live.booked)
    );
    assert!(replayed.first_token_after.is_some(), "{form}");
}

fn speaks_verdict(form: &str) -> Act {
    let Value::Object(mut body) = serde_json::from_str::<Value>(&paid_body(form, GOOD)).unwrap()
    else {
        panic!("no object")
    };
    body.insert("id".to_owned(), json!("resp_1"));
    let events = events(form, &Value::Object(body));
    let headers = [("content-type", "text/event-stream")];
    Act::Send(answer(200, &headers, frame(form, &events)))
}

/// With the vendor's own address and without a key.
#[tokio::test]
async fn whole_calls_are_replayed_in_each_form_of_stream() {
    let with_base = |url: Option<&str>, path: &str| url.map(|url| format!("{url}{path}"));
    called("responses", |url, cassette| {
        match with_base(url, "/v1") {
            Some(url) => OpenAi::new("a-test-key").base_url(url).cassette(cassette),
            None => OpenAi::with_cassette(cassette),
        }
        .model("model-1")
    })
    .await;
    called("anthropic", |url, cassette| {
        match with_base(url, "") {
            Some(url) => Anthropic::new("a-test-key")
                .base_url(url)
                .cassette(cassette),
            None => Anthropic::with_cassette(cassette),
        }
        .model("model-1")
        .max_output_tokens(100)
    })
    .await;
    called("gemini", |url, cassette| {
        match with_base(url, "") {
            Some(url) => Gemini::new("a-test-key").base_url(url).cassette(cassette),
            None => Gemini::with_cassette(cassette),
        }
        .model("model-1")
    })
    .await;
    called("chat", |url, cassette| {
        match with_base(url, "/v1") {
            Some(url) => Mistral::new("a-test-key").base_url(url).cassette(cassette),
            None => Mistral::with_cassette(cassette),
        }
        .model("model-1")
    })
    .await;
}

/// A key that is set doesn't matter where nothing is recorded, even one that can't be right.
#[tokio::test]
async fn a_replay_needs_no_key() {
    let scratch = super::recorded("hello").await;
    let cassette = scratch.replay();
    assert!(OpenAi::with_cassette(&cassette).check().is_ok());
    assert!(Anthropic::with_cassette(&cassette).check().is_ok());
}
