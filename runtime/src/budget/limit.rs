//! One ceiling, and what stands against it.

use std::fmt;
use std::time::Duration;

use super::amount::{Units, dollars};
use crate::money::Usd;
use crate::window::Ring;

/// Parts that a window is divided into. Spend leaves the window at most one bucket late, never
/// early.
const BUCKETS: usize = 60;

/// The spend that a ceiling counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scope {
    /// All spend.
    All,
    /// Spend of fallbacks; it counts for [`Scope::All`] as well.
    Fallback,
    /// Spend of one model, by the id that is asked for.
    Model(String),
}

/// A ceiling of a budget.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ceiling {
    /// The spend that it counts.
    pub scope: Scope,
    /// The sliding window; `None` if it holds for the budget's lifetime.
    pub window: Option<Duration>,
    /// The ceiling.
    pub ceiling: Usd,
}

/// `$5 per 3600 s for fallbacks`
impl fmt::Display for Ceiling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.ceiling)?;
        match self.window {
            Some(window) => write!(f, " per {} s", window.as_secs_f64())?,
            None => f.write_str(" for its lifetime")?,
        }
        match &self.scope {
            Scope::All => Ok(()),
            Scope::Fallback => f.write_str(" for fallbacks"),
            Scope::Model(model) => write!(f, " for {model}"),
        }
    }
}

/// A ceiling with its state.
#[derive(Debug)]
pub(super) struct Ledger {
    pub(super) limit: Ceiling,
    ceiling: Units,
    reserved: Units,
    spent: Units,
    /// The parts of `spent` by the time at which they leave the window.
    ring: Option<Ring<Units>>,
}

impl Ledger {
    pub(super) fn new(limit: Ceiling, ceiling: Units) -> Self {
        let ring = limit.window.map(|window| Ring::covering(window, BUCKETS));
        Self {
            limit,
            ceiling,
            reserved: 0,
            spent: 0,
            ring,
        }
    }

    /// Returns an unused copy of the ceiling.
    pub(super) fn fresh(&self) -> Self {
        Self::new(self.limit.clone(), self.ceiling)
    }

    pub(super) fn advance(&mut self, now: Duration) {
        let spent = &mut self.spent;
        if let Some(ring) = &mut self.ring {
            ring.advance(now, |gone| *spent = spent.saturating_sub(gone));
        }
    }

    pub(super) fn left(&self) -> Units {
        self.ceiling
            .saturating_sub(self.reserved.saturating_add(self.spent))
    }

    pub(super) fn ceiling(&self) -> Units {
        self.ceiling
    }

    pub(super) fn reserve(&mut self, amount: Units) {
        self.reserved = self.reserved.saturating_add(amount);
    }

    pub(super) fn release(&mut self, amount: Units) {
        self.reserved = self.reserved.saturating_sub(amount);
    }

    pub(super) fn spend(&mut self, amount: Units) {
        self.spent = self.spent.saturating_add(amount);
        if let Some(newest) = self.ring.as_mut().and_then(Ring::newest) {
            *newest = newest.saturating_add(amount);
        }
    }

    /// The earliest time at which `amount` fits if nothing else is spent and nothing reserved is
    /// released; `None`: never by waiting alone.
    pub(super) fn fits_at(&self, amount: Units) -> Option<Duration> {
        let room = self.ceiling.checked_sub(self.reserved)?;
        let mut spent = self.spent;
        self.ring
            .as_ref()?
            .oldest_first()
            .find_map(|(bucket, leaves)| {
                spent = spent.saturating_sub(bucket);
                (spent.saturating_add(amount) <= room).then_some(leaves)
            })
    }

    /// The earliest time at which spend leaves the window; `None` if none ever does.
    pub(super) fn changes_at(&self) -> Option<Duration> {
        let mut buckets = self.ring.as_ref()?.oldest_first();
        buckets.find_map(|(spent, leaves)| (spent > 0).then_some(leaves))
    }

    /// Returns `true` if `amount` doesn't fit however long one waits.
    pub(super) fn never_fits(&self, amount: Units) -> bool {
        let stays = if self.ring.is_some() { 0 } else { self.spent };
        stays.saturating_add(amount) > self.ceiling
    }

    /// Replaces the amount spent at `at` by `actual`; amounts that have left the window stay as
    /// they were.
    pub(super) fn correct(&mut self, at: Duration, before: Units, actual: Units) {
        let bucket = match &mut self.ring {
            None => &mut self.spent,
            Some(ring) => match ring.holding(at) {
                None => return,
                Some(bucket) => {
                    let less = before.saturating_sub(actual).min(*bucket);
                    self.spent = self.spent.saturating_sub(less);
                    self.spent = self.spent.saturating_add(actual.saturating_sub(before));
                    bucket
                }
            },
        };
        *bucket = bucket.saturating_sub(before.saturating_sub(actual));
        *bucket = bucket.saturating_add(actual.saturating_sub(before));
    }

    pub(super) fn standing(&self) -> Standing {
        Standing {
            limit: self.limit.clone(),
            spent: dollars(self.spent),
            reserved: dollars(self.reserved),
            left: dollars(self.left()),
        }
    }
}

/// The state of a ceiling.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Standing {
    /// The ceiling.
    pub limit: Ceiling,
    /// Spent within the window.
    pub spent: Usd,
    /// Held by calls that are running.
    pub reserved: Usd,
    /// Largest amount that a further call may cost.
    pub left: Usd,
}
