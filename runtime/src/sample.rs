//! A document of a contract, made up from examples and rules, with something in every field.

mod pattern;

use crate::json::Json;
use crate::schema::{Constraints, literal, number};
use crate::shape::{Body, Field, Format, Literal, Num, Rule, Shape, Text, Union};

/// Deepest nesting; what leads back to itself is left empty.
const DEEPEST: usize = 6;

/// A document of `shape` that `takes` accepts, if one is easily made up; what the rules of the type
/// itself say (`ensure`) only `takes` knows.
pub(crate) fn sample(shape: &'static Shape, takes: impl FnOnce(&str) -> bool) -> Option<Json> {
    let json = value(shape, &[], &[], 0)?;
    let text = serde_json::to_string(&json).ok()?;
    takes(&text).then_some(json)
}

fn value(
    shape: &'static Shape,
    rules: &[Rule],
    examples: &[Literal],
    depth: usize,
) -> Option<Json> {
    if depth > DEEPEST {
        return shape.is_nullable().then_some(Json::Null);
    }
    if let Some(example) = examples.first() {
        return Some(literal(example));
    }
    match shape {
        Shape::Nullable(inner) if leads_back(inner) => Some(Json::Null),
        Shape::Nullable(inner) => value(inner, rules, examples, depth + 1).or(Some(Json::Null)),
        Shape::Back(back) => value((back.resolve)(), rules, examples, depth + 2),
        Shape::Newtype(of) => {
            let mut all = of.rules.to_vec();
            all.extend(rules);
            value(of.inner, &all, of.examples, depth + 1)
        }
        _ => core(shape, rules, depth),
    }
}

fn core(shape: &'static Shape, rules: &[Rule], depth: usize) -> Option<Json> {
    let mut held = Constraints::of(shape, false);
    held.extend(rules);
    if let Some(first) = held.listed.first().and_then(|listed| listed.first()) {
        return Some(literal(first));
    }
    Some(match shape {
        Shape::Bool => Json::Bool(true),
        Shape::Integer { .. } | Shape::Number(_) => number_within(&held),
        Shape::String(text) => Json::String(string(*text, &held)?),
        Shape::Enum(of) => Json::string(of.values.first()?.name),
        Shape::Object(of) => Json::Object(fields(of.fields, depth)?),
        Shape::Union(of) => of.variants.iter().find_map(|variant| {
            let mut members = vec![(of.tag.to_owned(), Json::string(variant.name))];
            members.extend(body(of, variant.body, depth)?);
            Some(Json::Object(members))
        })?,
        Shape::List(list) => {
            // One item says what the list is like; more only where a rule asks for them, and none
            // of what would not end.
            let most = u64::from(!leads_back(list.items));
            let count = usize::try_from(held.length.0.max(most)).ok()?;
            if held.unique && count > 1 || count > 4 {
                return None;
            }
            match value(list.items, &[], &[], depth + 1) {
                Some(item) => Json::Array(vec![item; count]),
                None if held.length.0 == 0 => Json::Array(Vec::new()),
                None => return None,
            }
        }
        Shape::Map(values) => Json::object([("key", value(values, &[], &[], depth + 1)?)]),
        _ => Json::object([("any", Json::string("JSON"))]),
    })
}

/// Returns `true` if a value is another one of a type that it stands in.
fn leads_back(shape: &Shape) -> bool {
    match shape {
        Shape::Back(_) => true,
        Shape::Nullable(inner) => leads_back(inner),
        Shape::List(list) => leads_back(list.items),
        _ => false,
    }
}

fn fields(fields: &'static [Field], depth: usize) -> Option<Vec<(String, Json)>> {
    fields
        .iter()
        .map(|field| {
            let value = value(field.shape, field.rules, field.examples, depth + 1)?;
            Some((field.name.to_owned(), value))
        })
        .collect()
}

fn body(of: &'static Union, body: Body, depth: usize) -> Option<Vec<(String, Json)>> {
    let inside = match (body, of.content) {
        (Body::Unit, _) => return Some(Vec::new()),
        (Body::Fields(all), None) => return fields(all, depth),
        (Body::Fields(all), Some(_)) => Json::Object(fields(all, depth)?),
        (Body::Value(shape), None) => {
            return match shape.core() {
                Shape::Object(object) => fields(object.fields, depth),
                _ => None,
            };
        }
        (Body::Value(shape), Some(_)) => value(shape, &[], &[], depth + 1)?,
    };
    Some(vec![(of.content?.to_owned(), inside)])
}

fn number_within(held: &Constraints) -> Json {
    let multiple = held.multiples.first().copied();
    match (held.lower, held.upper, multiple) {
        (Some(low), _, _) if !low.exclusive => number(low.value),
        (_, Some(high), _) if !high.exclusive => number(high.value),
        (Some(low), _, None) => match low.value {
            Num::Int(value) => Json::Int(value.saturating_add(1)),
            Num::Float(value) => Json::Float(value + 0.5),
        },
        (_, _, Some(multiple)) => number(multiple),
        _ => Json::Int(1),
    }
}

fn string(text: Text, held: &Constraints) -> Option<String> {
    if let [pattern, ..] = held.patterns.as_slice() {
        return pattern::text(pattern, held.length);
    }
    let format = match text {
        Text::Format(format) => Some(format),
        _ => held.formats.first().copied(),
    };
    if let Some(format) = format {
        return Some(of_format(format).to_owned());
    }
    if text == Text::Char {
        return Some("a".to_owned());
    }
    let (least, most) = held.length;
    let (least, most) = (
        usize::try_from(least).ok()?,
        most.map_or(usize::MAX, |most| {
            usize::try_from(most).unwrap_or(usize::MAX)
        }),
    );
    if least > 60 {
        return None;
    }
    let mut out: String = "text".chars().take(most).collect();
    while out.len() < least {
        out.push('t');
    }
    Some(out)
}

/// The examples of the formats' own specifications.
fn of_format(format: Format) -> &'static str {
    match format {
        Format::DateTime => "2026-03-14T15:09:26Z",
        Format::Date => "2026-03-14",
        Format::Time => "15:09:26Z",
        Format::Duration => "P3D",
        Format::Email => "ann@example.com",
        Format::Hostname => "example.com",
        Format::Ipv4 => "192.0.2.1",
        Format::Ipv6 => "2001:db8::1",
        Format::Uri => "https://example.com/",
        Format::Uuid => "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
    }
}
