//! A template: text with `{field}` placeholders, `{{` and `}}` for braces.

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
                    let mut name = String::new();
                    loop {
                        match rest.next() {
                            Some((_, '}')) => break,
                            Some((_, '{')) | None => {
                                return Err(error(
                                    offset,
                                    "unbalanced `{`; close the placeholder with `}`, or write `{{` for a brace",
                                ));
                            }
                            Some((_, other)) => name.push(other),
                        }
                    }
                    if name.contains(':') {
                        return Err(error(
                            offset,
                            &format!(
                                "format options in `{{{name}}}` are not supported; put the text into its final form before the prompt is made"
                            ),
                        ));
                    }
                    if syn::parse_str::<syn::Ident>(&name).is_err()
                        && syn::parse_str::<syn::Ident>(&format!("r#{name}")).is_err()
                    {
                        return Err(error(
                            offset,
                            &format!(
                                "`{{{name}}}` is no field name; write `{{field}}`, or `{{{{` for a brace"
                            ),
                        ));
                    }
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
