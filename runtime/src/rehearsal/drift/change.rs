//! One change to a document.

use std::borrow::Cow;

use super::DriftKind;
use super::place::{Key, Path, Places, Seg, at, member};
use crate::json::{Node, NodeKind};

const NO_OBJECT: &str = "the contract has no object";
const NO_KEY: &str = "the contract has no key that must be there";

/// Changes `wire` in the way of `kind`.
pub(super) fn change(
    kind: DriftKind,
    places: &Places,
    wire: &mut Node<'_>,
) -> Result<(), &'static str> {
    match kind {
        DriftKind::MissingKey => {
            let key = required(places)?;
            let members = members(wire, &key.object)?;
            members.retain(|(_, name, _)| *name != key.name);
            Ok(())
        }
        DriftKind::RenamedKey => rename(places, wire, |key| Some(format!("{key}_value"))),
        DriftKind::RecasedKey => rename(places, wire, recased),
        DriftKind::Reordered => reorder(places, wire),
        DriftKind::Renested => renest(places, wire),
        DriftKind::ArrayForObject => {
            // An inner one, if there is any: the root as a list is the more obvious mistake.
            let inner = places.objects.iter().find(|path| !path.is_empty());
            let path = inner.or(places.objects.first()).ok_or(NO_OBJECT)?;
            let object = at(wire, path).ok_or(NO_OBJECT)?;
            let whole = std::mem::replace(object, null());
            object.kind = NodeKind::List(vec![whole]);
            Ok(())
        }
        DriftKind::NumberAsString => {
            let path = places.numbers.first().ok_or("the contract has no number")?;
            let number = at(wire, path).ok_or("the contract has no number")?;
            let mut text = String::new();
            number.write(&mut text);
            number.kind = NodeKind::String(Cow::Owned(text));
            Ok(())
        }
        DriftKind::ExtraKey => {
            let members = members(wire, places.objects.first().ok_or(NO_OBJECT)?)?;
            let name = unused(members, "unasked");
            let value = Node {
                span: 0..0,
                kind: NodeKind::String(Cow::Borrowed("note")),
            };
            members.push((0..0, Cow::Owned(name), value));
            Ok(())
        }
        DriftKind::NullValue => {
            let mut keys = places.keys.iter();
            let why = "every value of the contract may be null";
            let key = keys.find(|key| key.never_null).ok_or(why)?;
            let mut path = key.object.clone();
            path.push(Seg::Key(key.name.clone()));
            *at(wire, &path).ok_or(why)? = null();
            Ok(())
        }
        DriftKind::DuplicateKey => {
            let key = places.keys.first().ok_or("the contract has no key")?;
            let members = members(wire, &key.object)?;
            let mut all = members.iter();
            if let Some(found) = all.find(|(_, name, _)| *name == key.name).cloned() {
                members.push(found);
            }
            Ok(())
        }
        DriftKind::Fenced | DriftKind::TruncatedJson => Err("the text drifts, not the document"),
    }
}

/// The text up to two thirds of it, which is no document any more.
pub(super) fn truncated(text: &str, wire: &Node<'_>) -> Result<String, &'static str> {
    if !matches!(wire.kind, NodeKind::Object(_) | NodeKind::List(_)) {
        return Err("a part of the answer may be a whole one");
    }
    let text = text.trim_end();
    let mut end = (text.len() / 3).saturating_mul(2).max(1);
    while !text.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    Ok(text.get(..end).unwrap_or_default().to_owned())
}

type Members<'a> = Vec<(std::ops::Range<usize>, Cow<'a, str>, Node<'a>)>;

fn members<'n, 'a>(
    wire: &'n mut Node<'a>,
    path: &Path,
) -> Result<&'n mut Members<'a>, &'static str> {
    match at(wire, path).map(|node| &mut node.kind) {
        Some(NodeKind::Object(members)) => Ok(members),
        _ => Err(NO_OBJECT),
    }
}

fn required(places: &Places) -> Result<&Key, &'static str> {
    let mut keys = places.keys.iter();
    keys.find(|key| key.required).ok_or(NO_KEY)
}

/// Renames the first required key that `to` has another name for.
fn rename(
    places: &Places,
    wire: &mut Node<'_>,
    to: impl Fn(&str) -> Option<String>,
) -> Result<(), &'static str> {
    let required = places.keys.iter().filter(|key| key.required);
    for key in required {
        let members = members(wire, &key.object)?;
        let Some(new) = to(&key.name) else { continue };
        if members.iter().any(|(_, name, _)| *name == new) {
            continue;
        }
        if let Some((_, name, _)) = members.iter_mut().find(|(_, name, _)| *name == key.name) {
            *name = Cow::Owned(new);
            return Ok(());
        }
    }
    Err(NO_KEY)
}

/// `total_cents` as `totalCents`, `totalCents` as `total_cents`, `total` as `Total`; nothing for a
/// name without letters.
fn recased(name: &str) -> Option<String> {
    let new: String = if name.contains(['_', '-']) {
        let mut words = name.split(['_', '-']);
        let first = words.next().unwrap_or_default().to_owned();
        words.fold(first, |whole, word| whole + &capital(word))
    } else if name.contains(|letter: char| letter.is_ascii_uppercase()) {
        let mut snake = String::new();
        for letter in name.chars() {
            if letter.is_ascii_uppercase() && !snake.is_empty() {
                snake.push('_');
            }
            snake.push(letter.to_ascii_lowercase());
        }
        snake
    } else {
        capital(name)
    };
    (new != name).then_some(new)
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

fn reorder(places: &Places, wire: &mut Node<'_>) -> Result<(), &'static str> {
    for path in &places.objects {
        let members = members(wire, path)?;
        if members.len() > 1 {
            members.reverse();
            return Ok(());
        }
    }
    Err("the contract has no object of two keys")
}

/// Takes an object apart into the one that it stands in; puts the whole into another one, if none
/// stands in another.
fn renest(places: &Places, wire: &mut Node<'_>) -> Result<(), &'static str> {
    let inner = places
        .objects
        .iter()
        .find_map(|path| match path.split_last() {
            Some((Seg::Key(name), outer)) => Some((outer.to_vec(), name)),
            _ => None,
        });
    if let Some((outer, name)) = inner {
        let members = members(wire, &outer)?;
        let place = members.iter().position(|(_, key, _)| key == name);
        if let Some(place) = place
            && let Some((_, _, inside)) = members.get(place)
            && let NodeKind::Object(inside) = inside.kind.clone()
            && !inside.is_empty()
        {
            members.splice(place..=place, inside);
            return Ok(());
        }
    }
    if places.objects.is_empty() {
        return Err(NO_OBJECT);
    }
    let mut name = "data".to_owned();
    while member(wire, &name).is_some() {
        name.push('_');
    }
    let whole = std::mem::replace(wire, null());
    wire.kind = NodeKind::Object(vec![(0..0, Cow::Owned(name), whole)]);
    Ok(())
}

fn unused(members: &Members<'_>, name: &str) -> String {
    let mut name = name.to_owned();
    while members.iter().any(|(_, key, _)| *key == name) {
        name.push('_');
    }
    name
}

fn null<'a>() -> Node<'a> {
    Node {
        span: 0..0,
        kind: NodeKind::Null,
    }
}
