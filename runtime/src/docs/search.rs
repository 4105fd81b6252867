//! The index that the site's search reads: a script, because a page opened from disk may not fetch
//! anything.

use super::book::Book;
use super::part::Inside;
use crate::json::write_string;

/// One thing that can be found: kind, name, where, words, address.
struct Found<'b> {
    kind: &'static str,
    name: &'b str,
    place: &'b str,
    words: String,
    address: String,
}

/// The script.
pub(super) fn script(book: &Book) -> String {
    let mut out = String::from("window.driftlessIndex=[");
    for (at, found) in entries(book).into_iter().enumerate() {
        out.push_str(if at == 0 { "\n[" } else { ",\n[" });
        let words = found.words.split_whitespace().collect::<Vec<_>>().join(" ");
        let parts = [found.kind, found.name, found.place, &words, &found.address];
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            write_string(&mut out, part);
        }
        out.push(']');
    }
    out.push_str("\n];\n");
    out
}

fn entries(book: &Book) -> Vec<Found<'_>> {
    let mut out = Vec::new();
    for of in &book.types {
        let page = format!("contract/{}.html", of.slug);
        out.push(Found {
            kind: of.kind(),
            name: &of.title,
            place: &of.module,
            words: of.doc.to_owned(),
            address: page.clone(),
        });
        let mut inside = |kind, name, words: String, anchor: &str| {
            let address = format!("{page}#{anchor}");
            out.push(Found {
                kind,
                name,
                place: &of.title,
                words,
                address,
            });
        };
        for (_, field) in of.inside.fields() {
            inside("field", field.name, field.doc.to_owned(), &field.anchor);
        }
        match &of.inside {
            Inside::Variants { variants, .. } => {
                for variant in variants {
                    inside(
                        "variant",
                        variant.name,
                        variant.doc.to_owned(),
                        &variant.anchor,
                    );
                }
            }
            Inside::Values(values) => {
                for (name, doc) in values {
                    inside("value", name, (*doc).to_owned(), "inside");
                }
            }
            Inside::Fields(_) | Inside::Wraps(_) => {}
        }
    }
    for prompt in &book.prompts {
        let inputs: Vec<&str> = prompt.entry.inputs.iter().map(|(name, _)| *name).collect();
        out.push(Found {
            kind: "prompt",
            name: prompt.entry.name,
            place: prompt.entry.module,
            words: format!("{} {}", prompt.entry.description, inputs.join(" ")),
            address: format!("prompt/{}.html", prompt.slug),
        });
    }
    out
}
