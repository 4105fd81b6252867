//! Single changes and their classes.

use driftless::diff::{Change, Class};
use serde_json::{Value, json};

use super::changes;
use super::structures::structures;
use super::values::values;

pub(crate) const COMPATIBLE: &str = "compatible";
pub(crate) const WORDING: &str = "wording-only";
pub(crate) const CONSUMER: &str = "consumer-breaking";
pub(crate) const PRODUCER: &str = "producer-breaking";

/// Name, old, new, the classes in order from the worst; every breaking one has a proof.
pub(crate) type Case = (&'static str, Value, Value, &'static [&'static str]);

#[allow(clippy::needless_pass_by_value, reason = "literals are handed over")]
pub(crate) fn object(properties: Value, required: Value) -> Value {
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

pub(crate) fn merged(mut schema: Value, extra: Value) -> Value {
    let Value::Object(extra) = extra else {
        unreachable!()
    };
    for (key, value) in extra {
        schema[key] = value;
    }
    schema
}

fn check(cases: &[Case], wrap: fn(&Value) -> Value) -> usize {
    let mut wrong = Vec::new();
    for (name, old, new, expected) in cases {
        let found = changes(&wrap(old), &wrap(new));
        let classes: Vec<&str> = found.iter().map(|change| change.class().name()).collect();
        let unproved = found
            .iter()
            .any(|change| change.class() >= Class::ConsumerBreaking && change.witness().is_none());
        if classes != *expected || unproved {
            let told: Vec<String> = found
                .iter()
                .map(|change| format!("  {} {change} ({:?})", change.class(), change.witness()))
                .collect();
            wrong.push(format!(
                "{name}: expected {expected:?}, found\n{}",
                told.join("\n")
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    cases.len()
}

#[test]
fn single_changes_have_their_class_and_their_proof() {
    let cases = [values(), structures()].concat();
    assert!(check(&cases, |schema| object(json!({"v": schema}), json!(["v"]))) >= 60);
    // The same in places that are reached in other ways: items, values of a map, a definition,
    // behind an optional key.
    check(&cases, |schema| json!({"type": "array", "items": schema}));
    check(&cases, |schema| {
        object(
            json!({"m": {"type": "object", "additionalProperties": schema}}),
            json!([]),
        )
    });
    check(&cases, |schema| {
        let mut root = object(
            json!({"v": {"$ref": "#/$defs/V"}, "w": {"$ref": "#/$defs/V"}}),
            json!(["v"]),
        );
        root["$defs"] = json!({"V": schema});
        root
    });
}

#[test]
fn places_are_told_where_they_are() {
    let deep = |limit: u32| {
        object(
            json!({"lines": {"type": "array", "items": object(json!({"a/b": {"type": "string", "maxLength": limit}}), json!(["a/b"]))}}),
            json!(["lines"]),
        )
    };
    let found = changes(&deep(5), &deep(4));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].pointer(), "/lines/*/a~1b");
    assert_eq!(found[0].witness(), Some(r#"{"lines":[{"a/b":"axxxx"}]}"#));
    assert_eq!(
        found[0].sentence(),
        "was a text of 0 to 5 characters, is a text of 0 to 4 characters, which excludes some of what was allowed"
    );
}

#[test]
fn recursive_schemas_end_and_their_changes_are_found_once() {
    let tree = |limit: u32| {
        object(
            json!({"name": {"type": "string", "maxLength": limit}, "children": {"type": "array", "items": {"$ref": "#"}}}),
            json!(["name", "children"]),
        )
    };
    assert_eq!(changes(&tree(5), &tree(5)), []);
    let found = changes(&tree(5), &tree(6));
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].class(), found[0].pointer()),
        (Class::ConsumerBreaking, "/name")
    );
    // A type that can't end has no documents, so nothing about it matters.
    let endless = |limit: u32| {
        let mut root = object(
            json!({"v": {"anyOf": [{"$ref": "#/$defs/E"}, {"type": "null"}]}}),
            json!(["v"]),
        );
        root["$defs"] = json!({"E": object(json!({"e": {"$ref": "#/$defs/E"}, "n": {"type": "string", "maxLength": limit}}), json!(["e", "n"]))});
        root
    };
    assert_eq!(
        changes(&endless(1), &endless(2))
            .iter()
            .filter(|change| change.class() >= Class::ConsumerBreaking)
            .count(),
        0
    );
}

/// Where no object is left, or none was there, the forms that objects had are no news.
#[test]
fn objects_that_are_gone_are_told_once() {
    let some = object(json!({"a": {"type": "string"}}), json!(["a"]));
    let none = object(
        json!({"a": {"type": "integer", "minimum": 2, "maximum": 1}}),
        json!(["a"]),
    );
    for other in [none.clone(), json!({"anyOf": [none, {"type": "null"}]})] {
        for (old, new) in [(&some, &other), (&other, &some)] {
            let found = changes(old, new);
            let of_objects = |change: &&Change| {
                let words = ["no longer object", "may now be object", "objects of"];
                words
                    .iter()
                    .any(|words| change.sentence().starts_with(words))
            };
            assert_eq!(found.iter().filter(of_objects).count(), 1, "{found:#?}");
        }
    }
}

/// The smallest document of a new form may be one of the old form: the proof is another one.
#[test]
fn a_new_form_has_a_proof_where_its_smallest_document_is_an_old_one() {
    let old =
        json!({"type": "object", "additionalProperties": {"type": "string"}, "maxProperties": 1});
    let form = |kind: &str, more: Value| {
        let kind = json!({"type": "string", "const": kind});
        object(merged(json!({"kind": kind}), more), json!(["kind"]))
    };
    let new = json!({"anyOf": [
        form("x", json!({"a": {"type": "string"}})),
        form("y", json!({"b": {"type": "integer"}})),
    ]});
    let found = changes(&old, &new);
    assert!(
        found.iter().all(|change| change.witness().is_some()),
        "{found:#?}"
    );
    assert!(
        found
            .iter()
            .any(|change| change.class() == Class::ConsumerBreaking)
    );
}

/// The number of documents of a recursive set, which isn't empty, or null, depends on itself.
#[test]
fn recursive_sets_end() {
    let tree = |of: Value, least: u32| {
        object(
            json!({"leaf": of, "children": {"type": ["array", "null"], "items": {"$ref": "#"}, "minItems": least, "uniqueItems": true}}),
            json!(["leaf", "children"]),
        )
    };
    let (leaf, wider) = (
        json!({"type": "boolean"}),
        json!({"type": ["boolean", "null"]}),
    );
    for least in [0, 1, 2] {
        assert_eq!(
            changes(&tree(leaf.clone(), least), &tree(leaf.clone(), least)),
            []
        );
        let found = changes(&tree(leaf.clone(), least), &tree(wider.clone(), least));
        let for_readers = |change: &Change| change.class() == Class::ConsumerBreaking;
        assert!(
            !found.is_empty() && found.iter().all(for_readers),
            "{found:#?}"
        );
    }
    let found = changes(&tree(leaf.clone(), 0), &tree(leaf, 1));
    let for_models = |change: &Change| change.class() == Class::ProducerBreaking;
    assert!(
        !found.is_empty() && found.iter().all(for_models),
        "{found:#?}"
    );
}
