//! Budgets that concurrent calls can't overspend: before an attempt its worst case is reserved, afterwards what it cost is settled and the rest released.
//!
//! A [`Budget`] is a handle; clone it to let several plans draw on one. Every ceiling holds at every moment: what is spent within its window and what running
//! calls hold together never exceed it. The one exception is a vendor that bills more than the worst case; that is booked and told as an overrun.
//!
//! ```
//! use std::sync::Arc;
//! use std::time::Duration;
//! use driftless::{Clock, SystemClock, usd};
//! use driftless::budget::{Budget, BudgetRefused, Reservation, Spend};
//!
//! let hour = Duration::from_secs(3600);
//! let budget = Budget::builder().per(hour, usd("1.00")?).fallback_per(hour, usd("0.10")?).build()?;
//! let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
//!
//! let worst = Reservation::new(usd("0.40")?, "gpt-6.1-terra", Spend::Intended);
//! let mut lease = budget.reserve(&worst, &clock)?;
//! lease.note(usd("0.01")?); // the input, once the vendor has told it; a dropped call costs at least that
//! let settled = lease.settle(usd("0.05")?);
//! assert_eq!(settled.overrun, None);
//!
//! let refused = budget.reserve(&Reservation::new(usd("0.96")?, "gpt-6.1-terra", Spend::Intended), &clock).unwrap_err();
//! assert!(matches!(refused, BudgetRefused::Exceeded(exceeded) if exceeded.left == usd("0.95")?));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Sums are kept exactly in units of 10^-12 dollars; an amount with more places is rounded up.

mod amount;
mod build;
mod limit;
mod refused;
mod state;

pub use build::BudgetBuilder;
pub use limit::{Limit, Scope, Standing};
pub use refused::{BudgetRefused, Exceeded};

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::clock::Clock;
use crate::money::Usd;
use crate::sync::{Mutex, lock};

use amount::{Units, dollars, units};
use limit::Ledger;
use state::{Set, State};

/// How long a lease holds unless said otherwise: longer than any call takes.
const TTL: Duration = Duration::from_secs(3600);

/// Ceilings on what calls may cost, and what they have cost. Cheap to clone; clones share their state.
#[derive(Clone)]
pub struct Budget(Arc<Mutex<State>>);

/// On whose account an attempt goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Spend {
    /// The primary model, retries and repairs included.
    Intended,
    /// A fallback.
    Fallback,
}

/// What an attempt may cost, and on whose account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reservation<'a> {
    /// The worst case; see [`Price::worst_case`](crate::Price::worst_case).
    pub amount: Usd,
    /// The model's id, as it is asked for.
    pub model: &'a str,
    /// On whose account.
    pub spend: Spend,
    /// After how long the lease lapses if nobody ends it; an hour. Set it to more than the attempt can take.
    pub ttl: Duration,
}

impl<'a> Reservation<'a> {
    /// A reservation that lapses after an hour.
    #[must_use]
    pub const fn new(amount: Usd, model: &'a str, spend: Spend) -> Self {
        Self {
            amount,
            model,
            spend,
            ttl: TTL,
        }
    }

    /// Sets after how long the lease lapses if nobody ends it.
    #[must_use]
    pub const fn ttl(mut self, ttl: Duration) -> Self {
        self.ttl = ttl;
        self
    }
}

impl Budget {
    /// Starts a budget.
    pub fn builder() -> BudgetBuilder {
        BudgetBuilder::default()
    }

    fn of(ledgers: Vec<Ledger>) -> Self {
        Self(Arc::new(Mutex::new(State::new(ledgers))))
    }

    /// Holds an attempt's worst case until the lease is settled or dropped. Takes no time that an await could fall into.
    ///
    /// # Errors
    /// [`BudgetRefused`] if a ceiling has less left, or the amount is none. Nothing is held then.
    pub fn reserve(
        &self,
        reservation: &Reservation<'_>,
        clock: &Arc<dyn Clock>,
    ) -> Result<Lease, BudgetRefused> {
        let amount =
            units(reservation.amount).ok_or(BudgetRefused::TooLarge(reservation.amount))?;
        if amount == 0 {
            return Err(BudgetRefused::Zero);
        }
        let mut state = lock(&self.0);
        let set = state.set(reservation);
        let id = state.reserve(amount, set, clock.monotonic(), reservation.ttl)?;
        drop(state);
        Ok(Lease {
            budget: self.clone(),
            clock: Arc::clone(clock),
            id,
            set,
            reserved: amount,
            noted: 0,
            ended: false,
        })
    }

