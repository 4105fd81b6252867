//! Errors of a rehearsal.

use std::fmt;
use std::io;

use super::fault::Fault;
use crate::drift::Drift;
use crate::visible::debug_as_display;

/// A rehearsal that could not be held. What goes wrong *in* one is in its table.
#[non_exhaustive]
pub enum RehearsalError {
    /// A provider can't be pointed at another server, so that its requests would reach whom they
    /// must not.
    NotRedirected {
        /// Its name.
        provider: String,
        /// The model of the plan.
        model: String,
    },
    /// No document of the contract could be made up.
    NoDocument {
        /// The contract's name.
        contract: String,
    },
    /// The document that was given is none of the contract.
    NotIntact(Box<Drift>),
    /// The server could not be started.
    Server(io::Error),
    /// A call did not end, although nothing was left to wait for.
    Stuck {
        /// The model that was made to fail.
        model: String,
        /// How.
        fault: Fault,
    },
}

debug_as_display!(RehearsalError);

impl fmt::Display for RehearsalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotRedirected { provider, model } => write!(
                f,
                "the provider `{provider}` of {model} can't be rehearsed, since it can't be pointed at another server; implement `Provider::redirected` for it"
            ),
            Self::NoDocument { contract } => write!(
                f,
                "no document of `{contract}` could be made up that keeps all its rules; give one by `.document(…)`, or give the prompt an example"
            ),
            Self::NotIntact(drift) => write!(
                f,
                "the document drifts from the contract: {}; give one that keeps it",
                drift.summary()
            ),
            Self::Server(error) => write!(
                f,
                "the server of the rehearsal could not be started: {error}; it needs a Tokio runtime and a free port on 127.0.0.1",
            ),
            Self::Stuck { model, fault } => write!(
                f,
                "the call did not end when {model} was made to fail ({fault}); is the machine overloaded, or does a provider of your own wait for something?"
            ),
        }
    }
}

/// The cause is in the text.
impl std::error::Error for RehearsalError {}
