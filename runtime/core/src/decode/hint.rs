//! What was probably meant, where that is evident.

use crate::json::{Node, NodeKind, Number};
use crate::shape::{Field, Rule, Shape, Text, Union};

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
    is_near_folded(&folded(found), declared) || is_alike(found, declared)
}

/// Whether two names differ in how accents are written alone: within the letter, or as characters of their own.
pub(super) fn is_alike(one: &str, other: &str) -> bool {
    let (mut one, mut other) = (one.chars().peekable(), other.chars().peekable());
    let is_accent = |next: &char| matches!(next, '\u{300}'..='\u{36f}');
    loop {
        let (left, right) = match (one.next(), other.next()) {
            (None, None) => return true,
            (Some(left), Some(right)) => (left, right),
            _ => return false,
        };
        if left == right {
            continue;
        }
        // A letter and its accents against one that holds them.
        let accents = if right.is_ascii() {
            &mut other
        } else {
            &mut one
        };
        if left.is_ascii() == right.is_ascii() || accents.next_if(is_accent).is_none() {
            return false;
        }
        while accents.next_if(is_accent).is_some() {}
    }
}

/// Behind a name that looks the same as the one it stands for.
pub(super) fn alike(found: &str, declared: &str) -> &'static str {
    if is_alike(found, declared) {
        "; it looks alike, and is written in other characters"
    } else {
        ""
    }
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
    let hint = match (&node.kind, shape) {
        (NodeKind::String(text), _) => return text_instead(text, shape),
        (NodeKind::List(items), _) => list_instead(items, shape)?,
        (NodeKind::Number(_) | NodeKind::Bool(_), Shape::String(Text::Any | Text::Char)) => QUOTED,
        (NodeKind::Number(number), Shape::Enum(of))
            if of.values.iter().any(|value| value.name == number.as_str()) =>
        {
            QUOTED
        }
        (NodeKind::Object(members), Shape::Enum(of)) => match members.as_slice() {
            [(_, key, _)] if of.values.iter().any(|value| value.name == key) => {
                return Some(format!(
                    "write the string \"{}\" itself",
                    words::shortened(key)
                ));
            }
            _ => return None,
        },
        (NodeKind::Object(members), Shape::List(_)) => object_instead(members),
        (NodeKind::Null, Shape::List(_)) => "write an array, also where there is nothing in it",
        _ => return None,
    };
    Some(hint.to_owned())
}

/// For a string instead of something else.
fn text_instead(text: &str, shape: &'static Shape) -> Option<String> {
    let holds = |bracket| text.trim_start().starts_with(bracket) && Node::parse(text).is_ok();
    let hint = match shape {
        Shape::Integer { .. } | Shape::Number(_) => {
            let whole = Number::scan(text, 0).is_some_and(|(_, end)| end == text.len());
            if whole {
                let number = words::shortened(text);
                return Some(format!("write the number without quotes: {number}"));
            }
            "write the bare number, without quotes, signs of currency or separators"
        }
        Shape::Bool => {
            let lower = text.to_lowercase();
            return matches!(lower.as_str(), "true" | "false")
                .then(|| format!("write it without quotes: {lower}"));
        }
        Shape::Object(_) | Shape::Union(_) | Shape::Map(_) if holds('{') => {
            "write the object itself, not a string that holds its JSON"
        }
        Shape::List(_) if holds('[') => "write the array itself, not a string that holds its JSON",
        Shape::List(_) => AROUND,
        Shape::Union(of) => {
            let (tag, name) = (of.tag, variant(text, of)?);
            return Some(format!(
                "write an object that names the variant: {{\"{tag}\": \"{name}\"}}"
            ));
        }
        _ => return None,
    };
    Some(hint.to_owned())
}

/// For an array instead of something else.
fn list_instead(items: &[Node<'_>], shape: &'static Shape) -> Option<&'static str> {
    match (items, shape) {
        ([item], Shape::Object(_) | Shape::Union(_))
            if matches!(item.kind, NodeKind::Object(_)) =>
        {
            Some("write the object itself, not an array around it")
        }
        (_, Shape::Object(_) | Shape::Union(_)) => {
            Some("name every value by its key; values by position are not taken")
        }
        ([_], Shape::Enum(_)) => Some("write the string itself, not an array around it"),
        ([_], Shape::Integer { .. } | Shape::Number(_) | Shape::Bool | Shape::String(_)) => {
            Some("write the value itself, not an array around it")
        }
        _ => None,
    }
}

const QUOTED: &str = "write it as a string, in double quotes";
const AROUND: &str = "write an array, also around a single item";

/// For an object instead of an array.
fn object_instead(members: &[Member<'_>]) -> &'static str {
    let is_counted = |(place, (_, key, _)): (usize, &Member<'_>)| {
        key.parse::<usize>()
            .is_ok_and(|index| index == place || index == place.saturating_add(1))
    };
    match members {
        [(_, _, value)] if matches!(value.kind, NodeKind::List(_)) => {
            "write the array itself, without an object around it"
        }
        [_, _, ..] if members.iter().enumerate().all(is_counted) => {
            "write the values as an array, without keys"
        }
        _ => AROUND,
    }
}

/// The variant that `text` names.
fn variant(text: &str, of: &'static Union) -> Option<&'static str> {
    if text.len() > LONGEST {
        return None;
    }
    let said = folded(text);
    let mut names = of.variants.iter().map(|variant| variant.name);
    names.find(|name| folded(name) == said)
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
