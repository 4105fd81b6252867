//! Anthropic's wire format, matched whole.

use driftless::Contract;
use driftless::catalogue::Catalogue;
use driftless::dialect::{self, AnthropicTool, Dialect, Form};
use driftless::provider::{Anthropic, Parameters, Provider, Request, Turn};
use driftless_tests::fixture;
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};

fn provider(url: &str, settings: &[String]) -> Anthropic {
    let mut provider = Anthropic::new("test-key").base_url(url);
    for setting in settings {
        provider = match setting.as_str() {
            "x-api-key" => provider.x_api_key(),
            version => provider.api_version(version),
        };
    }
    provider
}

#[tokio::test]
async fn requests_and_answers_are_those_of_the_fixtures() {
    fixture::play_all("anthropic", 18, provider).await;
}

#[tokio::test]
async fn errors_are_classified() {
    fixture::play_errors("anthropic", |url| provider(url, &[])).await;
}

/// The API would reject these; the message names the remedy, and nothing is sent.
#[tokio::test]
async fn what_the_api_does_not_take_is_said_before_it_is_asked() {
    let turns = [Turn::user("hello")];
    let provider = provider("http://127.0.0.1:1", &[]);

    let mut request = Request::new("claude-sonnet-5-5", &turns, &Form::Text);
    let mut parameters = Parameters::default();
    parameters.temperature = Some(1.0);
    request.parameters = &parameters;
    let failure = provider.send(&request).await.unwrap_err();
    assert_eq!(
        failure.to_string(),
        "Anthropic's API since version 2026-10-21 takes no `temperature` (Versions, 2026-10); leave `.temperature(…)` out, or set `.api_version(\"2023-06-01\")`"
    );

    let request = Request::new("claude-sonnet-5-5", &turns, &Form::JsonMode);
    let failure = provider.send(&request).await.unwrap_err();
    assert_eq!(
        failure.to_string(),
        "Anthropic has no JSON mode; use its schema, a tool, or instructions"
    );
}

#[derive(Contract)]
struct Mood {
    happy: bool,
}

/// One table says which models can be made to call a tool.
#[tokio::test]
async fn a_tool_is_forced_where_the_catalogue_says_so() {
    let happy = Mood { happy: true };
    assert!(happy.happy);
    let form = dialect::adapt(Mood::SHAPE, AnthropicTool::TABLE)
        .unwrap()
        .form;
    let turns = [Turn::user("hello")];
    let builtin = Catalogue::builtin();
    let rows = builtin.models().iter();
    let mut models: Vec<(&str, bool)> = rows
        .filter(|entry| entry.vendor == "anthropic")
        .map(|entry| (entry.id.as_str(), entry.forced_tool))
        .collect();
    assert!(models.iter().any(|(_, forced)| !forced));
    models.extend([
        ("claude-opus-5-5-20261001", false),
        ("claude-mythos-5-1", false),
        ("of-a-gateway", true),
    ]);
    let refusal = answer(200, &[], r#"{"stop_reason":"refusal","content":[]}"#);
    let script = models
        .iter()
        .map(|_| Exchange::any(Act::Send(refusal.clone())));
    let server = Loopback::start(script).await;
    let provider = provider(&server.url(), &[]);
    for (model, _) in &models {
        let _refused = provider.send(&Request::new(model, &turns, &form)).await;
    }
    for ((model, forced), seen) in models.iter().zip(server.finish()) {
        let body: serde_json::Value = serde_json::from_str(&seen.body).unwrap();
        let kind = if *forced { "tool" } else { "auto" };
        assert_eq!(body["tool_choice"]["type"], kind, "{model}");
    }
}
