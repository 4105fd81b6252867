//! Reasons for which a budget reserves nothing for a call.

use std::fmt;
use std::time::Duration;

use super::limit::Ceiling;
use crate::money::Usd;
use crate::visible::debug_as_display;

/// A reservation that a budget does not make; nothing is held. Its class is
/// [`FailureClass::BudgetExceeded`](crate::FailureClass::BudgetExceeded).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BudgetRefused {
    /// The call might cost more than a ceiling has left.
    Exceeded(Box<Exceeded>),
    /// The worst case is zero. A model that is declared free needs no reservation; for any other,
    /// zero is a mistake.
    Zero,
    /// The worst case is beyond what can be calculated with: 10^15 dollars.
    TooLarge(Usd),
}

/// The ceiling that is in the way; of several, that which is free last.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exceeded {
    /// The ceiling.
    pub limit: Ceiling,
    /// The amount that is left.
    pub left: Usd,
    /// The amount that the call may cost.
    pub wanted: Usd,
    /// Time until the call fits, if nothing else is spent until then; running calls that cost less
    /// than they might make it sooner. `None` if it never fits by waiting alone: the call costs
    /// more than the whole ceiling, or the ceiling is for the lifetime, or running calls reserve
    /// all of it.
    pub free_after: Option<Duration>,
    /// Number of calls that wait for room and come first, if they are the obstacle.
    pub ahead: usize,
}

debug_as_display!(BudgetRefused);

impl fmt::Display for BudgetRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exceeded(exceeded) => {
                write!(
                    f,
                    "the budget of {} has {} left, and the call may cost {}",
                    exceeded.limit, exceeded.left, exceeded.wanted
                )?;
                if exceeded.ahead > 0 {
                    return write!(f, "; calls that wait for room come first: {}", exceeded.ahead);
                }
                match exceeded.free_after {
                    Some(wait) => write!(f, "; it fits in {} s", wait.as_secs_f64().ceil()),
                    None => Ok(()),
                }
            }
            Self::Zero => f.write_str(
                "the call's worst case is zero; a model that costs nothing has `Price::free()` and needs no reservation",
            ),
            Self::TooLarge(amount) => write!(
                f,
                "the call may cost {amount}, which is beyond all budgets; is its price per million tokens right?"
            ),
        }
    }
}

impl std::error::Error for BudgetRefused {}
