//! Every recorded answer, sent in pieces: the same becomes of it as when it comes whole.

use std::panic::AssertUnwindSafe;

use driftless::provider::{
    Anthropic, Compatible, DeepSeek, Gemini, Mistral, OpenAi, Provider, Qwen,
};
use driftless_tests::fixture::{self, Fixture};
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};
use driftless_tests::stream::{events, frame};
use serde_json::Value;

/// The API whose form the fixture's answer has.
fn api(folder: &str, fixture: &Fixture) -> &'static str {
    match folder {
        "openai" if fixture.provider.iter().any(|setting| setting == "chat") => "chat",
        "openai" => "responses",
        "anthropic" => "anthropic",
        "gemini" => "gemini",
        _ => "chat",
    }
}

fn provider(folder: &str, api: &str, url: &str) -> Box<dyn Provider> {
    let key = "test-key";
    match (folder, api) {
        ("openai", "chat") => Box::new(OpenAi::new(key).base_url(url).chat()),
        ("openai", _) => Box::new(OpenAi::new(key).base_url(url)),
        ("anthropic", _) => Box::new(Anthropic::new(key).base_url(url).api_version("2023-06-01")),
        ("gemini", _) => Box::new(Gemini::new(key).base_url(url)),
        ("mistral", _) => Box::new(Mistral::new(key).base_url(url)),
        ("deepseek", _) => Box::new(DeepSeek::new(key).base_url(url)),
        ("qwen", _) => Box::new(Qwen::new(key).base_url(url)),
        _ => Box::new(Compatible::new(key).base_url(url)),
    }
}

/// Parts of a whole answer that a stream can't carry.
const WHOLE_ONLY: &[&str] = &[
    // Reading stops at the second choice, before the tokens are reported.
    "chat-two-choices.json",
    // A stream without a candidate isn't over; and one without text has none, rather than an empty
    // one.
    "no-candidate.json",
    "nothing.json",
    // The pieces of a call have no absence of arguments, only none of them.
    "chat-call-without-arguments.json",
    "tool-without-input.json",
    "text-without-text.json",
    // Its text is unchanged because nobody wrote it again: the stream's JSON here has no duplicate
    // keys.
    "tool.json",
];

#[tokio::test]
async fn answers_in_pieces_are_the_whole_ones() {
    let mut played = 0;
    let mut wrong = Vec::new();
    for folder in [
        "openai",
        "anthropic",
        "gemini",
        "compatible",
        "mistral",
        "deepseek",
        "qwen",
    ] {
        for (path, fixture) in fixture::all(folder) {
            let name = path.file_name().unwrap().to_str().unwrap();
            let api = api(folder, &fixture);
            let body: Value = serde_json::from_str(fixture.response.body.get()).unwrap();
            if WHOLE_ONLY.contains(&name) && folder != "compatible" {
                continue;
            }
            println!("{}: {}", path.display(), fixture.about);
            let mut headers: Vec<(&str, &str)> = fixture
                .response
                .headers
                .iter()
                .filter(|(name, _)| *name != "content-type")
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            headers.push(("content-type", "text/event-stream; charset=utf-8"));
            let stream = frame(api, &events(api, &body));
            let bytes = answer(fixture.response.status, &headers, stream);
            let server = Loopback::start([Exchange::any(Act::Send(bytes))]).await;
            let provider = provider(folder, api, &server.url());
            let outcome = fixture.call.send(&*provider).await;
            server.finish();
            let checked =
                std::panic::catch_unwind(AssertUnwindSafe(|| fixture.outcome.check(outcome)));
            if checked.is_err() {
                wrong.push(format!("{folder}/{name}"));
            }
            played += 1;
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(played >= 90, "only {played}");
}
