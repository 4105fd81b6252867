//! What happened: one record per call, kept on success and on failure.

mod show;

use std::time::Duration;

use serde::{Serialize, Serializer};

use crate::dialect::{Loss, Step};
use crate::failure::FailureClass;
use crate::grade::Grade;
use crate::limit::Limit;
use crate::money::Usd;
use crate::served::Served;
use crate::usage::Usage;

/// The layout of the serialised receipt; raised when a field changes its meaning or goes.
pub const RECEIPT_VERSION: u32 = 1;

/// Who served an answer, what it cost and how long it took. It exists whether the call succeeded or not, and holds neither keys nor the
/// prompt's or the answer's text.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Receipt {
    /// The layout; see [`RECEIPT_VERSION`].
    pub version: u32,
    /// What was asked.
    pub prompt: PromptRecord,
    /// What the answer was held to.
    pub contract: ContractRecord,
    /// Every attempt, in order; empty if none was made.
    pub attempts: Vec<Attempt>,
    /// When the call began, in milliseconds since 1970-01-01 UTC.
    pub started_unix_ms: u64,
    /// From the call to its result.
    #[serde(rename = "elapsed_us", serialize_with = "micros")]
    pub elapsed: Duration,
}

/// The prompt of a [`Receipt`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PromptRecord {
    /// [`Prompt::NAME`](crate::Prompt::NAME)
    pub name: String,
    /// Templates, examples and contract text in 128 bits.
    pub fingerprint: String,
}

/// The contract of a [`Receipt`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ContractRecord {
    /// The type's name.
    pub name: String,
    /// Fingerprint of what the wire may carry.
    pub shape: String,
    /// Fingerprint of the shape and every word of it.
    pub text: String,
}

/// One try of one model.
#[derive(Debug, Clone, Default, Serialize)]
#[non_exhaustive]
pub struct Attempt {
    /// The provider's name.
    pub provider: String,
    /// Where the request went, without credentials.
    pub base_url: String,
    /// The dialect that carried the contract.
    pub dialect: String,
    /// The model that was asked for.
    pub requested_model: String,
    /// The model that the provider says has served.
    pub served_model: Option<String>,
    /// What follows from both.
    pub served: Option<Served>,
    /// How the attempt failed; `None`: it did not.
    pub failure: Option<FailureClass>,
    /// The time limit that ended it, if one did.
    pub limit: Option<Limit>,
    /// The vendor's own error code.
    pub code: Option<String>,
    /// HTTP status.
    pub status: Option<u16>,
    /// The vendor's id for support requests.
    pub request_id: Option<String>,
    /// Tokens, as the vendor told them.
    pub usage: Option<Usage>,
    /// What `usage` costs at the model's price; `None` where one of them is unknown.
    pub cost: Option<Usd>,
    /// From sending to the response's headers.
    #[serde(rename = "headers_after_us", serialize_with = "optional_micros")]
    pub headers_after: Option<Duration>,
    /// From sending to the first piece of the model's output, reasoning included; where an answer isn't streamed, to the whole of it.
    #[serde(rename = "first_token_after_us", serialize_with = "optional_micros")]
    pub first_token_after: Option<Duration>,
    /// From sending to the end of the attempt.
    #[serde(rename = "elapsed_us", serialize_with = "micros")]
    pub elapsed: Duration,
    /// How long the vendor asked to wait.
    #[serde(rename = "retry_after_us", serialize_with = "optional_micros")]
    pub retry_after: Option<Duration>,
    /// Of the output tokens: those that the contract left no choice about (models in the process).
    pub forced_tokens: Option<u64>,
    /// Reversible rewrites that the answer was asked to come in, and that were undone before decoding.
    pub steps: Vec<Step>,
    /// Rules that the dialect could not carry; the prompt said them, the decoder held them.
    pub losses: Vec<Loss>,
    /// What the model's answers are good for, where that is known (models in the process).
    pub grade: Option<Grade>,
    /// SHA-256 of the weights, for models in the process.
    pub model_digest: Option<String>,
    /// The document was closed because the output limit was near: it is valid, and what it says may be cut short.
    pub closed_early: bool,
    /// How many places of the answer deviated.
    pub violations: usize,
}

impl Receipt {
    /// The attempt that gave the answer.
    #[must_use]
    pub fn answered(&self) -> Option<&Attempt> {
        self.attempts
            .iter()
            .find(|attempt| attempt.failure.is_none())
    }

    /// What all attempts cost together, as far as prices and usage are known.
    #[must_use]
    pub fn cost(&self) -> Option<Usd> {
        let mut known = self.attempts.iter().filter_map(|attempt| attempt.cost);
        let first = known.next()?;
        known.try_fold(first, Usd::checked_add)
    }
}

fn micros<S: Serializer>(time: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(u64::try_from(time.as_micros()).unwrap_or(u64::MAX))
}

#[allow(clippy::ref_option, reason = "serde hands the field over by reference")]
fn optional_micros<S: Serializer>(
    time: &Option<Duration>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match time {
        Some(time) => micros(time, serializer),
        None => serializer.serialize_none(),
    }
}
