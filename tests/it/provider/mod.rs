//! Providers over a real loopback server.

mod anthropic;
mod any_bytes;
pub(crate) mod child;
mod compatible;
mod config;
mod deepseek;
mod envelopes;
mod envelopes_beyond;
mod error_words;
mod facts;
mod finish;
mod gemini;
mod heads;
mod hostile;
mod mistral;
mod mutated;
mod named;
mod network;
mod openai;
mod parameters;
mod qwen;
mod refused_settings;
mod reported;
mod secret;
mod settings;
mod spelled;
mod texts;
mod transported;
mod unary;
mod vendor_errors;
mod vendors;
mod verdicts;
mod words_beyond;

use driftless::dialect::Form;
use driftless::provider::{
    Anthropic, Compatible, DeepSeek, Gemini, Mistral, OpenAi, Provider, Qwen, Request, Turn,
};
use driftless_tests::loopback::{Act, Exchange, Loopback};
use driftless_tests::sent::{Failure, Reply, sent};

/// Every API, set up with `key` for the server at `url`.
pub(crate) fn every(key: &str, url: &str) -> Vec<(&'static str, Box<dyn Provider>)> {
    vec![
        ("responses", Box::new(OpenAi::new(key).base_url(url))),
        ("chat", Box::new(OpenAi::new(key).base_url(url).chat())),
        ("anthropic", Box::new(Anthropic::new(key).base_url(url))),
        ("gemini", Box::new(Gemini::new(key).base_url(url))),
        ("compatible", Box::new(Compatible::new(key).base_url(url))),
        ("mistral", Box::new(Mistral::new(key).base_url(url))),
        ("deepseek", Box::new(DeepSeek::new(key).base_url(url))),
        ("qwen", Box::new(Qwen::new(key).base_url(url))),
    ]
}

/// Asks `provider` in words, and reads up to `limit` bytes.
pub(crate) async fn ask(provider: &dyn Provider, limit: usize) -> Result<Reply, Failure> {
    let turns = [Turn::user("hello")];
    let mut request = Request::new("model-1", &turns, &Form::Text);
    request.max_reply_bytes = limit;
    sent(provider, &request).await
}

pub(crate) const MIB: usize = 1024 * 1024;

/// A whole answer of each API that says `text`; `text` is put into a JSON string as it is.
fn says(api: &str, text: &str) -> String {
    match api {
        "responses" => format!(
            r#"{{"status":"completed","output":[{{"type":"message","content":[{{"type":"output_text","text":"{text}"}}]}}]}}"#
        ),
        "anthropic" => {
            format!(r#"{{"content":[{{"type":"text","text":"{text}"}}],"stop_reason":"end_turn"}}"#)
        }
        "gemini" => format!(
            r#"{{"candidates":[{{"content":{{"parts":[{{"text":"{text}"}}]}},"finishReason":"STOP"}}]}}"#
        ),
        _ => format!(
            r#"{{"choices":[{{"message":{{"content":"{text}"}},"finish_reason":"stop"}}]}}"#
        ),
    }
}

/// The failure of each API when the server does `act`, checked by `check`.
async fn each_fails(act: impl Fn(&str) -> Act, check: impl Fn(&str, Failure)) {
    for index in 0..every("", "").len() {
        let (api, _) = every("", "").swap_remove(index);
        let server = Loopback::start([Exchange::any(act(api))]).await;
        let (_, provider) = every("test-key", &server.url()).swap_remove(index);
        let failure = ask(&*provider, MIB).await.expect_err(api);
        server.finish();
        check(api, failure);
    }
}

/// A success like the one above, with the model and the tokens that it cost.
pub(crate) fn paid_body(api: &str, text: &str) -> String {
    let body = says(api, text);
    format!("{{{},{}", facts::paid(api), &body[1..])
}
