//! A call without an answer.

use std::error::Error as StdError;
use std::fmt::{self, Write as _};

use crate::drift::Drift;
use crate::failure::FailureClass;
use crate::media::MediaProblem;
use crate::provider::Failure;
use crate::receipt::{Attempt, Hop, HopOutcome, Receipt};
use crate::visible::debug_as_display;

/// A call that gave no value. It always carries the receipt, since a failed call may have cost
/// money.
///
/// Its [`class`](Self::class) decides the reaction, its [`drift`](Self::drift) shows the deviations
/// of the answer.
///
/// ```
/// use driftless::{Error, FailureClass};
///
/// fn status(error: &Error) -> u16 {
///     match error.class() {
///         FailureClass::RateLimited | FailureClass::Overloaded => 503,
///         FailureClass::TimedOut => 504,
///         // Any other, deviating answers included, is no fault of the caller.
///         _ => 502,
///     }
/// }
///
/// let error = Error::new(FailureClass::RateLimited, "status 429: slow down");
/// assert_eq!(status(&error), 503);
/// assert_eq!(error.to_string(), "rate limited: status 429: slow down");
/// assert!(error.drift().is_none() && error.receipt().attempts.is_empty());
/// ```
///
/// Its `Display` is one line: who failed, the class, the cause with the vendor's own words and the
/// remedy, and the way there if other attempts, fallbacks or refusals came before. `{:#}` has each
/// of these in a line of its own, with the causes below, and so has `Debug`, since `main` prints
/// that. Neither quotes the answer; [`drift`](Self::drift) does. As the cause is in the text,
/// [`source`](StdError::source) is `None`: whoever prints a chain prints nothing twice.
pub struct Error(Box<Inner>);

struct Inner {
    class: FailureClass,
    /// The model that failed, as `model (provider)`.
    who: Option<String>,
    /// The cause in words, without class and who.
    detail: String,
    receipt: Receipt,
    cause: Cause,
}

pub(crate) enum Cause {
    Drift(Drift),
    Failure(Box<Failure>),
    Media(Box<MediaProblem>),
    None,
}

debug_as_display!(Error);

impl Error {
    /// Returns an error of `class`; `detail` says why in words. Calls make their own, this is for
    /// tests of whatever handles one.
    ///
    /// ```
    /// use driftless::{Error, FailureClass, Receipt};
    ///
    /// let error = Error::new(FailureClass::Unauthorized, "status 401: no such key")
    ///     .with_receipt(Receipt::new("TriageTicket", "Triage"));
    /// assert_eq!(error.to_string(), "unauthorized: status 401: no such key");
    /// assert_eq!(error.receipt().failure, Some(FailureClass::Unauthorized));
    /// ```
    #[must_use]
    pub fn new(class: FailureClass, detail: impl Into<String>) -> Self {
        Self::ended(class, None, detail, Receipt::default(), Cause::None)
            .with_receipt(Receipt::new("", ""))
    }

    /// Returns the error with the record of its call, whose [`failure`](Receipt::failure) becomes
    /// the error's class.
    #[must_use]
    pub fn with_receipt(mut self, receipt: Receipt) -> Self {
        self.0.receipt = receipt;
        self.0.receipt.failure = Some(self.0.class);
        self
    }

    pub(crate) fn ended(
        class: FailureClass,
        who: Option<String>,
        detail: impl Into<String>,
        receipt: Receipt,
        cause: Cause,
    ) -> Self {
        Self(Box::new(Inner {
            class,
            who,
            detail: detail.into(),
            receipt,
            cause,
        }))
    }

    /// Returns the class of the failure that ended the call.
    #[must_use]
    pub fn class(&self) -> FailureClass {
        self.0.class
    }

    /// Returns the record of the call, with every attempt and its cost.
    #[must_use]
    pub fn receipt(&self) -> &Receipt {
        &self.0.receipt
    }

    /// Where the answer deviates from the contract, if that is why the call failed.
    #[must_use]
    pub fn drift(&self) -> Option<&Drift> {
        match &self.0.cause {
            Cause::Drift(drift) => Some(drift),
            Cause::Failure(_) | Cause::Media(_) | Cause::None => None,
        }
    }

