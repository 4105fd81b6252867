//! A language model in the process, whose output is constrained by the contract token by token.
//!
//! It can't drift: at every step only tokens are allowed that keep the document valid, and a way to
//! the end of the document that fits into the output limit is always known. It runs on the CPU,
//! without a network and without a key.
//!
//! A constraint makes answers valid, not right. Each known model has a [`Grade`]: what its answers
//! are good for. [`Reported`] reads it, and what else the model says of itself, off the attempts of
//! a receipt.
//!
//! - Weights are never fetched unless [`Local::fetch`] is called. [`Local::from_env`] looks at
//!   `DRIFTLESS_LOCAL_MODEL`, then into the cache directory: `DRIFTLESS_CACHE_DIR`, else
//!   `XDG_CACHE_HOME/driftless`, else `~/.cache/driftless`, then into the model hub's own cache.
//! - One document is generated at a time, on a blocking thread of the tokio runtime; other calls
//!   wait in line. `CANDLE_NUM_THREADS` bounds the threads of the arithmetic; unset, it is the
//!   number of physical cores. They wait for each other by spinning, so where others compute too
//!   (test suites), one thread is faster than two.
//! - Where the contract sets no bound, [`Bounds`] do; integers stay within 2⁵³ and other numbers
//!   within 15 digits.
//! - Unoptimised, the arithmetic is 30 times slower. Cargo's profiles aren't inherited: put
//!   `[profile.dev.package."*"] opt-level = 3` into your workspace, or build with `--release`.
//! - One seed gives one document on one machine and build; other CPUs round
//!   differently.
//!
//! ```no_run
//! # async fn example() -> Result<(), driftless_local::LocalError> {
//! use driftless_local::{Local, ModelId};
//!
//! let local = Local::fetch(ModelId::SMOLLM2_135M).await?;
//! let model = local.model().max_output_tokens(200); // for `Plan::primary`
//! # let _ = model;
//! # Ok(())
//! # }
//! ```

mod attention;
mod engine;
mod error;
mod fetch;
mod generate;
mod generation;
mod grade;
mod grammar;
mod model;
mod net;
mod provider;
mod reported;
mod sampler;
mod vocabulary;
mod weights;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use driftless::Price;
use driftless::dialect::LocalGrammar;
use driftless::provider::Model;
use driftless_core::visible::shown_path;
use tokio::sync::Semaphore;

pub use error::LocalError;
pub use fetch::{Fetch, Progress};
pub use generation::{Generated, Generation};
pub use grade::Grade;
pub use grammar::{Bounds, GrammarError};
pub use model::ModelId;
pub use reported::Reported;

use engine::Engine;
use generation::Signals;

/// Names a GGUF file.
const VARIABLE: &str = "DRIFTLESS_LOCAL_MODEL";

/// See the module's documentation. Clones share the weights and the queue: one document is
/// generated at a time.
#[derive(Debug, Clone)]
pub struct Local {
    engine: Arc<Engine>,
    queue: Arc<Semaphore>,
    id: String,
    digest: String,
    grade: Grade,
    test_grade_allowed: bool,
    seed: u64,
    bounds: Bounds,
}

impl Local {
    /// Opens the file that `DRIFTLESS_LOCAL_MODEL` names (of a known model or not: naming it is the
    /// opt-in), or the first known model in the cache directory or the model hub's own. Nothing is
    /// fetched.
    ///
    /// # Errors
    /// [`LocalError::NoWeights`] with the places that were looked at; else as [`open`](Self::open).
    pub fn from_env() -> Result<Self, LocalError> {
        let mut places = vec!["DRIFTLESS_LOCAL_MODEL".to_owned()];
        if let Some(path) = std::env::var_os(VARIABLE).filter(|path| !path.is_empty()) {
            let path = PathBuf::from(path);
            return match Self::open(&path) {
                Err(LocalError::UnknownWeights { .. }) => {
                    Self::open_unknown(&path, weights::name(&path))
                }
                other => other,
            };
        }
        let directory = weights::cache_directory();
        for model in ModelId::ALL {
            let own = directory
                .as_ref()
                .map(|path| path.join(format!("{}.gguf", model.sha256)));
            for path in own
                .into_iter()
                .chain(fetch::cached(model.hub, model.sha256))
            {
                if path.is_file() {
                    return Self::verified(&path, model.id.to_owned(), model.sha256, model.grade);
                }
                places.push(shown_path(&path));
            }
        }
        Err(LocalError::NoWeights { places })
    }

