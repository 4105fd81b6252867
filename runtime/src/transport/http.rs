//! The network: the only file that knows the HTTP client.
//!
//! - Redirects aren't followed: the request carries a key, and the answer's place is the user's to
//!   choose.
//! - Proxies are taken from the environment (`HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`)
//!   or the system's settings, except for loopback addresses.
//! - Nothing that reached the server is sent again.
//! - Answers are asked for without compression: they are short, a coding holds streams back, and
//!   one that grows a thousandfold is an attack.
//! - Connections are kept and used again, per value of this type, runtime and connect limit. A
//!   connection is driven by the runtime on which it was made, so a call on another one would wait
//!   for it until its time is up.
//! - The HTTP client panics where a runtime lacks timers or I/O, or has ended; that is an error
//!   here.

use std::any::Any;
use std::error::Error as StdError;
use std::future::{Future, poll_fn};
use std::io;
use std::net::IpAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use ::http::header::{ACCEPT_ENCODING, HeaderValue};
use bytes::Bytes;
use hyper_util::client::proxy::matcher::Matcher;
use reqwest::{Client, Request, Url};
use tokio::runtime::{Handle, Id};

use crate::limit::TimeLimit;
use crate::visible::shown;

use super::body::Framed;
use super::outgoing::Outbound;
use super::{
    BoxFuture, HttpRequest, HttpResponse, ResponseBody, Stage, Transport, TransportError, tls,
};

const USER_AGENT: &str = concat!("driftless/", env!("CARGO_PKG_VERSION"));

/// The most headers of an answer; gateways in a row add some of their own each, and an answer that
/// is refused for them has been paid for.
const MOST_HEADERS: usize = 1024;

/// Largest size of all response headers, in bytes.
const MOST_HEADER_BYTES: u32 = 256 * 1024;

/// HTTP/1.1 and HTTP/2 over TCP and TLS.
#[derive(Debug, Default)]
pub(crate) struct Http {
    /// The one used last stands last.
    clients: Mutex<Vec<(Setup, Result<Client, String>)>>,
    /// Where the last exchange went; mostly the next one goes there as well.
    last: Mutex<Option<Target>>,
}

/// An address, read, and the client that reaches it.
#[derive(Debug, Clone)]
struct Target {
    url: Url,
    /// As it was given.
    address: String,
    setup: Setup,
    client: Client,
}

/// Most clients that are kept; runtimes come and go, and each of a client's idle connections costs
/// the server something.
const MOST_CLIENTS: usize = 64;

/// Settings of the HTTP client that are fixed when it is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Setup {
    /// The runtime that drives its connections; `None` if there is none.
    runtime: Option<Id>,
    /// Through the environment's proxy; not for loopback addresses, which no proxy can reach.
    proxies: bool,
    connect: Duration,
}

impl Http {
    /// Returns the client for `address`, and the address as a URL.
    fn target(&self, address: &str, connect: Duration) -> Result<(Url, Client), TransportError> {
        let runtime = Handle::try_current().ok().map(|handle| handle.id());
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = &*last
            && known.address == address
            && (known.setup.connect, known.setup.runtime) == (connect, runtime)
        {
            return Ok((known.url.clone(), known.client.clone()));
        }
        let url = Url::parse(address).map_err(|error| TransportError {
            stage: Stage::Request,
            message: "the base URL is not a URL".to_owned(),
            limit: None,
            source: Some(Box::new(error)),
        })?;
        let setup = Setup {
            runtime,
            proxies: !is_loopback(&url),
            connect,
        };
        let client = self.client(setup)?;
        *last = Some(Target {
            url: url.clone(),
            address: address.to_owned(),
            setup,
            client: client.clone(),
        });
        Ok((url, client))
    }

    fn client(&self, setup: Setup) -> Result<Client, TransportError> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        let known = clients.iter().position(|(known, _)| *known == setup);
        let client = match known {
            Some(at) => clients.remove(at).1,
            None => build(setup),
        };
        if clients.len() >= MOST_CLIENTS {
            clients.drain(..1);
        }
        clients.push((setup, client.clone()));
        client.map_err(|reason| TransportError {
            stage: Stage::Request,
            message: format!("the HTTP client can't be set up: {reason}"),
            limit: None,
            source: None,
        })
    }
}

/// Polls `work` of the HTTP client, and gives an error where it panics.
async fn guarded<T>(
    stage: Stage,
    work: impl Future<Output = Result<T, TransportError>>,
) -> Result<T, TransportError> {
    let mut work = pin!(work);
    poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
        polled.unwrap_or_else(|panic| Poll::Ready(Err(unfit(stage, &*panic))))
    })
    .await
}

/// The error that a panic of the HTTP client is.
fn unfit(stage: Stage, panic: &(dyn Any + Send)) -> TransportError {
    let why = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("it panicked");
    TransportError {
        stage,
        message: format!(
            "the Tokio runtime can't serve the HTTP client: {}; build it with `enable_all()`, and keep it until the call has ended",
            shown(why.lines().next().unwrap_or_default(), MOST_WORDS)
        ),
        limit: None,
        source: None,
    }
}

