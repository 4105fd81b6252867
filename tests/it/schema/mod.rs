//! A shape as JSON Schema, judged by an independent validator.

mod hostnames;
mod order;
mod untyped;
mod wide;

use driftless::__private as p;
use driftless::Contract;
use serde_json::{Value, json};

/// A type with `$SHAPE` as its shape, which is never read or written.
macro_rules! shaped {
    ($name:ident, $shape:expr) => {
        struct $name;
        impl Contract for $name {
            const SHAPE: &'static p::Shape = $shape;
            fn read(_: &mut p::Reader<'_>) -> Result<Self, p::Stop> {
                Err(p::Stop)
            }
            fn write(&self, _: &mut String) {}
        }
    };
}

const fn name(id: &'static str, title: &'static str) -> p::Name {
    p::Name {
        id,
        key: p::key(id, 0, 0, &[]),
        title,
        args: || &[],
    }
}

const fn field(
    name: &'static str,
    shape: &'static p::Shape,
    rules: &'static [p::Rule],
) -> p::Field {
    p::Field {
        name,
        doc: "",
        shape,
        rules,
        optional: false,
        examples: &[],
        ensures: &[],
        compare: p::Compare::DEFAULT,
    }
}

const TEXT: &p::Shape = &p::Shape::String(p::Text::Any);
const TREE: &p::Shape = &p::Shape::Object(&p::Object {
    name: name("t::Tree", "Tree"),
    doc: "A tree.",
    fields: &[
        field(
            "name",
            &p::Shape::Nullable(TEXT),
            &[p::Rule::Length {
                min: 1,
                max: Some(3),
            }],
        ),
        field(
            "children",
            &p::Shape::List(&p::List {
                items: &p::Shape::Back(&p::Back {
                    target: p::Target::Enclosing(p::key("t::Tree", 0, 0, &[])),
                    resolve: || TREE,
                }),
                min: 0,
                max: None,
                unique: false,
            }),
            &[],
        ),
        field(
            "size",
            &p::Shape::Integer { min: 0, max: 255 },
            &[p::Rule::Range {
                min: Some(p::Bound {
                    value: p::Num::Int(0),
                    exclusive: true,
                }),
                max: None,
            }],
        ),
    ],
    ensures: &[],
});
shaped!(Tree, TREE);
shaped!(Forest, &p::Shape::Nullable(TREE));

fn schema<T: Contract>() -> Value {
    T::json_schema().to_value()
}

#[test]
fn a_recursive_root_refers_to_itself() {
    assert_eq!(
        schema::<Tree>(),
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Tree",
            "type": "object",
            "description": "A tree.",
            "properties": {
                "name": {"type": ["string", "null"], "minLength": 1, "maxLength": 3},
                "children": {"type": "array", "items": {"$ref": "#"}},
                "size": {"type": "integer", "exclusiveMinimum": 0, "maximum": 255},
            },
            "required": ["name", "children", "size"],
            "additionalProperties": false,
        })
    );
}

#[test]
fn a_recursive_type_below_the_root_stands_under_defs() {
    let schema = schema::<Forest>();
    assert_eq!(
        schema["anyOf"],
        json!([{"$ref": "#/$defs/Tree"}, {"type": "null"}])
    );
    let judge = jsonschema::validator_for(&schema).unwrap();
    assert!(judge.is_valid(&json!(null)));
    assert!(judge.is_valid(&json!({"name": null, "children": [{"name": "äöü", "children": [], "size": 1.0}], "size": 1})));
    assert!(!judge.is_valid(
        &json!({"name": null, "children": [{"name": "", "children": [], "size": 1}], "size": 1})
    ));
}

#[test]
fn the_words_of_a_file_end_without_its_last_line_break() {
    #[derive(Contract)]
    #[doc = include_str!("../../fixtures/described.txt")]
    struct Weighed {
        #[doc = include_str!("../../fixtures/described.txt")]
        weight: f64,
    }
    let schema = serde_json::to_value(Weighed::json_schema()).unwrap();
    let words = json!("How much it weighs,\nin kilograms.");
    assert_eq!(schema["description"], words);
    assert_eq!(schema["properties"]["weight"]["description"], words);
}
