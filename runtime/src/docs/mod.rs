//! Documentation of all contracts and prompts of a program: a site without a server, Markdown for a
//! repository, and JSON Schema files.
//!
//! [`Book::of`] collects what there is to say; [`files`] writes it down, the same for the same
//! input; [`output`] puts it on disk. Whatever a page says of a contract comes off its shape and
//! through the same code that requests go through, so it can't say anything else than what is sent.

mod anchor;
mod book;
mod evidence;
mod family;
mod html;
mod markdown;
pub(crate) mod output;
mod part;
mod print;
mod schema;
mod search;
pub(crate) mod size;
mod spell;

pub(crate) use book::Book;
pub(crate) use evidence::current;

use std::collections::BTreeMap;

/// Texts by their path below the output directory, with `/` between its parts.
pub(crate) type Files = BTreeMap<String, String>;

/// A kind of pages. Schemas are beside either, since pages lead to them; schemas alone are what the
/// command `schemas` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The site.
    Html,
    /// Pages for a repository.
    Markdown,
}

impl Part {
    /// Every part.
    pub(crate) const ALL: [Self; 2] = [Self::Html, Self::Markdown];

    /// The name on the command line.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown => "markdown",
        }
    }
}

/// The caller's choices.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    /// The title of the whole.
    pub(crate) title: String,
    /// The address in front of a schema's file name in its `$id`; a URN if there is none.
    pub(crate) base_url: Option<String>,
    /// The parts to write.
    pub(crate) parts: Vec<Part>,
}

/// Every file of the documentation.
pub(crate) fn files(book: &Book, options: &Options) -> Files {
    let mut files = Files::new();
    for part in &options.parts {
        match part {
            Part::Html => html::write(book, options, &mut files),
            Part::Markdown => markdown::write(book, options, &mut files),
        }
    }
    schema::write(book, options, &mut files);
    files
}
