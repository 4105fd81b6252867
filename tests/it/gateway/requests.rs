//! Requests to aggregators in their own words, matched whole.

use std::collections::BTreeMap;

use driftless::dialect::Form;
use driftless::provider::{
    LiteLlm, OpenRouter, Parameters, Portkey, Provider, Request, TokenMix, Turn,
};
use driftless::usd;
use driftless_tests::fixture::within;
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};
use serde_json::{Value, json};

/// The body without the question, and the headers that are no client's own.
async fn asked(
    model: &str,
    form: &Form,
    make: impl FnOnce(&str) -> Box<dyn Provider>,
) -> (Value, BTreeMap<String, String>) {
    let server = Loopback::start([Exchange::any(Act::Send(answer(503, &[], "{}")))]).await;
    let turns = [Turn::user("hello")];
    let mut request = Request::new(model, &turns, form);
    let mut parameters = Parameters::default();
    parameters.max_output_tokens = Some(100);
    request.parameters = &parameters;
    let provider = make(&server.url());
    provider.check().expect("a provider that is set up");
    within(provider.send(&request)).await.expect_err("503");
    let seen = server.finish().pop().expect("a request");
    assert_eq!(seen.target, "/chat/completions");
    let mut body: Value = serde_json::from_str(&seen.body).expect("JSON");
    let members = body.as_object_mut().expect("an object");
    for plain in ["messages", "stream", "stream_options"] {
        members.remove(plain);
    }
    let mut headers = seen.headers;
    for plain in [
        "host",
        "accept",
        "content-length",
        "content-type",
        "user-agent",
        "accept-encoding",
    ] {
        headers.remove(plain);
    }
    (body, headers)
}

fn headers<const N: usize>(pairs: [(&str, &str); N]) -> BTreeMap<String, String> {
    pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

#[tokio::test]
async fn openrouter_is_told_to_ask_one_provider_once() {
    let (body, sent) = asked("openai/gpt-6.1-terra", &Form::JsonMode, |url| {
        Box::new(OpenRouter::new("test-key").base_url(url))
    })
    .await;
    assert_eq!(
        body,
        json!({
            "model": "openai/gpt-6.1-terra", "max_tokens": 100, "response_format": {"type": "json_object"},
            "provider": {"allow_fallbacks": false, "require_parameters": true},
        })
    );
    let plain = [
        ("authorization", "Bearer test-key"),
        ("x-openrouter-cache", "false"),
        ("x-openrouter-metadata", "enabled"),
    ];
    assert_eq!(sent, headers(plain));
    let (body, _) = asked("openai/gpt-6.1-terra", &Form::Text, |url| {
        let provider = OpenRouter::new("test-key")
            .base_url(url)
            .only("deepinfra/turbo");
        Box::new(provider.max_price(usd("0.5").unwrap(), usd("2").unwrap()))
    })
    .await;
    assert_eq!(
        body["provider"],
        json!({
            "only": ["deepinfra/turbo"], "allow_fallbacks": false, "require_parameters": true,
            "max_price": {"prompt": 0.5, "completion": 2},
        })
    );
}

/// Without the header, the tool's `strict` is lost on the way.
#[tokio::test]
async fn openrouter_keeps_anthropics_tools_strict() {
    let tool = Form::Tool {
        name: "Invoice".to_owned(),
        description: None,
        schema: driftless::json::Json::object::<String>([]),
    };
    for (model, form, beta) in [
        ("anthropic/claude-haiku-4-5", &tool, true),
        ("anthropic/claude-haiku-4-5", &Form::Text, false),
        ("openai/gpt-6.1-terra", &tool, false),
    ] {
        let (body, sent) = asked(model, form, |url| {
            Box::new(OpenRouter::new("k").base_url(url))
        })
        .await;
        assert_eq!(sent.contains_key("x-anthropic-beta"), beta, "{model}");
        assert_eq!(body.get("parallel_tool_calls"), None);
    }
}

#[tokio::test]
async fn litellm_is_told_neither_to_fall_back_nor_to_retry() {
    let (body, sent) = asked("gpt-terra", &Form::Text, |url| {
        Box::new(LiteLlm::new("sk-virtual").base_url(url).deployment("eu"))
    })
    .await;
    assert_eq!(
        body,
        json!({
            "model": "gpt-terra", "max_tokens": 100,
            "disable_fallbacks": true, "num_retries": 0, "include_fallback_errors": true,
        })
    );
    assert_eq!(sent, headers([("authorization", "Bearer sk-virtual")]));
}

#[tokio::test]
async fn portkey_is_given_one_target() {
    let (body, sent) = asked("gpt-6.1-terra", &Form::Text, |url| {
        let provider = Portkey::new("pk")
            .base_url(url)
            .provider("openai", "sk-vendor");
        Box::new(provider.custom_host("http://127.0.0.1:9/v1"))
    })
    .await;
    assert_eq!(body, json!({"model": "gpt-6.1-terra", "max_tokens": 100}));
    let one = [
        ("authorization", "Bearer sk-vendor"),
        ("x-portkey-api-key", "pk"),
        ("x-portkey-config", r#"{"retry":{"attempts":0}}"#),
        ("x-portkey-custom-host", "http://127.0.0.1:9/v1"),
        ("x-portkey-provider", "openai"),
    ];
    assert_eq!(sent, headers(one));
    let (_, sent) = asked("@mine/gpt-6.1-terra", &Form::Text, |url| {
        Box::new(Portkey::at(url).saved_config("pc-one"))
    })
    .await;
    assert_eq!(sent, headers([("x-portkey-config", "pc-one")]));
}

#[tokio::test]
async fn tokenmix_is_asked_plainly() {
    let (body, sent) = asked("claude-sonnet-4.6", &Form::Text, |url| {
        Box::new(TokenMix::new("sk-tm-1").base_url(url))
    })
    .await;
    assert_eq!(
        body,
        json!({"model": "claude-sonnet-4.6", "max_tokens": 100})
    );
    assert_eq!(sent, headers([("authorization", "Bearer sk-tm-1")]));
}

fn objections(provider: &dyn Provider, model: &str) -> Vec<String> {
    provider.objections(&Request::new(model, &[], &Form::Text))
}

#[test]
fn names_that_stand_for_no_one_model_are_refused_when_a_plan_is_built() {
    let provider = OpenRouter::new("test-key");
    for slug in [
        "~openai/gpt-latest",
        "openrouter/auto",
        "openrouter/free",
        "@preset/mine",
        "openai/gpt-5@preset/mine",
        "openai/gpt-5:nitro",
        "openai/gpt-5:floor",
        "openai/gpt-5:free",
        "openai/gpt-5:online",
        "openai/gpt-5:exacto",
    ] {
        let problems = objections(&provider, slug);
        assert_eq!(problems.len(), 1, "{slug}: {problems:?}");
        assert!(problems[0].contains("; name one model"), "{problems:?}");
    }
    assert!(objections(&provider, "openai/gpt-5").is_empty());
    assert_eq!(
        objections(&LiteLlm::at("http://127.0.0.1:9"), "a,b").len(),
        1
    );
    let portkey = Portkey::at("http://127.0.0.1:9");
    assert_eq!(objections(&portkey, "gpt-5").len(), 1);
    assert!(objections(&portkey, "@mine/gpt-5").is_empty());
    assert!(objections(&portkey.saved_config("pc-1"), "gpt-5").is_empty());
}
