//! The neighbourhood of a place in an answer, safe to print: bounded, and without control
//! characters.

use std::ops::Range;

use crate::visible::visible;

/// Characters shown before and behind the place, on its line.
const AROUND: usize = 40;
/// Most characters of the place itself.
const WIDEST: usize = 60;

/// One line of an answer around a place.
pub(super) struct Excerpt {
    /// The text, cut and made visible.
    pub(super) line: String,
    /// The place in it, in bytes.
    pub(super) span: Range<usize>,
    /// The line's number in the answer, from 1.
    pub(super) number: usize,
    /// The place's first character on that line of the answer, from 1.
    pub(super) column: usize,
}

impl Excerpt {
    /// The line on which `span` starts.
    pub(super) fn of(text: &str, span: &Range<usize>) -> Self {
        let start = floor(text, span.start.min(text.len()));
        let (before, rest) = text.split_at_checked(start).unwrap_or((text, ""));
        let number = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
        let before = before.rsplit('\n').next().unwrap_or("");
        let rest = rest.split('\n').next().unwrap_or("");
        let width = floor(rest, (span.end.saturating_sub(start)).min(rest.len()));
        let (place, behind) = rest.split_at_checked(width).unwrap_or((rest, ""));

        let mut line = String::new();
        let skipped = before.chars().count().saturating_sub(AROUND);
        if skipped > 0 {
            line.push('…');
        }
        line.extend(before.chars().skip(skipped).map(visible));
        let from = line.len();
        let whole = place.chars().nth(WIDEST).is_none();
        line.extend(place.chars().take(WIDEST).map(visible));
        let to = line.len();
        if whole {
            line.extend(behind.chars().take(AROUND).map(visible));
        }
        if !whole || behind.chars().nth(AROUND).is_some() {
            line.push('…');
        }
        let mut to = to;
        if from == to {
            // Something must carry the mark: the next character, whole, or a blank at the end of
            // the text.
            line.push(' ');
            let next = line.get(from..).and_then(|rest| rest.chars().next());
            to += next.map_or(0, char::len_utf8);
        }
        Self {
            line,
            span: from..to,
            number,
            column: before.chars().count() + 1,
        }
    }
}

/// The start of the character that holds byte `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}
