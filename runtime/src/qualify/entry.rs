//! The short form of an outcome, for `contracts.lock`.

use super::{
    Arm, Candidate, Consistency, FieldResult, Interval, JudgeRecord, Latency, QualificationOutcome,
};
use crate::estimate::{Estimate, Measured};
use crate::lock::{
    Data, DecisionRule, Entry, FieldEntry, Fingerprints, JudgeEntry, Quantiles, Verdict,
};

impl QualificationOutcome {
    /// One entry per candidate, whatever its verdict: that a model failed is evidence as well.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        self.candidates
            .iter()
            .map(|candidate| self.entry(candidate))
            .collect()
    }

    fn entry(&self, candidate: &Candidate) -> Entry {
        let (prompt, arm) = (&self.prompt, &candidate.arm);
        let reason = candidate.reasons.first();
        Entry {
            prompt: prompt.name.clone(),
            model: arm.model.clone(),
            verdict: candidate.verdict,
            reason: reason.cloned().unwrap_or_default(),
            date: self.date.clone(),
            expires: self.expires.clone(),
            reference: self.reference.model.clone(),
            fingerprints: Fingerprints {
                contract: prompt.contract.clone(),
                shape: prompt.shape.clone(),
                text: prompt.text.clone(),
                template: prompt.template.clone(),
                prompt: prompt.fingerprint.clone(),
                comparison: prompt.comparison.clone(),
            },
            dialect: arm.dialect.clone(),
            adapter: arm.adapter.clone(),
            parameters: arm.parameters.clone(),
            reference_parameters: self.reference.parameters.clone(),
            served: arm.served.keys().cloned().collect(),
            data: Data {
                path: self.data.path.clone(),
                digest: self.data.digest.clone(),
                items: self.data.items,
            },
            rule: DecisionRule {
                margin: measured(self.rule.margin),
                alpha: measured(self.rule.alpha),
                design: self.rule.design,
                least_items: self.rule.least_items,
            },
            calls: arm.calls,
            pairs: candidate.pairs,
            conformance: conformance(arm),
            latency: arm.latency.as_ref().and_then(quantiles),
            first_token: arm.first_token.as_ref().and_then(quantiles),
            cost: arm.cost.total,
            cost_per_call: arm.cost.per_call.as_ref().and_then(estimate),
            judge: self.judge.as_ref().map(judge),
            fields: candidate.fields.iter().map(field).collect(),
        }
    }
}

fn judge(of: &JudgeRecord) -> JudgeEntry {
    let Consistency {
        pairs,
        consistent,
        failed,
    } = of.consistency;
    JudgeEntry {
        model: of.arm.model.clone(),
        pairs,
        consistent,
        failed,
    }
}

/// Without a call there is no share of calls.
fn conformance(arm: &Arm) -> Option<Estimate> {
    estimate(&arm.conformance).filter(|_| arm.calls > 0)
}

fn field(of: &FieldResult) -> FieldEntry {
    let bounds = |interval| estimate(interval);
    let all = (
        bounds(&of.candidate),
        bounds(&of.reference),
        bounds(&of.difference),
        Measured::new(of.p_value),
    );
    // Numbers that are none can't carry a verdict.
    let verdict = match all {
        (Some(_), Some(_), Some(_), Some(_)) => of.verdict,
        _ => of.verdict.max(Verdict::InsufficientData),
    };
    let (candidate, reference, difference, p_value) = all;
    FieldEntry {
        pointer: of.pointer.clone(),
        method: of.method.clone(),
        requirement: of.requirement,
        verdict,
        items: of.items,
        candidate: candidate.unwrap_or_default(),
        reference: reference.unwrap_or_default(),
        difference: difference.unwrap_or_default(),
        // A p-value that is not known proves nothing.
        p_value: p_value.unwrap_or(measured(1.0)),
    }
}

fn quantiles(of: &Latency) -> Option<Quantiles> {
    Some(Quantiles {
        p50: estimate(&of.p50)?,
        p90: estimate(&of.p90)?,
        p99: estimate(&of.p99)?,
    })
}

fn estimate(of: &Interval) -> Option<Estimate> {
    Estimate::new(of.estimate, of.low, of.high, of.level)
}

fn measured(number: f64) -> Measured {
    Measured::new(number).unwrap_or_default()
}
