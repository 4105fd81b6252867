//! Faults of a rehearsal.

use std::fmt;
use std::time::Duration;

use serde::{Serialize, Serializer};

use super::drift::{DriftKind, Intact};
use super::script::{Reply, RetryAfter};
use crate::failure::FailureClass;

/// The wait in seconds that a throttled call is asked for.
const WAIT_S: u32 = 2;

/// Longer than any limit: only a limit ends it.
const SILENCE: Duration = Duration::from_secs(600);

/// The model that serves instead of the one that was asked for.
const ANOTHER: &str = "another-model-than-asked-for";

/// A fault that is injected into every answer of one model of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// Nothing: the model answers.
    Nothing,
    /// Status 429, with this word on how long to wait.
    RateLimited(RetryAfter),
    /// The account has nothing left: status 429 with the vendor's word for that, or 402.
    OutOfQuota,
    /// Status 500.
    ServerError,
    /// An error within a success, in words that are not known.
    UnknownError,
    /// Status 503.
    Unavailable,
    /// Status 529.
    Overloaded,
    /// Status 429 once; then the model answers.
    RateLimitedOnce,
    /// Status 503 once; then the model answers.
    UnavailableOnce,
    /// Nobody listens where the model should be.
    ConnectionRefused,
    /// The connection is reset before anything comes.
    ConnectionReset,
    /// The headers come, and no output.
    SlowFirstToken,
    /// Output comes, and stops coming.
    Stall,
    /// The connection is closed within the output.
    CutStream,
    /// The model refuses.
    Refusal,
    /// A content filter stops the answer.
    ContentFilter,
    /// The model reaches its output limit within the document.
    Truncation,
    /// Another model serves.
    Substitution,
    /// The answer deviates from the contract.
    Drift(DriftKind),
    /// A value that the prompt's `choices` bind isn't one of them. Tried only for a prompt that has
    /// some.
    UnlistedChoice,
    /// A text that the prompt's `quotes` bind stands nowhere in the input. Tried only for a prompt
    /// that has some.
    InventedQuote,
    /// Nothing is left of the ceilings of the plan's budget that count this model and none of the
    /// models before it.
    BudgetExhausted,
    /// The model has failed before, so that its breaker is open.
    BreakerOpen,
    /// The model's answers have broken the contract before, so that its quality breaker is open.
    QualityBreakerOpen,
}

