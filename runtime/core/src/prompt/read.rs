//! A prompt's inputs as a data set holds them: JSON values that become the texts of its templates,
//! without a value of the Rust type.
//!
//! A prompt may borrow what it shows, so nothing here makes one. Each field's type reads its own
//! value and gives its text form; the derive puts the texts into the templates as `user()` and
//! `system()` do.

use std::fmt;

use super::RenderedPrompt;
use crate::bound::{Bindings, Relation};
use crate::drift::Drift;
use crate::shape::Shape;

/// The inputs of one prompt, written by the derive.
#[derive(Debug)]
pub struct Inputs {
    /// The prompt's fields, in the order in which they are declared.
    pub fields: Vec<InputField>,
    render: fn(&[Shown]) -> RenderedPrompt,
    relations: &'static [Relation],
    /// The inputs that stand in a template.
    placed: &'static [&'static str],
}

impl Inputs {
    /// `render` takes the text of every field, in the order of `fields`.
    #[must_use]
    pub fn new(fields: Vec<InputField>, render: fn(&[Shown]) -> RenderedPrompt) -> Self {
        Self {
            fields,
            render,
            relations: &[],
            placed: &[],
        }
    }

    /// Returns the inputs with the relations between them and the answer, where `placed` names
    /// those that stand in a template.
    #[must_use]
    pub fn related(
        mut self,
        relations: &'static [Relation],
        placed: &'static [&'static str],
    ) -> Self {
        self.relations = relations;
        self.placed = placed;
        self
    }

    /// Returns the templates with these texts in them, and what the relations say of them.
    #[must_use]
    pub fn render(
        &self,
        texts: &[Shown],
        bindings: &Bindings,
        shape: &'static Shape,
    ) -> RenderedPrompt {
        let mut rendered = (self.render)(texts);
        let words = bindings.words(shape, self.placed);
        rendered.user = rendered.user.followed_by(&words);
        rendered
    }

    /// Returns the relations with the values that these texts, one for each field, give them.
    #[must_use]
    pub fn bind(&self, texts: &[Shown]) -> Bindings {
        let ties = self
            .relations
            .iter()
            .filter(|relation| !relation.input.is_empty());
        let values = ties.map(|relation| {
            let mut fields = self.fields.iter();
            let at = fields.position(|field| field.name == relation.input);
            let mut values = Vec::new();
            if let Some(shown) = at.and_then(|at| texts.get(at)) {
                shown.push_to(&mut values);
            }
            values
        });
        Bindings::of(self.relations, values.collect())
    }
}

/// One field of a prompt.
#[derive(Debug)]
#[allow(
    clippy::exhaustive_structs,
    reason = "built as a literal by generated code of the same version"
)]
pub struct InputField {
    /// The field's name in data sets.
    pub name: &'static str,
    /// The Rust type, for people.
    pub ty: &'static str,
    /// Reads a value of the field's type from JSON text; `None`: nobody knows how.
    pub read: Option<ReadInput>,
}

impl InputField {
    /// The field `name` of type `ty`.
    #[must_use]
    pub fn new(name: &'static str, ty: &'static str, read: Option<ReadInput>) -> Self {
        Self { name, ty, read }
    }
}

/// Reads one value from its JSON text.
pub type ReadInput = fn(&str) -> Result<InputValue, InputError>;

/// An input as a template shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(
    clippy::exhaustive_enums,
    reason = "made by generated code's helpers alone"
)]
pub enum Shown {
    /// A text.
    Text(String),
    /// The items of a list.
    List(Vec<Self>),
    /// A `bool`.
    Flag(bool),
    /// The value of an option.
    There(Box<Self>),
    /// An option that isn't there.
    Nothing,
}

impl Shown {
    /// Appends the texts, those of a list one by one.
    fn push_to(&self, texts: &mut Vec<String>) {
        match self {
            Self::Text(text) => texts.push(text.clone()),
            Self::Flag(flag) => texts.push(flag.to_string()),
            Self::List(items) => items.iter().for_each(|item| item.push_to(texts)),
            Self::There(inside) => inside.push_to(texts),
            Self::Nothing => {}
        }
    }
}

/// A value that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(
    clippy::exhaustive_structs,
    reason = "made by generated code's helpers alone"
)]
pub struct InputValue {
    /// As the template shows it.
    pub shown: Shown,
    /// As JSON, in the one form in which this type writes the value.
    pub json: String,
}

/// A value that isn't one of the field's type.
#[derive(Debug)]
#[allow(
    clippy::exhaustive_enums,
    reason = "made by generated code's helpers alone"
)]
pub enum InputError {
    /// It deviates from the type's contract.
    Drift(Drift),
    /// It is a string, and the type does not take its text: what the type says.
    Refused(String),
}

/// Writes the deviation in one line.
impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Drift(drift) => {
                for (index, violation) in drift.violations().iter().take(3).enumerate() {
                    let between = if index == 0 { "" } else { "; " };
                    write!(f, "{between}{violation}")?;
                }
                Ok(())
            }
            Self::Refused(why) => f.write_str(why),
        }
    }
}
