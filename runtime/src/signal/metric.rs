//! The metrics: names, units and descriptions.
//!
//! Names below `gen_ai.` are those of OpenTelemetry's conventions for generative AI
//! (open-telemetry/semantic-conventions-genai v0.1.0, pages `client-inference.md` and
//! `gen-ai-token-metrics.md`, read 2026-12-01); all others are ours, below `driftless.`.

use std::sync::atomic::{AtomicUsize, Ordering};

use metrics::{Unit, with_recorder};

pub(super) const DURATION: &str = "gen_ai.client.inference.duration";
pub(super) const FIRST_CHUNK: &str = "gen_ai.client.inference.time_to_first_chunk";
pub(super) const INPUT: &str = "gen_ai.client.inference.usage.input_tokens";
pub(super) const OUTPUT: &str = "gen_ai.client.inference.usage.output_tokens";
pub(super) const CACHE_READ: &str = "gen_ai.client.inference.usage.cache_read.input_tokens";
pub(super) const CACHE_WRITE: &str = "gen_ai.client.inference.usage.cache_write.input_tokens";
pub(super) const REASONING: &str = "gen_ai.client.inference.usage.reasoning.output_tokens";
pub(super) const INPUT_OF_ONE: &str = "gen_ai.client.inference.operation.input_tokens";
pub(super) const OUTPUT_OF_ONE: &str = "gen_ai.client.inference.operation.output_tokens";

pub(super) const CALLS: &str = "driftless.calls";
pub(super) const CALL_DURATION: &str = "driftless.call.duration";
pub(super) const COST: &str = "driftless.cost.usd";
pub(super) const COST_UNKNOWN: &str = "driftless.cost.unknown";
pub(super) const DRIFTS: &str = "driftless.drifts";
pub(super) const REPAIRS: &str = "driftless.repairs";
pub(super) const SERVED: &str = "driftless.served";
pub(super) const SNAPSHOTS: &str = "driftless.model.snapshot_changes";
pub(super) const FALLBACKS: &str = "driftless.fallback.activations";
pub(super) const OVER_BUDGET: &str = "driftless.budget.rejected";
pub(super) const OVERRUN: &str = "driftless.budget.overrun.usd";
pub(super) const BUDGET_LEFT: &str = "driftless.budget.left.usd";
pub(super) const BUDGET_CEILING: &str = "driftless.budget.ceiling.usd";
pub(super) const BREAKER_REJECTED: &str = "driftless.circuit_breaker.rejected";
pub(super) const BREAKER_STATE: &str = "driftless.circuit_breaker.state";
pub(super) const EVIDENCE_DATE: &str = "driftless.evidence.qualified";
pub(super) const EVIDENCE_EXPIRES: &str = "driftless.evidence.expires";
pub(super) const SHUTDOWN: &str = "driftless.model.shutdown";

#[derive(Clone, Copy)]
enum Instrument {
    Counter,
    Gauge,
    Histogram,
}

use Instrument::{Counter, Gauge, Histogram};

/// The unit of a metric; the facade has none for money.
const SECONDS: Option<Unit> = Some(Unit::Seconds);
const COUNT: Option<Unit> = Some(Unit::Count);

/// Every metric with its description, which monitoring systems show.
const METRICS: &[(&str, Instrument, Option<Unit>, &str)] = &[
    (
        DURATION,
        Histogram,
        SECONDS,
        "Time of one attempt of a model",
    ),
    (
        FIRST_CHUNK,
        Histogram,
        SECONDS,
        "Time to the first piece of a model's output",
    ),
    (INPUT, Counter, COUNT, "Input tokens, cached ones included"),
    (OUTPUT, Counter, COUNT, "Output tokens, reasoning included"),
    (
        CACHE_READ,
        Counter,
        COUNT,
        "Input tokens read from the vendor's cache",
    ),
    (
        CACHE_WRITE,
        Counter,
        COUNT,
        "Input tokens written to the vendor's cache",
    ),
    (REASONING, Counter, COUNT, "Output tokens of reasoning"),
    (
        INPUT_OF_ONE,
        Histogram,
        COUNT,
        "Input tokens of one attempt",
    ),
    (
        OUTPUT_OF_ONE,
        Histogram,
        COUNT,
        "Output tokens of one attempt",
    ),
    (
        CALLS,
        Counter,
        COUNT,
        "Calls by how they ended: answered, or the class of the failure",
    ),
    (
        CALL_DURATION,
        Histogram,
        SECONDS,
        "Time of one call, with all its attempts and waits",
    ),
    (
        COST,
        Histogram,
        None,
        "US dollars of one attempt, by account: intended or fallback",
    ),
    (
        COST_UNKNOWN,
        Counter,
        COUNT,
        "Attempts that may have cost more than is known",
    ),
    (
        DRIFTS,
        Counter,
        COUNT,
        "Answers that deviate from their contract, by kind and field",
    ),
    (
        REPAIRS,
        Counter,
        COUNT,
        "Answers that were sent back, by what came of it",
    ),
    (
        SERVED,
        Counter,
        COUNT,
        "Answers by the verdict on the model that served",
    ),
    (
        SNAPSHOTS,
        Counter,
        COUNT,
        "Answers of another snapshot than was qualified",
    ),
    (
        FALLBACKS,
        Counter,
        COUNT,
        "Fallbacks that a failure triggered, by what became of them",
    ),
    (
        OVER_BUDGET,
        Counter,
        COUNT,
        "Models not asked since a limit on money had too little left",
    ),
    (
        OVERRUN,
        Histogram,
        None,
        "US dollars that one attempt was billed beyond its worst case",
    ),
    (
        BUDGET_LEFT,
        Gauge,
        None,
        "US dollars that a budget's ceiling has left",
    ),
    (
        BUDGET_CEILING,
        Gauge,
        None,
        "US dollars of a budget's ceiling",
    ),
    (
        BREAKER_REJECTED,
        Counter,
        COUNT,
        "Models not asked since a breaker was open",
    ),
    (
        BREAKER_STATE,
        Gauge,
        None,
        "State of a breaker: 0 closed, 1 half-open, 2 open",
    ),
    (
        EVIDENCE_DATE,
        Gauge,
        SECONDS,
        "Day on which a fallback was qualified, as Unix time",
    ),
    (
        EVIDENCE_EXPIRES,
        Gauge,
        SECONDS,
        "Last day of a fallback's evidence, as Unix time",
    ),
    (
        SHUTDOWN,
        Gauge,
        SECONDS,
        "Day on which the vendor shuts a model down, as Unix time",
    ),
];

/// Describes all metrics to the recorder that is in force, once for each one after another: a
/// program may install its recorder after the first plan is built.
pub(super) fn describe() {
    static LAST: AtomicUsize = AtomicUsize::new(0);
    let here = with_recorder(|recorder| std::ptr::from_ref(recorder).cast::<()>().addr());
    if LAST.load(Ordering::Relaxed) == here {
        return;
    }
    LAST.store(here, Ordering::Relaxed);
    with_recorder(|recorder| {
        for (name, instrument, unit, text) in METRICS {
            let (name, text) = ((*name).into(), (*text).into());
            match instrument {
                Counter => recorder.describe_counter(name, *unit, text),
                Gauge => recorder.describe_gauge(name, *unit, text),
                Histogram => recorder.describe_histogram(name, *unit, text),
            }
        }
    });
}
