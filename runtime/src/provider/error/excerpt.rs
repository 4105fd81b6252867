//! A short part of a body that is no known error, for people.

use ::http::header::CONTENT_ENCODING;

use super::super::Headers;
use super::super::exchange::Received;
use super::super::sanitize::in_one_line;

/// Bytes of a body that are looked at. Far more than is shown in the end, since the key is taken
/// out of a message before it is cut.
const LONGEST: usize = 16 * 1024;

/// The remedy where the address itself is likely to be wrong.
const ADDRESS: &str = "; is the base URL right?";

/// Words by which a server that knows the address says what it misses there: a model, or an object
/// that the request names.
const THINGS: &[&str] = &[
    "model",
    "deployment",
    "engine",
    "previous response",
    "file",
    "assistant",
];

/// Returns the remedy for an error of the address: where the status is one of a server that has
/// nothing there, and the words name nothing else that is missing.
pub(super) fn address_remedy(status: u16, words: &str) -> &'static str {
    let words = words.to_lowercase();
    match status {
        404 | 405 if !THINGS.iter().any(|thing| words.contains(thing)) => ADDRESS,
        _ => "",
    }
}

/// Returns the words for an error without an error object: what came instead, and the remedy
/// where the status leaves only one.
pub(super) fn without_words(received: Received<'_>) -> String {
    // Other statuses come from a server that knows the address, or from what stands before it.
    let remedy = match received.status {
        404 | 405 => ADDRESS,
        _ => "",
    };
    if let Some(coded) = coded(received.headers).filter(|_| str::from_utf8(received.body).is_err())
    {
        return format!("without an error object that can be read: {coded}{remedy}");
    }
    let body = received.words();
    let body = body.trim_start_matches('\u{feff}').trim();
    let what = if body.starts_with('<') {
        "an HTML or XML page instead of an error object"
    } else {
        "without an error object"
    };
    format!("{what}{}{remedy}", shown_excerpt(body))
}

/// The codings of HTTP that aren't plain (IANA, "HTTP Content Coding Registry", read 2026-11). Some
/// servers write other things there, such as `utf-8`.
const CODINGS: &[&str] = &[
    "br",
    "compress",
    "deflate",
    "gzip",
    "x-compress",
    "x-gzip",
    "zstd",
    "dcb",
    "dcz",
];

/// Returns the words for a body that a server has compressed although nobody asked for that; `None`
/// if it is plain.
pub(in crate::provider) fn coded(headers: &Headers) -> Option<String> {
    let coding = headers.known(&CONTENT_ENCODING)?;
    let coding = in_one_line(coding);
    let is_known = |coding: &str| {
        CODINGS
            .iter()
            .any(|known| known.eq_ignore_ascii_case(coding))
    };
    coding.split(',').map(str::trim).any(is_known).then(|| {
        format!(
            "the body is compressed (`content-encoding: {coding}`), which was not asked for; let the server or the proxy before it send plain bodies"
        )
    })
}

/// Returns `: ` and a part of `body` that is fit to be shown, or nothing if there is none.
pub(in crate::provider) fn shown_excerpt(body: &str) -> String {
    let body = body.trim_start_matches('\u{feff}').trim();
    if body.starts_with('\u{1f}') {
        return ": a compressed body, which was not asked for".to_owned();
    }
    let head = head(body);
    let words = if head.starts_with('<') {
        title(head).unwrap_or_else(|| without_tags(head))
    } else {
        head.to_owned()
    };
    match in_one_line(&words).as_str() {
        "" | "null" | "{}" | "[]" | "\"\"" => String::new(),
        words => format!(": {words}"),
    }
}

/// Returns the first bytes of `text` up to the end of a word: half of a key must not stay.
fn head(text: &str) -> &str {
    if text.len() <= LONGEST {
        return text;
    }
    let end = (0..=LONGEST).rev().find(|at| text.is_char_boundary(*at));
    let head = text.get(..end.unwrap_or_default()).unwrap_or_default();
    let word = head.rfind(|c: char| c.is_whitespace() || matches!(c, '"' | ',' | '>'));
    word.and_then(|at| head.get(..at)).unwrap_or_default()
}

/// Returns the title of a page.
fn title(page: &str) -> Option<String> {
    let lower = page.to_ascii_lowercase();
    let from = lower.find("<title")?;
    let from = from + lower.get(from..)?.find('>')? + 1;
    let to = from + lower.get(from..)?.find('<')?;
    let title = page.get(from..to)?.trim();
    (!title.is_empty()).then(|| title.to_owned())
}

/// Returns the text of `page` between its tags.
fn without_tags(page: &str) -> String {
    let mut text = String::new();
    let mut within = false;
    for c in page.chars() {
        match c {
            '<' => within = true,
            '>' if within => {
                within = false;
                text.push(' ');
            }
            _ if !within => text.push(c),
            _ => {}
        }
    }
    text
}
