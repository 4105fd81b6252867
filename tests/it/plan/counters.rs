//! Counters and histograms, as a recorder of the `metrics` facade sees them; and a clock that jumps.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use driftless::breaker::{BreakerPolicy, Breakers};
use driftless::{Clock, FailureClass, Plan, When};
use metrics::{
    Counter, CounterFn, Gauge, GaugeFn, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder,
    SharedString, Unit,
};

use super::{FindMood, GOOD, QUESTION, Say, scripted, vouched};

/// Writes each value down, with its name and labels.
#[derive(Clone, Default)]
struct Book(Arc<Mutex<Vec<String>>>);

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

impl Recorder for Book {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

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
    let lines = book.0.lock().unwrap().join("\n");
    for part in [
        "fallback.activations contract=Mood,from=alpha,to=beta,reason=overloaded,outcome=answered 1",
        "fallback.activations contract=Mood,from=alpha,to=beta,reason=breaker open,outcome=answered 1",
        "circuit_breaker.state provider=one,model=alpha,contract= 2",
        "circuit_breaker.rejected model=alpha 1",
        "gen_ai.client.token.usage gen_ai.operation.name=chat,gen_ai.provider.name=two,gen_ai.request.model=beta,gen_ai.token.type=input 100",
        "error.type=overloaded",
        "cost contract=Mood,of=fallback 0.0002",
    ] {
        assert!(lines.contains(part), "{part} is missing in\n{lines}");
    }
    assert!(!lines.contains("canary"), "{lines}");
}

/// Goes back an hour with every reading of the time of day, and years ahead or behind; its monotonic time stands still.
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
