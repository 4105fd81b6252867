//! A document to be generated, and the result.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::error::LocalError;
use super::grammar::Bounds;
use driftless::json::Json;
use driftless::provider::{AttemptRecorder, Turn};

/// A document to be generated.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Generation<'a> {
    /// System text.
    pub system: Option<&'a str>,
    /// The conversation; the last turn is the user's.
    pub turns: &'a [Turn],
    /// JSON Schema of the document.
    pub schema: &'a Json,
    /// Output limit in tokens; `None`: what the context has room for.
    pub max_tokens: Option<usize>,
    /// 0 takes the likeliest token always.
    pub temperature: f32,
    /// Seed of the random choices: one seed gives one document, on one machine and build.
    pub seed: u64,
    /// Limits where the schema sets none.
    pub bounds: Bounds,
}

impl<'a> Generation<'a> {
    /// Greedy, without a limit of its own.
    #[must_use]
    pub fn new(turns: &'a [Turn], schema: &'a Json) -> Self {
        Self {
            system: None,
            turns,
            schema,
            max_tokens: None,
            temperature: 0.0,
            seed: 0,
            bounds: Bounds::default(),
        }
    }
}

/// A channel between one generation and the caller that waits for it.
#[derive(Clone, Copy)]
pub(super) struct Signals<'a> {
    /// Set by a caller that wants no more.
    pub(super) cancelled: &'a AtomicBool,
    /// Called with every token that was sampled.
    pub(super) progress: Option<&'a AttemptRecorder>,
}

impl Signals<'_> {
    /// An error once nobody waits any more.
    pub(super) fn go_on(&self) -> Result<(), LocalError> {
        if self.cancelled.load(Ordering::Relaxed) {
            return Err(LocalError::Cancelled);
        }
        Ok(())
    }

    /// A token was sampled.
    pub(super) fn sampled(&self) {
        if let Some(progress) = self.progress {
            progress.progress();
        }
    }
}

/// A whole document, and how it came about.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Generated {
    /// The document.
    pub text: String,
    /// Tokens of the prompt, its frame included.
    pub prompt_tokens: usize,
    /// The part of `prompt_tokens` whose state was held from the call before.
    pub reused_tokens: usize,
    /// Tokens of the document.
    pub tokens: usize,
    /// The part of `tokens` that the constraint left no choice about, and that cost no step of
    /// their own.
    pub forced_tokens: usize,
    /// Tokens that were sampled; each is one step of the network.
    pub sampled_tokens: usize,
    /// `true` if the document was closed because the output limit was near: what it says may be cut
    /// short.
    pub closed_early: bool,
    /// From the start of the computation to the first sampled token.
    pub first_token_after: Option<Duration>,
    /// Time in the constraint engine.
    pub constraint_time: Duration,
    /// From start to end, waiting for other generations excluded.
    pub total_time: Duration,
}

impl Generated {
    pub(super) fn empty(prompt_tokens: usize) -> Self {
        Self {
            text: String::new(),
            prompt_tokens,
            reused_tokens: 0,
            tokens: 0,
            forced_tokens: 0,
            sampled_tokens: 0,
            closed_early: false,
            first_token_after: None,
            constraint_time: Duration::ZERO,
            total_time: Duration::ZERO,
        }
    }
}
