//! A text that is not one JSON document: where it stops being one, and what it looks like instead.

use crate::drift::{Violation, ViolationKind as Kind};
use crate::json::{Node, PathStep, Syntax};
use crate::pointer::Pointer;

use super::words;

/// The violation for a text that could not be read.
pub(super) fn violation(text: &str, syntax: &Syntax) -> Violation {
    let mut pointer = Pointer::root();
    for step in &syntax.path {
        match step {
            PathStep::Key(key) => pointer.push_key(key),
            PathStep::Index(index) => pointer.push_index(*index),
        }
    }
    let kind = if syntax.trailing {
        Kind::TrailingText
    } else if syntax.too_deep {
        Kind::TooDeep
    } else if syntax.truncated {
        Kind::Truncated
    } else {
        Kind::Syntax
    };
    let start = floor(text, syntax.at.min(text.len()));
    let rest = text.get(start..).unwrap_or("");
    let width = if syntax.trailing {
        rest.trim_end_matches([' ', '\n', '\r', '\t']).len()
    } else {
        rest.chars().next().map_or(0, char::len_utf8)
    };
    let found = match rest.chars().next() {
        None if text.trim().is_empty() => "an empty answer".to_owned(),
        None => "the end of the text".to_owned(),
        Some(_) if syntax.too_deep => "another level".to_owned(),
        Some(_) => format!("`{}`", words::shortened(first_word(rest))),
    };
    Violation {
        pointer: pointer.as_str().to_owned(),
        kind,
        span: start..start + width,
        expected: syntax.problem.to_owned(),
        found,
        hint: hint(text, start, syntax),
    }
}

/// What stands at the beginning of `rest`, up to white space.
fn first_word(rest: &str) -> &str {
    let end = rest
        .char_indices()
        .skip(1)
        .find(|(_, character)| character.is_whitespace())
        .map_or(rest.len(), |(at, _)| at);
    rest.get(..end).unwrap_or(rest)
}

/// The start of the character that holds byte `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

fn hint(text: &str, at: usize, syntax: &Syntax) -> Option<String> {
    let rest = text.get(at..).unwrap_or("");
    let before = text.get(..at).unwrap_or("");
    if syntax.truncated && !text.trim().is_empty() {
        return Some("the answer was cut off; its output limit may be too low".to_owned());
    }
    if syntax.trailing {
        return Some(if Node::parse(rest).is_ok() {
            "a second JSON document follows the first; exactly one is wanted".to_owned()
        } else {
            "nothing may stand behind the JSON document".to_owned()
        });
    }
    if before.trim().is_empty() {
        return whole(rest);
    }
    match rest.chars().next() {
        Some('\'') => Some("JSON strings stand in double quotes".to_owned()),
        Some('T' | 'F' | 'N') => python(rest),
        Some('}' | ']') if before.trim_end().ends_with(',') => {
            Some("JSON has no trailing comma".to_owned())
        }
        Some('/' | '#') => Some("JSON has no comments".to_owned()),
        _ => None,
    }
}

/// For a text that is no JSON from its first character on.
fn whole(text: &str) -> Option<String> {
    if text.starts_with("```") {
        return Some("the JSON stands in a fenced code block; send it bare".to_owned());
    }
    if text.starts_with('\u{feff}') {
        return Some("the text begins with a byte order mark; send it without".to_owned());
    }
    if let Some(hint) = python(text) {
        return Some(hint);
    }
    let (at, _) = text
        .match_indices(['{', '['])
        .take(8)
        .find(|(at, _)| Node::parse_first(text, *at).is_ok())?;
    Some(format!(
        "a JSON document stands at byte {at}; nothing may stand before it"
    ))
}

fn python(rest: &str) -> Option<String> {
    let word = |word: &str| {
        rest.strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with(|next: char| next.is_alphanumeric()))
    };
    [
        ("True", "true"),
        ("False", "false"),
        ("None", "null"),
        ("NaN", "null"),
    ]
    .into_iter()
    .find(|(found, _)| word(found))
    .map(|(found, json)| format!("JSON writes `{json}`, not `{found}`"))
}
