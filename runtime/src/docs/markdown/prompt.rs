//! The page of one prompt.

use std::fmt::Write;

use super::super::book::{Book, PromptDoc};
use super::{code, fence, plain, prose};

/// Returns the page of one prompt.
pub(super) fn page(book: &Book, of: &PromptDoc) -> String {
    let mut out = String::new();
    line!(out, "# {}\n", plain(of.entry.name));
    if !of.entry.description.is_empty() {
        line!(out, "{}\n", prose(of.entry.description));
    }
    if let Some(output) = book.types.get(of.output) {
        line!(
            out,
            "- answers with [{}](../contract/{}.md)",
            plain(&output.title),
            output.slug
        );
    }
    line!(out, "- module: {}", code(of.entry.module));
    line!(out, "- fingerprint {}", code(&of.fingerprint));
    if let Some(system) = of.entry.system {
        line!(out, "\n## System\n\n{}", fence("text", system));
    }
    line!(out, "\n## User\n\n{}", fence("text", of.entry.user));
    if !of.entry.inputs.is_empty() {
        line!(out, "\n## Inputs\n\n| name | Rust type |\n|---|---|");
        for (name, ty) in of.entry.inputs {
            line!(out, "| {} | {} |", code(name), code(ty));
        }
    }
    if !of.entry.relations.is_empty() {
        line!(out, "\n## Relations\n");
        for relation in of.entry.relations {
            line!(out, "- {}", relation.sentence());
        }
    }
    for (at, (user, answer)) in of.examples.iter().enumerate() {
        line!(
            out,
            "\n## Example {}\n\n{}\n\n{}",
            at + 1,
            fence("text", user),
            fence("json", answer)
        );
    }
    out + &evidence(of)
}

fn evidence(of: &PromptDoc) -> String {
    let mut out = String::new();
    if !of.evidence.is_empty() {
        line!(
            out,
            "\n## Evidence\n\n| model | instead of | verdict | day | valid until | pairs | conformance |\n|---|---|---|---|---|---|---|"
        );
    }
    for of in &of.evidence {
        let (verdict, date, until) = (plain(&of.verdict), &of.date, &of.expires);
        line!(
            out,
            "| {} | {} | {verdict} | {date} | {until} | {} | {} |",
            code(&of.model),
            code(&of.reference),
            of.pairs,
            of.conformance
        );
    }
    for of in &of.evidence {
        for stale in &of.stale {
            line!(out, "\n{}: {}", code(&of.model), plain(stale));
        }
    }
    out
}
