//! Gemini's wire format, matched whole.

use driftless::dialect::Form;
use driftless::provider::{Gemini, Provider, Request, Turn};
use driftless_tests::fixture;

fn provider(url: &str, settings: &[String]) -> Gemini {
    let mut provider = Gemini::new("test-key").base_url(url);
    for setting in settings {
        provider = provider.api_version(setting);
    }
    provider
}

#[tokio::test]
async fn requests_and_answers_are_those_of_the_fixtures() {
    fixture::play_all("gemini", 18, provider).await;
}

#[tokio::test]
async fn errors_are_classified() {
    fixture::play_errors("gemini", |url| provider(url, &[])).await;
}

/// The model's id is part of the URL.
#[tokio::test]
async fn a_model_id_leads_nowhere_else() {
    let turns = [Turn::user("hello")];
    let provider = provider("http://127.0.0.1:1", &[]);
    for id in [
        "", "a/b", "../x", "a?key=1", "a#b", "a b", "models/", "ü", "a%2f",
    ] {
        let request = Request::new(id, &turns, &Form::Text);
        let failure = provider.send(&request).await.unwrap_err();
        let objection = "the model id can't be part of a URL; give it as `gemini-3.8-flash`";
        assert_eq!(failure.message, objection, "{id}");
        assert_eq!(provider.objections(&request), [objection]);
    }
}
