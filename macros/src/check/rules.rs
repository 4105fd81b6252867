//! Rules that no value satisfies, or that are invalid for every field type.

use std::cmp::Ordering;

use super::{examples, pattern};
use crate::attr::{self, Bound, Lit, Number};
use crate::ctxt::{Ctxt, nearest};
use crate::model::{Rule, RuleKind};

/// The rules that can hold.
pub(super) fn check(ctxt: &Ctxt, rules: &attr::Rules) -> Vec<Rule> {
    let mut checked: Vec<Rule> = Vec::new();
    for rule in &rules.list {
        match kind(ctxt, rule) {
            Ok(Some(kind)) => checked.push(Rule {
                kind,
                key: rule.key.clone(),
                given: rule.given.clone(),
            }),
            Ok(None) => {}
            Err(message) => ctxt.error(&rule.given, message),
        }
    }
    check_together(ctxt, &checked);
    checked
}

/// One rule alone; `None` if it was reported already.
fn kind(ctxt: &Ctxt, rule: &attr::Rule) -> Result<Option<RuleKind>, String> {
    Ok(Some(match &rule.kind {
        attr::RuleKind::Length { min, max } => check_length(*min, *max)?,
        attr::RuleKind::Range { min, max } => check_range(*min, *max)?,
        attr::RuleKind::MultipleOf(of) => {
            if of.compare(Number::Int(0)) != Some(Ordering::Greater) {
                return Err("only a number above 0 has multiples; write one".to_owned());
            }
            RuleKind::MultipleOf(*of)
        }
        attr::RuleKind::Pattern(text) if text.value.is_empty() => {
            return Err(
                "every text has a match of an empty pattern; write one, or remove it".to_owned(),
            );
        }
        attr::RuleKind::Pattern(text) => RuleKind::Pattern {
            source: text.value.clone(),
            regex: pattern::translate(&text.value)?,
            names_control: pattern::names_control(&text.value),
        },
        attr::RuleKind::Format(text) => RuleKind::Format(format(&text.value)?),
        attr::RuleKind::Unique => RuleKind::Unique,
        attr::RuleKind::ControlCharacters => RuleKind::ControlCharacters,
        attr::RuleKind::OneOf(values) => {
            if !check_values(ctxt, values) {
                return Ok(None);
            }
            if values.is_empty() {
                return Err("an empty list allows no value; name at least one".to_owned());
            }
            RuleKind::OneOf(values.clone())
        }
    }))
}

fn check_length(min: Number, max: Option<Number>) -> Result<RuleKind, String> {
    let (min, max) = (
        min.to_int().unwrap_or(0),
        max.map(|max| max.to_int().unwrap_or(0)),
    );
    if let Some(max) = max
        && min > max
    {
        if max < 0 {
            return Err("no length is below 0; write `..=` to include the end".to_owned());
        }
        return Err(format!(
            "no length is at least {min} and at most {max}; write `length({max}..={min})`"
        ));
    }
    let count = |value: i128| u64::try_from(value).unwrap_or(u64::MAX);
    Ok(RuleKind::Length {
        min: count(min),
        max: max.map(count),
    })
}

fn check_range(min: Option<Bound>, max: Option<Bound>) -> Result<RuleKind, String> {
    if let (Some(low), Some(high)) = (min, max) {
        let order = low.value.compare(high.value);
        let open = low.exclusive || high.exclusive;
        if order == Some(Ordering::Equal) && open {
            return Err(
                "no number lies between two equal ends that are excluded; include them with `..=`"
                    .to_owned(),
            );
        }
        if order != Some(Ordering::Less) && order != Some(Ordering::Equal) {
            return Err(
                "no number lies in this range, since it starts above its end; swap the ends"
                    .to_owned(),
            );
        }
    }
    Ok(RuleKind::Range { min, max })
}

/// Values that stand twice.
fn check_values(ctxt: &Ctxt, values: &[Lit]) -> bool {
    let before = ctxt.count();
    for (at, value) in values.iter().enumerate() {
        if values.iter().take(at).any(|earlier| earlier == value) {
            ctxt.error_at(value.span, "this value stands twice; keep one of them");
        }
    }
    ctxt.count() == before
}

