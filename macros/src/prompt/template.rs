//! A template: text with `{field}` placeholders, `{{` and `}}` for braces.

use std::iter::Peekable;
use std::str::CharIndices;

use syn::{Error, LitStr};

/// One piece of a template.
pub(crate) enum Piece {
    /// Text as it is.
    Text(String),
    /// The value of a field.
    Field(String),
}

/// A template whose braces balance.
pub(crate) struct Template {
    pub(crate) pieces: Vec<Piece>,
}

impl Template {
    pub(crate) fn parse(literal: &LitStr) -> syn::Result<Self> {
        let text = literal.value();
        let error = |offset: usize, what: &str| {
            let line = text.get(..offset).unwrap_or_default().matches('\n').count() + 1;
            Error::new_spanned(literal, format!("{what} (line {line} of the template)"))
        };
        let (mut pieces, mut plain) = (Vec::new(), String::new());
        let mut rest = text.char_indices().peekable();
        while let Some((offset, character)) = rest.next() {
            match character {
                '{' if rest.next_if(|(_, next)| *next == '{').is_some() => plain.push('{'),
                '}' if rest.next_if(|(_, next)| *next == '}').is_some() => plain.push('}'),
                '}' => return Err(error(offset, "unbalanced `}`; write `}}` for a brace")),
                '{' => {
                    let name = placeholder(&mut rest).map_err(|what| error(offset, &what))?;
                    if !plain.is_empty() {
                        pieces.push(Piece::Text(std::mem::take(&mut plain)));
                    }
                    pieces.push(Piece::Field(name));
                }
                other => plain.push(other),
            }
        }
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        Ok(Self { pieces })
    }

    pub(crate) fn placeholders(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Field(name) => Some(name.as_str()),
            Piece::Text(_) => None,
        })
    }
}

/// Reads the rest of a placeholder, whose brace has been read.
fn placeholder(rest: &mut Peekable<CharIndices<'_>>) -> Result<String, String> {
    let mut name = String::new();
    let closed = loop {
        match rest.next() {
            Some((_, '}')) => break true,
            Some((_, '{')) | None => break false,
            Some((_, other)) => name.push(other),
        }
    };
    if closed && is_field(&name) {
        return Ok(name);
    }
    if !closed && (name.trim().is_empty() || is_field(name.trim())) {
        return Err(
            "unbalanced `{`; close the placeholder with `}`, or write `{{` for a brace".to_owned(),
        );
    }
    let shown = shown(&name, closed);
    match name.split_once(':') {
        Some((field, options)) if closed && is_field(field) && are_options(options) => {
            Err(format!(
                "format options in `{shown}` are not supported; put the text into its final form before the prompt is made, or write `{{{{` and `}}}}` for braces"
            ))
        }
        // What has a colon, a quote or a space is most often JSON, which has many braces.
        _ if name.contains([':', '"', ' ', '\n', ',', ';']) => Err(format!(
            "`{shown}` is no field name; write `{{{{` for each `{{` and `}}}}` for each `}}` of JSON or code, or `{{field}}` for a field"
        )),
        _ => Err(format!(
            "`{shown}` is no field name; write `{{field}}`, or `{{{{` for a brace"
        )),
    }
}

fn is_field(name: &str) -> bool {
    syn::parse_str::<syn::Ident>(name).is_ok()
        || syn::parse_str::<syn::Ident>(&format!("r#{name}")).is_ok()
}

/// Returns `true` for what may stand behind the colon of a placeholder of `format!`: `?`, `>10`,
/// `.2`, `#x` and so on.
fn are_options(options: &str) -> bool {
    let kind = options.trim_start_matches(|letter: char| {
        letter.is_ascii_digit() || "<^>+-#0.$*_= ".contains(letter)
    });
    let kind = kind
        .strip_prefix(['x', 'X'])
        .filter(|rest| *rest == "?")
        .unwrap_or(kind);
    matches!(kind, "" | "?" | "x" | "X" | "o" | "b" | "e" | "E" | "p")
        && !options.starts_with(' ')
        && !options.is_empty()
}

/// The placeholder as it stands there, on one line and not too long.
fn shown(name: &str, closed: bool) -> String {
    const LONGEST: usize = 40;
    let line = name.split('\n').next().unwrap_or_default();
    let start: String = line.chars().take(LONGEST).collect();
    let end = match (start == name, closed) {
        (true, true) => "}",
        (true, false) => "",
        (false, _) => " …",
    };
    format!("{{{start}{end}")
}
