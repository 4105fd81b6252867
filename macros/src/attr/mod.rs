//! Stage 1: the tokens of attributes, turned into typed and spanned options.
//!
//! Duplicates and unknown keys die here; nothing here looks at two fields at once.

mod compare;
mod container;
mod deprecated;
mod doc;
mod field;
mod foreign;
mod literal;
mod meta;
mod rule;
mod variant;

pub(crate) use compare::{Compare, Entry, Measure};
pub(crate) use container::Container;
pub(crate) use deprecated::allow_deprecated;
pub(crate) use doc::{Words, doc};
pub(crate) use field::Field;
pub(crate) use literal::{Lit, LitKind, Number};
pub(crate) use meta::{Meta, Slot, Text, Value, ungrouped};
pub(crate) use rule::{Bound, Rule, RuleKind, Rules};
pub(crate) use variant::Variant;
