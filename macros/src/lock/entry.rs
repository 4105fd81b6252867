//! The little of a `contracts.lock` that can be held to a prompt while compiling. The runtime reads all of it, in `driftless::lock`; both know the same version.

use std::fmt::Write as _;

use super::seal::Seal;

/// The layout of the file.
const VERSION: &str = "version = 1";

/// How git, and tools that merge like it, mark the sides of a conflict.
const MARKERS: &[&str] = &["<<<<<<<", "|||||||", ">>>>>>>", "======="];

/// What an entry says of its model.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    keys: Vec<(String, String)>,
}

/// A lock or an entry that can't be used: the line, and why.
#[derive(Debug)]
pub(crate) struct Wrong {
    pub(crate) line: usize,
    pub(crate) message: String,
}

impl Wrong {
    fn new(at: usize, message: impl Into<String>) -> Self {
        Self {
            line: at.saturating_add(1),
            message: message.into(),
        }
    }
}

impl Entry {
    /// The entry of this prompt and model, if there is one.
    pub(crate) fn find(text: &str, prompt: &str, model: &str) -> Result<Option<Self>, Wrong> {
        let text = text.trim_start_matches('\u{feff}');
        if let Some(at) = text.lines().position(is_marker) {
            return Err(Wrong::new(
                at,
                "a merge left its markers here; keep both sides' tables and remove the markers",
            ));
        }
        let mut lines = text
            .lines()
            .map(str::trim)
            .enumerate()
            .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        match lines.next() {
            Some((_, VERSION)) => {}
            other => {
                let at = other.map_or(0, |(at, _)| at);
                let message = format!(
                    "`{VERSION}` is expected here; the file is of another release of driftless, or was edited by hand"
                );
                return Err(Wrong::new(at, message));
            }
        }
        let header = format!("[evidence.{}.{}]", key(prompt), key(model));
        let Some((at, found)) = lines.by_ref().find(|(_, line)| *line == header) else {
            return Ok(None);
        };
        let mut entry = Self::default();
        let (mut seal, mut written) = (Seal::new(), None);
        seal.line(found);
        for (_, line) in lines.take_while(|(_, line)| !line.starts_with('[')) {
            let Some((name, value)) = line.split_once(" = ") else {
                return Err(Wrong::new(at, EDITED));
            };
            if name == "seal" {
                written = unquoted(value);
                continue;
            }
            seal.line(line);
            if let Some(value) = unquoted(value) {
                entry.keys.push((name.to_owned(), value));
            }
        }
        match written {
            Some(written) if written == seal.finish() => Ok(Some(entry)),
            _ => Err(Wrong::new(at, EDITED)),
        }
    }

    /// A value that is text; nothing for what the runtime would refuse.
    pub(crate) fn text(&self, name: &str) -> &str {
        let found = self.keys.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// A hash.
    pub(crate) fn hash(&self, name: &str) -> Option<u128> {
        u128::from_str_radix(self.text(name), 16).ok()
    }
}

const EDITED: &str = "the entry was changed after it was written, so its seal doesn't fit; restore it from version control";

fn is_marker(line: &str) -> bool {
    MARKERS
        .iter()
        .filter_map(|marker| line.strip_prefix(marker))
        .any(|rest| rest.trim_end().is_empty() || rest.starts_with(' '))
}

/// A key as the writer writes it.
fn key(name: &str) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    if !name.is_empty() && name.bytes().all(is_bare) {
        return name.to_owned();
    }
    let mut quoted = String::from("\"");
    for character in name.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            control if control.is_control() => {
                // Writing to a String can't fail.
                let _infallible = write!(quoted, "\\u{:04x}", u32::from(control));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// The text of a string as the writer writes it; `None` for any other value.
fn unquoted(value: &str) -> Option<String> {
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::new();
    let mut rest = inner.chars();
    while let Some(character) = rest.next() {
        if character != '\\' {
            text.push(character);
            continue;
        }
        text.push(match rest.next()? {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let digits: String = rest.by_ref().take(4).collect();
                char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?
            }
            other => other,
        });
    }
    Some(text)
}
