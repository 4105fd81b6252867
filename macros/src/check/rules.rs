//! Rules that can't hold, whatever the field's type is.

use crate::attr;
use crate::ctxt::Ctxt;
use crate::model;

/// The rules that can hold.
pub(super) fn check(_ctxt: &Ctxt, rules: &attr::Rules) -> Vec<model::Rule> {
    let checked = rules.list.iter().filter_map(|rule| {
        let kind = match &rule.kind {
            attr::RuleKind::Length { min, max } => model::RuleKind::Length {
                min: count(*min)?,
                max: match max {
                    Some(max) => Some(count(*max)?),
                    None => None,
                },
            },
            attr::RuleKind::Range { min, max } => model::RuleKind::Range {
                min: *min,
                max: *max,
            },
            attr::RuleKind::MultipleOf(of) => model::RuleKind::MultipleOf(*of),
            attr::RuleKind::Pattern(text) => model::RuleKind::Pattern {
                source: text.value.clone(),
                regex: text.value.clone(),
            },
            attr::RuleKind::Format(text) => model::RuleKind::Format(format(&text.value)?),
            attr::RuleKind::Unique => model::RuleKind::Unique,
            attr::RuleKind::OneOf(values) => model::RuleKind::OneOf(values.clone()),
        };
        Some(model::Rule {
            kind,
            span: rule.span,
        })
    });
    checked.collect()
}

fn count(number: attr::Number) -> Option<u64> {
    number.to_int().and_then(|value| value.try_into().ok())
}

fn format(name: &str) -> Option<&'static str> {
    FORMATS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, variant)| *variant)
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
