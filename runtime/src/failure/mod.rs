//! The closed set of ways in which a call can fail, and what each means: one row per class.
//!
//! Providers classify into it, plans trigger on it, breakers count by it, receipts record it. What
//! may be done about a class is said here and nowhere else.

mod when;

pub use when::When;

use std::fmt;

use serde::{Deserialize, Serialize};

/// Permission to ask the same model again after a failure. A retry policy can do less than this,
/// never more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Retryable {
    /// It would fail again, or cost again for nothing.
    Never,
    /// Once within a call: every further try would cost the caller as long a wait again.
    Once,
    /// As often as the retry policy allows.
    Always,
}

/// Permission to go on to the next model of the plan after a failure. No setting overrides `Never`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fallback {
    /// Part of [`When::DEFAULT`], which an edge has that names no trigger of its own.
    ByDefault,
    /// Only where an edge names it.
    IfNamed,
    /// No edge can name it: [`When`] has no word for it.
    Never,
}

/// The meaning of a failure for a model's health; the breakers count by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Health {
    /// The vendor is failing.
    Failing,
    /// The vendor is failing, and too slow.
    TooSlow,
    /// The vendor answered, and the answer is no good: the quality breaker counts it, for the other
    /// one it is a success.
    Quality,
    /// Nothing: our own refusal, a mistake of the caller, a throttle.
    Neutral,
}

/// The person who must act so that a failure goes away; alarms are grouped by it, since each has
/// another responder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Actor {
    /// The vendor, or the network on the way.
    Vendor,
    /// The holder of the account with the vendor: credits, limits, keys, permitted models.
    Account,
    /// The operator of the application: its deadlines, limits and budgets.
    Operator,
    /// The author of the prompt, the contract and the plan.
    Author,
}

impl Actor {
    /// Returns the actor in one word, lower case; the same in messages, receipts and metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Vendor => "vendor",
            Self::Account => "account",
            Self::Operator => "operator",
            Self::Author => "author",
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Writes the enum, its table and the documentation of the table from the same rows.
macro_rules! classes {
    ($($(#[doc = $doc:literal])+ $class:ident = $name:literal, $words:literal, $retry:ident, $fallback:ident, $health:ident, $actor:ident;)+) => {
        /// A class of failure. A closed set; the permitted reactions to each class are in this
        /// table:
        ///
        /// | class | name, in words | [retry](Retryable) | [fallback](Fallback) | [health](Health) | [who must act](Actor) |
        /// |---|---|---|---|---|---|
        $(#[doc = concat!(
            "| [`", stringify!($class), "`](Self::", stringify!($class), ") | `", $name, "`, ", $words, " | ", stringify!($retry), " | ", stringify!($fallback), " | ",
            stringify!($health), " | ", stringify!($actor), " |"
        )])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum FailureClass {
            $($(#[doc = $doc])+ $class,)+
        }

        impl FailureClass {
            /// Every class, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$class),+];

            /// Returns the class in one word, such as `rate_limited`: as receipts, events and
            /// metrics name it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$class => $name,)+
                }
            }

            /// Returns the class in words, such as `rate limited`, as messages have it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$class => $words,)+
                }
            }

            /// Returns `true` if the same model may be asked again.
            #[must_use]
            pub const fn retry(self) -> Retryable {
                match self {
                    $(Self::$class => Retryable::$retry,)+
                }
            }

            /// Returns `true` if the next model of the plan may be asked.
            #[must_use]
            pub const fn fallback(self) -> Fallback {
                match self {
                    $(Self::$class => Fallback::$fallback,)+
                }
            }

            /// Returns the meaning for the model's health.
            #[must_use]
            pub const fn health(self) -> Health {
                match self {
                    $(Self::$class => Health::$health,)+
                }
            }

            /// Returns the person who must act.
            #[must_use]
            pub const fn actor(self) -> Actor {
                match self {
                    $(Self::$class => Actor::$actor,)+
                }
            }
        }
    };
}

