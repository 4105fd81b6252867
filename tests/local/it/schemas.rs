//! Schemas of every contract shape, as the local dialect writes them.

use driftless::json::Json;
use serde_json::{Value, json};

/// A schema with its members in order.
pub(crate) fn ordered(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Number(number) => match number.as_i128() {
            Some(whole) => Json::Int(whole),
            None => Json::Float(number.as_f64().unwrap()),
        },
        Value::String(text) => Json::string(text),
        Value::Array(items) => Json::Array(items.iter().map(ordered).collect()),
        Value::Object(members) => {
            Json::object(members.iter().map(|(key, value)| (key, ordered(value))))
        }
    }
}

#[allow(clippy::needless_pass_by_value, reason = "called with literals")]
fn object(properties: Value) -> Value {
    let names: Vec<String> = properties.as_object().unwrap().keys().cloned().collect();
    json!({ "type": "object", "properties": properties, "required": names, "additionalProperties": false })
}

/// A pattern that the constraint engine doesn't know: wrong texts are refused once they are whole,
/// so noise can only be closed.
pub(crate) const BOUNDARY: &str = "word boundary";

pub(crate) fn all() -> Vec<(&'static str, Value)> {
    vec![
        ("nested", nested()),
        ("tagged", tagged()),
        ("recursive", recursive()),
        ("mutual", mutual()),
        ("optional", optional()),
        ("maps", maps()),
        ("patterns", patterns()),
        ("formats", formats()),
        ("numbers", numbers()),
        ("non-ascii", non_ascii()),
        ("sets", sets()),
        ("lengths", lengths()),
        (
            "untyped",
            object(json!({ "any": {}, "end": { "type": "boolean" } })),
        ),
        (
            "root list",
            json!({ "type": "array", "items": { "type": "string", "maxLength": 12 } }),
        ),
        (
            "root number",
            json!({ "type": "integer", "minimum": -5, "maximum": 1200 }),
        ),
        ("root enum", json!({ "enum": ["on", "off", "offline"] })),
        ("root text", json!({ "type": "string" })),
        (
            BOUNDARY,
            object(json!({ "word": { "type": "string", "pattern": "\\bok\\b", "maxLength": 8 } })),
        ),
        (
            "empty object",
            json!({ "type": "object", "properties": {}, "additionalProperties": false }),
        ),
    ]
}

fn nested() -> Value {
    object(json!({
        "severity": { "enum": ["low", "medium", "high", "critical"] },
        "summary": { "type": "string", "minLength": 5, "maxLength": 60 },
        "reporter": object(json!({
            "name": { "type": "string" },
            "age": { "anyOf": [{ "type": "integer", "minimum": 0, "maximum": 255 }, { "type": "null" }] },
        })),
        "products": { "type": "array", "items": { "type": "string", "maxLength": 20 }, "minItems": 1, "maxItems": 4 },
    }))
}

fn tagged() -> Value {
    let variant = |tag: &str, properties: Value| {
        let mut all = json!({ "kind": { "const": tag } });
        all.as_object_mut()
            .unwrap()
            .extend(properties.as_object().unwrap().clone());
        object(all)
    };
    object(json!({
        "events": { "type": "array", "items": { "anyOf": [
            variant("opened", json!({ "by": { "type": "string" } })),
            variant("closed", json!({ "reason": { "type": ["string", "null"], "maxLength": 10 }, "code": { "type": "integer", "minimum": 1, "maximum": 9 } })),
            variant("ping", json!({})),
        ] } },
        "last": { "$ref": "#/$defs/Shape" },
    }))
    .as_object_mut()
    .map(|members| {
        members.insert("$defs".to_owned(), json!({ "Shape": { "oneOf": [
            object(json!({ "type": { "const": "circle" }, "radius": { "type": "number", "exclusiveMinimum": 0 } })),
            object(json!({ "type": { "const": "square" }, "side": { "type": "number", "minimum": 0.5, "maximum": 2.5 } })),
        ] } }));
        Value::Object(members.clone())
    })
    .unwrap()
}

fn recursive() -> Value {
    json!({
        "$ref": "#/$defs/Node",
        "$defs": { "Node": object(json!({
            "label": { "type": "string", "maxLength": 8 },
            "children": { "type": "array", "items": { "$ref": "#/$defs/Node" } },
            "next": { "anyOf": [{ "$ref": "#/$defs/Node" }, { "type": "null" }] },
        })) },
    })
}

