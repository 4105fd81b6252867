//! `Contract::read`: calls that drive the reader.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Ident, Type, parse_quote};

use super::rules::{ensures, option};
use super::{Scope, itself, json_string};
use crate::model::{Body, Field, Kind, Skipped, Union, Variant};

/// The methods; `late` are the assertions that can only be made once the item's parameters are
/// known.
pub(super) fn expand(scope: &Scope<'_>, late: &TokenStream) -> TokenStream {
    match &scope.contract.kind {
        Kind::Object(fields) => object(scope, fields, late),
        Kind::Newtype(inner) => newtype(scope, inner, late),
        Kind::Enum(values) => {
            let names = values.iter().map(|value| &value.name);
            let index = 0..values.len();
            let variants = values.iter().map(|value| value.ident);
            let ensured = ensured(scope, &quote!(__value));
            method(&quote! {
                let __start = __reader.start();
                let __value = match __reader.one_of(&[#(#names),*])? {
                    #(#index => Self::#variants,)*
                    _ => return ::core::result::Result::Err(__p::Stop),
                };
                #ensured
            })
        }
        Kind::Numbers(values) => {
            let numbers = values.iter().map(|value| value.number);
            let variants = values.iter().map(|value| value.ident);
            method(&quote! {
                ::core::result::Result::Ok(match <::core::primitive::i128 as __Contract>::read(__reader)? {
                    #(#numbers => Self::#variants,)*
                    _ => return ::core::result::Result::Err(__p::Stop),
                })
            })
        }
        Kind::Union(of) => union(scope, of, late),
    }
}

fn method(body: &TokenStream) -> TokenStream {
    quote! {
        fn read(__reader: &mut __p::Reader<'_>) -> ::core::result::Result<Self, __p::Stop> {
            #body
        }
    }
}

/// The type's own semantic checks on `value`, which began at `__start`.
fn ensured(scope: &Scope<'_>, value: &TokenStream) -> TokenStream {
    let checks = &scope.contract.ensures;
    if checks.is_empty() {
        return quote!(::core::result::Result::Ok(#value));
    }
    let ident = scope.contract.ident;
    let (_, ty_generics, _) = scope.generics.split_for_impl();
    let ty: Type = parse_quote!(#ident #ty_generics);
    let checks = ensures(scope, checks, &ty);
    quote!(::core::result::Result::Ok(__p::ensured(__reader, __start, #value, #checks)))
}

fn object(scope: &Scope<'_>, fields: &[Field<'_>], late: &TokenStream) -> TokenStream {
    let ident = scope.contract.ident;
    let (impl_generics, ty_generics, where_clause) = scope.generics.split_for_impl();
    let members = members(
        scope,
        fields,
        &quote!(#ident),
        &quote!(__tag),
        &scope.contract.skipped,
    );
    let ensured = ensured(scope, &quote!(__value));
    scope.item(quote! {
        fn __read #impl_generics (
            __reader: &mut __p::Reader<'_>,
            __tag: ::core::option::Option<&'static ::core::primitive::str>,
        ) -> ::core::result::Result<#ident #ty_generics, __p::Stop> #where_clause {
            #late
            let __start = __reader.start();
            let __value = #members;
            #ensured
        }
    });
    let read = method(&quote!(__read(__reader, ::core::option::Option::None)));
    quote! {
        #read
        fn read_tagged(
            __reader: &mut __p::Reader<'_>,
            __tag: &'static ::core::primitive::str,
        ) -> ::core::result::Result<Self, __p::Stop> {
            __read(__reader, ::core::option::Option::Some(__tag))
        }
    }
}

/// An expression that reads an object with these fields into `path { … }`.
fn members(
    scope: &Scope<'_>,
    fields: &[Field<'_>],
    path: &TokenStream,
    tag: &TokenStream,
    skipped: &[Skipped<'_>],
) -> TokenStream {
    let keys = fields.iter().map(|field| json_string(&field.name));
    let slots: Vec<Ident> = (0..fields.len())
        .map(|index| format_ident!("__slot{index}"))
        .collect();
    let reads = fields.iter().zip(&slots).map(|(field, slot)| {
        let value = value(scope, field, None);
        quote!(__p::put(&mut #slot, #value)?)
    });
    let values = fields.iter().zip(&slots).map(|(field, slot)| {
        let ident = field.ident;
        let value = if field.optional.is_some() {
            let ty = itself::without_self(scope, field.ty);
            let absent = quote_spanned!(field.ty.span()=> <#ty as __p::Optional>::absent());
            quote!(#slot.unwrap_or(#absent))
        } else {
            quote!(__p::present(#slot)?)
        };
        quote!(#ident: #value)
    });
    let skipped = skipped.iter().map(|field| {
        let (ident, value) = (field.ident, itself::value_without_self(scope, &field.value));
        quote!(#ident: #value)
    });
    let index = 0..fields.len();
    quote! {{
        #(let mut #slots = ::core::option::Option::None;)*
        let mut __keys = __reader.object(&[#(#keys),*], #tag)?;
        while let ::core::option::Option::Some(__index) = __p::Keys::next(&mut __keys, __reader)? {
            match __index {
                #(#index => #reads,)*
                _ => return ::core::result::Result::Err(__p::Stop),
            }
        }
        #path { #(#values,)* #(#skipped,)* }
    }}
}

/// An expression that reads a value and holds it to its rules and checks; `tag` is one that has
/// been read already.
///
/// Every part that requires the type to be a contract has
/// the span of the type and the same wording, so that rustc reports the error once.
pub(super) fn value(
    scope: &Scope<'_>,
    field: &Field<'_>,
    tag: Option<&TokenStream>,
) -> TokenStream {
    let ty = itself::without_self(scope, field.ty);
    let span = field.ty.span();
    let contract = quote_spanned!(span=> <#ty as __Contract>);
    // A local takes its hygiene from its span, and the type may come from a macro.
    let (reader, local) = (quote!(__reader), quote!(&__value));
    let read = match tag {
        None => quote_spanned!(span=> #contract::read(#reader)),
        Some(tag) => quote_spanned!(span=> #contract::read_tagged(#reader, #tag)),
    };
    let read = quote!(#read?);
    if field.rules.is_empty() && field.ensures.is_empty() {
        return read;
    }
    let rules = super::rules::shared(scope, field).map(|rules| {
        let view = quote_spanned!(span=> #contract::view(#local));
        quote!(__p::hold(__reader, __start, #view, #rules)?;)
    });
    let checks = (!field.ensures.is_empty()).then(|| {
        let checks = ensures(scope, &field.ensures, &ty);
        quote!(__p::check(__reader, __start, &__value, #checks);)
    });
    quote! {{
        let __start = __reader.start();
        let __value = #read;
        #rules
        #checks
        __value
    }}
}

fn newtype(scope: &Scope<'_>, inner: &Field<'_>, late: &TokenStream) -> TokenStream {
    let untagged = value(scope, inner, None);
    let tagged = value(scope, inner, Some(&quote!(__tag)));
    let ensured = ensured(scope, &quote!(__value));
    let read = method(&quote! {
        #late
        __reader.wrap()?;
        let __start = __reader.start();
        let __value = Self(#untagged);
        #ensured
    });
    quote! {
        #read
        fn read_tagged(
            __reader: &mut __p::Reader<'_>,
            __tag: &'static ::core::primitive::str,
        ) -> ::core::result::Result<Self, __p::Stop> {
            #late
            let __start = __reader.start();
            let __value = Self(#tagged);
            #ensured
        }
    }
}

fn union(scope: &Scope<'_>, of: &Union<'_>, late: &TokenStream) -> TokenStream {
    let tag = &of.tag;
    let names = of.variants.iter().map(|variant| &variant.name);
    let index = 0..of.variants.len();
    let bodies = of
        .variants
        .iter()
        .map(|of_variant| variant(scope, of, of_variant));
    let ensured = ensured(scope, &quote!(__value));
    method(&quote! {
        #late
        let __start = __reader.start();
        let __value = match __reader.tag(#tag, &[#(#names),*])? {
            #(#index => #bodies,)*
            _ => return ::core::result::Result::Err(__p::Stop),
        };
        #ensured
    })
}

/// An expression that reads one variant, whose tag is known.
fn variant(scope: &Scope<'_>, union: &Union<'_>, of: &Variant<'_>) -> TokenStream {
    let ident = of.ident;
    let tag = &union.tag;
    let Some(content) = &union.content else {
        return match &of.body {
            Body::Unit => quote!({ __p::tag_alone(__reader, #tag)?; Self::#ident {} }),
            Body::Fields(fields) => {
                let tag = option(Some(quote!(#tag)));
                members(scope, fields, &quote!(Self::#ident), &tag, &[])
            }
            Body::Value(value) => {
                let read = self::value(scope, value, Some(&quote!(#tag)));
                quote!(Self::#ident(#read))
            }
        };
    };
    let key = json_string(content);
    let read = match &of.body {
        Body::Unit => return quote!({ __p::tag_alone(__reader, #tag)?; Self::#ident {} }),
        Body::Fields(fields) => {
            let none = option(None);
            members(scope, fields, &quote!(Self::#ident), &none, &[])
        }
        Body::Value(value) => {
            let read = self::value(scope, value, None);
            quote!(Self::#ident(#read))
        }
    };
    quote! {
        __p::content(__reader, &[#key], #tag, |__reader| ::core::result::Result::Ok(#read))?
    }
}