fn build(setup: Setup) -> Result<Client, String> {
    let tls = tls::config().map_err(|error| error.to_string())?;
    let mut builder = Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .connect_timeout(setup.connect)
        .user_agent(USER_AGENT)
        .http1_max_headers(MOST_HEADERS)
        .http2_max_header_list_size(MOST_HEADER_BYTES)
        // As RFC 9112 (5.1, 5.2) wants it of whoever takes such an answer.
        .http1_allow_obsolete_multiline_headers_in_responses(true)
        .http1_allow_spaces_after_header_name_in_responses(true);
    if !setup.proxies {
        builder = builder.no_proxy();
    }
    builder.build().map_err(|error| error.to_string())
}

/// Returns the address that a redirect from `base` leads to; `None` if it is no address.
#[must_use]
pub fn redirected(base: &str, to: &str) -> Option<String> {
    Some(Url::parse(base).ok()?.join(to).ok()?.into())
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost"
        || bare.ends_with(".localhost")
        || bare
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

impl Transport for Http {
    fn exchange<'a>(
        &'a self,
        outgoing: HttpRequest<'a>,
    ) -> BoxFuture<'a, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let (url, client) = self.target(outgoing.url, outgoing.connect)?;
            let mut request = Request::new(outgoing.method, url);
            *request.headers_mut() = outgoing.headers;
            // Without it, a server may take any coding for granted (RFC 9110, section 12.5.3).
            let plain = HeaderValue::from_static("identity");
            request
                .headers_mut()
                .entry(ACCEPT_ENCODING)
                .or_insert(plain);
            let leaving = outgoing.leaving;
            leaving.wait();
            let body = Outbound::new(outgoing.body, leaving.clone());
            *request.body_mut() = Some(reqwest::Body::wrap(body));
            let sent = async {
                let sent = client.execute(request).await;
                sent.map_err(|error| broken(error, outgoing.url, outgoing.connect))
            };
            // Nobody knows how far it came.
            let mut response = guarded(Stage::Headers, sent).await?;
            // Whoever answers has got the request.
            leaving.begin();
            let headers = std::mem::take(response.headers_mut());
            let status = response.status().as_u16();
            let body = Guarded(Framed(response.into()));
            Ok(HttpResponse::new(status, headers, body))
        })
    }
}

/// A body whose client may panic.
struct Guarded(Framed<reqwest::Body>);

impl ResponseBody for Guarded {
    fn poll_next(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Bytes>, TransportError>> {
        let polled = catch_unwind(AssertUnwindSafe(|| self.0.poll_next(context)));
        polled.unwrap_or_else(|panic| Poll::Ready(Err(unfit(Stage::Body, &*panic))))
    }
}

/// An exchange without headers, in words; the address is named without path and credentials.
fn broken(error: reqwest::Error, url: &str, connect: Duration) -> TransportError {
    let mut limit = None;
    let origin = Url::parse(url).map_or_else(
        |_no_url| String::new(),
        |url| {
            let proxy = proxy(&url).map(|proxy| format!(" through the proxy {proxy}"));
            url.origin().ascii_serialization() + &proxy.unwrap_or_default()
        },
    );
    let (stage, message) = if error.is_builder() {
        (Stage::Request, "the request can't be built".to_owned())
    } else if let Some(tls) = tls_error(&error) {
        let why = tls::explain(tls);
        (Stage::Connect, format!("TLS with {origin} failed{why}"))
    } else if error.is_connect() && error.is_timeout() {
        limit = Some(TimeLimit::Connect);
        let allowed = connect.as_millis();
        (
            Stage::Connect,
            format!(
                "no connection to {origin} within {allowed} ms, {}",
                TimeLimit::Connect
            ),
        )
    } else if error.is_connect() {
        (Stage::Connect, format!("no connection to {origin}"))
    } else if unreadable(&error) {
        (
            Stage::Unreadable,
            format!("the answer of {origin} is not HTTP as its standard has it"),
        )
    } else {
        (
            Stage::Headers,
            format!("{origin} closed the connection without an answer"),
        )
    };
    TransportError {
        stage,
        message,
        limit,
        source: Some(Box::new(error.without_url())),
    }
}

/// Returns the proxy that stands before an address, without credentials; by what the HTTP client
/// itself asks, so that the settings are read in one way.
fn proxy(url: &Url) -> Option<String> {
    if is_loopback(url) {
        return None;
    }
    let address: ::http::Uri = url.as_str().parse().ok()?;
    let proxy = Matcher::from_system().intercept(&address)?;
    let (scheme, place) = (proxy.uri().scheme_str()?, proxy.uri().authority()?);
    let place = place.as_str().rsplit('@').next()?;
    Some(format!("{scheme}://{place}"))
}

/// Most characters of a panic's words.
const MOST_WORDS: usize = 200;

/// The handshake's error within the chain.
fn tls_error(error: &reqwest::Error) -> Option<&rustls::Error> {
    within(error)
}

/// Returns `true` if something came back that is no answer of HTTP.
fn unreadable(error: &reqwest::Error) -> bool {
    within::<hyper::Error>(error).is_some_and(hyper::Error::is_parse)
}

/// The first `E` within the chain of causes. `io::Error` hides what it wraps from `source`.
fn within<E: StdError + 'static>(error: &reqwest::Error) -> Option<&E> {
    let mut next: Option<&(dyn StdError + 'static)> = error.source();
    while let Some(cause) = next {
        if let Some(found) = cause.downcast_ref() {
            return Some(found);
        }
        next = match cause.downcast_ref().and_then(io::Error::get_ref) {
            Some(wrapped) => Some(wrapped),
            None => cause.source(),
        };
    }
    None
}