fn mutual() -> Value {
    json!({
        "$ref": "#/$defs/Expr",
        "$defs": {
            "Expr": { "anyOf": [
                object(json!({ "op": { "const": "value" }, "value": { "type": "integer", "minimum": 0, "maximum": 9 } })),
                object(json!({ "op": { "const": "call" }, "call": { "$ref": "#/$defs/Call" } })),
            ] },
            "Call": object(json!({ "name": { "type": "string", "maxLength": 6 }, "args": { "type": "array", "items": { "$ref": "#/$defs/Expr" }, "minItems": 1 } })),
        },
    })
}

fn optional() -> Value {
    json!({
        "type": "object",
        "properties": {
            "a": { "type": "boolean" },
            "b": { "type": "string", "maxLength": 10 },
            "c": { "type": "integer", "minimum": -3, "maximum": 3 },
            "d": { "type": ["boolean", "null"] },
        },
        "required": ["b"],
        "additionalProperties": false,
    })
}

fn maps() -> Value {
    object(json!({
        "scores": { "type": "object", "additionalProperties": { "type": "integer", "minimum": 0, "maximum": 100 }, "minProperties": 2 },
        "labels": { "type": "object", "additionalProperties": { "type": "string", "maxLength": 6 }, "propertyNames": { "pattern": "^[a-z]{2,4}$" }, "maxProperties": 3 },
        "nested": { "type": "object", "additionalProperties": { "type": "object", "additionalProperties": { "type": "boolean" } } },
    }))
}

fn patterns() -> Value {
    object(json!({
        "order": { "type": "string", "pattern": "^[A-Z]{2}-[0-9]{4}$" },
        "hex": { "type": "string", "pattern": "^(0x)?[0-9a-f]+$", "minLength": 5, "maxLength": 9 },
        "has_digit": { "type": "string", "pattern": "[0-9]", "maxLength": 12 },
        "both": { "allOf": [{ "type": "string", "pattern": "^a" }, { "pattern": "z$" }], "maxLength": 10 },
    }))
}

fn formats() -> Value {
    let names = [
        "date-time",
        "date",
        "time",
        "duration",
        "email",
        "hostname",
        "ipv4",
        "ipv6",
        "uri",
        "uuid",
    ];
    let members: serde_json::Map<String, Value> = names
        .iter()
        .map(|name| {
            (
                (*name).to_owned(),
                json!({ "type": "string", "format": name }),
            )
        })
        .collect();
    object(Value::Object(members))
}

fn numbers() -> Value {
    object(json!({
        "u8": { "type": "integer", "minimum": 0, "maximum": 255 },
        "i64": { "type": "integer", "minimum": i64::MIN, "maximum": i64::MAX },
        "u64": { "type": "integer", "minimum": 0, "maximum": u64::MAX },
        "even": { "type": "integer", "minimum": 11, "maximum": 99, "multipleOf": 2 },
        "negative": { "type": "integer", "minimum": -90, "exclusiveMaximum": -10 },
        "ratio": { "type": "number", "minimum": 0.0, "maximum": 1.0 },
        "price": { "type": "number", "minimum": 0.01, "maximum": 10000.0, "multipleOf": 0.01 },
        "open": { "type": "number" },
        "above": { "type": "number", "exclusiveMinimum": 2.5, "maximum": 3 },
    }))
}

fn non_ascii() -> Value {
    object(json!({
        "größe": { "enum": ["klein", "groß", "日本語", "\"quoted\"", "back\\slash"] },
        "名前": { "type": "string", "minLength": 2, "maxLength": 6 },
        "greek": { "type": "string", "pattern": "^[α-ω]{3,5}$" },
    }))
}

fn sets() -> Value {
    object(json!({
        "days": { "type": "array", "items": { "enum": ["mon", "tue", "wed"] }, "uniqueItems": true, "minItems": 2 },
        "codes": { "type": "array", "items": { "type": "integer", "minimum": 0, "maximum": 20 }, "uniqueItems": true, "minItems": 3, "maxItems": 5 },
        "names": { "type": "array", "items": { "type": "string", "maxLength": 3 }, "uniqueItems": true },
    }))
}

fn lengths() -> Value {
    object(json!({
        "char": { "type": "string", "minLength": 1, "maxLength": 1 },
        "long": { "type": "string", "minLength": 200 },
        "pair": { "type": "array", "items": { "type": "number", "minimum": -90, "maximum": 90 }, "minItems": 2, "maxItems": 2 },
        "none": { "type": "null" },
    }))
}
