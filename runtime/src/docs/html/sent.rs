//! The request of each model family: schema, words, and rules that only words carry.

use maud::{Markup, html};

use super::bits::{count, inline, json, scrolled, verbatim};
use crate::dialect::{Adapted, Loss, Unsupported};
use crate::docs::family::{self, Sent};

/// A cell of the overview: a sign for the eye, words for everybody.
pub(super) fn mark(sent: &Sent) -> Markup {
    match sent.losses() {
        None => {
            html! { span class="no" { span aria-hidden="true" { "✕" } span class="hide" { "can’t carry it" } } }
        }
        Some(0) => {
            html! { span class="yes" { span aria-hidden="true" { "✓" } span class="hide" { "carries every rule" } } }
        }
        Some(losses) => html! { span class="part" { (losses) span class="hide" { " in words" } } },
    }
}

/// The verdict in words.
pub(super) fn verdict(sent: &Sent) -> Markup {
    match sent.losses() {
        Some(_) if !sent.family.has_schema() => {
            html! { span class="badge part" { "all of it in words" } }
        }
        None => html! { span class="badge no" { "can’t carry it" } },
        Some(0) => html! { span class="badge yes" { "every rule in the schema" } },
        Some(losses) => {
            html! { span class="badge part" { (count(losses, "rule", "rules")) " in words" } }
        }
    }
}

/// One family's part of a contract's page.
pub(super) fn details(sent: &Sent) -> Markup {
    let anchor = sent.family.anchor();
    html! {
        details class="family" id=(anchor) {
            summary {
                h3 { (capital(sent.family.table.name())) }
                " " (verdict(sent)) " "
                @if sent.adapted.is_ok() { span class="tokens" { "≈ " (sent.tokens) " tokens" } }
            }
            div class="inside" {
                p class="quiet" {
                    "Asks by " (sent.family.mode()) ". " a href={ "../families.html#" (anchor) } { "Keywords and limits" }
                }
                @match &sent.adapted {
                    Ok(adapted) => { (carried(adapted, sent.family.table.name())) }
                    Err(problems) => { (refused(problems)) }
                }
            }
        }
    }
}

fn carried(adapted: &Adapted, name: &str) -> Markup {
    html! {
        @if let Some((called, schema)) = family::schema(adapted) {
            h4 { "Schema, sent as " code { (called) } }
            @if let Some(text) = family::description(adapted) {
                p { "The tool’s description: " span class="said" dir="auto" { (text) } }
            }
            (json(schema, &format!("Schema for {name}")))
        }
        @if let Some(words) = &adapted.instructions {
            h4 { "Words, after the system text" }
            (verbatim(words, &format!("Words for {name}")))
        }
        @if !adapted.steps.is_empty() {
            h4 { "Undone before decoding" }
            ul { @for step in &adapted.steps { li { (family::step(*step)) } } }
        }
        @if !adapted.losses.is_empty() {
            h4 { "Rules in words only" }
            p { "The form can’t carry these. Each is " (family::cover(adapted)) "." }
            (losses(&adapted.losses, name))
        }
    }
}

fn losses(losses: &[Loss], name: &str) -> Markup {
    scrolled(
        &format!("Rules in words for {name}"),
        &html! {
            table {
                thead { tr { th scope="col" { "Place" } th scope="col" { "Keyword" } th scope="col" { "In words" } } }
                tbody {
                    @for loss in losses {
                        tr {
                            td { code { bdi { @if loss.pointer.is_empty() { "the whole" } @else { (loss.pointer) } } } }
                            td { code { (loss.keyword) } }
                            td { bdi { (loss.words) } }
                        }
                    }
                }
            }
        },
    )
}

fn refused(problems: &[Unsupported]) -> Markup {
    html! {
        p { "A request can’t be made this way; it does not compile, or " code { "build()" } " refuses it." }
        ul {
            @for problem in problems {
                li {
                    @if !problem.pointer.is_empty() { code { bdi { (problem.pointer) } } ": " }
                    (inline(&problem.sentence))
                }
            }
        }
    }
}

/// With a capital, as a heading starts.
pub(super) fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}
