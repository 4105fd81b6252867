//! The reasons for a candidate's verdict, in sentences.

use super::trial::Trial;
use super::{Setup, Trials};
use crate::qualify::{FieldResult, Requirement, Verdict};

/// The first sentence is the one that decided. `doubt` says why the judge decides nothing, where it
/// does not.
pub(in crate::qualify) fn reasons(
    (trials, verdict): (&Trials, Verdict),
    fields: &[FieldResult],
    setup: &Setup,
    (reference, candidates): (&str, usize),
    doubt: Option<&str>,
) -> Vec<String> {
    // Of a field in doubt there is nothing more to say.
    let required = || {
        let fields = fields.iter().zip(&setup.fields);
        let fields = fields.filter(|(_, of)| !(of.judged && doubt.is_some()));
        let fields = fields.map(|(field, _)| field);
        fields.filter(|field| field.requirement == Requirement::Required)
    };
    let (margin, alpha) = (setup.margin.get(), setup.alpha.get());
    let items = trials.pairs;
    let mut reasons = Vec::new();
    match verdict {
        Verdict::Passed => reasons.push(format!(
            "on {items} items it is shown for every required field that it isn't worse than {reference} by {margin} or more (p {:.4}, α {alpha})",
            trials.p
        )),
        Verdict::Failed => {
            let failed = required().filter(|field| field.verdict == Verdict::Failed);
            reasons.extend(failed.map(|field| worse(field, reference, margin)));
        }
        Verdict::InsufficientData => {
            reasons.extend(doubt.map(str::to_owned));
            let fewest = required().map(|field| field.items).min().unwrap_or(0);
            let least = setup.least;
            if fewest < least {
                let unit = if setup.clustered { "groups of items" } else { "items" };
                reasons.push(format!(
                    "a pass needs at least {least} {unit} that could be compared, and there were {fewest}; add items"
                ));
            }
            let open = required().filter(|field| field.verdict == Verdict::InsufficientData);
            reasons.extend(open.map(|field| {
                let of = |(own, _): &(&FieldResult, &Trial)| own.pointer == field.pointer;
                let mut all = fields.iter().zip(&trials.fields);
                let trial = all.find(of).map(|(_, trial)| trial);
                format!(
                    "{} is undecided after {} items: the difference to {reference} is {:+.3} (p {:.3}, and α is {alpha}){}; {}, or allow a larger margin than {margin}",
                    name(field),
                    field.items,
                    field.difference.estimate,
                    field.p_value,
                    ungraded(field),
                    add(setup, trial, candidates)
                )
            }));
            if reasons.is_empty() {
                let furthest = trials.fields.iter().zip(fields);
                let furthest = furthest
                    .filter(|(_, field)| field.requirement == Requirement::Required)
                    .max_by(|(_, one), (_, other)| one.p_value.total_cmp(&other.p_value));
                reasons.push(format!(
                    "each field passes alone, but not among {candidates} candidates of which any may be chosen (p {:.3} after Holm's correction, α {alpha}); {}, or name fewer candidates",
                    trials.p,
                    add(setup, furthest.map(|(trial, _)| trial), candidates)
                ));
            }
        }
    }
    if reasons.is_empty() {
        reasons.push(format!("decided on {items} items"));
    }
    reasons
}

/// Returns the sentence about a field that decided against the candidate.
fn worse(field: &FieldResult, reference: &str, margin: f64) -> String {
    format!(
        "{} is right in {:.1}% of {} items and that of {reference} in {:.1}%: worse by more than the margin of {margin}",
        name(field),
        field.candidate.estimate * 100.0,
        field.items,
        field.reference.estimate * 100.0
    )
}

/// The remedy: how many items to add.
fn add(setup: &Setup, trial: Option<&Trial>, candidates: usize) -> String {
    let unit = if setup.clustered {
        "groups of items"
    } else {
        "items"
    };
    let more = trial.and_then(|trial| setup.more(trial, candidates).ok().flatten());
    match more {
        Some(more) if more > 0 => format!(
            "add {unit}, at least {more} if both models are equally right on each of them and more if not"
        ),
        _ => format!("add {unit}"),
    }
}

fn ungraded(field: &FieldResult) -> String {
    match field.ungraded {
        0 => String::new(),
        number => format!(", and {number} more without a grade of the judge count against it"),
    }
}

fn name(field: &FieldResult) -> String {
    if field.pointer.is_empty() {
        format!("the whole answer ({})", field.method)
    } else {
        format!("`{}` ({})", field.pointer, field.method)
    }
}
