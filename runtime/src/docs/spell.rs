//! Types and rules as people read them.

use crate::drift::shown;
use crate::schema::{Constraints, Keyword, identity, label_of, literal, phrases, text};
use crate::shape::{LAYERS, Literal, Name, Precision, Rule, Shape, Text};

/// A part of a type's spelling.
#[derive(Debug, Clone)]
pub(super) enum Piece {
    /// Words.
    Words(String),
    /// A type with a page of its own.
    Type {
        /// The page's identity.
        identity: String,
        /// The page's title.
        title: String,
    },
}

/// Returns a shape's key while the program runs: its type's identity, or its spelling with those of
/// the types in it.
pub(super) fn key(shape: &'static Shape) -> String {
    spell(shape)
        .into_iter()
        .map(|piece| match piece {
            Piece::Words(words) => words,
            Piece::Type { identity, .. } => identity,
        })
        .collect()
}

/// A name with its arguments: `Page<Ticket>`.
pub(super) fn title(name: &Name) -> String {
    let mut out = name.title.to_owned();
    let args: Vec<String> = (name.args)().iter().map(|arg| argument(arg)).collect();
    if !args.is_empty() {
        out.push('<');
        out.push_str(&args.join(", "));
        out.push('>');
    }
    out
}

fn argument(shape: &Shape) -> String {
    match (shape.name(), shape) {
        (Some(name), _) => title(name),
        // The value of a const parameter.
        (None, Shape::Integer { min, max }) if *max == min.cast_unsigned() => min.to_string(),
        _ => label_of(shape),
    }
}

/// A shape in words, with the named types in it.
pub(super) fn spell(shape: &'static Shape) -> Vec<Piece> {
    let mut out = Vec::new();
    push(shape, &mut out, 0);
    join(out)
}

/// The words alone.
pub(super) fn plain(pieces: &[Piece]) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Words(text) => text.as_str(),
            Piece::Type { title, .. } => title.as_str(),
        })
        .collect()
}

fn push(shape: &'static Shape, out: &mut Vec<Piece>, depth: usize) {
    if let Some(name) = shape.name() {
        out.push(Piece::Type {
            identity: identity(name),
            title: title(name),
        });
        return;
    }
    let mut words = |text: &str| out.push(Piece::Words(text.to_owned()));
    match shape {
        // A contract written by hand may lead back without end.
        _ if depth > LAYERS => words("…"),
        Shape::Bool => words("boolean"),
        Shape::Integer { .. } => words("integer"),
        Shape::Number(Precision::Decimal) => words("decimal"),
        Shape::Number(_) => words("number"),
        Shape::String(Text::Any) => words("string"),
        Shape::String(Text::Char) => words("character"),
        Shape::String(Text::Format(format)) => words(&format!("string ({})", format.name())),
        Shape::Nullable(inner) => {
            push(inner, out, depth + 1);
            out.push(Piece::Words(" or null".to_owned()));
        }
        Shape::List(list) => {
            words(match (list.unique, list.max) {
                (true, _) => "set of ",
                (false, Some(_)) => "array of ",
                (false, None) => "list of ",
            });
            within(list.items, out, depth);
        }
        Shape::Map(values) => {
            words("map of string to ");
            within(values, out, depth);
        }
        Shape::Back(back) => push((back.resolve)(), out, depth + 1),
        _ => words("any JSON"),
    }
}

/// Brackets say what `or null` belongs to.
fn within(shape: &'static Shape, out: &mut Vec<Piece>, depth: usize) {
    let nullable = matches!(shape, Shape::Nullable(_));
    if nullable {
        out.push(Piece::Words("(".to_owned()));
    }
    push(shape, out, depth + 1);
    if nullable {
        out.push(Piece::Words(")".to_owned()));
    }
}

fn join(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for piece in pieces {
        if let (Some(Piece::Words(last)), Piece::Words(next)) = (out.last_mut(), &piece) {
            last.push_str(next);
        } else {
            out.push(piece);
        }
    }
    out
}

/// Returns all rules on a value of `shape` at a place with rules of its own, in words; those of the
/// newtypes on the way included.
pub(super) fn rules(shape: &'static Shape, own: &[Rule]) -> Vec<String> {
    let mut constraints = Constraints::of(shape.core(), false);
    for layer in shape.layers() {
        if let Shape::Newtype(of) = layer {
            constraints.extend(of.rules);
        }
    }
    constraints.extend(own);
    let listed = constraints.keywords(shape.core(), false);
    let mut bounds = (None, None);
    let mut rest = Vec::new();
    for (keyword, value) in listed {
        match keyword {
            Keyword::Minimum => bounds.0 = Some(text(&value)),
            Keyword::Maximum => bounds.1 = Some(text(&value)),
            Keyword::ExclusiveMinimum => rest.push(format!("> {}", text(&value))),
            Keyword::ExclusiveMaximum => rest.push(format!("< {}", text(&value))),
            // The type says it already.
            Keyword::Format if matches!(shape.core(), Shape::String(Text::Format(_))) => {}
            _ => rest.extend(
                phrases(&[(keyword, value)])
                    .into_iter()
                    .map(|(_, words)| words),
            ),
        }
    }
    let range = match bounds {
        (Some(low), Some(high)) => Some(format!("{low} to {high}")),
        (Some(low), None) => Some(format!("≥ {low}")),
        (None, Some(high)) => Some(format!("≤ {high}")),
        (None, None) => None,
    };
    rest.extend(range);
    lengths(rest).iter().map(|rule| safe(rule)).collect()
}

/// Without the characters that turn the direction of what stands around them, or can't be seen.
fn safe(text: &str) -> String {
    shown(text, usize::MAX)
}

/// A lower and an upper bound of one length as one phrase.
fn lengths(phrases: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for phrase in phrases {
        let low = out
            .last()
            .and_then(|last| last.strip_prefix("at least "))
            .and_then(|last| last.split_once(' '));
        let high = phrase
            .strip_prefix("at most ")
            .and_then(|rest| rest.split_once(' '));
        if let (Some((low, _)), Some((high, unit))) = (low, high) {
            let both = if low == high {
                format!("exactly {low} {unit}")
            } else {
                format!("{low} to {high} {unit}")
            };
            out.pop();
            out.push(both);
        } else {
            out.push(phrase);
        }
    }
    out
}

/// Examples as JSON texts.
pub(super) fn examples(literals: &[Literal]) -> Vec<String> {
    literals
        .iter()
        .map(|of| safe(&text(&literal(of))))
        .collect()
}