    /// Returns the provider's own account, with the vendor's code and the causes below it; `None`
    /// if the call failed for another reason.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        match &self.0.cause {
            Cause::Failure(failure) => Some(failure),
            Cause::Drift(_) | Cause::Media(_) | Cause::None => None,
        }
    }

    /// Returns the reason why a model of the plan can't be sent the call's media, for which nothing
    /// was sent to any; `None` if the call failed for another reason.
    #[must_use]
    pub fn media(&self) -> Option<&MediaProblem> {
        match &self.0.cause {
            Cause::Media(problem) => Some(problem),
            Cause::Drift(_) | Cause::Failure(_) | Cause::None => None,
        }
    }

    /// Returns the receipt, by value.
    #[must_use]
    pub fn into_receipt(self) -> Receipt {
        self.0.receipt
    }

    /// Returns what happened, in order: an entry for each attempt, fallback and model that wasn't
    /// asked. Empty if there is one only, which is what the error itself is about.
    fn way(&self) -> Vec<String> {
        let receipt = &self.0.receipt;
        let mut way = Vec::new();
        if receipt.attempts.len() + receipt.skips.len() + receipt.hops.len() < 2 {
            return way;
        }
        for index in 0..=receipt.attempts.len() {
            let between = |after: usize| after == index;
            let skips = receipt.skips.iter();
            let skips = skips.filter(|skip| between(skip.after_attempts));
            way.extend(skips.map(|skip| format!("not asked: {}: {}", skip.model, skip.detail)));
            let hops = receipt.hops.iter();
            way.extend(hops.filter(|hop| between(hop.after_attempts)).map(told_hop));
            if let Some(attempt) = receipt.attempts.get(index) {
                way.push(told_attempt(index + 1, attempt));
            }
        }
        way
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            class,
            who,
            detail,
            receipt,
            cause,
        } = &*self.0;
        if let Some(who) = who {
            write!(f, "{who}: ")?;
        }
        write!(f, "{class}")?;
        if !detail.is_empty() {
            write!(f, ": {detail}")?;
        }
        let way = self.way();
        if !f.alternate() {
            return match way.as_slice() {
                [] => Ok(()),
                way => write!(f, " (on the way: {})", way.join("; ")),
            };
        }
        way.iter().try_for_each(|entry| write!(f, "\n  {entry}"))?;
        match cause {
            Cause::Drift(drift) => {
                let redacted = drift.redacted();
                let mut all = redacted.violations.iter();
                all.try_for_each(|violation| write!(f, "\n  {violation}"))?;
            }
            Cause::Failure(failure) => {
                let mut next = failure.source();
                while let Some(source) = next {
                    write!(f, "\n  caused by: {source}")?;
                    next = source.source();
                }
            }
            Cause::Media(_) | Cause::None => {}
        }
        if receipt.id.is_empty() {
            return Ok(());
        }
        write!(f, "\n  call {}", receipt.id)
    }
}

fn told_hop(hop: &Hop) -> String {
    match &hop.outcome {
        HopOutcome::Taken => format!("fell back to {} ({})", hop.to, hop.evidence),
        other => format!("would have fallen back to {}, but {other}", hop.to),
    }
}

fn told_attempt(number: usize, attempt: &Attempt) -> String {
    let Attempt {
        requested_model,
        provider,
        kind,
        ..
    } = attempt;
    // Writing to a String can't fail.
    let mut told = format!("{number}. {requested_model} ({provider}), {kind}: ");
    match attempt.failure {
        Some(class) => told.push_str(&class.to_string()),
        None => told.push_str("answered"),
    }
    if let Some(status) = attempt.status.filter(|status| *status != 200) {
        let _infallible = write!(told, ", status {status}");
    }
    if let Some(wait) = attempt.retry_after {
        let _infallible = write!(told, ", asked to wait {} ms", wait.as_millis());
    }
    told
}

impl StdError for Error {}

#[cfg(feature = "cassette")]
impl crate::cassette::Stale {
    /// Returns the one that `error` was caused by, if any: a [`Failure`], a call's [`Error`], or
    /// whatever has either below it.
    #[must_use]
    pub fn of<'e>(error: &'e (dyn StdError + 'static)) -> Option<&'e Self> {
        let mut next = Some(error);
        while let Some(cause) = next {
            if let Some(stale) = cause.downcast_ref() {
                return Some(stale);
            }
            next = match cause.downcast_ref::<Error>().and_then(Error::failure) {
                Some(failure) => Some(failure),
                None => cause.source(),
            };
        }
        None
    }
}
