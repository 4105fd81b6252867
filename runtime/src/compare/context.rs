//! The context of a place, known before its type is looked at.

use super::Requirement;
use super::leaf::{AT_LEAST, Leaf};
use crate::shape::{
    Compare, Format, Measure, Pairing, Precision, Role, Rule, Shape, Text, Tolerance,
};

/// Floats are the same if they agree in six digits, which all of them hold.
const ROUNDED: Tolerance = Tolerance::Relative(1e-6);

/// The context of a place, known before its type is looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context {
    pub(super) measure: Option<Measure>,
    pub(super) pairing: Option<Pairing>,
    pub(super) at_least: Option<f64>,
    pub(super) requirement: Requirement,
    /// The share of places that the lists around ask for.
    pub(super) share: f64,
    pub(super) format: Option<Format>,
    /// `true` if a rule leaves no room for free text.
    pub(super) closed: bool,
    pub(super) unique: bool,
    pub(super) hidden: bool,
}

impl Context {
    pub(super) const ROOT: Self = Self {
        measure: None,
        pairing: None,
        at_least: None,
        requirement: Requirement::Required,
        share: 1.0,
        format: None,
        closed: false,
        unique: false,
        hidden: false,
    };

    /// Returns the context of the content, which keeps only the options that cover everything
    /// inside.
    pub(super) const fn inside(self) -> Self {
        Self {
            requirement: self.requirement,
            share: self.share,
            hidden: self.hidden,
            ..Self::ROOT
        }
    }

    /// With what a field or a newtype says; what stands further out goes first. `None` if it is not
    /// compared.
    pub(super) fn with(mut self, compare: &Compare, rules: &[Rule]) -> Option<Self> {
        match compare.role {
            Role::Ignored => return None,
            Role::Informative => self.requirement = Requirement::Informative,
            Role::Required => {}
        }
        if self.measure.is_none() && self.pairing.is_none() && self.at_least.is_none() {
            self.measure = compare.measure;
            self.pairing = compare.pairing;
            self.at_least = compare.at_least;
        }
        for rule in rules {
            match rule {
                Rule::Format(format) => self.format = Some(*format),
                Rule::Pattern(_) | Rule::OneOf(_) => self.closed = true,
                Rule::Unique => self.unique = true,
                _ => {}
            }
        }
        Some(self)
    }

    /// Returns the measure for a value of this core shape, or `None` if it is not compared as a
    /// whole.
    pub(super) fn leaf(&self, core: &'static Shape) -> Option<Leaf> {
        let at_least = self.at_least.unwrap_or(AT_LEAST);
        if self.pairing.is_none() {
            match self.measure {
                Some(Measure::Exact) => return Some(Leaf::Exact),
                Some(Measure::With(custom)) => return Some(Leaf::Custom(custom, at_least)),
                Some(Measure::Rubric(rubric)) => return Some(Leaf::Rubric(rubric, at_least)),
                _ => {}
            }
        }
        if let Shape::List(_) | Shape::Map(_) | Shape::Object(_) | Shape::Union(_) = core {
            return None;
        }
        Some(match self.measure {
            Some(Measure::Within(tolerance)) => Leaf::Within(tolerance),
            Some(Measure::Normalized) => Leaf::Normalized,
            Some(Measure::TokenF1) => Leaf::TokenF1(at_least),
            Some(Measure::Edit) => Leaf::Edit(at_least),
            Some(_) => Leaf::Exact,
            None => self.by_type(core, at_least),
        })
    }

    fn by_type(&self, core: &'static Shape, at_least: f64) -> Leaf {
        match core {
            _ if self.closed => Leaf::Exact,
            Shape::Number(Precision::Single | Precision::Double) => Leaf::Within(ROUNDED),
            Shape::String(Text::Format(format)) => Leaf::Format(*format),
            Shape::String(Text::Any) => self.format.map_or(Leaf::TokenF1(at_least), Leaf::Format),
            _ => Leaf::Exact,
        }
    }
}
