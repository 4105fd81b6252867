//! Budgets that concurrent calls can't overspend: before an attempt its worst case is reserved,
//! afterwards what it cost is settled and the rest released.
//!
//! A [`Budget`] is a handle; clone it to let several plans draw on one. Every ceiling holds at
//! every moment: what is spent within its window and what running calls hold together never exceed
//! it. The one exception is a vendor that bills more than the worst case; that is booked and shown
//! as an overrun.
//!
//! A plan books the larger of two amounts: its own calculation, and the vendor's bill where the
//! vendor reports one. That holds once the vendor has said the end of its answer. Until then the
//! counts are a floor, and no counts are an unknown cost: once a request may have left, an attempt
//! without an end (a timeout, a cancelled call, a broken connection or stream, a 500 or 504) is
//! booked at its worst case. Nothing is booked where no byte can have left (no connection, DNS,
//! TLS), and where an error is documented to cost nothing, such as a rate limit. [`Unfinished`]
//! loosens that, and [`Budget::correct`] replaces a worst case once the vendor's bill is known.
//!
//! ```
//! use std::sync::Arc;
//! use std::time::Duration;
//! use driftless::plan::{Clock, SystemClock};
//! use driftless::usd;
//! use driftless::budget::{Budget, BudgetRefused, Reservation, Spend};
//!
//! let hour = Duration::from_secs(3600);
//! let budget = Budget::builder();
//! let budget = budget.per(hour, usd("1.00")?).fallback_per(hour, usd("0.10")?).build()?;
//! let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
//!
//! let worst = Reservation::new(usd("0.40")?, "gpt-6.1-terra", Spend::Intended);
//! let mut lease = budget.reserve(&worst, &clock)?;
//! lease.note(usd("0.40")?); // once the request is out: a dropped call may have cost that
//! let settled = lease.settle(usd("0.05")?);
//! assert_eq!(settled.overrun, None);
//!
//! let larger = Reservation::new(usd("0.96")?, "gpt-6.1-terra", Spend::Intended);
//! let refused = budget.reserve(&larger, &clock).unwrap_err();
//! assert!(matches!(refused, BudgetRefused::Exceeded(exceeded) if exceeded.left == usd("0.95")?));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Sums are kept exactly in units of 10^-12 dollars; an amount with more places is rounded up.

mod amount;
mod booking;
mod build;
mod lease;
mod limit;
mod queue;
mod refused;
mod state;
mod wait;

pub use booking::{BookingId, CorrectionRefused};
pub use build::BudgetBuilder;
pub use lease::{Lease, Settled};
pub use limit::{Ceiling, Scope, Standing};
pub use refused::{BudgetRefused, Exceeded};
pub use wait::WhenFull;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::clock::Clock;
use crate::money::Usd;
use crate::random::Random;
use crate::sync::{Mutex, lock};

use amount::{dollars, units};
use limit::Ledger;
use state::State;

/// Lifetime of a lease unless set: longer than any call takes.
const TTL: Duration = Duration::from_secs(3600);

/// Ceilings on what calls may cost, and what they have cost. Cheap to clone; clones share their
/// state.
#[derive(Clone)]
pub struct Budget(Arc<Mutex<State>>, Arc<str>);

/// On whose account an attempt goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Spend {
    /// The primary model, retries and repairs included.
    Intended,
    /// A fallback.
    Fallback,
}

/// The amount that is booked for an attempt that was sent and whose end was not seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unfinished {
    /// Its worst case, or what the vendor has reported so far if that is more.
    #[default]
    WorstCase,
    /// The amount that the vendor has reported so far, and zero if it has reported none. Only for
    /// vendors that are known not to bill undelivered answers: with any other, the budget lets more
    /// through than it has.
    AsReported,
}

/// The amount that an attempt may cost, and the account that it is booked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reservation<'a> {
    /// The worst case; see [`Price::worst_case`](crate::Price::worst_case).
    pub amount: Usd,
    /// The model's id, as it is asked for.
    pub model: &'a str,
    /// On whose account.
    pub spend: Spend,
    /// After how long the lease lapses if nobody ends it; an hour. Set it to more than the attempt
    /// can take.
    pub ttl: Duration,
}

impl<'a> Reservation<'a> {
    /// Returns a reservation that lapses after an hour.
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

    fn of(name: Arc<str>, ledgers: Vec<Ledger>, unfinished: Unfinished) -> Self {
        let nonce = Random::from_os().bits();
        let state = State::new(ledgers, unfinished, nonce);
        Self(Arc::new(Mutex::new(state)), name)
    }

    /// Returns its name; `default` unless it was [set](BudgetBuilder::name).
    #[must_use]
    pub fn name(&self) -> &str {
        &self.1
    }

