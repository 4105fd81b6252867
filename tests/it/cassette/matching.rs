//! Which recording answers a request, and what is said where none does.

use driftless::FailureClass;
use driftless::cassette::{Cassette, CassetteMode, Stale};
use driftless::provider::{Anthropic, Compatible, DeepSeek};
use driftless::{Ask, Contract, Evidence, Plan, Price, When};
use driftless_tests::loopback::{Exchange, Loopback};
use serde_json::json;

use super::{HEAD, NOWHERE, Scratch, chat, compatible, json as answers, once, recorded, stale};
use crate::provider::{MIB, ask};

/// A recording as a person might write it: other order of keys, other spelling of numbers, white
/// space.
fn by_hand(body: &str) -> String {
    let entry = format!(
        r#"{{"end": {{"at_us": 3, "how": "complete"}}, "request": {{"body": {body}, "headers": {{"content-type": "application/json"}}, "path": "/chat/completions", "method": "POST", "provider": "compatible"}}, "response": {{"status": 200, "chunks": [{{"at_us": 2, "text": {text}}}], "at_us": 1}}}}"#,
        text = json!(chat("by hand"))
    );
    format!("{HEAD}\n{entry}\n")
}

#[tokio::test]
async fn equal_json_is_an_equal_request() {
    let bodies = [
        r#"{"model":"model-1","messages":[{"role":"user","content":"hello"}]}"#,
        r#"{ "messages" : [ { "content" : "hel\u006co", "role" : "user" } ], "model" : "model-1" }"#,
    ];
    for body in bodies {
        let scratch = Scratch::with(by_hand(body));
        let reply = ask(&compatible(NOWHERE, &scratch.replay()), MIB)
            .await
            .unwrap();
        assert_eq!(reply.text, "by hand");
    }
}

#[tokio::test]
async fn numbers_are_equal_by_value() {
    for (number, equal) in [("7.5e-1", true), ("0.750", true), ("0.7500001", false)] {
        let body = format!(
            r#"{{"model":"model-1","messages":[{{"role":"user","content":"hello"}}],"temperature":{number}}}"#
        );
        let scratch = Scratch::with(by_hand(&body));
        let turns = [driftless::provider::Turn::user("hello")];
        let form = driftless::dialect::Form::Text;
        let mut request = driftless::provider::Request::new("model-1", &turns, &form);
        let mut parameters = driftless::provider::Parameters::default();
        parameters.temperature = Some(0.75);
        request.parameters = &parameters;
        let provider = compatible(NOWHERE, &scratch.replay());
        let sent = driftless::provider::Provider::send(&provider, &request).await;
        assert_eq!(sent.is_ok(), equal, "{number}");
    }
}

