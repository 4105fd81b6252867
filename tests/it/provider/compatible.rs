//! The wire format of OpenAI-compatible servers, matched whole.

use driftless::provider::{Compatible, LimitName};
use driftless_tests::fixture;

fn provider(url: &str, settings: &[String]) -> Compatible {
    let url = format!("{url}/v1/");
    let mut provider = Compatible::new("test-key").base_url(&url);
    for setting in settings {
        provider = match setting.as_str() {
            "no-key" => Compatible::at(&url),
            "api-key" => provider.key_header("api-key"),
            "max_completion_tokens" => provider.limit_name(LimitName::MaxCompletionTokens),
            other => panic!("unknown setting {other}"),
        };
    }
    provider
}

#[tokio::test]
async fn requests_and_answers_are_those_of_the_fixtures() {
    fixture::play_all("compatible", 16, provider).await;
}

#[tokio::test]
async fn errors_are_classified() {
    fixture::play_errors("compatible", |url| provider(url, &[])).await;
}
