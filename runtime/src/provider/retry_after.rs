//! The wait that a vendor asks for, in all the ways in which vendors write it.

use std::time::Duration;

use super::Headers;

/// The longest wait that is passed on; what asks for more gets this.
pub(super) const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// `retry-after-ms`, else `retry-after` as seconds (whole or not) or as an HTTP date.
///
/// A date is held against the answer's own `date`, so that this machine's clock doesn't matter;
/// without one it says nothing. A negative or unreadable value says nothing either.
pub(super) fn from_headers(headers: &Headers) -> Option<Duration> {
    let millis = headers
        .get("retry-after-ms")
        .and_then(|value| seconds(value, 1e-3));
    millis.or_else(|| {
        let value = headers.get("retry-after")?;
        seconds(value, 1.0).or_else(|| until(value, headers.get("date")?))
    })
}

/// Returns `true` if the vendor says that asking again is of no use (`x-should-retry: false`, which
/// OpenAI's and Anthropic's SDKs obey; 3.54.0 and 2.12.0, 2026-11).
pub(super) fn is_refused(headers: &Headers) -> bool {
    let value = headers.get("x-should-retry");
    value.is_some_and(|value| value.trim().eq_ignore_ascii_case("false"))
}

/// A duration in protobuf's JSON form, such as `37s` or `0.5s`.
pub(super) fn from_protobuf(value: &str) -> Option<Duration> {
    seconds(value.strip_suffix('s')?, 1.0)
}

fn seconds(value: &str, unit: f64) -> Option<Duration> {
    let value = value.trim();
    // `f64` also reads `inf` and `nan`.
    if !value.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let seconds = value.parse::<f64>().ok()? * unit;
    if seconds >= LONGEST.as_secs_f64() {
        return Some(LONGEST);
    }
    Duration::try_from_secs_f64(seconds).ok()
}

fn until(value: &str, now: &str) -> Option<Duration> {
    let then = httpdate::parse_http_date(value).ok()?;
    let now = httpdate::parse_http_date(now).ok()?;
    // In the past: no need to wait.
    Some(then.duration_since(now).unwrap_or_default().min(LONGEST))
}
