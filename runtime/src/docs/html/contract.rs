//! The page of one contract.

use maud::{Markup, html};

use super::bits::{count, heading, json, prose, verbatim, visible};
use super::{Page, Section, Site, sent};
use crate::dialect::json_schema;
use crate::docs::book::TypeDoc;
use crate::docs::part::Inside;
use crate::docs::{Part, schema};

pub(super) fn page(site: &Site<'_>, of: &TypeDoc) -> Page {
    let examples = examples(site, of);
    let related = related(site, of);
    let mut contents = vec![("inside".to_owned(), inside_title(of).to_owned(), 1)];
    match &of.inside {
        Inside::Fields(fields) => contents.extend(
            fields
                .iter()
                .map(|field| (field.anchor.clone(), visible(field.name), 2)),
        ),
        Inside::Variants { variants, .. } => contents.extend(
            variants
                .iter()
                .map(|of| (of.anchor.clone(), visible(of.name), 2)),
        ),
        _ => {}
    }
    let sections = [
        ("examples", "Examples", examples.is_some()),
        ("models", "Sent to models", true),
        ("related", "Used by and uses", related.is_some()),
        ("schema", "JSON Schema", true),
        ("fingerprints", "Fingerprints", true),
    ];
    for (anchor, name, shown) in sections {
        if shown {
            contents.push((anchor.to_owned(), name.to_owned(), 1));
        }
    }
    let main = html! {
        article {
            (head(site, of))
            section { (heading("inside", inside_title(of))) (site.inside(&of.inside)) }
            @if let Some(examples) = examples {
                section { (heading("examples", "Examples")) (examples) }
            }
            section {
                (heading("models", "Sent to models"))
                p class="quiet" { "Each way of asking, what it carries, and an estimate of its tokens." }
                @for sent in &of.sent { (sent::details(sent)) }
            }
            @if let Some(related) = related {
                section { (heading("related", "Used by and uses")) (related) }
            }
            section {
                (heading("schema", "JSON Schema"))
                p { "Draft 2020-12, for an independent validator of answers." }
                details { summary { "Show the schema" } (json(&json_schema(of.shape), "JSON Schema")) }
            }
            section { (heading("fingerprints", "Fingerprints")) (fingerprints(of)) }
        }
    };
    Page {
        title: of.title.clone(),
        root: "../",
        section: Section::Contracts,
        contents,
        main,
    }
}

fn inside_title(of: &TypeDoc) -> &'static str {
    match of.inside {
        Inside::Fields(_) => "Fields",
        Inside::Values(_) => "Values",
        Inside::Variants { .. } => "Variants",
        Inside::Wraps(_) => "Value",
    }
}

fn head(site: &Site<'_>, of: &TypeDoc) -> Markup {
    html! {
        header class="title" {
            p class="over" { "Contract" @if !of.module.is_empty() { " in " code { bdi { (of.module) } } } }
            h1 { bdi { (of.title) } }
            (prose(of.doc))
            ul class="facts" {
                li { (of.kind()) }
                @if !matches!(of.inside, Inside::Wraps(_)) { li { (of.inside.summary()) } }
                @if of.recursive { li class="note" { "contains itself" } }
                @for check in of.checks { li { "checked by " code { (check) } } }
                li { a href={ "../" (schema::path(of)) } { "JSON Schema" } }
                @if site.has(Part::Markdown) {
                    li { a href={ "../markdown/contract/" (of.slug) ".md" } { "Markdown" } }
                }
            }
        }
    }
}

fn examples(site: &Site<'_>, of: &TypeDoc) -> Option<Markup> {
    let sample = of.sample();
    let shown: Vec<(&str, &str, &str)> = of
        .asked_by
        .iter()
        .filter_map(|at| site.book.prompts.get(*at))
        .flat_map(|prompt| {
            let name = prompt.entry.name;
            prompt
                .examples
                .iter()
                .map(move |(user, answer)| (name, user.as_str(), answer.as_str()))
        })
        .collect();
    (sample.is_some() || !shown.is_empty()).then(|| {
        html! {
            @if let Some(sample) = &sample {
                p { "Made up from the rules, and accepted by the decoder:" }
                (json(sample, "A document of this contract"))
            }
            @for (prompt, user, answer) in shown {
                h3 { "From the prompt " bdi { (prompt) } }
                (verbatim(user, "Request"))
                (verbatim(answer, "Right answer"))
            }
        }
    })
}

fn related(site: &Site<'_>, of: &TypeDoc) -> Option<Markup> {
    let uses: Vec<&TypeDoc> = of
        .uses
        .iter()
        .filter_map(|at| site.book.types.get(*at))
        .collect();
    let silent = of.asked_by.is_empty() && of.used_by.is_empty() && uses.is_empty();
    (!silent).then(|| html! {
        dl class="related" {
            @if !of.asked_by.is_empty() {
                dt { "Asked for by" }
                @for prompt in of.asked_by.iter().filter_map(|at| site.book.prompts.get(*at)) {
                    dd { a href={ "../prompt/" (prompt.slug) ".html" } { bdi { (prompt.entry.name) } } }
                }
            }
            @if !of.used_by.is_empty() {
                dt { "Used by " (count(of.used_by.len(), "place", "places")) }
                @for (from, field, anchor) in &of.used_by {
                    @if let Some(from) = site.book.types.get(*from) {
                        dd {
                            a href={ (from.slug) ".html#" (anchor) } {
                                bdi { (from.title) } @if !field.is_empty() { "." bdi { (field) } }
                            }
                        }
                    }
                }
            }
            @if !uses.is_empty() {
                dt { "Uses" }
                @for other in uses {
                    dd { a href={ (other.slug) ".html" } { bdi { (other.title) } } @if other.slug == of.slug { " (itself)" } }
                }
            }
        }
    })
}

fn fingerprints(of: &TypeDoc) -> Markup {
    html! {
        dl class="prints" {
            dt { "Shape" }
            dd { code { (of.fingerprint.shape()) } " – everything that the wire may carry" }
            dt { "Text" }
            dd { code { (of.fingerprint.text()) } " – the shape and every word that a model reads" }
        }
    }
}