// Sorted by who must act and how; a receipt's reader sees the names only, so the order may change.
classes! {
    /// The vendor asks for fewer requests (429 that says rate).
    RateLimited = "rate_limited", "rate limited", Always, ByDefault, Neutral, Account;
    /// Credits, quota or a spend limit are used up (402, 429 `insufficient_quota`): a person must
    /// pay or raise it.
    QuotaExhausted = "quota_exhausted", "quota exhausted", Never, IfNamed, Neutral, Account;
    /// The vendor has no capacity (503, 529, 498).
    Overloaded = "overloaded", "overloaded", Always, ByDefault, Failing, Vendor;
    /// The vendor failed (500, 502, 504).
    ServerError = "server_error", "server error", Always, IfNamed, Failing, Vendor;
    /// The vendor reports an error within a success, in words and codes that are not known. It may
    /// be a verdict, so it is neither retried nor a reason to ask another model, unless an edge
    /// names it.
    UnknownError = "unknown_error", "unknown error", Never, IfNamed, Neutral, Operator;
    /// No connection, TLS included, or it broke before the answer began.
    Unreachable = "unreachable", "unreachable", Always, ByDefault, Failing, Vendor;
    /// A time limit passed: to the first token, between tokens, or in all.
    TimedOut = "timed_out", "timed out", Once, ByDefault, TooSlow, Vendor;
    /// The answer broke off or lacks its terminator.
    Interrupted = "interrupted", "interrupted", Always, ByDefault, Failing, Vendor;
    /// The vendor's envelope is not what its API documents: HTML, an empty body, another JSON.
    Malformed = "malformed", "malformed reply", Once, IfNamed, Failing, Vendor;
    /// The answer is larger than the limit that was set for it.
    TooLarge = "too_large", "reply too large", Never, IfNamed, Neutral, Operator;
    /// The model's output deviates from the contract; see [`Drift`](crate::Drift). Asking again
    /// with the violations is a repair, not a retry.
    Drifted = "drifted", "drifted from the contract", Never, IfNamed, Quality, Author;
    /// The model ran into its output limit before the document was complete.
    Truncated = "truncated", "truncated", Never, IfNamed, Quality, Author;
    /// The model refused.
    Refused = "refused", "refused", Never, Never, Neutral, Author;
    /// A content filter stopped the prompt or the answer.
    Filtered = "filtered", "filtered", Never, Never, Neutral, Author;
    /// Another model served than the one asked for, or the one that served is unknown.
    Substituted = "substituted", "served by another model", Never, IfNamed, Neutral, Account;
    /// The prompt is longer than the model's context.
    ContextExceeded = "context_exceeded", "context exceeded", Never, Never, Neutral, Author;
    /// The vendor rejects the contract's schema, or finds it too complex.
    SchemaRejected = "schema_rejected", "schema rejected", Never, Never, Neutral, Author;
    /// The vendor rejects the request (400 and its kin).
    BadRequest = "bad_request", "bad request", Never, Never, Neutral, Author;
    /// The key is wrong or lacks rights (401, 403), or a proxy on the way wants one of its own
    /// (407).
    Unauthorized = "unauthorized", "unauthorized", Never, Never, Neutral, Account;
    /// There is no such model or endpoint (404).
    NotFound = "not_found", "not found", Never, Never, Neutral, Author;
    /// Our own refusal, before anything was sent: the call might cost more than a ceiling or a
    /// budget has left.
    BudgetExceeded = "budget_exceeded", "budget exceeded", Never, IfNamed, Neutral, Operator;
    /// Our own refusal, before anything was sent: the model has been failing, and its breaker is
    /// open.
    BreakerOpen = "breaker_open", "breaker open", Never, ByDefault, Neutral, Vendor;
    /// Our own refusal, before anything was sent: the model's answers have been breaking the
    /// contract, and its quality breaker is open.
    QualityBreakerOpen = "quality_breaker_open", "quality breaker open", Never, IfNamed, Neutral, Author;
    /// Our own refusal, before anything was sent: the model could not have finished in the time
    /// left.
    OutOfTime = "out_of_time", "out of time", Never, Never, Neutral, Operator;
    /// The call's future was dropped before its end.
    Cancelled = "cancelled", "cancelled", Never, Never, Neutral, Operator;
}

/// In words, such as `rate limited`.
impl fmt::Display for FailureClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
