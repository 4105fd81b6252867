//! Waiting for room: first come, first served, nothing leaked by who gives up, woken by whatever
//! makes room.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use driftless::Usd;
use driftless::budget::{Budget, BudgetRefused, Lease, Reservation, Spend};
use driftless::plan::{Clock, SystemClock};

use super::{HOUR, clocks, dollars, exceeded, reserve};

fn lifetime(most: &str) -> Budget {
    Budget::builder().lifetime(dollars(most)).build().unwrap()
}

fn worst(amount: &str) -> Reservation<'static> {
    Reservation::new(dollars(amount), "m", Spend::Intended)
}

/// Counts how often it is woken.
#[derive(Default)]
struct Count(AtomicUsize);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

type Waits<'a> = Pin<Box<dyn Future<Output = Result<Lease, BudgetRefused>> + 'a>>;

fn poll(waits: &mut Waits<'_>, count: &Arc<Count>) -> Poll<Result<Lease, BudgetRefused>> {
    let waker = Waker::from(Arc::clone(count));
    waits.as_mut().poll(&mut Context::from_waker(&waker))
}

#[test]
fn calls_are_served_in_the_order_in_which_they_came() {
    let (_, clock) = clocks();
    let budget = lifetime("1");
    let held = reserve(&budget, "1", &clock).unwrap();
    let count = Arc::new(Count::default());
    let (large, small) = (worst("0.9"), worst("0.1"));
    let mut first: Waits<'_> = Box::pin(budget.wait(&large, &clock));
    let mut second: Waits<'_> = Box::pin(budget.wait(&small, &clock));
    assert!(poll(&mut first, &count).is_pending());
    assert!(poll(&mut second, &count).is_pending());
    held.settle(dollars("0.05"));
    let Poll::Ready(Ok(first)) = poll(&mut first, &count) else {
        panic!("there is room for the first");
    };
    // Not for the second beside it, and nobody overtakes it.
    assert!(poll(&mut second, &count).is_pending());
    let refused = exceeded(reserve(&budget, "0.04", &clock).unwrap_err());
    assert_eq!((refused.ahead, refused.left), (1, dollars("0.05")));
    first.settle(dollars("0.1"));
    assert!(matches!(poll(&mut second, &count), Poll::Ready(Ok(_))));
    assert_eq!(budget.open_leases(), 0, "dropped as it was matched");
}

#[test]
fn whoever_gives_up_leaves_nothing_and_lets_the_next_one_through() {
    let (_, clock) = clocks();
    let budget = lifetime("1");
    let held = reserve(&budget, "0.5", &clock).unwrap();
    let count = Arc::new(Count::default());
    let (large, small) = (worst("0.9"), worst("0.5"));
    let mut first: Waits<'_> = Box::pin(budget.wait(&large, &clock));
    let mut second: Waits<'_> = Box::pin(budget.wait(&small, &clock));
    assert!(poll(&mut first, &count).is_pending());
    assert!(poll(&mut second, &count).is_pending());
    drop(first);
    let Poll::Ready(Ok(lease)) = poll(&mut second, &count) else {
        panic!("nobody stands before it");
    };
    lease.settle(Usd::ZERO);
    // Room that was given to one who never came for it goes back.
    let mut third: Waits<'_> = Box::pin(budget.wait(&large, &clock));
    assert!(poll(&mut third, &count).is_pending());
    held.settle(Usd::ZERO);
    drop(third);
    assert_eq!(budget.standing(&*clock)[0].left, dollars("1"));
    assert_eq!(budget.open_leases(), 0);
}

#[test]
fn what_can_never_fit_is_refused_at_once_or_as_soon_as_that_is_known() {
    let (_, clock) = clocks();
    let budget = lifetime("1");
    let count = Arc::new(Count::default());
    let huge = worst("1.5");
    let mut never: Waits<'_> = Box::pin(budget.wait(&huge, &clock));
    assert!(matches!(
        poll(&mut never, &count),
        Poll::Ready(Err(BudgetRefused::Exceeded(_)))
    ));
    let held = reserve(&budget, "0.8", &clock).unwrap();
    let half = worst("0.5");
    let mut waits: Waits<'_> = Box::pin(budget.wait(&half, &clock));
    assert!(poll(&mut waits, &count).is_pending());
    held.settle(dollars("0.8"));
    assert!(matches!(
        poll(&mut waits, &count),
        Poll::Ready(Err(BudgetRefused::Exceeded(_)))
    ));
}

#[test]
fn a_call_that_waits_for_one_ceiling_holds_back_none_that_does_without_it() {
    let (_, clock) = clocks();
    let budget = Budget::builder()
        .lifetime(dollars("10"))
        .fallback_per(HOUR, dollars("1"))
        .build()
        .unwrap();
    let count = Arc::new(Count::default());
    let fallback = Reservation::new(dollars("1"), "m", Spend::Fallback);
    budget
        .reserve(&fallback, &clock)
        .unwrap()
        .settle(dollars("1"));
    let mut waits: Waits<'_> = Box::pin(budget.wait(&fallback, &clock));
    assert!(poll(&mut waits, &count).is_pending());
    assert!(reserve(&budget, "5", &clock).is_ok());
}

