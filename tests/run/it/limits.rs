//! Money, refusals of the vendor, and reasons to pause.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use driftless::{FailureClass, Usd, usd};
use rand::rngs::SmallRng;
use rand::{Rng as _, SeedableRng as _};

use crate::vendor::{Reply, Vendor, right, usual};
use crate::{PauseReason, Test, paused, reason};

/// The cost of one call: 110 tokens at a dollar a million.
fn each() -> Usd {
    usd("0.00011").unwrap()
}

fn times(count: usize) -> Usd {
    let mut sum = Usd::ZERO;
    for _ in 0..count {
        sum = sum.checked_add(each()).unwrap();
    }
    sum
}

#[tokio::test(flavor = "multi_thread")]
async fn budgets_at_random_points_hold_and_the_rest_goes_on_after_a_raise() {
    let mut random = SmallRng::seed_from_u64(18);
    for round in 0..20 {
        let test = Test::new(Vendor::start(usual), 40);
        let micros: u32 = random.random_range(200..4400);
        let budget = usd(&format!("0.{micros:06}")).unwrap();
        let concurrency = random.random_range(1..12);
        let run = || test.run().concurrency(concurrency);
        match run().budget(budget).run().await {
            Ok(summary) => assert!(summary.cost <= budget, "{round}"),
            Err(error) => {
                let paused = paused(error);
                assert_eq!(
                    paused.reason,
                    PauseReason::Budget,
                    "{round}: {}",
                    paused.message
                );
                assert!(paused.message.contains("raise it"), "{}", paused.message);
            }
        }
        // What the vendor has billed, not what we say.
        assert!(
            times(test.vendor.all()) <= budget,
            "{round}: {} {budget}",
            test.vendor.all()
        );
        let summary = run().budget(usd("1").unwrap()).run().await.unwrap();
        assert_eq!(
            (test.vendor.all(), summary.cost),
            (40, times(40)),
            "{round}"
        );
        test.assert_all_right(40);
    }
}

/// Calls wait for what others hold, so that a budget is spent and not only reserved.
#[tokio::test(flavor = "multi_thread")]
async fn a_budget_is_used_although_worst_cases_are_higher() {
    let test = Test::new(Vendor::start(usual), 60);
    let estimate = test.run().estimate().unwrap();
    let all = estimate.worst_case.unwrap().unwrap();
    // Enough for all, and for a few worst cases at a time.
    let budget = times(60).checked_add(usd("0.0014").unwrap()).unwrap();
    assert!(budget < all, "{budget} {all}");
    test.run().budget(budget).run().await.unwrap();
    test.assert_all_right(60);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vendor_that_refuses_many_calls_is_asked_less() {
    let flying = Arc::new(AtomicUsize::new(0));
    let vendor = Vendor::start(move |asked| {
        let many = flying.fetch_add(1, Ordering::SeqCst) >= 4;
        std::thread::sleep(std::time::Duration::from_millis(5));
        flying.fetch_sub(1, Ordering::SeqCst);
        if many {
            Reply::Fails(429, "retry-after: 0\r\n")
        } else {
            Reply::Says(right(asked.item))
        }
    });
    let test = Test::new(vendor, 120);
    let least = Arc::new(AtomicUsize::new(usize::MAX));
    let seen = Arc::clone(&least);
    let run = test.run().concurrency(16).stop_after_failures(1000);
    let run = run.observe(move |progress| {
        seen.fetch_min(progress.allowed, Ordering::SeqCst);
    });
    let summary = run.run().await.unwrap();
    assert_eq!(summary.ends.values, 120);
    assert!(least.load(Ordering::SeqCst) <= 8);
    test.assert_all_right(120);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_pauses_at_once_and_an_outage_after_some_calls() {
    let test = Test::new(Vendor::start(|_| Reply::Fails(401, "")), 100);
    let paused = paused(test.run().concurrency(4).run().await.unwrap_err());
    assert_eq!(
        paused.reason,
        PauseReason::Failure(FailureClass::Unauthorized)
    );
    assert!(test.vendor.all() <= 4, "{}", test.vendor.all());
    assert_eq!((paused.summary.left, paused.summary.ends.all()), (100, 0));

    let test = Test::new(Vendor::start(|_| Reply::Fails(500, "")), 100);
    let run = test.run().concurrency(4).stop_after_failures(6);
    let reason = reason(run.run().await.unwrap_err());
    assert_eq!(reason, PauseReason::Failures(FailureClass::ServerError));
    assert!(test.vendor.all() <= 10, "{}", test.vendor.all());
    // Nothing has an end by an outage.
    assert!(test.lines("failed.partial.jsonl").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_that_fails_where_others_do_not_gets_its_end() {
    let vendor = Vendor::start(|asked| match asked.item {
        7 => Reply::HangsUp,
        item => Reply::Says(right(item)),
    });
    let test = Test::new(vendor, 30);
    let summary = test.run().run().await.unwrap();
    assert_eq!((summary.ends.values, summary.ends.failed), (29, 1));
    assert_eq!(test.ids("failed.jsonl"), ["t7"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn too_much_drift_pauses() {
    let vendor = Vendor::start(|asked| match asked.item % 4 {
        0 => Reply::Says("{}".to_owned()),
        _ => Reply::Says(right(asked.item)),
    });
    let test = Test::new(vendor, 400);
    let run = test.run().concurrency(4).stop_at_drift(0.1);
    assert_eq!(reason(run.run().await.unwrap_err()), PauseReason::Drift);
    assert!(
        (50..80).contains(&test.vendor.all()),
        "{}",
        test.vendor.all()
    );
    let summary = test.run().stop_at_drift(0.3).run().await.unwrap();
    assert_eq!((summary.ends.drifted, test.vendor.all()), (100, 400));
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_that_can_not_be_used_are_all_said() {
    let test = Test::new(Vendor::start(usual), 5);
    let plan = test.plan().build().unwrap();
    let run = driftless::run::Run::new(&plan)
        .concurrency(0)
        .every(0)
        .stop_at_drift(2.0);
    let error = run.run().await.unwrap_err().to_string();
    for said in [
        "no input",
        "no output",
        "concurrency of 0",
        "every 0th",
        "from 0 to 1",
    ] {
        assert!(error.contains(said), "{said}: {error}");
    }
}
