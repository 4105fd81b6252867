//! `diff`: classes of changes, and the documents that prove them, checked by an independent
//! validator.

mod against;
mod command;
mod different;
mod generate;
mod lock;
mod property;
mod refused;
mod structures;
mod table;
mod types;
mod values;

use std::collections::BTreeMap;

use driftless::diff::{Change, Class, Snapshot, compare};
use jsonschema::Validator;
use serde_json::{Value, json};

/// The independent judge.
pub(crate) fn validator(schema: &Value) -> Validator {
    jsonschema::options()
        .should_validate_formats(true)
        .build(schema)
        .unwrap()
}

/// A schema as a snapshot; its patterns mean the same in Rust.
pub(crate) fn snapshot(schema: &Value) -> Snapshot {
    let mut schema = schema.clone();
    let mut patterns = BTreeMap::new();
    collect(&schema, &mut patterns);
    schema["x-driftless"] = json!({"shape": "", "text": "", "patterns": patterns});
    Snapshot::read(&schema.to_string()).unwrap_or_else(|error| panic!("{error}\n{schema:#}"))
}

fn collect(schema: &Value, patterns: &mut BTreeMap<String, String>) {
    match schema {
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::String(source) if key == "pattern" => {
                        patterns.insert(source.clone(), source.clone());
                    }
                    value => collect(value, patterns),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, patterns)),
        _ => {}
    }
}

/// The changes between two schemas, each proof confirmed by the independent judge.
pub(crate) fn changes(old: &Value, new: &Value) -> Vec<Change> {
    confirmed((old, &validator(old)), (new, &validator(new)))
}

/// Returns the changes with the judges of both, for further use.
pub(crate) fn confirmed(
    (old, before): (&Value, &Validator),
    (new, after): (&Value, &Validator),
) -> Vec<Change> {
    let found = compare(&snapshot(old), &snapshot(new));
    for change in &found {
        let Some(witness) = change.witness() else {
            continue;
        };
        let document: Value = serde_json::from_str(witness).unwrap();
        let (was, is) = (before.is_valid(&document), after.is_valid(&document));
        let expected = match change.class() {
            Class::ProducerBreaking => (true, false),
            Class::ConsumerBreaking => (false, true),
            other => panic!("{other}: {change} has the witness {witness}"),
        };
        assert_eq!(
            (was, is),
            expected,
            "{change}: {witness}\nold {old}\nnew {new}"
        );
    }
    found
}
