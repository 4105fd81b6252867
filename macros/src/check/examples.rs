//! Examples that break a rule of their own field.

use std::cmp::Ordering;

use super::pattern;
use crate::attr::{Lit, LitKind, Number};
use crate::ctxt::Ctxt;
use crate::model::{Rule, RuleKind};

/// Holds every example to every rule.
pub(super) fn check(ctxt: &Ctxt, examples: &[Lit], rules: &[Rule]) {
    for (at, example) in examples.iter().enumerate() {
        if examples.iter().take(at).any(|earlier| earlier == example) {
            ctxt.error_at(example.span, "this example stands twice; keep one of them");
        }
        for rule in rules {
            if let Some(broken) = broken(example, &rule.kind) {
                let message = format!(
                    "the example breaks a rule of its field, since {broken}; change one of them"
                );
                ctxt.error_at(example.span, message);
            }
        }
    }
}

/// Returns a description of the violated part if the literal breaks the rule. Literals of a kind
/// that the rule doesn't apply to are left to the check of types.
pub(super) fn broken(of: &Lit, rule: &RuleKind) -> Option<String> {
    match (rule, &of.kind) {
        (RuleKind::Length { min, max }, LitKind::Str(text)) => {
            length(text.chars().count(), *min, *max, "characters")
        }
        (RuleKind::Length { min, max }, LitKind::List(items)) => {
            length(items.len(), *min, *max, "items")
        }
        (RuleKind::Range { min, max }, LitKind::Number(number)) => {
            let below = min.is_some_and(|min| {
                !is_beyond(*number, min.value, Ordering::Greater, min.exclusive)
            });
            let above = max
                .is_some_and(|max| !is_beyond(*number, max.value, Ordering::Less, max.exclusive));
            (below || above).then(|| "it lies outside of `range`".to_owned())
        }
        (RuleKind::MultipleOf(unit), LitKind::Number(number)) => {
            let whole = unit.to_int().zip(number.to_int());
            let multiple = whole.map_or_else(
                || is_multiple(*number, *unit),
                |(unit, number)| number.rem_euclid(unit) == 0,
            );
            (!multiple).then(|| "it is no multiple of `multiple_of`".to_owned())
        }
        (RuleKind::Pattern { regex, .. }, LitKind::Str(text)) => {
            let regex = pattern::compile(regex).ok()?;
            let found = regex.is_match(&mut regex.create_cache(), text.as_str());
            (!found).then(|| "it has no match of `pattern`".to_owned())
        }
        (RuleKind::Unique, LitKind::List(items)) => {
            let twice = items
                .iter()
                .enumerate()
                .any(|(at, item)| items.iter().take(at).any(|earlier| earlier == item));
            twice.then(|| "an item stands twice and `unique` forbids that".to_owned())
        }
        (RuleKind::OneOf(values), kind) if *kind != LitKind::Null => {
            (!values.contains(of)).then(|| "it is none of `one_of`".to_owned())
        }
        _ => None,
    }
}

fn length(count: usize, min: u64, max: Option<u64>, unit: &str) -> Option<String> {
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    let outside = count < min || max.is_some_and(|max| count > max);
    outside.then(|| format!("it has {count} {unit} and `length` forbids that"))
}

fn is_beyond(number: Number, end: Number, side: Ordering, exclusive: bool) -> bool {
    match number.compare(end) {
        Some(Ordering::Equal) => !exclusive,
        order => order == Some(side),
    }
}

/// Returns `true` if a decimal is a multiple of another: as integers, once both have lost their
/// point.
fn is_multiple(number: Number, unit: Number) -> bool {
    let (number, unit) = (number.to_float().to_string(), unit.to_float().to_string());
    let places = |text: &str| {
        text.split_once('.')
            .map_or(0, |(_, fraction)| fraction.len())
    };
    let scale = places(&number).max(places(&unit));
    let whole = |text: &str| {
        let zeros = "0".repeat(scale - places(text));
        format!("{}{zeros}", text.replace('.', ""))
            .parse::<i128>()
            .ok()
    };
    match (whole(&number), whole(&unit)) {
        (Some(number), Some(unit)) if unit != 0 => number.rem_euclid(unit) == 0,
        _ => true,
    }
}
