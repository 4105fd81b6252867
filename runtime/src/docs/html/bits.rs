//! Small parts of pages: types with links, prose, code.

use maud::{Markup, html};

use super::Site;
use crate::docs::print::{Kind, pieces};
use crate::docs::spell::Piece;
use crate::json::Json;

impl Site<'_> {
    /// A type's spelling with links to the pages of the types in it.
    pub(super) fn spelled(&self, pieces: &[Piece]) -> Markup {
        html! {
            span class="type" {
                @for piece in pieces {
                    @match piece {
                        Piece::Words(words) => { (words) }
                        Piece::Type { identity, title } => {
                            @match self.book.get(identity) {
                                Some(of) => { a href={ "../contract/" (of.slug) ".html" } { bdi { (title) } } }
                                None => { bdi { (title) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A description: paragraphs, and code where it stands between backticks.
pub(super) fn prose(text: &str) -> Markup {
    html! {
        @if !text.trim().is_empty() {
            div class="prose" dir="auto" {
                @for paragraph in text.split("\n\n").filter(|part| !part.trim().is_empty()) {
                    p { (inline(paragraph)) }
                }
            }
        }
    }
}

/// A description's first paragraph, for lists.
pub(super) fn brief(text: &str) -> Markup {
    let first = text.split("\n\n").next().unwrap_or_default();
    html! { span dir="auto" { (inline(first)) } }
}

/// Words on one line, with code between backticks.
pub(super) fn inline(text: &str) -> Markup {
    let parts: Vec<&str> = text.split('`').collect();
    // A last backtick without a partner is a character like any other.
    let paired = parts.len() % 2 == 1;
    html! {
        @if paired {
            @for (at, part) in parts.iter().enumerate() {
                @if at % 2 == 1 { code { (part) } } @else { (part) }
            }
        } @else {
            (text)
        }
    }
}

/// JSON with colours.
pub(super) fn json(value: &Json, label: &str) -> Markup {
    let mut parts: Vec<(Kind, String)> = Vec::new();
    pieces(value, &mut |kind, text| match parts.last_mut() {
        Some((last, all)) if *last == kind => all.push_str(text),
        _ => parts.push((kind, text.to_owned())),
    });
    block(
        label,
        &html! {
            @for (kind, text) in &parts {
                @match kind {
                    Kind::Plain => { (text) }
                    Kind::Key => { span class="k" { (text) } }
                    Kind::String => { span class="s" { (text) } }
                    Kind::Number => { span class="n" { (text) } }
                    Kind::Word => { span class="w" { (text) } }
                }
            }
        },
    )
}

/// Text as it is sent.
pub(super) fn verbatim(text: &str, label: &str) -> Markup {
    block(label, &html! { (text) })
}

/// A block of code that can be scrolled by keyboard.
pub(super) fn block(label: &str, inside: &Markup) -> Markup {
    html! {
        div class="code" {
            pre tabindex="0" role="region" aria-label=(label) { code { (inside) } }
        }
    }
}

/// A table that can be scrolled by keyboard where it is wider than the page.
pub(super) fn scrolled(label: &str, table: &Markup) -> Markup {
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(label) { (table) }
    }
}

/// A heading with a link to itself.
pub(super) fn heading(anchor: &str, text: &str) -> Markup {
    html! {
        h2 id=(anchor) { a href={ "#" (anchor) } { (text) } }
    }
}

/// A count with its noun.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A name that can be seen and read aloud: blanks stand in quotes.
pub(super) fn visible(name: &str) -> String {
    if name.trim().is_empty() {
        format!("\"{name}\"")
    } else {
        name.to_owned()
    }
}
