//! Ten thousand calls on a budget that pays for three thousand.
#![allow(clippy::unwrap_used, reason = "a test's helpers fail loudly")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use driftless::budget::{Budget, Reservation, Spend};
use driftless::plan::{Clock, SystemClock};
use driftless::usd;
use rand::rngs::SmallRng;
use rand::{Rng as _, SeedableRng as _};

const CALLS: u64 = 10_000;
const PAID_FOR: u64 = 3_000;

/// One call: holds a cent, awaits a few times, and is billed a cent.
async fn call(budget: Budget, clock: Arc<dyn Clock>, billed: Arc<AtomicU64>, awaits: u32) {
    let cent = usd("0.01").unwrap();
    let Ok(mut lease) = budget.reserve(&Reservation::new(cent, "m", Spend::Intended), &clock)
    else {
        return;
    };
    for done in 0..awaits {
        if done == awaits / 2 {
            // From here on the vendor bills, whether anybody waits for the answer or not.
            lease.note(cent);
            billed.fetch_add(1, Ordering::SeqCst);
        }
        tokio::task::yield_now().await;
    }
    lease.settle(cent);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_more_is_paid_than_the_budget_pays_for_and_nothing_leaks() {
    let budget = Budget::builder()
        .lifetime(usd("30").unwrap())
        .per(Duration::from_secs(3_600), usd("1000").unwrap())
        .build()
        .unwrap();
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
    let billed = Arc::new(AtomicU64::new(0));
    let mut rng = SmallRng::seed_from_u64(20_261_122);
    let mut running = Vec::new();
    for number in 0..CALLS {
        let one = call(
            budget.clone(),
            Arc::clone(&clock),
            Arc::clone(&billed),
            rng.random_range(1..20),
        );
        let task = tokio::spawn(one);
        // Every second call is cancelled, some at once, some later.
        if number % 2 == 0 {
            let abort = task.abort_handle();
            let later = rng.random_range(0..30);
            running.push(tokio::spawn(async move {
                for _ in 0..later {
                    tokio::task::yield_now().await;
                }
                abort.abort();
            }));
        }
        running.push(task);
        assert!(billed.load(Ordering::SeqCst) <= PAID_FOR);
    }
    for task in running {
        // A cancelled one says so.
        drop(task.await);
    }
    let billed = billed.load(Ordering::SeqCst);
    assert!(billed <= PAID_FOR, "{billed}");
    assert_eq!(budget.open_leases(), 0, "leaked");
    let standing = budget.standing(&*clock).remove(0);
    assert_eq!(standing.reserved, usd("0").unwrap(), "leaked");
    assert_eq!(
        standing.spent.as_decimal() * rust_decimal::Decimal::from(100),
        billed.into()
    );
    // What cancelled calls gave back pays for others: in the end everything is spent, to the cent.
    while let Ok(lease) = budget.reserve(
        &Reservation::new(usd("0.01").unwrap(), "m", Spend::Intended),
        &clock,
    ) {
        lease.settle(usd("0.01").unwrap());
    }
    assert_eq!(budget.standing(&*clock).remove(0).spent, usd("30").unwrap());
}
