//! The strict reader of a whole lock; what it doesn't know, it refuses.

use std::collections::BTreeMap;

use driftless_base::lock::{Line, Seal, Value, conflict, read};

use super::entry::Entry;
use super::error::{LockErrorKind as Kind, Wrong, syntax_error, value_error};
use super::keys::Keys;
use super::{Entries, VERSION};

/// An entry's lines.
struct Section {
    line: usize,
    path: Vec<String>,
    seal: Seal,
    keys: Vec<(Vec<String>, Value, usize)>,
}

/// The entries of `text`.
pub(super) fn entries(text: &str) -> Result<Entries, Wrong> {
    let mut version = None;
    let mut sections: Vec<Section> = Vec::new();
    unmerged(text)?;
    for (at, raw) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let at = at.saturating_add(1);
        let line = read(raw.trim()).map_err(|what| syntax_error(at, &what))?;
        match (line, sections.last_mut()) {
            (Line::Blank, _) => {}
            (Line::Table(path), _) => {
                known(version, at)?;
                let mut seal = Seal::default();
                seal.line(raw);
                sections.push(Section {
                    line: at,
                    path,
                    seal,
                    keys: Vec::new(),
                });
            }
            (Line::Key(path, value), Some(section)) => {
                if path.as_slice() != ["seal"] {
                    section.seal.line(raw);
                }
                if section.keys.iter().any(|(known, _, _)| *known == path) {
                    return Err(value_error(
                        at,
                        &format!("`{}` stands twice", path.join(".")),
                    ));
                }
                section.keys.push((path, value, at));
            }
            (Line::Key(path, value), None) => {
                if path.as_slice() != ["version"] || version.is_some() {
                    let what = format!("`{}` is not expected before the entries", path.join("."));
                    return Err(value_error(at, &what));
                }
                version = Some(supported(&value, at)?);
            }
        }
    }
    known(version, 1)?;
    collect(sections)
}

/// A merge conflict is reported before anything else, since it breaks everything else.
fn unmerged(text: &str) -> Result<(), Wrong> {
    match conflict(text) {
        None => Ok(()),
        Some(at) => Err(Wrong::new(
            Kind::Merge,
            at.saturating_add(1),
            "a merge left its markers here; take one side whole (`git checkout --ours contracts.lock`) and append the tables that only the other side has (`git show MERGE_HEAD:contracts.lock`), in any order",
        )),
    }
}

fn supported(value: &Value, at: usize) -> Result<u32, Wrong> {
    let number = match value {
        Value::Number(number) => number.parse().ok(),
        _ => None,
    };
    match number {
        Some(VERSION) => Ok(VERSION),
        Some(other) => Err(Wrong::new(
            Kind::Version,
            at,
            format!(
                "the file has version {other}, and this release of driftless knows version {VERSION}; build with the release that wrote it, or qualify again"
            ),
        )),
        None => Err(Wrong::new(
            Kind::Version,
            at,
            "the version is no whole number",
        )),
    }
}

fn known(version: Option<u32>, at: usize) -> Result<(), Wrong> {
    match version {
        Some(_) => Ok(()),
        None => Err(Wrong::new(
            Kind::Version,
            at,
            format!("`version = {VERSION}` is missing before the entries"),
        )),
    }
}

fn collect(sections: Vec<Section>) -> Result<Entries, Wrong> {
    let mut entries: Entries = BTreeMap::new();
    let mut places: BTreeMap<(String, String), usize> = BTreeMap::new();
    for section in sections {
        let at = section.line;
        let entry = section.entry()?;
        let key = (entry.prompt.clone(), entry.model.clone());
        if let Some(first) = places.insert(key.clone(), at) {
            return Err(Wrong::new(
                Kind::Duplicate,
                at,
                format!(
                    "`{}` on the prompt `{}` has an entry in line {first} already; keep one of them",
                    key.1, key.0
                ),
            ));
        }
        entries.insert(key, entry);
    }
    Ok(entries)
}

impl Section {
    fn entry(self) -> Result<Entry, Wrong> {
        let at = self.line;
        let [root, prompt, model] = self.path.as_slice() else {
            return Err(syntax_error(
                at,
                "an entry is `[evidence.PROMPT.\"VENDOR/MODEL\"]`",
            ));
        };
        if root != "evidence" {
            return Err(syntax_error(
                at,
                "an entry is `[evidence.PROMPT.\"VENDOR/MODEL\"]`",
            ));
        }
        let mut keys = Keys::new(at, self.keys);
        // A key that nobody knows is the better hint at what happened than the seal.
        let entry = super::typed::entry(prompt, model, &mut keys)?;
        let (seal, sealed_at) = keys.text("seal")?;
        keys.end()?;
        if seal != self.seal.finish() {
            return Err(Wrong::new(
                Kind::Seal,
                sealed_at,
                format!(
                    "the entry was changed after it was written, so its seal doesn't fit; restore it from version control, or run `{}`",
                    entry.renewal()
                ),
            ));
        }
        match entry.contradiction() {
            Some(what) => Err(Wrong::new(Kind::Verdict, at, what)),
            None => Ok(entry),
        }
    }
}
