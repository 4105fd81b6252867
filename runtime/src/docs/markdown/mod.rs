//! The documentation as Markdown, for a repository: one file per contract and prompt, and a list of
//! all.

/// Appends a line; writing to a String can't fail.
macro_rules! line {
    ($out:expr, $($part:tt)*) => {{
        let _infallible = writeln!($out, $($part)*);
    }};
}

mod prompt;

use std::fmt::Write;

use super::book::{Book, TypeDoc};
use super::part::{FieldDoc, Inside, ValueDoc};
use super::print::pretty;
use super::spell::Piece;
use super::{Files, Options, schema};

pub(super) fn write(book: &Book, options: &Options, files: &mut Files) {
    files.insert("markdown/README.md".to_owned(), list(book, options));
    for of in &book.types {
        let path = format!("markdown/contract/{}.md", of.slug);
        files.insert(path, contract(book, of));
    }
    for of in &book.prompts {
        let path = format!("markdown/prompt/{}.md", of.slug);
        files.insert(path, prompt::page(book, of));
    }
}

fn list(book: &Book, options: &Options) -> String {
    let mut out = String::new();
    line!(out, "# {}\n", plain(&options.title));
    line!(out, "| contract | holds | description |\n|---|---|---|");
    for of in &book.types {
        let link = format!("[{}](contract/{}.md)", plain(&of.title), of.slug);
        line!(
            out,
            "| {link} | {} | {} |",
            plain(&of.inside.summary()),
            cell(of.doc)
        );
    }
    if !book.prompts.is_empty() {
        line!(out, "\n| prompt | answer | description |\n|---|---|---|");
        for of in &book.prompts {
            let link = format!("[{}](prompt/{}.md)", plain(of.entry.name), of.slug);
            let answer = book
                .types
                .get(of.output)
                .map_or("", |output| output.title.as_str());
            line!(
                out,
                "| {link} | {} | {} |",
                plain(answer),
                cell(of.entry.description)
            );
        }
    }
    out
}

fn contract(book: &Book, of: &TypeDoc) -> String {
    let mut out = String::new();
    line!(out, "# {}\n", plain(&of.title));
    if !of.doc.is_empty() {
        line!(out, "{}\n", prose(of.doc));
    }
    line!(
        out,
        "- kind: {}{}",
        of.kind(),
        if of.recursive {
            ", contains itself"
        } else {
            ""
        }
    );
    if !of.module.is_empty() {
        line!(out, "- module: {}", code(&of.module));
    }
    for check in of.checks {
        line!(out, "- checked by {}", code(check));
    }
    line!(out, "- [JSON Schema](../../{})", schema::path(of));
    line!(out, "- shape {}", code(&of.fingerprint.shape()));
    line!(out, "- text {}", code(&of.fingerprint.text()));
    inside(book, &of.inside, &mut out);
    if let Some(sample) = of.sample() {
        line!(out, "\n## Example\n\n{}", fence("json", &pretty(&sample)));
    }
    families(of, &mut out);
    related(book, of, &mut out);
    out
}

fn inside(book: &Book, of: &Inside, out: &mut String) {
    match of {
        Inside::Fields(all) => {
            line!(out, "\n## Fields\n");
            fields(book, all, out);
        }
        Inside::Values(values) => {
            line!(out, "\n## Values\n\n| value | meaning |\n|---|---|");
            for (name, doc) in values {
                line!(out, "| {} | {} |", code(name), cell(doc));
            }
        }
        Inside::Wraps(value) => {
            line!(
                out,
                "\n## Value\n\n{}{}",
                spelled(book, &value.pieces),
                held(value)
            );
        }
        Inside::Variants {
            tag,
            content,
            variants,
        } => {
            let place =
                content.map_or("beside it".to_owned(), |key| format!("under {}", code(key)));
            line!(
                out,
                "\n## Variants\n\nThe key {} selects the variant; its data are {place}.",
                code(tag)
            );
            for variant in variants {
                line!(out, "\n### {}\n", code(variant.name));
                if !variant.doc.is_empty() {
                    line!(out, "{}\n", prose(variant.doc));
                }
                if let Some(value) = &variant.of {
                    line!(out, "{}{}\n", spelled(book, &value.pieces), held(value));
                }
                fields(book, &variant.fields, out);
            }
        }
    }
}

fn fields(book: &Book, fields: &[FieldDoc], out: &mut String) {
    if fields.is_empty() {
        return;
    }
    line!(out, "| key | type | description |\n|---|---|---|");
    for field in fields {
        let missing = if field.optional {
            "; key may be missing"
        } else {
            ""
        };
        line!(
            out,
            "| {} | {}{missing} | {}{} |",
            code(field.name),
            spelled(book, &field.value.pieces),
            cell(field.doc),
            held(&field.value)
        );
    }
}

