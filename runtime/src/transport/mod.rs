//! One HTTP exchange between a provider and its vendor, behind a trait: the network, a
//! [cassette](crate::cassette), or a client of your own.
//!
//! A transport moves bytes: it knows no vendor, makes one attempt, follows no redirect and sets no
//! total time limit (dropping the future ends the exchange). Every provider of this crate takes one
//! by its `transport`.
//!
//! ```
//! use driftless::provider::OpenAi;
//! use driftless::transport::{BoxFuture, HttpRequest, HttpResponse, Transport, TransportError};
//! use driftless::{Ask, Contract, Plan};
//!
//! #[derive(Debug, Contract)]
//! struct Mood { happy: bool }
//!
//! /// Answers in the process; a client of your own would send `request` here.
//! #[derive(Debug)]
//! struct Canned;
//!
//! impl Transport for Canned {
//!     fn exchange<'a>(
//!         &'a self,
//!         request: HttpRequest<'a>,
//!     ) -> BoxFuture<'a, Result<HttpResponse, TransportError>> {
//!         Box::pin(async move {
//!             assert_eq!(request.url, "https://api.openai.com/v1/chat/completions");
//!             let message = r#"{"content":"{\"happy\":true}"}"#;
//!             let choice = format!(r#"{{"message":{message},"finish_reason":"stop"}}"#);
//!             let body = format!(r#"{{"model":"gpt-6.1-luna","choices":[{choice}]}}"#);
//!             Ok(HttpResponse::whole(200, Default::default(), body))
//!         })
//!     }
//! }
//!
//! # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
//! # runtime.block_on(async {
//! let openai = OpenAi::new("no-key").chat().transport(Canned);
//! let plan = Plan::<Ask<Mood>>::primary(openai.model("gpt-6.1-luna")).build()?;
//! assert!(plan.call(Ask::new("Hooray!")).await?.value.happy);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # }).map_err(|error| error.to_string())?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod body;
// Seen by the crate `driftless-local`, which is of the same version.
#[doc(hidden)]
pub mod download;
mod http;
mod outgoing;
mod tls;

pub(crate) use self::http::Http;

use std::error::Error as StdError;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use ::http::{HeaderMap, Method};
use bytes::{Bytes, BytesMut};

use crate::limit::TimeLimit;
use crate::media::Medium;
use crate::secret::Keys;
use crate::visible::debug_as_display;

/// A future on the heap, as trait objects need it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A way to send one request and receive its answer.
///
/// An example is on the [module](self).
pub trait Transport: fmt::Debug + Send + Sync {
    /// Sends `request` and waits for the answer's headers. Dropping the future ends the exchange.
    ///
    /// # Errors
    /// [`TransportError`] if no headers came; its [`Stage`] says how far the exchange came, on
    /// which depend the class of the failure and what it may have cost.
    fn exchange<'a>(
        &'a self,
        request: HttpRequest<'a>,
    ) -> BoxFuture<'a, Result<HttpResponse, TransportError>>;
}

/// A request of a provider.
#[derive(Debug)]
#[non_exhaustive]
pub struct HttpRequest<'a> {
    /// The method.
    pub method: Method,
    /// The address.
    pub url: &'a str,
    /// The headers; those that carry a key are marked sensitive, so that they never print.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
    /// The longest wait for a connection, name resolution and TLS included.
    pub connect: Duration,
    /// The keys that the request carries, to be taken out of what is recorded.
    #[cfg_attr(
        not(feature = "cassette"),
        expect(dead_code, reason = "for recordings")
    )]
    pub(crate) keys: Keys,
    /// The media in the body, whose bytes no recording holds.
    #[cfg_attr(
        not(feature = "cassette"),
        expect(dead_code, reason = "for recordings")
    )]
    pub(crate) media: Vec<Medium>,
    /// A mark of whether the request has begun to leave.
    pub(crate) leaving: Leaving,
}

/// A mark that a request may have begun to leave; clones mark the same request.
///
/// Without a transport that says otherwise, it may have.
#[derive(Debug, Clone)]
pub(crate) struct Leaving(Arc<AtomicBool>);

impl Default for Leaving {
    fn default() -> Self {
        Self(Arc::new(AtomicBool::new(true)))
    }
}

impl Leaving {
    /// Marks that nothing of the request has left, until [`begin`](Self::begin).
    pub(crate) fn wait(&self) {
        self.0.store(false, Ordering::Release);
    }

