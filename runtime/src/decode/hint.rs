//! What was probably meant, where that is evident.

use crate::json::{Node, NodeKind, Number};
use crate::shape::{Field, Rule, Shape, Union};

use super::object::Member;
use super::words;

/// Longest name that is compared letter by letter; what is longer is no typing error.
const LONGEST: usize = 64;
/// Longest text that is searched for what was meant; what is longer is about something else.
const LONGEST_SAID: usize = 512;

/// Whether two names differ by one edit, or in nothing but case and separators.
pub(super) fn is_near(found: &str, declared: &str) -> bool {
    if found.len() > LONGEST || declared.len() > LONGEST {
        return false;
    }
    is_near_folded(&folded(found), declared)
}

/// The same of a name that has been folded.
fn is_near_folded(found: &str, declared: &str) -> bool {
    let other = folded(declared);
    found == other
        || (declared.len() <= LONGEST
            && declared.chars().count() > 2
            && found.chars().count().abs_diff(other.chars().count()) <= 1
            && strsim::osa_distance(found, &other) == 1)
}

fn folded(name: &str) -> String {
    name.chars()
        .filter(|character| !matches!(character, '_' | '-' | ' ' | '.'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// For a string that is none of the values of an enum.
pub(super) fn value(found: &str, names: impl Iterator<Item = &'static str>) -> Option<String> {
    if found.len() > LONGEST_SAID {
        return None;
    }
    let names: Vec<&str> = names.collect();
    let said = folded(found);
    if let Some(name) = names.iter().find(|name| folded(name) == said) {
        return Some(format!("write it exactly as `{name}`"));
    }
    if found.len() <= LONGEST
        && let Some(name) = names.iter().find(|name| is_near_folded(&said, name))
    {
        return Some(format!("did you mean `{name}`?"));
    }
    let words: std::collections::HashSet<&str> = found
        .split(|character: char| !character.is_alphanumeric() && character != '_')
        .collect();
    let is_part = |name: &&&str| words.contains(**name);
    let mut parts = names.iter().filter(is_part);
    match (parts.next(), parts.next()) {
        (Some(name), None) => Some(format!("write `{name}` and nothing else")),
        _ => None,
    }
}

/// For a value of another JSON type.
pub(super) fn wrong_type(node: &Node<'_>, shape: &'static Shape) -> Option<String> {
    match (&node.kind, shape) {
        (NodeKind::String(text), Shape::Integer { .. } | Shape::Number(_)) => {
            let whole = Number::scan(text, 0).is_some_and(|(_, end)| end == text.len());
            Some(if whole {
                format!(
                    "write the number without quotes: {}",
                    words::shortened(text)
                )
            } else {
                "write the bare number, without quotes, signs of currency or separators".to_owned()
            })
        }
        (NodeKind::String(text), Shape::Bool) => {
            let lower = text.to_lowercase();
            matches!(lower.as_str(), "true" | "false")
                .then(|| format!("write it without quotes: {lower}"))
        }
        (NodeKind::Number(_) | NodeKind::Bool(_), Shape::String(_) | Shape::Enum(_)) => {
            Some("write it as a string, in double quotes".to_owned())
        }
        (NodeKind::String(text), Shape::Object(_) | Shape::Union(_) | Shape::Map(_)) => {
            let nested = text.trim_start().starts_with('{') && Node::parse(text).is_ok();
            nested.then(|| "write the object itself, not a string that holds its JSON".to_owned())
        }
        (NodeKind::String(text), Shape::List(_)) => {
            let nested = text.trim_start().starts_with('[') && Node::parse(text).is_ok();
            nested.then(|| "write the array itself, not a string that holds its JSON".to_owned())
        }
        (NodeKind::List(items), Shape::Object(_) | Shape::Union(_)) => match items.as_slice() {
            [
                Node {
                    kind: NodeKind::Object(_),
                    ..
                },
            ] => Some("write the object itself, not an array around it".to_owned()),
            _ => Some("name every value by its key; values by position are not taken".to_owned()),
        },
        (NodeKind::List(items), Shape::Enum(_)) => {
            (items.len() == 1).then(|| "write the string itself, not an array around it".to_owned())
        }
        (NodeKind::Object(members), Shape::Enum(of)) => match members.as_slice() {
            [(_, key, _)] if of.values.iter().any(|value| value.name == key) => Some(format!(
                "write the string \"{}\" itself",
                words::shortened(key)
            )),
            _ => None,
        },
        (NodeKind::Object(_), Shape::List(_)) => {
            Some("write an array, also around a single item".to_owned())
        }
        _ => None,
    }
}

/// For a key that is none of the declared ones, although some are missing.
pub(super) fn unknown_key(
    key: &str,
    value: &Node<'_>,
    missing: &[&'static Field],
) -> Option<String> {
    if missing.is_empty() {
        return None;
    }
    let NodeKind::Object(members) = &value.kind else {
        return None;
    };
    if key == "properties" {
        return Some("this is a JSON Schema; a value of it is wanted".to_owned());
    }
    let inside = missing
        .iter()
        .filter(|field| members.iter().any(|(_, key, _)| key == field.name))
        .count();
    (inside * 2 >= missing.len()).then(|| {
        let key = words::shortened(key);
        format!("the value is wrapped in `{key}`; write its members here, without that key")
    })
}

/// For a union whose variant's name stands as a key.
pub(super) fn external_tag(members: &[Member<'_>], of: &'static Union) -> Option<String> {
    let [(_, key, _)] = members else { return None };
    of.variants
        .iter()
        .find(|variant| variant.name == key)
        .map(|variant| format!("name the variant by \"{}\": \"{}\"", of.tag, variant.name))
}

/// For a broken rule.
pub(super) fn rule(rule: &Rule, node: &Node<'_>) -> Option<String> {
    match (rule, &node.kind) {
        (Rule::OneOf(values), NodeKind::String(text)) => {
            let names = values.iter().filter_map(|value| match value {
                crate::shape::Literal::Str(name) => Some(*name),
                _ => None,
            });
            value(text, names)
        }
        _ => None,
    }
}
