//! Options of a variant.

use syn::Attribute;

use super::doc::{Words, doc};
use super::field::words;
use super::foreign::{self, Place};
use super::meta::{Meta, Slot};
use crate::case::Case;
use crate::ctxt::Ctxt;
use crate::symbol;

/// The attributes of a variant.
pub(crate) struct Variant {
    pub(crate) doc: Words,
    pub(crate) describe: Slot<String>,
    pub(crate) rename: Slot<String>,
    pub(crate) rename_all: Slot<Case>,
}

impl Variant {
    pub(crate) fn read(ctxt: &Ctxt, attrs: &[Attribute]) -> Self {
        const KNOWN: &[&str] = &["rename", "rename_all"];
        let mut of = Self {
            doc: doc(attrs),
            describe: Slot::default(),
            rename: Slot::default(),
            rename_all: Slot::default(),
        };
        for meta in Meta::all(ctxt, attrs, "contract") {
            let key = &meta.key;
            if *key == symbol::RENAME {
                of.rename.set(ctxt, "contract", key, meta.text(ctxt));
            } else if *key == symbol::RENAME_ALL {
                of.rename_all.set(ctxt, "contract", key, meta.case(ctxt));
            } else if *key == symbol::DESCRIBE {
                of.describe.set(ctxt, "contract", key, meta.text(ctxt));
            } else {
                ctxt.unknown(key, "a variant", symbol::VARIANT);
            }
        }
        for (from, meta) in foreign::honoured(ctxt, attrs, Place::Variant, KNOWN) {
            let key = &meta.key;
            if *key == symbol::RENAME {
                of.rename.set(ctxt, from, key, foreign::text(ctxt, &meta));
            } else {
                of.rename_all
                    .set(ctxt, from, key, foreign::case(ctxt, &meta));
            }
        }
        of
    }

    /// The words that a model reads: `describe` if given, else the doc comment.
    pub(crate) fn words(&self) -> Words {
        words(&self.describe, &self.doc)
    }
}
