//! Parts that a rehearsal leaves alone: vendors, keys, budgets, breakers, observers, logs and
//! metrics. Its limits, too.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use driftless::breaker::{BreakerPolicy, Breakers};
use driftless::budget::Budget;
use driftless::plan::{Clock, SystemClock};
use driftless::provider::{
    Anthropic, BoxFuture, Failure, Gemini, LiteLlm, Model, OpenAi, Portkey, Provider, Reply,
    Request,
};
use driftless::receipt::Receipt;
use driftless::rehearsal::{CallOutcome, Fault, RehearsalError};
use driftless::retry::RetryBudget;
use driftless::{Ask, Contract, Evidence, Observer, Plan, Price, When, usd};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::shop::{NOBODY, builder};

#[derive(Debug, Contract)]
struct Mood {
    happy: bool,
}

struct Count(Arc<AtomicU64>);

impl Observer for Count {
    fn call_ended(&self, _receipt: &Receipt) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[tokio::test]
async fn the_users_own_are_left_alone() {
    let told = Arc::new(AtomicU64::new(0));
    let hour = Duration::from_secs(3600);
    let budget = Budget::builder()
        .per(hour, usd("1.00").unwrap())
        .build()
        .unwrap();
    let breakers = Breakers::new(BreakerPolicy::default()).unwrap();
    let quality = Breakers::new(BreakerPolicy::default()).unwrap();
    let allowed = RetryBudget::new(0, 1, hour).unwrap();
    let plan = builder()
        .production()
        .budget(&budget)
        .breakers(&breakers)
        .quality_breakers(&quality)
        .retry_budget(&allowed)
        .observe(Count(Arc::clone(&told)))
        .build()
        .unwrap();
    let (guarded, judged) = (breakers.all().len(), quality.all().len());
    let rehearsal = plan.rehearse().await.unwrap();
    assert!(rehearsal.every_drift_is_rejected(), "{rehearsal}");
    // Each call of the rehearsal had a retry and a budget of its own; quality breakers too.
    let retried = rehearsal.row("gpt-6.1-terra", Fault::CutStream).unwrap();
    assert_eq!(
        (retried.attempts, retried.outcome),
        (3, CallOutcome::FellBack)
    );
    let skipped = rehearsal
        .row("gpt-6.1-terra", Fault::QualityBreakerOpen)
        .unwrap();
    assert_eq!(skipped.class, Fault::QualityBreakerOpen.class());

    let clock = SystemClock::default();
    assert!(allowed.retry(clock.monotonic()));
    assert!(
        budget
            .standing(&clock)
            .iter()
            .all(|one| one.spent == usd("0").unwrap())
    );
    assert_eq!(budget.open_leases(), 0);
    assert_eq!(
        (breakers.all().len(), quality.all().len()),
        (guarded, judged)
    );
    for breaker in breakers.all().iter().chain(&quality.all()) {
        let snapshot = breaker.snapshot(clock.monotonic());
        assert_eq!((snapshot.calls, snapshot.failed), (0, 0), "{snapshot:?}");
    }
    assert_eq!(told.load(Ordering::Relaxed), 0);
}

/// A subscriber that counts.
struct Log(Arc<AtomicU64>);

impl tracing::Subscriber for Log {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        metadata.target().starts_with("driftless")
    }
    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        self.0.fetch_add(1, Ordering::Relaxed);
        tracing::span::Id::from_u64(1)
    }
    fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}
    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}
    fn event(&self, _: &tracing::Event<'_>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
    fn enter(&self, _: &tracing::span::Id) {}
    fn exit(&self, _: &tracing::span::Id) {}
}

#[test]
fn no_alarm_goes_off() {
    let heard = Arc::new(AtomicU64::new(0));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let plan = builder().production().build().unwrap();
    tracing::subscriber::with_default(Log(Arc::clone(&heard)), || {
        let rehearsal = runtime.block_on(async { plan.rehearse().await }).unwrap();
        assert!(
            rehearsal
                .rows
                .iter()
                .any(|row| row.outcome == CallOutcome::FellBack)
        );
        assert_eq!(heard.load(Ordering::Relaxed), 0);
        // The same subscriber hears of a call that isn't rehearsed.
        let asked = crate::shop::ReadOrder { text: "x" };
        runtime.block_on(plan.call(asked)).unwrap_err();
        assert!(heard.load(Ordering::Relaxed) > 0);
    });
}

/// Reads one request, and closes.
async fn one_request(listener: tokio::net::TcpListener) -> String {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut bytes = vec![0; 65_536];
    let mut told = Vec::new();
    while !told.ends_with(b"}") {
        let read = stream.read(&mut bytes).await.unwrap();
        told.extend_from_slice(&bytes[..read]);
    }
    stream
        .write_all(b"HTTP/1.1 500 x\r\ncontent-length: 0\r\n\r\n")
        .await
        .unwrap();
    String::from_utf8(told).unwrap()
}

#[tokio::test]
async fn no_key_leaves_its_provider() {
    let key = "sk-a-real-key-of-the-user";
    let providers: Vec<Box<dyn Provider>> = vec![
        Box::new(OpenAi::new(key)),
        Box::new(Anthropic::new(key)),
        Box::new(Gemini::new(key)),
        Box::new(LiteLlm::new(key)),
        Box::new(Portkey::new(key).provider("openai", "sk-another-real-key")),
    ];
    for provider in providers {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let copy = provider.redirected(&url).unwrap().provider;
        assert_eq!(copy.base_url(), url);
        assert_eq!(copy.name(), provider.name());
        let server = tokio::spawn(one_request(listener));
        let turns = [driftless::provider::Turn::user("hello")];
        let form = driftless::dialect::Form::Text;
        copy.send(&Request::new("m", &turns, &form))
            .await
            .unwrap_err();
        let told = server.await.unwrap();
        assert!(told.contains("no-key-in-rehearsals"), "{told}");
        assert!(!told.contains("real-key"), "{told}");
        assert!(!format!("{copy:?}").contains("real-key"));
    }
}

