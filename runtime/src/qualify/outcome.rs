//! The result of a qualification: the report shows all of it, `contracts.lock` keeps the short
//! form.
//!
//! Plain data. Times are microseconds, amounts decimal strings in US dollars, proportions lie
//! between 0 and 1; what isn't known is `null`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::judge::Consistency;
use crate::lock::{Design, Requirement, Verdict};
use crate::money::Usd;

/// One run: a reference model and its candidates on the same items.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct QualificationOutcome {
    /// The fingerprints of the prompt.
    pub prompt: PromptFingerprints,
    /// On which data.
    pub data: DataRecord,
    /// The rule of the decision.
    pub rule: QualificationRule,
    /// The model whose place the candidates would take.
    pub reference: Arm,
    /// Share of items for which the reference agrees with itself when it is asked twice, over all
    /// required fields of an item; `None` if it was not measured, since every item has an expected
    /// answer.
    pub self_agreement: Option<Interval>,
    /// The models that were held against it, in the order in which they were named.
    pub candidates: Vec<Candidate>,
    /// The judge that compared fields with a rubric; `None` if no field has one, or no judge was
    /// named.
    pub judge: Option<JudgeRecord>,
    /// The day of the run, `YYYY-MM-DD` (UTC).
    pub date: String,
    /// The last day on which the evidence counts, `YYYY-MM-DD` (UTC).
    pub expires: String,
}

/// The fingerprints that evidence depends on; each change makes exactly the evidence stale that it
/// should.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PromptFingerprints {
    /// The prompt's name.
    pub name: String,
    /// Templates, examples and the contract with every word of it: `Prompt::prompt_fingerprint`.
    pub fingerprint: String,
    /// The part of `fingerprint` that is known while compiling: name, templates and contract,
    /// without the few-shot examples.
    pub template: String,
    /// The contract's name.
    pub contract: String,
    /// Fingerprint of everything that the wire may carry.
    pub shape: String,
    /// `shape` plus every word that a model reads.
    pub text: String,
    /// Digest of the comparison of each field, and of the required fields.
    pub comparison: String,
}

/// The data set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DataRecord {
    /// The file as the user named it.
    pub path: String,
    /// Digest of its items in a canonical form: the order of lines, white space and ids' order
    /// don't change it.
    pub digest: String,
    /// Items in the set.
    pub items: u64,
    /// Number of items with an expected answer.
    pub expected: u64,
    /// Groups of items that belong together; `None`: each item stands alone.
    pub clusters: Option<u64>,
}

/// The rule by which it was decided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct QualificationRule {
    /// By how much a candidate may be worse than the reference, as a proportion of items.
    pub margin: f64,
    /// The probability of passing a candidate that is worse than that, at most.
    pub alpha: f64,
    /// When the run stops.
    pub design: Design,
    /// Orders the items, and everything else that is drawn.
    pub seed: u64,
    /// Fewer items than this decide nothing.
    pub least_items: u64,
}

/// One model's calls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Arm {
    /// `vendor/model`
    pub model: String,
    /// The dialect that carried the contract.
    pub dialect: String,
    /// Digest of the contract as the model received it:
    /// [`Adapted::digest`](crate::dialect::Adapted::digest).
    pub adapter: String,
    /// The settings of its calls in one line; empty if none was set.
    #[serde(default)]
    pub parameters: String,
    /// The models that the vendor says have served, with the number of answers of each.
    pub served: BTreeMap<String, u64>,
    /// Calls that were paid or tried.
    pub calls: u64,
    /// Share of answers, of all calls, that satisfied the contract.
    pub conformance: Interval,
    /// Calls without a value, by class of failure.
    pub failures: BTreeMap<String, u64>,
    /// From the request to the last byte, of answered calls; `None`: none was answered.
    pub latency: Option<Latency>,
    /// From the request to the first token, where the answer was streamed.
    pub first_token: Option<Latency>,
    /// The cost of the calls.
    pub cost: CostSummary,
}

/// The model that graded fields with a rubric, and how far it is to be believed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct JudgeRecord {
    /// Its calls: two per pair of values, one for each order.
    pub arm: Arm,
    /// Its equal opinions in both orders, of the pairs that counted.
    pub consistency: Consistency,
}

impl JudgeRecord {
    /// Returns the reason why its gradings decide nothing, or `None` if it is consistent enough.
    #[must_use]
    pub fn doubt(&self) -> Option<String> {
        let reason = self.consistency.reason()?;
        Some(format!(
            "what {} judged decides nothing: {reason}",
            self.arm.model
        ))
    }