impl Fault {
    /// Returns every fault, in the order of the table.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all = vec![
            Self::Nothing,
            Self::RateLimited(RetryAfter::Unsaid),
            Self::RateLimited(RetryAfter::Seconds(WAIT_S)),
            Self::RateLimited(RetryAfter::Millis(WAIT_S.saturating_mul(1000))),
            Self::RateLimited(RetryAfter::Date(WAIT_S)),
            Self::RateLimited(RetryAfter::Body(WAIT_S)),
            Self::OutOfQuota,
            Self::ServerError,
            Self::UnknownError,
            Self::Unavailable,
            Self::Overloaded,
            Self::RateLimitedOnce,
            Self::UnavailableOnce,
            Self::ConnectionRefused,
            Self::ConnectionReset,
            Self::SlowFirstToken,
            Self::Stall,
            Self::CutStream,
            Self::Refusal,
            Self::ContentFilter,
            Self::Truncation,
            Self::Substitution,
        ];
        all.extend(DriftKind::ALL.iter().copied().map(Self::Drift));
        all.extend([
            Self::UnlistedChoice,
            Self::InventedQuote,
            Self::BudgetExhausted,
            Self::BreakerOpen,
            Self::QualityBreakerOpen,
        ]);
        all
    }

    /// Returns the class of failure that it is, where it isn't accepted.
    #[must_use]
    pub const fn class(self) -> Option<FailureClass> {
        Some(match self {
            Self::Nothing => return None,
            Self::RateLimited(_) | Self::RateLimitedOnce => FailureClass::RateLimited,
            Self::OutOfQuota => FailureClass::QuotaExhausted,
            Self::ServerError => FailureClass::ServerError,
            Self::UnknownError => FailureClass::UnknownError,
            Self::Unavailable | Self::UnavailableOnce | Self::Overloaded => {
                FailureClass::Overloaded
            }
            Self::ConnectionRefused | Self::ConnectionReset => FailureClass::Unreachable,
            Self::SlowFirstToken | Self::Stall => FailureClass::TimedOut,
            Self::CutStream => FailureClass::Interrupted,
            Self::Refusal => FailureClass::Refused,
            Self::ContentFilter => FailureClass::Filtered,
            Self::Truncation => FailureClass::Truncated,
            Self::Substitution => FailureClass::Substituted,
            Self::Drift(_) | Self::UnlistedChoice | Self::InventedQuote => FailureClass::Drifted,
            Self::BudgetExhausted => FailureClass::BudgetExceeded,
            Self::BreakerOpen => FailureClass::BreakerOpen,
            Self::QualityBreakerOpen => FailureClass::QualityBreakerOpen,
        })
    }

    /// Returns `true` if the model answers when it is asked again.
    pub(super) const fn passes(self) -> bool {
        matches!(self, Self::RateLimitedOnce | Self::UnavailableOnce)
    }

    /// The reply that injects it into `intact`, or what there would have to be for that.
    pub(super) fn reply(self, intact: &Intact<'_>) -> Result<Reply, &'static str> {
        let answer = || Reply::answer(intact.wire);
        Ok(match self {
            // All but the first are not the server's to do.
            Self::Nothing
            | Self::ConnectionRefused
            | Self::BudgetExhausted
            | Self::BreakerOpen
            | Self::QualityBreakerOpen => answer(),
            Self::RateLimited(retry_after) => Reply::rate_limited(retry_after),
            Self::OutOfQuota => Reply::out_of_quota(),
            Self::ServerError => Reply::server_error(),
            Self::UnknownError => Reply::unknown_error(),
            Self::RateLimitedOnce => Reply::rate_limited(RetryAfter::Unsaid),
            Self::Unavailable | Self::UnavailableOnce => Reply::unavailable(),
            Self::Overloaded => Reply::overloaded(),
            Self::ConnectionReset => Reply::reset(),
            Self::SlowFirstToken => answer().first_piece_after(SILENCE),
            Self::Stall => answer().stall(SILENCE),
            Self::CutStream => answer().cut(),
            Self::Refusal => Reply::refusal(),
            Self::ContentFilter => Reply::filtered(),
            Self::Truncation => {
                let cut = intact.drift(DriftKind::TruncatedJson);
                Reply::truncated(cut.unwrap_or_default())
            }
            Self::Substitution => answer().served_by(ANOTHER),
            Self::Drift(kind) => Reply::answer(intact.drift(kind)?),
            Self::UnlistedChoice => Reply::answer(intact.unlisted()?),
            Self::InventedQuote => Reply::answer(intact.invented()?),
        })
    }
}

/// In words, lower case.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nothing => "nothing",
            Self::RateLimited(RetryAfter::Unsaid) => "429",
            Self::RateLimited(RetryAfter::Seconds(_)) => "429, retry-after in seconds",
            Self::RateLimited(RetryAfter::Millis(_)) => "429, retry-after-ms",
            Self::RateLimited(RetryAfter::Date(_)) => "429, retry-after as a date",
            Self::RateLimited(RetryAfter::Body(_)) => "429, delay in the body",
            Self::OutOfQuota => "out of quota",
            Self::ServerError => "500",
            Self::UnknownError => "unknown error",
            Self::Unavailable => "503",
            Self::Overloaded => "529",
            Self::RateLimitedOnce => "429 once",
            Self::UnavailableOnce => "503 once",
            Self::ConnectionRefused => "connection refused",
            Self::ConnectionReset => "connection reset",
            Self::SlowFirstToken => "slow first token",
            Self::Stall => "stall",
            Self::CutStream => "cut stream",
            Self::Refusal => "refusal",
            Self::ContentFilter => "content filter",
            Self::Truncation => "truncation",
            Self::Substitution => "substitution",
            Self::Drift(kind) => return write!(f, "drift: {kind}"),
            Self::UnlistedChoice => "drift: a choice that isn't one",
            Self::InventedQuote => "drift: an invented quotation",
            Self::BudgetExhausted => "budget exhausted",
            Self::BreakerOpen => "breaker open",
            Self::QualityBreakerOpen => "quality breaker open",
        })
    }
}

/// As its words.
impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
