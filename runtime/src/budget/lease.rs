//! The amount that a budget reserves for one running attempt.

use std::fmt;
use std::sync::Arc;

use super::amount::{self, Units, dollars, units};
use super::booking::BookingId;
use super::state::{End, Set};
use super::{Budget, Clock};
use crate::money::Usd;

/// A reservation of a budget for a running attempt. When it is dropped, it settles at the amount
/// that was [`note`](Self::note)d and releases the rest, so a cancelled call leaks nothing.
///
/// A lease that is never ended lapses after its [`ttl`](super::Reservation::ttl), within a second,
/// at what was noted; settled after that, it still counts as spent.
#[must_use = "dropping a lease releases what it holds"]
pub struct Lease {
    pub(super) budget: Budget,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) id: BookingId,
    pub(super) set: Set,
    pub(super) reserved: Units,
    noted: Units,
    request_id: Option<Box<str>>,
    ended: bool,
}

/// The result of booking an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settled {
    /// The amount that was booked.
    pub spent: Usd,
    /// The part of it beyond the worst case: the price, the estimate of tokens or the vendor is
    /// wrong. `None` if there is none.
    pub overrun: Option<Usd>,
    /// The id by which the booking can be [corrected](Budget::correct).
    pub booking: BookingId,
}

impl Lease {
    pub(super) fn new(
        budget: Budget,
        clock: Arc<dyn Clock>,
        id: BookingId,
        (set, reserved): (Set, Units),
    ) -> Self {
        Self {
            budget,
            clock,
            id,
            set,
            reserved,
            noted: 0,
            request_id: None,
            ended: false,
        }
    }

    /// Returns the amount that is held.
    #[must_use]
    pub fn reserved(&self) -> Usd {
        dollars(self.reserved)
    }

    /// Returns the id of the booking that this lease becomes.
    #[must_use]
    pub fn booking(&self) -> BookingId {
        self.id
    }

    /// Notes what the attempt may have cost so far, such as its worst case once the request is out.
    /// It counts if the lease is dropped or lapses; a smaller amount than before changes nothing.
    pub fn note(&mut self, spent: Usd) {
        let before = self.noted;
        self.noted = before.max(all(spent));
        let now = self.clock.monotonic();
        let (number, set, noted) = (self.id.number, self.set, self.noted);
        self.budget
            .with(|state| state.note(number, set, before, noted, now));
    }

    /// Notes the vendor's request id, by which the booking can be [corrected](Budget::correct) as
    /// well.
    pub fn note_request_id(&mut self, id: impl Into<String>) {
        self.request_id = Some(id.into().into_boxed_str());
    }

    /// Ends the lease: books what the attempt has cost, even if that is more than was held, and
    /// releases the rest.
    #[allow(clippy::must_use_candidate, reason = "called for its effect")]
    pub fn settle(mut self, spent: Usd) -> Settled {
        self.booked(spent, false)
    }

    /// Ends the lease like [`settle`](Self::settle), at an amount that is an estimate, such as the
    /// worst case of an attempt of which no end was seen. The budget remembers estimates apart, so
    /// that they stay open to a [correction](Budget::correct) for longer.
    #[allow(clippy::must_use_candidate, reason = "called for its effect")]
    pub fn settle_estimated(mut self, spent: Usd) -> Settled {
        self.booked(spent, true)
    }

    fn booked(&mut self, spent: Usd, estimated: bool) -> Settled {
        let overrun = self.end(all(spent), estimated);
        Settled {
            spent,
            overrun: (overrun > 0).then(|| dollars(overrun)),
            booking: self.id,
        }
    }

    fn end(&mut self, spent: Units, estimated: bool) -> Units {
        self.ended = true;
        let end = End {
            number: self.id.number,
            set: self.set,
            reserved: self.reserved,
            noted: self.noted,
            spent,
            estimated,
            request_id: self.request_id.take(),
        };
        let now = self.clock.monotonic();
        self.budget.with(|state| state.settle(end, now))
    }
}

/// The amount in units; one too large to calculate with counts as the largest, since it must not
/// count as less.
pub(super) fn all(amount: Usd) -> Units {
    units(amount).unwrap_or(amount::MOST)
}

impl Drop for Lease {
    fn drop(&mut self) {
        if !self.ended {
            self.end(self.noted, true);
        }
    }
}

impl fmt::Debug for Lease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lease")
            .field("booking", &self.id)
            .field("reserved", &self.reserved())
            .field("noted", &dollars(self.noted))
            .finish_non_exhaustive()
    }
}