#[test]
fn room_wakes_those_it_is_for_and_no_herd() {
    let (_, clock) = clocks();
    let budget = lifetime("100");
    let held: Vec<Lease> = (0..100)
        .map(|_| reserve(&budget, "1", &clock).unwrap())
        .collect();
    let one = worst("1");
    let counts: Vec<Arc<Count>> = (0..100).map(|_| Arc::default()).collect();
    let mut waits: Vec<Waits<'_>> = (0..100)
        .map(|_| -> Waits<'_> { Box::pin(budget.wait(&one, &clock)) })
        .collect();
    for (waits, count) in waits.iter_mut().zip(&counts) {
        assert!(poll(waits, count).is_pending());
    }
    let mut held = held.into_iter();
    for lease in held.by_ref().take(10) {
        lease.settle(Usd::ZERO);
    }
    let woken: Vec<usize> = counts
        .iter()
        .map(|count| count.0.load(Ordering::SeqCst))
        .collect();
    // The ten, and the one that then looks at the clock.
    assert!(
        woken[..10].iter().all(|times| (1..=2).contains(times)),
        "{woken:?}"
    );
    assert!(woken[11..].iter().all(|times| *times == 0), "{woken:?}");
}

#[tokio::test(start_paused = true)]
async fn spend_that_leaves_a_window_wakes_in_order() {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
    let budget = Budget::builder().per(HOUR, dollars("1")).build().unwrap();
    reserve(&budget, "1", &clock).unwrap().settle(dollars("1"));
    let order = Arc::new(Mutex::new(Vec::new()));
    let mut calls = Vec::new();
    for number in 0..5 {
        let (budget, clock, order) = (budget.clone(), Arc::clone(&clock), Arc::clone(&order));
        calls.push(tokio::spawn(async move {
            let lease = budget.wait(&worst("0.6"), &clock).await.unwrap();
            order.lock().unwrap().push(number);
            tokio::time::sleep(Duration::from_secs(1)).await;
            lease.settle(dollars("0.6"));
        }));
        tokio::task::yield_now().await;
    }
    for call in calls {
        call.await.unwrap();
    }
    assert_eq!(*order.lock().unwrap(), [0, 1, 2, 3, 4]);
}

#[tokio::test]
async fn a_correction_wakes() {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
    let budget = lifetime("1");
    let outage = reserve(&budget, "0.9", &clock)
        .unwrap()
        .settle_estimated(dollars("0.9"));
    let held = reserve(&budget, "0.1", &clock).unwrap();
    // It could fit a ceiling of which nothing more is spent, once the window or a correction makes
    // room.
    let windowed = Budget::builder().per(HOUR, dollars("1")).build().unwrap();
    let wrong = reserve(&windowed, "1", &clock)
        .unwrap()
        .settle_estimated(dollars("1"));
    let half = worst("0.5");
    let mut waits = pin!(windowed.wait(&half, &clock));
    let early = tokio::time::timeout(Duration::from_millis(20), &mut waits).await;
    assert!(early.is_err());
    windowed
        .correct(&wrong.booking.to_string(), dollars("0.1"), &*clock)
        .unwrap();
    assert!(waits.await.is_ok());
    budget
        .correct(&outage.booking.to_string(), Usd::ZERO, &*clock)
        .unwrap();
    held.settle(Usd::ZERO);
    assert!(budget.wait(&worst("1"), &clock).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_batch_on_a_small_budget_finishes_while_there_is_money() {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
    let budget = lifetime("1");
    let mut calls = Vec::new();
    for number in 0..500_u64 {
        let (budget, clock) = (budget.clone(), Arc::clone(&clock));
        calls.push(tokio::spawn(async move {
            let most = worst("0.3");
            let waits = budget.wait(&most, &clock);
            // Some give up on the way.
            let Ok(lease) =
                tokio::time::timeout(Duration::from_micros(50 + number * 40), waits).await
            else {
                return false;
            };
            tokio::task::yield_now().await;
            lease.unwrap().settle(dollars("0.0001"));
            true
        }));
    }
    let mut done = 0_u64;
    for call in calls {
        done += u64::from(call.await.unwrap());
    }
    assert!(done > 0);
    let standing = budget.standing(&*clock).remove(0);
    assert_eq!((standing.reserved, budget.open_leases()), (Usd::ZERO, 0));
    assert_eq!(
        standing.spent.as_decimal(),
        dollars("0.0001").as_decimal() * rust_decimal::Decimal::from(done)
    );
}
