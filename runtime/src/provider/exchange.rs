//! The exchange that all vendors share: JSON out, bounded text in, metadata recorded.

use std::borrow::Cow;
use std::sync::Arc;

use ::http::Method;
use ::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION};
use bytes::Bytes;
use serde::Serialize;
use tokio::time::Instant;

use crate::bill::Bill;
use crate::failure::FailureClass;
use crate::secret::{Keys, Secret};
use crate::transport::{
    Http, HttpRequest, Leaving, Read, Stage, Transport, TransportError, read_bounded,
};

use super::ahead::Ahead;
use super::clean;
use super::config::{self, ConfigError};
use super::extra;
use super::key::Key;
use super::redirected::NO_KEY;
use super::sanitize::in_one_line;
use super::trace;
use super::{AttemptRecorder, Failure, Headers, Request};

/// A base URL, the connections to it, and the key.
#[derive(Debug, Clone)]
pub(super) struct Endpoint {
    transport: Arc<dyn Transport>,
    base_url: Result<String, ConfigError>,
    key: Option<Key>,
    /// The key for the vendor behind a gateway.
    upstream_key: Option<Key>,
    /// Both, to be taken out of all that a server says.
    keys: Keys,
    /// The user's name for the key: the environment variable, if it came from one.
    key_name: &'static str,
    /// `true` if the key may be missing since its answers are recorded.
    is_recorded_with_key: bool,
    request_id: HeaderName,
    /// `true` if requests go to a gateway or a server of the user's own.
    relays: bool,
}

/// An answer's status and headers, and its body yet unread.
pub(super) struct ResponseHead {
    pub(super) status: u16,
    pub(super) headers: Headers,
    pub(super) body: Ahead,
}

impl ResponseHead {
    /// Reads the body to its end.
    pub(super) async fn read(&mut self, request: &Request<'_>) -> Result<Bytes, Failure> {
        let limit = request.max_reply_bytes;
        if self.status < 300 {
            let read = read_bounded(&mut self.body, limit).await;
            let body = whole(read, limit)?;
            let recorder = request.recorder();
            recorder.update(|metadata| metadata.bill = Bill::Closed);
            recorder.progress();
            return Ok(body);
        }
        // The status alone classifies; what of the body could be read helps.
        let read = read_bounded(&mut self.body, limit.min(LONGEST_ERROR)).await;
        let (Read::Whole(bytes) | Read::TooLarge(bytes) | Read::Cut(bytes, _)) = read;
        Ok(bytes)
    }
}

/// An answer's status and body.
#[derive(Debug, Clone, Copy)]
pub(super) struct Received<'a> {
    pub(super) status: u16,
    pub(super) body: &'a [u8],
    pub(super) headers: &'a Headers,
    pub(super) recorder: &'a AttemptRecorder,
}

impl<'a> Received<'a> {
    /// The body's text, for errors: what isn't UTF-8 in it is replaced.
    pub(super) fn words(&self) -> Cow<'a, str> {
        String::from_utf8_lossy(self.body)
    }
}

impl Endpoint {
    /// Returns an endpoint that can't be used before it has a base URL. `request_id` is the
    /// response header that holds the vendor's id of a request.
    pub(super) fn unplaced(key: Option<Secret>, request_id: &'static str, relays: bool) -> Self {
        Self {
            transport: Arc::new(Http::default()),
            base_url: config::base_url("", "the base URL"),
            keys: Keys::new(&key.iter().collect::<Vec<_>>()),
            key: key.map(Key::new),
            upstream_key: None,
            key_name: "the API key",
            is_recorded_with_key: false,
            request_id: HeaderName::from_static(request_id),
            relays,
        }
    }

    /// Notes that the key came from the environment variable `name`.
    pub(super) fn named(mut self, name: &'static str) -> Self {
        self.key_name = name;
        self
    }

    /// Moves the endpoint to the base URL in the environment variable `name`, if that is set.
    pub(super) fn placed_by(mut self, name: &str) -> Result<Self, ConfigError> {
        if let Some(url) = config::optional_base_url(name)? {
            self.base_url = Ok(url);
        }
        Ok(self)
    }

    /// Sends requests through `transport`.
    pub(super) fn set_transport(&mut self, transport: Arc<dyn Transport>) {
        self.transport = transport;
    }

