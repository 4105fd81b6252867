//! Constant assertions that a field's rules and literals fit its type.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::spanned::Spanned as _;

use super::Check;
use super::rules::{bound, literal, num, option};
use crate::attr::{Bound, Lit, Number};
use crate::model::{Field, Rule, RuleKind};

/// Returns the assertions that a literal is a value of the type and satisfies the rules that the
/// derive can't check itself: those of the types inside, and the field's format. `what` names the
/// literal in the message, `remedy` is the message's remedy.
pub(super) fn of_literal(
    field: &Field<'_>,
    shape: &TokenStream,
    of: &Lit,
    no_value: &str,
    [what, remedy]: [&str; 2],
) -> Vec<Check> {
    let value = is_value(shape, of);
    let literal = literal(of);
    let mut checks = vec![
        (of.span, value.clone(), no_value.to_owned()),
        (
            of.span,
            // One mistake, one report.
            quote!(!#value || __p::example::keeps(#shape, &#literal)),
            format!("{what} breaks a rule of the field's type; {remedy}"),
        ),
    ];
    for rule in &field.rules {
        if let RuleKind::Format(name) = &rule.kind {
            let name = format_ident!("{name}");
            let may_be = quote!(__p::example::may_be(__p::Format::#name, &#literal));
            let given = &rule.given;
            let message = format!(
                "{what} breaks a rule of its field, since it has not the format {given}; {remedy}"
            );
            checks.push((of.span, may_be, message));
        }
    }
    checks
}

fn is_value(shape: &TokenStream, of: &Lit) -> TokenStream {
    let of = literal(of);
    quote!(__p::fit::is_value(#shape, &#of))
}

/// That the rule speaks of the type and leaves something of it.
pub(super) fn of_rule(field: &Field<'_>, rule: &Rule, shape: &TokenStream) -> Vec<Check> {
    let (key, given) = (rule.key.span(), rule.given.span());
    let applies = |question: &str, needs: &str| {
        let question = format_ident!("{question}");
        let message = format!("`{}` can't apply to this type; it needs {needs}", rule.key);
        (key, quote!(__p::fit::#question(#shape)), message)
    };
    match &rule.kind {
        RuleKind::Length { min, max } => {
            let max = option(max.map(|max| quote!(#max)));
            let long = "no value of this type has such a length; change the rule or the type";
            let mut rules = field.rules.iter();
            let unique = rules.any(|rule| matches!(rule.kind, RuleKind::Unique));
            let many = "the items' type has fewer different values; change the rule, or allow one to stand twice";
            vec![
                applies("has_length", "a string, a list or a map"),
                (
                    given,
                    quote!(__p::leaves::can_be_long(#shape, #min, #max)),
                    long.to_owned(),
                ),
                (
                    given,
                    quote!(__p::leaves::has_so_many(#shape, #unique, #min)),
                    many.to_owned(),
                ),
            ]
        }
        RuleKind::Range { min, max } => {
            let mut checks = vec![applies("is_number", "a number")];
            checks.extend(of_range(given, min.as_ref(), max.as_ref(), shape));
            checks
        }
        RuleKind::MultipleOf(number) => {
            let of = num(*number);
            let some = "none of the type's integers but 0 is a multiple of this; change the number, or take a wider type";
            vec![
                applies("is_number", "a number"),
                is_whole(given, *number, shape),
                (
                    given,
                    quote!(__p::leaves::has_multiple(#shape, #of)),
                    some.to_owned(),
                ),
            ]
        }
        RuleKind::Pattern { .. } => vec![applies("is_text", "a string")],
        RuleKind::Format(_) => vec![applies(
            "is_free_text",
            "a string that has no format by its type",
        )],
        RuleKind::Unique => vec![applies("is_list", "a list")],
        RuleKind::ControlCharacters => vec![applies("has_free_text", "text")],
        RuleKind::OneOf(values) => {
            let needs = "a string, a number, a Boolean or an enum of strings";
            let mut checks = vec![applies("is_scalar", needs)];
            checks.extend(of_values(field, values, shape));
            checks
        }
    }
}

fn of_range(
    span: Span,
    min: Option<&Bound>,
    max: Option<&Bound>,
    shape: &TokenStream,
) -> Vec<Check> {
    let mut checks = Vec::new();
    checks.extend(min.iter().flat_map(|min| of_bound(min, true, shape)));
    checks.extend(max.iter().flat_map(|max| of_bound(max, false, shape)));
    if let [Some(min), Some(max)] = [min, max]
        && min.exclusive
        && max.exclusive
    {
        let [low, high] = [min, max].map(|end| option(Some(bound(end))));
        let between = quote!(__p::leaves::has_value_between(#shape, #low, #high));
        let none = "no integer lies in this range; include an end, or move it";
        checks.push((span, between, none.to_owned()));
    }
    checks
}

/// Returns the assertions on the values of `one_of`; for a type without such values, only the one
/// that says so.
fn of_values(field: &Field<'_>, values: &[Lit], shape: &TokenStream) -> Vec<Check> {
    let checks = values.iter().flat_map(|value| {
        of_literal(
            field,
            shape,
            value,
            "this is no value of the field's type; remove it or change the type",
            ["this value", "remove it or change the rule"],
        )
    });
    let scalar = quote!(!__p::fit::is_scalar(#shape));
    let only_then = |(span, holds, message)| (span, quote!(#scalar || #holds), message);
    checks.map(only_then).collect()
}

fn is_whole(span: Span, number: Number, shape: &TokenStream) -> Check {
    let number = num(number);
    let message = "an integer type has no fractions; write a whole number without a point";
    (
        span,
        quote!(__p::fit::is_whole_enough(#shape, #number)),
        message.to_owned(),
    )
}

fn of_bound(bound: &Bound, lower: bool, shape: &TokenStream) -> [Check; 2] {
    let number = num(bound.value);
    let exclusive = bound.exclusive;
    let inside = quote!(__p::fit::is_in_type(#shape, #number, #exclusive, #lower));
    let message = "this end of the range is outside the integer type; change it, leave it out, or take a wider type";
    [
        is_whole(bound.span, bound.value, shape),
        (bound.span, inside, message.to_owned()),
    ]
}
