//! The problems with one model of a plan.

use std::fmt;
use std::time::Duration;

use crate::catalogue::succession;
use crate::dialect::Unsupported;
use crate::media::{MediaKind, MediaProblem};
use crate::money::{AmountError, Usd};
use crate::provider::ConfigError;

/// A problem with one model of a plan; printed, it is a sentence with the remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ModelProblem {
    /// The provider can't be used as it is set up.
    Provider(ConfigError),
    /// A time limit is invalid.
    TimeLimit {
        /// A sentence with the remedy.
        sentence: String,
    },
    /// The plan's deadline passes before the first-token limit does.
    DeadlineTooShort {
        /// The deadline of a call.
        deadline: Duration,
        /// The limit on the wait for the first token.
        first_token: Duration,
    },
    /// A parameter is invalid, whatever the model.
    Parameter {
        /// A sentence with the remedy.
        sentence: String,
    },
    /// The model has no id.
    NoId,
    /// The expected time is zero.
    ZeroExpectedTime,
    /// The largest reply is zero bytes.
    ZeroReply,
    /// The price is zero, and nobody declared the model to be free.
    UndeclaredPrice,
    /// The vendor has no such model, as far as is known.
    Unknown {
        /// The vendor.
        vendor: String,
        /// The known model that was probably meant, as a sentence.
        advice: String,
    },
    /// The vendor has shut the model down.
    ShutDown {
        /// The day, as `YYYY-MM-DD`.
        day: String,
        /// The model that the vendor names as its successor; `None` if none is known.
        successor: Option<String>,
        /// The source of this fact in the catalogue, and its date.
        source: String,
    },
    /// The model doesn't take the dialect.
    Dialect {
        /// The dialect.
        dialect: &'static str,
        /// The source of this fact in the catalogue, and its date.
        source: String,
    },
    /// The model doesn't take a setting.
    Setting {
        /// The setting, as the method of [`Model`](crate::provider::Model) that sets it.
        setting: String,
        /// The source of this fact in the catalogue, and its date.
        source: String,
    },
    /// The model takes a setting only where it doesn't reason, and it reasons.
    SettingWithReasoning {
        /// The setting, as the method of [`Model`](crate::provider::Model) that sets it.
        setting: String,
        /// The source of this fact in the catalogue, and its date.
        source: String,
    },
    /// The output limit is above the model's own.
    OutputLimit {
        /// The limit in tokens.
        limit: u32,
        /// The model's own limit in tokens.
        most: u64,
        /// The source of this fact in the catalogue, and its date.
        source: String,
    },
    /// The model can't be sent a kind of media that the prompt holds.
    Media(MediaProblem),
    /// The provider knows that the vendor would reject the request.
    Rejected {
        /// A sentence with the remedy.
        sentence: String,
    },
    /// The model's dialect can't carry a part of the contract.
    Unsupported(Unsupported),
    /// Money is limited, and the worst case of an attempt isn't known.
    CostUnknown(UnknownCost),
    /// An attempt may cost more than a call may, even for an empty prompt.
    AboveCeiling {
        /// The worst case of an attempt.
        worst: Usd,
        /// The ceiling of a call.
        ceiling: Usd,
        /// The setting by which the worst case falls.
        remedy: String,
    },
    /// A fallback may cost more than all fallbacks of a call may, even for an empty prompt.
    AboveAllowance {
        /// The worst case of an attempt.
        worst: Usd,
        /// The allowance for fallbacks.
        allowance: Usd,
        /// The setting by which the worst case falls.
        remedy: String,
    },
    /// The budget can never hold an attempt, even for an empty prompt.
    AboveBudget {
        /// The refusal of the budget.
        refusal: String,
        /// The setting by which the worst case falls.
        remedy: String,
    },
}

/// The reason why the worst case of an attempt isn't known.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnknownCost {
    /// The model has no price.
    NoPrice,
    /// The model's prices end below the size of the prompt.
    NoPriceFor {
        /// The most tokens that the prompt may have.
        tokens: u64,
    },
    /// Nothing bounds the tokens of a medium, neither its vendor's formula nor a known context.
    Media {
        /// The medium's kind.
        kind: MediaKind,
    },
    /// Nothing limits the output.
    NoOutputLimit,
    /// The amount can't be calculated.
    Amount(AmountError),
    /// The amount is too large to be calculated.
    TooLarge,
}

