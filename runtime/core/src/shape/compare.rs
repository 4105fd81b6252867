//! The comparison of a field's values when one model's answers are compared with another's. No
//! model reads it, so it is part of neither fingerprint.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The options of `#[contract(compare(…))]`; options left out follow from the type.
#[derive(Debug, Clone, Copy)]
#[allow(
    clippy::exhaustive_structs,
    reason = "built as a literal by generated code of the same version"
)]
pub struct Compare {
    /// The field's part in the decision.
    pub role: Role,
    /// The measure by which two values are compared; `None` if it follows from the type.
    pub measure: Option<Measure>,
    /// The way in which the items of two lists are paired; `None` if it follows from the type.
    pub pairing: Option<Pairing>,
    /// From which score on two values agree, or from which share of items on two lists do.
    pub at_least: Option<f64>,
}

impl Compare {
    /// Everything by type.
    pub const DEFAULT: &'static Self = &Self {
        role: Role::Required,
        measure: None,
        pairing: None,
        at_least: None,
    };
}

/// A field's part in the decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(
    clippy::exhaustive_enums,
    reason = "every reader must handle every kind; a new one is a breaking change"
)]
pub enum Role {
    /// A model must not be worse here.
    Required,
    /// Reported only, with everything inside.
    Informative,
    /// Not compared, and nothing inside.
    Ignored,
}

/// A field's part in the decision of a qualification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(
    clippy::exhaustive_enums,
    reason = "every reader must handle every kind; a new one is a breaking change"
)]
pub enum Requirement {
    /// The candidate must not be worse here.
    Required,
    /// Reported only.
    Informative,
}

/// A comparison of two values.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Measure {
    /// Equal as JSON: numbers by value, members in any order, items in order.
    Exact,
    /// Numbers that lie this close.
    Within(Tolerance),
    /// Texts that are equal but for case, white space and the spelling of characters in Unicode.
    Normalized,
    /// The words that two texts share.
    TokenF1,
    /// One less the share of characters that must be edited.
    Edit,
    /// A function of the user.
    With(Custom),
    /// A judge model, asked this.
    Rubric(&'static str),
}

/// Largest distance of two numbers that count as equal.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(
    clippy::exhaustive_enums,
    reason = "every reader must handle every kind; a new one is a breaking change"
)]
pub enum Tolerance {
    /// By this much.
    Absolute(f64),
    /// By this share of the larger one.
    Relative(f64),
}

/// A way to pair the items of two lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(
    clippy::exhaustive_enums,
    reason = "every reader must handle every kind; a new one is a breaking change"
)]
pub enum Pairing {
    /// The first with the first, and so on.
    Ordered,
    /// In any order, equal items counted once.
    Set,
    /// In any order, so that as much as possible agrees.
    Matching,
}

/// A user's function over the field's type.
#[derive(Clone, Copy)]
#[allow(
    clippy::exhaustive_structs,
    reason = "built as a literal by generated code of the same version"
)]
pub struct Custom {
    /// The function's path as it was written.
    pub name: &'static str,
    /// Reads two values of the field as JSON text and compares them; `None` if one of them can't be
    /// read.
    pub call: fn(&str, &str) -> Option<f64>,
}

impl fmt::Debug for Custom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Custom").field(&self.name).finish()
    }
}