#[tokio::test]
async fn a_changed_prompt_is_stale_and_says_where() {
    let scratch = recorded("hello").await;
    let text = scratch
        .text()
        .replace(r#""content":"hello""#, r#""content":"hello there""#)
        .replace(r#""model":"model-1""#, r#""model":"model-1","seed":4"#);
    std::fs::write(scratch.path(), text).unwrap();
    let cassette = scratch.replay();
    let failure = ask(&compatible(NOWHERE, &cassette), MIB).await.unwrap_err();
    assert_eq!(failure.class, FailureClass::BadRequest);
    let stale = stale(&failure);
    assert_eq!(stale.nearest(), Some(2));
    assert_eq!(stale.path(), scratch.path());
    let found: Vec<_> = stale
        .differences()
        .iter()
        .map(|difference| {
            (
                difference.pointer.as_str(),
                difference.was.as_deref(),
                difference.is.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            (
                "/request/body/messages/0/content",
                Some(r#""hello there""#),
                Some(r#""hello""#)
            ),
            ("/request/body/seed", Some("4"), None),
        ]
    );
    let told = stale.to_string();
    for part in [
        "one.jsonl: no recording answers this request (compatible, POST /chat/completions)\n",
        "nearest: line 2, differences: 2\n",
        "/request/body/messages/0/content\n      was \"hello there\"\n      is  \"hello\"\n",
        "was 4\n      is  nothing\n",
        "record it with `CassetteMode::RecordNew`",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    // A test that unwraps prints the same, and the failure's own line has the gist.
    assert!(format!("{failure:?}").contains("was 4"));
    assert!(
        failure.message.contains("first at /request/body/messages"),
        "{}",
        failure.message
    );
    assert_eq!(cassette.finish().await.unwrap().unused, [2]);
}

/// Long prompts differ somewhere in the middle.
#[tokio::test]
async fn a_long_text_is_shown_from_where_it_differs() {
    let long = "x".repeat(5_000);
    let body =
        json!({"model": "model-1", "messages": [{"role": "user", "content": format!("{long}A")}]});
    let scratch = Scratch::with(by_hand(&body.to_string()));
    let provider = compatible(NOWHERE, &scratch.replay());
    let turns = [driftless::provider::Turn::user(format!("{long}B"))];
    let form = driftless::dialect::Form::Text;
    let request = driftless::provider::Request::new("model-1", &turns, &form);
    let failure = driftless::provider::Provider::send(&provider, &request)
        .await
        .unwrap_err();
    let told = stale(&failure).to_string();
    assert!(told.contains("xxxA\"") && told.contains("xxxB\""), "{told}");
    assert!(told.len() < 800, "{told}");
    let whole = &stale(&failure).differences()[0];
    assert_eq!(whole.is.as_ref().map(String::len), Some(5_003));
}

#[derive(Debug, Contract)]
struct Word {
    word: String,
}

/// No other model is asked in its place, and the error of the call leads to it.
#[tokio::test]
async fn a_stale_cassette_never_leads_to_a_fallback() {
    let scratch = recorded("hello").await;
    let cassette = scratch.replay();
    let other = Loopback::always(|_| panic!("asked")).await;
    let plan = Plan::<Ask<Word>>::primary(
        Compatible::at(NOWHERE)
            .cassette(&cassette)
            .model("model-1")
            .price(Price::free()),
    )
    .fallback(
        Compatible::at(other.url())
            .model("model-2")
            .price(Price::free()),
        When::DEFAULT | When::DRIFTED,
        Evidence::vouched("a test"),
    )
    .production();
    let plan = plan.build().unwrap();
    let error = plan.call(Ask::new("x")).await.unwrap_err();
    assert_eq!(error.receipt().attempts.len(), 1);
    assert_eq!(error.receipt().attempts[0].cost, None);
    assert_eq!(Stale::of(&error).unwrap().nearest(), Some(2));
    other.finish();
}

#[tokio::test]
async fn headers_that_change_the_answer_are_matched() {
    let scratch = Scratch::new();
    let body = crate::provider::paid_body("anthropic", "hello");
    let server = once(answers(200, &body)).await;
    let provider = |cassette: &Cassette| {
        Anthropic::new("a-test-key")
            .base_url(server.url())
            .unary()
            .cassette(cassette)
    };
    let cassette = scratch.open(CassetteMode::RecordNew);
    ask(&provider(&cassette), MIB).await.unwrap();
    let cassette = scratch.replay();
    let newer = provider(&cassette).api_version("2030-01-01");
    let failure = ask(&newer, MIB).await.unwrap_err();
    let difference = &stale(&failure).differences()[0];
    assert_eq!(
        difference.pointer.as_str(),
        "/request/headers/anthropic-version"
    );
    assert_eq!(difference.is.as_deref(), Some(r#""2030-01-01""#));
    ask(&provider(&cassette), MIB).await.unwrap();
    server.finish();
}

/// Two vendors may have the same path and the same words.
#[tokio::test]
async fn another_provider_is_another_request() {
    let scratch = recorded("hello").await;
    let cassette = scratch.replay();
    let other = DeepSeek::new("a-test-key")
        .base_url(NOWHERE)
        .cassette(&cassette);
    let failure = ask(&other, MIB).await.unwrap_err();
    let first = &stale(&failure).differences()[0];
    assert_eq!(first.pointer.as_str(), "/request/provider");
    assert_eq!(first.was.as_deref(), Some(r#""compatible""#));
}

#[tokio::test]
async fn equal_requests_are_answered_in_order_and_then_no_more() {
    let scratch = Scratch::new();
    let texts = ["one", "two", "three"];
    let script = texts.map(|text| Exchange::any(answers(200, &chat(text))));
    let server = Loopback::start(script).await;
    let cassette = scratch.open(CassetteMode::RecordNew);
    for text in texts {
        let reply = ask(&compatible(&server.url(), &cassette), MIB).await;
        assert_eq!(reply.unwrap().text, text);
    }
    server.finish();

    let cassette = scratch.replay();
    let provider = compatible(NOWHERE, &cassette);
    for text in texts {
        assert_eq!(ask(&provider, MIB).await.unwrap().text, text);
    }
    let failure = ask(&provider, MIB).await.unwrap_err();
    assert_eq!(stale(&failure).used_up(), [2, 3, 4]);
    assert_eq!(stale(&failure).nearest(), None);
    assert!(
        failure.message.ends_with("has been replayed: line 2, 3, 4"),
        "{}",
        failure.message
    );

    let again = Cassette::builder(scratch.path())
        .mode(CassetteMode::Replay)
        .repeat_last()
        .open()
        .unwrap();
    let provider = compatible(NOWHERE, &again);
    for text in ["one", "two", "three", "three", "three"] {
        assert_eq!(ask(&provider, MIB).await.unwrap().text, text);
    }
    assert_eq!(again.finish().await.unwrap().replayed, 5);
}

/// Recordings in the file answer; only missing ones are asked for.
#[tokio::test]
async fn auto_records_what_is_missing() {
    let scratch = recorded("one").await;
    let server = once(answers(200, &chat("two"))).await;
    let cassette = scratch.open(CassetteMode::RecordNew);
    let provider = compatible(&server.url(), &cassette);
    for text in ["one", "two"] {
        assert_eq!(ask(&provider, MIB).await.unwrap().text, text);
    }
    let report = cassette.finish().await.unwrap();
    assert_eq!((report.replayed, report.recorded), (1, 1));
    server.finish();
    assert_eq!(scratch.entries().len(), 2);
}

#[tokio::test]
async fn record_replaces_what_was_there() {
    let scratch = recorded("old").await;
    let server =
        Loopback::start(["new", "newer"].map(|text| Exchange::any(answers(200, &chat(text)))))
            .await;
    // Two tests of one program share the file; the second must not undo what the first one
    // recorded.
    for text in ["new", "newer"] {
        let cassette = scratch.open(CassetteMode::Record);
        let reply = ask(&compatible(&server.url(), &cassette), MIB).await;
        assert_eq!(reply.unwrap().text, text);
        cassette.finish().await.unwrap();
    }
    server.finish();
    let cassette = scratch.replay();
    let provider = compatible(NOWHERE, &cassette);
    for text in ["new", "newer"] {
        assert_eq!(ask(&provider, MIB).await.unwrap().text, text);
    }
    assert_eq!(scratch.entries().len(), 2);
}