    /// Opens the weights of `model`, which are fetched first unless they are in the cache
    /// directory; a progress bar is drawn on the standard error. [`Fetch`] has settings.
    ///
    /// # Errors
    /// As [`Fetch::run`].
    pub async fn fetch(model: ModelId) -> Result<Self, LocalError> {
        Fetch::new(model).run().await
    }

    /// Opens the weights of a known model.
    ///
    /// Takes some seconds: the whole file is read and its digest checked.
    ///
    /// # Errors
    /// [`LocalError`]: no such file, a damaged one, one of an unsupported kind, or none of the
    /// known models.
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

    /// Opens weights that are in no table, under a name of your own. A GGUF file is read by code
    /// that trusts it: know where it comes from.
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

    /// Opens a file that must have this digest; what is known of a digest is known of it under
    /// every name.
    fn verified(path: &Path, id: String, digest: &str, grade: Grade) -> Result<Self, LocalError> {
        let found = weights::digest(path)?;
        if found != digest {
            return Err(LocalError::Mismatch {
                what: "SHA-256 of the weights in the cache; remove the file to fetch it again",
                expected: digest.to_owned(),
                found,
            });
        }
        let grade = ModelId::by_digest(digest).map_or(grade, |model| model.grade);
        Self::load(path, id, found, grade)
    }

    fn load(path: &Path, id: String, digest: String, grade: Grade) -> Result<Self, LocalError> {
        Ok(Self {
            engine: Arc::new(weights::load(path)?),
            queue: Arc::new(Semaphore::new(1)),
            id,
            digest,
            grade,
            test_grade_allowed: false,
            seed: 0,
            bounds: Bounds::default(),
        })
    }

    /// Sets the seed; with a temperature above 0 it decides what is said.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Sets the limits that hold while generating where the contract sets none.
    #[must_use]
    pub fn bounds(mut self, bounds: Bounds) -> Self {
        self.bounds = bounds;
        self
    }

    /// Lets a model of [`Grade::Test`] answer as a substitute of another one, which plans refuse
    /// otherwise: whoever reads such an answer takes it for a judgement, and it is none.
    #[must_use]
    pub fn allow_test_grade(mut self) -> Self {
        self.test_grade_allowed = true;
        self
    }

    /// The model for a plan; free of charge.
    #[must_use]
    pub fn model(&self) -> Model<LocalGrammar> {
        Model::new(self.clone(), self.id.clone()).price(Price::free())
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

    /// Returns the purpose that the model's answers are good enough for.
    #[must_use]
    pub fn grade(&self) -> Grade {
        self.grade
    }

    /// The tokens of a text, as the model reads it: what it spells of special tokens is text. Says
    /// what a text takes of a limit.
    ///
    /// # Errors
    /// [`LocalError::Engine`]: the tokenizer failed.
    pub fn tokens(&self, text: &str) -> Result<Vec<u32>, LocalError> {
        self.engine.vocabulary.encode(text)
    }

    /// Generates one document on the calling thread, after those that wait already.
    ///
    /// # Errors
    /// [`LocalError`]: a schema that can't be held, a prompt that is too long, a limit that is too
    /// small.
    pub fn generate(&self, generation: &Generation<'_>) -> Result<Generated, LocalError> {
        self.generate_unless(generation, &AtomicBool::new(false))
    }

    /// As [`generate`](Self::generate), but stops within one token once `cancelled` is set.
    ///
    /// # Errors
    /// [`LocalError::Cancelled`]; else as [`generate`](Self::generate).
    pub fn generate_unless(
        &self,
        generation: &Generation<'_>,
        cancelled: &AtomicBool,
    ) -> Result<Generated, LocalError> {
        let signals = Signals {
            cancelled,
            progress: None,
        };
        self.engine.generate(generation, signals)
    }
}
