//! Committed evidence that is not about the prompts as they are.

use std::path::Path;

use super::exit::Fault;
use crate::docs::current;
use crate::lock::{Current, Entry, Lock, Verdict, load};
use crate::qualify::{DataError, DataSet};
use crate::registry::{PromptEntry, Registry};

/// The lock at `path`, if there is a file.
pub(super) fn read(path: &Path) -> Result<Option<Lock>, Fault> {
    load(path).map_err(|error| Fault::new(error.to_string()))
}

/// Returns the current fingerprints of a prompt, in the dialect of an entry, with its data set
/// where the entry names it: relative to the current folder, as when it was qualified, or to the
/// lock's. A data set that isn't found counts as unchanged.
pub(super) fn now(
    prompt: &PromptEntry,
    entry: &Entry,
    lock: &Path,
    today: &str,
) -> Result<Current, DataError> {
    let now = current(prompt, entry).today(today);
    let named = Path::new(&entry.data.path);
    let beside = lock.with_file_name(named);
    let Some(path) = [named, &beside].into_iter().find(|path| path.is_file()) else {
        return Ok(now);
    };
    Ok(now.data(DataSet::read_for(prompt, path, None)?.digest()))
}

/// Returns the stale entries of the lock at `path`, as (prompt and model, sentence); empty if there
/// is no lock.
pub(super) fn of(
    registry: &Registry,
    path: &Path,
    today: &str,
) -> Result<Vec<(String, String)>, Fault> {
    let Some(lock) = read(path)? else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for entry in lock.entries() {
        let of = format!("{} on {}", entry.model, entry.prompt);
        let prompts: Vec<&PromptEntry> = registry
            .prompts
            .values()
            .filter(|prompt| prompt.name == entry.prompt)
            .collect();
        if prompts.is_empty() {
            let sentence = format!(
                "no prompt is called `{}`, so its evidence is about nothing; remove the table, or link the crate that has the prompt",
                entry.prompt
            );
            found.push((of, sentence));
            continue;
        }
        // Of prompts of one name, the evidence is about the one that it fits best.
        let stale = prompts.into_iter().map(|prompt| {
            let (now, unread) = match now(prompt, entry, path, today) {
                Ok(now) => (now, None),
                Err(error) => (current(prompt, entry).today(today), Some(error)),
            };
            let told = |stale| format!("{stale}; run `{}`", entry.renewal());
            let stale = entry.staleness(&now);
            let unread = unread.map(|error| error.to_string());
            stale.iter().map(told).chain(unread).collect()
        });
        let stale: Vec<String> = stale.min_by_key(Vec::len).unwrap_or_default();
        found.extend(stale.into_iter().map(|stale| (of.clone(), stale)));
    }
    Ok(found)
}

/// Returns the evidence in the lock at `path` that still counts and expires by the day `ahead`, as
/// (prompt and model, sentence).
pub(super) fn soon(path: &Path, today: &str, ahead: &str) -> Result<Vec<(String, String)>, Fault> {
    let Some(lock) = read(path)? else {
        return Ok(Vec::new());
    };
    let expires = |entry: &&Entry| {
        let day = entry.expires.as_str();
        entry.verdict == Verdict::Passed && (today..=ahead).contains(&day)
    };
    let told = |entry: &Entry| {
        let of = format!("{} on {}", entry.model, entry.prompt);
        let sentence = format!(
            "the evidence counts up to {}; run `{}` before",
            entry.expires,
            entry.renewal()
        );
        (of, sentence)
    };
    Ok(lock.entries().filter(expires).map(told).collect())
}
