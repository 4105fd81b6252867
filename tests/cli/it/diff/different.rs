//! Items that must all be different: as many as there are can be shown, and no more.

use driftless::diff::Class;
use serde_json::{Value, json};

use super::changes;
use super::table::{merged, object};

/// A root whose `v` is a list of different items, so many of them.
fn sets(items: &Value, least: usize, most: usize) -> Value {
    let list = json!({"type": "array", "items": items, "uniqueItems": true, "minItems": least, "maxItems": most});
    let mut root = object(json!({"v": list}), json!(["v"]));
    // A chain, a tree, and a list of itself.
    root["$defs"] = json!({
        "Chain": object(json!({"next": {"anyOf": [{"$ref": "#/$defs/Chain"}, {"type": "null"}]}}), json!(["next"])),
        "Tree": object(
            json!({"left": {"$ref": "#/$defs/Tree"}, "right": {"$ref": "#/$defs/Tree"}}),
            json!([]),
        ),
        "Lists": {"type": "array", "items": {"$ref": "#/$defs/Lists"}, "maxItems": 1},
    });
    root
}

/// Returns `true` if a list of so many different items can be shown: it distinguishes "at most one
/// less" from "so many".
fn shown(items: &Value, count: usize) -> bool {
    let found = changes(&sets(items, 0, count), &sets(items, 0, count - 1));
    let breaking = |class| class == Class::ProducerBreaking;
    let mut breaking = found.iter().filter(|change| breaking(change.class()));
    breaking.next().is_some_and(|change| {
        let document = change
            .witness()
            .unwrap_or_else(|| panic!("{count} of {items}: no proof"));
        let document: Value = serde_json::from_str(document).unwrap();
        document["v"].as_array().unwrap().len() == count
    })
}

#[test]
fn as_many_different_items_as_there_are_can_be_shown() {
    let list = |items: Value, extra: Value| merged(json!({"type": "array", "items": items}), extra);
    let map = |values: Value, extra: Value| {
        merged(
            json!({"type": "object", "additionalProperties": values}),
            extra,
        )
    };
    let (null, boolean) = (json!({"type": "null"}), json!({"type": "boolean"}));
    let both = json!({"a": boolean, "b": boolean});
    let tagged = |name: &str| {
        let tag = json!({"type": "string", "const": name});
        object(json!({"kind": tag, "a": boolean}), json!(["kind"]))
    };
    let exactly = |count: u32| json!({"minItems": count, "maxItems": count});
    for (items, count) in [
        (null.clone(), 1),
        (boolean.clone(), 2),
        (json!({"type": ["boolean", "null"]}), 3),
        (object(both.clone(), json!(["a", "b"])), 4),
        (object(both.clone(), json!(["a"])), 6),
        (object(both, json!([])), 9),
        (list(boolean.clone(), exactly(2)), 4),
        (
            list(
                boolean.clone(),
                merged(exactly(2), json!({"uniqueItems": true})),
            ),
            2,
        ),
        (list(boolean.clone(), json!({"uniqueItems": true})), 5),
        (list(boolean.clone(), json!({"maxItems": 2})), 7),
        (
            list(list(null.clone(), json!({"maxItems": 1})), exactly(2)),
            4,
        ),
        (
            json!({"anyOf": [tagged("x"), tagged("y"), {"type": "null"}]}),
            7,
        ),
        (json!({"type": "integer", "minimum": -2, "maximum": 2}), 5),
        (json!({"type": "string", "pattern": "^[ab]{1,2}$"}), 6),
        (map(null.clone(), json!({"maxProperties": 0})), 1),
    ] {
        for least in 1..=count {
            assert!(shown(&items, least), "{least} of {items}");
        }
        assert!(!shown(&items, count + 1), "{} of {items}", count + 1);
    }
}

#[test]
fn of_what_is_without_end_any_number_can_be_shown() {
    let map = |values: Value, extra: Value| {
        merged(
            json!({"type": "object", "additionalProperties": values}),
            extra,
        )
    };
    let exactly = |count: u32| json!({"minProperties": count, "maxProperties": count});
    let nothing = json!({"type": "null"});
    for (items, count) in [
        (map(nothing.clone(), exactly(1)), 30),
        (map(nothing.clone(), exactly(2)), 30),
        (map(json!({"type": "boolean"}), exactly(2)), 30),
        (map(nothing.clone(), json!({"maxProperties": 1})), 30),
        (json!({"type": "array", "items": nothing}), 30),
        (json!({"$ref": "#/$defs/Chain"}), 12),
        (json!({"$ref": "#/$defs/Tree"}), 30),
        (json!({"$ref": "#/$defs/Lists"}), 12),
        (
            json!({"type": "string", "minLength": 1, "maxLength": 1}),
            100,
        ),
        // Enough for texts that were filled up to meet those that weren't.
        (json!({"type": "string", "minLength": 2}), 700),
        (
            json!({"type": "string", "minLength": 3, "maxLength": 3}),
            700,
        ),
        (json!({"type": "number", "minimum": 0, "maximum": 1}), 100),
        (
            json!({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 0.5}),
            100,
        ),
    ] {
        for least in [1, 2, 3, 5, count] {
            assert!(shown(&items, least), "{least} of {items}");
        }
    }
}
