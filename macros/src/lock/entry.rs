//! One entry of a `contracts.lock`, as far as the derives need it. The runtime reads all of it, in
//! `driftless::lock`; the lines are read by the same code.

use driftless_base::lock::{Line, Seal, VERSION, Value, conflict, read};

/// The keys of one model's entry whose values are texts.
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
    /// Returns the entry of this prompt and model. `None` if the lock has no such entry.
    pub(crate) fn find(text: &str, prompt: &str, model: &str) -> Result<Option<Self>, Wrong> {
        let text = text.trim_start_matches('\u{feff}');
        if let Some(at) = conflict(text) {
            return Err(Wrong::new(
                at,
                "a merge left its markers here; keep both sides' tables and remove the markers",
            ));
        }
        let mut lines = text
            .lines()
            .map(str::trim)
            .enumerate()
            .map(|(at, line)| (at, line, read(line)))
            .filter(|(_, _, read)| *read != Ok(Line::Blank));
        supported(lines.next())?;
        let wanted = ["evidence", prompt, model];
        let is_wanted = |read: &Result<Line, String>| matches!(read, Ok(Line::Table(path)) if path.as_slice() == wanted);
        let Some((at, header, _)) = lines.by_ref().find(|(_, _, read)| is_wanted(read)) else {
            return Ok(None);
        };
        let mut entry = Self::default();
        let (mut seal, mut written) = (Seal::default(), None);
        seal.line(header);
        for (_, line, read) in lines.take_while(|(_, _, read)| !matches!(read, Ok(Line::Table(_))))
        {
            let Ok(Line::Key(path, value)) = read else {
                return Err(Wrong::new(at, EDITED));
            };
            let value = match value {
                Value::Text(text) => Some(text),
                _ => None,
            };
            if path.as_slice() == ["seal"] {
                written = value;
                continue;
            }
            seal.line(line);
            if let Some(value) = value {
                entry.keys.push((path.join("."), value));
            }
        }
        match written {
            Some(written) if written == seal.finish() => Ok(Some(entry)),
            _ => Err(Wrong::new(at, EDITED)),
        }
    }

    /// Returns a text; the empty one if the entry has no such key.
    pub(crate) fn text(&self, name: &str) -> &str {
        let found = self.keys.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// Returns a hash. `None` if the entry has no such key, or its value is not a hash.
    pub(crate) fn hash(&self, name: &str) -> Option<u128> {
        u128::from_str_radix(self.text(name), 16).ok()
    }
}

/// Checks the line before the entries.
fn supported(first: Option<(usize, &str, Result<Line, String>)>) -> Result<(), Wrong> {
    let at = match first {
        Some((_, _, Ok(Line::Key(path, Value::Number(version)))))
            if path.as_slice() == ["version"] && version == VERSION.to_string() =>
        {
            return Ok(());
        }
        Some((at, _, _)) => at,
        None => 0,
    };
    let message = format!(
        "`version = {VERSION}` is expected here; the file is of another release of driftless, or was edited by hand"
    );
    Err(Wrong::new(at, message))
}

const EDITED: &str = "the entry was changed after it was written, so its seal doesn't fit; restore it from version control";
