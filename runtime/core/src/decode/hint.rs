//! Hints: the name or value that was probably meant, where that is evident.

use crate::json::{Node, NodeKind, Number, write_string};
use crate::shape::{Field, Object, Rule, Shape, Text, Union};

use super::{Member, formats, words};

pub(super) use super::nothing::says_nothing;

/// Longest name that is compared letter by letter; what is longer is no typing error.
const LONGEST: usize = 64;
/// Longest text that is searched for what was meant; what is longer is about something else.
const LONGEST_SAID: usize = 512;
/// Most objects around one another that are looked into for the members of a wrapped value.
const WRAPPERS: usize = 4;

/// Returns `true` if two names differ by one edit, or in nothing but case and separators.
pub(super) fn is_near(found: &str, declared: &str) -> bool {
    if found.len() > LONGEST || declared.len() > LONGEST {
        return false;
    }
    is_near_folded(&folded(found), declared) || is_alike(found, declared)
}

/// Returns `true` if two names differ in how accents are written alone: within the letter, or as
/// characters of their own.
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

/// Returns `true` if a name that has been folded is near the declared one.
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

/// A value of the wrong JSON type, and the test that a proposal must pass.
pub(super) struct Asked<'h> {
    /// The value as it was written.
    pub(super) source: &'h str,
    /// The shape that is wanted.
    pub(super) shape: &'static Shape,
    /// Returns `true` if a JSON text would be taken here.
    pub(super) would_take: &'h dyn Fn(&str) -> bool,
}

impl Asked<'_> {
    /// Returns `hint` if it asks for `json`, which would be taken.
    fn says(&self, json: &str, hint: impl Into<String>) -> Option<String> {
        (self.would_take)(json).then(|| hint.into())
    }
}

/// For a text that says nothing where `null` is a value.
pub(super) const NULL: &str = "write `null`, without quotes";
/// For an empty object or array where `null` is a value.
pub(super) const NO_MEMBERS: &str = "write `null` if there is nothing to fill in";

