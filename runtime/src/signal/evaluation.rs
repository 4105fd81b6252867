//! The event `gen_ai.evaluation.result` of OpenTelemetry's conventions for generative AI
//! (open-telemetry/semantic-conventions-genai v0.1.0, page `gen-ai-events.md`, read 2026-12-01):
//! verdicts on answers, and the grounds on which another model answered.
//!
//! Its target is `driftless::evaluation`, so that a filter can choose it alone. Verdicts that
//! pass have DEBUG, since there is one for each answer.

use tracing::{Level, Span, event};

use super::event::places;
use crate::drift::Redacted;
use crate::evidence::Evidence;
use crate::failure::FailureClass;
use crate::receipt::{Attempt, AttemptKind, Hop, Receipt};

const TARGET: &str = "driftless::evaluation";

/// Writes one result.
macro_rules! result {
    ($level:expr, $parent:expr, $receipt:expr, $name:expr, $label:expr, $value:expr, $($fields:tt)*) => {
        event!(
            name: "gen_ai.evaluation.result",
            target: TARGET,
            parent: $parent,
            $level,
            gen_ai.evaluation.name = $name,
            gen_ai.evaluation.score.label = $label,
            gen_ai.evaluation.score.value = $value,
            driftless.call.id = $receipt.id.as_str(),
            driftless.contract.name = $receipt.contract.name.as_str(),
            gen_ai.prompt.name = $receipt.prompt.name.as_str(),
            $($fields)*
        )
    };
}

/// The verdict of the contract on one answer, and of an answer that was sent back, on the repair.
/// An attempt without an answer has none.
pub(super) fn answer(span: &Span, attempt: &Attempt, drift: Option<&Redacted>, receipt: &Receipt) {
    let names: &[&str] = if attempt.kind == AttemptKind::Repair {
        &["driftless.contract", "driftless.repair"]
    } else {
        &["driftless.contract"]
    };
    let id = attempt.response_id.as_deref();
    for name in names {
        match (attempt.failure, drift) {
            (None, _) => result!(
                Level::DEBUG,
                span,
                receipt,
                *name,
                "pass",
                1.0,
                gen_ai.response.id = id,
            ),
            (Some(FailureClass::Drifted), Some(drift)) => result!(
                Level::INFO, span, receipt, *name, "fail", 0.0,
                gen_ai.response.id = id,
                gen_ai.evaluation.explanation = places(drift),
                error.type = FailureClass::Drifted.name(),
            ),
            _ => {}
        }
    }
}

/// The grounds for a fallback that was taken: its kind, and of a qualification the share of
/// answers that satisfied the contract.
pub(super) fn evidence(call: &Span, hop: &Hop, receipt: &Receipt) {
    let (label, share) = match &hop.evidence {
        Evidence::Qualified(qualified) => {
            let share = qualified.conformance.as_ref();
            ("qualified", share.map(|share| share.estimate.get()))
        }
        Evidence::Vouched { .. } => ("vouched", None),
        Evidence::None | Evidence::Lock(_) | Evidence::Unqualified { .. } => ("unqualified", None),
    };
    result!(
        Level::INFO,
        call,
        receipt,
        "driftless.evidence",
        label,
        share,
        gen_ai.request.model = hop.to.as_str(),
        gen_ai.evaluation.explanation = tracing::field::display(&hop.evidence),
    );
}
