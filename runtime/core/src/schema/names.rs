//! The identity of a type, and the name that a schema gives it.

use std::collections::BTreeMap;

use crate::shape::{Name, Precision, Shape, Text};

/// Returns the identity of a named type, to look it up by.
#[must_use]
pub fn identity(name: &Name) -> String {
    format!("{:x}", name.key)
}

/// Longest label of a type's arguments, in bytes; types of types of types have no end.
const LONGEST: usize = 100;

/// Returns a short label of any shape.
#[must_use]
pub fn label_of(shape: &Shape) -> String {
    let mut out = String::new();
    spell(shape, &mut out);
    out
}

/// A short label of a type, from its title and its arguments' labels: `Page_Ticket`.
fn label(name: &Name) -> String {
    let mut out = String::new();
    with_args(name, &mut out);
    if out.len() > LONGEST {
        return plain(name.title);
    }
    out
}

fn with_args(name: &Name, out: &mut String) {
    out.push_str(&plain(name.title));
    for arg in (name.args)() {
        if out.len() > LONGEST {
            return;
        }
        out.push('_');
        spell(arg, out);
    }
}

/// Letters that need no escape in a `$ref` and that every vendor takes.
fn plain(text: &str) -> String {
    text.chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() {
                letter
            } else {
                '_'
            }
        })
        .collect()
}

fn spell(shape: &Shape, out: &mut String) {
    if let Some(name) = shape.name() {
        with_args(name, out);
        return;
    }
    match shape {
        Shape::Bool => out.push_str("bool"),
        Shape::Integer { min, max } => integer(*min, *max, out),
        Shape::Number(Precision::Single) => out.push_str("f32"),
        Shape::Number(Precision::Double) => out.push_str("f64"),
        Shape::Number(Precision::Decimal) => out.push_str("Decimal"),
        Shape::String(Text::Any) => out.push_str("String"),
        Shape::String(Text::Char) => out.push_str("char"),
        Shape::String(Text::Format(format)) => out.push_str(&plain(format.name())),
        Shape::Nullable(inner) => within("Option_", inner, out),
        Shape::List(list) => {
            out.push_str(if list.unique { "Set_" } else { "List_" });
            if list.max.is_some() {
                out.push_str(&list.min.to_string());
                out.push('_');
            }
            spell(list.items, out);
        }
        Shape::Map(values) => within("Map_", values, out),
        Shape::Back(back) => spell((back.resolve)(), out),
        _ => out.push_str("Untyped"),
    }
}

fn within(prefix: &str, inner: &Shape, out: &mut String) {
    out.push_str(prefix);
    spell(inner, out);
}

fn integer(min: i128, max: u128, out: &mut String) {
    if max == min.cast_unsigned() {
        // No type but one number: the value of a const parameter.
        out.push_str(if min < 0 { "minus" } else { "" });
        out.push_str(&min.unsigned_abs().to_string());
        return;
    }
    if min > 0 {
        out.push_str("NonZero_");
    }
    out.push(if min < 0 { 'i' } else { 'u' });
    let bits = 128 - max.leading_zeros() + u32::from(min < 0);
    out.push_str(&bits.to_string());
}

/// Returns one unique name for each identity: the label; where types of several modules share it,
/// the label after as much of the module path as distinguishes them; where that is not enough, with
/// a number by order of discovery.
pub(crate) fn assign(types: &[(String, &Name)]) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    let mut shared: BTreeMap<String, Vec<(&String, &Name)>> = BTreeMap::new();
    for (identity, name) in types {
        shared
            .entry(label(name))
            .or_default()
            .push((identity, name));
    }
    let mut taken: Vec<String> = shared.keys().cloned().collect();
    for (label, mut group) in shared {
        group.sort_by_key(|(_, name)| name.id);
        if let [(identity, _)] = group.as_slice() {
            names.insert((*identity).clone(), label);
            continue;
        }
        for (identity, name) in group {
            let mut candidate = label.clone();
            // Innermost module first; the crate's name last.
            for module in name.id.rsplit("::").skip(1) {
                candidate = format!("{}_{candidate}", plain(module));
                if !taken.contains(&candidate) {
                    break;
                }
            }
            let stem = candidate.clone();
            let mut number = 1;
            while taken.contains(&candidate) {
                number += 1;
                candidate = format!("{stem}_{number}");
            }
            taken.push(candidate.clone());
            names.insert(identity.clone(), candidate);
        }
    }
    names
}
