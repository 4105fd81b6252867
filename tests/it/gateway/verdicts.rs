//! Verdicts over headers that were not recorded: doubled, appended, in other cases, missing,
//! contradicting.

use driftless::FailureClass;
use driftless::dialect::Dialect;
use driftless::provider::Served::{AsRequested, Snapshot, Substituted, Unverifiable};
use driftless::provider::{Compatible, LiteLlm, Model, OpenRouter, Portkey, Served, TokenMix};
use driftless::receipt::Attempt;
use driftless_tests::loopback::answer;

use super::{attempt, chat, judged};

const OK: [(&str, &str); 3] = [
    ("x-litellm-model-id", "eu"),
    ("x-litellm-model-group", "terra"),
    ("x-litellm-attempted-fallbacks", "0"),
];

/// The subject, the headers, the name in the answer, and the verdict.
type Case = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
    Served,
);

/// With a deployment named.
const LITELLM: &[Case] = &[
    ("as pinned", &[], "terra", AsRequested),
    (
        "the deployment's own name",
        &[("x-litellm-model-name", "openai/gpt-6.1-terra")],
        "gpt-6.1-terra",
        AsRequested,
    ),
    (
        "its snapshot",
        &[("x-litellm-model-name", "openai/gpt-5.5")],
        "gpt-5.5-2026-04-23",
        AsRequested,
    ),
    (
        "another name",
        &[("x-litellm-model-name", "openai/gpt-5.5")],
        "gpt-5.5-mini",
        Substituted,
    ),
    (
        "another name, and none to hold it to",
        &[],
        "gpt-5.5",
        Substituted,
    ),
    (
        "a second id",
        &[("X-LiteLLM-Model-Id", "us")],
        "terra",
        Substituted,
    ),
    (
        "the same id twice",
        &[("X-LITELLM-MODEL-ID", "eu")],
        "terra",
        Substituted,
    ),
    (
        "a second count",
        &[("x-litellm-attempted-fallbacks", "1")],
        "terra",
        Substituted,
    ),
    (
        "errors before",
        &[("x-litellm-fallback-errors", r#"[{"message": "a, b"}]"#)],
        "terra",
        Substituted,
    ),
    (
        "retries of the same deployment",
        &[("x-litellm-attempted-retries", "2")],
        "terra",
        AsRequested,
    ),
];

#[tokio::test]
async fn litellm() {
    for (about, more, named, verdict) in LITELLM {
        let headers = [OK.as_slice(), more].concat();
        let attempt = judged(&headers, &chat(named, ""), |url| {
            LiteLlm::at(url).deployment("eu").model("terra")
        })
        .await;
        assert_eq!(
            attempt.served,
            Some(*verdict),
            "{about}: {:?}",
            attempt.served_reason
        );
        assert!(attempt.served_reason.is_some());
    }
}

#[tokio::test]
async fn litellm_by_each_way_of_naming_the_deployment() {
    let all = [
        ("x-litellm-model-id", "eu"),
        ("x-litellm-model-name", "azure/terra-eu"),
        ("x-litellm-model-api-base", "https://eu.example/v1/"),
    ];
    let body = chat("terra", "");
    let attempt = judged(&all, &body, |url| LiteLlm::at(url).model("terra")).await;
    assert_eq!(attempt.served, Some(Unverifiable));
    assert!(
        attempt
            .served_reason
            .unwrap()
            .contains("`LiteLlm::deployment`")
    );
    assert_eq!(attempt.failure, Some(FailureClass::Substituted));
    let attempt = judged(&all, &body, |url| {
        LiteLlm::at(url)
            .upstream_model("azure/terra-eu")
            .model("terra")
    })
    .await;
    assert_eq!(attempt.served, Some(AsRequested));
    let attempt = judged(&all, &body, |url| {
        LiteLlm::at(url)
            .upstream_base("https://eu.example/v1")
            .model("terra")
    })
    .await;
    assert_eq!(attempt.served, Some(AsRequested));
    for wrong in [
        LiteLlm::at("").deployment("us"),
        LiteLlm::at("").upstream_model("azure/terra-us"),
        LiteLlm::at("").upstream_base("https://us.example/v1"),
        LiteLlm::at("")
            .deployment("eu")
            .upstream_base("https://us.example/v1"),
    ] {
        let attempt = judged(&all, &body, |url| wrong.base_url(url).model("terra")).await;
        assert_eq!(
            attempt.served,
            Some(Substituted),
            "{:?}",
            attempt.served_reason
        );
    }
    // An older proxy leaves the header out.
    let attempt = judged(&all[..1], &body, |url| {
        LiteLlm::at(url)
            .upstream_model("azure/terra-eu")
            .model("terra")
    })
    .await;
    assert_eq!(attempt.served, Some(Unverifiable));
}

#[tokio::test]
async fn litellm_shows_routers_aggregators_behind_it_and_costs() {
    let router = [("x-litellm-adaptive-router-model", "cheap")];
    let body = chat("terra", "");
    let attempt = judged(&router, &body, |url| LiteLlm::at(url).model("terra")).await;
    assert_eq!(attempt.served, Some(Substituted));
    let body = chat(
        "terra",
        r#","provider":"OtherCo","usage":{"prompt_tokens":1,"completion_tokens":1}"#,
    );
    let headers = [OK.as_slice(), &[("x-litellm-response-cost", "3.5e-05")]].concat();
    let attempt = judged(&headers, &body, |url| {
        LiteLlm::at(url).deployment("eu").model("terra")
    })
    .await;
    assert_eq!(attempt.served, Some(Unverifiable));
    assert_eq!(attempt.reported_cost.unwrap().to_string(), "$0.000035");
    assert!(attempt.served_reason.as_ref().unwrap().contains("OtherCo"));
}

const FIRST: (&str, &str) = ("x-portkey-last-used-option-index", "config");

/// With a provider named.
const PORTKEY: &[Case] = &[
    ("no strategy", &[FIRST], "terra", AsRequested),
    ("a snapshot", &[FIRST], "terra-2026-04-23", Snapshot),
    (
        "the first target",
        &[("X-Portkey-Last-Used-Option-Index", "config.targets[0]")],
        "terra",
        AsRequested,
    ),
    (
        "the second",
        &[("x-portkey-last-used-option-index", "config.targets[1]")],
        "terra",
        Substituted,
    ),
    (
        "a nested one",
        &[(
            "x-portkey-last-used-option-index",
            "config.targets[0].targets[0]",
        )],
        "terra",
        Substituted,
    ),
    (
        "appended",
        &[(
            "x-portkey-last-used-option-index",
            "config.targets[99], config",
        )],
        "terra",
        Substituted,
    ),
    ("appended and equal", &[FIRST, FIRST], "terra", Substituted),
    (
        "a second provider",
        &[FIRST, ("x-portkey-provider", "spoofed, openai")],
        "terra",
        Substituted,
    ),
    (
        "another provider",
        &[FIRST, ("x-portkey-provider", "groq")],
        "terra",
        Substituted,
    ),
    ("another model", &[FIRST], "luna", Substituted),
    ("nothing reported", &[], "terra", Unverifiable),
    (
        "cached",
        &[FIRST, ("x-portkey-cache-status", "HIT")],
        "terra",
        Unverifiable,
    ),
    (
        "another prompt's answer",
        &[FIRST, ("x-portkey-cache-status", "SEMANTIC HIT")],
        "terra",
        Substituted,
    ),
    (
        "retried",
        &[FIRST, ("x-portkey-retry-attempt-count", "2")],
        "terra",
        AsRequested,
    ),
];

#[tokio::test]
async fn portkey() {
    for (about, headers, named, verdict) in PORTKEY {
        let attempt = judged(headers, &chat(named, ""), |url| {
            Portkey::at(url).provider("openai", "k").model("terra")
        })
        .await;
        assert_eq!(
            attempt.served,
            Some(*verdict),
            "{about}: {:?}",
            attempt.served_reason
        );
    }
    let nested = [(
        "x-portkey-last-used-option-index",
        "config.targets[0].targets[0]",
    )];
    let attempt = judged(&nested, &chat("terra", ""), |url| {
        let provider = Portkey::at(url).saved_config("pc-1");
        provider
            .option("config.targets[0].targets[0]")
            .model("@mine/terra")
    })
    .await;
    assert_eq!(attempt.served, Some(AsRequested));
}

#[tokio::test]
async fn tokenmix_never_proves_anything() {
    for (named, verdict) in [("terra", Unverifiable), ("luna", Substituted)] {
        let attempt = judged(&[], &chat(named, ""), |url| {
            TokenMix::new("k").base_url(url).model("terra")
        })
        .await;
        assert_eq!(attempt.served, Some(verdict));
        assert_eq!(attempt.failure, Some(FailureClass::Substituted));
    }
}

/// The chunks of a stream that name these models.
fn stream(names: &[&str], last: &str) -> String {
    let chunk = |(index, name): (usize, &&str)| {
        let content = if index == 0 { super::GOOD } else { "" };
        format!(
            "data: {{\"model\":\"{name}\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{content}\"}}}}]}}\n\n"
        )
    };
    let chunks: Vec<String> = names.iter().enumerate().map(chunk).collect();
    format!(
        "{}data: {{\"choices\":[{{\"index\":0,\"delta\":{{}},\"finish_reason\":\"stop\"}}]{last}}}\n\ndata: [DONE]\n\n",
        chunks.concat()
    )
}

async fn streamed<D: Dialect>(
    headers: &[(&str, &str)],
    body: &str,
    make: impl FnOnce(&str) -> Model<D>,
) -> Attempt {
    let mut all = vec![("content-type", "text/event-stream")];
    all.extend(headers);
    attempt(answer(200, &all, body), make).await
}

#[tokio::test]
async fn streams_are_judged_by_their_headers_and_every_piece() {
    let pinned = |url: &str| LiteLlm::at(url).deployment("eu").model("terra");
    let good = stream(
        &["terra", "", "terra"],
        r#","usage":{"prompt_tokens":1,"completion_tokens":1,"cost":0.0014}"#,
    );
    let taken = streamed(&OK, &good, pinned).await;
    assert_eq!((taken.served, taken.failure), (Some(AsRequested), None));
    assert_eq!(taken.reported_cost.unwrap().to_string(), "$0.0014");
    for body in [
        stream(&["terra", "luna"], ""),
        stream(
            &["terra", "terra"],
            r#","litellm_fallback":{"fallback_model":"luna"}"#,
        ),
    ] {
        let swapped = streamed(&OK, &body, pinned).await;
        assert_eq!(
            swapped.served,
            Some(Substituted),
            "{:?}",
            swapped.served_reason
        );
    }
    let elsewhere = [("x-litellm-model-id", "us")];
    assert_eq!(
        streamed(&elsewhere, &good, pinned).await.served,
        Some(Substituted)
    );
    let plain = |url: &str| Compatible::at(url).model("terra");
    let two = streamed(&[], &stream(&["terra", "luna"], ""), plain).await;
    assert_eq!(two.served, Some(Substituted));
    let metadata = r#","openrouter_metadata":{"strategy":"fallback","attempt":2}"#;
    let routed = streamed(&[], &stream(&["terra"], metadata), |url| {
        OpenRouter::new("k").base_url(url).model("terra")
    })
    .await;
    assert_eq!(routed.served, Some(Substituted));
    assert!(routed.served_reason.unwrap().contains("fallback"));
}
