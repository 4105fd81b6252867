//! Why a plan could not be rehearsed.

use std::fmt;
use std::io;

use super::fault::Fault;
use crate::drift::Drift;

/// A rehearsal that could not be held. What goes wrong *in* one is in its table.
#[derive(Debug)]
#[non_exhaustive]
pub enum RehearsalError {
    /// A provider can't be pointed at another server, so that its requests would reach whom they must not.
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
                "the document drifts from the contract `{}` in {} places; give one that keeps it",
                drift.contract(),
                drift.violations().len()
            ),
            Self::Server(_) => f.write_str(
                "the server of the rehearsal could not be started; it needs a Tokio runtime and a free port on 127.0.0.1",
            ),
            Self::Stuck { model, fault } => write!(
                f,
                "the call did not end when {model} was made to fail ({fault}); is the machine overloaded, or does a provider of your own wait for something?"
            ),
        }
    }
}

impl std::error::Error for RehearsalError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotIntact(drift) => Some(drift),
            Self::Server(error) => Some(error),
            _ => None,
        }
    }
}
