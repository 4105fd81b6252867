//! The wire format of Qwen, matched whole.

use driftless::provider::Qwen;
use driftless_tests::fixture;

fn provider(url: &str, settings: &[String]) -> Qwen {
    let provider = Qwen::new("test-key").base_url(url);
    match settings {
        [] => provider,
        [one] if one == "thinking" => provider.thinking(),
        other => panic!("unknown settings {other:?}"),
    }
}

#[tokio::test]
async fn requests_and_answers_are_those_of_the_fixtures() {
    fixture::play_all("qwen", 4, provider).await;
}

#[tokio::test]
async fn errors_are_classified() {
    fixture::play_errors("qwen", |url| provider(url, &[])).await;
}
