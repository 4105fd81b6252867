//! The budget as a state machine without locks or clocks.

use std::collections::HashMap;
use std::time::Duration;

use super::amount::{Units, dollars};
use super::booking::{Booked, Bookings, CorrectionRefused};
use super::limit::{Ledger, Scope};
use super::queue::Queue;
use super::refused::{BudgetRefused, Exceeded};
use super::{Reservation, Spend, Unfinished};

/// Lapsed leases are looked for at most this often, since it costs a look at every open lease.
const SWEEP: Duration = Duration::from_secs(1);

/// Which ledgers a lease stands in: one bit each.
pub(super) type Set = u64;

/// The most ceilings of one budget.
pub(super) const MOST_LIMITS: usize = 64;

#[derive(Debug)]
pub(super) struct State {
    pub(super) ledgers: Vec<Ledger>,
    pub(super) unfinished: Unfinished,
    /// A random part of the ids of this budget's bookings, so that no other budget has the same.
    pub(super) nonce: u64,
    pub(super) queue: Queue,
    leases: HashMap<u64, Held>,
    bookings: Bookings,
    next: u64,
    /// No open lease lapses before.
    sweep_at: Duration,
    overrun: Units,
    /// The latest time that was looked at: a clock that goes backwards stands still instead.
    now: Duration,
}

/// The reservation of a running call.
#[derive(Debug)]
struct Held {
    amount: Units,
    noted: Units,
    set: Set,
    lapses: Duration,
}

/// The end of a lease.
pub(super) struct End {
    pub(super) number: u64,
    pub(super) set: Set,
    pub(super) reserved: Units,
    /// The amount that the lease has noted: if it lapsed, that much is booked already.
    pub(super) noted: Units,
    pub(super) spent: Units,
    pub(super) estimated: bool,
    pub(super) request_id: Option<Box<str>>,
}

impl State {
    pub(super) fn new(ledgers: Vec<Ledger>, unfinished: Unfinished, nonce: u64) -> Self {
        Self {
            ledgers,
            unfinished,
            nonce,
            queue: Queue::default(),
            leases: HashMap::new(),
            bookings: Bookings::default(),
            next: 0,
            sweep_at: Duration::MAX,
            overrun: 0,
            now: Duration::ZERO,
        }
    }

