//! Exchanges on a cassette: recorded from a real server, and replayed when that is gone.

mod faults;
mod file;
mod matching;
mod pace;
mod processes;
mod providers;
mod secrets;
mod spelled;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use driftless::cassette::{Cassette, CassetteMode, Stale};
use driftless::provider::{
    Anthropic, Compatible, DeepSeek, Failure, Gemini, LiteLlm, Mistral, OpenAi, OpenRouter,
    Portkey, Provider, Qwen, TokenMix,
};
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};
use serde_json::Value;

/// A file of the test's own, gone when the test is.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("cassettes-{}-{count}", std::process::id()));
        // A folder of an earlier process with the same id.
        let _gone = std::fs::remove_dir_all(&folder);
        Self(folder)
    }

    /// Returns the path of a file in the scratch folder, which isn't made.
    pub(super) fn path(&self) -> PathBuf {
        self.0.join("one.jsonl")
    }

    /// With this text in the file.
    pub(super) fn with(text: impl AsRef<[u8]>) -> Self {
        let this = Self::new();
        std::fs::create_dir_all(&this.0).unwrap();
        std::fs::write(this.path(), text).unwrap();
        this
    }

    pub(super) fn text(&self) -> String {
        std::fs::read_to_string(self.path()).unwrap()
    }

    /// The recordings.
    pub(super) fn entries(&self) -> Vec<Value> {
        let text = self.text();
        let mut lines = text.lines();
        assert_eq!(lines.next(), Some(HEAD));
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    pub(crate) fn open(&self, mode: CassetteMode) -> Cassette {
        Cassette::builder(self.path()).mode(mode).open().unwrap()
    }

    pub(super) fn replay(&self) -> Cassette {
        self.open(CassetteMode::Replay)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}

pub(super) const HEAD: &str = r#"{"driftless_cassette":1}"#;

fn boxed(provider: impl Provider + 'static) -> Box<dyn Provider> {
    Box::new(provider)
}

/// Every provider in every form of its API, with `key`, at `url`, and on `cassette`; the second
/// name is that of the form.
pub(super) fn every(
    key: &str,
    url: &str,
    cassette: &Cassette,
) -> Vec<(&'static str, &'static str, Box<dyn Provider>)> {
    macro_rules! all {
        ($($provider:ident $(.$setting:ident($($argument:expr),*))*, $form:literal;)+) => {
            vec![$((
                stringify!($provider),
                $form,
                boxed($provider::new(key).base_url(url).cassette(cassette)$(.$setting($($argument),*))*),
            )),+]
        };
    }
    all! {
        OpenAi, "responses";
        OpenAi.chat(), "chat";
        Anthropic, "anthropic";
        Anthropic.x_api_key(), "anthropic";
        Gemini, "gemini";
        Mistral, "chat";
        DeepSeek, "chat";
        Qwen, "chat";
        Compatible, "chat";
        Compatible.key_header("x-my-key"), "chat";
        OpenRouter, "chat";
        LiteLlm.deployment("d-1"), "chat";
        Portkey.provider("openai", key), "chat";
        TokenMix, "chat";
    }
}

/// A server that does `act` once.
pub(super) async fn once(act: Act) -> Loopback {
    Loopback::start([Exchange::any(act)]).await
}

/// An answer in JSON.
pub(super) fn json(status: u16, body: &str) -> Act {
    let headers = [
        ("content-type", "application/json"),
        ("x-request-id", "req_7"),
    ];
    Act::Send(answer(status, &headers, body))
}

/// A chat completion that says `text`.
pub(super) fn chat(text: &str) -> String {
    crate::provider::paid_body("chat", text)
}

/// A provider of the Chat Completions form on `cassette`, at `url`.
pub(super) fn compatible(url: &str, cassette: &Cassette) -> Compatible {
    Compatible::at(url).unary().cassette(cassette)
}

/// Records that a chat is asked `hello` and answers `text`.
pub(super) async fn recorded(text: &str) -> Scratch {
    let scratch = Scratch::new();
    let server = once(json(200, &chat(text))).await;
    let cassette = scratch.open(CassetteMode::RecordNew);
    let provider = compatible(&server.url(), &cassette);
    let reply = crate::provider::ask(&provider, crate::provider::MIB)
        .await
        .unwrap();
    assert_eq!(reply.text, text);
    assert_eq!(cassette.finish().await.unwrap().recorded, 1);
    server.finish();
    scratch
}

/// Where nobody listens; replays must not care.
pub(super) const NOWHERE: &str = "http://127.0.0.1:9";

/// Returns the reason why a request wasn't answered.
pub(super) fn stale(failure: &Failure) -> &Stale {
    Stale::of(failure).unwrap_or_else(|| panic!("not stale: {failure:#?}"))
}
