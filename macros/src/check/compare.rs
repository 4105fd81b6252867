//! Comparisons that can't be meant, whatever the field's type is.

use proc_macro2::Span;
use syn::Ident;

use crate::attr::{self, Entry, Measure};
use crate::ctxt::Ctxt;
use crate::model::{Compare, Rule, RuleKind};
use crate::symbol;

/// The comparison of one field, from every `compare` that stands on it.
pub(super) fn check(ctxt: &Ctxt, of: &[attr::Compare], rules: &[Rule]) -> Option<Box<Compare>> {
    let (first, more) = of.split_first()?;
    for again in more {
        let key = &again.key;
        ctxt.error(key, "duplicate `compare`; keep one of them");
    }
    let before = ctxt.count();
    let mut compare = Compare {
        role: None,
        measure: None,
        pairing: None,
        at_least: None,
    };
    for (key, entry) in &first.entries {
        match entry {
            Entry::Measure(measure) => {
                let taken = compare.measure.replace((key.clone(), measure.clone()));
                let words = "say how values are compared";
                twice(ctxt, taken.map(|(key, _)| key).as_ref(), key, words);
                check_measure(ctxt, measure);
            }
            Entry::Pairing(symbol) => {
                let taken = compare.pairing.replace((key.clone(), *symbol));
                let words = "say how items are paired";
                twice(ctxt, taken.map(|(key, _)| key).as_ref(), key, words);
            }
            Entry::Role(symbol) => {
                let taken = compare.role.replace((key.clone(), *symbol));
                let words = "say what the field counts for";
                twice(ctxt, taken.map(|(key, _)| key).as_ref(), key, words);
            }
            Entry::AtLeast(value, span) => {
                if compare.at_least.replace((*value, key.span())).is_some() {
                    ctxt.error(key, "duplicate `at_least`; keep one of them");
                }
                if !(*value > 0.0 && *value <= 1.0) {
                    let message =
                        "scores lie between 0 and 1; write a number above 0 and at most 1";
                    ctxt.error_at(*span, message);
                }
            }
        }
    }
    if ctxt.count() == before {
        check_together(ctxt, &compare, rules);
    }
    Some(Box::new(compare))
}

fn twice(ctxt: &Ctxt, one: Option<&Ident>, other: &Ident, what: &str) {
    match one {
        Some(one) if one == other => {
            ctxt.error(other, format!("duplicate `{other}`; keep one of them"));
        }
        Some(one) => ctxt.error(
            other,
            format!("`{one}` and `{other}` both {what}; keep one of them"),
        ),
        None => {}
    }
}

fn check_measure(ctxt: &Ctxt, measure: &Measure) {
    let positive = |value: f64, span: Span| {
        if !(value.is_finite() && value > 0.0) {
            let message =
                "only a distance above 0 leaves room; write one, or `exact` instead of `within`";
            ctxt.error_at(span, message);
        }
    };
    match measure {
        Measure::Absolute(number, span) => positive(number.to_float(), *span),
        Measure::Relative(share, span) => {
            positive(*share, *span);
            if *share >= 1.0 {
                let message =
                    "two numbers of one sign are never 100% apart; write a percentage below that";
                ctxt.error_at(*span, message);
            }
        }
        Measure::Rubric(text, span) if text.trim().is_empty() => {
            let message = "an empty rubric asks nothing; say what must be the same, such as \"same tone, same facts\"";
            ctxt.error_at(*span, message);
        }
        _ => {}
    }
}

/// Entries that exclude each other.
fn check_together(ctxt: &Ctxt, of: &Compare, rules: &[Rule]) {
    if let Some((key, symbol::IGNORE)) = &of.role {
        let others = [
            of.measure.as_ref().map(|(key, _)| key.span()),
            of.pairing.as_ref().map(|(key, _)| key.span()),
            of.at_least.map(|(_, span)| span),
        ];
        for other in others.into_iter().flatten() {
            let message =
                format!("`{key}` leaves the field out, so nothing else holds; keep one of them");
            ctxt.error_at(other, message);
        }
        return;
    }
    if let (Some((measure, Measure::With(_) | Measure::Rubric(..))), Some((pairing, _))) =
        (&of.measure, &of.pairing)
    {
        let message = format!(
            "`{measure}` compares the whole list, so no items are paired; remove `{pairing}`, or put `{measure}` on a newtype of the items"
        );
        ctxt.error(pairing, message);
    }
    let Some((_, span)) = of.at_least else { return };
    if of.pairing.is_some() {
        return;
    }
    let exact = match &of.measure {
        Some((
            key,
            Measure::Exact | Measure::Absolute(..) | Measure::Relative(..) | Measure::Normalized,
        )) => Some(key.to_string()),
        Some(_) => None,
        None => rules
            .iter()
            .find(|rule| {
                matches!(
                    rule.kind,
                    RuleKind::Pattern { .. } | RuleKind::Format(_) | RuleKind::OneOf(_)
                )
            })
            .map(|rule| rule.key.to_string()),
    };
    if let Some(exact) = exact {
        let message = format!(
            "values agree or don't with `{exact}`, without a score between; remove `at_least`, or take `token_f1` or `edit`"
        );
        ctxt.error_at(span, message);
    }
}
