//! The first page: every contract with what each model family carries of it, and every prompt.

use maud::{Markup, html};

use super::bits::{brief, count, heading, scrolled};
use super::{Page, Section, Site, sent};
use crate::docs::book::TypeDoc;
use crate::docs::family::Family;

pub(super) fn page(site: &Site<'_>) -> Page {
    let (alone, parts): (Vec<&TypeDoc>, Vec<&TypeDoc>) =
        site.book.types.iter().partition(|of| of.stands_alone());
    let sections = [
        ("contracts", "Contracts", !alone.is_empty()),
        ("prompts", "Prompts", !site.book.prompts.is_empty()),
        ("types", "Types within them", !parts.is_empty()),
    ];
    let contents = sections
        .iter()
        .filter(|(.., shown)| *shown)
        .map(|(anchor, name, _)| ((*anchor).to_owned(), (*name).to_owned(), 1))
        .collect();
    let main = html! {
        header class="title" {
            h1 { bdi { (site.options.title) } }
            p class="lead" {
                (count(alone.len(), "contract", "contracts")) ", "
                (count(parts.len(), "type", "types")) " within them, "
                (count(site.book.prompts.len(), "prompt", "prompts")) "."
            }
        }
        @if site.book.types.is_empty() {
            p { "No contract is linked into the program that wrote this. Name the crate that holds them, such as " code { "use my_app as _;" } }
        }
        @if !alone.is_empty() {
            section {
                (heading("contracts", "Contracts"))
                (matrix(&alone))
                p class="quiet key" {
                    span class="yes" { "✓" } " the schema carries every rule · "
                    span class="part" { "3" } " so many rules are said in words · "
                    span class="no" { "✕" } " can’t be asked for this way. JSON mode and instructions carry every contract in words. Whatever carries a rule, the decoder enforces it."
                }
            }
        }
        @if !site.book.prompts.is_empty() {
            section { (heading("prompts", "Prompts")) (prompts(site)) }
        }
        @if !parts.is_empty() {
            section { (heading("types", "Types within them")) (types(&parts)) }
        }
    };
    Page {
        title: site.options.title.clone(),
        root: "",
        section: Section::Contracts,
        contents,
        main,
    }
}

fn matrix(types: &[&TypeDoc]) -> Markup {
    scrolled(
        "Contracts and what each model family carries",
        &html! {
            table class="matrix" {
                thead {
                    tr {
                        th scope="col" { "Contract" }
                        @for family in Family::all().iter().filter(|family| family.has_schema()) {
                            th scope="col" class="mid" { @for word in family.short() { span { (sent::capital(word)) } " " } }
                        }
                    }
                }
                tbody {
                    @for of in types {
                        tr {
                            th scope="row" {
                                a href={ "contract/" (of.slug) ".html" } { bdi { (of.title) } }
                                span class="doc" { (brief(of.doc)) }
                            }
                            @for sent in of.sent.iter().filter(|sent| sent.family.has_schema()) { td class="mid" { (sent::mark(sent)) } }
                        }
                    }
                }
            }
        },
    )
}

fn prompts(site: &Site<'_>) -> Markup {
    scrolled(
        "Prompts",
        &html! {
            table {
                thead { tr { th scope="col" { "Prompt" } th scope="col" { "Inputs" } th scope="col" { "Answer" } } }
                tbody {
                    @for prompt in &site.book.prompts {
                        tr {
                            th scope="row" {
                                a href={ "prompt/" (prompt.slug) ".html" } { bdi { (prompt.entry.name) } }
                                span class="doc" { (brief(prompt.entry.description)) }
                            }
                            td { @for (name, _) in prompt.entry.inputs { code { (name) } " " } }
                            td {
                                @if let Some(of) = site.book.types.get(prompt.output) {
                                    a href={ "contract/" (of.slug) ".html" } { bdi { (of.title) } }
                                }
                            }
                        }
                    }
                }
            }
        },
    )
}

fn types(types: &[&TypeDoc]) -> Markup {
    scrolled(
        "Types within contracts",
        &html! {
            table {
                thead { tr { th scope="col" { "Type" } th scope="col" { "Holds" } th scope="col" class="num" { "Used in" } } }
                tbody {
                    @for of in types {
                        tr {
                            th scope="row" {
                                a href={ "contract/" (of.slug) ".html" } { bdi { (of.title) } }
                                span class="doc" { (brief(of.doc)) }
                            }
                            td { (of.inside.summary()) }
                            td class="num" { (count(of.used_by.len(), "place", "places")) }
                        }
                    }
                }
            }
        },
    )
}
