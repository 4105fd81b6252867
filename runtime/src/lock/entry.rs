//! Evidence of one model on one prompt.

use super::verdict::{Design, Verdict};
use crate::estimate::{Estimate, Measured};
use crate::money::Usd;
use crate::shape::Requirement;

/// One model on one prompt: what was asked, of whom, on which data, and what came of it.
///
/// Models that failed have entries as well, so that "failed" can be distinguished from "never
/// tried".
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// The prompt's name.
    pub prompt: String,
    /// The model that would stand in, `vendor/model`.
    pub model: String,
    /// May it?
    pub verdict: Verdict,
    /// The sentence that decided.
    pub reason: String,
    /// The day of the run, `YYYY-MM-DD` (UTC).
    pub date: String,
    /// The last day on which the evidence counts, `YYYY-MM-DD` (UTC).
    pub expires: String,
    /// The model that it was held against, `vendor/model`.
    pub reference: String,
    /// The fingerprints that the evidence depends on.
    pub fingerprints: Fingerprints,
    /// The dialect that carried the contract.
    pub dialect: String,
    /// Digest of the contract as the model received it:
    /// [`Adapted::digest`](crate::dialect::Adapted::digest).
    pub adapter: String,
    /// The settings of the candidate's calls in one line, as
    /// [`Current::parameters`](super::Current::parameters()) takes them; empty if none was set.
    pub parameters: String,
    /// The settings of the reference's calls.
    pub reference_parameters: String,
    /// The models that the vendor says have served, in the order of their names.
    pub served: Vec<String>,
    /// The data set.
    pub data: Data,
    /// The rule of the decision.
    pub rule: DecisionRule,
    /// Calls of the candidate.
    pub calls: u64,
    /// Pairs of answers that were compared.
    pub pairs: u64,
    /// The share of answers, of all calls, that satisfied the contract; `None` if there is no
    /// number.
    pub conformance: Option<Estimate>,
    /// From the request to the last byte, in microseconds; `None`: no call was answered.
    pub latency: Option<Quantiles>,
    /// From the request to the first token, in microseconds, where answers were streamed.
    pub first_token: Option<Quantiles>,
    /// The cost of all calls of the candidate.
    pub cost: Usd,
    /// In US dollars per call.
    pub cost_per_call: Option<Estimate>,
    /// The judge that graded fields with a rubric; `None` if no field has one, or there was no
    /// judge.
    pub judge: Option<JudgeEntry>,
    /// Per field, in the contract's order; an empty pointer is the whole document.
    pub fields: Vec<FieldEntry>,
}

/// The model that graded fields with a rubric, for an [`Entry`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct JudgeEntry {
    /// `vendor/model`
    pub model: String,
    /// Pairs of values that it graded in both orders.
    pub pairs: u64,
    /// Number of gradings in which both orders led to an equal result.
    pub consistent: u64,
    /// Pairs that it gave no grade.
    pub failed: u64,
}

/// The fingerprints that an [`Entry`] depends on: a change of any of them makes it stale.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fingerprints {
    /// The contract's name; for people.
    pub contract: String,
    /// Fingerprint of everything that the wire may carry.
    pub shape: String,
    /// `shape` and every word that a model reads.
    pub text: String,
    /// The prompt's name, its templates and the contract, as far as they are known while compiling:
    /// [`Prompt::template_fingerprint`](crate::Prompt::template_fingerprint).
    pub template: String,
    /// That and the few-shot examples:
    /// [`Prompt::prompt_fingerprint`](crate::Prompt::prompt_fingerprint).
    pub prompt: String,
    /// Digest of the comparison of each field, and of the required fields.
    pub comparison: String,
}

/// The data set of an [`Entry`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Data {
    /// The file as the user named it.
    pub path: String,
    /// Digest of its items in a canonical form.
    pub digest: String,
    /// Items in the set.
    pub items: u64,
}

/// The rule by which an [`Entry`] was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecisionRule {
    /// By how much the candidate may be worse than the reference, as a proportion of items.
    pub margin: Measured,
    /// The probability of passing a candidate that is worse than that, at most.
    pub alpha: Measured,
    /// When the run stopped.
    pub design: Design,
    /// Fewer items than this decide nothing.
    pub least_items: u64,
}

/// Quantiles of times, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Quantiles {
    /// The median.
    pub p50: Estimate,
    /// Nine of ten are faster.
    pub p90: Estimate,
    /// 99 of 100 are faster.
    pub p99: Estimate,
}

/// One field of an [`Entry`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldEntry {
    /// Where, such as `/lines/*/sku`; empty for the whole document.
    pub pointer: String,
    /// The method of comparison, in words.
    pub method: String,
    /// The field's part in the decision.
    pub requirement: Requirement,
    /// The verdict on this field alone.
    pub verdict: Verdict,
    /// Items on which the field was compared.
    pub items: u64,
    /// The share of the candidate's right answers.
    pub candidate: Estimate,
    /// The share of the reference's right answers.
    pub reference: Estimate,
    /// Candidate minus reference, of paired items; of the sequential design the interval describes,
    /// and decides nothing.
    pub difference: Estimate,
    /// The p-value of "the candidate is worse by the margin or more".
    pub p_value: Measured,
}

impl Entry {
    /// Returns the command that renews the entry.
    #[must_use]
    pub fn renewal(&self) -> String {
        self.renewal_with(&self.reference, None)
    }

    /// Returns the renewing command with another reference, and possibly another judge.
    pub(super) fn renewal_with(&self, reference: &str, judge: Option<&str>) -> String {
        let mut command = renewal(&self.prompt, Some(&self.data.path), reference, &self.model);
        if let Some(before) = &self.judge {
            command.push_str(" --judge ");
            command.push_str(&word(judge.unwrap_or(&before.model)));
        }
        command
    }

    /// Returns the reason why the verdict doesn't follow from the rest of the entry, or `None` if
    /// it does.
    pub(super) fn contradiction(&self) -> Option<String> {
        if self.expires < self.date {
            return Some(format!(
                "the evidence expires on {}, before the day of the run, {}",
                self.expires, self.date
            ));
        }
        if self.verdict != Verdict::Passed {
            return None;
        }
        if self.pairs == 0 || self.conformance.is_none() {
            return Some("the verdict is `passed`, and nothing was compared".to_owned());
        }
        let held_back = self.fields.iter().find(|field| {
            field.requirement == Requirement::Required && field.verdict != Verdict::Passed
        })?;
        Some(format!(
            "the verdict is `passed`, and that of the required field `{}` is `{}`",
            held_back.pointer, held_back.verdict
        ))
    }
}

/// The command that compares two models on a prompt.
pub(crate) fn renewal(prompt: &str, data: Option<&str>, reference: &str, model: &str) -> String {
    format!(
        "contracts qualify {} --data {} --reference {} --candidate {}",
        word(prompt),
        data.map_or_else(|| "FILE".to_owned(), word),
        word(reference),
        word(model)
    )
}

/// An argument as a shell reads it.
fn word(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:@+=".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}
