//! What a renderer may write, and how it writes what it may not.

use std::collections::BTreeSet;

use super::Keyword;
use super::constraint::is_held;
use crate::json::Json;
use crate::shape::Format;

/// The field of a type: the type's identity (with the variant's name, for a union), the field's name, and whether its value may be `null`.
pub type Place = (String, &'static str, bool);

/// One way of writing schemas.
#[derive(Debug, Clone)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "independent choices, each read by itself"
)]
pub struct Policy {
    /// Keywords that may be used.
    pub carried: Vec<Keyword>,
    /// Formats that may be used.
    pub formats: &'static [Format],
    /// Only the simple part of the pattern language may be used.
    pub simple_patterns: bool,
    /// The largest `minItems` that may be used.
    pub min_items: Option<u64>,
    /// The bounds of 32-bit and wider integer types are written as well, although no model needs telling.
    pub widths: bool,
    /// A number of single precision says so by `format: float`, `OpenAPI`'s word: for whoever writes digits by the schema alone.
    pub precision: bool,
    /// Whether objects with keys that are data may be used; they travel as lists of entries otherwise.
    pub maps: bool,
    /// A field that may be missing is written as one that may be `null`.
    pub optional_as_null: bool,
    /// An `enum` has a `type` beside it.
    pub typed_enums: bool,
    /// An array of types stands alone; with other keywords, `null` is a branch of its own.
    pub bare_type_arrays: bool,
    /// `$ref` may have other keywords beside it.
    pub annotated_refs: bool,
    /// Types that are used several times are written at each use.
    pub inline: bool,
    /// `#` may be referred to.
    pub root_refs: bool,
    /// Fields that may be missing instead of `null` or empty.
    pub loosened: BTreeSet<Place>,
}

impl Policy {
    /// All of the draft.
    pub fn plain() -> Self {
        Self {
            carried: Keyword::ALL.to_vec(),
            formats: Format::ALL,
            simple_patterns: false,
            min_items: None,
            widths: true,
            precision: false,
            maps: true,
            optional_as_null: false,
            typed_enums: true,
            bare_type_arrays: false,
            annotated_refs: true,
            inline: false,
            root_refs: true,
            loosened: BTreeSet::new(),
        }
    }

    /// Whether `keyword` may be used with `value`; a number that JSON tools round may not.
    pub fn carries(&self, keyword: Keyword, value: &Json) -> bool {
        self.carried.contains(&keyword)
            && is_held(value)
            && match (keyword, value) {
                (Keyword::Format, Json::String(name)) => {
                    self.formats.iter().any(|format| format.name() == name)
                }
                (Keyword::Pattern, Json::String(source)) => {
                    !self.simple_patterns || is_simple(source)
                }
                (Keyword::MinItems, Json::Int(least)) => {
                    self.min_items.is_none_or(|most| *least <= i128::from(most))
                }
                _ => true,
            }
    }
}

/// Anchors, `* + ?`, small `{n,m}`, classes, `\d \w \s`, escaped punctuation and groups: what Anthropic documents ("Structured outputs", 2026-09).
fn is_simple(source: &str) -> bool {
    const LARGEST: u32 = 100;
    let mut rest = source.chars().peekable();
    while let Some(letter) = rest.next() {
        match letter {
            '\\' => match rest.next() {
                Some('d' | 'w' | 's') => {}
                Some(escaped) if escaped.is_ascii_punctuation() => {}
                _ => return false,
            },
            '(' if rest.peek() == Some(&'?') => return false,
            '{' => {
                let inside: String = rest.by_ref().take_while(|next| *next != '}').collect();
                let small =
                    |part: &str| part.is_empty() || part.parse().is_ok_and(|n: u32| n <= LARGEST);
                if !inside.split(',').all(small) {
                    return false;
                }
            }
            _ => {}
        }
    }
    true
}
