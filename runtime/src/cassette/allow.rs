//! The allow list of a cassette: headers and query parameters that are kept beside the bodies; all
//! others are left out.

use std::collections::{BTreeMap, BTreeSet};

use ::http::{HeaderMap, HeaderName, HeaderValue, Uri};

use crate::secret::Keys;

use super::entry::Values;

/// Request headers by which an answer may differ. Those that only say who asks and who pays are not
/// among them.
const REQUEST: &[&str] = &[
    "accept",
    "anthropic-beta",
    "anthropic-version",
    "content-type",
    "openai-beta",
    "x-anthropic-beta",
    "x-openrouter-cache",
    "x-openrouter-metadata",
    "x-portkey-provider",
];

/// Response headers that all providers read, and those with vendors' limits (their API references,
/// 2026-11). What else an adapter reads, it names itself.
const RESPONSE: &[&str] = &[
    "anthropic-ratelimit-requests-limit",
    "anthropic-ratelimit-requests-remaining",
    "anthropic-ratelimit-requests-reset",
    "anthropic-ratelimit-tokens-limit",
    "anthropic-ratelimit-tokens-remaining",
    "anthropic-ratelimit-tokens-reset",
    "content-type",
    "date",
    "location",
    "openai-processing-ms",
    "openai-version",
    "retry-after",
    "retry-after-ms",
    "x-ratelimit-limit-requests",
    "x-ratelimit-limit-tokens",
    "x-ratelimit-remaining-requests",
    "x-ratelimit-remaining-tokens",
    "x-ratelimit-reset-requests",
    "x-ratelimit-reset-tokens",
];

/// Query parameters that choose the form of an answer; Gemini's `key` is why there is a list.
const QUERY: &[&str] = &["alt", "api-version", "beta"];

/// Headers that say who asks; nobody can put them on the list.
const NEVER: &[&str] = &[
    "api-key",
    "authentication-info",
    "authorization",
    "cookie",
    "ocp-apim-subscription-key",
    "proxy-authorization",
    "set-cookie",
    "x-api-key",
    "x-auth-token",
    "x-goog-api-key",
    "x-portkey-api-key",
];

/// Returns `true` if a header is one that carries a key, whatever a user says.
pub(super) fn carries_keys(name: &HeaderName) -> bool {
    let name = name.as_str();
    NEVER.contains(&name) || name.ends_with("-api-key") || name.ends_with("-secret")
}

/// The lists, with what a user added.
#[derive(Debug, Clone, Default)]
pub(super) struct Allowed {
    pub(super) more: BTreeSet<String>,
}

impl Allowed {
    fn has(&self, lists: &[&[&str]], name: &HeaderName) -> bool {
        let name_of = name.as_str();
        let listed = || lists.iter().any(|list| list.contains(&name_of));
        !carries_keys(name) && (self.more.contains(name_of) || listed())
    }

    /// The request's headers that are kept. A value that is marked as sensitive, as every key is,
    /// stays out under any name.
    pub(super) fn request(&self, headers: &HeaderMap, keys: &Keys) -> BTreeMap<String, Values> {
        kept(headers, keys, |name, value| {
            (!value.is_sensitive() && self.has(&[REQUEST], name)).then(|| text(value))
        })
    }

    /// Returns the response's headers that are kept, those that adapters `read` among them.
    pub(super) fn response(
        &self,
        headers: &HeaderMap,
        read: &[&str],
        keys: &Keys,
    ) -> BTreeMap<String, Values> {
        kept(headers, keys, |name, value| {
            // LiteLLM's routers name themselves within the header's name.
            let router =
                name.as_str().starts_with("x-litellm-") && name.as_str().contains("-router-");
            if !router && !self.has(&[RESPONSE, read], name) {
                return None;
            }
            if name == ::http::header::LOCATION {
                return origin(value);
            }
            Some(text(value))
        })
    }
}

fn kept(
    headers: &HeaderMap,
    keys: &Keys,
    keep: impl Fn(&HeaderName, &HeaderValue) -> Option<String>,
) -> BTreeMap<String, Values> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in headers {
        let quotes =
            |text: &String| keys.hits(name.as_str().as_bytes()) || keys.hits(text.as_bytes());
        if let Some(text) = keep(name, value).filter(|text| !quotes(text)) {
            found
                .entry(name.as_str().to_owned())
                .or_default()
                .push(text);
        }
    }
    found
        .into_iter()
        .map(|(name, values)| (name, Values::from(values)))
        .collect()
}

fn text(value: &HeaderValue) -> String {
    String::from_utf8_lossy(value.as_bytes()).into_owned()
}

/// Where a redirect leads, without path and query: these may hold a signature.
fn origin(value: &HeaderValue) -> Option<String> {
    let uri: Uri = value.to_str().ok()?.parse().ok()?;
    let (scheme, host) = (uri.scheme_str()?, uri.host()?);
    Some(match uri.port_u16() {
        Some(port) => format!("{scheme}://{host}:{port}/"),
        None => format!("{scheme}://{host}/"),
    })
}

/// The path of `url` with the query parameters that are kept; the host is not part of it, since
/// recordings shall outlive a port.
pub(super) fn path(url: &str, keys: &Keys) -> String {
    let behind = url
        .split_once("://")
        .map_or(url, |(_, rest)| rest)
        .split_once('/')
        .map_or("", |(_, path)| path);
    let (path, query) = behind.split_once('?').unwrap_or((behind, ""));
    let query: Vec<&str> = query
        .split('&')
        .filter(|pair| QUERY.contains(&pair.split('=').next().unwrap_or_default()))
        .collect();
    let mut kept = format!("/{path}");
    if !query.is_empty() {
        kept.push('?');
        kept.push_str(&query.join("&"));
    }
    keys.mask(&kept).into_owned()
}
