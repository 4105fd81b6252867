//! The closed set of ways in which a call can fail.

use std::fmt;

use serde::Serialize;

/// What went wrong, by who must act.
///
/// Said once, here; providers classify into it, plans trigger on it, receipts record it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FailureClass {
    /// The vendor asks for fewer requests (429 that says rate).
    RateLimited,
    /// Credits, quota or a spend limit are used up (402, 429 `insufficient_quota`): a person must pay or raise it.
    QuotaExhausted,
    /// The vendor has no capacity (503, 529).
    Overloaded,
    /// The vendor failed (500, 502, 504).
    ServerError,
    /// No connection, TLS included, or it broke before the answer began.
    Unreachable,
    /// A time limit passed.
    TimedOut,
    /// The answer broke off or lacks its terminator.
    Interrupted,
    /// The vendor's envelope is not what its API documents: HTML, an empty body, another JSON.
    Malformed,
    /// The answer is larger than the limit that was set for it.
    TooLarge,
    /// The model's output deviates from the contract; see [`Drift`](crate::Drift).
    Drifted,
    /// The model ran into its output limit before the document was complete.
    Truncated,
    /// The model refused.
    Refused,
    /// A content filter stopped the prompt or the answer.
    Filtered,
    /// Another model served than the one asked for, or it can't be told which.
    Substituted,
    /// The prompt is longer than the model's context.
    ContextExceeded,
    /// The vendor rejects the contract's schema, or finds it too complex.
    SchemaRejected,
    /// The vendor rejects the request (400 and its kin).
    BadRequest,
    /// The key is wrong or lacks rights (401, 403).
    Unauthorized,
    /// There is no such model or endpoint (404).
    NotFound,
}

impl FailureClass {
    /// The class in words, lower case; the same in messages, receipts and metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RateLimited => "rate limited",
            Self::QuotaExhausted => "quota exhausted",
            Self::Overloaded => "overloaded",
            Self::ServerError => "server error",
            Self::Unreachable => "unreachable",
            Self::TimedOut => "timed out",
            Self::Interrupted => "interrupted",
            Self::Malformed => "malformed reply",
            Self::TooLarge => "reply too large",
            Self::Drifted => "drifted from the contract",
            Self::Truncated => "truncated",
            Self::Refused => "refused",
            Self::Filtered => "filtered",
            Self::Substituted => "served by another model",
            Self::ContextExceeded => "context exceeded",
            Self::SchemaRejected => "schema rejected",
            Self::BadRequest => "bad request",
            Self::Unauthorized => "unauthorized",
            Self::NotFound => "not found",
        }
    }
}

impl fmt::Display for FailureClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
