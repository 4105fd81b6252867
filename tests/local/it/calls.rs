//! The local model as a provider: plans, a queue of many calls, dropped calls, and requests that
//! can't be.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use driftless::dialect::{Dialect, Form, LocalGrammar, adapt};
use driftless::provider::{Parameters, Provider, Request, Served, Turn};
use driftless::{Ask, Contract, FailureClass, Plan, Usd};
use driftless_local::{Generation, Grade, LocalError, Reported};
use serde_json::json;

use super::random_model::model;
use super::schemas::ordered;

/// A short answer.
#[derive(Debug, Contract)]
struct Short {
    ready: bool,
    #[contract(length(..=10))]
    why: String,
}

#[tokio::test]
async fn a_plan_runs_on_it_and_the_receipt_says_so() {
    let plan = Plan::<Ask<Short>>::primary(model().model().max_output_tokens(60))
        .build()
        .unwrap();
    let answer = plan.call(Ask::new("Is it ready?")).await.unwrap();
    let attempt = answer.receipt.answered().unwrap();
    assert_eq!(attempt.provider, "local");
    assert_eq!(attempt.requested_model, "random");
    assert_eq!(attempt.served, Some(Served::AsRequested));
    assert_eq!(attempt.cost, Some(Usd::ZERO));
    let usage = attempt.usage.unwrap();
    assert!(usage.input > 0 && usage.output > 0 && usage.output <= 60);
    assert!(answer.value.why.chars().count() <= 10);
}

fn form() -> Form {
    adapt(Short::SHAPE, LocalGrammar::TABLE).unwrap().form
}

#[tokio::test]
async fn the_reply_tells_what_the_model_is() {
    let (form, turns) = (form(), [Turn::user("Is it ready?")]);
    let mut request = Request::new("random", &turns, &form);
    request.system = Some("Answer shortly.");
    model().send(&request).await.unwrap();
    let first = request.recorder().metadata();
    assert!(first.first_token_after.is_some());
    let reported = Reported::of(&first.provider_details);
    assert_eq!(reported.grade, Some(Grade::Unknown));
    assert_eq!(reported.model_digest.as_deref(), Some(model().digest()));
    assert!(reported.forced_tokens.unwrap() > 0);
    assert!(!reported.closed_early);
    let text = Form::Schema {
        name: "text".to_owned(),
        description: None,
        schema: ordered(&json!({ "type": "string", "minLength": 30, "maxLength": 1500 })),
    };
    let mut request = Request::new("random", &turns, &text);
    let mut short = Parameters::default();
    short.max_output_tokens = Some(40);
    request.parameters = &short;
    let closed = model().send(&request).await.unwrap();
    let closed_early = Reported::of(&request.recorder().metadata().provider_details).closed_early;
    assert!(closed_early);
    assert!(closed.text.ends_with('"'), "{}", closed.text);
}

#[tokio::test]
async fn the_prompt_before_the_last_turn_is_computed_once() {
    let (form, schema) = (form(), ordered(&json!({ "type": "boolean" })));
    let turns = [
        Turn::user("one"),
        Turn::assistant("two"),
        Turn::user("three"),
    ];
    // A model of its own: other tests would take the held state away.
    let path = super::random_model::file("reuse.gguf", &super::random_model::gguf(3, 512));
    let local = driftless_local::Local::open_unknown(&path, "reuse").unwrap();
    std::fs::remove_file(path).unwrap();
    let request = Request::new("reuse", &turns, &form);
    let first = local.send(&request).await.unwrap();
    let first_usage = request.recorder().metadata().usage.unwrap();
    let again = local.send(&request).await.unwrap();
    let again_usage = request.recorder().metadata().usage.unwrap();
    assert_eq!(first_usage.cached, 0);
    assert!(again_usage.cached > 10);
    assert_eq!(first.text, again.text, "reuse changes nothing");
    let other = [
        Turn::user("else"),
        Turn::assistant("two"),
        Turn::user("three"),
    ];
    assert_eq!(
        local
            .generate(&Generation::new(&other, &schema))
            .unwrap()
            .reused_tokens,
        0
    );
}