    /// Puts what `by` makes between the endpoint and its transport.
    #[cfg(feature = "cassette")]
    pub(super) fn wrap_transport<T: Transport + 'static>(
        &mut self,
        by: impl FnOnce(Arc<dyn Transport>) -> T,
    ) {
        self.transport = Arc::new(by(Arc::clone(&self.transport)));
    }

    /// Sets the key of recordings, and what the user calls it; `None` if there is none now, though
    /// there was one when they were recorded.
    #[cfg(feature = "cassette")]
    pub(super) fn set_recorded_key(&mut self, key: Option<Secret>, name: &'static str) {
        self.key = key.map(Key::new);
        self.key_name = name;
        self.is_recorded_with_key = true;
        self.renew_keys();
    }

    /// Returns a copy for another server, which gets a placeholder instead of the key.
    pub(super) fn redirected(&self, base_url: &str) -> Self {
        let placeholder = |_: &Key| Key::new(Secret::new(NO_KEY));
        let mut this = Self {
            transport: Arc::new(Http::default()),
            key: self.key.as_ref().map(placeholder),
            upstream_key: self.upstream_key.as_ref().map(placeholder),
            ..self.clone()
        };
        this.set_base_url(base_url);
        this.renew_keys();
        this
    }

    fn renew_keys(&mut self) {
        let keys = self.key.iter().chain(&self.upstream_key);
        self.keys = Keys::new(&keys.map(Key::secret).collect::<Vec<_>>());
    }

    /// Sets the key for the vendor behind a gateway.
    pub(super) fn set_upstream_key(&mut self, key: Secret) {
        self.upstream_key = Some(Key::new(key));
        self.renew_keys();
    }

    /// A wrong URL is kept and reported by [`Endpoint::check`], so that builders read in one line.
    pub(super) fn set_base_url(&mut self, url: &str) {
        self.base_url = config::base_url(url, "the base URL");
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        self.base_url.as_ref().map(|_| ()).map_err(Clone::clone)
    }

    /// Empty if it can't be one: what a wrong URL holds is unknown, it may be a key.
    pub(super) fn base_url(&self) -> &str {
        self.base_url.as_deref().unwrap_or_default()
    }

    /// The value of a header that carries the key behind `prefix`; never printed.
    pub(super) fn key_header(
        &self,
        prefix: &'static str,
    ) -> Result<Option<HeaderValue>, ConfigError> {
        let key = self.key.as_ref();
        key.map(|key| key.header(prefix, self.key_name)).transpose()
    }

    /// Returns the header with the key of the vendor behind a gateway.
    pub(super) fn upstream_header(&self) -> Result<Option<HeaderValue>, ConfigError> {
        let key = self.upstream_key.as_ref();
        key.map(|key| key.header("Bearer ", "the vendor's key"))
            .transpose()
    }

    /// Headers with the key as a bearer token, if there is a key.
    pub(super) fn bearer(&self) -> Result<HeaderMap, ConfigError> {
        let key = self.key_header("Bearer ")?;
        Ok(key.into_iter().map(|key| (AUTHORIZATION, key)).collect())
    }

    /// Returns where a request to `path` goes, without its query, or `None` if there is no base
    /// URL.
    pub(super) fn address(&self, path: &str) -> Option<String> {
        let base = self.base_url.as_deref().ok()?;
        let path = path.split('?').next().unwrap_or_default();
        Some([base, path].concat())
    }

    /// Sends `body` to `path` below the base URL and waits for the answer's headers, whatever its
    /// status.
    pub(super) async fn open(
        &self,
        path: &str,
        mut headers: HeaderMap,
        body: &(impl Serialize + Sync),
        request: &Request<'_>,
    ) -> Result<ResponseHead, Failure> {
        self.check()?;
        let body = written(body, request)?;
        request.parameters.add_headers(&mut headers);
        let key = request.idempotency_key;
        trace::add_headers(request.trace, key, self.relays, &mut headers);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let url = [self.base_url(), path].concat();
        let leaving = Leaving::default();
        let address = self.address(path).unwrap_or_default();
        request.recorder().sending(address, leaving.clone());
        let started = Instant::now();
        let outgoing = HttpRequest {
            method: Method::POST,
            url: &url,
            headers,
            body,
            connect: request.connect,
            keys: request.recorder().keys(),
            media: request.media().cloned().collect(),
            leaving,
        };
        let incoming = self.transport.exchange(outgoing).await;
        let incoming = incoming.map_err(from_transport)?;
        let status = incoming.status;
        let headers = Headers::without(incoming.headers, &request.recorder().keys());
        request.recorder().update(|metadata| {
            metadata.status = Some(status);
            metadata.headers_after = Some(started.elapsed());
            metadata.request_id = headers.known(&self.request_id).map(str::to_owned);
            metadata.headers = headers.clone();
        });
        if (300..400).contains(&status) {
            return Err(redirected(&headers));
        }
        Ok(ResponseHead {
            status,
            headers,
            body: Ahead::new(incoming.body),
        })
    }

    /// Returns the keys that a server may send back: the provider's, and those in secret headers.
    pub(super) fn keys_of(&self, request: &Request<'_>) -> Keys {
        let secrets: Vec<&Secret> = request.parameters.secrets().collect();
        if secrets.is_empty() {
            return self.keys.clone();
        }
        let own = self.key.iter().chain(&self.upstream_key).map(Key::secret);
        Keys::new(&own.chain(secrets).collect::<Vec<_>>())
    }

    /// Takes the keys out of a failure, makes it fit to print, and names the key that was rejected.
    pub(super) fn clean(&self, keys: &Keys, request: &Request<'_>, failure: &mut Failure) {
        clean::failure(keys, failure);
        if failure.asks_for_key {
            let status = request.recorder().update(|metadata| metadata.status);
            let parts = match (self.key.is_some() || self.is_recorded_with_key, status) {
                (false, _) => ["; no API key was sent", "", ""],
                (true, Some(403)) => ["; may ", self.key_name, " do this?"],
                (true, _) => ["; is ", self.key_name, " right?"],
            };
            failure.message.extend(parts);
        }
    }
}

