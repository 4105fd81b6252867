//! Portkey's gateway, with configs that a key's owner might have attached.

use driftless::FailureClass;
use driftless::provider::{Compatible, Portkey, Served};

use super::{call, hits, variable};

fn target(kind: &str) -> String {
    let upstream = variable("DRIFTLESS_UPSTREAM");
    format!(r#"{{"provider":"openai","api_key":"none","custom_host":"{upstream}/{kind}/v1"}}"#)
}

fn config(mode: &str, targets: &[&str]) -> String {
    let targets: Vec<String> = targets.iter().map(|kind| target(kind)).collect();
    format!(
        r#"{{"strategy":{{"mode":"{mode}"}},"targets":[{}]}}"#,
        targets.join(",")
    )
}

/// A client that knows nothing of Portkey; the config stands for one that is attached to its key.
fn plain(config: &str) -> Compatible {
    Compatible::new(config)
        .key_header("x-portkey-config")
        .base_url(variable("DRIFTLESS_PORTKEY"))
}

fn at() -> Portkey {
    Portkey::at(variable("DRIFTLESS_PORTKEY"))
}

fn ours(kind: &str) -> Portkey {
    at().provider("openai", "none")
        .custom_host(format!("{}/{kind}/v1", variable("DRIFTLESS_UPSTREAM")))
}

#[tokio::test]
#[ignore = "needs the gateways that run.sh starts"]
async fn a_swap_happens_in_silence_when_nothing_forbids_it() {
    hits().await;
    let (by, attempt) = call(
        plain(&config("fallback", &["a", "mask"])).model("model-a"),
        false,
    )
    .await;
    assert_eq!(by.as_deref(), Some("mask"));
    assert_eq!(attempt.served, Some(Served::AsRequested));
    assert_eq!(hits().await, ["a", "mask"]);
}

#[tokio::test]
#[ignore = "needs the gateways that run.sh starts"]
async fn fallbacks_and_retries_are_forbidden() {
    hits().await;
    let (by, attempt) = call(ours("a").model("model-a"), true).await;
    assert_eq!(
        (by, attempt.failure),
        (None, Some(FailureClass::Overloaded))
    );
    assert_eq!(hits().await, ["a"]);
    let (by, attempt) = call(ours("good").model("model-a"), false).await;
    assert_eq!(by.as_deref(), Some("good"), "{:?}", attempt.served_reason);
    assert_eq!(attempt.served, Some(Served::AsRequested));
}

#[tokio::test]
#[ignore = "needs the gateways that run.sh starts"]
async fn the_fallback_of_a_config_that_is_not_ours_is_caught() {
    for kind in ["mask", "b"] {
        let saved = config("fallback", &["a", kind]);
        let (by, attempt) = call(at().saved_config(saved).model("model-a"), false).await;
        assert_eq!(
            (by, attempt.served),
            (None, Some(Served::Substituted)),
            "{kind}"
        );
    }
    let mut caught = 0;
    for _ in 0..30 {
        let saved = config("loadbalance", &["good", "mask"]);
        let (by, attempt) = call(at().saved_config(saved).model("model-a"), false).await;
        match by.as_deref() {
            Some("good") => assert_eq!(attempt.served, Some(Served::AsRequested)),
            Some(other) => panic!("{other} passed"),
            None => caught += usize::from(attempt.served == Some(Served::Substituted)),
        }
    }
    assert!(caught > 0, "the other one never answered");
}

#[tokio::test]
#[ignore = "needs the gateways that run.sh starts"]
async fn a_swap_behind_it_and_forged_headers_are_caught() {
    for kind in ["swap", "b", "spoof"] {
        let (by, attempt) = call(ours(kind).model("model-a"), false).await;
        assert_eq!(
            (by, attempt.served),
            (None, Some(Served::Substituted)),
            "{kind}"
        );
        assert!(attempt.served_reason.is_some());
    }
}
