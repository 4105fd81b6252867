//! What was decided how, in words, and what the evidence hangs on.

use maud::{Markup, html};

use super::super::{Design, Outcome};
use super::number::{count, ends, percent, plain, visible};

/// The statistics, spelled out.
pub(super) fn statistics(outcome: &Outcome) -> Markup {
    let rule = &outcome.rule;
    let margin = plain(rule.margin * 100.0);
    let alpha = plain(rule.alpha * 100.0);
    let several = outcome.candidates.len() > 1;
    html! {
        h2 id="statistics" { "What the numbers mean" }
        div class="prose" {
            p {
                "Every item is put to both models, so each item is a pair: both right, neither, or only one of them. Only the items on which they differ tell the two apart. "
                @if outcome.data.expected == outcome.data.items {
                    "Right is what the item says is expected."
                } @else if outcome.data.expected == 0 {
                    "No item says what is expected, so right is what the reference answered first. The reference was asked a second time, and that second answer speaks for it, so that its own wavering is not charged to the candidate."
                } @else {
                    "Right is what the item says is expected; where it says nothing, what the reference answered first, and then the reference’s second answer speaks for it."
                }
            }
            p { b { "Passed" } " means: shown not to be worse than the reference by " (margin) " percentage points or more (the margin), in every required field. A candidate that is that much worse passes in at most " (alpha) " of 100 such runs (α)." }
            p { b { "Failed" } " means: shown to be worse by more than the margin, or not to keep the contract. " b { "Insufficient data" } " means that neither is shown. It never counts as a pass; more items may decide it. Fewer than " (count(rule.least_items)) " items decide nothing." }
            p {
                b { "p" } " is how likely data at least this favourable are if the candidate is worse by the margin: small is good, and at most " (plain(rule.alpha)) " passes. All required fields must pass, each for itself, so the largest p of them counts and needs no correction."
                @if several { " Several candidates were held against the reference; choosing among them is corrected by Holm’s method, so the chance that any of the passes is wrong is at most " (alpha) " of 100." }
            }
            @match rule.design {
                Design::Sequential => {
                    p { "The run looked after every item and stopped as soon as the answer was known. That is allowed here: the test bets against “worse by the margin”, starting with a stake of 1, and a fair bet grows to " (plain(1.0 / rule.alpha)) " or more, at any time, with a chance of at most " (alpha) " of 100. p is 1 by the highest stake." }
                    p { "The intervals, that of the difference above all, are made for a number of items that is fixed beforehand. This run stopped where it did because of what it had seen, so they describe, and may hold the truth less often than is said below. What decides is p: an interval that reaches into the shaded part takes back no pass, and one that stays out of it gives none." }
                }
                Design::Fixed { items } => {
                    p { "The number of items, " (count(items)) ", was fixed before the run and nobody looked earlier. Looking after each item and stopping when it looks good would make a wrong claim in about half of all runs. The test is Tango’s score test for paired proportions (1998) with its exact form." }
                }
            }
            p { "Intervals say where the true number lies: rates by Clopper and Pearson’s exact method, quantiles of times by order statistics, which assume nothing of their distribution, and mean cost by Student’s t" @if outcome.data.clusters.is_some() { ", robust to items that belong together" } ". An interval holds the truth in " (level(outcome)) " of 100 uses." }
            @if let Some(own) = &outcome.self_agreement {
                p { "Asked the same twice, the reference agrees with itself in all required fields of " (percent(own.estimate)) " (" (ends(own, percent)) ") of the items." }
            }
        }
    }
}

fn level(outcome: &Outcome) -> String {
    plain(outcome.reference.conformance.level * 100.0)
}

/// What the evidence hangs on.
pub(super) fn facts(outcome: &Outcome) -> Markup {
    let (prompt, data, rule) = (&outcome.prompt, &outcome.data, &outcome.rule);
    let design = match rule.design {
        Design::Sequential => "sequential: stops as soon as the answer is known".to_owned(),
        Design::Fixed { items } => format!("fixed: {} items", count(items)),
    };
    let rows: [(&str, String); 10] = [
        (
            "Items",
            format!(
                "{}, {} of them say what is expected",
                count(data.items),
                count(data.expected)
            ),
        ),
        (
            "Clusters",
            data.clusters
                .map_or_else(|| "each item stands alone".to_owned(), count),
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
        ("Counts until", outcome.expires.clone()),
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
        h2 id="facts" { "What the evidence hangs on" }
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