    /// Forgets what has left the windows, and ends leases that have lapsed at what they had noted.
    pub(super) fn advance(&mut self, now: Duration) {
        self.now = self.now.max(now);
        for ledger in &mut self.ledgers {
            ledger.advance(now);
        }
        if now < self.sweep_at {
            return;
        }
        let (ledgers, bookings, at) = (&mut self.ledgers, &mut self.bookings, self.now);
        let mut next = Duration::MAX;
        self.leases.retain(|number, held| {
            if held.lapses <= now {
                end(ledgers, held, held.noted);
                let booked = Booked {
                    set: held.set,
                    spent: held.noted,
                    reserved: held.amount,
                    at,
                    request_id: None,
                };
                bookings.insert(*number, booked, true);
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

    /// The earliest time at which room may appear although nobody does anything; `None` if there is
    /// no such time.
    pub(super) fn changes_at(&self) -> Option<Duration> {
        let leaves = self.ledgers.iter().filter_map(Ledger::changes_at);
        let lapses = (!self.leases.is_empty()).then_some(self.sweep_at);
        leaves.chain(lapses).min()
    }

    /// The ledgers that a reservation stands in.
    pub(super) fn set(&self, reservation: &Reservation<'_>) -> Set {
        self.those(|ledger| match &ledger.limit.scope {
            Scope::All => true,
            Scope::Fallback => reservation.spend == Spend::Fallback,
            Scope::Model(model) => model == reservation.model,
        })
    }

    fn those(&self, is_one: impl Fn(&Ledger) -> bool) -> Set {
        let ledgers = self.ledgers.iter().enumerate();
        ledgers
            .filter(|(_, ledger)| is_one(ledger))
            .fold(0, |set, (index, _)| set | (1 << index))
    }

    /// The ledgers that count every call.
    pub(super) fn counts_all(&self) -> Set {
        self.those(|ledger| ledger.limit.scope == Scope::All)
    }

    /// Those of `set` that have less than `amount` left.
    pub(super) fn short(&self, amount: Units, set: Set) -> Set {
        set & self.those(|ledger| ledger.left() < amount)
    }

    /// Returns `true` if `amount` doesn't fit however long one waits.
    pub(super) fn never_fits(&self, amount: Units, set: Set) -> bool {
        set & self.those(|ledger| ledger.never_fits(amount)) != 0
    }

    pub(super) fn reserve(
        &mut self,
        amount: Units,
        set: Set,
        now: Duration,
        ttl: Duration,
    ) -> Result<u64, BudgetRefused> {
        self.advance(now);
        self.serve();
        if self.short(amount, set) != 0 || set & self.kept() != 0 {
            return Err(self.refused(amount, set));
        }
        Ok(self.hold(amount, set, ttl))
    }

    /// Holds `amount`, for which there is room.
    pub(super) fn hold(&mut self, amount: Units, set: Set, ttl: Duration) -> u64 {
        for ledger in of(&mut self.ledgers, set) {
            ledger.reserve(amount);
        }
        let number = self.next;
        self.next = self.next.wrapping_add(1);
        let lapses = self.now.saturating_add(ttl);
        self.sweep_at = self.sweep_at.min(lapses);
        let held = Held {
            amount,
            noted: 0,
            set,
            lapses,
        };
        self.leases.insert(number, held);
        number
    }

    /// Gives back what nobody came for.
    pub(super) fn release(&mut self, number: u64) {
        if let Some(held) = self.leases.remove(&number) {
            end(&mut self.ledgers, &held, 0);
        }
    }

    /// Spends all that is left.
    #[cfg(feature = "rehearsal")]
    pub(super) fn exhaust(&mut self, set: Set) {
        for ledger in of(&mut self.ledgers, set) {
            ledger.spend(ledger.left());
        }
    }

    /// Returns the reason why `amount` is not reserved.
    pub(super) fn refused(&self, amount: Units, set: Set) -> BudgetRefused {
        let (short, kept) = (self.short(amount, set), set & self.kept());
        let in_the_way = if short == 0 { kept } else { short };
        let ledgers = self.ledgers.iter().enumerate();
        // `None` is later than any time.
        let worst = ledgers
            .filter(|(index, _)| in_the_way & (1 << index) != 0)
            .map(|(_, ledger)| (ledger.fits_at(amount), ledger))
            .max_by_key(|(at, _)| at.unwrap_or(Duration::MAX));
        match worst {
            Some((at, ledger)) => BudgetRefused::Exceeded(Box::new(Exceeded {
                limit: ledger.limit.clone(),
                left: dollars(ledger.left()),
                wanted: dollars(amount),
                free_after: at.map(|at| at.saturating_sub(self.now)),
                ahead: if short == 0 { self.waiting() } else { 0 },
            })),
            None => BudgetRefused::TooLarge(dollars(amount)),
        }
    }

    /// Raises the known cost of a running call from `before`. If the lease has lapsed, the
    /// difference is booked.
    pub(super) fn note(
        &mut self,
        number: u64,
        set: Set,
        before: Units,
        noted: Units,
        now: Duration,
    ) {
        self.advance(now);
        match self.leases.get_mut(&number) {
            Some(held) => held.noted = noted,
            None => {
                for ledger in of(&mut self.ledgers, set) {
                    ledger.spend(noted.saturating_sub(before));
                }
            }
        }
    }

    /// Ends a lease; gives what was spent beyond what it held.
    pub(super) fn settle(&mut self, over: End, now: Duration) -> Units {
        self.advance(now);
        match self.leases.remove(&over.number) {
            Some(held) => end(&mut self.ledgers, &held, over.spent),
            None => {
                for ledger in of(&mut self.ledgers, over.set) {
                    ledger.spend(over.spent.saturating_sub(over.noted));
                }
            }
        }
        let overrun = over.spent.saturating_sub(over.reserved);
        self.overrun = self.overrun.saturating_add(overrun);
        let booked = Booked {
            set: over.set,
            spent: over.spent.max(over.noted),
            reserved: over.reserved,
            at: self.now,
            request_id: over.request_id,
        };
        self.bookings.insert(over.number, booked, over.estimated);
        overrun
    }

    /// Replaces the amount that was booked under `id` by `actual`, and returns the booking.
    pub(super) fn correct(
        &mut self,
        id: &str,
        actual: Units,
        now: Duration,
    ) -> Result<Units, CorrectionRefused> {
        self.advance(now);
        let number = self.bookings.find(self.nonce, id)?;
        let Some(booked) = self.bookings.get_mut(number) else {
            return Err(CorrectionRefused::Unknown(id.to_owned()));
        };
        let before = std::mem::replace(&mut booked.spent, actual);
        let beyond = |spent: Units| spent.saturating_sub(booked.reserved);
        let less = self.overrun.saturating_sub(beyond(before));
        self.overrun = less.saturating_add(beyond(actual));
        for ledger in of(&mut self.ledgers, booked.set) {
            ledger.correct(booked.at, before, actual);
        }
        Ok(before)
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
