//! Models that answer in the process, and a day that stands still.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use driftless::dialect::{Dialect, Instructions, adapt};
use driftless::lock::{Embedded, Entry, Lock};
use driftless::plan::Clock;
use driftless::provider::{BoxFuture, Failure, Model, Provider, Reply, Request};
use driftless::{Contract, FailureClass, Price, Prompt};
use serde_json::{Value, json};

use crate::found::entry_with;

pub(crate) const PRIMARY: &str = "gpt-6.1-terra";
pub(crate) const FALLBACK: &str = "claude-haiku-4-5";

/// Behaviour of a model on every request.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Say {
    /// Answers, and names this model as the one that served.
    Answer(&'static str, Option<&'static str>),
    /// Fails after so long.
    Fail(Duration),
}

#[derive(Debug)]
struct Scripted(&'static str, Say);

impl Provider for Scripted {
    fn name(&self) -> &str {
        self.0
    }

    fn base_url(&self) -> &'static str {
        "script:"
    }

    /// None: the script reads no setting, so that none can be lost.
    fn objections(&self, _: &Request<'_>) -> Vec<String> {
        Vec::new()
    }

    fn send<'a>(&'a self, request: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
        let say = self.1;
        Box::pin(async move {
            match say {
                Say::Answer(text, served) => {
                    request
                        .recorder()
                        .update(|metadata| metadata.served_model = served.map(str::to_owned));
                    Ok(Reply::new(text))
                }
                Say::Fail(after) => {
                    tokio::time::sleep(after).await;
                    Err(Failure::new(
                        FailureClass::RateLimited,
                        "as the script says",
                    ))
                }
            }
        })
    }
}

pub(crate) fn primary(say: Say) -> Model<Instructions> {
    Model::new(Scripted("openai", say), PRIMARY).price(Price::free())
}

pub(crate) fn fallback(say: Say) -> Model<Instructions> {
    Model::new(Scripted("anthropic", say), FALLBACK).price(Price::free())
}

/// A clock on which it is this second for ever.
#[derive(Debug)]
pub(crate) struct At(pub(crate) u64);

/// 2026-12-01, while the evidence holds.
pub(crate) const DECEMBER: At = At(1_796_083_200);
/// 2027-02-21, the last second of its last day.
pub(crate) const LAST: At = At(1_803_254_399);
/// 2027-02-22, the first second after it.
pub(crate) const OVER: At = At(1_803_254_400);

impl Clock for At {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(self.0)
    }
}

/// An entry about a prompt as it is now, with some places of the outcome changed.
pub(crate) fn entry_about<P: Prompt>(places: &[(&str, Value)]) -> Entry {
    let contract = P::Output::fingerprint();
    let digest = adapt(P::Output::SHAPE, Instructions::TABLE)
        .unwrap()
        .digest();
    let comparison = driftless::compare::digest(P::Output::SHAPE);
    let mut all = vec![
        ("/prompt/name", json!(P::NAME)),
        ("/prompt/fingerprint", json!(P::prompt_fingerprint())),
        ("/prompt/template", json!(P::template_fingerprint())),
        ("/prompt/comparison", json!(format!("{comparison:032x}"))),
        ("/prompt/shape", json!(contract.shape())),
        ("/prompt/text", json!(contract.text())),
        (
            "/candidates/0/arm/dialect",
            json!(Instructions::TABLE.name()),
        ),
        ("/candidates/0/arm/adapter", json!(digest)),
    ];
    all.extend(places.iter().cloned());
    entry_with(&all)
}

/// A lock of these entries, as if it stood in the program.
pub(crate) fn embedded(entries: impl IntoIterator<Item = Entry>) -> Embedded {
    let mut lock = Lock::default();
    entries.into_iter().for_each(|entry| lock.put(entry));
    Embedded::new("contracts.lock", lock.to_string().leak())
}
