//! Calls that give an error: each with its class and its receipt, none with a wrong value.

use std::time::{Duration, Instant};

use driftless::provider::{Compatible, OpenAi, Served};
use driftless::{Ask, FailureClass, Plan, Price, ViolationKind};
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};
use serde_json::json;

use super::{GOOD, Triage, TriageTicket, chat, good, model, says, server};

/// One call against a server that acts once.
async fn fails(act: Act) -> driftless::Error {
    let server = server(act).await;
    let plan = Plan::<TriageTicket<'_>>::primary(model(&server))
        .build()
        .unwrap();
    let error = plan
        .call(TriageTicket {
            ticket: "my secret ticket",
        })
        .await
        .expect_err("no value");
    server.finish();
    let shown = format!(
        "{error} {error:?} {} {}",
        error.receipt(),
        serde_json::to_string(error.receipt()).unwrap()
    );
    assert!(!shown.contains("canary"), "{shown}");
    assert_eq!(error.receipt().attempts.len(), 1);
    assert_eq!(error.receipt().attempts[0].failure, Some(error.class()));
    error
}

fn body(body: &str) -> Act {
    Act::Send(answer(200, &[("content-type", "application/json")], body))
}

#[tokio::test]
async fn a_drifted_answer_names_the_place_and_the_model_and_keeps_the_cost() {
    let drifted = r#"{"summary":"Checkout is down","severity":"HIGH","refundUsd":"12"}"#;
    let error = fails(says(drifted)).await;
    assert_eq!(error.class(), FailureClass::Drifted);
    let drift = error.drift().unwrap();
    assert_eq!(drift.model(), Some("gpt-5.4-mini"));
    let found: Vec<(&str, ViolationKind)> = drift
        .violations()
        .iter()
        .map(|violation| (violation.pointer(), violation.kind()))
        .collect();
    assert!(
        found.contains(&("/severity", ViolationKind::UnknownValue)),
        "{found:?}"
    );
    assert!(
        found.contains(&("/refund_usd", ViolationKind::MissingKey)),
        "{found:?}"
    );
    assert!(
        found.contains(&("/refundUsd", ViolationKind::UnknownKey)),
        "{found:?}"
    );
    assert_eq!(
        &drifted[drift
            .violations()
            .iter()
            .find(|v| v.pointer() == "/severity")
            .unwrap()
            .span()],
        "\"HIGH\""
    );
    let attempt = &error.receipt().attempts[0];
    assert_eq!(
        (attempt.violations, attempt.usage.unwrap().output),
        (drift.violations().len(), 20)
    );
    assert!(attempt.cost.is_some() && error.receipt().cost().is_some());
    assert!(format!("{drift}").contains("gpt-5.4-mini"), "{drift}");
}

