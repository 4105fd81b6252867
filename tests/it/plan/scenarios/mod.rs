//! The sixteen failure scenarios of failoverbench (methodology v0.1, 2026-09), at the level of
//! bytes, by their names there: whatever the vendor does, the caller gets a right answer or a clean
//! error, soon, for the price that the receipt says, and no server is asked more often than it
//! should be.

mod answers;
mod over_time;
mod streams;

use std::time::Duration;

use driftless::plan::PlanBuilder;
use driftless::provider::{Anthropic, OpenAi};
use driftless::retry::Retry;
use driftless::{Answer, Error, Plan, Receipt, When};
use driftless_tests::loopback::{Act, Loopback, answer};
use serde_json::json;

use super::{FindMood, Mood, QUESTION, vouched};

const PRIMARY: &str = "gpt-6.1-terra";
const FALLBACK: &str = "claude-haiku-4-5";

/// Longest time that a limit of these tests allows; answers come within a fraction of it.
const SOON: Duration = Duration::from_secs(1);

/// Two vendors' servers.
struct Bench {
    primary: Loopback,
    fallback: Loopback,
}

impl Bench {
    async fn new(primary: impl FnMut(usize) -> Act + Send + 'static) -> Self {
        Self::with_fallback(primary, |_| second_says(r#"{"happy":false}"#)).await
    }

    async fn with_fallback(
        primary: impl FnMut(usize) -> Act + Send + 'static,
        fallback: impl FnMut(usize) -> Act + Send + 'static,
    ) -> Self {
        Self {
            primary: Loopback::always(primary).await,
            fallback: Loopback::always(fallback).await,
        }
    }

    /// The plan of all scenarios: two retries, and the fallback for everything that is the vendor's
    /// failure.
    fn plan(&self) -> PlanBuilder<FindMood<'static>> {
        let primary = OpenAi::new("canary-key-4711")
            .base_url(format!("{}/v1", self.primary.url()))
            .chat()
            .model(PRIMARY)
            .timeout(Duration::from_secs(5))
            .first_token(SOON)
            .stall(SOON);
        let fallback = Anthropic::new("canary-key-4712")
            .base_url(self.fallback.url())
            .model(FALLBACK)
            .max_output_tokens(1000)
            .timeout(Duration::from_secs(5));
        let retry = Retry::up_to(2).pauses(Duration::from_millis(5), Duration::from_millis(10));
        Plan::primary(primary)
            .fallback(
                fallback,
                When::DEFAULT | When::SERVER_ERROR | When::MALFORMED,
                vouched(),
            )
            .retry(retry)
            .deadline(Duration::from_secs(10))
            .production()
    }

    async fn call(&self) -> Result<Answer<Mood>, Error> {
        self.plan().build().unwrap().call(QUESTION).await
    }

    /// Ends both; gives how often each was asked.
    fn hits(self) -> (usize, usize) {
        (self.primary.finish().len(), self.fallback.finish().len())
    }
}

/// Moods by model, so that a test sees which one answered.
const BY_PRIMARY: Mood = Mood { happy: true };
const BY_FALLBACK: Mood = Mood { happy: false };

fn body(model: &str, content: &str) -> String {
    json!({
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": model,
        "choices": [{"index": 0, "message": {"role": "assistant", "content": content, "refusal": null}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    })
    .to_string()
}

/// The primary's right answer.
fn first_says(content: &str) -> Act {
    Act::Send(answer(
        200,
        &[("content-type", "application/json")],
        body(PRIMARY, content),
    ))
}

fn second_says(content: &str) -> Act {
    let body = json!({
        "id": "msg_1", "type": "message", "role": "assistant", "model": FALLBACK, "content": [{"type": "text", "text": content}],
        "stop_reason": "end_turn", "usage": {"input_tokens": 200, "output_tokens": 30}
    });
    Act::Send(answer(
        200,
        &[("content-type", "application/json")],
        body.to_string(),
    ))
}

/// An error in OpenAI's form.
fn refuses(status: u16, headers: &[(&str, &str)], code: &str) -> Act {
    let body = json!({"error": {"message": "no", "type": "error", "param": null, "code": code}});
    Act::Send(answer(status, headers, body.to_string()))
}

/// The classes of all attempts, in order; an answer is an empty word.
fn classes(receipt: &Receipt) -> Vec<&'static str> {
    let class =
        |failure: Option<driftless::FailureClass>| failure.map_or("", |class| class.as_str());
    receipt
        .attempts
        .iter()
        .map(|attempt| class(attempt.failure))
        .collect()
}
