//! Random schemas of the closed language, random edits of them, and random documents.

use rand::Rng;
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom;
use serde_json::{Value, json};

const PATTERNS: &[&str] = &["^[a-c]+$", "^[ab]{1,3}$", "b", "^a", "^(ab|ba)*$"];
const KEYS: &[&str] = &["a", "b", "c", "d"];

/// A root: an object, with a definition that it may refer to.
pub(crate) fn schema(random: &mut SmallRng) -> Value {
    let mut root = object(random, 3);
    let mut def = value(random, 1);
    while def.get("$ref").is_some() {
        // It would refer to nothing but itself.
        def = value(random, 1);
    }
    root["$defs"] = json!({"D": def});
    root
}

fn object(random: &mut SmallRng, depth: u32) -> Value {
    let mut properties = serde_json::Map::new();
    let mut required = Vec::new();
    for key in KEYS {
        if random.random_bool(0.5) {
            properties.insert((*key).to_owned(), value(random, depth - 1));
            if random.random_bool(0.7) {
                required.push(*key);
            }
        }
    }
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

fn union(random: &mut SmallRng, depth: u32) -> Value {
    let mut branches = Vec::new();
    for name in ["x", "y", "z"] {
        if random.random_bool(0.6) {
            let mut branch = object(random, depth);
            branch["properties"]["kind"] = json!({"type": "string", "const": name});
            branch["required"]
                .as_array_mut()
                .unwrap()
                .push("kind".into());
            branches.push(branch);
        }
    }
    if random.random_bool(0.2) || branches.is_empty() {
        branches.push(json!({"type": "null"}));
    }
    json!({"anyOf": branches})
}

fn value(random: &mut SmallRng, depth: u32) -> Value {
    let most = if depth == 0 { 5 } else { 11 };
    let mut schema = match random.random_range(0..most) {
        0 => json!({"type": "boolean"}),
        1 | 2 => number(random),
        3 | 4 => text(random),
        5 => json!({"type": "array", "items": value(random, depth - 1)}),
        6 => json!({"type": "object", "additionalProperties": value(random, depth - 1)}),
        7 => object(random, depth),
        8 => union(random, depth),
        9 => json!({"$ref": "#/$defs/D"}),
        _ => json!({"anyOf": [{"$ref": "#"}, {"type": "null"}]}),
    };
    match schema["type"].as_str() {
        Some("array") => limits(random, &mut schema, ["minItems", "maxItems"], 3),
        Some("object") if schema.get("properties").is_none() => {
            limits(random, &mut schema, ["minProperties", "maxProperties"], 3);
        }
        _ => {}
    }
    if schema["type"] == "array" && random.random_bool(0.3) {
        schema["uniqueItems"] = true.into();
    }
    schema
}

fn limits(random: &mut SmallRng, schema: &mut Value, names: [&str; 2], most: u32) {
    let least = random.random_range(0..=most);
    if random.random_bool(0.3) {
        schema[names[0]] = least.into();
    }
    if random.random_bool(0.4) {
        schema[names[1]] = (least + random.random_range(0..=2)).into();
    }
}

fn number(random: &mut SmallRng) -> Value {
    let mut schema = json!({"type": if random.random_bool(0.6) { "integer" } else { "number" }});
    let half = |random: &mut SmallRng| json!(f64::from(random.random_range(-8..8)) / 2.0);
    if random.random_bool(0.15) {
        schema["enum"] = json!([random.random_range(-2..2), random.random_range(2..4)]);
        return nullable(random, schema);
    }
    if random.random_bool(0.5) {
        let name = if random.random_bool(0.7) {
            "minimum"
        } else {
            "exclusiveMinimum"
        };
        schema[name] = half(random);
    }
    if random.random_bool(0.5) {
        let name = if random.random_bool(0.7) {
            "maximum"
        } else {
            "exclusiveMaximum"
        };
        schema[name] = half(random);
    }
    if random.random_bool(0.3) {
        schema["multipleOf"] = [json!(0.5), json!(2), json!(3), json!(0.25)]
            .choose(random)
            .unwrap()
            .clone();
    }
    nullable(random, schema)
}

fn text(random: &mut SmallRng) -> Value {
    let mut schema = json!({"type": "string"});
    if random.random_bool(0.3) {
        let values: Vec<&str> = ["a", "b", "ab", "é"]
            .into_iter()
            .filter(|_| random.random_bool(0.6))
            .collect();
        schema["enum"] = if values.is_empty() {
            json!(["a"])
        } else {
            json!(values)
        };
        return nullable(random, schema);
    }
    limits(random, &mut schema, ["minLength", "maxLength"], 3);
    if random.random_bool(0.3) {
        schema["pattern"] = (*PATTERNS.choose(random).unwrap()).into();
    }
    nullable(random, schema)
}

fn nullable(random: &mut SmallRng, mut schema: Value) -> Value {
    if random.random_bool(0.2) {
        schema["type"] = json!([schema["type"], "null"]);
        if let Some(values) = schema.get_mut("enum") {
            values.as_array_mut().unwrap().push(Value::Null);
        }
    }
    schema
}

/// Returns the schema with one to three nodes replaced.
pub(crate) fn edited(random: &mut SmallRng, schema: &Value) -> Value {
    let mut edited = schema.clone();
    for _ in 0..random.random_range(1..=3) {
        let mut places = Vec::new();
        properties(&edited, &mut String::new(), &mut places);
        let Some(place) = places.choose(random) else {
            break;
        };
        let (parent, key) = place.rsplit_once('/').unwrap();
        let parent = edited.pointer_mut(parent).unwrap();
        match random.random_range(0..4) {
            0 => parent[key] = value(random, 1),
            1 => {
                let fresh = match parent[key]["type"].as_str() {
                    Some("string") => text(random),
                    Some("integer" | "number") => number(random),
                    _ => value(random, 1),
                };
                parent[key] = fresh;
            }
            2 => {
                parent["e"] = parent[key].clone();
            }
            _ => {
                parent[key]["description"] = "Said otherwise.".into();
            }
        }
    }
    edited
}

/// Every declared key but tags.
fn properties(schema: &Value, at: &mut String, places: &mut Vec<String>) {
    let mark = at.len();
    match schema {
        Value::Object(members) => {
            for (key, value) in members {
                at.push('/');
                at.push_str(key);
                if let ("properties", Value::Object(fields)) = (key.as_str(), value) {
                    places.extend(
                        fields
                            .keys()
                            .filter(|name| *name != "kind")
                            .map(|name| format!("{at}/{name}")),
                    );
                }
                properties(value, at, places);
                at.truncate(mark);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                at.push('/');
                at.push_str(&index.to_string());
                properties(item, at, places);
                at.truncate(mark);
            }
        }
        _ => {}
    }
}

/// A document that the schema may well accept.
pub(crate) fn document(random: &mut SmallRng, root: &Value, schema: &Value, depth: u32) -> Value {
    if depth == 0 {
        return Value::Null;
    }
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root.pointer(reference.trim_start_matches('#')).unwrap();
        return document(random, root, target, depth - 1);
    }
    if let Some(branches) = schema["anyOf"].as_array() {
        let branch = branches.choose(random).unwrap();
        return document(random, root, branch, depth - 1);
    }
    if let Some(value) = schema.get("const") {
        return value.clone();
    }
    if let Some(values) = schema["enum"].as_array() {
        return values.choose(random).unwrap().clone();
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.choose(random).unwrap().clone(),
        kind => kind.clone(),
    };
    let count = |names: [&str; 2], random: &mut SmallRng| {
        let least = schema[names[0]].as_u64().unwrap_or(0);
        let most = schema[names[1]].as_u64().unwrap_or(least + 2).max(least);
        random.random_range(least..=most)
    };
    match kind.as_str() {
        Some("boolean") => random.random_bool(0.5).into(),
        Some("integer") => random.random_range(-5..6).into(),
        Some("number") => json!(f64::from(random.random_range(-20..20)) / 4.0),
        Some("string") => {
            let length = count(["minLength", "maxLength"], random);
            let letters = (0..length).map(|_| *['a', 'b', 'c', 'é'].choose(random).unwrap());
            letters.collect::<String>().into()
        }
        Some("array") => {
            let count = count(["minItems", "maxItems"], random);
            (0..count)
                .map(|_| document(random, root, &schema["items"], depth - 1))
                .collect()
        }
        Some("object") => {
            let mut members = serde_json::Map::new();
            if let Some(fields) = schema["properties"].as_object() {
                let required = schema["required"].as_array().unwrap();
                for (name, field) in fields {
                    if required.contains(&name.as_str().into()) || random.random_bool(0.5) {
                        members.insert(name.clone(), document(random, root, field, depth - 1));
                    }
                }
            } else {
                for number in 0..count(["minProperties", "maxProperties"], random) {
                    let value = document(random, root, &schema["additionalProperties"], depth - 1);
                    members.insert(format!("k{number}"), value);
                }
            }
            members.into()
        }
        _ => Value::Null,
    }
}
