//! The features that a renderer may use, and the replacements for those that it may not.

use std::collections::{BTreeMap, BTreeSet};

use super::Keyword;
use super::budget::Budget;
use super::constraint::is_held;
use super::pattern::Language;
use crate::json::Json;
use crate::shape::Format;

/// The field of a type: the type's identity (with the variant's name, for a union), the field's
/// name, and whether its value may be `null`.
pub type Place = (String, &'static str, bool);

/// One way of writing schemas.
#[derive(Debug, Clone)]
#[allow(
    clippy::struct_excessive_bools,
    clippy::exhaustive_structs,
    reason = "independent choices, each read by itself; seen by this workspace alone"
)]
pub struct Policy {
    /// Keywords that may be used.
    pub carried: Vec<Keyword>,
    /// Formats that may be used.
    pub formats: &'static [Format],
    /// The language of patterns.
    pub patterns: Language,
    /// Past it, a rule is put into words.
    pub budget: Budget,
    /// The largest `minItems` that may be used.
    pub min_items: Option<u64>,
    /// The bounds of 32-bit and wider integer types are written as well, although no model needs
    /// them.
    pub widths: bool,
    /// A number of single precision says so by `format: float`, `OpenAPI`'s word: for whoever
    /// writes digits by the schema alone.
    pub precision: bool,
    /// `true` if objects with keys that are data may be used; they travel as lists of entries
    /// otherwise.
    pub maps: bool,
    /// A field that may be missing is written as one that may be `null`.
    pub optional_as_null: bool,
    /// An `enum` has a `type` beside it.
    pub typed_enums: bool,
    /// An array of types stands alone; with other keywords, `null` is a branch of its own.
    pub bare_type_arrays: bool,
    /// `null` may be a value of an `enum`; it is a branch of its own otherwise.
    pub null_in_enums: bool,
    /// `$ref` may have other keywords beside it.
    pub annotated_refs: bool,
    /// Types that are used several times are written at each use.
    pub inline: bool,
    /// Every type with fields stands under `$defs`, also one that is used once.
    pub by_reference: bool,
    /// `#` may be referred to.
    pub root_refs: bool,
    /// Fields that may be missing instead of `null` or empty.
    pub loosened: BTreeSet<Place>,
    /// The values that one call allows, by the pointer of their place. Those that fitted are
    /// [`chosen`](super::Rendered::chosen).
    pub chosen: BTreeMap<String, Json>,
}

impl Policy {
    /// Returns the policy that may use the whole draft.
    #[must_use]
    pub fn plain() -> Self {
        Self {
            carried: Keyword::ALL.to_vec(),
            formats: Format::ALL,
            patterns: Language::Ecma,
            budget: Budget::default(),
            min_items: None,
            widths: true,
            precision: false,
            maps: true,
            optional_as_null: false,
            typed_enums: true,
            bare_type_arrays: false,
            null_in_enums: true,
            annotated_refs: true,
            inline: false,
            by_reference: false,
            root_refs: true,
            loosened: BTreeSet::new(),
            chosen: BTreeMap::new(),
        }
    }

    /// Returns `keyword`'s value as it is written, or `None` if it may not be used with this one; a
    /// number that JSON tools round may not.
    pub fn written(&self, keyword: Keyword, value: &Json) -> Option<Json> {
        if !self.carried.contains(&keyword) || !is_held(value) {
            return None;
        }
        let fits = match (keyword, value) {
            (Keyword::Format, Json::String(name)) => {
                self.formats.iter().any(|format| format.name() == name)
            }
            (Keyword::Pattern, Json::String(source)) => {
                return self.patterns.written(source).map(Json::String);
            }
            (Keyword::MinItems, Json::Int(least)) => {
                self.min_items.is_none_or(|most| *least <= i128::from(most))
            }
            (Keyword::Enum, Json::Array(values)) => self.budget.takes_values(values),
            _ => true,
        };
        fits.then(|| value.clone())
    }
}
