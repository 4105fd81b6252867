//! Committed evidence that is not about the prompts as they are.

use std::io;
use std::path::Path;

use super::exit::Fault;
use crate::docs::current;
use crate::lock::Lock;
use crate::registry::{PromptEntry, Registry};

/// The lock at `path`, if there is a file.
pub(super) fn read(path: &Path) -> Result<Option<Lock>, Fault> {
    match std::fs::read_to_string(path) {
        Ok(text) => Lock::parse(&path.display().to_string(), &text)
            .map(Some)
            .map_err(|error| Fault::new(error.to_string())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Fault::reading(path, &error)),
    }
}

/// What is stale in the lock at `path`, as (prompt and model, sentence); nothing where there is no lock.
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
        let stale = prompts
            .into_iter()
            .map(|prompt| entry.staleness(&current(prompt, entry).today(today)))
            .min_by_key(Vec::len);
        for stale in stale.unwrap_or_default() {
            found.push((of.clone(), format!("{stale}; run `{}`", entry.renewal())));
        }
    }
    Ok(found)
}
