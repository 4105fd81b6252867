//! The wire format of DeepSeek, matched whole.

use driftless::provider::DeepSeek;
use driftless_tests::fixture;

fn provider(url: &str, settings: &[String]) -> DeepSeek {
    assert!(settings.is_empty(), "{settings:?}");
    DeepSeek::new("test-key").base_url(url)
}

#[tokio::test]
async fn requests_and_answers_are_those_of_the_fixtures() {
    fixture::play_all("deepseek", 5, provider).await;
}

#[tokio::test]
async fn errors_are_classified() {
    fixture::play_errors("deepseek", |url| provider(url, &[])).await;
}
