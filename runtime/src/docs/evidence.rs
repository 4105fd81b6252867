//! Committed evidence of the models that may answer a prompt instead of another one.

use crate::dialect::{KNOWN, adapt};
use crate::lock::{Current, Entry, Fingerprints, Lock, comparison};
use crate::registry::PromptEntry;

/// One model.
#[derive(Debug)]
pub(super) struct EvidenceDoc {
    pub(super) model: String,
    pub(super) reference: String,
    /// The verdict in words, or that it is about something else than what is there.
    pub(super) verdict: String,
    pub(super) date: String,
    pub(super) expires: String,
    pub(super) pairs: u64,
    pub(super) conformance: String,
    /// Changes since then; without the day, so that an unchanged program has unchanged
    /// documentation tomorrow.
    pub(super) stale: Vec<String>,
}

/// All evidence about a prompt, by model.
pub(super) fn of(prompt: &PromptEntry, lock: &Lock) -> Vec<EvidenceDoc> {
    lock.entries()
        .filter(|entry| entry.prompt == prompt.name)
        .map(|entry| doc(prompt, entry))
        .collect()
}

fn doc(prompt: &PromptEntry, entry: &Entry) -> EvidenceDoc {
    let stale = entry.staleness(&current(prompt, entry));
    let stale: Vec<String> = stale.iter().map(ToString::to_string).collect();
    let verdict = if stale.is_empty() {
        entry.verdict.to_string()
    } else {
        format!("stale ({})", entry.verdict)
    };
    let conformance = entry.conformance.as_ref();
    EvidenceDoc {
        model: entry.model.clone(),
        reference: entry.reference.clone(),
        verdict,
        date: entry.date.clone(),
        expires: entry.expires.clone(),
        pairs: entry.pairs,
        conformance: conformance.map_or_else(|| "–".to_owned(), ToString::to_string),
        stale,
    }
}

/// Returns the current fingerprints of a prompt, in the dialect of an entry.
pub(crate) fn current(prompt: &PromptEntry, entry: &Entry) -> Current {
    let contract = (prompt.output.fingerprint)();
    let fingerprints = Fingerprints {
        contract: prompt.output.name(),
        shape: contract.shape(),
        text: contract.text(),
        template: (prompt.template)(),
        prompt: (prompt.fingerprint)(),
        comparison: comparison(prompt.output.shape, prompt.relations),
    };
    let current = Current::with(fingerprints);
    let table = KNOWN.iter().find(|table| table.name() == entry.dialect);
    match table.map(|table| adapt(prompt.output.shape, table)) {
        Some(Ok(adapted)) => current.adapter(adapted.dialect, adapted.digest()),
        Some(Err(_)) => current.adapter(
            "no dialect of that name that can carry the contract",
            entry.adapter.as_str(),
        ),
        None => current.adapter("none of that name", entry.adapter.as_str()),
    }
}
