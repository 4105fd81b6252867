//! Calls that are dropped: nothing stays reserved, and their spend is reported.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use driftless::breaker::{BreakerPolicy, Breakers};
use driftless::budget::Budget;
use driftless::plan::{Random, SystemClock};
use driftless::provider::Model;
use driftless::receipt::Receipt;
use driftless::retry::Retry;
use driftless::{FailureClass, Observer, Plan, Usd, When, usd};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tokio::time::timeout;

use super::{DRIFTED, FindMood, GOOD, QUESTION, Say, scripted, vouched};

#[derive(Clone, Default)]
struct Dropped(Arc<Mutex<Vec<Receipt>>>);

impl Observer for Dropped {
    fn call_dropped(&self, receipt: &Receipt) {
        self.0.lock().unwrap().push(receipt.clone());
    }
}

/// The first answer drifted and was paid for; the repair hangs, and the caller gives up.
#[tokio::test(start_paused = true)]
async fn what_was_spent_before_the_drop_is_told() {
    let dropped = Dropped::default();
    let (model, _) = scripted("one", "alpha", [Say::Text(DRIFTED), Say::Hang]);
    let plan = Plan::<FindMood<'_>>::primary(model)
        .repair(1)
        .observe(dropped.clone())
        .build()
        .unwrap();
    timeout(Duration::from_secs(3), plan.call(QUESTION))
        .await
        .expect_err("it hangs");
    let receipts = dropped.0.lock().unwrap();
    let [receipt] = receipts.as_slice() else {
        panic!("{receipts:?}");
    };
    assert_eq!(receipt.failure, Some(FailureClass::Cancelled));
    assert_eq!(receipt.spend.intended.to_string(), "$0.0002");
    let classes: Vec<_> = receipt.attempts.iter().map(|a| a.failure).collect();
    assert_eq!(
        classes,
        [Some(FailureClass::Drifted), Some(FailureClass::Cancelled)]
    );
    assert_eq!(receipt.attempts[1].elapsed, Duration::from_secs(3));
    assert_eq!(receipt.spend.unknown, 1);
}

/// A call that was never polled has sent nothing and begun nothing.
#[tokio::test]
async fn a_call_that_never_ran_tells_nothing() {
    let dropped = Dropped::default();
    let (model, asked) = scripted("one", "alpha", [Say::Text(GOOD)]);
    let plan = Plan::<FindMood<'_>>::primary(model)
        .observe(dropped.clone())
        .build()
        .unwrap();
    drop(plan.call(QUESTION));
    assert_eq!((asked.times(), dropped.0.lock().unwrap().len()), (0, 0));
}

fn slow(millis: u64, say: Say) -> Say {
    Say::After(Duration::from_millis(millis), Box::new(say))
}

fn flaky(name: &'static str, id: &str, seed: u64) -> Model<driftless::dialect::JsonMode> {
    let mut random = StdRng::seed_from_u64(seed);
    let script = (0..5000).map(move |_| match random.random_range(0..5) {
        0 => Say::Hang,
        1 => slow(40, Say::Fail(FailureClass::Overloaded)),
        2 => slow(20, Say::Text(DRIFTED)),
        3 => slow(
            5,
            Say::Wait(FailureClass::RateLimited, Duration::from_millis(30)),
        ),
        _ => slow(30, Say::Text(GOOD)),
    });
    scripted(name, id, script)
        .0
        .timeout(Duration::from_millis(300))
}

/// 2,000 calls through retries, repairs, probes and fallbacks, each dropped at a random moment:
/// afterwards nothing is reserved, no lease is open and no breaker waits for a probe.
#[tokio::test(start_paused = true)]
async fn calls_dropped_at_random_moments_leave_nothing_held() {
    let budget = Budget::builder()
        .lifetime(usd("1000").unwrap())
        .build()
        .unwrap();
    let policy = BreakerPolicy::default()
        .min_calls(3)
        .pauses(Duration::from_millis(50), Duration::from_millis(100));
    let breakers = Breakers::with_random(policy, Random::seeded(3)).unwrap();
    let dropped = Dropped::default();
    let plan = Plan::<FindMood<'_>>::primary(flaky("one", "alpha", 1))
        .fallback(
            flaky("two", "beta", 2),
            When::DEFAULT | When::DRIFTED,
            vouched(),
        )
        .retry(Retry::up_to(2).pauses(Duration::from_millis(10), Duration::from_millis(20)))
        .repair(1)
        .budget(&budget)
        .breakers(&breakers)
        .observe(dropped.clone())
        .production()
        .build()
        .unwrap();
    let mut random = StdRng::seed_from_u64(4);
    let mut calls = Vec::new();
    for _ in 0..2000 {
        let patience = Duration::from_millis(random.random_range(0..400));
        calls.push(tokio::spawn(timeout(patience, plan.call(QUESTION))));
        tokio::time::sleep(Duration::from_millis(random.random_range(0..4))).await;
    }
    let mut given_up = 0;
    for call in calls {
        given_up += usize::from(call.await.unwrap().is_err());
    }
    assert!((200..1900).contains(&given_up), "{given_up} were dropped");
    // A call whose patience was nothing may have been dropped before it ran.
    assert!(dropped.0.lock().unwrap().len() <= given_up);
    assert!(dropped.0.lock().unwrap().len() > given_up * 9 / 10);
    assert_eq!(budget.open_leases(), 0);
    assert_eq!(
        budget.standing(&SystemClock::default())[0].reserved,
        Usd::ZERO
    );
    for breaker in breakers.all() {
        assert_eq!(breaker.snapshot(Duration::ZERO).probing, 0, "{breaker:?}");
    }
}
