//! Rules, literals and semantic checks as tokens.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Ident, Path, Type};

use super::Scope;
use crate::attr::{Bound, Lit, LitKind, Number};
use crate::model::{Field, Rule, RuleKind};

/// A constant with the field's rules, which the shape and the reader share; `None` if there are
/// none.
pub(super) fn shared(scope: &Scope<'_>, field: &Field<'_>) -> Option<Ident> {
    if field.rules.is_empty() {
        return None;
    }
    let known =
        |(ty, name): &(*const Type, Ident)| std::ptr::eq(*ty, field.ty).then(|| name.clone());
    if let Some(name) = scope.rules.borrow().iter().find_map(known) {
        return Some(name);
    }
    let name = format_ident!("__RULES{}", scope.serial());
    let mut rules: Vec<_> = field.rules.iter().map(|of| rule(scope, of)).collect();
    let names_control =
        |of: &Rule| matches!(of.kind, RuleKind::Pattern { names_control, .. } if names_control);
    if field.rules.iter().any(names_control) {
        rules.push(quote!(__p::Rule::ControlCharacters));
    }
    scope.item(quote!(const #name: &[__p::Rule] = &[#(#rules),*];));
    scope.rules.borrow_mut().push((field.ty, name.clone()));
    Some(name)
}

fn rule(scope: &Scope<'_>, rule: &Rule) -> TokenStream {
    match &rule.kind {
        RuleKind::Length { min, max } => {
            let max = option(max.map(|max| quote!(#max)));
            quote!(__p::Rule::Length { min: #min, max: #max })
        }
        RuleKind::Range { min, max } => {
            let min = option(min.as_ref().map(bound));
            let max = option(max.as_ref().map(bound));
            quote!(__p::Rule::Range { min: #min, max: #max })
        }
        RuleKind::MultipleOf(number) => {
            let number = num(*number);
            quote!(__p::Rule::MultipleOf(#number))
        }
        RuleKind::Pattern { source, regex, .. } => {
            let name = format_ident!("__regex{}", scope.serial());
            scope.item(quote! {
                fn #name() -> &'static __p::Regex {
                    static CELL: __p::RegexCell = __p::RegexCell::new();
                    __p::regex(&CELL, #regex)
                }
            });
            quote!(__p::Rule::Pattern(__p::Pattern { source: #source, regex: #name }))
        }
        RuleKind::Format(name) => {
            let name = format_ident!("{name}");
            quote!(__p::Rule::Format(__p::Format::#name))
        }
        RuleKind::Unique => quote!(__p::Rule::Unique),
        RuleKind::ControlCharacters => quote!(__p::Rule::ControlCharacters),
        RuleKind::OneOf(values) => {
            let values = values.iter().map(literal);
            quote!(__p::Rule::OneOf(&[#(#values),*]))
        }
    }
}

/// `Some(…)` or `None`.
pub(super) fn option(of: Option<TokenStream>) -> TokenStream {
    of.map_or_else(
        || quote!(::core::option::Option::None),
        |value| quote!(::core::option::Option::Some(#value)),
    )
}

/// One end of a range.
pub(super) fn bound(of: &Bound) -> TokenStream {
    let value = num(of.value);
    let exclusive = of.exclusive;
    quote!(__p::Bound { value: #value, exclusive: #exclusive })
}

/// A number of a rule.
pub(super) fn num(of: Number) -> TokenStream {
    match of {
        Number::Int(value) => quote!(__p::Num::Int(#value)),
        Number::Float(value) => quote!(__p::Num::Float(#value)),
    }
}

/// A literal of a rule or an example.
pub(super) fn literal(of: &Lit) -> TokenStream {
    match &of.kind {
        LitKind::Null => quote!(__p::Literal::Null),
        LitKind::Bool(value) => quote!(__p::Literal::Bool(#value)),
        LitKind::Number(Number::Int(value)) => quote!(__p::Literal::Int(#value)),
        LitKind::Number(Number::Float(value)) => quote!(__p::Literal::Float(#value)),
        LitKind::Str(text) => quote!(__p::Literal::Str(#text)),
        LitKind::List(items) => {
            let items = items.iter().map(literal);
            quote!(__p::Literal::List(&[#(#items),*]))
        }
    }
}

/// Semantic checks as a list of functions. Closures, so that `fn(&str)` serves a `String`.
pub(super) fn ensures(scope: &Scope<'_>, paths: &[Path], ty: &Type) -> TokenStream {
    let calls = paths.iter().map(|path| {
        let function = without_self(scope, path);
        quote_spanned!(path.span()=> |__value: &#ty| #function(__value))
    });
    quote!(&[#(#calls),*])
}

/// `Self::check` with the type spelled out, since the call may stand outside of the impl.
pub(super) fn without_self(scope: &Scope<'_>, path: &Path) -> TokenStream {
    let mut rest = path.segments.iter();
    if path.leading_colon.is_some() || rest.next().is_none_or(|first| first.ident != "Self") {
        return quote!(#path);
    }
    let ident = scope.contract.ident;
    let (_, ty_generics, _) = scope.generics.split_for_impl();
    quote_spanned!(path.span()=> <#ident #ty_generics> #(::#rest)*)
}

/// The names of semantic checks.
pub(super) fn ensure_names(paths: &[Path]) -> TokenStream {
    let names = paths
        .iter()
        .map(|path| quote!(#path).to_string().replace(' ', ""));
    quote!(&[#(#names),*])
}
