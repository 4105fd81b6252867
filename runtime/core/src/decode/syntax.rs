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

/// Returns the first word of `rest`, up to white space.
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
    let next = rest.chars().next()?;
    let last = before.chars().next_back()?;
    match next {
        '\'' => return Some("JSON strings stand in double quotes".to_owned()),
        '“' | '”' | '„' => {
            return Some("JSON strings stand in straight double quotes".to_owned());
        }
        '}' | ']' if before.trim_end().ends_with(',') => {
            return Some("JSON has no trailing comma".to_owned());
        }
        '/' | '#' => return Some("JSON has no comments".to_owned()),
        _ => {}
    }
    let hint = match syntax.problem {
        Syntax::ESCAPE => Some(escape(rest)),
        Syntax::CONTROL => {
            return Some(match next {
                '\n' => "a line break inside a string is written `\\n`".to_owned(),
                '\r' => "a carriage return inside a string is written `\\r`".to_owned(),
                '\t' => "a tab inside a string is written `\\t`".to_owned(),
                other => format!(
                    "inside a string it is written `\\u{:04x}`",
                    u32::from(other)
                ),
            });
        }
        Syntax::KEY if next.is_ascii_digit() => Some("a number is written without separators"),
        Syntax::KEY if next.is_alphabetic() || next == '_' => {
            Some("JSON keys stand in double quotes")
        }
        Syntax::NUMBER | Syntax::VALUE => return foreign(rest).or_else(|| number(next)),
        behind if !behind.starts_with("`,`") => None,
        _ if last == '"' && next.is_alphanumeric() => {
            Some("a double quote inside a string is written `\\\"`")
        }
        _ if next == '"' && last != '"' => Some("a comma is missing"),
        _ if last.is_ascii_digit() => return number(last),
        _ => None,
    };
    hint.map(str::to_owned)
}

/// For a backslash that begins no escape sequence.
fn escape(rest: &str) -> &'static str {
    let half = rest
        .strip_prefix("\\u")
        .and_then(|digits| u16::from_str_radix(digits.get(..4)?, 16).ok())
        .is_some_and(|unit| (0xd800..0xe000).contains(&unit));
    if half {
        "half of a surrogate pair is no character"
    } else {
        "a backslash inside a string is written `\\\\`"
    }
}

/// For what may have been meant as a number, by one of its characters.
fn number(of: char) -> Option<String> {
    matches!(of, '0'..='9' | '+' | '-' | '.')
        .then(|| "a number is written as `72`, `-7.5` or `1e3`".to_owned())
}

/// For a text that is no JSON from its first character on.
fn whole(text: &str) -> Option<String> {
    if text.starts_with("```") {
        return Some("the JSON stands in a fenced code block; send it bare".to_owned());
    }
    if text.starts_with('\u{feff}') {
        return Some("the text begins with a byte order mark; send it without".to_owned());
    }
    if let Some(hint) = foreign(text) {
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

/// For the words of other languages.
fn foreign(rest: &str) -> Option<String> {
    let begins = |word: &str| {
        rest.strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with(|next: char| next.is_alphanumeric()))
    };
    let words = [
        ("True", "true"),
        ("False", "false"),
        ("None", "null"),
        ("undefined", "null"),
    ];
    if let Some((found, json)) = words.into_iter().find(|(found, _)| begins(found)) {
        let only = if json == "null" {
            "; only where the contract allows it"
        } else {
            ""
        };
        return Some(format!("JSON writes `{json}`, not `{found}`{only}"));
    }
    let none = ["NaN", "Infinity", "-Infinity", "+Infinity"];
    let found = none.into_iter().find(|found| begins(found))?;
    Some(format!(
        "JSON has no `{found}`; write a number, or `null` where the contract allows it"
    ))
}
