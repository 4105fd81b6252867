//! The budget as a state machine without locks or clocks.

use std::collections::HashMap;
use std::time::Duration;

use super::amount::{Units, dollars};
use super::limit::{Ledger, Scope};
use super::refused::{BudgetRefused, Exceeded};
use super::{Reservation, Spend};

/// Lapsed leases are looked for at most this often, since it costs a look at every open lease.
const SWEEP: Duration = Duration::from_secs(1);

/// Which ledgers a lease stands in: one bit each.
pub(super) type Set = u64;

/// The most ceilings of one budget.
pub(super) const MOST_LIMITS: usize = 64;

#[derive(Debug)]
pub(super) struct State {
    pub(super) ledgers: Vec<Ledger>,
    leases: HashMap<u64, Held>,
    next: u64,
    /// No open lease lapses before.
    sweep_at: Duration,
    overrun: Units,
}

/// What a running call holds.
#[derive(Debug)]
struct Held {
    amount: Units,
    noted: Units,
    set: Set,
    lapses: Duration,
}

impl State {
    pub(super) fn new(ledgers: Vec<Ledger>) -> Self {
        Self {
            ledgers,
            leases: HashMap::new(),
            next: 0,
            sweep_at: Duration::MAX,
            overrun: 0,
        }
    }

    /// Forgets what has left the windows, and ends leases that have lapsed at what they had noted.
    pub(super) fn advance(&mut self, now: Duration) {
        for ledger in &mut self.ledgers {
            ledger.advance(now);
        }
        if now < self.sweep_at {
            return;
        }
        let ledgers = &mut self.ledgers;
        let mut next = Duration::MAX;
        self.leases.retain(|_, held| {
            if held.lapses <= now {
                end(ledgers, held, held.noted);
                return false;
            }
            next = next.min(held.lapses);
            true
        });
        self.sweep_at = next.max(now.saturating_add(SWEEP));
        if self.leases.is_empty() {
            self.sweep_at = Duration::MAX;
        }
    }

    /// The ledgers that a reservation stands in.
    pub(super) fn set(&self, reservation: &Reservation<'_>) -> Set {
        let mut set = 0;
        for (index, ledger) in self.ledgers.iter().enumerate() {
            let counts = match &ledger.limit.scope {
                Scope::All => true,
                Scope::Fallback => reservation.spend == Spend::Fallback,
                Scope::Model(model) => model == reservation.model,
            };
            if counts {
                set |= 1 << index;
            }
        }
        set
    }

    pub(super) fn reserve(
        &mut self,
        amount: Units,
        set: Set,
        now: Duration,
        ttl: Duration,
    ) -> Result<u64, BudgetRefused> {
        self.advance(now);
        if of(&mut self.ledgers, set).any(|ledger| ledger.left() < amount) {
            return Err(self.refused(amount, set, now));
        }
        for ledger in of(&mut self.ledgers, set) {
            ledger.reserve(amount);
        }
        let id = self.next;
        self.next = self.next.wrapping_add(1);
        let lapses = now.saturating_add(ttl);
        self.sweep_at = self.sweep_at.min(lapses);
        let held = Held {
            amount,
            noted: 0,
            set,
            lapses,
        };
        self.leases.insert(id, held);
        Ok(id)
    }

    /// Spends all that is left.
    #[cfg(feature = "rehearsal")]
    pub(super) fn exhaust(&mut self, set: Set) {
        for ledger in of(&mut self.ledgers, set) {
            ledger.spend(ledger.left());
        }
    }

    fn refused(&mut self, amount: Units, set: Set, now: Duration) -> BudgetRefused {
        let in_the_way = of(&mut self.ledgers, set).filter(|ledger| ledger.left() < amount);
        // `None` is later than any time.
        let worst = in_the_way
            .map(|ledger| (ledger.fits_at(amount), &*ledger))
            .max_by_key(|(at, _)| at.unwrap_or(Duration::MAX));
        match worst {
            Some((at, ledger)) => BudgetRefused::Exceeded(Box::new(Exceeded {
                limit: ledger.limit.clone(),
                left: dollars(ledger.left()),
                wanted: dollars(amount),
                free_after: at.map(|at| at.saturating_sub(now)),
            })),
            None => BudgetRefused::TooLarge(dollars(amount)),
        }
    }

    /// What a running call is known to have cost so far, after it was known to have cost `before`. If the lease has lapsed, the difference is booked.
    pub(super) fn note(&mut self, id: u64, set: Set, before: Units, noted: Units, now: Duration) {
        self.advance(now);
        match self.leases.get_mut(&id) {
            Some(held) => held.noted = noted,
            None => {
                for ledger in of(&mut self.ledgers, set) {
                    ledger.spend(noted.saturating_sub(before));
                }
            }
        }
    }

    /// Ends a lease. `noted` is what the lease itself remembers: if it lapsed, that much is booked already.
    pub(super) fn settle(
        &mut self,
        id: u64,
        set: Set,
        reserved: Units,
        noted: Units,
        spent: Units,
        now: Duration,
    ) -> Units {
        self.advance(now);
        match self.leases.remove(&id) {
            Some(held) => end(&mut self.ledgers, &held, spent),
            None => {
                for ledger in of(&mut self.ledgers, set) {
                    ledger.spend(spent.saturating_sub(noted));
                }
            }
        }
        let overrun = spent.saturating_sub(reserved);
        self.overrun = self.overrun.saturating_add(overrun);
        overrun
    }

    pub(super) fn open_leases(&self) -> usize {
        self.leases.len()
    }

    pub(super) fn overrun(&self) -> Units {
        self.overrun
    }
}

fn of(ledgers: &mut [Ledger], set: Set) -> impl Iterator<Item = &mut Ledger> {
    ledgers
        .iter_mut()
        .enumerate()
        .filter_map(move |(index, ledger)| (set & (1 << index) != 0).then_some(ledger))
}

fn end(ledgers: &mut [Ledger], held: &Held, spent: Units) {
    for ledger in of(ledgers, held.set) {
        ledger.release(held.amount);
        ledger.spend(spent);
    }
}
