//! Anthropic's wire format, matched whole.

use driftless::dialect::Form;
use driftless::provider::{Anthropic, Provider, Request, Turn};
use driftless_tests::fixture;

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
    request.temperature = Some(1.0);
    let failure = provider.send(&request).await.unwrap_err();
    assert_eq!(
        failure.to_string(),
        "Anthropic's API version 2026-10-21 takes no temperature; leave it out, or set `.api_version(\"2023-06-01\")`"
    );

    let request = Request::new("claude-sonnet-5-5", &turns, &Form::JsonMode);
    let failure = provider.send(&request).await.unwrap_err();
    assert_eq!(
        failure.to_string(),
        "Anthropic has no JSON mode; use its schema, a tool, or instructions"
    );
}