#[tokio::test]
async fn contents_that_are_no_document_are_drift() {
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for (content, kind) in [
        ("", ViolationKind::Truncated),
        ("I cannot help with that.", ViolationKind::Syntax),
        (r#"{"summary":"Checkout"#, ViolationKind::Truncated),
        (&format!("{GOOD}{GOOD}"), ViolationKind::TrailingText),
        (&format!("```json\n{GOOD}\n```"), ViolationKind::Syntax),
        (&nested, ViolationKind::TooDeep),
    ] {
        let error = fails(says(content)).await;
        assert_eq!(error.class(), FailureClass::Drifted, "{content:.40}");
        assert_eq!(
            error.drift().unwrap().violations()[0].kind(),
            kind,
            "{content:.40}"
        );
    }
}

#[tokio::test]
async fn envelopes_that_are_not_the_vendors_are_malformed() {
    for act in [
        body(""),
        body("<html><body>502 Bad Gateway</body></html>"),
        body(&format!(
            "{}{}",
            chat("gpt-5.4-mini", GOOD),
            chat("gpt-5.4-mini", GOOD)
        )),
        body("[]"),
        body("null"),
        Act::Send(answer(200, &[], [0xff, 0xfe, b'{', b'}'])),
    ] {
        assert_eq!(fails(act).await.class(), FailureClass::Malformed);
    }
}

#[tokio::test]
async fn an_envelope_that_breaks_off_is_interrupted() {
    assert_eq!(
        fails(body(&chat("gpt-5.4-mini", GOOD)[..40])).await.class(),
        FailureClass::Interrupted
    );
}

#[tokio::test]
async fn a_huge_body_is_cut_off_at_the_limit() {
    let server = server(Act::Huge(100 << 20)).await;
    let plan = Plan::<TriageTicket<'_>>::primary(model(&server).max_reply_bytes(1 << 20))
        .build()
        .unwrap();
    let error = plan
        .call(TriageTicket { ticket: "x" })
        .await
        .expect_err("no value");
    assert_eq!(error.class(), FailureClass::TooLarge);
    server.finish();
}

#[tokio::test]
async fn refusal_truncation_and_filter_are_told_apart_and_keep_their_cost() {
    let with = |message: serde_json::Value, reason: &str| {
        body(
            &json!({"id": "c", "object": "chat.completion", "model": "gpt-5.4-mini", "choices": [{"index": 0, "message": message, "finish_reason": reason}],
            "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}})
            .to_string(),
        )
    };
    for (act, class) in [
        (
            with(
                json!({"role": "assistant", "content": null, "refusal": "I can't."}),
                "stop",
            ),
            FailureClass::Refused,
        ),
        (
            with(
                json!({"role": "assistant", "content": &GOOD[..30], "refusal": null}),
                "length",
            ),
            FailureClass::Truncated,
        ),
        (
            with(
                json!({"role": "assistant", "content": "", "refusal": null}),
                "content_filter",
            ),
            FailureClass::Filtered,
        ),
    ] {
        let error = fails(act).await;
        assert_eq!(error.class(), class);
        assert_eq!(error.receipt().attempts[0].usage.unwrap().total(), 120);
        assert!(error.receipt().cost().is_some());
    }
}

#[tokio::test]
async fn vendor_errors_keep_class_code_and_wait() {
    let error = fails(Act::Send(answer(
        429,
        &[("retry-after", "7"), ("x-request-id", "req_9")],
        r#"{"error":{"message":"slow down","type":"rate_limit_error","param":null,"code":"rate_limit_exceeded"}}"#,
    )))
    .await;
    assert_eq!(error.class(), FailureClass::RateLimited);
    let attempt = &error.receipt().attempts[0];
    assert_eq!(
        (attempt.status, attempt.retry_after),
        (Some(429), Some(Duration::from_secs(7)))
    );
    assert_eq!(
        (attempt.code.as_deref(), attempt.request_id.as_deref()),
        (Some("rate_limit_exceeded"), Some("req_9"))
    );
    assert_eq!(attempt.served, None);

    // The same with status 200, as some gateways do.
    let error = fails(body(r#"{"error":{"message":"no","type":"invalid_request_error","param":null,"code":"insufficient_quota"}}"#)).await;
    assert_eq!(error.class(), FailureClass::QuotaExhausted);
}

#[tokio::test]
async fn another_model_than_the_requested_one_is_an_error() {
    let error = fails(body(&chat("gpt-4o-mini", GOOD))).await;
    assert_eq!(error.class(), FailureClass::Substituted);
    assert!(error.to_string().contains("gpt-4o-mini"), "{error}");
    assert_eq!(
        error.receipt().attempts[0].served,
        Some(Served::Substituted)
    );
    // It was paid for, at the price of the model that answered.
    let attempt = &error.receipt().attempts[0];
    let (usage, catalogue) = (
        attempt.usage.unwrap(),
        driftless::catalogue::Catalogue::builtin(),
    );
    assert_eq!(usage.total(), 120);
    let price_of = |model: &str| {
        catalogue
            .get(model)
            .unwrap()
            .price_on("2026-11-22")
            .cloned()
    };
    let cost = price_of("gpt-4o-mini").unwrap().cost(&usage).unwrap();
    assert_eq!(attempt.cost, Some(cost));
    assert_ne!(price_of("gpt-5.4-mini"), price_of("gpt-4o-mini"));

    let error = fails(body(&chat("gpt-nobody-knows", GOOD))).await;
    assert_eq!(error.receipt().attempts[0].cost, None);
}

#[tokio::test]
async fn a_server_that_names_no_model_needs_a_word_from_the_user() {
    let nameless = json!({"choices": [{"index": 0, "message": {"role": "assistant", "content": GOOD}, "finish_reason": "stop"}]}).to_string();
    let server = Loopback::start([
        Exchange::any(body(&nameless)),
        Exchange::any(body(&nameless)),
    ])
    .await;
    let model = Compatible::new("k")
        .base_url(format!("{}/v1", server.url()))
        .model("llama")
        .price(Price::free());
    let strict = Plan::<Ask<Triage>>::primary(model.clone()).build().unwrap();
    let error = strict
        .call(Ask::new("x"))
        .await
        .expect_err("nobody says who served");
    assert_eq!(error.class(), FailureClass::Substituted);
    let told = Plan::<Ask<Triage>>::primary(model)
        .accept(Served::Unverifiable)
        .build()
        .unwrap();
    let answer = told.call(Ask::new("x")).await.unwrap();
    assert_eq!(answer.value, good());
    assert_eq!(
        answer.receipt.attempts[0].served,
        Some(Served::Unverifiable)
    );
    server.finish();
}

#[tokio::test]
async fn silence_ends_at_the_nearer_limit() {
    for (timeout, deadline) in [(200, 60_000), (60_000, 200)] {
        let server = server(Act::Hang).await;
        let plan = Plan::<TriageTicket<'_>>::primary(
            model(&server).timeout(Duration::from_millis(timeout)),
        )
        .deadline(Duration::from_millis(deadline))
        .build()
        .unwrap();
        let started = Instant::now();
        let error = plan
            .call(TriageTicket { ticket: "x" })
            .await
            .expect_err("no value");
        assert_eq!(error.class(), FailureClass::TimedOut);
        assert!(started.elapsed() >= Duration::from_millis(200));
        assert_eq!(
            error.receipt().attempts[0].failure,
            Some(FailureClass::TimedOut)
        );
        server.finish();
    }
}

/// The body never ends, but the headers say enough to ask the vendor about it.
#[tokio::test]
async fn a_time_limit_keeps_what_the_headers_said() {
    let mut bytes = answer(
        200,
        &[("x-request-id", "req_11")],
        chat("gpt-5.4-mini", GOOD),
    );
    bytes.truncate(bytes.len() - 5);
    let server = server(Act::Send(bytes)).await;
    let plan =
        Plan::<TriageTicket<'_>>::primary(model(&server).timeout(Duration::from_millis(1500)))
            .build()
            .unwrap();
    let error = plan
        .call(TriageTicket { ticket: "x" })
        .await
        .expect_err("no value");
    server.finish();
    assert_eq!(error.class(), FailureClass::TimedOut);
    let attempt = &error.receipt().attempts[0];
    assert_eq!(
        (attempt.status, attempt.request_id.as_deref()),
        (Some(200), Some("req_11"))
    );
    assert!(
        attempt
            .headers_after
            .is_some_and(|after| after < attempt.elapsed)
    );
    assert_eq!((attempt.served, attempt.usage), (None, None));
}

/// Names come from outside: a receipt may end up in a terminal.
#[tokio::test]
async fn a_served_name_that_a_terminal_acts_on_is_made_visible() {
    let error = fails(body(&chat(
        &format!("\u{1b}]0;owned\u{7}{}", "m".repeat(5000)),
        GOOD,
    )))
    .await;
    assert_eq!(error.class(), FailureClass::Substituted);
    let shown = format!("{error} {}", error.receipt());
    assert!(shown.len() < 2000, "{} bytes", shown.len());
    assert!(!shown.contains(['\u{1b}', '\u{7}']), "{shown:?}");
}

#[tokio::test]
async fn connections_that_fail_are_unreachable() {
    assert_eq!(fails(Act::Reset).await.class(), FailureClass::Unreachable);
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    for url in [
        format!("http://{free}/v1"),
        format!("https://{free}/v1"),
        "http://no-such-host.invalid/v1".to_owned(),
    ] {
        let plan =
            Plan::<Ask<Triage>>::primary(OpenAi::new("k").base_url(&url).model("gpt-6.1-terra"))
                .build()
                .unwrap();
        let error = plan.call(Ask::new("x")).await.expect_err("nobody listens");
        assert_eq!(error.class(), FailureClass::Unreachable, "{url}: {error:?}");
    }
}

#[test]
fn outside_a_runtime_the_error_says_so() {
    let plan = Plan::<Ask<Triage>>::primary(OpenAi::new("k").model("gpt-6.1-terra"))
        .build()
        .unwrap();
    let mut call = Box::pin(plan.call(Ask::new("x")));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match call.as_mut().poll(&mut context) {
        std::task::Poll::Ready(Err(error)) => {
            assert!(error.to_string().contains("Tokio runtime"), "{error}");
        }
        other => panic!("{other:?}"),
    }
}
