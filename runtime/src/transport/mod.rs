//! One HTTP exchange, behind a trait so that recorded and faked exchanges can stand in for the network.
//!
//! A transport moves bytes: it knows no vendor, makes one attempt, follows no redirect and sets no total time limit (whoever drops the future ends the exchange).

mod http;
mod tls;

pub(crate) use self::http::Http;
#[cfg(feature = "local")]
pub(crate) use self::http::redirected;

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use ::http::{HeaderMap, Method};
use bytes::{Bytes, BytesMut};

use crate::limit::Limit;

/// A future on the heap, as trait objects need it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Moves one request out and one answer in.
pub(crate) trait Transport: fmt::Debug + Send + Sync {
    /// Sends `request` and waits for the answer's headers.
    fn exchange<'a>(
        &'a self,
        request: Outgoing<'a>,
    ) -> BoxFuture<'a, Result<Incoming, TransportError>>;
}

/// What goes out.
#[derive(Debug)]
pub(crate) struct Outgoing<'a> {
    pub(crate) method: Method,
    pub(crate) url: &'a str,
    /// Those that carry a key are marked sensitive, so that they never print.
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    /// The longest wait for a connection, name resolution and TLS included.
    pub(crate) connect: Duration,
}

/// What came in, its body yet unread.
pub(crate) struct Incoming {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Box<dyn Body>,
}

/// The body of an answer, as it arrives.
pub(crate) trait Body: Send {
    /// Waits for the next chunk; `None` at the end.
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>>;
}

/// How far reading a body came.
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
/// What is counted is what arrives, since a declared length may be missing or untrue.
pub(crate) async fn read_bounded(body: &mut dyn Body, limit: usize) -> Read {
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

/// Where an exchange broke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Before anything was sent: the request can't be made.
    Request,
    /// No connection, TLS included.
    Connect,
    /// Connected, but no headers came.
    Headers,
    /// Something came back that can't be read as headers: the server has worked on the request.
    Unreadable,
    /// Within the body.
    Body,
}

/// An exchange that broke.
#[derive(Debug)]
pub(crate) struct TransportError {
    pub(crate) stage: Stage,
    pub(crate) message: String,
    /// The time limit that passed, if that is why.
    pub(crate) limit: Option<Limit>,
    pub(crate) source: Option<Box<dyn StdError + Send + Sync>>,
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source
            .as_deref()
            .map(|source| -> &(dyn StdError + 'static) { source })
    }
}
