//! The triggers of a fallback: a set of failure classes that can only hold those which may trigger
//! one.

use std::fmt;
use std::ops::BitOr;

use super::{FailureClass, Fallback};

/// For which failures of a model the next one of the plan may be asked. Sets are joined by `|`.
///
/// There is no constant for credentials, bad requests, unknown models, rejected schemas, too long
/// prompts, refusals and content filters: they never trigger a fallback, so naming one does not
/// compile.
///
/// ```
/// use driftless::{FailureClass, When};
///
/// let when = When::RATE_LIMITED | When::TIMED_OUT;
/// assert!(when.includes(FailureClass::TimedOut));
/// assert!(!when.includes(FailureClass::Drifted));
/// ```
///
/// ```compile_fail
/// let when = driftless::When::REFUSED;
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[doc(alias("retry_on", "fallback_on"))]
pub struct When(u32);

impl When {
    /// [`FailureClass::RateLimited`]
    pub const RATE_LIMITED: Self = Self::only(FailureClass::RateLimited);
    /// [`FailureClass::QuotaExhausted`]
    pub const QUOTA_EXHAUSTED: Self = Self::only(FailureClass::QuotaExhausted);
    /// [`FailureClass::Overloaded`], and its consequence [`FailureClass::BreakerOpen`].
    pub const OVERLOADED: Self = Self::only(FailureClass::Overloaded).or(Self::BREAKER_OPEN);
    /// [`FailureClass::ServerError`], and its consequence [`FailureClass::BreakerOpen`].
    pub const SERVER_ERROR: Self = Self::only(FailureClass::ServerError).or(Self::BREAKER_OPEN);
    /// [`FailureClass::UnknownError`]: whatever the vendor meant, the next model may be asked. It
    /// may have been a verdict on the prompt or on the key.
    pub const UNKNOWN_ERROR: Self = Self::only(FailureClass::UnknownError);
    /// [`FailureClass::Unreachable`], and its consequence [`FailureClass::BreakerOpen`].
    pub const UNREACHABLE: Self = Self::only(FailureClass::Unreachable).or(Self::BREAKER_OPEN);
    /// [`FailureClass::TimedOut`], and its consequence [`FailureClass::BreakerOpen`].
    pub const TIMED_OUT: Self = Self::only(FailureClass::TimedOut).or(Self::BREAKER_OPEN);
    /// [`FailureClass::Interrupted`], and its consequence [`FailureClass::BreakerOpen`].
    pub const INTERRUPTED: Self = Self::only(FailureClass::Interrupted).or(Self::BREAKER_OPEN);
    /// [`FailureClass::Malformed`], and its consequence [`FailureClass::BreakerOpen`].
    pub const MALFORMED: Self = Self::only(FailureClass::Malformed).or(Self::BREAKER_OPEN);
    /// [`FailureClass::TooLarge`]
    pub const TOO_LARGE: Self = Self::only(FailureClass::TooLarge);
    /// [`FailureClass::Drifted`], and its consequence [`FailureClass::QualityBreakerOpen`].
    pub const DRIFTED: Self = Self::only(FailureClass::Drifted).or(Self::QUALITY_BREAKER_OPEN);
    /// [`FailureClass::Truncated`], and its consequence [`FailureClass::QualityBreakerOpen`].
    pub const TRUNCATED: Self = Self::only(FailureClass::Truncated).or(Self::QUALITY_BREAKER_OPEN);
    /// [`FailureClass::Substituted`]
    pub const SUBSTITUTED: Self = Self::only(FailureClass::Substituted);
    /// [`FailureClass::BudgetExceeded`]; the next model's own worst case is held against the same
    /// budget.
    pub const BUDGET_EXCEEDED: Self = Self::only(FailureClass::BudgetExceeded);
    /// [`FailureClass::BreakerOpen`] alone. It is part of every trigger that a breaker counts,
    /// since a fallback that works until the breaker opens is none.
    pub const BREAKER_OPEN: Self = Self::only(FailureClass::BreakerOpen);
    /// [`FailureClass::QualityBreakerOpen`] alone.
    pub const QUALITY_BREAKER_OPEN: Self = Self::only(FailureClass::QualityBreakerOpen);

    /// The vendor can't be had at all: overloaded, unreachable, broken off.
    pub const UNAVAILABLE: Self = Self::OVERLOADED.or(Self::UNREACHABLE).or(Self::INTERRUPTED);
    /// All classes that are [`Fallback::ByDefault`]: rate limited, unavailable, timed out.
    pub const DEFAULT: Self = Self::RATE_LIMITED.or(Self::UNAVAILABLE).or(Self::TIMED_OUT);

    /// The set of one class; evaluated while compiling, so that no constant can name a class that
    /// never triggers.
    const fn only(class: FailureClass) -> Self {
        assert!(!matches!(class.fallback(), Fallback::Never));
        Self(bit(class))
    }

    /// Both sets, as `|` gives, for constants.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The classes that are in both sets; `None` if there are none.
    pub(crate) fn both(self, other: Self) -> Option<Self> {
        let both = self.0 & other.0;
        (both != 0).then_some(Self(both))
    }

    /// Returns `true` if a failure of this class triggers.
    #[must_use]
    pub const fn includes(self, class: FailureClass) -> bool {
        self.0 & bit(class) != 0
    }

    /// Returns the classes of the set, in the order of [`FailureClass::ALL`].
    pub fn classes(self) -> impl Iterator<Item = FailureClass> {
        FailureClass::ALL
            .iter()
            .copied()
            .filter(move |class| self.includes(*class))
    }
}

#[allow(
    clippy::as_conversions,
    reason = "a const fn can't call `From`; the discriminant of a small enum fits"
)]
const fn bit(class: FailureClass) -> u32 {
    1 << (class as u32)
}

impl Default for When {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl BitOr for When {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.or(other)
    }
}

/// The classes in words, such as `rate limited | timed out`.
impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, class) in self.classes().enumerate() {
            if index > 0 {
                f.write_str(" | ")?;
            }
            write!(f, "{class}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "When({self})")
    }
}
