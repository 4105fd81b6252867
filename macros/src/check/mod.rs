//! Stage 3: what one item's own tokens can tell. The only place that makes the checked model.

mod rules;
mod tagging;

use crate::ast::{Container, Data, Field, Style};
use crate::ctxt::Ctxt;
use crate::model;

/// The checked model; `None` if an error was reported.
pub(crate) fn check<'a>(ctxt: &Ctxt, of: &Container<'a>) -> Option<model::Contract<'a>> {
    let before = ctxt.count();
    let kind = kind(ctxt, of);
    if ctxt.count() > before {
        return None;
    }
    let attrs = &of.attrs;
    Some(model::Contract {
        ident: of.ident,
        generics: of.generics,
        krate: attrs.krate.clone(),
        title: attrs.title.get().map_or_else(
            || syn::ext::IdentExt::unraw(of.ident).to_string(),
            |title| title.value.clone(),
        ),
        doc: attrs.words(),
        ensures: attrs.ensures.clone(),
        targets: attrs.targets.clone(),
        kind: kind?,
    })
}

fn kind<'a>(ctxt: &Ctxt, of: &Container<'a>) -> Option<model::Kind<'a>> {
    match &of.data {
        Data::Struct(Style::Named, fields) => Some(model::Kind::Object(
            fields.iter().map(|of| field(ctxt, of)).collect(),
        )),
        Data::Struct(Style::Tuple, fields) => match fields.as_slice() {
            [only] => Some(model::Kind::Newtype(newtype(ctxt, of, only))),
            [] => {
                ctxt.error(
                    of.ident,
                    "a struct without fields says nothing; give it named fields",
                );
                None
            }
            [_, second, ..] => {
                ctxt.error_at(
                    second.span,
                    "a tuple has no keys that a model could be held to; give the fields names",
                );
                None
            }
        },
        Data::Struct(Style::Unit, _) => {
            ctxt.error(
                of.ident,
                "a struct without fields says nothing; give it named fields",
            );
            None
        }
        Data::Enum(variants) => tagging::check(ctxt, of, variants),
    }
}

/// The checked field.
fn field<'a>(ctxt: &Ctxt, of: &Field<'a>) -> model::Field<'a> {
    model::Field {
        ident: of.ident,
        name: of.name.value.clone(),
        ty: of.ty,
        doc: of.attrs.words(),
        rules: rules::check(ctxt, &of.attrs.rules),
        examples: of.attrs.examples.clone(),
        ensures: of.attrs.ensures.clone(),
        optional: of.attrs.optional,
        recursive: of.attrs.recursive.is_some(),
    }
}

/// The value inside a newtype: rules may stand on the type or on its field.
fn newtype<'a>(ctxt: &Ctxt, of: &Container<'a>, only: &Field<'a>) -> model::Field<'a> {
    let mut inner = field(ctxt, only);
    inner.rules.extend(rules::check(ctxt, &of.attrs.rules));
    inner
        .examples
        .extend(of.attrs.examples.iter().map(|(_, example)| example.clone()));
    inner
}
