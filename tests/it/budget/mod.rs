//! Budgets: what they hold, what they refuse and in which words.
#![allow(
    clippy::unchecked_time_subtraction,
    reason = "a test's times are what it says"
)]

mod concurrent;
mod correct;
mod model;
mod wait;

use std::sync::Arc;
use std::time::Duration;

use driftless::budget::{Budget, BudgetRefused, Exceeded, Lease, Reservation, Spend};
use driftless::plan::Clock;
use driftless::{Usd, usd};
use driftless_tests::clock::ManualClock;

const HOUR: Duration = Duration::from_secs(3600);

fn dollars(text: &str) -> Usd {
    usd(text).unwrap()
}

fn clocks() -> (Arc<ManualClock>, Arc<dyn Clock>) {
    let manual = Arc::new(ManualClock::default());
    (Arc::clone(&manual), manual)
}

fn reserve(budget: &Budget, amount: &str, clock: &Arc<dyn Clock>) -> Result<Lease, BudgetRefused> {
    budget.reserve(
        &Reservation::new(dollars(amount), "m", Spend::Intended),
        clock,
    )
}

fn exceeded(refused: BudgetRefused) -> Exceeded {
    match refused {
        BudgetRefused::Exceeded(exceeded) => *exceeded,
        other => panic!("{other:?}"),
    }
}

#[test]
fn spend_leaves_a_window_after_its_length_and_a_sixtieth_of_it_at_most() {
    let (manual, clock) = clocks();
    let budget = Budget::builder().per(HOUR, dollars("1")).build().unwrap();
    reserve(&budget, "1", &clock).unwrap().settle(dollars("1"));
    let refused = exceeded(reserve(&budget, "0.000001", &clock).unwrap_err());
    let wait = refused.free_after.unwrap();
    assert!(wait > HOUR && wait <= HOUR + HOUR / 60, "{wait:?}");
    manual.pass(wait - Duration::from_nanos(1));
    assert!(reserve(&budget, "0.000001", &clock).is_err());
    manual.pass(Duration::from_nanos(1));
    assert!(reserve(&budget, "1", &clock).is_ok(), "as promised");
}

#[test]
fn what_is_settled_below_the_worst_case_is_free_again_at_once() {
    let (_, clock) = clocks();
    let budget = Budget::builder().lifetime(dollars("1")).build().unwrap();
    let lease = reserve(&budget, "0.9", &clock).unwrap();
    assert!(reserve(&budget, "0.2", &clock).is_err());
    let settled = lease.settle(dollars("0.25"));
    assert_eq!(
        (settled.spent, settled.overrun),
        (dollars("0.25"), None),
        "no more than held"
    );
    assert!(reserve(&budget, "0.75", &clock).is_ok());
}

#[test]
fn a_dropped_lease_costs_what_was_noted() {
    let (_, clock) = clocks();
    let budget = Budget::builder().lifetime(dollars("1")).build().unwrap();
    let mut lease = reserve(&budget, "0.9", &clock).unwrap();
    lease.note(dollars("0.3"));
    lease.note(dollars("0.2"));
    drop(lease);
    let standing = &budget.standing(&*clock)[0];
    assert_eq!(standing.spent, dollars("0.3"));
    assert_eq!(standing.reserved, Usd::ZERO);
    assert_eq!(budget.open_leases(), 0);
}

#[test]
fn what_is_billed_beyond_the_worst_case_is_booked_and_told() {
    let (_, clock) = clocks();
    let budget = Budget::builder().lifetime(dollars("1")).build().unwrap();
    let settled = reserve(&budget, "0.9", &clock)
        .unwrap()
        .settle(dollars("1.5"));
    assert_eq!(settled.overrun, Some(dollars("0.6")));
    assert_eq!(budget.overrun(), dollars("0.6"));
    let refused = exceeded(reserve(&budget, "0.1", &clock).unwrap_err());
    assert_eq!((refused.left, refused.free_after), (Usd::ZERO, None));
}

#[test]
fn a_leaked_lease_lapses_and_still_counts_when_it_is_settled_late() {
    let (manual, clock) = clocks();
    let budget = Budget::builder().lifetime(dollars("1")).build().unwrap();
    let minute = Duration::from_secs(60);
    let worst = Reservation::new(dollars("1"), "m", Spend::Intended).ttl(minute);
    let mut lease = budget.reserve(&worst, &clock).unwrap();
    lease.note(dollars("0.1"));
    manual.pass(minute - Duration::from_secs(1));
    assert!(reserve(&budget, "0.1", &clock).is_err());
    manual.pass(Duration::from_secs(2));
    assert!(
        reserve(&budget, "0.9", &clock).is_ok(),
        "what was noted stays"
    );
    lease.note(dollars("0.2"));
    assert_eq!(budget.standing(&*clock)[0].spent, dollars("0.2"));
    lease.settle(dollars("0.7"));
    assert_eq!(budget.standing(&*clock)[0].spent, dollars("0.7"));
    std::mem::forget(reserve(&budget, "0.3", &clock).unwrap());
    manual.pass(2 * HOUR);
    assert_eq!(budget.standing(&*clock)[0].left, dollars("0.3"));
    assert_eq!(budget.open_leases(), 0);
}

