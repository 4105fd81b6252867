//! Time limits: what a user sets per model, and the name of the one that passed.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A time limit that ended an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TimeLimit {
    /// No connection in time; see [`Model::connect`](crate::provider::Model::connect).
    Connect,
    /// No first token in time; see [`Model::first_token`](crate::provider::Model::first_token).
    FirstToken,
    /// The answer stopped coming; see [`Model::stall`](crate::provider::Model::stall).
    Stall,
    /// No complete answer of the model in time; see
    /// [`Model::timeout`](crate::provider::Model::timeout).
    Total,
    /// The whole call's time was up; see
    /// [`PlanBuilder::deadline`](crate::plan::PlanBuilder::deadline).
    ///
    /// On a current-thread runtime, a server that floods the connection with interim answers
    /// (`100`, `103`) keeps the thread busy, and the deadline is noticed late. Where a server may
    /// do so, take a multi-thread runtime of at least two workers.
    Deadline,
}

impl TimeLimit {
    /// Returns the limit in words, as messages name it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Connect => "the model's connect limit",
            Self::FirstToken => "the model's first-token limit",
            Self::Stall => "the model's stall limit",
            Self::Total => "the model's timeout",
            Self::Deadline => "the call's deadline",
        }
    }
}

impl fmt::Display for TimeLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Longest wait for a connection, name resolution and TLS included; what vendors' own SDKs use
/// (OpenAI 3.54.0, 2026-11).
pub(crate) const DEFAULT_CONNECT: Duration = Duration::from_secs(5);

/// The longest that one attempt may take; what OpenAI's and Anthropic's SDKs wait (3.54.0 and
/// 2.12.0, 2026-11).
///
/// They have no other limit on reading: their read timeout, from byte to byte, is of the same
/// length. Hence neither the first token nor a stall has a default of its own here: a model that
/// reasons may be silent for minutes.
pub(crate) const DEFAULT_TOTAL: Duration = Duration::from_secs(600);

/// The limits of one model; each counts from the start of its attempt, except for `stall`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// To the connection; the transport holds it.
    pub(crate) connect: Duration,
    /// To the first piece of the answer.
    pub(crate) first_token: Option<Duration>,
    /// From one piece of the answer to the next.
    pub(crate) stall: Option<Duration>,
    /// To the end of the answer.
    pub(crate) total: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: DEFAULT_CONNECT,
            first_token: None,
            stall: None,
            total: DEFAULT_TOTAL,
        }
    }
}

impl Limits {
    /// Returns every invalid value as a sentence with its remedy.
    pub(crate) fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let Self {
            connect,
            first_token,
            stall,
            total,
        } = *self;
        for (limit, name, what) in [
            (Some(connect), "connect limit", "the connection"),
            (first_token, "first-token limit", "the first token"),
            (stall, "stall limit", "the next piece of the answer"),
            (Some(total), "timeout", "the model"),
        ] {
            if limit.is_some_and(|limit| limit.is_zero()) {
                problems.push(format!("the {name} is zero; give {what} some time"));
            }
        }
        for (limit, name, setter) in [
            (first_token, "first-token limit", "first_token"),
            (stall, "stall limit", "stall"),
        ] {
            if let Some(limit) = limit.filter(|limit| *limit > total && !total.is_zero()) {
                problems.push(format!(
                    "the {name} of {} ms is longer than the timeout of {} ms, so it can never pass; shorten `{setter}`, or lengthen `timeout`",
                    limit.as_millis(),
                    total.as_millis()
                ));
            }
        }
        problems
    }
}