/// Returns what was meant by a string that is none of these names; `None` if that isn't evident.
pub(super) fn value(found: &str, names: impl Iterator<Item = &'static str>) -> Option<String> {
    if found.len() > LONGEST_SAID {
        return None;
    }
    let names: Vec<&str> = names.collect();
    let said = folded(found);
    let mut alike = names.iter().filter(|name| folded(name) == said);
    match (alike.next(), alike.next()) {
        (Some(name), None) => return Some(format!("write it exactly as `{name}`")),
        // Which one is meant can't be known.
        (Some(_), Some(_)) => return None,
        (None, _) => {}
    }
    if says_nothing(found) {
        return None;
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

/// Returns what to write instead of a value of another JSON type; `None` if that isn't evident, or
/// would be refused.
pub(super) fn wrong_type(node: &Node<'_>, asked: &Asked<'_>) -> Option<String> {
    match (&node.kind, asked.shape) {
        (NodeKind::String(text), _) => text_instead(text, asked),
        (NodeKind::Number(_) | NodeKind::Bool(_), Shape::Object(_)) => under_its_key(asked),
        (NodeKind::List(items), _) => list_instead(items, asked),
        (
            NodeKind::Number(_) | NodeKind::Bool(_),
            Shape::String(Text::Any | Text::Char) | Shape::Enum(_),
        ) => asked.says(&format!("\"{}\"", asked.source), QUOTED),
        (NodeKind::Object(members), Shape::Enum(of)) => match members.as_slice() {
            [(_, key, _)] if of.values.iter().any(|value| value.name == key) => Some(format!(
                "write the string \"{}\" itself",
                words::shortened(key)
            )),
            _ => None,
        },
        (NodeKind::Object(members), Shape::List(list)) => {
            object_instead(members, list.items, asked)
        }
        (NodeKind::Null, Shape::List(_)) => {
            asked.says("[]", "write an array, also where there is nothing in it")
        }
        _ => None,
    }
}

/// For a string instead of something else.
fn text_instead(text: &str, asked: &Asked<'_>) -> Option<String> {
    let holds = |bracket| text.trim_start().starts_with(bracket) && Node::parse(text).is_ok();
    if let Shape::Union(of) = asked.shape
        && let Some(name) = variant(text, of)
    {
        let tag = of.tag;
        return Some(format!(
            "write an object that names the variant: {{\"{tag}\": \"{name}\"}}"
        ));
    }
    if says_nothing(text) {
        return match asked.shape {
            Shape::List(_) => asked.says("[]", "write `[]` if there is nothing in it"),
            Shape::Map(_) => asked.says("{}", "write `{}` if there is nothing in it"),
            _ => None,
        };
    }
    match asked.shape {
        Shape::Integer { .. } | Shape::Number(_) => {
            if Number::scan(text, 0).is_some_and(|(_, end)| end == text.len()) {
                let number = words::shortened(text);
                return asked.says(text, format!("write the number without quotes: {number}"));
            }
            // Without a digit, which number is meant may be known to nobody.
            text.contains(|next: char| next.is_ascii_digit()).then(|| {
                "write the bare number, without quotes, signs of currency or separators".to_owned()
            })
        }
        Shape::Bool => {
            let lower = text.trim().to_lowercase();
            asked.says(&lower, format!("write it without quotes: {lower}"))
        }
        Shape::Object(_) | Shape::Union(_) | Shape::Map(_) if holds('{') => {
            Some("write the object itself, not a string that holds its JSON".to_owned())
        }
        Shape::List(_) if holds('[') => {
            Some("write the array itself, not a string that holds its JSON".to_owned())
        }
        Shape::List(list) => around(list.items, asked),
        Shape::Object(_) => under_its_key(asked),
        _ => None,
    }
}

/// For a value that would be right as the only member of the object that is wanted.
fn under_its_key(asked: &Asked<'_>) -> Option<String> {
    let Shape::Object(Object {
        fields: [field], ..
    }) = asked.shape
    else {
        return None;
    };
    let mut key = String::new();
    write_string(&mut key, field.name);
    asked.says(
        &format!("{{{key}:{}}}", asked.source),
        format!("write it under its key: {{{key}: …}}"),
    )
}

/// For a value instead of an array of such values, or of others.
fn around(items: &'static Shape, asked: &Asked<'_>) -> Option<String> {
    let json = format!("[{}]", asked.source);
    asked.says(&json, AROUND).or_else(|| {
        let of = match items.core() {
            Shape::Integer { .. } | Shape::Number(_) => "numbers",
            Shape::String(_) | Shape::Enum(_) => "strings",
            Shape::Object(_) | Shape::Union(_) | Shape::Map(_) => "objects",
            Shape::List(_) => "arrays",
            _ => return None,
        };
        Some(format!("write an array of {of}"))
    })
}

/// For an array instead of something else.
fn list_instead(items: &[Node<'_>], asked: &Asked<'_>) -> Option<String> {
    match (items, asked.shape) {
        ([item], Shape::Object(_) | Shape::Union(_))
            if matches!(item.kind, NodeKind::Object(_)) =>
        {
            Some("write the object itself, not an array around it".to_owned())
        }
        ([_, ..], Shape::Object(_) | Shape::Union(_)) => under_its_key(asked).or_else(|| {
            Some("name every value by its key; values by position are not taken".to_owned())
        }),
        (
            [_],
            Shape::Enum(_)
            | Shape::Integer { .. }
            | Shape::Number(_)
            | Shape::Bool
            | Shape::String(_),
        ) => {
            let inside = asked.source.get(1..asked.source.len().checked_sub(1)?)?;
            let what = match asked.shape {
                Shape::Enum(_) => "string",
                _ => "value",
            };
            asked.says(
                inside,
                format!("write the {what} itself, not an array around it"),
            )
        }
        _ => None,
    }
}

const QUOTED: &str = "write it as a string, in double quotes";
const AROUND: &str = "write an array, also around a single item";

/// For an object instead of an array.
fn object_instead(
    members: &[Member<'_>],
    items: &'static Shape,
    asked: &Asked<'_>,
) -> Option<String> {
    let is_counted = |(place, (_, key, _)): (usize, &Member<'_>)| {
        key.parse::<usize>()
            .is_ok_and(|index| index == place || index == place.saturating_add(1))
    };
    match members {
        [(_, _, value)] if matches!(value.kind, NodeKind::List(_)) => {
            Some("write the array itself, without an object around it".to_owned())
        }
        [_, _, ..] if members.iter().enumerate().all(is_counted) => {
            Some("write the values as an array, without keys".to_owned())
        }
        [] => asked.says("[]", "write `[]` if there is nothing in it"),
        _ => around(items, asked),
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
    let NodeKind::Object(outer) = &value.kind else {
        return None;
    };
    if key == "properties" {
        return Some("this is a JSON Schema; a value of it is wanted".to_owned());
    }
    let mut members = outer;
    let mut wrappers = format!("`{}`", words::shortened(key));
    for _ in 0..WRAPPERS {
        let inside = missing
            .iter()
            .filter(|field| members.iter().any(|(_, key, _)| key == field.name))
            .count();
        if inside * 2 >= missing.len() {
            return Some(format!(
                "the value is wrapped in {wrappers}; write its members here, without that"
            ));
        }
        let [
            (
                _,
                key,
                Node {
                    kind: NodeKind::Object(next),
                    ..
                },
            ),
        ] = members.as_slice()
        else {
            return None;
        };
        wrappers = format!("{wrappers} and `{}`", words::shortened(key));
        members = next;
    }
    None
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
        (Rule::Format(format), NodeKind::String(text)) => formats::hint(*format, text),
        _ => None,
    }
}
