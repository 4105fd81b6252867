//! The cost of telemetry per call, by who listens. See README.md.

use std::error::Error;
use std::io;
use std::time::Instant;

use driftless::dialect::JsonMode;
use driftless::provider::{BoxFuture, Failure, Model, Provider, Reply, Request, Usage};
use driftless::{Ask, Contract, Plan, Price, decode};
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tokio::runtime::Runtime;
use tracing::Dispatch;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::layer::SubscriberExt;

/// Calls of one round, and rounds of each kind, which take turns.
const CALLS: u32 = 2_000;
const ROUNDS: usize = 31;

const ANSWER: &str = r#"{"happy":true}"#;

#[derive(Debug, Contract)]
struct Mood {
    happy: bool,
}

#[derive(Debug)]
struct AtOnce;

impl Provider for AtOnce {
    fn name(&self) -> &'static str {
        "at-once"
    }

    fn base_url(&self) -> &'static str {
        "https://example.com/v1"
    }

    fn send<'a>(&'a self, request: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
        Box::pin(async move {
            let mut usage = Usage::default();
            (usage.input, usage.output) = (40, 6);
            request.recorder().update(|metadata| {
                metadata.served_model = Some(request.model.to_owned());
                metadata.usage = Some(usage);
            });
            Ok(Reply::new(ANSWER))
        })
    }
}

/// Returns the nanoseconds of one of many calls of `what`.
fn timed(mut what: impl FnMut()) -> f64 {
    let started = Instant::now();
    for _ in 0..CALLS {
        what();
    }
    started.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS)
}

fn call(runtime: &Runtime, plan: &Plan<Ask<Mood>>) -> f64 {
    runtime.block_on(async {
        let started = Instant::now();
        for _ in 0..CALLS {
            let answer = plan.call(Ask::new("The mood of: Hooray!")).await;
            assert!(answer.is_ok_and(|answer| answer.value.happy));
        }
        started.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS)
    })
}

/// The kinds of listeners, in the order of the table.
const KINDS: [&str; 5] = [
    "nobody",
    "logs at WARN (no event comes)",
    "logs at INFO, spans included",
    "OpenTelemetry spans at DEBUG, no exporter",
    "metrics (Prometheus recorder)",
];

struct Listeners {
    logs: [Dispatch; 2],
    spans: Dispatch,
    #[cfg(feature = "metrics")]
    recorder: metrics_exporter_prometheus::PrometheusRecorder,
}

impl Listeners {
    fn new() -> Self {
        let log = |level: LevelFilter| {
            let logs = tracing_subscriber::fmt().with_max_level(level);
            Dispatch::new(logs.with_writer(io::sink).finish())
        };
        let provider = SdkTracerProvider::builder().build();
        let spans = tracing_opentelemetry::layer().with_tracer(provider.tracer("bench"));
        let spans = tracing_subscriber::registry()
            .with(LevelFilter::DEBUG)
            .with(spans);
        Self {
            logs: [log(LevelFilter::WARN), log(LevelFilter::INFO)],
            spans: Dispatch::new(spans),
            #[cfg(feature = "metrics")]
            recorder: metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder(),
        }
    }

    /// Returns the time of one call with the listener of this number; `None` if it isn't built.
    fn measure(&self, kind: usize, run: impl Fn() -> f64) -> Option<f64> {
        let with = |to: &Dispatch| Some(tracing::dispatcher::with_default(to, &run));
        match kind {
            0 => Some(run()),
            1 => with(&self.logs[0]),
            2 => with(&self.logs[1]),
            3 => with(&self.spans),
            #[cfg(feature = "metrics")]
            _ => Some(metrics::with_local_recorder(&self.recorder, run)),
            #[cfg(not(feature = "metrics"))]
            _ => None,
        }
    }
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_unstable_by(f64::total_cmp);
    times[times.len() / 2]
}

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let model = Model::<JsonMode>::new(AtOnce, "at-once-1").price(Price::free());
    let plan = Plan::<Ask<Mood>>::primary(model).build()?;
    let listeners = Listeners::new();
    let mut times = vec![Vec::new(); KINDS.len()];
    let mut decodes = Vec::new();
    call(&runtime, &plan);
    for _ in 0..ROUNDS {
        decodes.push(timed(|| {
            assert!(decode::<Mood>(ANSWER).is_ok_and(|mood| mood.happy));
        }));
        for (kind, times) in times.iter_mut().enumerate() {
            times.extend(listeners.measure(kind, || call(&runtime, &plan)));
        }
    }
    let built = if cfg!(feature = "metrics") {
        "on"
    } else {
        "off"
    };
    println!("feature `metrics` {built}; ns per call, medians of {ROUNDS} rounds of {CALLS} calls");
    println!("  {:<44}{:>8.0}", "decoding alone", median(decodes));
    let nobody = median(times[0].clone());
    for (kind, times) in KINDS.iter().zip(times) {
        if !times.is_empty() {
            let time = median(times);
            println!("  {kind:<44}{time:>8.0}  {:+.0}", time - nobody);
        }
    }
    Ok(())
}
