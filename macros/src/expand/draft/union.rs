//! Drafts of enums of objects with a tag.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Generics, Ident};

use super::super::{Scope, itself};
use super::{Parts, absent, documented, hand_on, head, members, method, name};
use crate::model::{Body, Field, Union, Variant};

/// The draft of an enum.
pub(super) fn parts(
    scope: &Scope<'_>,
    of: &Union<'_>,
    generics: &Generics,
    runtime: &TokenStream,
) -> Parts {
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let (head, name, vis) = (head(scope), name(scope), scope.contract.vis);
    let variants = of.variants.iter().map(|of| variant(scope, of, runtime));
    let take = take(scope, of, &name);
    Parts {
        ty: quote! {
            #head
            #[allow(clippy::exhaustive_enums, reason = "it has the variants of its contract")]
            #vis enum #name #impl_generics #where_clause { #(#variants,)* }
        },
        open: quote!(::core::option::Option<#name #ty_generics>),
        methods: quote! {
            fn begin() -> ::core::option::Option<Self::Open> {
                ::core::option::Option::Some(::core::option::Option::None)
            }
            #take
        },
        paths: TokenStream::new(),
    }
}

/// The declaration of a variant of drafts.
fn variant(scope: &Scope<'_>, of: &Variant<'_>, runtime: &TokenStream) -> TokenStream {
    let ident = of.ident;
    let own = format!("It is of the kind `{}`.", of.name);
    let doc = documented(&own, &of.doc);
    match &of.body {
        Body::Unit => quote!(#doc #ident),
        Body::Fields(fields) => {
            let members = members(scope, fields, runtime, false);
            quote!(#doc #ident { #members })
        }
        Body::Value(value) => {
            let ty = itself::without_self(scope, value.ty);
            quote!(#doc #ident(#runtime::__private::Draft<#ty>))
        }
    }
}

fn take(scope: &Scope<'_>, of: &Union<'_>, name: &Ident) -> TokenStream {
    let index = 0..of.variants.len();
    let has_content = of.content.is_some();
    let begun = of
        .variants
        .iter()
        .map(|of| begun(scope, of, name, has_content));
    let arms = of
        .variants
        .iter()
        .map(|of| arm(scope, of, name, has_content));
    method(&quote! {
        if let ([], __p::Change::Told(__index)) = (__path, __change) {
            *__open = match *__index {
                #(#index => ::core::option::Option::Some(#begun),)*
                _ => ::core::option::Option::None,
            };
            return ::core::result::Result::Ok(());
        }
        match __open {
            ::core::option::Option::None => ::core::result::Result::Ok(()),
            ::core::option::Option::Some(__open) => match __open {
                #(#arms,)*
            },
        }
    })
}

/// A variant whose tag has come, and nothing else.
fn begun(scope: &Scope<'_>, of: &Variant<'_>, name: &Ident, has_content: bool) -> TokenStream {
    let ident = of.ident;
    match &of.body {
        Body::Unit => quote!(#name::#ident),
        Body::Fields(fields) => {
            let fields = absent(fields);
            quote!(#name::#ident { #fields })
        }
        Body::Value(_) if has_content => quote!(#name::#ident(__p::Draft::Absent)),
        Body::Value(value) => {
            let ty = itself::without_self(scope, value.ty);
            quote!(#name::#ident(
                <#ty as __p::Drafted>::begin().map_or(__p::Draft::Absent, __p::Draft::Open)
            ))
        }
    }
}

/// The arm that hands on what happened to a part of a variant.
fn arm(scope: &Scope<'_>, of: &Variant<'_>, name: &Ident, has_content: bool) -> TokenStream {
    let ident = of.ident;
    let data = has_content.then(|| quote!(__p::DraftMember::Data,));
    match &of.body {
        Body::Unit => quote!(#name::#ident => ::core::result::Result::Ok(())),
        Body::Fields(fields) => of_fields(scope, fields, &quote!(#name::#ident), data.as_ref()),
        Body::Value(value) if has_content => {
            let call = hand_on(scope, value, &quote!(__slot), &quote!(__rest));
            quote! {
                #name::#ident(__slot) => match __path {
                    [__p::DraftMember::Data, __rest @ ..] => #call,
                    _ => ::core::result::Result::Ok(()),
                }
            }
        }
        Body::Value(value) => {
            let call = hand_on(scope, value, &quote!(__slot), &quote!(__path));
            quote! {
                #name::#ident(__slot) => match __path {
                    [] => ::core::result::Result::Ok(()),
                    _ => #call,
                }
            }
        }
    }
}

fn of_fields(
    scope: &Scope<'_>,
    fields: &[Field<'_>],
    path: &TokenStream,
    data: Option<&TokenStream>,
) -> TokenStream {
    let idents: Vec<_> = fields.iter().map(|field| field.ident).collect();
    let slots: Vec<Ident> = (0..fields.len())
        .map(|index| format_ident!("__slot{index}"))
        .collect();
    let index = 0..fields.len();
    let calls = fields
        .iter()
        .zip(&slots)
        .map(|(field, slot)| hand_on(scope, field, &quote!(#slot), &quote!(__rest)));
    quote! {
        #path { #(#idents: #slots),* } => match __path {
            #([#data __p::DraftMember::Field(#index), __rest @ ..] => #calls,)*
            _ => ::core::result::Result::Ok(()),
        }
    }
}
