//! Plans: who may answer, when, for how much, and the record of it.

mod bound;
mod bound_quotes;
mod bound_values;
mod breakers;
mod build;
mod counters;
mod dropped;
mod fallback;
mod ids;
mod money;
mod options;
mod receipt_log;
mod repair;
mod response_ids;
mod retry;
mod scenarios;
mod shared;
pub(crate) mod signals;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use driftless::dialect::JsonMode;
use driftless::provider::{
    AttemptRecorder, BoxFuture, Failure, Model, Provider, Reply, Request, Turn, Usage,
};
use driftless::{Contract, Evidence, FailureClass, Price, Prompt, usd};

/// The mood of a text.
#[derive(Debug, Clone, PartialEq, Contract)]
pub(super) struct Mood {
    pub(super) happy: bool,
}

/// Finds the mood.
#[derive(Debug, Prompt)]
#[prompt(output = Mood, system = "You read moods.", user = "Text: {text}")]
pub(super) struct FindMood<'a> {
    pub(super) text: &'a str,
}

pub(super) const QUESTION: FindMood<'static> = FindMood {
    text: "canary-prompt-0815",
};
pub(super) const GOOD: &str = r#"{"happy":true}"#;
pub(super) const DRIFTED: &str = r#"{"Happy":"yes"}"#;

/// Behaviour of a scripted model with a request.
#[derive(Debug, Clone)]
pub(super) enum Say {
    Text(&'static str),
    Fail(FailureClass),
    /// Fails and asks to wait.
    Wait(FailureClass, Duration),
    /// Thinks for so long first.
    After(Duration, Box<Say>),
    /// Never answers.
    Hang,
}

/// A provider in the process that follows a script; its last line is said again and again.
#[derive(Debug)]
pub(super) struct Scripted {
    name: &'static str,
    script: Mutex<VecDeque<Say>>,
    asked: Asked,
}

/// The conversations that a model was sent.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked(Arc<Mutex<Vec<Vec<Turn>>>>);

impl Asked {
    pub(super) fn times(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    pub(super) fn conversations(&self) -> Vec<Vec<Turn>> {
        self.0.lock().unwrap().clone()
    }
}

/// A model `id` of the vendor `name` that follows `script`, at 1 dollar per million input tokens
/// and 10 per million output tokens.
pub(super) fn scripted(
    name: &'static str,
    id: &str,
    script: impl IntoIterator<Item = Say>,
) -> (Model<JsonMode>, Asked) {
    let asked = Asked::default();
    let provider = Scripted {
        name,
        script: Mutex::new(script.into_iter().collect()),
        asked: asked.clone(),
    };
    let price = Price::per_million(usd("1").unwrap(), usd("10").unwrap());
    let model = Model::new(provider, id).price(price).max_output_tokens(100);
    (model, asked)
}

pub(super) fn vouched() -> Evidence {
    Evidence::vouched("compared by hand on 50 texts")
}

impl Provider for Scripted {
    fn name(&self) -> &str {
        self.name
    }

    fn base_url(&self) -> &'static str {
        "script:"
    }

    fn send<'a>(&'a self, request: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
        self.asked.0.lock().unwrap().push(request.turns.to_vec());
        let mut script = self.script.lock().unwrap();
        let say = match script.len() {
            0 => Say::Hang,
            1 => script[0].clone(),
            _ => script.pop_front().unwrap(),
        };
        perform(say, request.model, request.recorder())
    }
}

/// 100 tokens in, 10 out: 0.0002 dollars.
fn perform<'a>(
    say: Say,
    model: &'a str,
    recorder: &'a AttemptRecorder,
) -> BoxFuture<'a, Result<Reply, Failure>> {
    Box::pin(async move {
        match say {
            Say::Text(text) => {
                let mut usage = Usage::default();
                (usage.input, usage.output) = (100, 10);
                recorder.update(|metadata| {
                    metadata.served_model = Some(model.to_owned());
                    metadata.usage = Some(usage);
                    metadata.status = Some(200);
                });
                Ok(Reply::new(text))
            }
            Say::Fail(class) => Err(Failure::new(class, "as the script says")),
            Say::Wait(class, wait) => {
                let mut failure = Failure::new(class, "as the script says");
                failure.retry_after = Some(wait);
                Err(failure)
            }
            Say::After(time, say) => {
                tokio::time::sleep(time).await;
                perform(*say, model, recorder).await
            }
            Say::Hang => std::future::pending().await,
        }
    })
}