    /// Returns a sentence that names the judge, its consistency and its cost.
    #[must_use]
    pub fn summary(&self) -> String {
        let Consistency {
            pairs,
            consistent,
            failed,
        } = self.consistency;
        format!(
            "judged by {}: the same in both orders for {consistent} of {pairs} pairs, {failed} more without a grade; {} calls, {}",
            self.arm.model, self.arm.calls, self.arm.cost.total
        )
    }
}

/// Quantiles of times, in microseconds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Latency {
    /// The median.
    pub p50: Interval,
    /// Nine of ten are faster.
    pub p90: Interval,
    /// 99 of 100 are faster.
    pub p99: Interval,
    /// All times, sorted, for the picture.
    pub all: Latencies,
}

/// Times in microseconds, sorted.
pub type Latencies = Vec<u64>;

/// The cost of one model's calls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CostSummary {
    /// All together.
    pub total: Usd,
    /// In US dollars per call; `None`: no call.
    pub per_call: Option<Interval>,
    /// Input tokens of all calls.
    pub input_tokens: u64,
    /// Output tokens of all calls.
    pub output_tokens: u64,
}

/// A number and where it lies with the confidence `level`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(
    clippy::exhaustive_structs,
    reason = "a number with its bounds; nothing more will belong to it"
)]
pub struct Interval {
    /// The measured value.
    pub estimate: f64,
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
    /// The confidence of both bounds together, such as 0.95.
    pub level: f64,
}

/// One candidate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Candidate {
    /// Its calls.
    pub arm: Arm,
    /// May it stand in for the reference?
    pub verdict: Verdict,
    /// The reasons, in sentences; the first is the one that decided.
    pub reasons: Vec<String>,
    /// Pairs of answers that were compared.
    pub pairs: u64,
    /// Per field, in the contract's order; an empty `pointer` is the whole document.
    pub fields: Vec<FieldResult>,
    /// Items whose answers differ, the worst first; at most as many as the run was asked to keep.
    pub disagreements: Vec<Disagreement>,
}

/// One field, over all pairs.
///
/// Both models are compared with one truth per item: the item's expected answer or, if it has none,
/// the reference's answer; then the reference's *second* answer represents the reference, so that
/// its own noise isn't charged to the candidate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct FieldResult {
    /// Where, such as `/lines/*/sku`; empty for the whole document.
    pub pointer: String,
    /// The method of comparison, in words: `exact`, `token F1 ≥ 0.8`.
    pub method: String,
    /// The field's part in the decision.
    pub requirement: Requirement,
    /// Items on which the field was compared.
    pub items: u64,
    /// Items that the judge gave no grade, beside those. They count against the candidate: a pass
    /// holds even if only the reference was right on them.
    #[serde(default)]
    pub ungraded: u64,
    /// Share of the candidate's right answers.
    pub candidate: Interval,
    /// Share of the reference's right answers.
    pub reference: Interval,
    /// Candidate minus reference, of paired items. The interval is made for a number of items that
    /// was fixed beforehand: of the sequential design, which stops because of what it has seen, it
    /// describes and decides nothing; [`p_value`](Self::p_value) decides.
    pub difference: Interval,
    /// Items on which only the reference was right.
    pub only_reference: u64,
    /// Items on which only the candidate was right.
    pub only_candidate: u64,
    /// The mean score of the candidate where scores are finer than right and wrong.
    pub mean_score: f64,
    /// The p-value of "the candidate is worse by the margin or more"; for the sequential design
    /// 1/e, which is valid at any time.
    pub p_value: f64,
    /// The verdict on this field alone.
    pub verdict: Verdict,
}

/// One item on which candidate and truth differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Disagreement {
    /// The item's id.
    pub id: String,
    /// The item's input as JSON text.
    pub input: String,
    /// The expected value, as JSON text.
    pub expected: Option<String>,
    /// The reference.
    pub reference: Side,
    /// The candidate.
    pub candidate: Side,
    /// Where they differ, as JSON Pointers into the candidate's document, the worst first.
    pub pointers: Vec<String>,
    /// The share of required fields that agree; the list is sorted by it.
    pub score: f64,
}

/// One model's answer to one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Side {
    /// A value that keeps the contract, as JSON text.
    Answer {
        /// The document.
        json: String,
    },
    /// None.
    Failure {
        /// The class of failure in words.
        class: String,
        /// The error in words.
        message: String,
    },
}
