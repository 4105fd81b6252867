//! A language model in the process, whose output is constrained by the contract token by token.
//!
//! It can't drift: at every step only tokens are allowed that keep the document valid, and a way to the end of the document that fits
//! into the output limit is always known. It runs on the CPU, without a network and without a key.
//!
//! A constraint makes answers valid, not right. Each known model has a [`Grade`]: what its answers are good for.

mod engine;
mod error;
mod generate;
mod generation;
mod grammar;
mod model;
mod net;
mod sampler;
mod vocabulary;
mod weights;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

pub use error::LocalError;
pub use generation::{Generated, Generation};
pub use grammar::{Bounds, GrammarError};
pub use model::{Grade, ModelId};

use engine::Engine;

/// See the module's documentation. Clones share the weights.
#[derive(Debug, Clone)]
pub struct Local {
    engine: Arc<Engine>,
    id: String,
    digest: String,
    grade: Grade,
}

impl Local {
    /// Opens the weights of a known model.
    ///
    /// Takes some seconds: the whole file is read and its digest checked.
    ///
    /// # Errors
    /// [`LocalError`]: no such file, a damaged one, one of an unsupported kind, or none of the known models.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, LocalError> {
        let path = path.as_ref();
        let digest = weights::digest(path)?;
        if let Some(model) = ModelId::by_digest(&digest) {
            return Self::load(path, model.id.to_owned(), digest, model.grade);
        }
        weights::magic(path)?;
        Err(LocalError::UnknownWeights {
            path: path.to_owned(),
            digest,
        })
    }

    /// Opens weights that are in no table, under a name of your own. A GGUF file is read by code that trusts it: know where it comes from.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_unknown(path: impl AsRef<Path>, id: impl Into<String>) -> Result<Self, LocalError> {
        let path = path.as_ref();
        let digest = weights::digest(path)?;
        let known = ModelId::by_digest(&digest);
        let grade = known.map_or(Grade::Unknown, |model| model.grade);
        Self::load(path, id.into(), digest, grade)
    }

    fn load(path: &Path, id: String, digest: String, grade: Grade) -> Result<Self, LocalError> {
        Ok(Self {
            engine: Arc::new(weights::load(path)?),
            id,
            digest,
            grade,
        })
    }

    /// The model's name.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// SHA-256 of the weights, in hexadecimal digits.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// What the model's answers are good for.
    #[must_use]
    pub fn grade(&self) -> Grade {
        self.grade
    }

    /// Generates one document on the calling thread, after those that wait already.
    ///
    /// # Errors
    /// [`LocalError`]: a schema that can't be held, a prompt that is too long, a limit that is too small.
    pub fn generate(&self, generation: &Generation<'_>) -> Result<Generated, LocalError> {
        self.engine.generate(generation, &AtomicBool::new(false))
    }
}
