//! OpenAI's wire format, matched whole.

use driftless::provider::OpenAi;
use driftless_tests::fixture;

fn provider(url: &str, settings: &[String]) -> OpenAi {
    let mut provider = OpenAi::new("test-key").base_url(format!("{url}/v1"));
    for setting in settings {
        provider = match setting.as_str() {
            "chat" => provider.chat(),
            "organization" => provider.organization("org-1"),
            "project" => provider.project("proj-1"),
            other => panic!("unknown setting {other}"),
        };
    }
    provider
}

#[tokio::test]
async fn requests_and_answers_are_those_of_the_fixtures() {
    fixture::play_all("openai", 36, provider).await;
}

#[tokio::test]
async fn errors_are_classified_on_both_apis() {
    fixture::play_errors("openai", |url| provider(url, &[])).await;
    fixture::play_errors("openai", |url| provider(url, &["chat".to_owned()])).await;
}