#[test]
fn fallbacks_and_models_have_ceilings_of_their_own_within_the_whole() {
    let (_, clock) = clocks();
    let budget = Budget::builder()
        .per(HOUR, dollars("1"))
        .fallback_per(HOUR, dollars("0.3"))
        .model_per("dear", HOUR, dollars("0.2"))
        .build()
        .unwrap();
    let ask = |amount, model, spend| {
        budget.reserve(&Reservation::new(dollars(amount), model, spend), &clock)
    };
    let dear = exceeded(ask("0.21", "dear", Spend::Intended).unwrap_err());
    assert_eq!(dear.limit.to_string(), "$0.2 per 3600 s for dear");
    let fallback = exceeded(ask("0.31", "cheap", Spend::Fallback).unwrap_err());
    assert_eq!(fallback.limit.to_string(), "$0.3 per 3600 s for fallbacks");
    let _fallback = ask("0.3", "cheap", Spend::Fallback).unwrap();
    let _intended = ask("0.7", "cheap", Spend::Intended).unwrap();
    let whole = exceeded(ask("0.01", "cheap", Spend::Intended).unwrap_err());
    assert_eq!(whole.limit.to_string(), "$1 per 3600 s");
    assert!(whole.free_after.is_none(), "running calls hold it all");
}

#[test]
fn a_refusal_names_the_ceiling_that_is_free_last() {
    let (_, clock) = clocks();
    let day = 24 * HOUR;
    let budget = Budget::builder()
        .per(HOUR, dollars("1"))
        .per(day, dollars("1"))
        .build()
        .unwrap();
    reserve(&budget, "1", &clock).unwrap().settle(dollars("1"));
    let refused = exceeded(reserve(&budget, "0.5", &clock).unwrap_err());
    assert_eq!(refused.limit.window, Some(day));
    assert!(refused.free_after.unwrap() > day);
}

#[test]
fn amounts_that_are_none_are_refused_in_clear_words() {
    let (_, clock) = clocks();
    let budget = Budget::builder().lifetime(dollars("1")).build().unwrap();
    assert_eq!(
        reserve(&budget, "0", &clock).unwrap_err(),
        BudgetRefused::Zero
    );
    let huge = "79228162514264337593543950335";
    let refused = reserve(&budget, huge, &clock).unwrap_err();
    assert_eq!(refused, BudgetRefused::TooLarge(dollars(huge)));
    assert!(refused.to_string().contains("per million"), "{refused}");
    // Nothing is held by either.
    let settled = reserve(&budget, "1", &clock).unwrap().settle(dollars(huge));
    assert!(settled.overrun.is_some());
    assert_eq!(budget.standing(&*clock)[0].left, Usd::ZERO);
}

#[test]
fn the_smallest_amounts_are_exact_and_finer_ones_round_up() {
    let (_, clock) = clocks();
    let budget = Budget::builder().lifetime(dollars("1")).build().unwrap();
    for _ in 0..1000 {
        reserve(&budget, "0.5", &clock)
            .unwrap()
            .settle(dollars("0.000000000001"));
    }
    assert_eq!(
        budget.standing(&*clock)[0].spent,
        dollars("0.000000001"),
        "nothing rounded away"
    );
    reserve(&budget, "0.5", &clock)
        .unwrap()
        .settle(dollars("0.0000000000001"));
    assert_eq!(
        budget.standing(&*clock)[0].spent,
        dollars("0.000000001001"),
        "never booked as less"
    );
}

#[test]
fn a_clock_that_jumps_back_frees_nothing_and_locks_nothing() {
    let (manual, clock) = clocks();
    let budget = Budget::builder().per(HOUR, dollars("1")).build().unwrap();
    manual.pass(HOUR);
    reserve(&budget, "0.6", &clock)
        .unwrap()
        .settle(dollars("0.6"));
    manual.set(Duration::ZERO);
    assert!(reserve(&budget, "0.5", &clock).is_err());
    let lease = reserve(&budget, "0.4", &clock).unwrap();
    lease.settle(dollars("0.4"));
    manual.set(Duration::from_secs(1000) + 3 * HOUR);
    assert!(reserve(&budget, "1", &clock).is_ok());
}

#[test]
fn a_builder_tells_everything_that_cannot_hold() {
    let error = Budget::builder()
        .per(Duration::ZERO, dollars("1"))
        .lifetime(dollars("0"))
        .fallback_per(HOUR, dollars("1"))
        .fallback_per(HOUR, dollars("2"))
        .model_per("m", HOUR, dollars("79228162514264337593543950335"))
        .build()
        .unwrap_err();
    let problems = error.problems().join("\n");
    assert_eq!(error.problems().len(), 4, "{problems}");
    for words in [
        "window is zero",
        "no call through",
        "counts the same",
        "beyond",
    ] {
        assert!(problems.contains(words), "{words}: {problems}");
    }
    let empty = Budget::builder().build().unwrap_err();
    assert!(empty.to_string().contains("no ceiling"), "{empty}");
}

#[test]
fn what_could_never_be_held_is_known_before_the_first_call() {
    let (_, clock) = clocks();
    let budget = Budget::builder()
        .lifetime(dollars("5"))
        .fallback_per(HOUR, dollars("0.3"))
        .build()
        .unwrap();
    reserve(&budget, "5", &clock).unwrap().settle(dollars("5"));
    let worst = Reservation::new(dollars("0.31"), "m", Spend::Intended);
    assert_eq!(budget.could_hold(&worst), Ok(()), "spent or not");
    let worst = Reservation::new(dollars("0.31"), "m", Spend::Fallback);
    let refused = exceeded(budget.could_hold(&worst).unwrap_err());
    assert_eq!(refused.left, dollars("0.3"));
}

#[test]
fn a_refusal_reads_as_a_sentence() {
    let (_, clock) = clocks();
    let budget = Budget::builder().per(HOUR, dollars("1")).build().unwrap();
    reserve(&budget, "1", &clock)
        .unwrap()
        .settle(dollars("0.75"));
    let refused = reserve(&budget, "0.5", &clock).unwrap_err();
    let text = refused.to_string();
    assert!(
        text.starts_with(
            "the budget of $1 per 3600 s has $0.25 left, and the call may cost $0.5; it fits in 36"
        ),
        "{text}"
    );
}
