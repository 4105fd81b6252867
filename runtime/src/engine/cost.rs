//! Cost of one attempt, from the counts and the bill that its vendor reports.

use crate::catalogue::Entry;
use crate::money::{Price, Usd};
use crate::plan::{Checked, Planned};
use crate::receipt::Attempt;
use crate::served::Served;
use crate::tariff;
use crate::usage::Usage;

/// The most input tokens of one request where the model's own limit isn't known: five times the
/// largest context that is sold (2 million: Gemini 1.5 Pro, Grok 4 Fast; model pages, 2026-11).
const MOST_INPUT: u64 = 10_000_000;

/// The most output tokens of one answer where the model's own limit isn't known: several times the
/// largest that is sold (128,000; model pages, 2026-11).
const MOST_OUTPUT: u64 = 1_000_000;

/// Largest multiple of a known limit that is possible, since vendors count input and output a
/// little differently.
const SLACK: u64 = 2;

/// The highest bill of one attempt in dollars; no model's price makes more of the most tokens.
const MOST_BILL: i64 = 10_000;

/// Notes what the attempt has cost. Counts and bills that aren't possible are unknown: one of them
/// must not use up a budget that others share.
pub(super) fn note(
    checked: &Checked,
    step: &Planned,
    by_name: Served,
    models: &[String],
    record: &mut Attempt,
) {
    let other = match models {
        // Another model has another price, whatever was agreed for the one that was asked for.
        [served] if by_name == Served::Substituted => Some(checked.catalogue.get(served)),
        [_, ..] if by_name == Served::Substituted => Some(None),
        _ => None,
    };
    let known = other.unwrap_or(step.known.as_ref());
    let mut problem = record.reported_cost.and_then(impossible_bill);
    if problem.is_some() {
        record.reported_cost = None;
    }
    let free = other.is_none() && step.settings.price.as_ref().is_some_and(Price::is_free);
    if !free && let Some(why) = record.usage.and_then(|usage| impossible(&usage, known)) {
        record.usage = None;
        problem.get_or_insert(why);
    }
    let Some(usage) = record.usage else {
        record.cost_note = problem;
        return;
    };
    let today = || checked.today();
    let standard = match other {
        Some(other) => other
            .and_then(|priced| priced.price_for(usage.input, today))
            .and_then(|price| price.cost(&usage).ok()),
        None => step.cost(&usage, today),
    };
    let model = known.map_or(step.model.as_str(), |known| known.id.as_str());
    match (
        standard,
        tariff::factor(step.provider.name(), model, &record.marks),
    ) {
        (None, _) => {
            let served = models.first().unwrap_or(&step.model);
            let served = crate::provider::sanitized(served, crate::provider::NAME);
            problem.get_or_insert(format!("no price is known for {served}"));
        }
        (Some(cost), Ok(factor)) => {
            record.cost = cost.times(factor);
            if factor != rust_decimal::Decimal::ONE {
                let factor = factor.normalize();
                problem.get_or_insert(format!("the answer's tier costs {factor} times the price"));
            }
        }
        (Some(cost), Err(mark)) => {
            let (member, value) = (mark.member, &mark.value);
            problem.get_or_insert_with(|| match member {
                tariff::BILL => format!("the vendor's bill `{value}` can't be read"),
                member => format!("no price is known for `{member}` `{value}`"),
            });
            record.floor = cost.times(tariff::dearest());
        }
    }
    record.cost_note = problem;
}

/// Refuses counts that an answer with a text can't have.
pub(super) fn of_answer(record: &mut Attempt) {
    if record.usage.is_some_and(|usage| usage.output == 0) && record.cost > Some(Usd::ZERO) {
        record.floor = record.cost.take();
        let why = "the vendor reports an answer without output tokens; not counted";
        record.cost_note = Some(why.to_owned());
    }
}

/// Takes the cost for the least that was paid: the vendor may have counted on after its counts.
pub(super) fn of_part(record: &mut Attempt) {
    if let Some(cost) = record.cost.take() {
        record.floor = record.floor.max(Some(cost));
        let why = "the stream ended without its last counts";
        record.cost_note.get_or_insert_with(|| why.to_owned());
    }
}

fn impossible(usage: &Usage, known: Option<&Entry>) -> Option<String> {
    let limit = |own: Option<u64>, any: u64| own.map_or(any, |own| own.saturating_mul(SLACK));
    let most_input = limit(known.and_then(|known| known.context), MOST_INPUT);
    let most_output = limit(known.and_then(|known| known.output), MOST_OUTPUT);
    let Usage { input, output, .. } = usage;
    if *input == 0 {
        return Some("the vendor reports a request without input tokens; not counted".to_owned());
    }
    (*input > most_input || *output > most_output).then(|| {
        format!("the vendor reports {input} tokens in and {output} out, more than is possible; not counted")
    })
}

fn impossible_bill(bill: Usd) -> Option<String> {
    (bill > Usd::from_decimal(MOST_BILL.into()))
        .then(|| format!("the vendor reports a bill of {bill}, more than is possible; not counted"))
}