/// `body` as JSON.
fn written(body: &impl Serialize, request: &Request<'_>) -> Result<Vec<u8>, Failure> {
    // Room for the texts and for what is written around them, so that the buffer need not grow.
    let mut bytes = Vec::with_capacity(request.bytes().saturating_add(1024));
    match serde_json::to_writer(&mut bytes, body) {
        Ok(()) => extra::merged(bytes, &request.parameters.extra)
            .map_err(|taken| Failure::new(FailureClass::BadRequest, taken.to_string())),
        Err(error) => {
            let message = if request.media().next().is_some() {
                "the request can't be written with its media"
            } else {
                "the request is no JSON document"
            };
            let failure = Failure::new(FailureClass::BadRequest, message);
            Err(failure.unsent().with_source(error))
        }
    }
}

/// The most of an error's body that is read: the longest documented ones quote a schema of some
/// KiB.
pub(super) const LONGEST_ERROR: usize = 64 * 1024;

pub(super) fn from_transport(error: TransportError) -> Failure {
    let class = match error.stage {
        Stage::Request => FailureClass::BadRequest,
        Stage::Connect | Stage::Headers => FailureClass::Unreachable,
        Stage::Unreadable => FailureClass::Malformed,
        Stage::Body => FailureClass::Interrupted,
    };
    let mut failure = Failure::new(class, error.message);
    failure.limit = error.limit;
    failure.source = error.source;
    if matches!(error.stage, Stage::Request | Stage::Connect) {
        return failure.unsent();
    }
    failure
}

fn redirected(headers: &Headers) -> Failure {
    let target = headers
        .known(&LOCATION)
        .and_then(|location| location.parse::<::http::Uri>().ok())
        .and_then(|uri| uri.host().map(str::to_owned));
    let whither = target.map_or_else(String::new, |host| format!(" to {}", in_one_line(&host)));
    Failure::new(
        FailureClass::Malformed,
        format!(
            "the server redirects{whither}, which would take the key along; set the base URL to the final address"
        ),
    )
}

fn whole(read: Read, limit: usize) -> Result<Bytes, Failure> {
    match read {
        Read::Whole(bytes) => Ok(bytes),
        Read::TooLarge(_) => Err(Failure::new(
            FailureClass::TooLarge,
            format!("the answer is larger than {limit} bytes"),
        )),
        Read::Cut(_, error) => Err(from_transport(error)),
    }
}
