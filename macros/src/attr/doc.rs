//! Doc comments, which are what a model reads of a type and its fields.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, MetaNameValue};

use super::meta::ungrouped;

/// A text that a model reads: literal parts, and between them the results of macros such as
/// `concat!`, which only the compiler knows.
#[derive(Clone)]
pub(crate) struct Words(Vec<Part>);

/// One piece.
#[derive(Clone)]
enum Part {
    Text(String),
    Macro(TokenStream),
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        Self(vec![Part::Text(text)])
    }
}

impl Words {
    /// Returns the words with lines behind them, each of which begins with a text.
    pub(crate) fn with_lines(&self, lines: impl IntoIterator<Item = (String, Self)>) -> Self {
        let mut parts = self.0.clone();
        for (begin, words) in lines {
            let line_break = if parts.is_empty() { "" } else { "\n" };
            let colon = if words.0.is_empty() { "" } else { ": " };
            parts.push(Part::Text(format!("{line_break}{begin}{colon}")));
            parts.extend(words.0);
        }
        Self(parts)
    }

    /// Returns the text of a doc comment; `None` if it is empty.
    pub(crate) fn comment(&self) -> Option<TokenStream> {
        let parts = self.0.iter().map(|part| match part {
            Part::Text(text) => text.to_token_stream(),
            Part::Macro(call) => call.clone(),
        });
        (!self.0.is_empty()).then(|| quote!(::core::concat!(#(#parts),*)))
    }
}

impl ToTokens for Words {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let parts = self.0.iter().map(|part| match part {
            Part::Text(text) => text.to_token_stream(),
            Part::Macro(call) => call.clone(),
        });
        tokens.extend(match self.0.as_slice() {
            [] => quote!(""),
            [Part::Text(text)] => quote!(#text),
            // What a macro makes, such as a file's text, may begin or end with line breaks.
            _ => quote!(const { ::core::primitive::str::trim_ascii(::core::concat!(#(#parts),*)) }),
        });
    }
}

/// Where the doc comment begins.
pub(crate) fn doc_at(attrs: &[Attribute]) -> Option<Span> {
    let mut docs = attrs.iter().filter(|attr| attr.path().is_ident("doc"));
    // `#[doc(hidden)]` and the like are no words.
    docs.find(|attr| matches!(attr.meta, Meta::NameValue(_)))
        .map(Spanned::span)
}

/// The doc comment, without the margin that every line shares, and without empty lines at its ends.
pub(crate) fn doc(attrs: &[Attribute]) -> Words {
    let mut lines = Vec::new();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("doc")) {
        let Meta::NameValue(MetaNameValue { value, .. }) = &attr.meta else {
            continue;
        };
        match ungrouped(value.clone()) {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) => lines.extend(without_stars(&text.value()).into_iter().map(Part::Text)),
            Expr::Macro(call) => lines.push(Part::Macro(call.to_token_stream())),
            _ => {}
        }
    }
    joined(&lines)
}

/// The lines of one attribute, without the column of stars that a block comment may have.
fn without_stars(text: &str) -> Vec<String> {
    // An empty comment line is a line, too; `lines` gives none.
    let lines: Vec<&str> = text.split('\n').map(str::trim_end).collect();
    let starred = |line: &&str| line.trim_start().starts_with('*');
    let mut rest = lines.iter().skip(1).filter(|line| !line.is_empty());
    let has_stars = lines.iter().skip(1).any(starred) && rest.all(starred);
    let without = |(at, line): (usize, &&str)| {
        let star = if has_stars && at > 0 {
            line.trim_start().strip_prefix('*')
        } else {
            None
        };
        star.unwrap_or(line).to_owned()
    };
    lines.iter().enumerate().map(without).collect()
}

/// One text out of lines.
fn joined(lines: &[Part]) -> Words {
    let is_empty = |part: &Part| matches!(part, Part::Text(line) if line.is_empty());
    let margin = lines.iter().filter_map(|part| match part {
        Part::Text(line) if !line.is_empty() => {
            Some(line.len() - line.trim_start_matches(' ').len())
        }
        _ => None,
    });
    let margin = margin.min().unwrap_or_default();
    let first = lines.iter().take_while(|part| is_empty(part)).count();
    let last = lines.iter().rev().take_while(|part| is_empty(part)).count();
    let count = lines.len().saturating_sub(first + last);
    let (mut parts, mut text) = (Vec::new(), String::new());
    for (at, part) in lines.iter().skip(first).take(count).enumerate() {
        if at > 0 {
            text.push('\n');
        }
        match part {
            Part::Text(line) => text.push_str(line.get(margin..).unwrap_or_default()),
            Part::Macro(call) => {
                if !text.is_empty() {
                    parts.push(Part::Text(std::mem::take(&mut text)));
                }
                parts.push(Part::Macro(call.clone()));
            }
        }
    }
    if !text.is_empty() {
        parts.push(Part::Text(text));
    }
    Words(parts)
}
