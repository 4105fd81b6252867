//! Names that are safe in paths, addresses and ids, made of names that may hold anything.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::fingerprint::Hasher;

/// Longest part of a file name; file systems take 255 bytes, endings included.
const LONGEST: usize = 100;

/// Names that Windows keeps for devices, whatever their ending ("Naming Files, Paths, and
/// Namespaces", Microsoft, read 2026-11-22).
const DEVICES: &[&str] = &[
    "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7",
    "com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Hands out names, each once, also where a file system does not distinguish upper and lower case.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    taken: BTreeSet<String>,
}

impl Anchors {
    /// A name of ASCII letters, digits, `_` and `-` that resembles `text` and was not given before.
    pub(super) fn take(&mut self, text: &str) -> String {
        let stem = safe(text);
        let mut name = stem.clone();
        let mut number = 1_u32;
        while !self.taken.insert(name.to_ascii_lowercase()) {
            number += 1;
            name = format!("{stem}-{number}");
        }
        name
    }
}

fn safe(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() || letter == '_' {
            out.push(letter);
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    if out.len() > LONGEST {
        // The part that is cut off still distinguishes long names, whatever their order.
        let hash = Hasher::new().text(text).finish();
        out.truncate(LONGEST);
        // Writing to a String can't fail.
        let _infallible = write!(out, "-{:08x}", hash >> 96);
    }
    if out.is_empty() || DEVICES.contains(&out.to_ascii_lowercase().as_str()) {
        out.push('_');
    }
    out
}
