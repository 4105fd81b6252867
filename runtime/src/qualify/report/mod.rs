//! One page per qualification, for people: the verdict first, then what it rests on.
//!
//! The page is one file without scripts; it asks for nothing over the network, and its content
//! policy forbids it. Every text of a model, a data set or a user is escaped by the template.

mod answers;
mod arms;
mod chart;
mod fields;
mod judge;
mod number;
mod words;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Candidate, QualificationOutcome, Verdict};
use number::{badge, count, sign, visible};

/// The look of the documentation, and what only this page has.
const CSS: [&str; 2] = [
    include_str!("../../docs/html/assets/site.css"),
    include_str!("report.css"),
];

/// Nothing but what is in the file.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// Returns the report on `outcome`: one self-contained HTML document, the same bytes for the same
/// outcome.
///
/// It shows texts of the data set and of models: whoever may not see the data may not see the
/// report.
///
/// ```no_run
/// use driftless::qualify::{QualificationOutcome, report};
///
/// fn write(outcome: &QualificationOutcome) -> std::io::Result<()> {
///     std::fs::write("triage.html", report::page(outcome))
/// }
/// ```
#[must_use]
pub fn page(outcome: &QualificationOutcome) -> String {
    let name = visible(&outcome.prompt.name);
    let one = outcome.candidates.len() == 1;
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (name) " · qualification" }
                // An icon of our own, so that no browser asks a server for one.
                link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%232f6f5e'/%3E%3Cpath d='M4 8.5l3 3 5-6.5' stroke='white' stroke-width='1.8' fill='none' stroke-linecap='round'/%3E%3C/svg%3E";
                style { @for sheet in CSS { (PreEscaped(sheet)) } }
            }
            body class="report" {
                a class="skip" href="#main" { "Skip to content" }
                main id="main" tabindex="-1" {
                    div class="title" {
                        p class="over" { "Qualification, " (outcome.date) }
                        h1 { bdi { (name) } }
                        p class="lead" {
                            "May another model stand in for " b { bdi { (visible(&outcome.reference.model)) } } "? "
                            (count(outcome.data.items)) " items of " code { (outcome.data.path) } "."
                        }
                    }
                    @if outcome.candidates.is_empty() { p { "No candidate was named, so nothing is qualified." } }
                    @for (anchor, candidate) in anchored(outcome) { (verdict(outcome, candidate, &anchor, one)) }
                    nav aria-label="On this page" class="jumps" {
                        @for (anchor, candidate) in anchored(outcome) {
                            a href={ "#" (anchor) } { bdi { (visible(&candidate.arm.model)) } }
                        }
                        @if outcome.judge.is_some() { a href="#judge" { "The judge" } }
                        a href="#statistics" { "Meaning of the numbers" }
                        a href="#facts" { "Dependencies of the evidence" }
                    }
                    @for (anchor, candidate) in anchored(outcome) {
                        section aria-labelledby=(anchor) {
                            h2 id=(anchor) { bdi { (visible(&candidate.arm.model)) } " beside " bdi { (visible(&outcome.reference.model)) } }
                            (fields::section(outcome, candidate, &anchor))
                            (arms::section(outcome, candidate, &anchor))
                            (answers::section(candidate, &anchor))
                        }
                    }
                    @if let Some(of) = &outcome.judge { (judge::section(of)) }
                    (words::statistics(outcome))
                    (words::facts(outcome))
                }
                footer { p { "Made by " a href="https://github.com/driftless-rs/driftless" rel="noreferrer" { "driftless" } "." } }
            }
        }
    }
    .into_string()
}

/// Candidates with the anchors of their sections.
fn anchored(outcome: &QualificationOutcome) -> impl Iterator<Item = (String, &Candidate)> {
    let numbered = (1_usize..).zip(&outcome.candidates);
    numbered.map(|(number, candidate)| (format!("candidate-{number}"), candidate))
}

fn verdict(
    outcome: &QualificationOutcome,
    candidate: &Candidate,
    anchor: &str,
    one: bool,
) -> Markup {
    let class = match candidate.verdict {
        Verdict::Passed => "verdict yes",
        Verdict::InsufficientData => "verdict part",
        Verdict::Failed => "verdict no",
    };
    let may = match candidate.verdict {
        Verdict::Passed => " may stand in for ",
        Verdict::InsufficientData => " may not stand in yet for ",
        Verdict::Failed => " may not stand in for ",
    };
    html! {
        div class=(class) {
            p class="said" {
                span class=(badge(candidate.verdict)) { (sign(candidate.verdict)) }
                span { b { bdi { (visible(&candidate.arm.model)) } } (may) bdi { (visible(&outcome.reference.model)) } "." }
            }
            @if let Some((first, rest)) = candidate.reasons.split_first() {
                p class="because" dir="auto" { (first) }
                @if !rest.is_empty() { ul { @for reason in rest { li dir="auto" { (reason) } } } }
            }
            p class="quiet" {
                (count(candidate.pairs)) " pairs of answers compared. "
                @if candidate.verdict == Verdict::Passed { "Valid until " (outcome.expires) ", as long as none of its dependencies changes." }
                @if !one { " " a href={ "#" (anchor) } { "Details" } }
            }
        }
    }
}
