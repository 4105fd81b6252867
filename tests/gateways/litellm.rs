//! The `LiteLLM` proxy, with fallbacks and retries on.

use driftless::FailureClass;
use driftless::provider::{Compatible, LiteLlm, Served};

use super::{call, hits, variable};

const KEY: &str = "sk-test-of-driftless";

fn plain() -> Compatible {
    Compatible::new(KEY).base_url(variable("DRIFTLESS_LITELLM"))
}

fn ours() -> LiteLlm {
    LiteLlm::new(KEY).base_url(variable("DRIFTLESS_LITELLM"))
}

#[tokio::test]
#[ignore = "needs the gateways that run.sh starts"]
async fn a_swap_happens_when_nothing_forbids_it() {
    hits().await;
    let (by, _) = call(plain().model("model-a"), true).await;
    assert_eq!(
        by.as_deref(),
        Some("b"),
        "the fallback answers in A's place"
    );
    assert!(hits().await.contains(&"a".to_owned()));
    // In silence: these carry the requested name, and a client that trusts names takes them.
    for (model, other) in [("pool", "b"), ("swapper", "swap")] {
        let (by, attempt) = call(plain().model(model), false).await;
        assert_eq!(by.as_deref(), Some(other), "{model}");
        assert_eq!(attempt.served, Some(Served::AsRequested), "{model}");
    }
}

#[tokio::test]
#[ignore = "needs the gateways that run.sh starts"]
async fn fallbacks_and_retries_are_forbidden() {
    hits().await;
    let (by, attempt) = call(ours().deployment("dep-a").model("model-a"), true).await;
    assert_eq!(
        (by, attempt.failure),
        (None, Some(FailureClass::Overloaded))
    );
    assert_eq!(hits().await, ["a"]);
}

#[tokio::test]
#[ignore = "needs the gateways that run.sh starts"]
async fn the_other_model_of_a_pool_is_caught() {
    let mut caught = 0;
    for round in 0..24 {
        let (pinned, by) = if round % 2 == 0 {
            (
                true,
                call(ours().deployment("pool-a").model("pool"), false).await,
            )
        } else {
            (false, call(ours().model("pool"), false).await)
        };
        let (answer, attempt) = by;
        assert_eq!(answer, None, "the one that is asked for is down");
        match attempt.served {
            Some(Served::Substituted) if pinned => caught += 1,
            Some(Served::Unverifiable) if !pinned => caught += 1,
            served => assert_eq!(
                (served, attempt.failure),
                (None, Some(FailureClass::Overloaded))
            ),
        }
    }
    assert!(caught > 0, "the other one never answered");
}

#[tokio::test]
#[ignore = "needs the gateways that run.sh starts"]
async fn a_swap_behind_the_deployment_is_caught_until_the_deployment_is_named() {
    let (by, attempt) = call(ours().model("swapper"), false).await;
    assert_eq!((by, attempt.served), (None, Some(Served::Unverifiable)));
    assert_eq!(attempt.failure, Some(FailureClass::Substituted));
    // Naming a deployment vouches for what is behind it: this version leaves no trace of the
    // upstream's own name in a stream, as the docs say.
    let (by, attempt) = call(ours().deployment("dep-swap").model("swapper"), false).await;
    assert_eq!(by.as_deref(), Some("swap"));
    assert!(
        attempt
            .served_reason
            .is_some_and(|reason| reason.contains("dep-swap"))
    );
}

#[tokio::test]
#[ignore = "needs the gateways that run.sh starts"]
async fn an_honest_deployment_passes_once_it_is_named() {
    for (model, id, by) in [
        ("honest", "dep-honest", "good"),
        ("forger", "dep-forger", "spoof"),
    ] {
        let (found, attempt) = call(ours().deployment(id).model(model), false).await;
        assert_eq!(found.as_deref(), Some(by), "{:?}", attempt.served_reason);
        assert_eq!(attempt.served, Some(Served::AsRequested));
        let (found, attempt) = call(ours().deployment("dep-x").model(model), false).await;
        assert_eq!((found, attempt.served), (None, Some(Served::Substituted)));
    }
    let (found, attempt) = call(ours().model("dep-honest"), false).await;
    assert_eq!(
        found.as_deref(),
        Some("good"),
        "{:?}",
        attempt.served_reason
    );
    assert_eq!(
        attempt
            .reported_cost
            .map(|cost| cost.to_string())
            .as_deref(),
        Some("$0.00014")
    );
}
