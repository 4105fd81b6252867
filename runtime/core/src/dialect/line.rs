//! The lines of a type in words: what is written, and the comment behind it.

use crate::json::Json;
use crate::schema::{examples, literal, text};
use crate::shape::{Field, Literal, Rule};

/// A type: what stands on its first line, and the lines behind.
pub(super) struct Type {
    pub(super) head: String,
    pub(super) rest: String,
}

impl Type {
    pub(super) fn line(head: impl Into<String>) -> Self {
        Self {
            head: head.into(),
            rest: String::new(),
        }
    }

    pub(super) fn then(mut self, tail: &str) -> Self {
        let end = if self.rest.is_empty() {
            &mut self.head
        } else {
            &mut self.rest
        };
        end.push_str(tail);
        self
    }

    pub(super) fn list(self) -> Self {
        if self.rest.is_empty() && self.head.contains('|') || self.rest.ends_with("null") {
            let mut whole = self.then(")[]");
            whole.head.insert(0, '(');
            return whole;
        }
        self.then("[]")
    }
}

/// The additions that a place of use makes to a type.
#[derive(Default)]
pub(super) struct Place {
    pub(super) docs: Vec<&'static str>,
    pub(super) rules: Vec<Rule>,
    pub(super) examples: Vec<Literal>,
    pub(super) words: Vec<String>,
}

impl Place {
    pub(super) fn of(field: &'static Field) -> Self {
        Self {
            docs: vec![field.doc],
            rules: field.rules.to_vec(),
            examples: field.examples.to_vec(),
            words: Vec::new(),
        }
    }

    pub(super) fn comment(&self) -> String {
        let mut parts: Vec<String> = self
            .docs
            .iter()
            .map(|doc| one_line(doc))
            .filter(|doc| !doc.is_empty())
            .collect();
        parts.extend(self.words.iter().cloned());
        if !self.examples.is_empty() {
            let values: Vec<Json> = self.examples.iter().map(literal).collect();
            parts.push(examples(&values));
        }
        sentences(&parts)
    }

    pub(super) fn line(&self, before: &str, of: &Type) -> String {
        let comment = self.comment();
        let mut out = format!("{before}{}", of.head);
        if !comment.is_empty() {
            out.truncate(out.trim_end().len());
            out.push_str(" // ");
            out.push_str(&comment);
        }
        out.push_str(&of.rest);
        out
    }
}

/// Words as a comment holds them, which ends with its line.
pub(super) fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Parts of a comment one behind the other, a comma between those that end without a stop.
fn sentences(parts: &[String]) -> String {
    let mut out = String::new();
    for part in parts {
        if !out.is_empty() {
            out.push_str(if out.ends_with(['.', '!', '?', ':', ';']) {
                " "
            } else {
                ", "
            });
        }
        out.push_str(part);
    }
    out
}

/// A key as TypeScript writes it: quoted unless it is an identifier.
pub(super) fn key(name: &str) -> String {
    let plain = name
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
        && !name.starts_with(|letter: char| letter.is_ascii_digit())
        && !name.is_empty();
    if plain { name.to_owned() } else { quoted(name) }
}

pub(super) fn quoted(value: &str) -> String {
    text(&Json::string(value))
}
