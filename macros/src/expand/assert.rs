//! Checks that need to know a type: constant assertions on the token that the user must edit.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::Type;
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;

use super::{Check, Scope, bounds, fit, itself};
use crate::model::{Body, Field, Kind, Union};

/// The message for an `Option` within an `Option`.
const NULLS: &str = "`null` would mean two things in an `Option` of an `Option`; use one `Option`";

/// Adds the assertions: as items where the types are known here, else as statements that run when
/// the impl is used with types that are.
pub(super) fn expand(scope: &Scope<'_>) -> TokenStream {
    let mut late = TokenStream::new();
    for field in bounds::fields(scope.contract) {
        let checks = of_field(scope, field);
        add(scope, field.ty, checks, &mut late);
    }
    match &scope.contract.kind {
        Kind::Object(fields) => {
            for field in fields {
                add(scope, field.ty, ends(scope, field), &mut late);
            }
        }
        Kind::Newtype(inner) => add(scope, inner.ty, of_newtype(scope, inner), &mut late),
        Kind::Enum(_) | Kind::Numbers(_) => {}
        Kind::Union(of) => union(scope, of, &mut late),
    }
    targets(scope);
    late
}

fn add(scope: &Scope<'_>, ty: &Type, checks: Vec<Check>, late: &mut TokenStream) {
    let is_late = bounds::mentions_parameter(scope.contract, ty);
    for (span, condition, message) in checks {
        let assertion = quote_spanned!(span=> ::core::assert!(#condition, #message););
        if is_late {
            late.extend(quote_spanned!(span=> const { #assertion }));
        } else {
            scope.item(quote_spanned!(span=> const _: () = { #assertion };));
        }
    }
}

fn shape(scope: &Scope<'_>, field: &Field<'_>) -> TokenStream {
    let mut ty = itself::without_self(scope, field.ty);
    if field.recursive.is_none() {
        // A marked field has no marker: what it leads to is asked from outside, where no circle
        // closes.
        (ty, _) = itself::with_marker(scope, &ty);
    }
    quote_spanned!(field.ty.span()=> <#ty as __Contract>::SHAPE)
}

fn of_field(scope: &Scope<'_>, field: &Field<'_>) -> Vec<Check> {
    let shape = shape(scope, field);
    let mut checks = Vec::new();
    if !is_plain(field.ty) {
        checks.push((
            field.ty.span(),
            quote!(__p::fit::has_one_null(#shape)),
            NULLS.to_owned(),
        ));
    }
    if let Some(span) = field.recursive {
        checks.push((
            span,
            quote!(__p::fit::leads_on(#shape)),
            "this type contains no other type, so it cannot be recursive; remove `recursive`"
                .to_owned(),
        ));
    }
    for rule in &field.rules {
        checks.extend(fit::of_rule(field, rule, &shape));
    }
    checks.extend(super::compare::checks(field, &shape));
    for example in &field.examples {
        checks.extend(fit::of_literal(
            field,
            &shape,
            example,
            "the example is no value of the field's type; write one as it stands in JSON",
            ["the example", "change one of them"],
        ));
    }
    checks
}

/// Returns `true` if the type is one of those that hold no other and have no `null`, by its
/// spelling; saves an assertion, decides nothing.
fn is_plain(ty: &Type) -> bool {
    const PLAIN: &[&str] = &[
        "String", "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8",
        "u16", "u32", "u64", "u128", "usize",
    ];
    match ty {
        Type::Path(path) => path
            .path
            .get_ident()
            .is_some_and(|ident| PLAIN.iter().any(|plain| ident == plain)),
        _ => false,
    }
}

/// A field that holds the type itself with no way to stop.
fn ends(scope: &Scope<'_>, field: &Field<'_>) -> Vec<Check> {
    if field.recursive.is_some()
        || field.optional.is_some()
        || !itself::with_marker(scope, field.ty).1
    {
        return Vec::new();
    }
    let shape = shape(scope, field);
    vec![(
        field.ty.span(),
        quote!(__p::fit::can_end(#shape)),
        "no finite value exists, since each would hold another; use `Option`, `Vec` or a map here"
            .to_owned(),
    )]
}

/// A newtype that holds nothing but itself.
fn of_newtype(scope: &Scope<'_>, inner: &Field<'_>) -> Vec<Check> {
    let span = inner.ty.span();
    let words = "no value exists besides `null`, since each would hold another; put a list or a map around the type, or give it fields";
    if inner.recursive.is_some() {
        // What the type is may not be asked, but whether it comes back here may.
        let ty = itself::without_self(scope, inner.ty);
        let holds = quote!({ let () = <#ty as __Contract>::HOLDS_A_VALUE; true });
        return vec![(span, holds, words.to_owned())];
    }
    if !itself::with_marker(scope, inner.ty).1 {
        return Vec::new();
    }
    let shape = shape(scope, inner);
    let holds = quote!(__p::fit::holds_a_value(#shape));
    let key = itself::key(
        scope,
        &itself::id(&scope.contract.ident.unraw().to_string()),
    );
    // One mistake, one report.
    let one_null = quote!(!#holds || __p::fit::has_one_null_in_itself(#shape, #key));
    vec![
        (span, holds, words.to_owned()),
        (span, one_null, NULLS.to_owned()),
    ]
}

fn union(scope: &Scope<'_>, of: &Union<'_>, late: &mut TokenStream) {
    let fields = |body: &'_ Body<'_>| match body {
        Body::Fields(fields) => fields.iter().map(|field| ends(scope, field)).collect(),
        Body::Value(value) => vec![ends(scope, value)],
        Body::Unit => Vec::new(),
    };
    let endless: Vec<Check> = of
        .variants
        .iter()
        .map(|variant| fields(&variant.body).into_iter().flatten().next())
        .collect::<Option<_>>()
        .unwrap_or_default();
    if !endless.is_empty() {
        let conditions = endless.iter().map(|(_, condition, _)| condition);
        let check = (
            scope.contract.ident.span(),
            quote!(#(#conditions)||*),
            "no finite value exists, since each variant holds another; add a variant that doesn't"
                .to_owned(),
        );
        for field in bounds::fields(scope.contract).iter().take(1) {
            add(scope, field.ty, vec![check.clone()], late);
        }
    }
    if of.content.is_some() {
        return;
    }
    let tag = &of.tag;
    for variant in &of.variants {
        let Body::Value(value) = &variant.body else {
            continue;
        };
        if value.recursive.is_some() {
            continue;
        }
        let shape = shape(scope, value);
        let span = value.ty.span();
        let lacks = format!("a field of this type is called `{tag}` like the tag; rename one");
        let checks = vec![
            (
                span,
                quote!(__p::fit::is_object(#shape)),
                "what stands beside a tag must be an object; name the field, or add `content = \"…\"` to the enum".to_owned(),
            ),
            (span, quote!(__p::fit::lacks_key(#shape, #tag)), lacks),
        ];
        add(scope, value.ty, checks, late);
    }
}

/// Writes the assertions that each targeted vendor's dialect can carry the whole type graph.
fn targets(scope: &Scope<'_>) {
    let contract = scope.contract;
    let ident = contract.ident;
    let lifetimes: Vec<_> = contract
        .generics
        .lifetimes()
        .map(|_| quote!('static))
        .collect();
    let arguments = (!lifetimes.is_empty()).then(|| quote!(<#(#lifetimes),*>));
    for target in &contract.targets {
        let check = format_ident!("target_{target}", span = target.span());
        scope.item(quote_spanned!(target.span()=>
            const _: () = match __p::#check(<#ident #arguments as __Contract>::SHAPE) {
                ::core::option::Option::None => {}
                ::core::option::Option::Some(__words) => ::core::panic!("{}", __words),
            };
        ));
    }
}
