//! Requests to a provider and its replies, in words that belong to no vendor.

use std::fmt;
use std::time::Duration;

use serde_json::value::RawValue;

use crate::bill::Bill;
use crate::dialect::Form;
use crate::failure::FailureClass;
use crate::json::Json;
use crate::limit::{DEFAULT_CONNECT, Limit};
use crate::money::Usd;
use crate::prompt::Turn;
use crate::secret::Keys;
use crate::served::ServedEvidence;
use crate::tariff::Mark;
use crate::usage::Usage;
use crate::visible::{debug_as_display, shown};

use super::chat::Routed;
use super::parameters::Parameters;
use super::printable::{MESSAGE, in_one_line};
use super::schema::Schema;
use super::{Grade, Headers, Noted, Progress};

/// One attempt.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Request<'a> {
    /// The model id, as the user wrote it.
    pub model: &'a str,
    /// System text, the adapter's instructions included.
    pub system: Option<&'a str>,
    /// The conversation; the last turn is the user's.
    pub turns: &'a [Turn],
    /// The way in which structured output is asked for.
    pub form: &'a Form,
    /// The settings of the call; only what is set is sent.
    pub parameters: &'a Parameters,
    /// The largest reply body in bytes that is read.
    pub max_reply_bytes: usize,
    /// The longest wait for a connection, name resolution and TLS included.
    pub connect: Duration,
    /// Where facts are kept for the case that the attempt is dropped.
    pub(crate) noted: Option<&'a Noted>,
    /// The text of the form's schema, where a plan has written it already.
    pub(crate) written: Option<&'a RawValue>,
}

/// The largest reply body in bytes that is read unless set otherwise.
pub(crate) const DEFAULT_MAX_REPLY_BYTES: usize = 16 * 1024 * 1024;

impl<'a> Request<'a> {
    /// A request with nothing but what it needs.
    #[must_use]
    pub fn new(model: &'a str, turns: &'a [Turn], form: &'a Form) -> Self {
        Self {
            model,
            system: None,
            turns,
            form,
            parameters: Parameters::NONE,
            max_reply_bytes: DEFAULT_MAX_REPLY_BYTES,
            connect: DEFAULT_CONNECT,
            noted: None,
            written: None,
        }
    }

    /// The form's schema, `tree`, for a body.
    pub(super) fn schema(&self, tree: &'a Json) -> Schema<'a> {
        self.written.map_or(Schema::Tree(tree), Schema::Written)
    }

    /// Returns the length of its texts in bytes.
    pub(super) fn bytes(&self) -> usize {
        let turns: usize = self
            .turns
            .iter()
            .map(|turn| turn.content.text_bytes())
            .sum();
        let schema = self.written.map_or(0, |written| written.get().len());
        turns
            .saturating_add(schema)
            .saturating_add(self.system.map_or(0, str::len))
    }

    /// Keeps what is known so far for the receipt of a call that runs out of time: its attempt is dropped, and can hand nothing back.
    ///
    /// Providers call it as soon as an answer's headers are there. Later facts replace earlier ones.
    pub fn note(&self, facts: Facts) {
        if let Some(noted) = self.noted {
            noted.put(facts);
        }
    }

    /// Keeps what the headers of the answer say, which is little of what [`note`](Self::note) could.
    pub(super) fn begun(&self, facts: &Facts) {
        if let Some(noted) = self.noted {
            noted.begun(facts);
        }
    }

    /// Marks that a piece of the model's output arrived: the first one ends the wait for the first token, each one restarts the stall limit.
    ///
    /// Providers call it for pieces of output only, reasoning included, and not for whatever a server sends to keep a connection open. For a provider that
    /// never calls it, the whole answer is the first piece.
    pub fn progress(&self) {
        if let Some(noted) = self.noted {
            noted.progress().mark();
        }
    }

    /// The same as a handle, for providers that compute on a thread of their own. `None` if nobody holds the attempt to time limits.
    #[must_use]
    pub fn progress_handle(&self) -> Option<Progress> {
        self.noted.map(|noted| noted.progress().clone())
    }
}

/// What is known of an attempt whether it succeeded or not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Facts {
    /// The model that the vendor says has served.
    pub served_model: Option<String>,
    /// Further names that the pieces of the same answer give, such as a snapshot's after its alias;
    /// each is judged like `served_model`, and the worst verdict counts.
    pub further_models: Vec<String>,
    /// The vendor's id of the HTTP request, for support.
    pub request_id: Option<String>,
    /// The vendor's id of the answer itself, where it tells one.
    pub response_id: Option<String>,
    /// Tokens, as far as the vendor has reported them; final only where `bill` is [`Bill::Closed`].
    pub usage: Option<Usage>,
    /// How far the attempt came, as far as its cost depends on it. In a [`Reply`] it is taken for [`Bill::Closed`].
    pub bill: Bill,
    /// Marks of the answer that change its price, such as the service tier.
    pub marks: Vec<Mark>,
    /// HTTP status, where there was one.
    pub status: Option<u16>,
    /// From sending to the response's headers.
    pub headers_after: Option<Duration>,
    /// From the start of the computation to the first token that the model chose; told by the local model. For others, the engine knows it by [`Request::progress`].
    pub first_token_after: Option<Duration>,
    /// Digest of the weights; told by the local model, whose id alone says little.
    pub model_digest: Option<String>,
    /// What the model's answers are good for; told by the local model.
    pub grade: Option<Grade>,
    /// Of the output tokens: those that the contract left no choice about; told by the local model.
    pub forced_tokens: Option<u64>,
    /// Whether the document was closed because the output limit was near: it is valid, and what it says may be cut short.
    pub closed_early: bool,
    /// What a gateway shows of the way that the answer took, beside `served_model`.
    pub evidence: Option<ServedEvidence>,
    /// What the vendor or gateway itself says that the attempt cost.
    pub reported_cost: Option<Usd>,
    /// The response's headers.
    pub headers: Headers,
    /// What the body tells of the way that the answer took, for those who judge it.
    pub(crate) routed: Option<Box<Routed>>,
}

