//! What is known of one model on one prompt.

use super::verdict::{Design, Verdict};
use crate::estimate::{Estimate, Measured};
use crate::money::Usd;
use crate::shape::Requirement;

/// One model on one prompt: what was asked, of whom, on which data, and what came of it.
///
/// Models that failed have entries as well, so that "failed" can be told from "never tried".
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
    /// What the evidence hangs on.
    pub fingerprints: Fingerprints,
    /// The dialect that carried the contract.
    pub dialect: String,
    /// What the model was sent of the contract: [`Adapted::digest`](crate::dialect::Adapted::digest).
    pub adapter: String,
    /// The models that the vendor says have served, in the order of their names.
    pub served: Vec<String>,
    /// The data set.
    pub data: Data,
    /// How it was decided.
    pub rule: Rule,
    /// Calls of the candidate.
    pub calls: u64,
    /// Pairs of answers that were compared.
    pub pairs: u64,
    /// How many answers kept the contract, of all calls; `None`: no number came of it.
    pub conformance: Option<Estimate>,
    /// From the request to the last byte, in microseconds; `None`: no call was answered.
    pub latency: Option<Quantiles>,
    /// From the request to the first token, in microseconds, where answers were streamed.
    pub first_token: Option<Quantiles>,
    /// What the candidate's calls cost together.
    pub cost: Usd,
    /// In US dollars per call.
    pub cost_per_call: Option<Estimate>,
    /// Who graded fields with a rubric; `None`: no field has one, or there was no judge.
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
    /// Of them: those on which both orders led to the same.
    pub consistent: u64,
    /// Pairs that it gave no grade.
    pub failed: u64,
}

/// What an [`Entry`] hangs on: whichever changes makes it stale.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fingerprints {
    /// The contract's name; for people.
    pub contract: String,
    /// What the wire may carry.
    pub shape: String,
    /// `shape` and every word that a model reads.
    pub text: String,
    /// The prompt's name, its templates and the contract, as far as they are known while compiling: [`Prompt::template_fingerprint`](crate::Prompt::template_fingerprint).
    pub template: String,
    /// That and the few-shot examples: [`Prompt::prompt_fingerprint`](crate::Prompt::prompt_fingerprint).
    pub prompt: String,
    /// How each field is compared, and which are required.
    pub comparison: String,
}

/// The data set of an [`Entry`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Data {
    /// The file as the user named it.
    pub path: String,
    /// Of its items in a canonical form.
    pub digest: String,
    /// Items in the set.
    pub items: u64,
}

/// How an [`Entry`] was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
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
    /// How values were compared, in words.
    pub method: String,
    /// Whether it decided.
    pub requirement: Requirement,
    /// Of this field alone.
    pub verdict: Verdict,
    /// Items on which the field was compared.
    pub items: u64,
    /// How often the candidate was right.
    pub candidate: Estimate,
    /// How often the reference was right.
    pub reference: Estimate,
    /// Candidate minus reference, of paired items; of the sequential design the interval describes, and decides nothing.
    pub difference: Estimate,
    /// The p-value of "the candidate is worse by the margin or more".
    pub p_value: Measured,
}

impl Entry {
    /// The command that makes the entry anew.
    #[must_use]
    pub fn renewal(&self) -> String {
        self.renewal_with(&self.reference, None)
    }

    /// The same, with the place of another model in question, and perhaps by another judge.
    pub(super) fn renewal_with(&self, reference: &str, judge: Option<&str>) -> String {
        let mut command = renewal(&self.prompt, Some(&self.data.path), reference, &self.model);
        if let Some(before) = &self.judge {
            command.push_str(" --judge ");
            command.push_str(&word(judge.unwrap_or(&before.model)));
        }
        command
    }

    /// What keeps the verdict from following from the rest of the entry; `None`: it does.
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
