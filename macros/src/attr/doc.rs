//! Doc comments, which are what a model reads of a type and its fields.

use syn::{Attribute, Expr, ExprLit, Lit, Meta, MetaNameValue};

/// The doc comment, without the margin that every line shares, and without empty lines at its ends.
pub(super) fn doc(attrs: &[Attribute]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("doc")) {
        if let Meta::NameValue(MetaNameValue {
            value:
                Expr::Lit(ExprLit {
                    lit: Lit::Str(text),
                    ..
                }),
            ..
        }) = &attr.meta
        {
            let text = text.value();
            // An empty comment line is a line, too; `lines` gives none.
            lines.extend(text.split('\n').map(|line| line.trim_end().to_owned()));
        }
    }
    let margin = lines
        .iter()
        .filter(|line| !line.is_empty())
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min()
        .unwrap_or_default();
    let lines: Vec<&str> = lines
        .iter()
        .map(|line| line.get(margin..).unwrap_or_default())
        .collect();
    lines.join("\n").trim_matches('\n').to_owned()
}
