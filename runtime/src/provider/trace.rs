//! The place of a request in a trace, as W3C's Trace Context writes it
//! (<https://www.w3.org/TR/trace-context/>, level 1, read 2026-12-01).

use ::http::header::{HeaderMap, HeaderName, HeaderValue};

const PARENT: HeaderName = HeaderName::from_static("traceparent");
const STATE: HeaderName = HeaderName::from_static("tracestate");
/// draft-ietf-httpapi-idempotency-key-header-07, read 2026-12-01.
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// The longest `tracestate` that is sent: what every system must hand on.
const LONGEST_STATE: usize = 512;

/// A place in a trace, so that what a gateway records of a request stands below the caller's own
/// spans.
///
/// ```
/// use driftless::provider::TraceContext;
///
/// let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
/// let context = TraceContext::parse(parent).unwrap();
/// assert_eq!(context.trace_id(), "4bf92f3577b34da6a3ce929d0e0e4736");
/// assert!(TraceContext::parse("00-0-0-00").is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceContext {
    parent: String,
    state: Option<String>,
}

impl TraceContext {
    /// Reads the value of a `traceparent`; `None` if it is none.
    #[must_use]
    pub fn parse(traceparent: &str) -> Option<Self> {
        let text = traceparent.trim();
        let mut parts = text.split('-');
        for (length, is_id) in [(2, false), (32, true), (16, true), (2, false)] {
            let part = parts.next()?;
            let is_hex = part
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
            let is_zero = part.bytes().all(|byte| byte == b'0');
            if part.len() != length || !is_hex || (is_id && is_zero) {
                return None;
            }
        }
        // Later versions may have more parts, and none has the version ff.
        let is_known = parts.next().is_none() || !text.starts_with("00-");
        (is_known && !text.starts_with("ff-")).then(|| Self {
            parent: text.to_owned(),
            state: None,
        })
    }

    /// Returns the context with a `tracestate`; one that can't be sent is left out, as the
    /// recommendation has it.
    #[must_use]
    pub fn state(mut self, tracestate: &str) -> Self {
        let text = tracestate.trim();
        let fits = !text.is_empty() && text.len() <= LONGEST_STATE;
        let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        self.state = (fits && is_plain).then(|| text.to_owned());
        self
    }

    /// Returns the id of the trace, 32 hexadecimal digits.
    #[must_use]
    pub fn trace_id(&self) -> &str {
        self.parent.get(3..35).unwrap_or_default()
    }

    /// Adds its headers, but for those that the user has set.
    fn add_to(&self, headers: &mut HeaderMap) {
        if headers.contains_key(PARENT) {
            return;
        }
        if let Ok(parent) = HeaderValue::from_str(&self.parent) {
            headers.insert(PARENT, parent);
        }
        let state = self.state.as_deref().map(HeaderValue::from_str);
        if let Some(Ok(state)) = state {
            headers.insert(STATE, state);
        }
    }
}

/// Adds the headers of one call: its place in a trace, where the server `relays` requests, and its
/// idempotency key.
pub(super) fn add_headers(
    trace: Option<&TraceContext>,
    key: Option<&str>,
    relays: bool,
    headers: &mut HeaderMap,
) {
    if let Some(trace) = trace.filter(|_| relays) {
        trace.add_to(headers);
    }
    let key = key.map(HeaderValue::from_str);
    if let Some(Ok(key)) = key
        && !headers.contains_key(IDEMPOTENCY_KEY)
    {
        headers.insert(IDEMPOTENCY_KEY, key);
    }
}
