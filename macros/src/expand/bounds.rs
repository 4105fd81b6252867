//! Bounds of the impl: a type parameter gets the bound `Contract` only where a field's type
//! mentions it.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::visit::{self, Visit};
use syn::{Generics, Ident, Type, TypePath, parse_quote};

use crate::model::{Body, Contract, Field, Kind};

/// The item's generics with the bounds that the impl needs, and the type parameters that have such
/// a bound.
pub(super) fn with_bounds(contract: &Contract<'_>) -> (Generics, BTreeSet<Ident>) {
    let mut generics = contract.generics.clone();
    for param in &mut generics.params {
        match param {
            syn::GenericParam::Type(param) => param.default = None,
            syn::GenericParam::Const(param) => param.default = None,
            syn::GenericParam::Lifetime(_) => {}
        }
    }
    let (bare, bounds) = used(contract);
    let bounds: Vec<syn::WherePredicate> = bounds
        .iter()
        .map(|ty| parse_quote!(#ty: __Contract))
        .collect();
    if !bounds.is_empty() {
        generics.make_where_clause().predicates.extend(bounds);
    }
    (generics, bare)
}

/// Returns the type parameters that fields mention, and with them the types of which the impl needs
/// a bound.
pub(super) fn used(contract: &Contract<'_>) -> (BTreeSet<Ident>, Vec<TokenStream>) {
    let mut used = Used {
        params: contract
            .generics
            .type_params()
            .map(|param| &param.ident)
            .collect(),
        bare: BTreeSet::new(),
        projections: Vec::new(),
    };
    for field in fields(contract) {
        used.visit_type(field.ty);
    }
    let bare = used.bare.iter().map(|param| quote!(#param));
    let paths = used.projections.iter().map(|path| quote!(#path));
    let bounds = bare.chain(paths).collect();
    (used.bare, bounds)
}

/// Every field of the item.
pub(super) fn fields<'a>(contract: &'a Contract<'a>) -> Vec<&'a Field<'a>> {
    match &contract.kind {
        Kind::Object(fields) => fields.iter().collect(),
        Kind::Newtype(field) => vec![field],
        Kind::Enum(_) | Kind::Numbers(_) => Vec::new(),
        Kind::Union(union) => union
            .variants
            .iter()
            .flat_map(|variant| match &variant.body {
                Body::Unit => [].iter(),
                Body::Fields(fields) => fields.iter(),
                Body::Value(field) => std::slice::from_ref(field).iter(),
            })
            .collect(),
    }
}

/// Returns `true` if the type depends on a parameter of the item, so that it is not known where the
/// item stands.
pub(super) fn mentions_parameter(contract: &Contract<'_>, ty: &Type) -> bool {
    let mut mentions = Mentions {
        contract,
        found: false,
    };
    mentions.visit_type(ty);
    mentions.found
}

struct Mentions<'a> {
    contract: &'a Contract<'a>,
    found: bool,
}

impl<'ast> Visit<'ast> for Mentions<'_> {
    fn visit_ident(&mut self, ident: &'ast Ident) {
        let generics = &self.contract.generics;
        let own = ident == "Self" || ident == self.contract.ident;
        self.found |= own && !generics.params.is_empty();
        self.found |= generics.type_params().any(|param| param.ident == *ident);
        self.found |= generics.const_params().any(|param| param.ident == *ident);
        self.found |= generics
            .lifetimes()
            .any(|param| param.lifetime.ident == *ident);
    }
}

struct Used<'a> {
    params: Vec<&'a Ident>,
    bare: BTreeSet<Ident>,
    projections: Vec<TypePath>,
}

impl<'ast> Visit<'ast> for Used<'_> {
    fn visit_type_path(&mut self, of: &'ast TypePath) {
        if let Some(first) = of.path.segments.first()
            && of.qself.is_none()
            && of.path.leading_colon.is_none()
            && self.params.contains(&&first.ident)
        {
            if of.path.segments.len() == 1 {
                self.bare.insert(first.ident.clone());
            } else if !self.projections.iter().any(|known| {
                known.to_token_stream().to_string() == of.to_token_stream().to_string()
            }) {
                self.projections.push(of.clone());
            }
        }
        visit::visit_type_path(self, of);
    }
}
