//! `Contract::probe`: the parts of a value, for the explaining pass. It reads each with the code of
//! `read`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::{Scope, itself, read};
use crate::model::{Body, Field, Kind, Union, Variant};

/// The method; none for a type without parts.
pub(super) fn expand(scope: &Scope<'_>) -> Option<TokenStream> {
    let parts = match &scope.contract.kind {
        Kind::Object(fields) => members(scope, fields),
        Kind::Newtype(inner) => value(scope, inner, None),
        Kind::Enum(_) | Kind::Numbers(_) => return None,
        Kind::Union(of) => union(scope, of),
    };
    Some(quote! {
        fn probe(__probe: &mut __p::Probe<'_>) {
            if !__probe.takes::<Self>() {
                #parts
            }
        }
    })
}

fn members(scope: &Scope<'_>, fields: &[Field<'_>]) -> TokenStream {
    let names = fields.iter().map(|field| &field.name);
    let values = fields.iter().map(|field| value(scope, field, None));
    quote! {
        __probe.members(&[#(__p::Part { key: #names, probe: |__probe| { #values } }),*]);
    }
}

/// A field's value; its rules and checks are the field's, so they go first.
fn value(scope: &Scope<'_>, field: &Field<'_>, tag: Option<&TokenStream>) -> TokenStream {
    let ty = itself::without_self(scope, field.ty);
    let probe = quote!(__probe);
    let inside = quote_spanned!(field.ty.span()=> <#ty as __Contract>::probe(#probe););
    if tag.is_none() && field.rules.is_empty() && field.ensures.is_empty() {
        return inside;
    }
    let read = read::value(scope, field, tag);
    quote! {
        if !__probe.reads(|__reader| {
            let _ = #read;
            ::core::result::Result::Ok(())
        }) {
            #inside
        }
    }
}

fn union(scope: &Scope<'_>, of: &Union<'_>) -> TokenStream {
    let tag = &of.tag;
    let names = of.variants.iter().map(|variant| &variant.name);
    let parts = of
        .variants
        .iter()
        .map(|of_variant| variant(scope, of, of_variant));
    quote! {
        match __probe.tag(#tag) {
            #(::core::option::Option::Some(#names) => { #parts })*
            _ => {}
        }
    }
}

fn variant(scope: &Scope<'_>, union: &Union<'_>, of: &Variant<'_>) -> TokenStream {
    let tag = &union.tag;
    let inside = match (&of.body, &union.content) {
        (Body::Unit, _) => return TokenStream::new(),
        (Body::Value(inner), None) => return value(scope, inner, Some(&quote!(#tag))),
        (Body::Fields(fields), _) => members(scope, fields),
        (Body::Value(inner), Some(_)) => value(scope, inner, None),
    };
    match &union.content {
        None => inside,
        Some(content) => quote! {
            __probe.members(&[__p::Part { key: #content, probe: |__probe| { #inside } }]);
        },
    }
}
