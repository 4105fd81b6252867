//! Options of a field.

use proc_macro2::Span;
use syn::{Attribute, Path};

use super::compare::Compare;
use super::doc::{Words, doc, doc_at};
use super::foreign::{self, Place};
use super::literal::Lit;
use super::meta::{Meta, Slot, Text, Value, once};
use super::rule::Rules;
use crate::ctxt::Ctxt;
use crate::symbol;

/// The attributes of a field.
pub(crate) struct Field {
    pub(crate) doc: Words,
    /// Where the doc comment begins.
    pub(crate) doc_at: Option<Span>,
    pub(crate) describe: Slot<String>,
    pub(crate) rename: Slot<String>,
    pub(crate) rules: Rules,
    pub(crate) examples: Vec<Lit>,
    pub(crate) ensures: Vec<Path>,
    pub(crate) compare: Vec<Compare>,
    /// Where `optional` stands.
    pub(crate) optional: Option<Span>,
    /// Where `recursive` stands.
    pub(crate) recursive: Option<Span>,
}

impl Field {
    pub(crate) fn read(ctxt: &Ctxt, attrs: &[Attribute]) -> Self {
        const KNOWN: &[&str] = &["rename", "skip_serializing_if"];
        let mut of = Self {
            doc: doc(attrs),
            doc_at: doc_at(attrs),
            describe: Slot::default(),
            rename: Slot::default(),
            rules: Rules::default(),
            examples: Vec::new(),
            ensures: Vec::new(),
            compare: Vec::new(),
            optional: None,
            recursive: None,
        };
        let mut seen = Vec::new();
        for meta in Meta::all(ctxt, attrs, "contract") {
            let key = &meta.key;
            if of.rules.take(ctxt, &meta) {
                continue;
            }
            if *key == symbol::RENAME {
                of.rename.set(ctxt, "contract", key, meta.text(ctxt));
            } else if *key == symbol::DESCRIBE {
                of.describe.set(ctxt, "contract", key, meta.text(ctxt));
            } else if *key == symbol::ENSURE {
                of.ensures.extend(meta.path(ctxt));
            } else if *key == symbol::COMPARE {
                of.compare.extend(Compare::read(ctxt, &meta));
            } else if *key == symbol::EXAMPLE {
                of.examples.extend(example(ctxt, &meta));
            } else if *key == symbol::OPTIONAL {
                once(ctxt, &mut seen, symbol::OPTIONAL, key);
                meta.flag(ctxt);
                of.optional = Some(key.span());
            } else if *key == symbol::RECURSIVE {
                once(ctxt, &mut seen, symbol::RECURSIVE, key);
                meta.flag(ctxt);
                of.recursive = Some(key.span());
            } else {
                let known = [symbol::FIELD, symbol::RULES].concat();
                ctxt.unknown(key, "a field", &known);
            }
        }
        for (from, meta) in foreign::honoured(ctxt, attrs, Place::Field, KNOWN) {
            if meta.key == symbol::RENAME {
                let text = foreign::text(ctxt, &meta);
                of.rename.set(ctxt, from, &meta.key, text);
            } else if of.optional.is_none() {
                foreign::refuse(ctxt, from, &meta.key);
            }
        }
        of
    }

    /// The words that a model reads: `describe` if given, else the doc comment.
    pub(crate) fn words(&self) -> Words {
        words(&self.describe, &self.doc)
    }
}

/// `describe` if given, else the doc comment.
pub(super) fn words(describe: &Slot<String>, doc: &Words) -> Words {
    describe
        .get()
        .map_or_else(|| doc.clone(), |text: &Text| text.value.clone().into())
}

/// Reads `example = literal`.
pub(super) fn example(ctxt: &Ctxt, meta: &Meta) -> Option<Lit> {
    let Value::Is(value) = &meta.value else {
        ctxt.error(&meta.key, "no value given; write `example = \"…\"`");
        return None;
    };
    Lit::parse(value).map_err(|error| ctxt.push(error)).ok()
}
