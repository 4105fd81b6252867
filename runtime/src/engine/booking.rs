//! Booking of one attempt: the amount that counts against all limits on money.

use crate::bill::Bill;
use crate::budget::{Lease, Unfinished};
use crate::money::Usd;
use crate::receipt::Attempt;

/// The amount that is reserved for an attempt while it runs.
#[derive(Debug, Default)]
pub(super) struct Money {
    /// `true` if anything limits what it may cost.
    pub(super) limited: bool,
    /// The attempt's worst case; `None` if the model is free.
    pub(super) worst: Option<Usd>,
    /// The plan's budget, then the call's own.
    pub(super) leases: Vec<Lease>,
    pub(super) unfinished: Unfinished,
}

impl Money {
    /// Notes that the request may leave from now on: a lease that nobody ends is booked at that.
    pub(super) fn sent(&mut self) {
        if let (Some(worst), Unfinished::WorstCase) = (self.worst, self.unfinished) {
            self.leases.iter_mut().for_each(|lease| lease.note(worst));
        }
    }

    /// Books what the attempt has cost, notes that in its record, and returns it.
    pub(super) fn book(self, record: &mut Attempt) -> Option<Usd> {
        if !self.limited {
            return None;
        }
        let worst = self.worst.unwrap_or(Usd::ZERO);
        let (amount, estimated) = amount(record, worst, self.unfinished);
        let overrun = amount.saturating_sub(worst);
        record.overrun = (overrun > Usd::ZERO).then_some(overrun);
        for mut lease in self.leases {
            if let Some(id) = &record.request_id {
                lease.note_request_id(id);
            }
            let settled = if estimated {
                lease.settle_estimated(amount)
            } else {
                lease.settle(amount)
            };
            record.booking.get_or_insert(settled.booking);
        }
        let booked = (self.worst.is_some() || amount > Usd::ZERO).then_some(amount);
        record.booked = booked;
        booked
    }
}

/// The amount to book, and whether it is an estimate. Unknown is never taken for nothing.
fn amount(record: &Attempt, worst: Usd, unfinished: Unfinished) -> (Usd, bool) {
    let paid = record.paid();
    let floor = paid.max(record.floor).unwrap_or(Usd::ZERO);
    match (record.bill, paid) {
        (Bill::Closed, Some(paid)) if record.floor.is_none() => (paid, false),
        (Bill::Closed, _) => (worst.max(floor), true),
        _ if record.cost_nothing() => (floor, false),
        _ if unfinished == Unfinished::AsReported => (floor, true),
        _ => (worst.max(floor), true),
    }
}