    /// Changes the state, and wakes whoever waited for that, with nothing locked.
    fn with<R>(&self, change: impl FnOnce(&mut State) -> R) -> R {
        let mut state = lock(&self.0);
        let result = change(&mut state);
        let woken = state.woken();
        drop(state);
        for waker in woken {
            waker.wake();
        }
        result
    }

    /// Holds an attempt's worst case until the lease is settled or dropped. Takes no time that an
    /// await could fall into.
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
        self.held(amount, reservation, clock)
    }

    /// A lease that holds nothing, for an attempt of a model that is free: a vendor may bill it all
    /// the same.
    pub(crate) fn reserve_nothing(
        &self,
        reservation: &Reservation<'_>,
        clock: &Arc<dyn Clock>,
    ) -> Result<Lease, BudgetRefused> {
        self.held(0, reservation, clock)
    }

    fn held(
        &self,
        amount: amount::Units,
        reservation: &Reservation<'_>,
        clock: &Arc<dyn Clock>,
    ) -> Result<Lease, BudgetRefused> {
        let now = clock.monotonic();
        let (id, set) = self.with(|state| {
            let set = state.set(reservation);
            let number = if amount == 0 {
                state.advance(now);
                state.hold(0, set, reservation.ttl)
            } else {
                state.reserve(amount, set, now, reservation.ttl)?
            };
            let budget = state.nonce;
            Ok((BookingId { budget, number }, set))
        })?;
        Ok(Lease::new(
            self.clone(),
            Arc::clone(clock),
            id,
            (set, amount),
        ))
    }

    /// Returns `true` if the reservation could ever be made: whether it fits the whole of every
    /// ceiling that counts it. For checks before the first call.
    ///
    /// # Errors
    /// [`BudgetRefused`], as [`reserve`](Self::reserve) would give it on a budget of which nothing
    /// is spent.
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
                ahead: 0,
            }))),
            None => Ok(()),
        }
    }

    /// Returns how every ceiling stands, in the order in which they were named.
    #[must_use]
    pub fn standing(&self, clock: &dyn Clock) -> Vec<Standing> {
        let now = clock.monotonic();
        self.with(|state| {
            state.advance(now);
            state.ledgers.iter().map(Ledger::standing).collect()
        })
    }

    /// Replaces what was booked for one attempt by what it has really cost, such as by the vendor's
    /// bill for an attempt that was booked at its worst case, and returns the amount that was
    /// booked before.
    ///
    /// `id` is the [`BookingId`] in the receipt's `booking`, as text, or the vendor's request id.
    /// The budget remembers its last 4,096 estimates and its last 4,096 final bookings. In ceilings
    /// whose window the attempt has left, nothing changes.
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use driftless::plan::{Clock, SystemClock};
    /// # use driftless::usd;
    /// # use driftless::budget::{Budget, Reservation, Spend};
    /// let budget = Budget::builder().lifetime(usd("1.00")?).build()?;
    /// let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
    /// let worst = Reservation::new(usd("0.80")?, "gpt-6.1-terra", Spend::Intended);
    ///
    /// let timed_out = budget.reserve(&worst, &clock)?.settle_estimated(usd("0.80")?);
    /// let before = budget.correct(&timed_out.booking.to_string(), usd("0.05")?, &*clock)?;
    /// assert_eq!(before, usd("0.80")?);
    /// assert_eq!(budget.standing(&*clock)[0].left, usd("0.95")?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`CorrectionRefused`] if no booking has this id, or several have. Nothing has changed then.
    pub fn correct(
        &self,
        id: &str,
        actual: Usd,
        clock: &dyn Clock,
    ) -> Result<Usd, CorrectionRefused> {
        let (actual, now) = (lease::all(actual), clock.monotonic());
        self.with(|state| state.correct(id, actual, now))
            .map(dollars)
    }

    /// Returns what is booked for an attempt of which no end was seen.
    #[must_use]
    pub fn unfinished(&self) -> Unfinished {
        lock(&self.0).unfinished
    }

    /// Another budget with the same ceilings, of which nothing is spent.
    #[must_use]
    pub fn fresh(&self) -> Self {
        let state = lock(&self.0);
        let ledgers = state.ledgers.iter().map(Ledger::fresh).collect();
        Self::of(Arc::clone(&self.1), ledgers, state.unfinished)
    }

    /// Spends all that is left of every ceiling that counts `of` and none of `before`; false if
    /// there is no such ceiling.
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

    /// Returns the amount that vendors have billed beyond the worst cases, since the budget was
    /// made.
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
            .field("name", &self.1)
            .field("standing", &standing)
            .field("open_leases", &state.open_leases())
            .finish()
    }
}
