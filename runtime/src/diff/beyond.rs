//! Changes of what a schema can't say, at places that both versions have.

use std::collections::BTreeSet;

use super::change::{Change, Class};
use super::model::Model;
use super::places::HELD;
use super::set::{Id, Object};
use super::snapshot::Snapshot;

/// Returns what changed of it, at places that both have.
pub(super) fn changes(old: &Snapshot, new: &Snapshot) -> Vec<Change> {
    let empty = BTreeSet::new();
    let mut found = Vec::new();
    let pointers: BTreeSet<&String> = old.places.keys().chain(new.places.keys()).collect();
    for pointer in pointers {
        let in_both = [old, new].iter().all(|one| has(&one.model, pointer));
        if !in_both {
            continue;
        }
        let [before, after] = [old, new].map(|one| one.places.get(pointer).unwrap_or(&empty));
        let mut push = |class, sentence| {
            found.push(Change::new(class, pointer.clone(), sentence, None));
        };
        for note in after
            .difference(before)
            .filter(|note| !note.starts_with(HELD))
        {
            push(
                Class::ProducerBreaking,
                format!("new, and beyond the schema: {note}"),
            );
        }
        for note in before
            .difference(after)
            .filter(|note| !note.starts_with(HELD))
        {
            push(
                Class::ConsumerBreaking,
                format!("gone, and beyond the schema: {note}"),
            );
        }
        let precision = |notes: &BTreeSet<String>| {
            let note = notes.iter().find_map(|note| note.strip_prefix(HELD));
            note.unwrap_or("f64").to_owned()
        };
        let (was, is) = (precision(before), precision(after));
        if was != is {
            let sentence = format!("numbers are held as {is}, were held as {was}");
            // Every f32 is an f64; a decimal has other limits than either.
            if (was.as_str(), is.as_str()) != ("f32", "f64") {
                push(Class::ProducerBreaking, sentence.clone());
            }
            if (was.as_str(), is.as_str()) != ("f64", "f32") {
                push(Class::ConsumerBreaking, sentence);
            }
        }
    }
    found
}

/// Returns `true` if a model has such a place.
fn has(model: &Model, pointer: &str) -> bool {
    let mut nodes: BTreeSet<Id> = BTreeSet::from([model.root]);
    for step in pointer.split('/').skip(1) {
        let key = step.replace("~1", "/").replace("~0", "~");
        let mut next = BTreeSet::new();
        for set in nodes.iter().map(|id| model.set(*id)) {
            if key == "*" {
                next.extend(set.lists.as_ref().map(|lists| lists.items));
            }
            for object in &set.objects {
                match object {
                    Object::Map { values, .. } if key == "*" => {
                        next.insert(*values);
                    }
                    Object::Map { .. } => {}
                    Object::Closed(fields) => {
                        let of = fields.iter().find(|field| field.name == key);
                        next.extend(of.map(|field| field.of));
                    }
                }
            }
        }
        nodes = next;
    }
    !nodes.is_empty()
}
