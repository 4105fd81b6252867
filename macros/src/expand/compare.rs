//! Tokens that describe the comparison of a field.

use std::cmp::Ordering;

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;
use syn::spanned::Spanned as _;

use super::rules::{option, without_self};
use super::{Check, Scope, itself};
use crate::attr::{Measure, Number};
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

/// Returns the assertions that the field's type allows its comparison.
pub(super) fn checks(field: &Field<'_>, shape: &TokenStream) -> Vec<Check> {
    let Some(compare) = &field.compare else {
        return Vec::new();
    };
    let mut checks = Vec::new();
    let mut needs = |key: &Ident, question: &str, needs: &str| {
        let question = format_ident!("{question}");
        let message = format!("`{key}` can't compare this type; it needs {needs}");
        checks.push((key.span(), quote!(__p::fit::#question(#shape)), message));
    };
    if let Some((key, _)) = &compare.pairing {
        needs(key, "has_items", "a list");
    }
    match &compare.measure {
        Some((key, Measure::Absolute(..) | Measure::Relative(..))) => {
            needs(key, "has_numbers", "a number, or a list or map of them");
        }
        Some((key, Measure::Normalized | Measure::TokenF1 | Measure::Edit)) => {
            let texts = "free text, or a list or map of it; take `exact`, or leave it to the type";
            needs(key, "has_texts", texts);
        }
        _ => {}
    }
    if let Some((_, Measure::Absolute(number, span))) = &compare.measure
        && number.compare(Number::Int(1)) == Some(Ordering::Less)
    {
        let message = "two integers that differ lie at least 1 apart; write a number from 1 on, or take `exact`";
        checks.push((
            *span,
            quote!(__p::fit::has_fractions(#shape)),
            message.to_owned(),
        ));
    }
    if let (None, None, Some((_, span))) = (&compare.measure, &compare.pairing, compare.at_least) {
        let message =
            "values of this type agree or don't, without a score between; remove `at_least`";
        checks.push((
            span,
            quote!(__p::fit::has_scores(#shape)),
            message.to_owned(),
        ));
    }
    checks
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
