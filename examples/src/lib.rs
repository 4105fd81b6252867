//! What lets every example run offline: a provider that replays recorded answers, and vendors'
//! servers on loopback.

#[allow(
    clippy::exhaustive_enums,
    clippy::exhaustive_structs,
    reason = "the examples build these, as their own crate's types"
)]
pub mod shop;

pub mod plans;

mod vendor;

pub use vendor::{chat_completion, message, reading_vendor, vendor};

use driftless::dialect::JsonMode;
use driftless::provider::{BoxFuture, Failure, Model, Provider, Reply, Request};
use driftless::{FailureClass, Price, Usage};

/// Answers with recorded texts; a provider of your own needs no more than this.
#[derive(Debug)]
pub struct Recorded {
    answer: &'static str,
}

impl Recorded {
    /// A model that always gives `answer`.
    #[must_use]
    pub fn model(answer: &'static str) -> Model<JsonMode> {
        Model::new(Self { answer }, "recorded-model").price(Price::free())
    }
}

impl Provider for Recorded {
    fn name(&self) -> &'static str {
        "recorded"
    }

    fn base_url(&self) -> &'static str {
        "replay:"
    }

    fn send<'a>(&'a self, request: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
        Box::pin(async move {
            if request.turns.is_empty() {
                return Err(Failure::new(FailureClass::BadRequest, "nothing was asked"));
            }
            let mut usage = Usage::default();
            usage.input = 120;
            usage.output = 40;
            request.recorder().update(|metadata| {
                metadata.served_model = Some(request.model.to_owned());
                metadata.usage = Some(usage);
            });
            Ok(Reply::new(self.answer))
        })
    }
}
