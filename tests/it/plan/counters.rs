//! Counters and histograms, as a recorder of the `metrics` facade sees them; and a clock that
//! jumps.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use driftless::breaker::{BreakerPolicy, Breakers};
use driftless::budget::Budget;
use driftless::plan::Clock;
use driftless::{FailureClass, Plan, When, usd};
use driftless_tests::book::Book;

use super::signals::Lines;
use super::{DRIFTED, FindMood, GOOD, QUESTION, Say, scripted, vouched};
use crate::provider::child::in_child;

#[tokio::test]
async fn fallbacks_breakers_tokens_and_costs_are_counted() {
    let book = Book::default();
    let (first, _) = scripted("one", "alpha", [Say::Fail(FailureClass::Overloaded)]);
    let (second, _) = scripted("two", "beta", [Say::Text(GOOD)]);
    let breakers = Breakers::new(BreakerPolicy::default().min_calls(1)).unwrap();
    let plan = Plan::<FindMood<'_>>::primary(first)
        .fallback(second, When::OVERLOADED, vouched())
        .breakers(&breakers)
        .production()
        .build()
        .unwrap();
    let guard = metrics::set_default_local_recorder(&book);
    plan.call(QUESTION).await.unwrap();
    plan.call(QUESTION).await.unwrap();
    drop(guard);
    let lines = book.lines();
    for part in [
        "driftless.calls contract=Mood,prompt=FindMood,outcome=answered 1",
        "driftless.fallback.activations contract=Mood,prompt=FindMood,from=alpha,to=beta,reason=overloaded,outcome=answered 1",
        "driftless.fallback.activations contract=Mood,prompt=FindMood,from=alpha,to=beta,reason=breaker_open,outcome=answered 1",
        "driftless.circuit_breaker.state provider=one,model=alpha 2",
        "driftless.circuit_breaker.rejected contract=Mood,prompt=FindMood,model=alpha,reason=breaker_open 1",
        "gen_ai.client.inference.usage.input_tokens contract=Mood,prompt=FindMood,gen_ai.operation.name=chat,gen_ai.provider.name=two,gen_ai.request.model=beta,gen_ai.token.modality=unknown 100",
        // A failed attempt counts too, as the conventions ask.
        "gen_ai.client.inference.usage.output_tokens contract=Mood,prompt=FindMood,gen_ai.operation.name=chat,gen_ai.provider.name=one,gen_ai.request.model=alpha,gen_ai.token.modality=unknown 0",
        "gen_ai.client.inference.operation.output_tokens contract=Mood,prompt=FindMood,gen_ai.operation.name=chat,gen_ai.provider.name=two,gen_ai.request.model=beta 10",
        "gen_ai.request.model=alpha,error.type=overloaded",
        "driftless.served contract=Mood,prompt=FindMood,gen_ai.operation.name=chat,gen_ai.provider.name=two,gen_ai.request.model=beta,driftless.served=as_requested 1",
        "driftless.cost.usd contract=Mood,prompt=FindMood,gen_ai.operation.name=chat,gen_ai.provider.name=two,gen_ai.request.model=beta,account=fallback 0.0002",
    ] {
        assert!(lines.contains(part), "{part} is missing in\n{lines}");
    }
    assert_conventions(&book);
    assert!(!lines.contains("canary"), "{lines}");
}

/// Every metric is described, and belongs to OpenTelemetry's conventions or to us.
fn assert_conventions(book: &Book) {
    let described = book.described();
    for line in book.lines().lines() {
        assert!(
            line.starts_with("driftless.") || line.starts_with("gen_ai.client.inference."),
            "{line}"
        );
        assert!(!line.contains("=,") && !line.contains("= "), "{line}");
        let name = line.split(' ').next().unwrap().to_owned();
        assert!(described.contains(&name), "{name} isn't described");
    }
}

/// Shared plans' money, repairs and failures, in the words of receipts.
#[tokio::test]
async fn budgets_repairs_and_unknown_costs_are_counted() {
    let book = Book::default();
    let script = [
        Say::Text(DRIFTED),
        Say::Text(GOOD),
        Say::Fail(FailureClass::TimedOut),
    ];
    let (model, _) = scripted("one", "alpha", script);
    let budget = Budget::builder()
        .name("tickets")
        .per(Duration::from_secs(3600), usd("1").unwrap())
        .model_per("alpha", Duration::from_secs(60), usd("0.5").unwrap())
        .build()
        .unwrap();
    let plan = Plan::<FindMood<'_>>::primary(model)
        .repair(1)
        .budget(&budget)
        .build()
        .unwrap();
    let guard = metrics::set_default_local_recorder(&book);
    plan.call(QUESTION).await.unwrap();
    let error = plan.call(QUESTION).await.unwrap_err();
    drop(guard);
    let booked = error.receipt().attempts[0].booked.unwrap();
    let left = usd("0.9996").unwrap().saturating_sub(booked);
    let attempt = "contract=Mood,prompt=FindMood,gen_ai.operation.name=chat,gen_ai.provider.name=one,gen_ai.request.model=alpha";
    let lines = book.lines();
    for part in [
        format!("driftless.repairs {attempt},outcome=repaired 1"),
        format!("driftless.cost.unknown {attempt} 1"),
        format!("driftless.cost.usd {attempt},account=intended 0.0002"),
        "driftless.budget.ceiling.usd budget=tickets,window=3600s,scope=all 1".to_owned(),
        "driftless.budget.ceiling.usd budget=tickets,window=60s,scope=model,model=alpha 0.5"
            .to_owned(),
        "driftless.budget.left.usd budget=tickets,window=3600s,scope=all 0.9998".to_owned(),
        format!(
            "driftless.budget.left.usd budget=tickets,window=3600s,scope=all {}",
            left.as_decimal().normalize()
        ),
        "driftless.calls contract=Mood,prompt=FindMood,outcome=timed_out 1".to_owned(),
    ] {
        assert!(lines.contains(&part), "{part} is missing in\n{lines}");
    }
    assert_conventions(&book);
}

