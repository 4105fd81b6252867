//! Plain downloads for `driftless-local`, by the HTTP client, TLS and proxies of all providers.

use bytes::Bytes;
use http::{HeaderMap, Method};

use super::{Http, HttpRequest, Leaving, ResponseBody, Transport, TransportError};
use crate::limit::DEFAULT_CONNECT;
use crate::secret::Keys;

pub use super::http::redirected;

/// An HTTP client; connections are kept and used again.
#[derive(Debug, Default)]
pub struct Client(Http);

/// An answer, its body yet unread.
#[allow(missing_debug_implementations, reason = "hidden, and a body has none")]
#[allow(
    clippy::exhaustive_structs,
    reason = "hidden, for a crate of this release"
)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    body: Box<dyn ResponseBody>,
}

impl Client {
    /// Sends a GET with `headers` to `url` and waits for the answer's headers; follows no redirect.
    ///
    /// # Errors
    /// A sentence on where the exchange broke.
    pub async fn get(&self, url: &str, headers: HeaderMap) -> Result<Answer, String> {
        let request = HttpRequest {
            method: Method::GET,
            url,
            headers,
            body: Vec::new(),
            connect: DEFAULT_CONNECT,
            keys: Keys::default(),
            media: Vec::new(),
            leaving: Leaving::default(),
        };
        let answer = self.0.exchange(request).await.map_err(in_words)?;
        Ok(Answer {
            status: answer.status,
            headers: answer.headers,
            body: answer.body,
        })
    }
}

impl Answer {
    /// Waits for the next chunk of the body; `None` at its end.
    ///
    /// # Errors
    /// A sentence on where the exchange broke.
    pub async fn next(&mut self) -> Result<Option<Bytes>, String> {
        self.body.next().await.map_err(in_words)
    }
}

#[allow(clippy::needless_pass_by_value, reason = "passed to `map_err`")]
fn in_words(error: TransportError) -> String {
    error.to_string()
}
