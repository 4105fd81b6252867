//! The decision in words, its rule, and everything that the evidence depends on.

use maud::{Markup, html};

use super::super::{Design, QualificationOutcome};
use super::number::{count, ends, percent, plain, visible};

/// The statistics, spelled out.
pub(super) fn statistics(outcome: &QualificationOutcome) -> Markup {
    let rule = &outcome.rule;
    let margin = plain(rule.margin * 100.0);
    let alpha = plain(rule.alpha * 100.0);
    let several = outcome.candidates.len() > 1;
    html! {
        h2 id="statistics" { "Meaning of the numbers" }
        div class="prose" {
            p {
                "Every item is put to both models, so each item is a pair: both right, neither, or only one of them. Only the items on which they differ say something about the difference. "
                @if outcome.data.expected == outcome.data.items {
                    "An answer is right if it agrees with the one that the item expects."
                } @else if outcome.data.expected == 0 {
                    "No item has an expected answer, so an answer is right if it agrees with the reference’s first answer. The reference was asked a second time, and is judged by that second answer, so that its own noise is not charged to the candidate."
                } @else {
                    "An answer is right if it agrees with the one that the item expects. If an item expects none, it must agree with the reference’s first answer, and the reference is judged by its second answer."
                }
            }
            p { b { "Passed" } " means: shown not to be worse than the reference by " (margin) " percentage points or more (the margin), in every required field. A candidate that is that much worse passes in at most " (alpha) " of 100 such runs (α)." }
            p { b { "Failed" } " means: shown to be worse by more than the margin, or not to keep the contract. " b { "Insufficient data" } " means that neither is shown. It never counts as a pass; more items may decide it. Fewer than " (count(rule.least_items)) " items decide nothing." }
            p {
                b { "p" } " is the probability of data at least this favourable if the candidate is worse by the margin: small is good, and at most " (plain(rule.alpha)) " passes. All required fields must pass, each for itself, so the largest p of them counts and needs no correction."
                @if several { " Several candidates were compared with the reference; choosing among them is corrected by Holm’s method, so the chance that any of the passes is wrong is at most " (alpha) " of 100." }
            }
            @match rule.design {
                Design::Sequential => {
                    p { "The run was evaluated after every item and stopped as soon as the answer was known. That is allowed here: the test bets against “worse by the margin”, starting with a stake of 1, and a fair bet grows to " (plain(1.0 / rule.alpha)) " or more, at any time, with a chance of at most " (alpha) " of 100. p is 1 by the highest stake." }
                    p { "The intervals, that of the difference above all, are made for a number of items that is fixed beforehand. This run stopped because of the data that it had seen, so the intervals describe, and may contain the true value less often than is said below. Only p decides: an interval that reaches into the shaded part takes back no pass, and one that stays out of it gives none." }
                }
                Design::Fixed { items } => {
                    p { "The number of items, " (count(items)) ", was fixed before the run and the data were not evaluated earlier. Evaluating after each item and stopping when the result looks good would make a wrong claim in about half of all runs. The test is Tango’s score test for paired proportions (1998) with its exact form." }
                }
            }
            p { "Intervals show where the true value lies: rates by Clopper and Pearson’s exact method, quantiles of times by order statistics, which assume nothing of their distribution, and mean cost by Student’s t" @if outcome.data.clusters.is_some() { ", robust to items that belong together" } ". An interval contains the true value in " (level(outcome)) " of 100 uses." }
            @if let Some(own) = &outcome.self_agreement {
                p { "When it is asked twice, the reference agrees with itself in all required fields of " (percent(own.estimate)) " (" (ends(own, percent)) ") of the items." }
            }
        }
    }
}

fn level(outcome: &QualificationOutcome) -> String {
    plain(outcome.reference.conformance.level * 100.0)
}

/// Returns the section on everything that the evidence depends on.
pub(super) fn facts(outcome: &QualificationOutcome) -> Markup {
    let (prompt, data, rule) = (&outcome.prompt, &outcome.data, &outcome.rule);
    let design = match rule.design {
        Design::Sequential => "sequential: stops as soon as the answer is known".to_owned(),
        Design::Fixed { items } => format!("fixed: {} items", count(items)),
    };
    let rows: [(&str, String); 10] = [
        (
            "Items",
            format!(
                "{}, {} of them with an expected answer",
                count(data.items),
                count(data.expected)
            ),
        ),
        (
            "Clusters",
            data.clusters
                .map_or_else(|| "each item is independent".to_owned(), count),
        ),
        (
            "Margin",
            format!("{} percentage points", plain(rule.margin * 100.0)),
        ),
        ("α", plain(rule.alpha)),
        ("Design", design),
        ("Fewest items", count(rule.least_items)),
        ("Seed", rule.seed.to_string()),
        ("Date", outcome.date.clone()),
        ("Valid until", outcome.expires.clone()),
        ("Contract", prompt.contract.clone()),
    ];
    let prints: [(&str, &str); 8] = [
        ("Data set", &data.path),
        ("Digest of the data set", &data.digest),
        ("Prompt", &prompt.fingerprint),
        ("Template", &prompt.template),
        ("Shape", &prompt.shape),
        ("Text", &prompt.text),
        ("Comparison", &prompt.comparison),
        ("Reference’s dialect", &outcome.reference.dialect),
    ];
    html! {
        h2 id="facts" { "Dependencies of the evidence" }
        p class="quiet" { "If one of these changes, the evidence is stale and the qualification has to be run again." }
        dl class="factlist" {
            @for (name, value) in rows { dt { (name) } dd { bdi { (visible(&value)) } } }
            @for (name, value) in prints { dt { (name) } dd { code { (visible(value)) } } }
            @if let Some(judge) = &outcome.judge { dt { "Judge" } dd { bdi { (visible(&judge.arm.model)) } } }
            @for candidate in &outcome.candidates {
                dt { "Dialect of " bdi { (visible(&candidate.arm.model)) } }
                dd { code { (candidate.arm.dialect) } ", " code { (candidate.arm.adapter) } }
            }
        }
    }
}