/// A provider of the user's own.
#[derive(Debug)]
struct Own(&'static str);

impl Provider for Own {
    fn name(&self) -> &str {
        self.0
    }
    fn base_url(&self) -> &'static str {
        "wherever"
    }
    fn send<'a>(&'a self, _: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
        panic!("a rehearsal must not ask it")
    }
}

fn own(name: &'static str) -> Model<driftless::dialect::OpenAiSchema> {
    Model::new(Own(name), "my-model").price(Price::free())
}

#[tokio::test]
async fn a_provider_that_can_not_be_redirected_is_named_and_not_asked() {
    let plan = Plan::<Ask<Mood>>::primary(own("my-vendor"))
        .build()
        .unwrap();
    let error = plan.rehearse().await.unwrap_err();
    assert!(
        matches!(&error, RehearsalError::NotRedirected { provider, model } if provider == "my-vendor" && model == "my-model")
    );
    let told = error.to_string();
    assert!(
        told.contains("`my-vendor` of my-model") && told.contains("`Provider::redirected`"),
        "{told}"
    );
}

#[tokio::test]
async fn a_model_in_the_process_is_left_out_and_said_to_be() {
    let first = OpenAi::new("key").base_url(NOBODY).model("gpt-6.1-terra");
    let plan = Plan::<Ask<Mood>>::primary(first)
        .fallback(
            own("local"),
            When::UNAVAILABLE,
            Evidence::vouched("by hand"),
        )
        .fallback(
            Anthropic::new("key")
                .base_url(NOBODY)
                .model("claude-haiku-4-5"),
            When::TIMED_OUT,
            Evidence::vouched("by hand"),
        )
        .production()
        .build()
        .unwrap();
    let rehearsal = plan.rehearse().await.unwrap();
    let left_out = rehearsal.steps[1].not_rehearsed.as_deref().unwrap();
    assert!(left_out.contains("in the process"), "{left_out}");
    assert!(rehearsal.rows.iter().all(|row| row.step != 1));
    // The plan still leads to it, and past it.
    assert_eq!(
        rehearsal.outcome("gpt-6.1-terra", Fault::Unavailable),
        Some(CallOutcome::FellBack)
    );
    assert_eq!(rehearsal.steps[2].not_rehearsed, None, "{rehearsal}");
    assert_eq!(
        rehearsal.outcome("claude-haiku-4-5", Fault::Nothing),
        Some(CallOutcome::Answered)
    );
}

#[derive(Debug, Contract)]
struct Picky {
    #[contract(length(3..=3), unique)]
    letters: Vec<String>,
}

#[tokio::test]
async fn the_document_is_made_up_or_given() {
    let model = || OpenAi::new("key").base_url(NOBODY).model("gpt-6.1-terra");
    let plan = Plan::<Ask<Picky>>::primary(model()).build().unwrap();
    let error = plan.rehearse().await.unwrap_err();
    assert!(
        matches!(&error, RehearsalError::NoDocument { contract } if contract == "Picky"),
        "{error}"
    );
    let error = plan
        .rehearse()
        .document(r#"{"letters":["a","a","b"]}"#)
        .await
        .unwrap_err();
    assert!(matches!(&error, RehearsalError::NotIntact(_)), "{error}");
    let rehearsal = plan
        .rehearse()
        .document(r#"{"letters":["a","b","c"]}"#)
        .await
        .unwrap();
    assert!(rehearsal.every_drift_is_rejected(), "{rehearsal}");
}

#[tokio::test]
async fn limits_end_in_order_and_nothing_is_waited_for() {
    // Ten minutes for the model, and none for the first token; the deadline passes first.
    let model = || OpenAi::new("key").base_url(NOBODY).model("gpt-6.1-terra");
    let plan = Plan::<Ask<Mood>>::primary(model()).build().unwrap();
    let rehearsal = plan.rehearse().await.unwrap();
    let slow = rehearsal
        .row("gpt-6.1-terra", Fault::SlowFirstToken)
        .unwrap();
    assert_eq!(slow.added_latency, Duration::from_secs(600));
    let plan = Plan::<Ask<Mood>>::primary(model().stall(Duration::from_secs(7)))
        .deadline(Duration::from_secs(9))
        .build()
        .unwrap();
    let rehearsal = plan.rehearse().await.unwrap();
    let added = |fault| rehearsal.row("gpt-6.1-terra", fault).unwrap().added_latency;
    assert_eq!(added(Fault::SlowFirstToken), Duration::from_secs(9));
    assert_eq!(added(Fault::Stall), Duration::from_secs(7));
    assert_eq!(added(Fault::Overloaded), Duration::ZERO);
}

#[tokio::test]
async fn what_the_plan_accepts_it_accepts_in_rehearsal() {
    let model = OpenAi::new("key").base_url(NOBODY).model("gpt-6.1-terra");
    let plan = Plan::<Ask<Mood>>::primary(model)
        .accept(driftless::provider::Served::Substituted)
        .build()
        .unwrap();
    let rehearsal = plan.rehearse().await.unwrap();
    let swapped = rehearsal.row("gpt-6.1-terra", Fault::Substitution).unwrap();
    assert_eq!(swapped.outcome, CallOutcome::Answered);
    assert_eq!(
        swapped.note.as_deref(),
        Some("the plan accepts whatever served")
    );
}
