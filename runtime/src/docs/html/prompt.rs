//! The page of one prompt.

use maud::{Markup, html};

use super::bits::{block, heading, prose, scrolled, verbatim};
use super::{Page, Section, Site, sent};
use crate::docs::Part;
use crate::docs::book::PromptDoc;
use crate::docs::size;

pub(super) fn page(site: &Site<'_>, of: &PromptDoc) -> Page {
    let mut contents = vec![("messages".to_owned(), "Messages".to_owned(), 1)];
    let sections = [
        ("inputs", "Inputs", !of.entry.inputs.is_empty()),
        ("relations", "Relations", !of.entry.relations.is_empty()),
        ("examples", "Examples", !of.examples.is_empty()),
        ("evidence", "Evidence", !of.evidence.is_empty()),
        ("models", "Tokens for each model", true),
        ("fingerprints", "Fingerprint", true),
    ];
    for (anchor, name, shown) in sections {
        if shown {
            contents.push((anchor.to_owned(), name.to_owned(), 1));
        }
    }
    let main = html! {
        article {
            (head(site, of))
            section {
                (heading("messages", "Messages"))
                @if let Some(system) = of.entry.system { h3 { "System" } (template(system, "System text", of)) }
                h3 { "User" }
                (template(of.entry.user, "User message", of))
                p class="quiet" { "Words that a model family needs stand behind the system text; each contract’s page shows them." }
            }
            @if !of.entry.inputs.is_empty() {
                section { (heading("inputs", "Inputs")) (inputs(of)) }
            }
            @if !of.entry.relations.is_empty() {
                section {
                    (heading("relations", "Relations"))
                    @for relation in of.entry.relations { (prose(&relation.sentence())) }
                }
            }
            @if !of.examples.is_empty() {
                section { (heading("examples", "Examples")) (examples(of)) }
            }
            @if !of.evidence.is_empty() {
                section { (heading("evidence", "Evidence")) (evidence(of)) }
            }
            section { (heading("models", "Tokens for each model")) (costs(site, of)) }
            section {
                (heading("fingerprints", "Fingerprint"))
                p { code { (of.fingerprint) } " – name, templates, examples, and the contract with every word of it" }
            }
        }
    };
    Page {
        title: of.entry.name.to_owned(),
        root: "../",
        section: Section::Prompts,
        contents,
        main,
    }
}

fn examples(of: &PromptDoc) -> Markup {
    html! {
        p { "Shown to the model in this order, before the question." }
        @for (at, (user, answer)) in of.examples.iter().enumerate() {
            h3 { "Example " (at + 1) }
            (verbatim(user, "Request"))
            (verbatim(answer, "Right answer"))
        }
    }
}

fn head(site: &Site<'_>, of: &PromptDoc) -> Markup {
    html! {
        header class="title" {
            p class="over" { "Prompt in " code { bdi { (of.entry.module) } } }
            h1 { bdi { (of.entry.name) } }
            (prose(of.entry.description))
            ul class="facts" {
                @if let Some(output) = site.book.types.get(of.output) {
                    li { "answers with " a href={ "../contract/" (output.slug) ".html" } { bdi { (output.title) } } }
                }
                @if site.has(Part::Markdown) {
                    li { a href={ "../markdown/prompt/" (of.slug) ".md" } { "Markdown" } }
                }
            }
        }
    }
}

/// A template with its inputs marked.
fn template(text: &str, label: &str, of: &PromptDoc) -> Markup {
    let mut parts: Vec<(bool, &str)> = Vec::new();
    let mut rest = text;
    while let Some((before, name, after)) = next_input(rest, of) {
        parts.push((false, before));
        parts.push((true, name));
        rest = after;
    }
    parts.push((false, rest));
    block(
        label,
        &html! {
            @for (is_input, part) in &parts {
                @if *is_input { mark { "{" (part) "}" } } @else { (part) }
            }
        },
    )
}

/// The text before the next input, its name, and the text behind it.
fn next_input<'t>(text: &'t str, of: &PromptDoc) -> Option<(&'t str, &'t str, &'t str)> {
    let mut from = 0;
    while let Some(at) = text.get(from..)?.find('{').map(|at| at + from) {
        let inside = text.get(at + 1..)?;
        if let Some((name, after)) = inside.split_once('}')
            && of.entry.inputs.iter().any(|(known, _)| *known == name)
        {
            return Some((text.get(..at)?, name, after));
        }
        // A doubled brace is a brace.
        from = at + if inside.starts_with('{') { 2 } else { 1 };
    }
    None
}

fn inputs(of: &PromptDoc) -> Markup {
    scrolled(
        "Inputs",
        &html! {
            table {
                thead { tr { th scope="col" { "Name" } th scope="col" { "Rust type" } } }
                tbody {
                    @for (name, ty) in of.entry.inputs {
                        tr { th scope="row" { code { (name) } } td { code { (ty) } } }
                    }
                }
            }
        },
    )
}

fn evidence(of: &PromptDoc) -> Markup {
    html! {
        p { "Models that were compared on this prompt, by the committed " code { "contracts.lock" } "." }
        (scrolled("Evidence", &html! {
            table class="overview" {
                thead {
                    tr {
                        th scope="col" { "Model" } th scope="col" { "Instead of" } th scope="col" { "Verdict" }
                        th scope="col" { "Day" } th scope="col" { "Until" } th scope="col" class="num" { "Pairs" } th scope="col" { "Conformance" }
                    }
                }
                tbody {
                    @for of in &of.evidence {
                        tr {
                            th scope="row" { code { bdi { (of.model) } } }
                            td { code { bdi { (of.reference) } } } td { (of.verdict) }
                            td { (of.date) } td { (of.expires) } td class="num" { (of.pairs) } td { (of.conformance) }
                        }
                    }
                }
            }
        }))
        @for of in &of.evidence {
            @for stale in &of.stale { p { code { bdi { (of.model) } } ": " (stale) } }
        }
    }
}

fn costs(site: &Site<'_>, of: &PromptDoc) -> Markup {
    let (texts, examples) = (size::templates(&of.entry), size::examples(&of.examples));
    let sent = site
        .book
        .types
        .get(of.output)
        .map_or(&[][..], |output| &output.sent);
    html! {
        p { "Estimated tokens before the inputs are filled in." }
        (scrolled("Tokens for each model family", &html! {
            table class="overview" {
                thead {
                    tr {
                        th scope="col" { "Family" } th scope="col" { "Rules" }
                        th scope="col" class="num" { "Templates" } th scope="col" class="num" { "Examples" }
                        th scope="col" class="num" { "Contract" } th scope="col" class="num" { "All" }
                    }
                }
                tbody {
                    @for sent in sent {
                        tr {
                            th scope="row" { (sent::capital(sent.family.table.name())) }
                            td { (sent::verdict(sent)) }
                            @if sent.adapted.is_ok() {
                                td class="num" { (texts) } td class="num" { (examples) }
                                td class="num" { (sent.tokens) } td class="num" { (texts + examples + sent.tokens) }
                            } @else {
                                td class="num" colspan="4" { "–" }
                            }
                        }
                    }
                }
            }
        }))
    }
}
