//! `OpenRouter`'s routing metadata: the strategy, the attempt and the endpoint decide before the
//! model's name.

use driftless::provider::Served::{AsRequested, Snapshot, Substituted, Unverifiable};
use driftless::provider::{OpenRouter, Served};
use driftless::receipt::Attempt;
use serde_json::{Value, json};

use super::{chat, judged};

const SLUG: &str = "openai/gpt-5.5";

fn metadata() -> Value {
    json!({
        "requested": SLUG, "strategy": "direct", "attempt": 1, "is_byok": false,
        "attempts": [{"provider": "OpenAI", "model": SLUG, "status": 200}],
        "endpoints": {"available": [
            {"provider": "OpenAI", "model": SLUG, "selected": true},
            {"provider": "Azure", "model": SLUG, "selected": false},
        ]},
    })
}

async fn with(named: &str, metadata: &Value, headers: &[(&str, &str)]) -> Attempt {
    let more = format!(r#","provider":"OpenAI","openrouter_metadata":{metadata}"#);
    judged(headers, &chat(named, &more), |url| {
        OpenRouter::new("k").base_url(url).model(SLUG)
    })
    .await
}

async fn check(about: &str, metadata: &Value, named: &str, verdict: Served) {
    let attempt = with(named, metadata, &[]).await;
    assert_eq!(
        attempt.served,
        Some(verdict),
        "{about}: {:?}",
        attempt.served_reason
    );
    assert!(attempt.served_reason.is_some(), "{about}");
}

#[tokio::test]
async fn a_direct_first_attempt_leaves_it_to_the_name() {
    check("as asked", &metadata(), SLUG, AsRequested).await;
    check(
        "a snapshot",
        &metadata(),
        "openai/gpt-5.5-2026-04-23",
        Snapshot,
    )
    .await;
    check("another", &metadata(), "openai/gpt-5.5-mini", Substituted).await;
    check("without metadata", &Value::Null, SLUG, AsRequested).await;
    check("none that can be read", &json!("yes"), SLUG, AsRequested).await;
    let reason = with(SLUG, &metadata(), &[]).await.served_reason.unwrap();
    assert!(reason.contains("OpenAI"), "{reason}");
}

#[tokio::test]
async fn a_detour_is_a_substitution_whatever_the_name_says() {
    let changes: [(&str, Value); 10] = [
        ("/strategy", json!("fallback")),
        ("/strategy", json!("auto")),
        ("/strategy", json!("latest")),
        ("/strategy", json!("alias")),
        ("/attempt", json!(2)),
        ("/requested", json!("openai/gpt-5.5-mini")),
        ("/endpoints/available/0/model", json!("openai/gpt-5.5-mini")),
        ("/endpoints/available/1/selected", json!(true)),
        ("/attempts/0/model", json!("openai/gpt-5.5-mini")),
        (
            "/attempts",
            json!([{"provider": "A", "model": "x/y", "status": 503}, {"provider": "OpenAI", "model": SLUG, "status": 200}]),
        ),
    ];
    for (place, value) in changes {
        let mut metadata = metadata();
        *metadata.pointer_mut(place).unwrap() = value.clone();
        check(&format!("{place} = {value}"), &metadata, SLUG, Substituted).await;
    }
}

#[tokio::test]
async fn a_cached_answer_proves_nothing() {
    for status in ["HIT", "hit"] {
        let attempt = with(SLUG, &Value::Null, &[("X-OpenRouter-Cache-Status", status)]).await;
        assert_eq!(attempt.served, Some(Unverifiable));
    }
    let both = [
        ("x-openrouter-cache-status", "MISS"),
        ("x-openrouter-cache-status", "HIT"),
    ];
    assert_eq!(
        with(SLUG, &metadata(), &both).await.served,
        Some(Substituted)
    );
}

#[tokio::test]
async fn the_provider_can_be_held_to_its_name() {
    for (name, verdict) in [("OpenAI", AsRequested), ("Azure", Substituted)] {
        let more = format!(
            r#","provider":"OpenAI","openrouter_metadata":{}"#,
            metadata()
        );
        let attempt = judged(&[], &chat(SLUG, &more), |url| {
            OpenRouter::new("k")
                .base_url(url)
                .served_by(name)
                .model(SLUG)
        })
        .await;
        assert_eq!(attempt.served, Some(verdict));
    }
}

#[tokio::test]
async fn the_reason_tells_what_the_account_put_into_the_way() {
    let mut metadata = metadata();
    metadata["pipeline"] = json!([{"type": "response_healing", "name": "healing"}]);
    let attempt = with(SLUG, &metadata, &[]).await;
    assert!(attempt.served_reason.unwrap().contains("response_healing"));
}

#[tokio::test]
async fn the_cost_that_it_tells_is_kept_to_the_last_digit() {
    for (told, kept) in [
        ("0.00014", Some("$0.00014")),
        ("9.5e-7", Some("$0.00000095")),
        ("0", Some("$0")),
        ("-1", None),
        ("\"1\"", Some("$1")),
        ("{}", None),
    ] {
        let more =
            format!(r#","usage":{{"prompt_tokens":10,"completion_tokens":2,"cost":{told}}}"#);
        let attempt = judged(&[], &chat(SLUG, &more), |url| {
            OpenRouter::new("k").base_url(url).model(SLUG)
        })
        .await;
        assert_eq!(
            attempt
                .reported_cost
                .map(|cost| cost.to_string())
                .as_deref(),
            kept,
            "{told}"
        );
        assert_eq!(attempt.usage.unwrap().input, 10);
    }
}
