//! One text for all JSON documents that say the same: members sorted, numbers by value.

use crate::json::{Decimal, Json, write_string};

/// The text. Two values are equal as JSON exactly if their texts are.
pub(super) fn canonical(json: &Json) -> String {
    let mut out = String::new();
    write(json, &mut out);
    out
}

fn write(json: &Json, out: &mut String) {
    match json {
        Json::Null => out.push_str("null"),
        Json::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Json::Int(value) => Decimal::parse(&value.to_string()).write(out),
        // No JSON text says these, but a value made by hand may.
        Json::Float(value) if !value.is_finite() => out.push_str(&value.to_string()),
        Json::Float(value) => Decimal::parse(&format!("{value:e}")).write(out),
        Json::Number(text) => Decimal::parse(text).write(out),
        Json::String(text) => write_string(out, text),
        Json::Array(items) => {
            out.push('[');
            for item in items {
                write(item, out);
                out.push(',');
            }
            out.push(']');
        }
        Json::Object(members) => {
            let mut sorted: Vec<&(String, Json)> = members.iter().collect();
            sorted.sort_by(|one, other| one.0.cmp(&other.0));
            out.push('{');
            for (key, value) in sorted {
                write_string(out, key);
                out.push(':');
                write(value, out);
                out.push(',');
            }
            out.push('}');
        }
    }
}
