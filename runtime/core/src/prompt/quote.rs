//! The place of a quotation in the text that it was taken from.

use std::ops::Range;

use crate::bound::quote::{Folded, exact};

/// Returns the bytes of `text` at which `passage` first stands, as `quotes(…)` of
/// [`derive(Prompt)`](crate::Prompt) finds it; `None` if it doesn't stand there, or if it is white
/// space alone.
///
/// ```
/// use driftless::prompt::find_quote;
///
/// let mail = "Größe L, bitte.";
/// assert_eq!(find_quote(mail, "L, bitte"), Some(8..16));
/// assert_eq!(find_quote(mail, "l, bitte"), None);
/// ```
#[must_use]
pub fn find_quote(text: &str, passage: &str) -> Option<Range<usize>> {
    exact(text, passage)
}

/// Returns the bytes of `text` at which `passage` first stands, as `quotes(normalized, …)` finds
/// it: a run of white space counts as one space, quotation marks and hyphens of every form as the
/// plain ones, soft hyphens and separators without width as nothing, and canonically equivalent
/// letters as the same. White space around the passage is no part of it. The bytes are those of
/// `text` as it is, and never split a letter from its marks.
///
/// ```
/// use driftless::prompt::find_quote_normalized;
///
/// let mail = "We\u{2019}re  out\nof stock.";
/// let span = find_quote_normalized(mail, "We're out of").unwrap();
/// assert_eq!(&mail[span], "We\u{2019}re  out\nof");
/// ```
#[must_use]
pub fn find_quote_normalized(text: &str, passage: &str) -> Option<Range<usize>> {
    Folded::of(text).find(passage)
}
