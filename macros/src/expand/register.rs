//! Lets the command line find what is linked into a program. Whether it does is the runtime's
//! choice: without its feature, the macro called here is empty.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{GenericParam, Generics, Ident, Type};

use crate::model::Contract;

/// Registers a contract that has no type parameters; of others there is no single one.
pub(super) fn contract(contract: &Contract<'_>) -> Option<TokenStream> {
    let arguments = static_arguments(contract.generics)?;
    let ident = contract.ident;
    Some(quote!(__p::register_contract!(#ident #arguments);))
}

/// Registers a prompt that has no type parameters, with its inputs.
pub(crate) fn prompt(
    ident: &Ident,
    generics: &Generics,
    private: &TokenStream,
    inputs: &[(String, &Type)],
) -> Option<TokenStream> {
    let arguments = static_arguments(generics)?;
    let inputs = inputs.iter().map(|(name, ty)| {
        let ty = spelled(ty);
        quote!((#name, #ty))
    });
    Some(quote!(#private::register_prompt!(#ident #arguments; #(#inputs)*);))
}

/// Generic arguments for a type that has lifetimes at most.
fn static_arguments(generics: &Generics) -> Option<TokenStream> {
    let mut lifetimes = 0_usize;
    for param in &generics.params {
        match param {
            GenericParam::Lifetime(_) => lifetimes += 1,
            GenericParam::Type(_) | GenericParam::Const(_) => return None,
        }
    }
    let lifetimes = std::iter::repeat_n(quote!('static), lifetimes);
    Some(if generics.params.is_empty() {
        TokenStream::new()
    } else {
        quote!(<#(#lifetimes),*>)
    })
}

/// A type as people write it: tokens come with spaces between them.
pub(crate) fn spelled(ty: &Type) -> String {
    let mut text = quote!(#ty).to_string();
    for tight in ["<", ">", "::", ",", "[", "]", "(", ")", "&"] {
        for loose in [format!(" {tight}"), format!("{tight} ")] {
            text = text.replace(&loose, tight);
        }
    }
    text.replace(',', ", ")
}
