//! Scripts of the server: its replies to requests, and the parts that they come in.

use std::time::Duration;

use crate::pace::Come;

/// One reply of a [`Server`](super::Server): an answer, or a way to fail, and how it comes.
///
/// ```
/// use std::time::Duration;
/// use driftless::rehearsal::Reply;
///
/// let swapped = Reply::answer(r#"{"happy":true}"#).served_by("some-other-model");
/// let slow = Reply::answer(r#"{"happy":true}"#).first_piece_after(Duration::from_secs(2));
/// # let _ = (swapped, slow);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub(crate) says: Says,
    pub(crate) pace: Pace,
    /// The model that it says has served; the one that was asked for unless set.
    pub(crate) served: Option<String>,
    pub(crate) tokens: (u64, u64),
    pub(crate) headers: Vec<(String, String)>,
}

/// The content of a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Says {
    Answer(Said),
    Error(Fails, RetryAfter),
    /// Nothing: the connection is reset before anything is sent.
    Reset,
}

/// When the parts of an answer come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Pace {
    /// Silence between the headers and the first piece of the output.
    pub(crate) first: Option<Duration>,
    /// Silence behind the first piece; where the answer comes whole, in its middle.
    pub(crate) stall: Option<Duration>,
    /// The connection is closed there instead of going on.
    pub(crate) cut: bool,
}

/// The form in which a throttled caller is asked to wait (RFC 9110, section 10.2.3; OpenAI's and
/// Anthropic's SDKs, 3.54.0 and 2.12.0; Gemini API errors, 2026-09).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case", tag = "form", content = "wait")]
#[non_exhaustive]
pub enum RetryAfter {
    /// Not at all.
    #[default]
    Unsaid,
    /// `retry-after` in seconds.
    Seconds(u32),
    /// `retry-after-ms`.
    Millis(u32),
    /// `retry-after` as an HTTP date, so many seconds after the answer's own.
    Date(u32),
    /// In the body, in seconds: Gemini's `RetryInfo`. Other forms have no such place, so that
    /// nothing is said there.
    Body(u32),
}

/// The content of a model's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    Answer(String),
    Truncated(String),
    Refusal,
    Filtered,
}

impl Said {
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Answer(text) | Self::Truncated(text) => text,
            Self::Refusal | Self::Filtered => "",
        }
    }
}

/// A way in which a vendor says that it can't answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Fails {
    RateLimited,
    QuotaExhausted,
    PaymentRequired,
    ServerError,
    /// Words that no vendor has, within a success.
    Unknown,
    Unavailable,
    Overloaded,
}

/// One part of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    Text(String),
    /// Silence; so much of the answer has been sent by then.
    Wait(Duration, Come),
    /// The connection is closed.
    Break,
}

impl Reply {
    /// Answers with `text`: in the message, or as the arguments of the tool that was
    /// offered.
    #[must_use]
    pub fn answer(text: impl Into<String>) -> Self {
        Self::new(Says::Answer(Said::Answer(text.into())))
    }

    /// Answers with `text` and stops there, since the output limit is reached.
    #[must_use]
    pub fn truncated(text: impl Into<String>) -> Self {
        Self::new(Says::Answer(Said::Truncated(text.into())))
    }

    /// Refuses, as a model does. Gemini has no form for that; there, it is a 500 that says so.
    #[must_use]
    pub fn refusal() -> Self {
        Self::new(Says::Answer(Said::Refusal))
    }

    /// Stops the answer by a content filter. Anthropic has no form for that; there, it is a 500
    /// that says so.
    #[must_use]
    pub fn filtered() -> Self {
        Self::new(Says::Answer(Said::Filtered))
    }

    /// Status 429, in the vendor's words for too many requests.
    #[must_use]
    pub fn rate_limited(retry_after: RetryAfter) -> Self {
        Self::new(Says::Error(Fails::RateLimited, retry_after))
    }

    /// Status 429 of an account that has nothing left, which waiting doesn't cure; 402 on Gemini.
    #[must_use]
    pub fn out_of_quota() -> Self {
        Self::new(Says::Error(Fails::QuotaExhausted, RetryAfter::Unsaid))
    }

    /// Status 402 of an account that has nothing left, as `DeepSeek` and `OpenRouter` say it.
    #[must_use]
    pub fn payment_required() -> Self {
        Self::new(Says::Error(Fails::PaymentRequired, RetryAfter::Unsaid))
    }

    /// Status 500.
    #[must_use]
    pub fn server_error() -> Self {
        Self::new(Says::Error(Fails::ServerError, RetryAfter::Unsaid))
    }

    /// Status 200 with an error in words that are not known.
    #[must_use]
    pub fn unknown_error() -> Self {
        Self::new(Says::Error(Fails::Unknown, RetryAfter::Unsaid))
    }

    /// Status 503.
    #[must_use]
    pub fn unavailable() -> Self {
        Self::new(Says::Error(Fails::Unavailable, RetryAfter::Unsaid))
    }

    /// Status 529, Anthropic's own for a vendor without capacity.
    #[must_use]
    pub fn overloaded() -> Self {
        Self::new(Says::Error(Fails::Overloaded, RetryAfter::Unsaid))
    }

    /// Resets the connection before anything is sent. For one that is refused, see
    /// [`Server::refusing_base_url`](super::Server::refusing_base_url).
    #[must_use]
    pub fn reset() -> Self {
        Self::new(Says::Reset)
    }

    /// Headers come at once, and nothing else for `silence`; then the rest.
    #[must_use]
    pub fn first_piece_after(mut self, silence: Duration) -> Self {
        self.pace.first = Some(silence);
        self
    }

    /// Sends the first piece at once, and nothing more for `silence`; then the rest. An answer that
    /// isn't streamed is silent in its middle.
    #[must_use]
    pub fn stall(mut self, silence: Duration) -> Self {
        self.pace.stall = Some(silence);
        self
    }

    /// Closes the connection after the first piece. An answer that isn't streamed ends in its
    /// middle.
    #[must_use]
    pub fn cut(mut self) -> Self {
        self.pace.cut = true;
        self
    }

    /// Names `model` in the answer as the one that served.
    #[must_use]
    pub fn served_by(mut self, model: impl Into<String>) -> Self {
        self.served = Some(model.into());
        self
    }

    /// Sets the tokens that the answer reports; 100 and 20 unless set.
    #[must_use]
    pub fn tokens(mut self, input: u64, output: u64) -> Self {
        self.tokens = (input, output);
        self
    }

    /// Sends this header as well, such as a gateway's routing headers. A header that HTTP can't
    /// carry is left out.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    fn new(says: Says) -> Self {
        Self {
            says,
            pace: Pace::default(),
            served: None,
            tokens: (100, 20),
            headers: Vec::new(),
        }
    }
}
