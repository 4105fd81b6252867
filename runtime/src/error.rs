//! A call without an answer.

use std::fmt;

use crate::drift::Drift;
use crate::failure::FailureClass;
use crate::provider::Failure;
use crate::receipt::{Attempt, Hop, HopOutcome, Receipt};

/// A call that gave no value. It always carries the receipt, since a failed call may have cost money.
///
/// Ask [`class`](Self::class) what to do about it, [`drift`](Self::drift) where the answer deviates.
pub struct Error(Box<Inner>);

struct Inner {
    class: FailureClass,
    message: String,
    receipt: Receipt,
    cause: Cause,
}

pub(crate) enum Cause {
    Drift(Drift),
    Failure(Box<Failure>),
    None,
}

impl Error {
    pub(crate) fn new(
        class: FailureClass,
        message: impl Into<String>,
        receipt: Receipt,
        cause: Cause,
    ) -> Self {
        Self(Box::new(Inner {
            class,
            message: message.into(),
            receipt,
            cause,
        }))
    }

    /// The class of the failure that ended the call.
    #[must_use]
    pub fn class(&self) -> FailureClass {
        self.0.class
    }

    /// What happened until then, with every attempt and its cost.
    #[must_use]
    pub fn receipt(&self) -> &Receipt {
        &self.0.receipt
    }

    /// Where the answer deviates from the contract, if that is why the call failed.
    #[must_use]
    pub fn drift(&self) -> Option<&Drift> {
        match &self.0.cause {
            Cause::Drift(drift) => Some(drift),
            Cause::Failure(_) | Cause::None => None,
        }
    }

    /// The receipt, by value.
    #[must_use]
    pub fn into_receipt(self) -> Receipt {
        self.0.receipt
    }
}

/// What ended the call, and under it, where more than one thing happened, the way there: a line for each attempt, fallback and model that wasn't asked.
/// The cause is [`source`](std::error::Error::source).
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        let receipt = &self.0.receipt;
        if receipt.attempts.len() + receipt.skips.len() + receipt.hops.len() < 2 {
            return Ok(());
        }
        for index in 0..=receipt.attempts.len() {
            let between = |after: usize| after == index;
            for skip in receipt
                .skips
                .iter()
                .filter(|skip| between(skip.after_attempts))
            {
                write!(f, "\n  not asked: {}: {}", skip.model, skip.detail)?;
            }
            for hop in receipt
                .hops
                .iter()
                .filter(|hop| between(hop.after_attempts))
            {
                tell_hop(f, hop)?;
            }
            if let Some(attempt) = receipt.attempts.get(index) {
                tell_attempt(f, index + 1, attempt)?;
            }
        }
        Ok(())
    }
}

fn tell_hop(f: &mut fmt::Formatter<'_>, hop: &Hop) -> fmt::Result {
    match &hop.outcome {
        HopOutcome::Taken => write!(f, "\n  fell back to {} ({})", hop.to, hop.evidence),
        other => write!(f, "\n  would have fallen back to {}, but {other}", hop.to),
    }
}

fn tell_attempt(f: &mut fmt::Formatter<'_>, number: usize, attempt: &Attempt) -> fmt::Result {
    let Attempt {
        requested_model,
        provider,
        kind,
        ..
    } = attempt;
    write!(f, "\n  {number}. {requested_model} ({provider}), {kind}: ")?;
    match attempt.failure {
        Some(class) => write!(f, "{class}")?,
        None => f.write_str("answered")?,
    }
    if let Some(status) = attempt.status.filter(|status| *status != 200) {
        write!(f, ", status {status}")?;
    }
    if let Some(wait) = attempt.retry_after {
        write!(f, ", asked to wait {} ms", wait.as_millis())?;
    }
    Ok(())
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Error");
        shown
            .field("class", &self.0.class)
            .field("message", &self.0.message);
        match &self.0.cause {
            Cause::Drift(drift) => shown.field("violations", &drift.violations()),
            Cause::Failure(failure) => shown.field("failure", failure),
            Cause::None => &mut shown,
        };
        shown.field("receipt", &self.0.receipt).finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.cause {
            Cause::Drift(drift) => Some(drift),
            Cause::Failure(failure) => Some(&**failure),
            Cause::None => None,
        }
    }
}