impl Facts {
    /// Every name that the answer gives of the model that served, in order.
    pub(crate) fn models(&self) -> impl Iterator<Item = &str> {
        let names = self.served_model.iter().chain(&self.further_models);
        names.map(String::as_str).filter(|name| !name.is_empty())
    }
}

/// The model's answer, as it came.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Reply {
    /// The text that the contract is decoded from: the message, or the tool call's arguments as the vendor sent them.
    pub text: String,
    /// What is known of the attempt.
    pub facts: Facts,
    /// Keys that the text may quote; it goes to nobody but the decoder with them in it.
    pub(crate) keys: Keys,
}

impl Reply {
    /// A reply without facts; set those that are known.
    #[must_use]
    pub fn new(text: impl Into<String>, facts: Facts) -> Self {
        Self {
            text: text.into(),
            facts,
            keys: Keys::default(),
        }
    }
}

/// An attempt without a usable answer.
///
/// Its `Display` is one line: the message, and the innermost cause. Neither it nor `Debug` has the facts.
#[non_exhaustive]
pub struct Failure {
    /// The class.
    pub class: FailureClass,
    /// The error, for people: never the key; a vendor's own words, shortened, which may quote the
    /// request.
    pub message: String,
    /// The vendor's own error code, such as `insufficient_quota`.
    pub code: Option<String>,
    /// The wait that the vendor asks for.
    pub retry_after: Option<Duration>,
    /// The vendor says that asking again is of no use, whatever the class allows.
    pub no_retry: bool,
    /// Where the request went, without query and credentials; shown behind a message that doesn't
    /// name its host.
    pub address: Option<String>,
    /// The vendor speaks of the key, so that its name belongs in the message.
    pub(crate) asks_for_key: bool,
    /// The time limit that ended the attempt, if the provider held it to one.
    pub limit: Option<Limit>,
    /// What is known of the attempt; a failed one may have cost money.
    pub facts: Facts,
    /// The cause.
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Failure {
    /// A failure of `class`.
    #[must_use]
    pub fn new(class: FailureClass, message: impl Into<String>) -> Self {
        Self {
            class,
            message: message.into(),
            code: None,
            retry_after: None,
            no_retry: false,
            address: None,
            asks_for_key: false,
            limit: None,
            facts: Facts::default(),
            source: None,
        }
    }

    /// With its cause.
    #[must_use]
    pub fn with_source(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The same failure, of which no byte of the request can have left.
    #[must_use]
    pub fn unsent(mut self) -> Self {
        self.facts.bill = Bill::Unsent;
        self
    }

    /// With what is known of the attempt.
    #[must_use]
    pub fn with_facts(mut self, facts: Facts) -> Self {
        self.facts = facts;
        self
    }
}

impl Failure {
    /// Returns the message, and the innermost cause if it doesn't name that, in one line: what
    /// stands between says which layers it came through.
    pub(crate) fn told(&self) -> String {
        let said = self.said();
        match &self.address {
            Some(address) if !said.contains(&origin(address)) => {
                format!("{said} (asked {address})")
            }
            _ => said,
        }
    }

    fn said(&self) -> String {
        let mut innermost = None;
        let mut next = std::error::Error::source(self);
        while let Some(cause) = next {
            innermost = Some(cause);
            next = cause.source();
        }
        let cause = innermost.map(|cause| in_one_line(&cause.to_string()));
        match cause.filter(|cause| !cause.is_empty() && !self.message.contains(cause.as_str())) {
            Some(cause) if self.message.is_empty() => shown(&cause, MESSAGE),
            Some(cause) => format!("{}: {}", self.message, shown(&cause, MESSAGE)),
            None => self.message.clone(),
        }
    }
}

/// Returns scheme and host of `address`, which the message of a broken connection has already.
fn origin(address: &str) -> String {
    let parts: Vec<&str> = address.splitn(4, '/').take(3).collect();
    parts.join("/")
}

/// The cause; `{:#}` has the class before it.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            write!(f, "{}: ", self.class)?;
        }
        f.write_str(&self.told())
    }
}

debug_as_display!(Failure);

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source
            .as_deref()
            .map(|source| -> &(dyn std::error::Error + 'static) { source })
    }
}
