//! Calls, costs and times in an outcome.

use driftless::usd;

use crate::setup::{Test, only};
use crate::vendor::{Reply, Vendor, right};

#[tokio::test]
async fn receipts_add_up() {
    let test = Test::new(
        Vendor::start(|asked| Reply::Says(right(asked.item))),
        60,
        false,
    );
    let outcome = test.start(&["perfect"]).fixed(60).run().await.unwrap();
    let candidate = only(&outcome);
    assert_eq!((outcome.reference.calls, candidate.arm.calls), (120, 60));
    // 100 input and 10 output tokens at 1000 dollars per million.
    assert_eq!(candidate.arm.cost.total, usd("6.6").unwrap());
    assert_eq!(outcome.reference.cost.total, usd("13.2").unwrap());
    assert_eq!(
        (
            candidate.arm.cost.input_tokens,
            candidate.arm.cost.output_tokens
        ),
        (6000, 600)
    );
    let per_call = candidate.arm.cost.per_call.unwrap();
    assert!(
        (per_call.estimate - 0.11).abs() < 1e-9 && per_call.low <= per_call.estimate,
        "{per_call:?}"
    );
    let latency = candidate.arm.latency.as_ref().unwrap();
    assert_eq!(latency.all.len(), 60);
    assert!(latency.all.is_sorted() && latency.all[0] > 0);
    for quantile in [&latency.p50, &latency.p90, &latency.p99] {
        assert!(
            quantile.low <= quantile.estimate && quantile.estimate <= quantile.high,
            "{quantile:?}"
        );
    }
    // 60 times can't bound the time that 99 of 100 stay below; the confidence says so.
    assert!(
        latency.p50.level == 0.95 && latency.p99.level < 0.5,
        "{latency:?}"
    );
    assert_eq!(candidate.arm.served["perfect"], 60);
    assert_eq!(candidate.arm.model, "compatible/perfect");
    assert_eq!(candidate.arm.conformance.estimate, 1.0);
}

#[tokio::test]
async fn an_estimate_makes_no_call_and_is_not_exceeded() {
    let test = Test::new(
        Vendor::start(|asked| Reply::Says(right(asked.item))),
        60,
        false,
    );
    let estimate = test.start(&["perfect"]).estimate().unwrap();
    assert_eq!(test.vendor.all(), 0);
    assert_eq!(
        (
            estimate.items,
            estimate.calls,
            estimate.kept,
            estimate.likely
        ),
        (60, 180, 0, None)
    );
    let worst = estimate.worst_case.unwrap();
    let outcome = test.start(&["perfect"]).fixed(60).run().await.unwrap();
    let paid = outcome
        .reference
        .cost
        .total
        .checked_add(outcome.candidates[0].arm.cost.total)
        .unwrap();
    assert!(
        paid <= worst && worst > usd("19").unwrap(),
        "{paid} {worst}"
    );
}

#[tokio::test]
async fn what_can_not_hold_is_told_at_once_and_before_any_call() {
    let test = Test::new(
        Vendor::start(|asked| Reply::Says(right(asked.item))),
        60,
        false,
    );
    let error = test
        .start(&["perfect", "reference"])
        .margin(0.0)
        .alpha(0.7)
        .concurrency(0)
        .fixed(0)
        .run()
        .await
        .unwrap_err()
        .to_string();
    for part in [
        "margin",
        "alpha",
        "concurrency",
        "no items",
        "compatible/reference stands there twice",
    ] {
        assert!(error.contains(part), "{part}: {error}");
    }
    let error = test
        .start(&["perfect"])
        .fixed(61)
        .run()
        .await
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("the design wants 61 items") && error.contains("has 60"),
        "{error}"
    );
    let error = test.start(&[]).run().await.unwrap_err().to_string();
    assert!(error.contains("there is no candidate"), "{error}");
    let error = test
        .start(&["perfect"])
        .data("no-such-file")
        .run()
        .await
        .unwrap_err()
        .to_string();
    assert!(error.contains("no-such-file: can't be read"), "{error}");
    assert_eq!(test.vendor.all(), 0);
}
