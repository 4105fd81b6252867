//! JSON with indentation, in pieces that a page can colour.

use crate::json::Json;
use crate::schema::text;

/// Longest array of plain values that stands on one line, in bytes.
const LINE: usize = 96;

/// A kind of piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Key,
    String,
    Number,
    Word,
    /// Brackets, commas, blanks.
    Plain,
}

/// Hands `json` to `out` piece by piece.
pub(super) fn pieces(json: &Json, out: &mut dyn FnMut(Kind, &str)) {
    value(json, 0, out);
}

/// The text alone, with a line end.
pub(super) fn pretty(json: &Json) -> String {
    let mut out = String::new();
    pieces(json, &mut |_, text| out.push_str(text));
    out.push('\n');
    out
}

fn value(json: &Json, depth: usize, out: &mut dyn FnMut(Kind, &str)) {
    match json {
        Json::Array(items) if !items.is_empty() => {
            let flat = !items
                .iter()
                .any(|of| matches!(of, Json::Array(_) | Json::Object(_)))
                && text(json).len() <= LINE;
            list("[", "]", items.len(), flat, depth, out, &mut |at, out| {
                if let Some(item) = items.get(at) {
                    value(item, depth + 1, out);
                }
            });
        }
        Json::Object(members) if !members.is_empty() => {
            list(
                "{",
                "}",
                members.len(),
                false,
                depth,
                out,
                &mut |at, out| {
                    if let Some((key, of)) = members.get(at) {
                        out(Kind::Key, &text(&Json::string(key)));
                        out(Kind::Plain, ": ");
                        value(of, depth + 1, out);
                    }
                },
            );
        }
        Json::String(_) => out(Kind::String, &text(json)),
        Json::Int(_) | Json::Float(_) | Json::Number(_) => out(Kind::Number, &text(json)),
        Json::Null | Json::Bool(_) => out(Kind::Word, &text(json)),
        Json::Array(_) | Json::Object(_) => out(Kind::Plain, &text(json)),
    }
}

type Sink<'s> = dyn FnMut(Kind, &str) + 's;

fn list(
    open: &str,
    close: &str,
    count: usize,
    flat: bool,
    depth: usize,
    out: &mut Sink<'_>,
    item: &mut dyn FnMut(usize, &mut Sink<'_>),
) {
    out(Kind::Plain, open);
    for at in 0..count {
        if at > 0 {
            out(Kind::Plain, if flat { ", " } else { "," });
        }
        if !flat {
            line(depth + 1, out);
        }
        item(at, out);
    }
    if !flat {
        line(depth, out);
    }
    out(Kind::Plain, close);
}

fn line(depth: usize, out: &mut Sink<'_>) {
    out(Kind::Plain, "\n");
    out(Kind::Plain, &"  ".repeat(depth));
}
