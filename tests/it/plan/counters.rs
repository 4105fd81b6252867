//! Counters and histograms, as a recorder of the `metrics` facade sees them; and a clock that
//! jumps.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use driftless::breaker::{BreakerPolicy, Breakers};
use driftless::plan::Clock;
use driftless::{FailureClass, Plan, When};
use metrics::{
    Counter, CounterFn, Gauge, GaugeFn, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder,
    SharedString, Unit,
};

use super::{FindMood, GOOD, QUESTION, Say, scripted, vouched};

/// Writes each value down, with its name and labels.
#[derive(Clone, Default)]
pub(crate) struct Book(Arc<Mutex<Vec<String>>>, Arc<Mutex<Vec<String>>>);

struct Line(Book, String);

impl Line {
    fn of(book: &Book, key: &Key) -> Arc<Self> {
        let labels: Vec<String> = key
            .labels()
            .map(|label| format!("{}={}", label.key(), label.value()))
            .collect();
        Arc::new(Self(
            book.clone(),
            format!("{} {}", key.name(), labels.join(",")),
        ))
    }

    fn note(&self, value: impl std::fmt::Display) {
        self.0.0.lock().unwrap().push(format!("{} {value}", self.1));
    }
}

impl CounterFn for Line {
    fn increment(&self, value: u64) {
        self.note(value);
    }

    fn absolute(&self, value: u64) {
        self.note(value);
    }
}

impl GaugeFn for Line {
    fn increment(&self, value: f64) {
        self.note(value);
    }

    fn decrement(&self, value: f64) {
        self.note(-value);
    }

    fn set(&self, value: f64) {
        self.note(value);
    }
}

impl HistogramFn for Line {
    fn record(&self, value: f64) {
        self.note(value);
    }
}

impl Book {
    /// Returns every value that was recorded, a line each.
    pub(crate) fn lines(&self) -> String {
        self.0.lock().unwrap().join("\n")
    }

    fn describe(&self, name: &KeyName) {
        self.1.lock().unwrap().push(name.as_str().to_owned());
    }
}

impl Recorder for Book {
    fn describe_counter(&self, name: KeyName, _: Option<Unit>, _: SharedString) {
        self.describe(&name);
    }

    fn describe_gauge(&self, name: KeyName, _: Option<Unit>, _: SharedString) {
        self.describe(&name);
    }

    fn describe_histogram(&self, name: KeyName, _: Option<Unit>, _: SharedString) {
        self.describe(&name);
    }

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(Line::of(self, key))
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::from_arc(Line::of(self, key))
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(Line::of(self, key))
    }
}

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
        "gen_ai.client.token.usage contract=Mood,prompt=FindMood,gen_ai.operation.name=chat,gen_ai.provider.name=two,gen_ai.request.model=beta,gen_ai.token.type=input 100",
        "error.type=overloaded",
        "driftless.cost.usd contract=Mood,prompt=FindMood,of=fallback 0.0002",
    ] {
        assert!(lines.contains(part), "{part} is missing in\n{lines}");
    }
    for line in lines.lines() {
        assert!(
            line.starts_with("driftless.") || line.starts_with("gen_ai."),
            "{line}"
        );
        assert!(!line.contains("=,") && !line.contains("= "), "{line}");
        let name = line.split(' ').next().unwrap().to_owned();
        assert!(
            book.1.lock().unwrap().contains(&name),
            "{name} isn't described"
        );
    }
    assert!(!lines.contains("canary"), "{lines}");
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
    let lines = book.0.lock().unwrap();
    let fields: std::collections::BTreeSet<&str> = lines
        .iter()
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
