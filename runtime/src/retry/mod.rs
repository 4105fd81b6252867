//! Retries on the same model: bounded, jittered, honouring what the vendor asks for, and under a
//! budget that all calls share.
//!
//! Which classes may be retried at all is [`FailureClass::retry`](crate::FailureClass::retry); a
//! policy can do less, never more.
//!
//! ```
//! use std::time::Duration;
//! use driftless::plan::Random;
//! use driftless::FailureClass;
//! use driftless::retry::{GiveUp, Retry, Tried};
//!
//! let retry = Retry::up_to(2);
//! let random = Random::from_os();
//! let tried = Tried::new(FailureClass::Overloaded, 0);
//! assert!(retry.wait(&tried, &random)? <= Duration::from_millis(500));
//! // It would fail again:
//! assert_eq!(retry.wait(&Tried::new(FailureClass::Unauthorized, 0), &random), Err(GiveUp::Class));
//! # Ok::<(), GiveUp>(())
//! ```
//!
//! This is not a crate because `backon` gives the row of pauses, which is one line of
//! [`Retry::wait`]; the rest of it (classes, the vendor's own wish, the deadline, a source of
//! jitter as an argument) it leaves to the caller. `governor` limits a rate; a retry budget limits
//! a share.

mod budget;

pub use budget::RetryBudget;

use std::fmt;
use std::time::Duration;

use crate::failure::{FailureClass, Retryable};
use crate::random::Random;
use crate::settings::SettingsError;
use crate::visible::debug_as_display;

/// A policy of further attempts of one model: their number and their pauses.
///
/// Pauses have full jitter: a random time up to `base`, then up to twice that, and so on up to
/// `longest`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Retry {
    /// Retries after the first attempt.
    pub most: u32,
    /// The longest first pause; 500 ms.
    pub base: Duration,
    /// The longest pause of our own; 8 s.
    pub longest: Duration,
    /// The longest wait that a vendor may ask for; 30 s. If it asks for more, there is no retry,
    /// since one that comes sooner than asked is refused again.
    pub longest_asked: Duration,
}

impl Retry {
    /// Up to `most` retries, with the pauses that the vendors' own SDKs use (0.5 s, doubled, up to
    /// 8 s; OpenAI and Anthropic, 2026-11).
    #[must_use]
    pub const fn up_to(most: u32) -> Self {
        Self {
            most,
            base: Duration::from_millis(500),
            longest: Duration::from_secs(8),
            longest_asked: Duration::from_secs(30),
        }
    }

    /// Sets the longest first pause and the longest of all.
    #[must_use]
    pub const fn pauses(mut self, base: Duration, longest: Duration) -> Self {
        self.base = base;
        self.longest = longest;
        self
    }

    /// Sets the longest wait that a vendor may ask for.
    #[must_use]
    pub const fn longest_asked(mut self, longest: Duration) -> Self {
        self.longest_asked = longest;
        self
    }

    /// Returns `true` if the settings can hold.
    ///
    /// # Errors
    /// [`SettingsError`] with everything that can't.
    pub fn check(&self) -> Result<(), SettingsError> {
        let wrong = [
            (
                self.most == 0,
                "it allows no retry; drop it, since there is none by default",
            ),
            (
                self.most > 10,
                "more than 10 retries only prolong an outage; a fallback is for that",
            ),
            (
                self.base.is_zero(),
                "the first pause is zero; a failing vendor would be hammered",
            ),
            (
                self.longest < self.base,
                "the longest pause is shorter than the first",
            ),
        ];
        let problems = wrong
            .into_iter()
            .filter(|(is_wrong, _)| *is_wrong)
            .map(|(_, sentence)| sentence.to_owned())
            .collect();
        SettingsError::unless_fine("the retry policy", problems)
    }

    /// Returns the pause before the next attempt of the model. Ask the [`RetryBudget`] after it, so
    /// that a retry that isn't made costs nothing.
    ///
    /// # Errors
    /// [`GiveUp`] says why there is no further attempt.
    pub fn wait(&self, tried: &Tried, random: &Random) -> Result<Duration, GiveUp> {
        let allowed = match tried.class.retry() {
            Retryable::Never => return Err(GiveUp::Class),
            Retryable::Once => self.most.min(1),
            Retryable::Always => self.most,
        };
        if tried.refused {
            return Err(GiveUp::Refused);
        }
        if tried.retries >= allowed {
            return Err(GiveUp::Attempts);
        }
        let own = random.up_to(
            self.base
                .saturating_mul(2_u32.saturating_pow(tried.retries))
                .min(self.longest),
        );
        let wait = match tried.retry_after {
            Some(asked) if asked > self.longest_asked => return Err(GiveUp::AskedTooLong),
            // Never sooner than asked; the jitter comes on top, so that not all callers come back
            // at the same moment.
            Some(asked) => asked.saturating_add(own.min(self.base)),
            None => own,
        };
        match tried.left {
            Some(left) if wait >= left => Err(GiveUp::Deadline),
            _ => Ok(wait),
        }
    }
}

/// The facts about a failed attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tried {
    /// The class of failure.
    pub class: FailureClass,
    /// Retries of this model that the call has already made.
    pub retries: u32,
    /// The wait that the vendor asked for.
    pub retry_after: Option<Duration>,
    /// The vendor says that asking again is of no use.
    pub refused: bool,
    /// The time that is left for a wait: up to the call's deadline, less what the attempt itself
    /// needs.
    pub left: Option<Duration>,
}

impl Tried {
    /// Returns a failure after so many retries; nothing asked, no deadline.
    #[must_use]
    pub const fn new(class: FailureClass, retries: u32) -> Self {
        Self {
            class,
            retries,
            retry_after: None,
            refused: false,
            left: None,
        }
    }

    /// With what the vendor asked for.
    #[must_use]
    pub const fn retry_after(mut self, asked: Option<Duration>) -> Self {
        self.retry_after = asked;
        self
    }

    /// With whether the vendor says that asking again is of no use.
    #[must_use]
    pub const fn refused(mut self, refused: bool) -> Self {
        self.refused = refused;
        self
    }

    /// With the time that is left.
    #[must_use]
    pub const fn left(mut self, left: Option<Duration>) -> Self {
        self.left = left;
        self
    }
}

/// The reason why the model is not asked again.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GiveUp {
    /// The class is not retried.
    Class,
    /// The vendor says that asking again is of no use.
    Refused,
    /// All retries are used up.
    Attempts,
    /// The vendor asks for a longer wait than the policy takes.
    AskedTooLong,
    /// The wait would reach past the deadline.
    Deadline,
    /// The retry budget is used up: too many calls are failing.
    Budget,
}

debug_as_display!(GiveUp);

impl fmt::Display for GiveUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Class => "this class of failure is not retried",
            Self::Refused => "the vendor says that asking again is of no use",
            Self::Attempts => "all retries are used up",
            Self::AskedTooLong => "the vendor asks for a longer wait than the policy takes",
            Self::Deadline => "the wait would reach past the deadline",
            Self::Budget => "the retry budget is used up",
        })
    }
}

impl std::error::Error for GiveUp {}
