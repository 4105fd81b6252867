//! `#[contract(draft)]`: the type of drafts beside a type, and how a draft takes in what comes.

mod object;
mod union;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt as _;
use syn::{Generics, Ident, WherePredicate, parse_quote};

use super::{Scope, bounds, itself, read};
use crate::attr::Words;
use crate::model::{Field, Kind};

/// The type of drafts and what it needs.
struct Parts {
    /// The declaration of the type, if there is one.
    ty: TokenStream,
    open: TokenStream,
    methods: TokenStream,
    /// The paths to the lists.
    paths: TokenStream,
}

/// The type of drafts, and its impl; `None` if it isn't asked for.
pub(super) fn expand(
    scope: &Scope<'_>,
    runtime: &TokenStream,
) -> Option<(TokenStream, TokenStream)> {
    let contract = scope.contract;
    if !contract.draft {
        return None;
    }
    let generics = generics(scope, runtime);
    let ident = contract.ident;
    let parts = match &contract.kind {
        Kind::Object(fields) => object::parts(scope, fields, &generics, runtime),
        Kind::Union(of) => union::parts(scope, of, &generics, runtime),
        Kind::Newtype(inner) => newtype(scope, inner),
        Kind::Enum(_) | Kind::Numbers(_) => Parts {
            ty: TokenStream::new(),
            open: quote!(::core::convert::Infallible),
            methods: TokenStream::new(),
            paths: TokenStream::new(),
        },
    };
    let Parts {
        ty,
        open,
        methods,
        paths,
    } = parts;
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let body = quote! {
        #[automatically_derived]
        impl #impl_generics __p::Drafted for #ident #ty_generics #where_clause {
            type Open = #open;
            #methods
        }
        #paths
    };
    Some((ty, body))
}

/// The item's generics with the bounds that a draft needs.
fn generics(scope: &Scope<'_>, runtime: &TokenStream) -> Generics {
    let contract = scope.contract;
    let mut generics = contract.generics.clone();
    generics.params.clone_from(&scope.generics.params);
    let (_, bounded) = bounds::used(contract);
    if !bounded.is_empty() {
        let bounds = bounded
            .iter()
            .map(|ty| -> WherePredicate { parse_quote!(#ty: #runtime::__private::Drafted) });
        generics.make_where_clause().predicates.extend(bounds);
    }
    generics
}

/// The name of the type of drafts.
fn name(scope: &Scope<'_>) -> Ident {
    let ident = scope.contract.ident;
    format_ident!("{}Draft", ident.unraw(), span = ident.span())
}

/// The attributes of the type of drafts.
fn head(scope: &Scope<'_>) -> TokenStream {
    let contract = scope.contract;
    let own = format!(
        "A draft of [`{}`]: what has come of it.",
        contract.ident.unraw()
    );
    let head = documented(&own, &contract.doc);
    let allow_deprecated = &contract.allow_deprecated;
    quote! {
        #allow_deprecated
        #head
        #[derive(::core::fmt::Debug, ::core::clone::Clone)]
    }
}

/// A newtype is shown as what it holds.
fn newtype(scope: &Scope<'_>, inner: &Field<'_>) -> Parts {
    let ty = itself::without_self(scope, inner.ty);
    let (open, methods) = as_another(&quote!(#ty));
    Parts {
        ty: TokenStream::new(),
        open,
        methods,
        paths: TokenStream::new(),
    }
}

/// The type that is open, and the methods, of a type that is shown as another one.
fn as_another(ty: &TokenStream) -> (TokenStream, TokenStream) {
    let inner = quote!(<#ty as __p::Drafted>);
    let take = method(&quote!(#inner::take(__open, __path, __change)));
    let methods = quote! {
        fn begin() -> ::core::option::Option<Self::Open> {
            #inner::begin()
        }
        #take
    };
    (quote!(#inner::Open), methods)
}

/// The impl of a type that travels as another one, and is shown as that.
pub(super) fn handed_on(generics: &Generics, ident: &Ident, wire: &TokenStream) -> TokenStream {
    let (open, methods) = as_another(wire);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics __p::Drafted for #ident #ty_generics #where_clause {
            type Open = #open;
            #methods
        }
    }
}

/// A doc comment: a line of our own, and the words of the original.
fn documented(own: &str, words: &Words) -> TokenStream {
    let own = format!(" {own}");
    let words = words
        .comment()
        .map(|text| quote!(#[doc = ""] #[doc = #text]));
    quote!(#[doc = #own] #words)
}

/// The doc comment of a field: its words, or one of our own.
fn of_field(field: &Field<'_>) -> TokenStream {
    if let Some(text) = field.doc.comment() {
        return quote!(#[doc = #text]);
    }
    let own = format!(" What has come of `{}`.", field.name);
    quote!(#[doc = #own])
}

/// The declarations of fields that are drafts.
fn members(
    scope: &Scope<'_>,
    fields: &[Field<'_>],
    runtime: &TokenStream,
    is_struct: bool,
) -> TokenStream {
    let fields = fields.iter().map(|field| {
        let (doc, ident) = (of_field(field), field.ident);
        let vis = is_struct.then_some(field.vis);
        let ty = itself::without_self(scope, field.ty);
        quote!(#doc #vis #ident: #runtime::__private::Draft<#ty>,)
    });
    quote!(#(#fields)*)
}

/// Fields of which nothing has come.
fn absent(fields: &[Field<'_>]) -> TokenStream {
    let idents = fields.iter().map(|field| field.ident);
    quote!(#(#idents: __p::Draft::Absent,)*)
}

/// The signature of `take` around a body.
fn method(body: &TokenStream) -> TokenStream {
    quote! {
        fn take(
            __open: &mut Self::Open,
            __path: &[__p::DraftMember],
            __change: &__p::Change<'_>,
        ) -> ::core::result::Result<(), __p::Stop> {
            #body
        }
    }
}

/// A call that hands on what happened to the draft in `slot`.
fn hand_on(
    scope: &Scope<'_>,
    field: &Field<'_>,
    slot: &TokenStream,
    path: &TokenStream,
) -> TokenStream {
    let value = read::value(scope, field, None);
    quote! {
        __p::Draft::take(#slot, #path, __change, |__reader| ::core::result::Result::Ok(#value))
    }
}
