//! Drafts of structs, and the paths to their lists.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt as _;
use syn::{GenericArgument, Generics, Ident, PathArguments, Type};

use super::super::{Scope, itself};
use super::{Parts, absent, hand_on, head, members, method, name};
use crate::model::Field;

/// The draft of a struct.
pub(super) fn parts(
    scope: &Scope<'_>,
    fields: &[Field<'_>],
    generics: &Generics,
    runtime: &TokenStream,
) -> Parts {
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let (head, name, vis) = (head(scope), name(scope), scope.contract.vis);
    let members = members(scope, fields, runtime, true);
    let (begin, take) = (absent(fields), take(scope, fields));
    let lists: Vec<_> = fields.iter().filter_map(list).collect();
    // Mentioned here: a path that nobody else uses is no dead code.
    let mentioned = lists.iter().map(|list| &list.name);
    let paths = paths(scope, &lists, generics);
    Parts {
        ty: quote! {
            #head
            #vis struct #name #impl_generics #where_clause { #members }
        },
        open: quote!(#name #ty_generics),
        methods: quote! {
            fn begin() -> ::core::option::Option<Self::Open> {
                #(let _ = Self::#mentioned;)*
                ::core::option::Option::Some(#name { #begin })
            }
            #take
        },
        paths,
    }
}

fn take(scope: &Scope<'_>, fields: &[Field<'_>]) -> TokenStream {
    let index = 0..fields.len();
    let calls = fields.iter().map(|field| {
        let ident = field.ident;
        hand_on(scope, field, &quote!(&mut __open.#ident), &quote!(__rest))
    });
    method(&quote! {
        match __path {
            #([__p::DraftMember::Field(#index), __rest @ ..] => #calls,)*
            _ => ::core::result::Result::Ok(()),
        }
    })
}

/// A field that is a list.
struct List<'f> {
    field: &'f Field<'f>,
    /// The name of its path.
    name: Ident,
    items: &'f Type,
}

/// Returns the list that a field is; `None` if its type isn't called `Vec`.
fn list<'f>(field: &'f Field<'f>) -> Option<List<'f>> {
    let mut ty = field.ty;
    // A type that a macro by example took as one.
    while let Type::Group(group) = ty {
        ty = &group.elem;
    }
    let Type::Path(path) = ty else {
        return None;
    };
    let last = path
        .path
        .segments
        .last()
        .filter(|last| last.ident == "Vec")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    let mut arguments = arguments.args.iter();
    let (Some(GenericArgument::Type(items)), None) = (arguments.next(), arguments.next()) else {
        return None;
    };
    let ident = field.ident?;
    let name = format_ident!(
        "{}",
        ident.unraw().to_string().to_uppercase(),
        span = ident.span()
    );
    Some(List { field, name, items })
}

/// The paths to the lists, as constants of the type.
fn paths(scope: &Scope<'_>, lists: &[List<'_>], generics: &Generics) -> TokenStream {
    if lists.is_empty() {
        return TokenStream::new();
    }
    let (ident, draft) = (scope.contract.ident, name(scope));
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let paths = lists.iter().map(|list| {
        let List { field, name, items } = list;
        let (vis, own) = (field.vis, field.ident);
        let items = itself::without_self(scope, items);
        let doc = format!(" The path to the items of `{}`.", field.name);
        quote! {
            #[doc = #doc]
            #vis const #name: __p::ItemsOf<#ident #ty_generics, #items> =
                __p::ItemsOf::new(
                    |__draft: &#draft #ty_generics| __draft.#own.items(),
                    |__value: &#ident #ty_generics| &__value.#own,
                );
        }
    });
    quote! {
        #[automatically_derived]
        impl #impl_generics #ident #ty_generics #where_clause { #(#paths)* }
    }
}
