//! Errors of the local model.

use std::path::PathBuf;

use super::grammar::GrammarError;
use driftless::FailureClass;
use driftless::provider::Failure;
use driftless_core::visible::{debug_as_display, shown_path};

/// An error of the local model: of its weights, or of one generation.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum LocalError {
    /// No weights were named and none are in the cache.
    #[error("no weights found; looked at {}; `Local::fetch(ModelId::SMOLLM2_135M)` downloads them, or set DRIFTLESS_LOCAL_MODEL to a GGUF file", places.join(", "))]
    NoWeights {
        /// The places, in order.
        places: Vec<String>,
    },
    /// A file can't be read or written.
    #[error("{}: {what}: {source}", shown_path(path))]
    File {
        /// The file.
        path: PathBuf,
        /// The operation that failed.
        what: &'static str,
        /// The cause.
        source: std::io::Error,
    },
    /// The file is not a GGUF file, or a damaged one.
    #[error("{}: not a usable GGUF file: {why}", shown_path(path))]
    NotGguf {
        /// The file.
        path: PathBuf,
        /// The defect, in words.
        why: String,
    },
    /// The file is a GGUF file of a kind that isn't supported.
    #[error("{}: {why}", shown_path(path))]
    Unsupported {
        /// The file.
        path: PathBuf,
        /// The part that isn't supported.
        why: String,
    },
    /// The file is none of the known models.
    #[error(
        "{}: SHA-256 {digest} is none of the known models; open it with `Local::open_unknown` if you trust where it comes from",
        shown_path(path)
    )]
    UnknownWeights {
        /// The file.
        path: PathBuf,
        /// Its digest.
        digest: String,
    },
    /// The fetched file is another one than the wanted one.
    #[error("{what}: expected {expected}, found {found}")]
    Mismatch {
        /// The property that was compared.
        what: &'static str,
        /// As the table of known models has it.
        expected: String,
        /// As it came.
        found: String,
    },
    /// A digest to fetch by that is none.
    #[error(
        "`{text}` is no SHA-256 digest; it has 64 hexadecimal digits, and the file's page on the hub shows it"
    )]
    NotADigest {
        /// The value that was given.
        text: String,
    },
    /// No source delivered the weights.
    #[error("the weights can't be fetched: {}", tried.join("; "))]
    Fetch {
        /// Each source, and why it failed.
        tried: Vec<String>,
    },
    /// The contract can't be held while generating.
    #[error("the contract can't constrain the local model: {0}")]
    Grammar(#[from] GrammarError),
    /// Not even the smallest document fits into the output limit.
    #[error(
        "the output limit is {limit} tokens, but the smallest complete document takes {smallest}"
    )]
    LimitTooSmall {
        /// The limit.
        limit: usize,
        /// Tokens of the smallest document.
        smallest: usize,
    },
    /// The prompt leaves no room in the model's context.
    #[error(
        "the prompt has {prompt} tokens and the smallest document {smallest}, but the model's context holds {context}"
    )]
    ContextExceeded {
        /// Tokens of the prompt.
        prompt: usize,
        /// Tokens of the smallest document.
        smallest: usize,
        /// Tokens that the context holds.
        context: usize,
    },
    /// The call was dropped.
    #[error("the generation was cancelled")]
    Cancelled,
    /// The arithmetic or the constraint failed.
    #[error("the local model failed: {why}")]
    Engine {
        /// In the engine's own words.
        why: String,
    },
}

debug_as_display!(LocalError);

impl LocalError {
    pub(super) fn engine(error: impl std::fmt::Display) -> Self {
        Self::Engine {
            why: error.to_string(),
        }
    }

    fn class(&self) -> FailureClass {
        match self {
            Self::Grammar(_) => FailureClass::SchemaRejected,
            Self::LimitTooSmall { .. } => FailureClass::BadRequest,
            Self::ContextExceeded { .. } => FailureClass::ContextExceeded,
            Self::Engine { .. } => FailureClass::ServerError,
            Self::Cancelled => FailureClass::Interrupted,
            _ => FailureClass::NotFound,
        }
    }
}

impl From<LocalError> for Failure {
    fn from(error: LocalError) -> Self {
        let mut failure = Self::new(error.class(), error.to_string());
        failure.source = Some(Box::new(error));
        failure
    }
}
