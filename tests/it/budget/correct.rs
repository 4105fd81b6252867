//! Corrections: a booking becomes what was really billed, in every ceiling that still counts it.

use driftless::Usd;
use driftless::budget::{Budget, CorrectionRefused, Reservation, Spend};
use driftless::plan::Clock;

use super::{HOUR, clocks, dollars, reserve};

#[test]
fn a_correction_counts_in_every_ceiling_that_still_has_the_booking() {
    let (manual, clock) = clocks();
    let budget = Budget::builder()
        .lifetime(dollars("10"))
        .per(HOUR, dollars("10"))
        .fallback_per(HOUR, dollars("10"))
        .build()
        .unwrap();
    let booked = reserve(&budget, "4", &clock)
        .unwrap()
        .settle_estimated(dollars("4"));
    let id = booked.booking.to_string();
    let spent = |budget: &Budget| -> Vec<String> {
        let standing = budget.standing(&*clock);
        standing
            .iter()
            .map(|ledger| ledger.spent.to_string())
            .collect()
    };
    assert_eq!(budget.correct(&id, dollars("1"), &*clock), Ok(dollars("4")));
    assert_eq!(spent(&budget), ["$1", "$1", "$0"]);
    assert_eq!(budget.correct(&id, dollars("5"), &*clock), Ok(dollars("1")));
    assert_eq!(spent(&budget), ["$5", "$5", "$0"]);
    assert_eq!(budget.overrun(), dollars("1"), "beyond the worst case of 4");
    manual.pass(2 * HOUR);
    assert_eq!(budget.correct(&id, dollars("2"), &*clock), Ok(dollars("5")));
    assert_eq!(
        spent(&budget),
        ["$2", "$0", "$0"],
        "the window has forgotten it"
    );
    assert_eq!(budget.overrun(), Usd::ZERO);
}

#[test]
fn a_correction_takes_nothing_from_other_calls() {
    let (manual, clock) = clocks();
    let budget = Budget::builder().per(HOUR, dollars("10")).build().unwrap();
    reserve(&budget, "1", &clock).unwrap().settle(dollars("1"));
    manual.pass(HOUR / 2);
    let wrong = reserve(&budget, "4", &clock)
        .unwrap()
        .settle_estimated(dollars("4"));
    manual.pass(HOUR / 4);
    reserve(&budget, "1", &clock).unwrap().settle(dollars("1"));
    let id = wrong.booking.to_string();
    budget.correct(&id, Usd::ZERO, &*clock).unwrap();
    assert_eq!(budget.standing(&*clock)[0].spent, dollars("2"));
    manual.pass(HOUR / 3);
    assert_eq!(budget.standing(&*clock)[0].spent, dollars("1"));
}

#[test]
fn a_vendors_request_id_names_a_booking_unless_several_have_it() {
    let (_, clock) = clocks();
    let budget = Budget::builder().lifetime(dollars("10")).build().unwrap();
    let book = |id: &str| {
        let mut lease = reserve(&budget, "1", &clock).unwrap();
        lease.note_request_id(id);
        lease.settle_estimated(dollars("1"))
    };
    book("req_1");
    let (second, _third) = (book("req_2"), book("req_2"));
    assert_eq!(
        budget.correct("req_1", Usd::ZERO, &*clock),
        Ok(dollars("1"))
    );
    assert_eq!(
        budget.correct("req_2", Usd::ZERO, &*clock),
        Err(CorrectionRefused::Ambiguous("req_2".to_owned()))
    );
    assert!(
        budget
            .correct(&second.booking.to_string(), Usd::ZERO, &*clock)
            .is_ok()
    );
    assert_eq!(budget.standing(&*clock)[0].spent, dollars("1"));
    // Another budget's booking of the same number is another one.
    let other = Budget::builder().lifetime(dollars("10")).build().unwrap();
    reserve(&other, "1", &clock).unwrap().settle(dollars("1"));
    let refused = other.correct(&second.booking.to_string(), Usd::ZERO, &*clock);
    assert!(
        matches!(refused, Err(CorrectionRefused::Unknown(_))),
        "{refused:?}"
    );
}

#[test]
fn a_lapsed_lease_can_be_corrected() {
    let (manual, clock) = clocks();
    let budget = Budget::builder().lifetime(dollars("10")).build().unwrap();
    let minute = HOUR / 60;
    let worst = Reservation::new(dollars("2"), "m", Spend::Intended).ttl(minute);
    let mut lease = budget.reserve(&worst, &clock).unwrap();
    let id = lease.booking().to_string();
    lease.note(dollars("2"));
    std::mem::forget(lease);
    manual.pass(2 * minute);
    assert_eq!(budget.standing(&*clock)[0].spent, dollars("2"));
    assert_eq!(
        budget.correct(&id, dollars("0.5"), &*clock),
        Ok(dollars("2"))
    );
    assert_eq!(budget.standing(&*clock)[0].spent, dollars("0.5"));
}

#[test]
fn final_bookings_push_no_estimate_out_of_a_memory_that_is_bounded() {
    let (_, clock) = clocks();
    let budget = Budget::builder().lifetime(dollars("1000")).build().unwrap();
    let estimate = reserve(&budget, "1", &clock)
        .unwrap()
        .settle_estimated(dollars("1"));
    let first = reserve(&budget, "0.01", &clock)
        .unwrap()
        .settle(dollars("0.01"));
    for _ in 0..5000 {
        reserve(&budget, "0.01", &clock)
            .unwrap()
            .settle(dollars("0.01"));
    }
    let correct = |id: String| budget.correct(&id, Usd::ZERO, &*clock);
    assert!(correct(estimate.booking.to_string()).is_ok());
    let forgotten = correct(first.booking.to_string()).unwrap_err();
    assert!(forgotten.to_string().contains("4096"), "{forgotten}");
}

#[test]
fn a_correction_makes_room_at_once() {
    let (_, clock) = clocks();
    let budget = Budget::builder().lifetime(dollars("1")).build().unwrap();
    let outage = reserve(&budget, "1", &clock)
        .unwrap()
        .settle_estimated(dollars("1"));
    assert!(reserve(&budget, "0.5", &clock).is_err());
    budget
        .correct(&outage.booking.to_string(), Usd::ZERO, &*clock)
        .unwrap();
    assert!(reserve(&budget, "1", &clock).is_ok());
    let _clock: &dyn Clock = &*clock;
}
