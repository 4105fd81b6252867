//! `Contract::SHAPE`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;

use super::compare::compare;
use super::rules::{ensure_names, literal, option, shared};
use super::{Scope, bounds, itself};
use crate::model::{Body, Field, Kind, Numbered, Union, Variant};

/// The constant's value. A static where there can be one: whatever uses a constant goes through all
/// that it leads to, once for every way there.
pub(super) fn expand(scope: &Scope<'_>) -> TokenStream {
    let value = value(scope);
    if scope.generics.params.is_empty() {
        scope.item(quote!(static __SHAPE: __p::Shape = #value;));
        quote!(&__SHAPE)
    } else {
        // A static is impossible here, so types that the compiler would follow without end are
        // reported.
        let words = "types with parameters lead to one another in more ways than the compiler can follow; put a newtype without parameters between two of them, such as `struct Rows(Page<Row>);`";
        let span = scope.contract.ident.span();
        let followed = quote_spanned!(span=> ::core::assert!(<Self as __Contract>::WAYS <= __p::MOST_WAYS, #words););
        quote!({ #followed &#value })
    }
}

/// Returns the number of type paths that lead on from here: one, if the shape is a static.
pub(super) fn ways(scope: &Scope<'_>) -> Option<TokenStream> {
    if scope.generics.params.is_empty() {
        return None;
    }
    let fields = bounds::fields(scope.contract);
    let followed = fields.iter().filter(|field| field.recursive.is_none());
    let ways = followed.map(|field| {
        let (ty, _) = itself::with_marker(scope, &itself::without_self(scope, field.ty));
        quote_spanned!(field.ty.span()=> <#ty as __Contract>::WAYS)
    });
    Some(quote!(const WAYS: ::core::primitive::u64 = __p::ways(&[#(#ways),*]);))
}

fn value(scope: &Scope<'_>) -> TokenStream {
    let contract = scope.contract;
    let id = itself::id(&contract.ident.unraw().to_string());
    let name = name(scope, &id, &contract.title);
    let doc = &contract.doc;
    let ensures = ensure_names(&contract.ensures);
    match &contract.kind {
        Kind::Object(fields) => {
            let fields = fields.iter().map(|of| field(scope, of));
            quote!(__p::Shape::Object(&__p::Object {
                name: #name, doc: #doc, fields: &[#(#fields),*], ensures: #ensures,
            }))
        }
        Kind::Newtype(inner) => {
            let shape = field_shape(scope, inner);
            let rules = rules(scope, inner);
            let examples = inner.examples.iter().map(literal);
            let ensures = ensure_names(&[inner.ensures.clone(), contract.ensures.clone()].concat());
            let compare = compare(scope, inner);
            quote!(__p::Shape::Newtype(&__p::Newtype {
                name: #name, doc: #doc, inner: #shape, rules: #rules,
                examples: &[#(#examples),*], ensures: #ensures, compare: #compare,
            }))
        }
        Kind::Enum(values) => {
            let names = values.iter().map(|value| &value.name);
            let docs = values.iter().map(|value| &value.doc);
            quote!(__p::Shape::Enum(&__p::Enum {
                name: #name, doc: #doc,
                values: &[#(__p::EnumValue { name: #names, doc: #docs }),*],
            }))
        }
        Kind::Numbers(values) => numbers(scope, values, &name),
        Kind::Union(of) => union(scope, of, &name, &ensures),
    }
}

/// A newtype around an integer that is one of these; its words say which number means what.
fn numbers(scope: &Scope<'_>, values: &[Numbered<'_>], name: &TokenStream) -> TokenStream {
    let lines = values.iter().map(|value| {
        (
            format!("{} = {}", value.number, value.name),
            value.doc.clone(),
        )
    });
    let doc = scope.contract.doc.with_lines(lines);
    let numbers = values.iter().map(|value| value.number);
    let least = numbers.clone().min().unwrap_or_default();
    let most = numbers.clone().max().unwrap_or_default();
    let most = u128::try_from(most).unwrap_or_default();
    quote!(__p::Shape::Newtype(&__p::Newtype {
        name: #name, doc: #doc,
        inner: &__p::Shape::Integer { min: #least, max: #most },
        rules: &[__p::Rule::OneOf(&[#(__p::Literal::Int(#numbers)),*])],
        examples: &[], ensures: &[], compare: __p::Compare::DEFAULT,
    }))
}

fn union(
    scope: &Scope<'_>,
    of: &Union<'_>,
    name: &TokenStream,
    ensures: &TokenStream,
) -> TokenStream {
    let doc = &scope.contract.doc;
    let tag = &of.tag;
    let content = option(of.content.as_ref().map(|content| quote!(#content)));
    let variants = of.variants.iter().map(|variant| {
        let name = &variant.name;
        let doc = &variant.doc;
        let body = match &variant.body {
            Body::Unit => quote!(__p::Body::Unit),
            Body::Fields(fields) => {
                let fields = fields.iter().map(|of| field(scope, of));
                quote!(__p::Body::Fields(&[#(#fields),*]))
            }
            Body::Value(value) => {
                let shape = value_shape(scope, variant, value);
                quote!(__p::Body::Value(#shape))
            }
        };
        quote!(__p::Variant { name: #name, doc: #doc, body: #body })
    });
    quote!(__p::Shape::Union(&__p::Union {
        name: #name, doc: #doc, tag: #tag, content: #content,
        variants: &[#(#variants),*], ensures: #ensures,
    }))
}

/// The shape of a variant's only value; with rules of its own, it is a newtype that has no name in
/// Rust.
fn value_shape(scope: &Scope<'_>, variant: &Variant<'_>, value: &Field<'_>) -> TokenStream {
    let shape = field_shape(scope, value);
    let plain = value.rules.is_empty() && value.examples.is_empty() && value.ensures.is_empty();
    if plain && value.compare.is_none() {
        return shape;
    }
    let (item, variant) = (scope.contract.ident.unraw(), variant.ident.unraw());
    let name = name(
        scope,
        &itself::id(&format!("{item}::{variant}")),
        &variant.to_string(),
    );
    let rules = rules(scope, value);
    let examples = value.examples.iter().map(literal);
    let ensures = ensure_names(&value.ensures);
    let compare = compare(scope, value);
    quote!(&__p::Shape::Newtype(&__p::Newtype {
        name: #name, doc: "", inner: #shape, rules: #rules,
        examples: &[#(#examples),*], ensures: #ensures, compare: #compare,
    }))
}

fn name(scope: &Scope<'_>, id: &TokenStream, title: &str) -> TokenStream {
    let key = itself::key(scope, id);
    let args = if scope.generics.params.is_empty() {
        quote!(__p::no_args)
    } else {
        let args = itself::arguments(scope);
        quote!(|| const { #args })
    };
    quote!(__p::Name { id: #id, key: #key, title: #title, args: #args })
}

fn field(scope: &Scope<'_>, of: &Field<'_>) -> TokenStream {
    let name = &of.name;
    let doc = &of.doc;
    let shape = field_shape(scope, of);
    let rules = rules(scope, of);
    let optional = of.optional.is_some();
    let examples = of.examples.iter().map(literal);
    let ensures = ensure_names(&of.ensures);
    let compare = compare(scope, of);
    quote!(__p::Field {
        name: #name, doc: #doc, shape: #shape, rules: #rules, optional: #optional,
        examples: &[#(#examples),*], ensures: #ensures, compare: #compare,
    })
}

fn rules(scope: &Scope<'_>, of: &Field<'_>) -> TokenStream {
    shared(scope, of).map_or_else(|| quote!(&[]), |rules| quote!(#rules))
}

fn field_shape(scope: &Scope<'_>, of: &Field<'_>) -> TokenStream {
    let ty = &itself::without_self(scope, of.ty);
    if of.recursive.is_some() {
        return quote_spanned!(ty.span()=> &__p::Shape::Back(&__p::Back {
            target: __p::Target::Marked,
            resolve: || <#ty as __Contract>::SHAPE,
        }));
    }
    let (ty, _) = itself::with_marker(scope, ty);
    quote_spanned!(ty.span()=> <#ty as __Contract>::SHAPE)
}
