//! The model that compared fields with a rubric: how far it is to be believed, and what it cost.

use maud::{Markup, html};

use super::super::{Consistency, JudgeRecord, LEAST_CONSISTENCY};
use super::number::{count, percent, plain, visible};

/// The judge of a run.
pub(super) fn section(judge: &JudgeRecord) -> Markup {
    let Consistency {
        pairs,
        consistent,
        failed,
    } = judge.consistency;
    let arm = &judge.arm;
    let listed = |counts: &std::collections::BTreeMap<String, u64>| {
        let counts = counts
            .iter()
            .map(|(name, number)| format!("{name}: {}", count(*number)));
        counts.collect::<Vec<_>>().join(", ")
    };
    let or = |text: String, without: &str| {
        if text.is_empty() {
            without.to_owned()
        } else {
            text
        }
    };
    let share = judge.consistency.share();
    let rows: [(&str, String); 9] = [
        ("Pairs of values graded", count(pairs)),
        (
            "Equal in both orders",
            share.map_or_else(
                || "no pair".to_owned(),
                |share| format!("{} ({})", count(consistent), percent(share)),
            ),
        ),
        ("Pairs without a grade", count(failed)),
        ("Calls", count(arm.calls)),
        ("Without a value", or(listed(&arm.failures), "none")),
        ("Served by", or(listed(&arm.served), "unknown")),
        ("Cost", arm.cost.total.to_string()),
        (
            "Tokens",
            format!(
                "{} in, {} out",
                count(arm.cost.input_tokens),
                count(arm.cost.output_tokens)
            ),
        ),
        ("Dialect", format!("{}, {}", arm.dialect, arm.adapter)),
    ];
    html! {
        h2 id="judge" { "Judged by " bdi { (visible(&arm.model)) } }
        div class="prose" {
            @if let Some(doubt) = judge.doubt() { p class="failure" dir="auto" { (doubt) "." } }
            p {
                "This model decides if two values of a field with a rubric mean the same. Each pair was put to it in both orders, and the stricter grade counts. If both orders lead to an equal result in fewer than "
                (plain(LEAST_CONSISTENCY * 100.0)) " of 100 pairs, nothing is decided on those fields. An item that it gave no grade counts against the candidate: a pass holds even if only the reference was right on it."
            }
        }
        dl class="factlist" {
            @for (name, value) in rows { dt { (name) } dd { bdi { (visible(&value)) } } }
        }
    }
}
