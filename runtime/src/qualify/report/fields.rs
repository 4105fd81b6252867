//! Agreement per field: numbers, intervals and a line of a chart in each row.

use maud::{Markup, html};

use super::super::{Candidate, FieldResult, QualificationOutcome, Requirement};
use super::chart::{Lane, Look, Scale, Strip, axis};
use super::number::{badge, count, ends, percent, plain, points, probability, sign};

/// The fields of one candidate.
pub(super) fn section(
    outcome: &QualificationOutcome,
    candidate: &Candidate,
    anchor: &str,
) -> Markup {
    let fields = &candidate.fields;
    let margin = outcome.rule.margin;
    let shares = Scale::holding(
        fields.iter().flat_map(|field| {
            [
                field.reference.low,
                field.reference.high,
                field.candidate.low,
                field.candidate.high,
            ]
        }),
        (0.0, 1.0),
    );
    let differences = Scale::holding(
        fields
            .iter()
            .flat_map(|field| [field.difference.low, field.difference.high])
            .chain([-margin * 1.4, margin * 0.4, 0.0]),
        (-1.0, 1.0),
    );
    html! {
        h3 id={ (anchor) "-fields" } { "Fields" }
        @if fields.is_empty() {
            p { "No field was compared." }
        } @else {
            p class="legend" {
                span { span class="ring" aria-hidden="true" {} " reference" }
                span { span class="dot" aria-hidden="true" {} " candidate" }
                "Lines are intervals. Shaded: worse by more than the margin of " (plain(margin * 100.0)) " points."
            }
            div class="scroll" tabindex="0" role="group" aria-label="Fields" {
                table class="cards" role="table" {
                    caption class="hide" { "Agreement per field of " (candidate.arm.model) " and " (outcome.reference.model) }
                    thead role="rowgroup" {
                        tr role="row" {
                            th scope="col" role="columnheader" { "Field" }
                            th scope="col" role="columnheader" { "Right answers" (axis(shares, share)) }
                            th scope="col" role="columnheader" { "Candidate − reference, points" (axis(differences, points_short)) }
                            th scope="col" role="columnheader" { "Shown" }
                        }
                    }
                    tbody role="rowgroup" {
                        @for field in fields {
                            (row(field, shares, differences, margin))
                        }
                    }
                }
            }
        }
    }
}

fn share(value: f64) -> String {
    format!("{} %", plain(value * 100.0))
}

fn points_short(value: f64) -> String {
    points(value).replace(".0", "")
}

fn row(field: &FieldResult, shares: Scale, differences: Scale, margin: f64) -> Markup {
    let both = [
        Lane {
            interval: &field.reference,
            look: Look::Ring,
        },
        Lane {
            interval: &field.candidate,
            look: Look::Dot,
        },
    ];
    let difference = [Lane {
        interval: &field.difference,
        look: Look::Dot,
    }];
    html! {
        tr role="row" {
            th scope="row" role="rowheader" {
                @if field.pointer.is_empty() { "whole answer" } @else { code { (field.pointer) } }
                span class="doc" { bdi { (field.method) } }
                span class="doc" {
                    @match field.requirement { Requirement::Required => { "required" } Requirement::Informative => { "informative" } }
                    ", " (count(field.items)) " items"
                    @if field.ungraded > 0 { ", " (count(field.ungraded)) " more without a grade" }
                }
            }
            td role="cell" data-label="Right answers" {
                (Strip { scale: shares, lanes: &both, limit: None, zero: false }.markup())
                span class="narrow" { (axis(shares, share)) }
                span class="said2" { "reference " b { (percent(field.reference.estimate)) } " (" (ends(&field.reference, percent)) ")" }
                span class="said2" { "candidate " b { (percent(field.candidate.estimate)) } " (" (ends(&field.candidate, percent)) ")" }
            }
            td role="cell" data-label="Candidate − reference, points" {
                (Strip { scale: differences, lanes: &difference, limit: Some(-margin), zero: true }.markup())
                span class="narrow" { (axis(differences, points_short)) }
                span class="said2" { b { (points(field.difference.estimate)) } " (" (ends(&field.difference, points)) ")" }
                span class="said2" { "only reference right: " (count(field.only_reference)) ", only candidate: " (count(field.only_candidate)) }
            }
            td role="cell" {
                span class=(badge(field.verdict)) { (sign(field.verdict)) }
                span class="said2" { "p " (probability(field.p_value)) }
                @if fine(field) { span class="said2" { "mean score " (format!("{:.3}", field.mean_score)) } }
            }
        }
    }
}

/// Returns `true` if the score says more than the share of right answers.
fn fine(field: &FieldResult) -> bool {
    (field.mean_score - field.candidate.estimate).abs() > 5e-4
}
