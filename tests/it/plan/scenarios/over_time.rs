//! S15 and S16: a vendor that comes and goes, and what all of it costs.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use driftless::breaker::{BreakerPolicy, Breakers};
use driftless::budget::Budget;
use driftless::plan::{Clock, Random};
use driftless::{FailureClass, usd};

use super::{BY_FALLBACK, BY_PRIMARY, Bench, classes, first_says, refuses};

const HAPPY: &str = r#"{"happy":true}"#;

/// A clock that goes on only on request: 60 seconds pass without anybody waiting.
#[derive(Debug, Clone, Default)]
struct Told(Arc<AtomicU64>);

impl Clock for Told {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(1_795_000_000) + self.monotonic()
    }

    fn monotonic(&self) -> Duration {
        Duration::from_secs(self.0.load(Ordering::SeqCst))
    }
}

/// 20 requests in 60 seconds; the vendor is down from second 15 to 30 and from 45 on. Nobody gets
/// an error or a wrong answer, and the breaker spares the vendor requests while it is down.
#[tokio::test]
async fn s15_a_vendor_that_flaps() {
    let clock = Told::default();
    let seen = clock.clone();
    let down = |second: u64| (15..30).contains(&second) || second >= 45;
    let bench = Bench::new(move |_| {
        if down(seen.0.load(Ordering::SeqCst)) {
            refuses(503, &[], "overloaded")
        } else {
            first_says(HAPPY)
        }
    })
    .await;
    let policy = BreakerPolicy::default()
        .window(5, Duration::from_secs(2))
        .min_calls(3)
        .pauses(Duration::from_secs(5), Duration::from_secs(10))
        .probes(1);
    let breakers = Breakers::with_random(policy, Random::seeded(5)).unwrap();
    let plan = bench
        .plan()
        .clock(clock.clone())
        .breakers(&breakers)
        .build()
        .unwrap();
    let mut spared = 0;
    for request in 0..20 {
        let second = request * 3;
        clock.0.store(second, Ordering::SeqCst);
        let answer = plan.call(super::QUESTION).await.unwrap();
        let fell_back = answer.receipt.fallback().is_some();
        assert_eq!(
            answer.value,
            if fell_back { BY_FALLBACK } else { BY_PRIMARY }
        );
        assert!(
            fell_back || !down(second),
            "{second} s: nobody else could answer"
        );
        spared += usize::from(!answer.receipt.skips.is_empty());
    }
    let (primary, fallback) = bench.hits();
    assert!(spared >= 5, "{spared} requests went past the open breaker");
    assert!(fallback >= 10, "{fallback}");
    // Without a breaker: 20 and two retries for each of the 10 that fail.
    assert!(primary < 30, "{primary}");
}

/// A drifted answer that is paid for, a retry, a fallback: the receipt's sums, the vendors' bills
/// and the budget agree to the last digit.
#[tokio::test]
async fn s16_the_account_is_right() {
    let bench = Bench::new(|hit| match hit {
        0 => first_says(r#"{"happy":"yes"}"#),
        _ => refuses(503, &[], "overloaded"),
    })
    .await;
    let budget = Budget::builder()
        .lifetime(usd("100").unwrap())
        .fallback_per(Duration::from_secs(3600), usd("50").unwrap())
        .build()
        .unwrap();
    let clock = Told::default();
    let plan = bench
        .plan()
        .repair(1)
        .budget(&budget)
        .clock(clock.clone())
        .build()
        .unwrap();
    let answer = plan.call(super::QUESTION).await.unwrap();
    let receipt = answer.receipt;
    assert_eq!(answer.value, BY_FALLBACK);
    assert_eq!(
        classes(&receipt),
        [
            "drifted from the contract",
            "overloaded",
            "overloaded",
            "overloaded",
            ""
        ]
    );
    let costs: Vec<bool> = receipt.attempts.iter().map(|a| a.cost.is_some()).collect();
    assert_eq!(costs, [true, false, false, false, true]);
    assert_eq!(receipt.fallback().unwrap().reason, FailureClass::Overloaded);

    let usage = receipt.attempts[0].usage.unwrap();
    assert_eq!((usage.input, usage.output), (100, 20));
    let price = |model| {
        driftless::catalogue::builtin(model)
            .unwrap()
            .price
            .clone()
            .unwrap()
    };
    let first = price(super::PRIMARY).cost(&usage).unwrap();
    let second = price(super::FALLBACK)
        .cost(&receipt.attempts[4].usage.unwrap())
        .unwrap();
    assert_eq!(
        (receipt.spend.intended, receipt.spend.fallback),
        (first, second)
    );
    assert_eq!(receipt.cost(), first.checked_add(second));
    assert_eq!(receipt.spend.unknown, 0);
    let standing = budget.standing(&clock);
    assert_eq!(
        (standing[0].spent, standing[1].spent),
        (receipt.cost().unwrap(), second)
    );
    assert_eq!(budget.open_leases(), 0);
    assert_eq!(bench.hits(), (4, 1));
}