#[tokio::test]
async fn fifty_calls_at_once_all_get_their_answer() {
    let plan = Plan::<Ask<Short>>::primary(model().model().max_output_tokens(40))
        .build()
        .unwrap();
    let plan = std::sync::Arc::new(plan);
    let mut calls = tokio::task::JoinSet::new();
    for at in 0..50 {
        let plan = std::sync::Arc::clone(&plan);
        calls.spawn(async move { plan.call(Ask::new(format!("call {at}"))).await.map(|_| ()) });
    }
    let mut answered = 0;
    while let Some(call) = calls.join_next().await {
        call.unwrap().unwrap();
        answered += 1;
    }
    assert_eq!(answered, 50);
}

/// Text that fills the whole context.
fn endless() -> serde_json::Value {
    json!({ "type": "array", "items": { "type": "string", "minLength": 400, "maxLength": 400 }, "minItems": 20, "maxItems": 20 })
}

#[test]
fn a_cancelled_generation_stops_before_its_end() {
    let (schema, turns) = (ordered(&endless()), [Turn::user("x")]);
    let generation = Generation::new(&turns, &schema);
    let cancelled = AtomicBool::new(true);
    let error = model()
        .generate_unless(&generation, &cancelled)
        .unwrap_err();
    assert!(
        matches!(
            error,
            LocalError::Cancelled | LocalError::ContextExceeded { .. }
        ),
        "{error}"
    );
    let schema = ordered(&json!({ "type": "string", "minLength": 1500, "maxLength": 1500 }));
    let generation = Generation::new(&turns, &schema);
    let error = model()
        .generate_unless(&generation, &cancelled)
        .unwrap_err();
    assert!(matches!(error, LocalError::Cancelled), "{error}");
    let cancelled = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let running = scope.spawn(|| model().generate_unless(&generation, &cancelled));
        std::thread::sleep(Duration::from_millis(20));
        cancelled.store(true, Ordering::Relaxed);
        let error = running.join().unwrap().unwrap_err();
        assert!(matches!(error, LocalError::Cancelled), "{error}");
    });
}

#[tokio::test]
async fn a_dropped_call_gives_its_turn_back() {
    let schema = ordered(&json!({ "type": "string", "minLength": 1500, "maxLength": 1500 }));
    let long = Form::Schema {
        name: "long".to_owned(),
        description: None,
        schema,
    };
    let turns = [Turn::user("x")];
    let request = Request::new("random", &turns, &long);
    for _ in 0..5 {
        let dropped = tokio::time::timeout(Duration::from_millis(5), model().send(&request)).await;
        assert!(dropped.is_err(), "the long call ended by itself");
    }
    let form = form();
    let request = Request::new("random", &turns, &form);
    model().send(&request).await.unwrap();
}

#[tokio::test]
async fn requests_that_cannot_be_are_named() {
    let (form, turns) = (form(), [Turn::user("x")]);
    let class = async |request: &Request<'_>| model().send(request).await.unwrap_err().class;
    let other = Request::new("another", &turns, &form);
    assert_eq!(class(&other).await, FailureClass::NotFound);
    let words = Request::new("random", &turns, &Form::Text);
    assert_eq!(class(&words).await, FailureClass::BadRequest);
    let mut none = Request::new("random", &turns, &form);
    let mut nothing = Parameters::default();
    nothing.max_output_tokens = Some(0);
    none.parameters = &nothing;
    assert_eq!(class(&none).await, FailureClass::BadRequest);
    let turns = [Turn::user("word ".repeat(4000))];
    let long = Request::new("random", &turns, &form);
    assert_eq!(class(&long).await, FailureClass::ContextExceeded);
    let mut small = Request::new("random", &turns[..0], &form);
    small.max_reply_bytes = 3;
    assert_eq!(class(&small).await, FailureClass::TooLarge);
}

/// Otherwise a seed of the call would be dropped, and the model's own used.
#[test]
fn a_setting_that_the_model_does_not_read_is_refused() {
    let model = model().model().seed(7);
    let error = Plan::<Ask<Short>>::primary(model).build().unwrap_err();
    let wanted = "the provider `local` doesn't send `seed`; leave it out";
    assert!(error.to_string().contains(wanted), "{error}");
}
