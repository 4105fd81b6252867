//! Budgets: never overspent, nothing leaked, whichever thread is where.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::budget::{Budget, Reservation, Spend};
use crate::clock::Clock;
use crate::money::{Usd, usd};
use loom::thread;

/// Stands still.
#[derive(Debug)]
struct Still;

impl Clock for Still {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH
    }

    fn monotonic(&self) -> Duration {
        Duration::from_secs(1_000)
    }
}

fn dollars(text: &str) -> Usd {
    usd(text).unwrap()
}

fn clock() -> Arc<dyn Clock> {
    Arc::new(Still)
}

/// Two dollars for three calls that may cost one each.
fn budget() -> Budget {
    Budget::builder()
        .lifetime(dollars("2"))
        .per(Duration::from_secs(60), dollars("2"))
        .build()
        .unwrap()
}

fn holds(budget: &Budget) {
    for standing in budget.standing(&*clock()) {
        let held = standing.spent.checked_add(standing.reserved).unwrap();
        assert!(held <= standing.limit.ceiling, "{standing:?}");
    }
}

#[test]
fn three_calls_never_pay_more_than_two_can() {
    loom::model(|| {
        let budget = budget();
        let paid = Arc::new(AtomicU32::new(0));
        let call = {
            let (budget, paid) = (budget.clone(), Arc::clone(&paid));
            move || {
                let worst = Reservation::new(dollars("1"), "m", Spend::Intended);
                if let Ok(lease) = budget.reserve(&worst, &clock()) {
                    holds(&budget);
                    lease.settle(dollars("1"));
                    paid.fetch_add(1, Ordering::SeqCst);
                }
            }
        };
        let threads = [thread::spawn(call.clone()), thread::spawn(call.clone())];
        call();
        for thread in threads {
            thread.join().unwrap();
        }
        assert_eq!(paid.load(Ordering::SeqCst), 2);
        assert_eq!(budget.open_leases(), 0);
        assert_eq!(budget.standing(&*clock())[0].spent, dollars("2"));
    });
}

#[test]
fn a_cancelled_call_gives_back_what_it_did_not_spend() {
    loom::model(|| {
        let budget = budget();
        let worst = Reservation::new(dollars("2"), "m", Spend::Fallback);
        let mut lease = budget.reserve(&worst, &clock()).unwrap();
        let other = budget.clone();
        let cancelled = thread::spawn(move || {
            lease.note(dollars("0.5"));
            drop(lease);
        });
        let next = thread::spawn(move || {
            let worst = Reservation::new(dollars("1.5"), "m", Spend::Intended);
            let got = other.reserve(&worst, &clock());
            holds(&other);
            got.map(|lease| lease.settle(dollars("1.5"))).is_ok()
        });
        cancelled.join().unwrap();
        let spent = if next.join().unwrap() { "2" } else { "0.5" };
        assert_eq!(budget.standing(&*clock())[1].spent, dollars(spent));
        assert_eq!(budget.standing(&*clock())[1].reserved, Usd::ZERO);
    });
}

#[test]
fn a_call_that_waits_gets_the_room_or_leaves_it() {
    loom::model(|| {
        let budget = budget();
        let worst = || Reservation::new(dollars("2"), "m", Spend::Intended);
        let lease = budget.reserve(&worst(), &clock()).unwrap();
        let other = budget.clone();
        let waits = thread::spawn(move || {
            let (worst, clock) = (worst(), clock());
            let mut wait = Box::pin(other.wait(&worst, &clock));
            match wait.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                Poll::Ready(got) => {
                    got.unwrap().settle(dollars("1"));
                    true
                }
                // It gives up; what it was given meanwhile goes back.
                Poll::Pending => false,
            }
        });
        lease.settle(Usd::ZERO);
        let spent = if waits.join().unwrap() { "1" } else { "0" };
        holds(&budget);
        assert_eq!(budget.open_leases(), 0);
        let standing = &budget.standing(&*clock())[0];
        assert_eq!(
            (standing.spent, standing.reserved),
            (dollars(spent), Usd::ZERO)
        );
    });
}
