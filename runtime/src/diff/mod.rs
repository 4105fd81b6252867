//! Consequences of a contract's change for those who write and those who read its data.
//!
//! The question behind every verdict is one of sets: is each document of the old contract one of
//! the new (if not, producers break), and is each of the new one of the old (if not, consumers
//! break)? Schemas of driftless are a closed language in which that can be answered, but for
//! patterns that are too large and for formats in patterns' company; there the answer is "breaks".

mod automaton;
mod beyond;
mod change;
mod error;
mod face;
mod gap;
mod model;
mod number;
mod object;
mod pair;
mod places;
mod read;
mod resolve;
mod sample;
mod sentence;
mod set;
mod snapshot;
mod text;
mod value;

use std::collections::BTreeSet;

pub use change::{Change, Class};
pub use error::SnapshotError;
pub use snapshot::Snapshot;

pub(crate) use places::has_checks;
pub(crate) use snapshot::written;

/// Returns every change from `old` to `new`, the worst first.
#[must_use]
pub fn compare(old: &Snapshot, new: &Snapshot) -> Vec<Change> {
    let mut found: Vec<Change> = Vec::new();
    for (class, from, to) in [
        (Class::ProducerBreaking, old, new),
        (Class::ConsumerBreaking, new, old),
    ] {
        let gaps = gap::gaps(&from.model, &to.model);
        for change in gaps.into_iter().map(|gap| sentence::change(class, gap)) {
            // Two bounds of one limit make one sentence, and so do two forms of an object; one of
            // them may have a proof.
            match found.iter_mut().find(|known| known.says_the_same(&change)) {
                Some(known) => known.take_proof(change),
                None => found.push(change),
            }
        }
    }
    found.extend(beyond::changes(old, new));
    let broken: BTreeSet<String> = found
        .iter()
        .map(|change| change.pointer().to_owned())
        .collect();
    found.extend(face::faces(&old.model, &new.model, &broken));
    found.sort_by_key(|change| std::cmp::Reverse(change.class()));
    found
}
