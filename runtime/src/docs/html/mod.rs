//! The site: pages that work from disk, without a server and without scripts; search and themes are
//! added by one script of our own.
//!
//! Every text that is not ours goes through the template's escaping, and a content policy in each
//! page allows nothing but our two files.

mod bits;
mod contract;
mod families;
mod index;
mod inside;
mod prompt;
mod sent;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::book::Book;
use super::{Files, Options, Part, search};

const CSS: &str = include_str!("assets/site.css");
const JS: &str = include_str!("assets/site.js");

/// Nothing but our own files; no frames, no forms, no network.
const POLICY: &str = "default-src 'none'; style-src 'self' file:; script-src 'self' file:; img-src data:; base-uri 'none'; form-action 'none'";

/// The context that all pages share.
struct Site<'b> {
    book: &'b Book,
    options: &'b Options,
}

impl Site<'_> {
    fn has(&self, part: Part) -> bool {
        self.options.parts.contains(&part)
    }
}

/// One page.
struct Page {
    title: String,
    /// The way to the site's root: empty, or `../`.
    root: &'static str,
    /// The section that the navigation marks.
    section: Section,
    /// Anchors and names for the list beside the page.
    contents: Vec<(String, String, u8)>,
    main: Markup,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Contracts,
    Prompts,
    Families,
}

/// Writes the site.
pub(super) fn write(book: &Book, options: &Options, files: &mut Files) {
    let site = Site { book, options };
    let mut put = |path: String, page: Page| {
        files.insert(path, layout(&site, &page).into_string());
    };
    put("index.html".to_owned(), index::page(&site));
    put("families.html".to_owned(), families::page());
    for of in &book.types {
        put(
            format!("contract/{}.html", of.slug),
            contract::page(&site, of),
        );
    }
    for prompt in &book.prompts {
        put(
            format!("prompt/{}.html", prompt.slug),
            prompt::page(&site, prompt),
        );
    }
    files.insert("assets/site.css".to_owned(), CSS.to_owned());
    files.insert("assets/site.js".to_owned(), JS.to_owned());
    files.insert("assets/index.js".to_owned(), search::script(book));
}

fn layout(site: &Site<'_>, page: &Page) -> Markup {
    let root = page.root;
    let title = &site.options.title;
    let head = if page.title == *title {
        title.clone()
    } else {
        format!("{} · {title}", page.title)
    };
    html! {
        (DOCTYPE)
        html lang="en" data-root=(root) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (head) }
                // An icon of our own, so that no browser asks a server for one.
                link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%232f6f5e'/%3E%3Cpath d='M4 5h8M4 8h8M4 11h5' stroke='white' stroke-width='1.6' stroke-linecap='round'/%3E%3C/svg%3E";
                link rel="stylesheet" href={ (root) "assets/site.css" };
                script src={ (root) "assets/site.js" } {}
            }
            body {
                a class="skip" href="#main" { "Skip to content" }
                (bar(site, page))
                div class="shell" {
                    (contents(&page.contents))
                    main id="main" tabindex="-1" { (page.main) }
                }
                footer {
                    p { "Made from the program’s own types by " a href="https://github.com/driftless-rs/driftless" rel="noreferrer" { "driftless" } ". Token counts are estimates." }
                }
            }
        }
    }
}

fn bar(site: &Site<'_>, page: &Page) -> Markup {
    let root = page.root;
    let link = |to: &str, name: &str, section: Section| {
        html! {
            a href={ (root) (to) } aria-current=[(page.section == section).then_some("true")] { (name) }
        }
    };
    html! {
        header class="bar" {
            a class="brand" href={ (root) "index.html" } {
                (icon("M4 5h12M4 10h12M4 15h7"))
                span { bdi { (site.options.title) } }
            }
            nav aria-label="Sections" {
                (link("index.html", "Contracts", Section::Contracts))
                @if !site.book.prompts.is_empty() {
                    (link("index.html#prompts", "Prompts", Section::Prompts))
                }
                (link("families.html", "Model families", Section::Families))
            }
            search hidden class="search" {
                label class="hide" for="q" { "Search contracts, fields and prompts" }
                (icon("M9 3a6 6 0 1 0 0 12A6 6 0 0 0 9 3zM13.5 13.5 18 18"))
                input id="q" type="search" placeholder="Search" autocomplete="off" spellcheck="false" role="combobox" aria-expanded="false" aria-controls="results" aria-autocomplete="list" aria-keyshortcuts="/";
                kbd aria-hidden="true" { "/" }
                div id="panel" tabindex="0" role="group" aria-label="Found" hidden {
                    ul id="results" role="listbox" aria-label="Search results" {}
                    p id="found" role="status" {}
                }
            }
            button id="theme" type="button" hidden { span class="hide" { "Theme" } }
        }
    }
}

fn contents(entries: &[(String, String, u8)]) -> Markup {
    html! {
        @if !entries.is_empty() {
            nav class="contents" aria-label="On this page" {
                p class="label" aria-hidden="true" { "On this page" }
                ul {
                    @for (anchor, name, level) in entries {
                        li class=[(*level > 1).then_some("sub")] {
                            a href={ "#" (anchor) } { bdi { (name) } }
                        }
                    }
                }
            }
        }
    }
}

fn icon(path: &str) -> Markup {
    html! {
        svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" focusable="false" {
            (PreEscaped(format!("<path d=\"{path}\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.7\" stroke-linecap=\"round\"/>")))
        }
    }
}
