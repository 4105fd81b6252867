//! The schema of one call, with the choices that only this call knows.

use std::collections::BTreeMap;

use super::adapt::in_schema;
use super::table::OutputMode;
use super::{Adapted, Form, Loss};
use crate::bound::{Bindings, Placement, Relation};
use crate::json::Json;

/// The choices of one call in a dialect.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Narrowed {
    /// The form with the choices in its schema; `None` if none is there, and the form of the plan
    /// is sent.
    pub form: Option<Form>,
    /// The choices that only the prompt says; the decoder holds the answer to them.
    pub losses: Vec<Loss>,
}

impl Adapted {
    /// Returns the form for a call with these ties: with the choices that its prompt wants there,
    /// as far as the limits of the dialect let them in.
    #[must_use]
    pub fn narrowed(&self, bindings: &Bindings) -> Narrowed {
        let mut wanted = BTreeMap::new();
        let mut losses = Vec::new();
        for (relation, pointer, values) in bindings.choices(self.shape) {
            let place = pointer.as_ref().map(ToString::to_string);
            losses.push(loss(relation, place));
            let is_empty = matches!(&values, Json::Array(values) if values.is_empty());
            if let Some(pointer) = pointer
                && self.wants(relation.placement)
                && !is_empty
            {
                wanted.insert(pointer.to_string(), values);
            }
        }
        let form = self.with_choices(wanted).map(|(form, written)| {
            losses.retain(|loss| !written.contains(&loss.pointer));
            form
        });
        Narrowed { form, losses }
    }

    fn wants(&self, placement: Placement) -> bool {
        let has_schema = matches!(self.table.mode, OutputMode::Schema | OutputMode::Tool);
        has_schema
            && match placement {
                Placement::Free => self.table.changes_are_free,
                Placement::Schema => true,
                Placement::Words => false,
            }
    }

    /// Returns the form with as many of these choices as fit, and their places. A place whose
    /// choices change how anything else is written stays as it is: the examples were written so.
    fn with_choices(&self, mut wanted: BTreeMap<String, Json>) -> Option<(Form, Vec<String>)> {
        while !wanted.is_empty() {
            if let Ok((adapted, written)) = in_schema(self.shape, self.table, wanted.clone())
                && adapted.steps == self.steps
                && adapted.loosened == self.loosened
            {
                return (!written.is_empty()).then_some((adapted.form, written));
            }
            // The longest list is the likeliest to be too long.
            let length = |values: &Json| match values {
                Json::Array(values) => values.len(),
                _ => 0,
            };
            let longest = wanted.iter().max_by_key(|(_, values)| length(values));
            let longest = longest.map(|(pointer, _)| pointer.clone());
            longest.and_then(|pointer| wanted.remove(&pointer));
        }
        None
    }
}

/// Returns the rule of a relation that no schema says.
fn loss(relation: &Relation, place: Option<String>) -> Loss {
    Loss {
        // Within a variant, as the prompt spells it.
        pointer: place.unwrap_or_else(|| format!("/{}", relation.spelled.replace('.', "/"))),
        keyword: "enum".to_owned(),
        words: format!("one of the items of `{}`", relation.input),
    }
}
