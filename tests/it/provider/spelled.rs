//! Keys that a server spells in its own way: none of them gets out of the library.

use std::fmt::Write as _;
use std::time::Duration;

use driftless::provider::{Anthropic, Compatible, LiteLlm, OpenAi};
use driftless::{Ask, Contract, FailureClass, Plan, Price};
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};
use driftless_tests::sent::Failure;
use driftless_tests::spelling::{base64, everything, spellings};
use serde_json::json;

use super::{MIB, ask, every, says};

const CANARY: &str = "sk-canary/4f1+d9a=b~c";

/// The failure of `Compatible` when the server does `act`.
async fn fails(key: &str, act: Act) -> Failure {
    let server = Loopback::start([Exchange::any(act)]).await;
    let provider = Compatible::new(key).base_url(server.url());
    let failure = ask(&provider, MIB).await.unwrap_err();
    server.finish();
    failure
}

#[tokio::test]
async fn no_promised_spelling_of_the_key_gets_into_a_message() {
    for (name, spelling) in spellings(CANARY) {
        let told =
            json!({"error": {"message": format!("It is «{spelling}», no."), "code": spelling}});
        let failure = fails(CANARY, Act::Send(answer(400, &[], told.to_string()))).await;
        // What Base64 is filled up with says nothing.
        let message = failure.message.replace('=', "").replace("%3D", "");
        assert_eq!(message, "status 400: It is «(key)», no.", "{name}");
        let code = failure
            .failure
            .code
            .unwrap_or_default()
            .replace('=', "")
            .replace("%3D", "");
        assert_eq!(code, "(key)", "{name}");
    }
}

/// Codes, ids and names; in a body or in headers; whichever vendor it is.
#[tokio::test]
async fn no_vendor_hands_a_spelled_key_on() {
    let key = "sk-canary-4f1d9a";
    let mut hex = String::new();
    for byte in key.bytes() {
        write!(hex, "{byte:02x}").unwrap();
    }
    let coded = base64(format!("user:{key}").as_bytes());
    for spelling in [
        hex,
        coded.clone(),
        key.to_uppercase(),
        base64(coded.as_bytes()),
    ] {
        let error = json!({"error": {"message": spelling, "type": spelling, "code": spelling}, "request_id": spelling});
        let odd = json!({
            "model": spelling, "modelVersion": spelling, "responseId": spelling, "status": spelling, "stop_reason": spelling,
            "candidates": [{"finishReason": spelling}],
            "choices": [{"message": {"content": "x"}, "finish_reason": spelling}],
        });
        for (status, body) in [(401, &error), (500, &error), (200, &error), (200, &odd)] {
            for index in 0..every("", "").len() {
                let headers = [
                    ("x-request-id", &*spelling),
                    ("request-id", &spelling),
                    ("x-a-router-b", &spelling),
                ];
                let act = Act::Send(answer(status, &headers, body.to_string()));
                let server = Loopback::start([Exchange::any(act)]).await;
                let (api, provider) = every(key, &server.url()).swap_remove(index);
                let said = match ask(&*provider, MIB).await {
                    Ok(reply) => format!("{reply:?}"),
                    Err(failure) => everything(&failure),
                };
                server.finish();
                let inner = spelling.get(8..20).unwrap_or(&spelling[..12]);
                assert!(!said.contains(inner), "{api} {status} {spelling}\n{said}");
            }
        }
    }
}

#[tokio::test]
async fn a_header_whose_name_is_the_key_is_left_out() {
    let key = "sk-canary-4f1d9a";
    let name = format!("x-litellm-{key}-router-x");
    let headers = [(&*name, "1"), ("x-litellm-model-id", "d-1")];
    let act = Act::Send(answer(200, &headers, says("chat", "hello")));
    let server = Loopback::start([Exchange::any(act)]).await;
    let provider = LiteLlm::new(key).base_url(server.url()).deployment("d-1");
    let reply = ask(&provider, MIB).await.unwrap();
    server.finish();
    assert!(!format!("{reply:?}").contains(key), "{reply:?}");
    assert_eq!(
        reply.metadata.headers.get("x-litellm-model-id"),
        Some("d-1")
    );
}

#[tokio::test]
async fn a_message_that_breaks_off_within_the_key_shows_none_of_it() {
    for end in 9..CANARY.len() {
        for mark in ["", "…", "..."] {
            let told = json!({"error": {"message": format!("No: {}{mark}", &CANARY[..end])}});
            let failure = fails(CANARY, Act::Send(answer(400, &[], told.to_string()))).await;
            let shown = failure
                .message
                .trim_end_matches(['…', '.', '/', '+', '=', '~']);
            assert_eq!(shown, "status 400: No: (key)", "{end} {mark}");
        }
    }
}

#[derive(Debug, Contract)]
struct Mood {
    happy: bool,
}

async fn drifts(act: Act, of: impl Fn(&str) -> Plan<Ask<Mood>>) -> driftless::Error {
    let server = Loopback::start([Exchange::any(act)]).await;
    let error = of(&server.url())
        .call(Ask::new("happy?"))
        .await
        .unwrap_err();
    server.finish();
    error
}

