//! Requests to a provider and its replies, in words that belong to no vendor.

use std::fmt;
use std::time::Duration;

use serde_json::value::RawValue;

use crate::dialect::Form;
use crate::drift::Drift;
use crate::failure::FailureClass;
use crate::json::Json;
use crate::limit::{DEFAULT_CONNECT, TimeLimit};
use crate::media::{Medium, base64_length};
use crate::prompt::Turn;
use crate::visible::{debug_as_display, shown};

use super::AttemptRecorder;
use super::parameters::Parameters;
use super::sanitize::{MESSAGE, in_one_line};
use super::schema::Schema;
use super::trace::TraceContext;
use super::watch::Watched;

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
    /// The key by which a server recognises a repeated request, for the header `Idempotency-Key`.
    pub idempotency_key: Option<&'a str>,
    /// The request's place in a trace, for gateways.
    pub trace: Option<&'a TraceContext>,
    /// The attempt's record; clones of the request share it.
    pub(crate) recorder: AttemptRecorder,
    /// The text of the form's schema, where a plan has written it already.
    pub(crate) written: Option<&'a RawValue>,
    /// The contract by which the answer is judged while it streams; `None` if only its end is.
    pub(crate) watched: Option<Watched<'a>>,
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
            idempotency_key: None,
            trace: None,
            recorder: AttemptRecorder::new(),
            written: None,
            watched: None,
        }
    }

    /// The form's schema, `tree`, for a body.
    pub(super) fn schema(&self, tree: &'a Json) -> Schema<'a> {
        self.written.map_or(Schema::Tree(tree), Schema::Written)
    }

    /// Returns the length of its texts and of its media in Base64, in bytes.
    pub(super) fn bytes(&self) -> usize {
        let turns: usize = self
            .turns
            .iter()
            .map(|turn| turn.content.text_bytes())
            .sum();
        let media = self.media().filter_map(Medium::bytes).map(|bytes| {
            // Its frame is short.
            usize::try_from(base64_length(bytes))
                .unwrap_or_default()
                .saturating_add(256)
        });
        let schema = self.written.map_or(0, |written| written.get().len());
        turns
            .saturating_add(media.sum())
            .saturating_add(schema)
            .saturating_add(self.system.map_or(0, str::len))
    }

    /// Returns the media of the conversation in their order.
    pub fn media(&self) -> impl Iterator<Item = &'a Medium> {
        self.turns.iter().flat_map(|turn| turn.content.media())
    }

    /// Returns the record of the attempt, into which a provider writes what it learns as soon as it
    /// learns it: the attempt may be dropped, and can hand nothing back then.
    #[must_use]
    pub fn recorder(&self) -> &AttemptRecorder {
        &self.recorder
    }
}

/// The model's answer, as it came.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Reply {
    /// The text that the contract is decoded from: the message, or the tool call's arguments as the
    /// vendor sent them.
    pub text: String,
}

impl Reply {
    /// Returns a reply with `text`. Everything else that is known of the attempt goes to its
    /// [recorder](Request::recorder).
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }
}

/// An attempt without a usable answer.
///
/// Its `Display` is one line: the message, and the innermost cause. What is known of the attempt
/// besides is in its [recorder](Request::recorder): a failed one may have cost money.
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
    pub limit: Option<TimeLimit>,
    /// No byte of the request can have left.
    pub(crate) unsent: bool,
    /// The deviation of the answer at the byte where its reading stopped.
    pub(crate) drift: Option<Box<Drift>>,
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
            unsent: false,
            drift: None,
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

    /// Returns the failure with the mark that no byte of the request can have left.
    #[must_use]
    pub fn unsent(mut self) -> Self {
        self.unsent = true;
        self
    }
}

impl Failure {
    /// Returns the message, and the innermost cause if it doesn't name that, in one line: what
    /// stands between says which layers it came through.
    pub(crate) fn told(&self) -> String {
        let said = self.said();
        match &self.address {
            Some(address) => asked_at(said, address),
            None => said,
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

/// Returns `said` and the address that was asked, unless it names that host already.
pub(crate) fn asked_at(said: String, address: &str) -> String {
    if address.is_empty() || said.contains(&origin(address)) {
        return said;
    }
    format!("{said} (asked {address})")
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