fn families(of: &TypeDoc, out: &mut String) {
    line!(
        out,
        "\n## Sent to models\n\n| family | rules | tokens (estimate) |\n|---|---|--:|"
    );
    for sent in &of.sent {
        let name = sent.family.table.name();
        match sent.losses() {
            None => line!(out, "| {name} | can’t carry it | – |"),
            Some(0) => line!(
                out,
                "| {name} | every rule in the schema | {} |",
                sent.tokens
            ),
            Some(losses) => line!(out, "| {name} | {losses} in words | {} |", sent.tokens),
        }
    }
    let words = of
        .sent
        .iter()
        .rev()
        .find_map(|sent| sent.adapted.as_ref().ok()?.instructions.clone());
    if let Some(words) = words {
        line!(out, "\nIn words:\n\n{}", fence("text", &words));
    }
}

fn related(book: &Book, of: &TypeDoc, out: &mut String) {
    if of.used_by.is_empty() && of.asked_by.is_empty() {
        return;
    }
    line!(out, "\n## Used by\n");
    for prompt in of.asked_by.iter().filter_map(|at| book.prompts.get(*at)) {
        line!(
            out,
            "- prompt [{}](../prompt/{}.md)",
            plain(prompt.entry.name),
            prompt.slug
        );
    }
    for (from, field, _) in &of.used_by {
        if let Some(from) = book.types.get(*from) {
            let field = if field.is_empty() {
                String::new()
            } else {
                format!(", {}", code(field))
            };
            line!(out, "- [{}]({}.md){field}", plain(&from.title), from.slug);
        }
    }
}

fn spelled(book: &Book, pieces: &[Piece]) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Words(words) => plain(words),
            Piece::Type { identity, title } => match book.get(identity) {
                Some(of) => format!("[{}](../contract/{}.md)", plain(title), of.slug),
                None => plain(title),
            },
        })
        .collect()
}

fn held(value: &ValueDoc) -> String {
    let mut out = String::new();
    let mut add = |what: &str, texts: Vec<String>| {
        if !texts.is_empty() {
            let _infallible = write!(out, " {what}: {}.", texts.join(", "));
        }
    };
    add("Rules", value.rules.iter().map(|text| code(text)).collect());
    add(
        "Examples",
        value.examples.iter().map(|text| code(text)).collect(),
    );
    add(
        "Checks",
        value.checks.iter().map(|text| code(text)).collect(),
    );
    out
}

/// Text without any meaning as markup, on one line.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let digits = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    for (at, letter) in text.char_indices() {
        // What makes a heading, a list or a rule does so at the start of a line only.
        let starts = at == 0 && matches!(letter, '-' | '+' | '#' | '=' | ':')
            || at > 0 && at == text.len() - digits.len() && matches!(letter, '.' | ')');
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\n' | '\r' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(letter);
            }
            other => {
                if starts {
                    out.push('\\');
                }
                out.push(other);
            }
        }
    }
    out
}

/// A description on one line, for a table.
fn cell(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return plain(text);
    }
    parts
        .iter()
        .enumerate()
        .map(|(at, part)| if at % 2 == 1 { code(part) } else { plain(part) })
        .collect()
}

/// A description in paragraphs.
fn prose(text: &str) -> String {
    text.split("\n\n")
        .map(cell)
        .collect::<Vec<_>>()
        .join("\n\n")
}

/// Code on one line; as HTML where backticks would not hold it: a bar ends a cell, a backtick the
/// code.
fn code(text: &str) -> String {
    let simple = !text.is_empty()
        && text.trim() == text
        && !text.contains(|letter: char| matches!(letter, '`' | '|' | '\\') || letter.is_control());
    if simple {
        return format!("`{text}`");
    }
    let escaped: String = text
        .chars()
        .map(|letter| match letter {
            blank if blank.is_control() => " ".to_owned(),
            sign if sign.is_ascii_punctuation() => format!("&#{};", u32::from(sign)),
            other => other.to_string(),
        })
        .collect();
    format!("<code>{escaped}</code>")
}

/// A block that nothing inside it can end.
fn fence(language: &str, text: &str) -> String {
    let longest = text
        .split(|letter| letter != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    let ticks = "`".repeat(longest.max(2) + 1);
    format!(
        "{ticks}{language}\n{}\n{ticks}",
        text.trim_end_matches('\n')
    )
}
