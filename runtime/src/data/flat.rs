//! A line whose members are the prompt's fields themselves, beside an id.

use super::layout::{Problems, Raw, json, listed, members};
use crate::json::{Node, NodeKind};

/// Keys of our own layout, `{"id", "input": {…}}`.
const NATIVE: [&str; 6] = ["id", "input", "expected", "cluster", "weight", "metadata"];

/// Takes an object apart whose members are the prompt's `fields`, and whose id is in the member
/// `id`. An object with the member `input`, where the prompt has no such field, is one of our own
/// layout. Members that nobody knows are problems unless `lenient`.
pub(crate) fn flat(
    node: &Node<'_>,
    fields: &[&str],
    (id, lenient): (&str, bool),
    problems: &mut Problems,
) -> Raw {
    let mut raw = Raw::default();
    let Some(all) = members(node, "", problems) else {
        return raw;
    };
    let is_native = !fields.contains(&"input") && all.iter().any(|(key, _)| *key == "input");
    for (key, value) in all {
        if key == id {
            raw.id = id_text(key, value, problems);
        }
        if is_native && key == "input" {
            let inside = members(value, "input", problems).unwrap_or_default();
            let inside = inside.into_iter();
            raw.input = inside
                .map(|(key, value)| (key.to_owned(), json(value)))
                .collect();
        } else if !is_native && fields.contains(&key) {
            raw.input.push((key.to_owned(), json(value)));
        } else if key != id && !lenient && !(is_native && NATIVE.contains(&key)) {
            let known = if is_native { &NATIVE } else { fields };
            let message = format!(
                "unknown; a line has the id as `{id}` and {}; drop it, or let unknown columns pass",
                listed(known)
            );
            problems.push((key.to_owned(), message));
        }
    }
    raw
}

/// Returns an id: a text, or a whole number as it is written.
fn id_text(place: &str, node: &Node<'_>, problems: &mut Problems) -> Option<String> {
    let text = match &node.kind {
        NodeKind::String(text) => text.clone().into_owned(),
        NodeKind::Number(number) => number.as_str().to_owned(),
        _ => String::new(),
    };
    if text.trim().is_empty() {
        let message = "an id is a text or a number; give each document one of its own";
        problems.push((place.to_owned(), message.to_owned()));
        return None;
    }
    Some(text)
}