impl fmt::Display for ModelProblem {
    #[allow(clippy::too_many_lines, reason = "a sentence for each variant")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Provider(error) => error.fmt(f),
            Self::TimeLimit { sentence }
            | Self::Parameter { sentence }
            | Self::Rejected { sentence } => f.write_str(sentence),
            Self::DeadlineTooShort {
                deadline,
                first_token,
            } => write!(
                f,
                "the deadline of {} ms is shorter than the first-token limit of {} ms; shorten `first_token`, or lengthen `deadline`",
                deadline.as_millis(),
                first_token.as_millis()
            ),
            Self::NoId => {
                f.write_str("the model has no id; name one, such as `.model(\"gpt-6.1-terra\")`")
            }
            Self::ZeroExpectedTime => f.write_str(
                "the expected time is zero; give what most answers take, or drop `expected`",
            ),
            Self::ZeroReply => f.write_str("the largest reply is zero bytes; no document fits"),
            Self::UndeclaredPrice => f.write_str(
                "the model's price is zero, which nobody declared; write `.price(Price::free())` if it costs nothing",
            ),
            Self::Unknown { vendor, advice } => write!(
                f,
                "{vendor} has no such model as far as is known; {advice} If the id is right, add a row by `.catalogue(…)`"
            ),
            Self::ShutDown {
                day,
                successor,
                source,
            } => write!(
                f,
                "the vendor shut the model down on {day} ({source}); {}, or correct the row by `.catalogue(…)`",
                succession(successor.as_deref())
            ),
            Self::Dialect { dialect, source } => write!(
                f,
                "the model does not take the dialect `{dialect}` ({source}); choose another, or correct the row by `.catalogue(…)`"
            ),
            Self::Setting { setting, source } => write!(
                f,
                "the model takes no `{setting}` ({source}); leave `.{setting}(…)` out, or correct the row by `.catalogue(…)`"
            ),
            Self::SettingWithReasoning { setting, source } => write!(
                f,
                "the model takes `{setting}` only where it doesn't reason ({source}); set `.effort(\"none\")`, leave `.{setting}(…)` out, or correct the row by `.catalogue(…)`"
            ),
            Self::OutputLimit {
                limit,
                most,
                source,
            } => write!(
                f,
                "the output limit of {limit} tokens is above the model's own of {most} ({source})"
            ),
            Self::Media(problem) => problem.fmt(f),
            Self::Unsupported(unsupported) => unsupported.fmt(f),
            Self::CostUnknown(why) => why.fmt(f),
            Self::AboveCeiling {
                worst,
                ceiling,
                remedy,
            } => write!(
                f,
                "an attempt may cost {worst}, even for an empty prompt, and the ceiling of a call is {ceiling}; {remedy}, or raise the ceiling"
            ),
            Self::AboveAllowance {
                worst,
                allowance,
                remedy,
            } => write!(
                f,
                "as a fallback it may cost {worst}, even for an empty prompt, and the allowance for fallbacks is {allowance}; {remedy}, choose a cheaper model, or raise the allowance"
            ),
            Self::AboveBudget { refusal, remedy } => write!(
                f,
                "{refusal}, even for an empty prompt, so it could never be asked; {remedy}, or raise the budget"
            ),
        }
    }
}

impl fmt::Display for UnknownCost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPrice => f.write_str(
                "the model has no price, so what it may cost isn't known; set `.price(Price::per_million(…))`, or `.price(Price::free())` if it costs nothing",
            ),
            Self::NoPriceFor { tokens } => write!(
                f,
                "no price is recorded for prompts of up to {tokens} tokens, so its worst case isn't known; set `.price(…)`"
            ),
            Self::Media { kind } => write!(
                f,
                "nothing bounds the tokens of {}, so its worst case isn't known; add the model with its context by `.catalogue(…)`, or lift the limits on money",
                kind.with_article()
            ),
            Self::NoOutputLimit => f.write_str(
                "no output limit is known, so its worst case isn't; set `.max_output_tokens(…)`",
            ),
            Self::Amount(error) => write!(f, "its worst case can't be calculated: {error}"),
            Self::TooLarge => f.write_str(
                "its worst case is too large to be calculated; lower `.max_output_tokens(…)`",
            ),
        }
    }
}

impl From<UnknownCost> for ModelProblem {
    fn from(why: UnknownCost) -> Self {
        Self::CostUnknown(why)
    }
}
