//! Enums: a closed set of strings, or objects told apart by a tag.

use super::field;
use crate::ast::{Container, Style, Variant};
use crate::ctxt::Ctxt;
use crate::model;

/// The form of an enum.
pub(super) fn check<'a>(
    ctxt: &Ctxt,
    of: &Container<'a>,
    variants: &[Variant<'a>],
) -> Option<model::Kind<'a>> {
    if variants.is_empty() {
        ctxt.error(of.ident, "an enum without variants has no value; add one");
        return None;
    }
    let attrs = &of.attrs;
    let units = variants.iter().all(|variant| variant.style == Style::Unit);
    let Some(tag) = attrs.tag.get() else {
        if !units {
            ctxt.error(
                of.ident,
                "an enum with data needs a tag; add `#[contract(tag = \"…\")]`",
            );
            return None;
        }
        let values = variants.iter().map(|variant| model::Value {
            ident: variant.ident,
            name: variant.name.value.clone(),
            doc: variant.attrs.words(),
        });
        return Some(model::Kind::Enum(values.collect()));
    };
    let variants = variants.iter().map(|variant| model::Variant {
        ident: variant.ident,
        name: variant.name.value.clone(),
        doc: variant.attrs.words(),
        body: body(ctxt, variant),
    });
    Some(model::Kind::Union(model::Union {
        tag: tag.value.clone(),
        content: attrs.content.get().map(|content| content.value.clone()),
        variants: variants.collect(),
    }))
}

fn body<'a>(ctxt: &Ctxt, variant: &Variant<'a>) -> model::Body<'a> {
    match (variant.style, variant.fields.as_slice()) {
        (Style::Tuple, [only]) => model::Body::Value(field(ctxt, only)),
        (Style::Tuple, [_, second, ..]) => {
            ctxt.error_at(
                second.span,
                "a tuple has no keys that a model could be held to; give the fields names",
            );
            model::Body::Unit
        }
        (Style::Named, fields) => {
            model::Body::Fields(fields.iter().map(|of| field(ctxt, of)).collect())
        }
        (Style::Tuple | Style::Unit, _) => model::Body::Unit,
    }
}