fn plan(key: &'static str) -> impl Fn(&str) -> Plan<Ask<Mood>> {
    move |url| {
        let model = Compatible::new(key)
            .base_url(url)
            .model("m")
            .price(Price::free());
        let plan = Plan::primary(model).accept(driftless::provider::Served::Unverifiable);
        plan.build().unwrap()
    }
}

/// Parts of an answer that a drift shows, and parts that it keeps.
#[tokio::test]
async fn an_answer_that_quotes_the_key_drifts_without_it() {
    let key = "sk-canary-4f1d9a";
    for (name, spelling) in spellings(key) {
        for answered in [
            json!({"happy": spelling, "more": 1}),
            json!({"happy": true, spelling.as_str(): 1, "more": 1}),
            json!({"happy": [{spelling.as_str(): spelling}], "more": 1}),
        ] {
            let said = json!({"model": "m", "choices": [{"message": {"content": answered.to_string()}, "finish_reason": "stop"}]});
            let error = drifts(Act::Send(answer(200, &[], said.to_string())), plan(key)).await;
            let drift = error.drift().unwrap();
            let told = format!("{} {drift:#} {}", everything(&error), drift.text());
            let told = told + &serde_json::to_string(drift).unwrap();
            assert!(!told.contains(&spelling), "{name}: {told}");
            assert!(told.contains("(key)"), "{name}: {told}");
            // Places still are where they are.
            let more = drift
                .violations()
                .iter()
                .find(|violation| violation.pointer() == "/more")
                .unwrap();
            assert!(
                matches!(drift.text().get(more.span()), Some("\"more\"" | "1")),
                "{told}"
            );
        }
    }
}

/// A long text is shown shortened; the cut may go through the key.
#[tokio::test]
async fn a_drift_that_cuts_a_text_within_the_key_shows_none_of_it() {
    let key = "sk-canary-4f1d9a";
    for before in 0..120 {
        let answered = json!({"happy": format!("{}{key} and more", "x".repeat(before))});
        let said = json!({"model": "m", "choices": [{"message": {"content": answered.to_string()}, "finish_reason": "stop"}]});
        let error = drifts(Act::Send(answer(200, &[], said.to_string())), plan(key)).await;
        let told = format!("{} {}", everything(&error), error.drift().unwrap().text());
        assert!(!told.contains("sk-canary"), "{before}: {told}");
    }
}

/// The key comes in pieces, so that no event has it.
#[tokio::test]
async fn a_stream_that_spells_the_key_drifts_without_it() {
    let mut events = String::new();
    for piece in ["{\"happy\":\"sk-", "cana", "ry-4f", "1d9a\"}"] {
        let event = json!({"model": "m", "choices": [{"index": 0, "delta": {"content": piece}}]});
        write!(events, "data: {event}\n\n").unwrap();
    }
    let end =
        json!({"model": "m", "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]});
    let events = format!("{events}data: {end}\n\ndata: [DONE]\n\n");
    let headers = [("content-type", "text/event-stream")];
    let error = drifts(
        Act::Send(answer(200, &headers, events)),
        plan("sk-canary-4f1d9a"),
    )
    .await;
    assert_eq!(error.class(), FailureClass::Drifted);
    let told = format!("{} {}", everything(&error), error.drift().unwrap().text());
    assert!(!told.contains("canary-4f1"), "{told}");
}

/// The attempt is dropped; what it has noted by then goes into the receipt.
#[tokio::test]
async fn a_stream_that_names_the_key_and_hangs_leaves_none_in_the_receipt() {
    let key = "sk-canary-4f1d9a";
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nx-request-id: sk-canary-4f1d9a\r\n\r\n";
    let event = json!({"model": key, "choices": [{"index": 0, "delta": {"content": "{"}}]});
    let openai = format!("{head}data: {event}\n\n");
    let event = json!({"type": "message_start", "message": {"model": key, "content": []}});
    let anthropic = format!("{head}event: message_start\ndata: {event}\n\n");
    for (index, told) in [openai, anthropic].into_iter().enumerate() {
        let pieces = vec![told.into_bytes(), Vec::new()];
        let act = Act::InTurn(vec![Act::Pieces(Duration::ZERO, pieces), Act::Hang]);
        let error = drifts(act, |url| {
            let limit = Duration::from_millis(300);
            if index == 0 {
                let model = OpenAi::new(key)
                    .base_url(url)
                    .chat()
                    .model("gpt-5.4-mini")
                    .price(Price::free());
                Plan::primary(model).deadline(limit).build().unwrap()
            } else {
                let model = Anthropic::new(key)
                    .base_url(url)
                    .model("claude-sonnet-5")
                    .price(Price::free());
                Plan::primary(model).deadline(limit).build().unwrap()
            }
        })
        .await;
        let told = everything(&error) + &serde_json::to_string(error.receipt()).unwrap();
        assert!(!told.contains("canary"), "{told}");
    }
}
