//! The schema that the constraint engine reads: nothing unbounded, nothing recursive, only keywords
//! that it knows.

use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map as Members, Value, json};

use super::Grammar;
use super::node::{Id, Member, Node, Number};
use super::text::Text;

/// The letters of the escapes that a text may be written with: all of JSON's but `\b` and `\f`. The
/// decoder takes these for a backslash that was swallowed; a text whose pattern has the characters
/// can have them as `\u0008` and `\u000c`.
const ESCAPES: &str = "nrtu\"\\";

/// The grammar's schema, in the layout in which small models write JSON most often.
pub(super) fn emit(grammar: &Grammar) -> Value {
    let mut root = body(grammar, grammar.root);
    let definitions: Members<String, Value> = grammar
        .named
        .iter()
        .map(|id| (name(*id), body(grammar, *id)))
        .collect();
    if let Some(members) = root.as_object_mut() {
        if !definitions.is_empty() {
            members.insert("$defs".to_owned(), Value::Object(definitions));
        }
        members.insert(
            "x-guidance".to_owned(),
            json!({
                "whitespace_flexible": false,
                "item_separator": ", ",
                "key_separator": ": ",
                "json_allowed_escapes": ESCAPES,
            }),
        );
    }
    root
}

fn name(id: Id) -> String {
    format!("n{id}")
}

fn reference(grammar: &Grammar, id: Id) -> Value {
    if grammar.named.contains(&id) {
        json!({ "$ref": format!("#/$defs/{}", name(id)) })
    } else {
        body(grammar, id)
    }
}

fn body(grammar: &Grammar, id: Id) -> Value {
    match grammar.node(id) {
        Node::Null => json!({ "type": "null" }),
        Node::Bool => json!({ "type": "boolean" }),
        Node::Literal(texts) => {
            let values: Vec<Value> = texts
                .iter()
                .filter_map(|text| serde_json::from_str(text).ok())
                .collect();
            json!({ "enum": values })
        }
        Node::Integer(integer) => {
            let mut schema = json!({ "type": "integer" });
            put(&mut schema, "minimum", integer.min.to_i64());
            put(&mut schema, "maximum", integer.max.to_i64());
            put(
                &mut schema,
                "multipleOf",
                integer.multiple.and_then(|step| step.to_i64()),
            );
            schema
        }
        Node::Number(of) => number(of),
        Node::Text(of) => text(of),
        Node::List(list) if list.max == 0 => json!({ "type": "array", "maxItems": 0 }),
        Node::List(list) => json!({
            "type": "array",
            "items": reference(grammar, list.items),
            "minItems": list.min,
            "maxItems": list.max,
        }),
        Node::Object(members) => object(grammar, members),
        Node::Map(map) if map.max == 0 => object(grammar, &[]),
        Node::Map(map) => {
            // Keys have no schema of their own there; a pattern that every allowed key matches says
            // the same.
            let key = map
                .key
                .patterns
                .iter()
                .find(|pattern| pattern.in_constraint)
                .map_or("^[^\\x00-\\x1f\"\\\\\\x7f]{1,40}$", |pattern| {
                    pattern.source.as_str()
                });
            json!({
                "type": "object",
                "patternProperties": { key: reference(grammar, map.value) },
                "additionalProperties": false,
                "minProperties": map.min,
                "maxProperties": map.max,
            })
        }
        Node::Any(ids) => {
            let branches: Vec<Value> = ids.iter().map(|id| reference(grammar, *id)).collect();
            json!({ "anyOf": branches })
        }
    }
}

fn put(schema: &mut Value, keyword: &str, value: Option<impl Into<Value>>) {
    if let (Some(members), Some(value)) = (schema.as_object_mut(), value) {
        members.insert(keyword.to_owned(), value.into());
    }
}

fn number(number: &Number) -> Value {
    let keyword = |exclusive, open, closed| if exclusive { open } else { closed };
    let mut schema = json!({ "type": "number" });
    put(
        &mut schema,
        keyword(number.min.exclusive, "exclusiveMinimum", "minimum"),
        number.min.value.to_f64(),
    );
    put(
        &mut schema,
        keyword(number.max.exclusive, "exclusiveMaximum", "maximum"),
        number.max.value.to_f64(),
    );
    put(
        &mut schema,
        "multipleOf",
        number.multiple.and_then(|step| step.to_f64()),
    );
    schema
}

fn text(text: &Text) -> Value {
    let mut schema = json!({ "type": "string" });
    let mut patterns = text
        .patterns
        .iter()
        .filter(|pattern| pattern.in_constraint)
        .map(|pattern| pattern.source.as_str());
    put(&mut schema, "pattern", patterns.next());
    let others: Vec<Value> = patterns
        .map(|source| json!({ "type": "string", "pattern": source }))
        .collect();
    if !others.is_empty() {
        put(&mut schema, "allOf", Some(others));
    }
    put(&mut schema, "minLength", (text.min > 0).then_some(text.min));
    put(&mut schema, "maxLength", Some(text.max));
    schema
}

fn object(grammar: &Grammar, members: &[Member]) -> Value {
    let properties: Members<String, Value> = members
        .iter()
        .map(|member| (member.name.clone(), reference(grammar, member.value)))
        .collect();
    let required: Vec<&str> = members
        .iter()
        .filter(|member| member.required)
        .map(|member| member.name.as_str())
        .collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}
