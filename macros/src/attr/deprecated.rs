//! Recognises deprecated items, so that the generated code may use them without a warning.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use syn::visit::{self, Visit};
use syn::{Attribute, DeriveInput, Meta};

/// The attribute for the generated code. Only where the item, a variant or a field is deprecated or
/// allows it, because any `allow` is an error in a crate that forbids the lint (E0453).
pub(crate) fn allow_deprecated(input: &DeriveInput) -> Option<TokenStream> {
    let mut found = Found(false);
    found.visit_derive_input(input);
    found
        .0
        .then(|| quote!(#[allow(deprecated, reason = "generated")]))
}

struct Found(bool);

impl<'ast> Visit<'ast> for Found {
    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        let path = attribute.path();
        self.0 |= path.is_ident("deprecated")
            || (path.is_ident("allow") || path.is_ident("expect"))
                && matches!(&attribute.meta, Meta::List(lints) if names_it(lints.tokens.clone()));
        visit::visit_attribute(self, attribute);
    }
}

fn names_it(lints: TokenStream) -> bool {
    lints
        .into_iter()
        .any(|token| matches!(token, TokenTree::Ident(lint) if lint == "deprecated"))
}
