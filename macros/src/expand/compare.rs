//! How a field is compared, as tokens.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::rules::{option, without_self};
use super::{Scope, itself};
use crate::attr::Measure;
use crate::model::{Compare, Field};
use crate::symbol;

/// The field's comparison.
pub(super) fn compare(scope: &Scope<'_>, of: &Field<'_>) -> TokenStream {
    let Some(compare) = &of.compare else {
        return quote!(__p::Compare::DEFAULT);
    };
    let role = role(compare);
    let measure = option(
        compare
            .measure
            .as_ref()
            .map(|(_, measure)| self::measure(scope, of, measure)),
    );
    let pairing = option(compare.pairing.as_ref().map(|(_, symbol)| match *symbol {
        symbol::ORDERED => quote!(__p::Pairing::Ordered),
        symbol::SET => quote!(__p::Pairing::Set),
        _ => quote!(__p::Pairing::Matching),
    }));
    let at_least = option(compare.at_least.map(|(value, _)| quote!(#value)));
    quote!(&__p::Compare {
        role: #role, measure: #measure, pairing: #pairing, at_least: #at_least,
    })
}

fn role(of: &Compare) -> TokenStream {
    match &of.role {
        None => quote!(__p::Role::Required),
        Some((_, symbol::INFORMATIVE)) => quote!(__p::Role::Informative),
        Some(_) => quote!(__p::Role::Ignored),
    }
}

fn measure(scope: &Scope<'_>, field: &Field<'_>, of: &Measure) -> TokenStream {
    match of {
        Measure::Exact => quote!(__p::Measure::Exact),
        Measure::Normalized => quote!(__p::Measure::Normalized),
        Measure::TokenF1 => quote!(__p::Measure::TokenF1),
        Measure::Edit => quote!(__p::Measure::Edit),
        Measure::Absolute(number, _) => {
            let distance = number.to_float();
            quote!(__p::Measure::Within(__p::Tolerance::Absolute(#distance)))
        }
        Measure::Relative(share, _) => {
            quote!(__p::Measure::Within(__p::Tolerance::Relative(#share)))
        }
        Measure::Rubric(text, _) => quote!(__p::Measure::Rubric(#text)),
        Measure::With(path) => {
            let name = quote!(#path).to_string().replace(' ', "");
            let function = without_self(scope, path);
            let ty = itself::without_self(scope, field.ty);
            // A closure, so that `fn(&str, &str)` serves a `String`.
            let by = quote_spanned!(path.span()=>
                |__truth: &#ty, __answer: &#ty| -> ::core::primitive::f64 { #function(__truth, __answer) }
            );
            quote!(__p::Measure::With(__p::Custom {
                name: #name,
                call: |__truth, __answer| __p::compare::<#ty>(__truth, __answer, #by),
            }))
        }
    }
}