/// A process of its own, since the values that were seen are the process's.
#[test]
fn hostile_names_add_a_bounded_number_of_labels() {
    in_child("plan::counters::many_hostile_models", &[]);
}

/// A service may let its users choose the model, and a user may name any.
#[tokio::test]
#[ignore = "run by `hostile_names_add_a_bounded_number_of_labels`"]
async fn many_hostile_models() {
    let (book, lines) = (Book::default(), Lines::default());
    let guard = metrics::set_default_local_recorder(&book);
    let traced = tracing::subscriber::set_default(lines.clone());
    for number in 0..2000 {
        let long = "x".repeat(if number % 2 == 0 { 10_000 } else { 0 });
        let name = format!("{number} \u{202e}=\",{long}");
        let (first, _) = scripted("one", &name, [Say::Fail(FailureClass::Overloaded)]);
        let (second, _) = scripted("two", &format!("b{name}"), [Say::Text(GOOD)]);
        let plan = Plan::<FindMood<'_>>::primary(first)
            .fallback(second, When::OVERLOADED, vouched())
            .production()
            .build()
            .unwrap();
        // Such a name served is none that was asked for, so half of the calls fail.
        plan.call(QUESTION).await.ok();
    }
    drop((guard, traced));
    let all = book.lines();
    let series: BTreeSet<&str> = all
        .lines()
        .map(|line| line.rsplit_once(' ').unwrap().0)
        .collect();
    let others = series.iter().filter(|one| one.contains("=_other"));
    assert!(others.count() > 0);
    // 256 models in one or two metrics for each of a dozen names.
    assert!(series.len() < 5000, "{} series", series.len());
    assert!(
        series
            .iter()
            .all(|one| one.len() < 600 && !one.contains(char::is_control))
    );
    let told = lines.all();
    let overflows = told
        .matches("WARN driftless.metrics.too_many_values")
        .count();
    assert_eq!(overflows, 1);
}

/// Answers that make keys up, at every place where one can stand, add no label.
#[tokio::test]
async fn a_hostile_answer_adds_no_label() {
    const HOSTILE: [&str; 4] = [
        r#"{"happy":1,"a":1}"#,
        r#"{"happy":1,"b/c~":{"d":[1]},"e":2}"#,
        r#"{"happy":1,"happy":2,"f":{}}"#,
        "[",
    ];
    let book = Book::default();
    let (model, _) = scripted("one", "alpha", HOSTILE.map(Say::Text));
    let plan = Plan::<FindMood<'_>>::primary(model).build().unwrap();
    let guard = metrics::set_default_local_recorder(&book);
    for _ in HOSTILE {
        plan.call(QUESTION).await.unwrap_err();
    }
    drop(guard);
    let lines = book.lines();
    let fields: BTreeSet<&str> = lines
        .lines()
        .filter(|line| line.starts_with("driftless.drifts "))
        .map(|line| line.split("field=").nth(1).unwrap())
        .collect();
    assert_eq!(
        fields.into_iter().collect::<Vec<_>>(),
        ["/ 1", "/* 1", "/happy 1"]
    );
}

/// Goes back an hour with every reading of the time of day, and years ahead or behind; its
/// monotonic time stands still.
#[derive(Debug, Default)]
struct Jumps(AtomicU64);

impl Clock for Jumps {
    fn now(&self) -> SystemTime {
        let jump = self.0.fetch_add(1, Ordering::Relaxed);
        let hours = Duration::from_secs(3600 * jump);
        if jump.is_multiple_of(2) {
            UNIX_EPOCH - hours
        } else {
            UNIX_EPOCH + Duration::from_secs(1_795_000_000) - hours
        }
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }
}

#[tokio::test]
async fn a_clock_that_jumps_changes_no_answer() {
    let script = [Say::Fail(FailureClass::Overloaded), Say::Text(GOOD)];
    let (first, _) = scripted("one", "alpha", script);
    let (second, _) = scripted("two", "beta", [Say::Text(GOOD)]);
    let plan = Plan::<FindMood<'_>>::primary(first)
        .fallback(second, When::OVERLOADED, vouched())
        .deadline(Duration::from_secs(1))
        .clock(Jumps::default())
        .production()
        .build()
        .unwrap();
    for _ in 0..10 {
        let answer = plan.call(QUESTION).await.unwrap();
        assert_eq!(answer.receipt.elapsed, Duration::ZERO);
    }
}
