//! The form of a contract that each model family receives.

use super::size;
use crate::dialect::{Adapted, Form, KNOWN, OutputMode, Step, Table, Unsupported, adapt};
use crate::json::Json;
use crate::shape::Shape;

/// One way of asking.
#[derive(Debug, Clone, Copy)]
pub(super) struct Family {
    pub(super) table: &'static Table,
}

impl Family {
    /// Every way of asking.
    pub(super) fn all() -> Vec<Self> {
        KNOWN.iter().map(|table| Self { table }).collect()
    }

    /// The name in addresses.
    pub(super) fn anchor(self) -> String {
        self.table.name().to_lowercase().replace(' ', "-")
    }

    /// Vendor and means, for the head of a narrow column.
    pub(super) fn short(self) -> [&'static str; 2] {
        let name = self.table.name();
        let first = name.split(' ').next().unwrap_or(name);
        [first, name.rsplit(' ').next().unwrap_or(name)]
    }

    /// Returns `true` if a schema travels; words carry all of the contract otherwise.
    pub(super) fn has_schema(self) -> bool {
        matches!(self.table.mode(), OutputMode::Schema | OutputMode::Tool)
    }

    /// Returns the name of the way in which the family is asked.
    pub(super) fn mode(self) -> &'static str {
        match self.table.mode() {
            OutputMode::Schema => "a schema that the vendor enforces",
            OutputMode::Tool => "one tool that the model must call",
            OutputMode::JsonMode => "JSON of any shape; words describe the shape",
            OutputMode::Words => "words alone",
        }
    }
}

/// A contract in one family's form.
#[derive(Debug)]
pub(super) struct Sent {
    pub(super) family: Family,
    pub(super) adapted: Result<Adapted, Vec<Unsupported>>,
    /// Estimated tokens of schema and words; see [`size`].
    pub(super) tokens: u64,
}

impl Sent {
    /// `shape` in every family's form.
    pub(super) fn all(shape: &'static Shape) -> Vec<Self> {
        Family::all()
            .into_iter()
            .map(|family| {
                let adapted = adapt(shape, family.table);
                let tokens = adapted.as_ref().map_or(0, size::contract);
                Self {
                    family,
                    adapted,
                    tokens,
                }
            })
            .collect()
    }

    /// The rules that only words say; `None` if the contract can't be asked for this way.
    pub(super) fn losses(&self) -> Option<usize> {
        self.adapted
            .as_ref()
            .ok()
            .map(|adapted| adapted.losses.len())
    }
}

/// The schema that is sent, and the name that goes with it.
pub(super) fn schema(adapted: &Adapted) -> Option<(&str, &Json)> {
    match &adapted.form {
        Form::Schema { name, schema, .. } | Form::Tool { name, schema, .. } => Some((name, schema)),
        Form::JsonMode | Form::Text => None,
    }
}

/// Returns the description of the tool.
pub(super) fn description(adapted: &Adapted) -> Option<&str> {
    match &adapted.form {
        Form::Schema { description, .. } | Form::Tool { description, .. } => description.as_deref(),
        Form::JsonMode | Form::Text => None,
    }
}

/// Returns the words for the check of a rule that the form does not carry.
pub(super) fn cover(adapted: &Adapted) -> &'static str {
    match adapted.form {
        Form::Schema { .. } | Form::Tool { .. } => {
            "said in the description at its place; the decoder enforces it"
        }
        Form::JsonMode | Form::Text => "said in the instructions; the decoder enforces it",
    }
}

/// A reversible rewrite in a sentence.
pub(super) fn step(step: Step) -> &'static str {
    match step {
        Step::RootWrapped => "The answer travels as the member `value` of an object.",
        Step::MapAsEntries => "Maps travel as lists of `{key, value}` objects.",
        Step::NullAsAbsent => "Some fields that are null travel as missing keys.",
        Step::EmptyAsAbsent => "Some fields that are empty travel as missing keys.",
        Step::CaseFolded => "Values of enums are matched without regard to case.",
        Step::Unfenced => "One fenced block around the answer is taken off.",
    }
}
