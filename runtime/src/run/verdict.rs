//! The meaning of a failed call for its document and for the run.

use crate::failure::FailureClass;

/// The reaction to a failed call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The document has its end: the model would fail on it again.
    Final,
    /// The document is asked again, a few times; then it has failed, unless everything fails.
    Again,
    /// Nothing is wrong with the document: the vendor refuses calls, so there are fewer of them.
    SlowDown,
    /// It does not fit what is left of a budget; a smaller one may.
    TooDear,
    /// No further call can succeed.
    Pause,
}

/// Returns the reaction to a class of failures.
pub(super) const fn verdict(class: FailureClass) -> Verdict {
    match class {
        FailureClass::Drifted
        | FailureClass::Truncated
        | FailureClass::Refused
        | FailureClass::Filtered
        | FailureClass::TooLarge
        | FailureClass::ContextExceeded
        | FailureClass::Malformed
        | FailureClass::BadRequest
        | FailureClass::UnknownError
        | FailureClass::Substituted => Verdict::Final,
        FailureClass::ServerError
        | FailureClass::Interrupted
        | FailureClass::Unreachable
        | FailureClass::TimedOut
        | FailureClass::OutOfTime => Verdict::Again,
        FailureClass::RateLimited
        | FailureClass::Overloaded
        | FailureClass::BreakerOpen
        | FailureClass::QualityBreakerOpen => Verdict::SlowDown,
        FailureClass::BudgetExceeded => Verdict::TooDear,
        FailureClass::QuotaExhausted
        | FailureClass::SchemaRejected
        | FailureClass::Unauthorized
        | FailureClass::NotFound
        | FailureClass::Cancelled => Verdict::Pause,
    }
}
