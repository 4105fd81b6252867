//! Changes of something that has parts.

use serde_json::Value;
use serde_json::json;

use super::table::{COMPATIBLE, CONSUMER, Case, PRODUCER, WORDING, merged, object};

/// The change of something with parts.
#[allow(clippy::too_many_lines, reason = "a table")]
pub(crate) fn structures() -> Vec<Case> {
    let list = |items: Value, extra: Value| merged(json!({"type": "array", "items": items}), extra);
    let text = || json!({"type": "string"});
    let map = |values: Value, extra: Value| {
        merged(
            json!({"type": "object", "additionalProperties": values}),
            extra,
        )
    };
    let one = || object(json!({"a": text()}), json!(["a"]));
    let tagged = |name: &str, of: Value| {
        object(
            json!({"kind": {"type": "string", "const": name}, "a": of}),
            json!(["kind", "a"]),
        )
    };
    let union = |branches: Vec<Value>| json!({"anyOf": branches});
    vec![
        (
            "more items",
            list(text(), json!({"maxItems": 3})),
            list(text(), json!({"maxItems": 4})),
            &[CONSUMER],
        ),
        (
            "at least one item",
            list(text(), json!({})),
            list(text(), json!({"minItems": 1})),
            &[PRODUCER],
        ),
        (
            "distinct items",
            list(text(), json!({})),
            list(text(), json!({"uniqueItems": true})),
            &[PRODUCER],
        ),
        (
            "repeated items",
            list(text(), json!({"uniqueItems": true})),
            list(text(), json!({})),
            &[CONSUMER],
        ),
        (
            "one item is always distinct",
            list(text(), json!({"maxItems": 1})),
            list(text(), json!({"maxItems": 1, "uniqueItems": true})),
            &[COMPATIBLE],
        ),
        (
            "the empty object fills a set",
            list(
                map(text(), json!({"maxProperties": 0})),
                json!({"uniqueItems": true}),
            ),
            list(
                map(text(), json!({"maxProperties": 0})),
                json!({"uniqueItems": true, "maxItems": 1}),
            ),
            &[COMPATIBLE],
        ),
        (
            "the only text of a pattern fills a set",
            list(
                json!({"type": "string", "maxLength": 1, "pattern": "^a"}),
                json!({"uniqueItems": true}),
            ),
            list(
                json!({"type": "string", "maxLength": 1, "pattern": "^a"}),
                json!({"uniqueItems": true, "maxItems": 1}),
            ),
            &[COMPATIBLE],
        ),
        (
            "two objects of one Boolean fill a set",
            list(
                object(json!({"a": {"type": "boolean"}}), json!(["a"])),
                json!({"uniqueItems": true}),
            ),
            list(
                object(json!({"a": {"type": "boolean"}}), json!(["a"])),
                json!({"uniqueItems": true, "maxItems": 2}),
            ),
            &[COMPATIBLE],
        ),
        (
            "three lists of at most one Boolean fill a set",
            list(
                list(json!({"type": "boolean"}), json!({"maxItems": 1})),
                json!({"uniqueItems": true}),
            ),
            list(
                list(json!({"type": "boolean"}), json!({"maxItems": 1})),
                json!({"uniqueItems": true, "maxItems": 3}),
            ),
            &[COMPATIBLE],
        ),
        (
            "and two don't",
            list(
                list(json!({"type": "boolean"}), json!({"maxItems": 1})),
                json!({"uniqueItems": true}),
            ),
            list(
                list(json!({"type": "boolean"}), json!({"maxItems": 1})),
                json!({"uniqueItems": true, "maxItems": 2}),
            ),
            &[PRODUCER],
        ),
        (
            "two Booleans fill a set",
            list(json!({"type": "boolean"}), json!({"uniqueItems": true})),
            list(
                json!({"type": "boolean"}),
                json!({"uniqueItems": true, "maxItems": 2}),
            ),
            &[COMPATIBLE],
        ),
        (
            "items of another type",
            list(text(), json!({})),
            list(json!({"type": "integer"}), json!({})),
            &[PRODUCER, CONSUMER],
        ),
        (
            "items of a list that is always empty",
            list(text(), json!({"maxItems": 0})),
            list(json!({"type": "integer"}), json!({"maxItems": 0})),
            &[COMPATIBLE],
        ),
        (
            "value to a list of it",
            text(),
            list(text(), json!({})),
            &[PRODUCER, CONSUMER],
        ),
        (
            "values of a map",
            map(json!({"type": "integer"}), json!({})),
            map(json!({"type": "number"}), json!({})),
            &[CONSUMER],
        ),
        (
            "fewer entries",
            map(text(), json!({})),
            map(text(), json!({"maxProperties": 2})),
            &[PRODUCER],
        ),
        (
            "at least two entries",
            map(text(), json!({})),
            map(text(), json!({"minProperties": 2})),
            &[PRODUCER],
        ),
        (
            "map to declared keys",
            map(text(), json!({})),
            one(),
            &[PRODUCER],
        ),
        (
            "declared keys to a map",
            one(),
            map(text(), json!({})),
            &[CONSUMER],
        ),
        (
            "required key added",
            one(),
            object(json!({"a": text(), "b": text()}), json!(["a", "b"])),
            &[PRODUCER, CONSUMER],
        ),
        (
            "optional key added",
            one(),
            object(json!({"a": text(), "b": text()}), json!(["a"])),
            &[CONSUMER],
        ),
        (
            "key removed",
            object(json!({"a": text(), "b": text()}), json!(["a", "b"])),
            one(),
            &[PRODUCER, CONSUMER],
        ),
        (
            "optional key removed",
            object(json!({"a": text(), "b": text()}), json!(["a"])),
            one(),
            &[PRODUCER],
        ),
        (
            "key renamed",
            one(),
            object(json!({"A": text()}), json!(["A"])),
            &[PRODUCER, PRODUCER, CONSUMER, CONSUMER],
        ),
        (
            "key may be missing",
            one(),
            object(json!({"a": text()}), json!([])),
            &[CONSUMER],
        ),
        (
            "key must be there",
            object(json!({"a": text()}), json!([])),
            one(),
            &[PRODUCER],
        ),
        (
            "keys in another order",
            object(json!({"a": text(), "b": text()}), json!(["a", "b"])),
            object(json!({"b": text(), "a": text()}), json!(["b", "a"])),
            &[WORDING],
        ),
        (
            "variant added",
            union(vec![tagged("x", text()), tagged("y", text())]),
            union(vec![
                tagged("x", text()),
                tagged("y", text()),
                tagged("z", text()),
            ]),
            &[CONSUMER],
        ),
        (
            "variant removed",
            union(vec![
                tagged("x", text()),
                tagged("y", text()),
                tagged("z", text()),
            ]),
            union(vec![tagged("x", text()), tagged("z", text())]),
            &[PRODUCER],
        ),
        (
            "variants in another order",
            union(vec![tagged("x", text()), tagged("y", text())]),
            union(vec![tagged("y", text()), tagged("x", text())]),
            &[WORDING],
        ),
        (
            "field of one variant",
            union(vec![tagged("x", text()), tagged("y", text())]),
            union(vec![
                tagged("x", text()),
                tagged("y", json!({"type": "string", "maxLength": 3})),
            ]),
            &[PRODUCER],
        ),
        (
            "variant described",
            union(vec![tagged("x", text()), tagged("y", text())]),
            union(vec![
                tagged("x", text()),
                merged(tagged("y", text()), json!({"description": "Why."})),
            ]),
            &[WORDING],
        ),
        (
            "union may be null",
            union(vec![tagged("x", text()), tagged("y", text())]),
            union(vec![
                tagged("x", text()),
                tagged("y", text()),
                json!({"type": "null"}),
            ]),
            &[CONSUMER],
        ),
        (
            "object may be null",
            one(),
            json!({"anyOf": [one(), {"type": "null"}]}),
            &[CONSUMER],
        ),
        (
            "one variant to two",
            tagged("x", text()),
            union(vec![tagged("x", text()), tagged("y", text())]),
            &[CONSUMER],
        ),
        (
            "tag renamed",
            union(vec![tagged("x", text()), tagged("y", text())]),
            union(vec![one(), object(json!({"b": text()}), json!(["b"]))]),
            &[PRODUCER, CONSUMER],
        ),
    ]
}
