//! Detects a generic type that contains itself with other arguments: rustc reports such a circle
//! without naming the field.

use quote::ToTokens as _;
use syn::visit::{self, Visit};
use syn::{GenericArgument, GenericParam, Generics, Ident, PathArguments, PathSegment, TypePath};

use crate::ast::{Container, Data};
use crate::ctxt::Ctxt;
use crate::expand::bare;

/// Reports such fields, unless they are marked `recursive`.
pub(super) fn check(ctxt: &Ctxt, of: &Container<'_>) {
    let own = parameters(of.generics);
    if own.is_empty() {
        return;
    }
    let fields: Vec<_> = match &of.data {
        Data::Struct(_, fields) => fields.iter().collect(),
        Data::Enum(variants) => variants.iter().flat_map(|of| &of.fields).collect(),
    };
    for field in fields
        .iter()
        .filter(|field| field.attrs.recursive.is_none())
    {
        let mut visitor = Others {
            ctxt,
            ident: of.ident,
            own: &own,
        };
        visitor.visit_type(field.ty);
    }
}

/// Returns the names of the item's own type and const parameters.
fn parameters(generics: &Generics) -> Vec<String> {
    let params = generics.params.iter().filter_map(|param| match param {
        GenericParam::Type(param) => Some(param.ident.to_string()),
        GenericParam::Const(param) => Some(param.ident.to_string()),
        GenericParam::Lifetime(_) => None,
    });
    params.collect()
}

fn arguments(of: &PathSegment) -> Vec<String> {
    let PathArguments::AngleBracketed(given) = &of.arguments else {
        return Vec::new();
    };
    let given = given
        .args
        .iter()
        .filter(|argument| !matches!(argument, GenericArgument::Lifetime(_)));
    given
        .map(|argument| argument.to_token_stream().to_string())
        .collect()
}

struct Others<'a> {
    ctxt: &'a Ctxt,
    ident: &'a Ident,
    own: &'a [String],
}

impl<'ast> Visit<'ast> for Others<'_> {
    fn visit_type_path(&mut self, of: &'ast TypePath) {
        if let Some(segment) = bare(of)
            && segment.ident == *self.ident
            && arguments(segment) != self.own
        {
            let (ident, own) = (self.ident, self.own.join(", "));
            let message = format!(
                "this type contains itself with other arguments; write `{ident}<{own}>`, or mark the field `#[contract(recursive)]`"
            );
            self.ctxt.error(of, message);
            return;
        }
        visit::visit_type_path(self, of);
    }
}
