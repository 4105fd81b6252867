//! The wire format of Mistral, matched whole.

use std::collections::BTreeMap;

use driftless::provider::Mistral;
use driftless_tests::fixture;
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};

fn provider(url: &str, settings: &[String]) -> Mistral {
    assert!(settings.is_empty(), "{settings:?}");
    Mistral::new("test-key").base_url(url)
}

#[tokio::test]
async fn requests_and_answers_are_those_of_the_fixtures() {
    fixture::play_all("mistral", 6, provider).await;
}

#[tokio::test]
async fn errors_are_classified() {
    fixture::play_errors("mistral", |url| provider(url, &[])).await;
}

/// The members of `ChatCompletionRequest`, whose schema takes no others (`mistralai` 3.7.0).
const KNOWN: &[&str] = &[
    "frequency_penalty",
    "guardrails",
    "logprobs",
    "max_tokens",
    "messages",
    "metadata",
    "min_tokens",
    "model",
    "n",
    "parallel_tool_calls",
    "prediction",
    "presence_penalty",
    "prompt_mode",
    "random_seed",
    "reasoning_effort",
    "repetition_penalty",
    "response_format",
    "stop",
    "stream",
    "temperature",
    "tool_choice",
    "tools",
    "top_k",
    "top_p",
];

#[tokio::test]
async fn nothing_is_sent_that_the_closed_body_refuses() {
    let forms = fixture::all("mistral")
        .into_iter()
        .map(|(_, fixture)| fixture.call);
    for mut call in forms {
        call.max_output_tokens = Some(100);
        call.temperature = Some(0.5);
        call.effort = Some("high".to_owned());
        let closed = Exchange::new(
            |seen| {
                let body: BTreeMap<String, serde_json::Value> =
                    serde_json::from_str(&seen.body).map_err(|error| error.to_string())?;
                match body.keys().find(|key| !KNOWN.contains(&key.as_str())) {
                    Some(key) => Err(format!("`{key}` is a 422")),
                    None => Ok(()),
                }
            },
            Act::Send(answer(503, &[], "{}")),
        );
        let server = Loopback::start([closed]).await;
        call.send(&provider(&server.url(), &[])).await.unwrap_err();
        server.finish();
    }
}