    /// Marks that bytes of the request may leave from now on.
    pub(crate) fn begin(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Returns `true` if bytes of the request may have left.
    pub(crate) fn has_begun(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// An answer, its body yet unread.
#[non_exhaustive]
pub struct HttpResponse {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Box<dyn ResponseBody>,
}

impl HttpResponse {
    /// Returns an answer whose body arrives in chunks.
    #[must_use]
    pub fn new(status: u16, headers: HeaderMap, body: impl ResponseBody + 'static) -> Self {
        Self {
            status,
            headers,
            body: Box::new(body),
        }
    }

    /// Returns an answer whose body is there as a whole.
    #[must_use]
    pub fn whole(status: u16, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self::new(status, headers, body::Whole(Some(body.into())))
    }

    /// Returns the answer of a client that speaks in types of the `http` crate, such as hyper,
    /// tower or reqwest (`http::Response::from(response)`).
    #[must_use]
    pub fn from_http<B>(response: ::http::Response<B>) -> Self
    where
        B: http_body::Body<Data = Bytes> + Send + Unpin + 'static,
        B::Error: Into<Box<dyn StdError + Send + Sync>>,
    {
        let (head, body) = response.into_parts();
        Self::new(head.status.as_u16(), head.headers, body::Framed(body))
    }
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpResponse")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// The body of an answer, as it arrives.
pub trait ResponseBody: Send {
    /// Polls for the next chunk; `None` at the end.
    ///
    /// # Errors
    /// [`TransportError`] of [`Stage::Body`] if the connection broke within the body.
    fn poll_next(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Bytes>, TransportError>>;
}

impl dyn ResponseBody + '_ {
    /// Waits for the next chunk; `None` at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, TransportError> {
        poll_fn(|context| self.poll_next(context)).await
    }
}

/// The result of reading a body.
pub(crate) enum Read {
    /// To its end.
    Whole(Bytes),
    /// To the limit; the part that was read.
    TooLarge(Bytes),
    /// To where the connection broke; the part that was read.
    Cut(Bytes, TransportError),
}

/// Reads `body` to its end, but no further than `limit` bytes and one chunk.
///
/// Counts the bytes that arrive, since a declared length may be missing or untrue.
pub(crate) async fn read_bounded(body: &mut dyn ResponseBody, limit: usize) -> Read {
    let mut read = Gathered::One(Bytes::new());
    loop {
        match body.next().await {
            Ok(Some(chunk)) => read.add(chunk),
            Ok(None) => return Read::Whole(read.into_bytes()),
            Err(error) => return Read::Cut(read.into_bytes(), error),
        }
        if read.len() > limit {
            let mut bytes = read.into_bytes();
            bytes.truncate(limit);
            return Read::TooLarge(bytes);
        }
    }
}

/// Chunks in a row; one alone, as a short answer comes, is handed on as it is.
enum Gathered {
    One(Bytes),
    Many(BytesMut),
}

impl Gathered {
    fn add(&mut self, chunk: Bytes) {
        match self {
            Self::One(none) if none.is_empty() => *none = chunk,
            Self::One(first) => {
                let mut many = BytesMut::from(&**first);
                many.extend_from_slice(&chunk);
                *self = Self::Many(many);
            }
            Self::Many(many) => many.extend_from_slice(&chunk),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::One(bytes) => bytes.len(),
            Self::Many(bytes) => bytes.len(),
        }
    }

    fn into_bytes(self) -> Bytes {
        match self {
            Self::One(bytes) => bytes,
            Self::Many(bytes) => bytes.freeze(),
        }
    }
}

/// A point of an exchange at which it broke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// Before anything was sent: the request can't be made.
    Request,
    /// No connection, TLS included.
    Connect,
    /// Connected, but no headers came: the server may have worked on the request.
    Headers,
    /// Something came back that can't be read as headers: the server has worked on the request.
    Unreadable,
    /// Within the body.
    Body,
}

/// An exchange that broke.
#[non_exhaustive]
pub struct TransportError {
    /// The point at which it broke.
    pub stage: Stage,
    /// A sentence for people, without keys.
    pub message: String,
    /// The time limit that passed; `None` if none did.
    pub limit: Option<TimeLimit>,
    /// The cause.
    pub source: Option<Box<dyn StdError + Send + Sync>>,
}

impl TransportError {
    /// Returns an error at `stage`.
    #[must_use]
    pub fn new(stage: Stage, message: impl Into<String>) -> Self {
        Self {
            stage,
            message: message.into(),
            limit: None,
            source: None,
        }
    }

    /// Adds the cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.source {
            Some(source) if f.alternate() => write!(f, ": {source}"),
            _ => Ok(()),
        }
    }
}

debug_as_display!(TransportError);

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source
            .as_deref()
            .map(|source| -> &(dyn StdError + 'static) { source })
    }
}