/// Rules that exclude each other.
fn check_together(ctxt: &Ctxt, rules: &[Rule]) {
    for rule in rules {
        if let RuleKind::OneOf(values) = &rule.kind {
            check_allowed(ctxt, values, rules);
        }
    }
    check_lengths(ctxt, rules);
    let range = rules.iter().find_map(|rule| match &rule.kind {
        RuleKind::Range { min, max } => Some((min.as_ref()?, max.as_ref()?)),
        _ => None,
    });
    let multiple = rules.iter().find_map(|rule| match &rule.kind {
        RuleKind::MultipleOf(of) => Some((*of, &rule.given)),
        _ => None,
    });
    if let (Some((min, max)), Some((of, given))) = (range, multiple)
        && !has_multiple(min, max, of)
    {
        ctxt.error(
            given,
            "no multiple lies in the field's range; widen the range or change the number",
        );
    }
}

/// Returns `true` if some multiple lies between the two; of numbers with a fraction, `false` is
/// certain only.
fn has_multiple(min: &Bound, max: &Bound, of: Number) -> bool {
    if let (Some(mut low), Some(mut high), Some(of)) =
        (min.value.to_int(), max.value.to_int(), of.to_int())
    {
        low = low.saturating_add(i128::from(min.exclusive));
        high = high.saturating_sub(i128::from(max.exclusive));
        let first = low.checked_add((of - low.rem_euclid(of)) % of);
        return first.is_some_and(|first| first <= high);
    }
    let of = of.to_float();
    let (low, high) = (min.value.to_float() / of, max.value.to_float() / of);
    // Binary fractions are not the decimal ones that were written.
    let slack = 1e-9 * (1.0 + low.abs().max(high.abs()));
    (low - slack).ceil() <= high + slack
}

/// Checks the values of `one_of` against the rules beside it: a value that another rule forbids is
/// an error.
fn check_allowed(ctxt: &Ctxt, values: &[Lit], rules: &[Rule]) {
    for other in rules {
        for value in values {
            if let Some(broken) = examples::broken(value, &other.kind) {
                let message = format!(
                    "this value can never be allowed, since {broken}; remove it or change the rule"
                );
                ctxt.error_at(value.span, message);
            }
        }
    }
}

/// Lengths that leave nothing of the other rules.
fn check_lengths(ctxt: &Ctxt, rules: &[Rule]) {
    let length = rules.iter().find_map(|rule| match rule.kind {
        RuleKind::Length { min, max } => Some((min, max.unwrap_or(u64::MAX), &rule.given)),
        _ => None,
    });
    let Some((min, max, given)) = length else {
        return;
    };
    for rule in rules {
        match &rule.kind {
            RuleKind::Unique if max < 2 => ctxt.error(
                &rule.key,
                "no item stands twice in a list of at most one; remove `unique`, or change `length`",
            ),
            RuleKind::Format(variant) => {
                let known = FORMATS.iter().find(|(_, known, _)| known == variant);
                let Some((name, _, (shortest, longest))) = known else {
                    continue;
                };
                if min > *longest || max < *shortest {
                    let message = format!("no text of the format `{name}` has such a length; change the rule, or remove it");
                    ctxt.error(given, message);
                }
            }
            _ => {}
        }
    }
}

fn format(name: &str) -> Result<&'static str, String> {
    let known = || FORMATS.iter().map(|(known, ..)| *known);
    if let Some((_, variant, _)) = FORMATS.iter().find(|(known, ..)| *known == name) {
        return Ok(variant);
    }
    let remedy = match nearest(name, known()) {
        Some(close) => format!("did you mean `{close}`"),
        None => format!("known are `{}`", known().collect::<Vec<_>>().join("`, `")),
    };
    Err(format!("unknown format `{name}`; {remedy}"))
}

/// The formats, the runtime's name for each, and how many characters its texts have: fractions of a
/// second, durations and URIs have no end.
const FORMATS: &[(&str, &str, (u64, u64))] = &[
    ("date-time", "DateTime", (20, u64::MAX)),
    ("date", "Date", (10, 10)),
    ("time", "Time", (9, u64::MAX)),
    ("duration", "Duration", (3, u64::MAX)),
    ("email", "Email", (3, 320)),
    ("hostname", "Hostname", (1, 253)),
    ("ipv4", "Ipv4", (7, 15)),
    ("ipv6", "Ipv6", (2, 45)),
    ("uri", "Uri", (2, u64::MAX)),
    ("uuid", "Uuid", (36, 36)),
];
