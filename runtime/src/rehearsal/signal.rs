//! The signals that a call sends to its observers, recorded.

use std::fmt;

use serde::Serialize;

use crate::breaker::{BreakerKey, BreakerState, Transition};
use crate::failure::FailureClass;
use crate::receipt::{Hop, Receipt, Skip};
use crate::signal::Observer;
use crate::sync::{Mutex, lock};

/// A signal that monitoring would have got; see [`Observer`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Signal {
    /// Another model was asked instead of the one that failed.
    FallbackActivated {
        /// The model that was asked.
        to: String,
        /// The failure that led to it.
        reason: FailureClass,
    },
    /// A failure named a fallback that was not taken.
    FallbackHeldBack {
        /// The model that was not asked.
        to: String,
        /// The reason why not.
        why: String,
    },
    /// A model was not asked.
    ModelSkipped {
        /// The model.
        model: String,
        /// The reason why not.
        reason: FailureClass,
    },
    /// A breaker has changed.
    BreakerChanged {
        /// Whose.
        model: String,
        /// To what.
        to: BreakerState,
    },
}

impl fmt::Display for Signal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FallbackActivated { to, .. } => write!(f, "fallback activated: {to}"),
            Self::FallbackHeldBack { to, .. } => write!(f, "fallback held back: {to}"),
            Self::ModelSkipped { model, .. } => write!(f, "model skipped: {model}"),
            Self::BreakerChanged { model, to } => write!(f, "breaker {to}: {model}"),
        }
    }
}

/// Writes signals down.
#[derive(Debug, Default)]
pub(super) struct Ear(Mutex<Vec<Signal>>);

impl Ear {
    fn note(&self, signal: Signal) {
        lock(&self.0).push(signal);
    }

    pub(super) fn heard(&self) -> Vec<Signal> {
        std::mem::take(&mut lock(&self.0))
    }
}

impl Observer for Ear {
    fn model_skipped(&self, skip: &Skip, _receipt: &Receipt) {
        self.note(Signal::ModelSkipped {
            model: skip.model.clone(),
            reason: skip.reason,
        });
    }

    fn fallback_activated(&self, hop: &Hop, _receipt: &Receipt) {
        self.note(Signal::FallbackActivated {
            to: hop.to.clone(),
            reason: hop.reason,
        });
    }

    fn fallback_held_back(&self, hop: &Hop, _receipt: &Receipt) {
        self.note(Signal::FallbackHeldBack {
            to: hop.to.clone(),
            why: hop.outcome.to_string(),
        });
    }

    fn breaker_changed(&self, breaker: &BreakerKey, transition: &Transition) {
        self.note(Signal::BreakerChanged {
            model: breaker.model.clone(),
            to: transition.to,
        });
    }
}
