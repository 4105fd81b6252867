//! Options of a field.

use proc_macro2::Span;
use syn::{Attribute, Expr, Ident, Path};

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
    /// The value of a field that never travels, with the key that gives it.
    pub(crate) skip: Option<(Ident, Expr)>,
    /// The first key beside `skip`.
    pub(crate) beside_skip: Option<Ident>,
}

impl Field {
    pub(crate) fn read(ctxt: &Ctxt, attrs: &[Attribute]) -> Self {
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
            skip: None,
            beside_skip: None,
        };
        let mut seen = Vec::new();
        for meta in Meta::all(ctxt, attrs, "contract") {
            let key = &meta.key;
            if *key != symbol::SKIP && of.beside_skip.is_none() {
                of.beside_skip = Some(key.clone());
            }
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
            } else if *key == symbol::SKIP {
                once(ctxt, &mut seen, symbol::SKIP, key);
                of.skip = skipped(ctxt, &meta);
            } else if *key == symbol::RECURSIVE {
                once(ctxt, &mut seen, symbol::RECURSIVE, key);
                meta.flag(ctxt);
                of.recursive = Some(key.span());
            } else {
                let known = [symbol::FIELD, symbol::RULES].concat();
                ctxt.unknown(key, "a field", &known);
            }
        }
        of.take_foreign(ctxt, attrs);
        of
    }

    fn take_foreign(&mut self, ctxt: &Ctxt, attrs: &[Attribute]) {
        const KNOWN: &[&str] = &[
            "rename",
            "skip_serializing_if",
            "skip",
            "skip_serializing",
            "skip_deserializing",
            "default",
        ];
        for (from, meta) in foreign::honoured(ctxt, attrs, Place::Field, KNOWN) {
            if meta.key == symbol::RENAME {
                let text = foreign::text(ctxt, &meta);
                self.rename.set(ctxt, from, &meta.key, text);
            } else if meta.key == "skip_serializing_if" {
                if self.optional.is_none() {
                    foreign::refuse(ctxt, from, &meta.key);
                }
            } else if self.skip.is_none() {
                // What serde fills in for itself is no drift where the contract names the value.
                foreign::refuse(ctxt, from, &meta.key);
            }
        }
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

/// Reads `skip = value`.
fn skipped(ctxt: &Ctxt, meta: &Meta) -> Option<(Ident, Expr)> {
    if let Value::Is(value) = &meta.value {
        return Some((meta.key.clone(), value.clone()));
    }
    let message = "no value given, and the field must have one; write `skip = None`, or another value of its type";
    ctxt.error(&meta.key, message);
    None
}

/// Reads `example = literal`.
pub(super) fn example(ctxt: &Ctxt, meta: &Meta) -> Option<Lit> {
    let Value::Is(value) = &meta.value else {
        ctxt.error(&meta.key, "no value given; write `example = \"…\"`");
        return None;
    };
    Lit::parse(value).map_err(|error| ctxt.push(error)).ok()
}
