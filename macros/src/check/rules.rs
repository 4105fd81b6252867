//! Rules that can't hold, whatever the field's type is.

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
        attr::RuleKind::Pattern(text) => RuleKind::Pattern {
            source: text.value.clone(),
            regex: pattern::translate(&text.value)?,
        },
        attr::RuleKind::Format(text) => RuleKind::Format(format(&text.value)?),
        attr::RuleKind::Unique => RuleKind::Unique,
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
        let RuleKind::OneOf(values) = &rule.kind else {
            continue;
        };
        for value in values {
            for other in rules {
                if let Some(broken) = examples::broken(value, &other.kind) {
                    let message = format!(
                        "this value can never be allowed, since {broken}; remove it or change the rule"
                    );
                    ctxt.error_at(value.span, message);
                }
            }
        }
    }
    let range = rules.iter().find_map(|rule| match &rule.kind {
        RuleKind::Range { min, max } => Some((min.as_ref()?, max.as_ref()?)),
        _ => None,
    });
    let multiple = rules.iter().find_map(|rule| match &rule.kind {
        RuleKind::MultipleOf(of) => Some((of.to_int()?, &rule.given)),
        _ => None,
    });
    if let (Some((min, max)), Some((of, given))) = (range, multiple)
        && let (Some(mut low), Some(mut high)) = (min.value.to_int(), max.value.to_int())
    {
        low = low.saturating_add(i128::from(min.exclusive));
        high = high.saturating_sub(i128::from(max.exclusive));
        let first = low.checked_add((of - low.rem_euclid(of)) % of);
        if first.is_none_or(|first| first > high) {
            ctxt.error(
                given,
                "no multiple lies in the field's range; widen the range or change the number",
            );
        }
    }
}

fn format(name: &str) -> Result<&'static str, String> {
    let known = || FORMATS.iter().map(|(known, _)| *known);
    if let Some((_, variant)) = FORMATS.iter().find(|(known, _)| *known == name) {
        return Ok(variant);
    }
    let remedy = match nearest(name, known()) {
        Some(close) => format!("did you mean `{close}`"),
        None => format!("known are `{}`", known().collect::<Vec<_>>().join("`, `")),
    };
    Err(format!("unknown format `{name}`; {remedy}"))
}

/// The formats, and the runtime's name for each.
const FORMATS: &[(&str, &str)] = &[
    ("date-time", "DateTime"),
    ("date", "Date"),
    ("time", "Time"),
    ("duration", "Duration"),
    ("email", "Email"),
    ("hostname", "Hostname"),
    ("ipv4", "Ipv4"),
    ("ipv6", "Ipv6"),
    ("uri", "Uri"),
    ("uuid", "Uuid"),
];