    /// Whether the reservation could ever be made: whether it fits the whole of every ceiling that counts it. For checks before the first call.
    ///
    /// # Errors
    /// [`BudgetRefused`], as [`reserve`](Self::reserve) would give it on a budget of which nothing is spent.
    pub fn could_hold(&self, reservation: &Reservation<'_>) -> Result<(), BudgetRefused> {
        let amount =
            units(reservation.amount).ok_or(BudgetRefused::TooLarge(reservation.amount))?;
        if amount == 0 {
            return Err(BudgetRefused::Zero);
        }
        let state = lock(&self.0);
        let set = state.set(reservation);
        let mut ledgers = state.ledgers.iter().enumerate();
        let too_small =
            ledgers.find(|(index, ledger)| set & (1 << index) != 0 && ledger.ceiling() < amount);
        match too_small {
            Some((_, ledger)) => Err(BudgetRefused::Exceeded(Box::new(Exceeded {
                limit: ledger.limit.clone(),
                left: ledger.limit.ceiling,
                wanted: reservation.amount,
                free_after: None,
            }))),
            None => Ok(()),
        }
    }

    /// How every ceiling stands, in the order in which they were named.
    #[must_use]
    pub fn standing(&self, clock: &dyn Clock) -> Vec<Standing> {
        let mut state = lock(&self.0);
        state.advance(clock.monotonic());
        state.ledgers.iter().map(Ledger::standing).collect()
    }

    /// Another budget with the same ceilings, of which nothing is spent.
    #[must_use]
    pub fn fresh(&self) -> Self {
        let state = lock(&self.0);
        Self::of(state.ledgers.iter().map(Ledger::fresh).collect())
    }

    /// Spends all that is left of every ceiling that counts `of` and none of `before`; false if there is no such ceiling.
    #[cfg(feature = "rehearsal")]
    pub(crate) fn exhaust(
        &self,
        of: &Reservation<'_>,
        before: &[Reservation<'_>],
        now: Duration,
    ) -> bool {
        let mut state = lock(&self.0);
        state.advance(now);
        let spared = before.iter().fold(0, |set, one| set | state.set(one));
        let set = state.set(of) & !spared;
        state.exhaust(set);
        set != 0
    }

    /// What vendors have billed beyond the worst cases, as long as the budget exists.
    #[must_use]
    pub fn overrun(&self) -> Usd {
        dollars(lock(&self.0).overrun())
    }

    /// Calls that hold something.
    #[must_use]
    pub fn open_leases(&self) -> usize {
        lock(&self.0).open_leases()
    }
}

impl fmt::Debug for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = lock(&self.0);
        let standing: Vec<Standing> = state.ledgers.iter().map(Ledger::standing).collect();
        f.debug_struct("Budget")
            .field("standing", &standing)
            .field("open_leases", &state.open_leases())
            .finish()
    }
}

/// What a budget holds for a running attempt. Dropped, it settles at what was [`note`](Self::note)d and releases the rest, so a cancelled call leaks nothing.
///
/// A lease that is never ended lapses after its [`ttl`](Reservation::ttl), within a second; settled after that, it still counts as spent.
#[must_use = "dropping a lease releases what it holds"]
pub struct Lease {
    budget: Budget,
    clock: Arc<dyn Clock>,
    id: u64,
    set: Set,
    reserved: Units,
    noted: Units,
    ended: bool,
}

/// How an attempt was booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settled {
    /// What was spent.
    pub spent: Usd,
    /// What was spent beyond the worst case: the price, the estimate of tokens or the vendor is wrong.
    pub overrun: Option<Usd>,
}

impl Lease {
    /// What is held.
    #[must_use]
    pub fn reserved(&self) -> Usd {
        dollars(self.reserved)
    }

    /// Says what the attempt is known to have cost so far, such as its input once the request is out. It counts if the lease is dropped or lapses; a smaller
    /// amount than before changes nothing.
    pub fn note(&mut self, spent: Usd) {
        let before = self.noted;
        self.noted = before.max(all(spent));
        let now = self.clock.monotonic();
        lock(&self.budget.0).note(self.id, self.set, before, self.noted, now);
    }

    /// Ends the lease: books what the attempt has cost, even if that is more than was held, and releases the rest.
    #[allow(clippy::must_use_candidate, reason = "called for its effect")]
    pub fn settle(mut self, spent: Usd) -> Settled {
        let overrun = self.end(all(spent));
        Settled {
            spent,
            overrun: (overrun > 0).then(|| dollars(overrun)),
        }
    }

    fn end(&mut self, spent: Units) -> Units {
        self.ended = true;
        let now = self.clock.monotonic();
        lock(&self.budget.0).settle(self.id, self.set, self.reserved, self.noted, spent, now)
    }
}

/// The amount in units; one too large to calculate with counts as the largest, since it must not count as less.
fn all(amount: Usd) -> Units {
    units(amount).unwrap_or(amount::MOST)
}

impl Drop for Lease {
    fn drop(&mut self) {
        if !self.ended {
            self.end(self.noted);
        }
    }
}

impl fmt::Debug for Lease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lease")
            .field("reserved", &self.reserved())
            .field("noted", &dollars(self.noted))
            .finish_non_exhaustive()
    }
}
