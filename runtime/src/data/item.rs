//! One item: what is asked, what is expected, and the form in which it counts.

use super::layout::{Problems, Raw, listed};
use crate::bound::Bindings;
use crate::drift::{Drift, Violation};
use crate::fingerprint::Hasher;
use crate::json::{Node, with_sorted_keys, write_string};
use crate::prompt::{Content, Inputs, RenderedPrompt};
use crate::registry::PromptEntry;

/// One item of a data set.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Item {
    /// Names it; unique in the set.
    pub id: String,
    /// The line that it stands in, from 1.
    pub line: u64,
    /// The prompt's fields as JSON text, by name.
    pub input: String,
    /// The expected answer, as JSON text in the form in which the contract writes it.
    pub expected: Option<String>,
    /// The group of the item, such as all items of one customer.
    pub cluster: Option<String>,
    /// The item's weight beside others; 1 if the set doesn't give one.
    pub weight: f64,
    pub(crate) asked: RenderedPrompt,
    /// The ties between an answer and the inputs.
    pub(crate) bindings: Bindings,
}

impl Item {
    /// Returns the user message that it makes of the prompt.
    #[must_use]
    pub fn user(&self) -> &Content {
        &self.asked.user
    }

    /// The system text that it makes of the prompt.
    #[must_use]
    pub fn system(&self) -> Option<&str> {
        self.asked.system.as_deref()
    }

    /// Returns a hash of everything that a verdict can depend on, in one form.
    pub(super) fn canonical(&self) -> u128 {
        let optional = |hasher: Hasher, text: Option<&String>| {
            hasher
                .flag(text.is_some())
                .text(text.map_or("", String::as_str))
        };
        let hasher = Hasher::new().text(&self.id).text(&self.input);
        let hasher = optional(hasher, self.expected.as_ref());
        optional(hasher, self.cluster.as_ref())
            .number(u128::from(self.weight.to_bits()))
            .finish()
    }
}

/// Reads items for one prompt.
pub(crate) struct Reading<'r> {
    pub(crate) prompt: &'r PromptEntry,
    pub(crate) inputs: &'r Inputs,
}

impl Reading<'_> {
    /// The item of a line, or what is wrong with it.
    pub(crate) fn item(&self, line: u64, raw: Raw, problems: &mut Problems) -> Option<Item> {
        let before = problems.len();
        let mut read: Vec<(&str, String)> = Vec::new();
        let mut texts = Vec::new();
        for field in &self.inputs.fields {
            let place = format!("input.{}", field.name);
            let Some((_, json)) = raw.input.iter().find(|(name, _)| name == field.name) else {
                let prompt = self.prompt.name;
                problems.push((
                    place,
                    format!("missing; the prompt `{prompt}` asks with it"),
                ));
                continue;
            };
            let Some(reader) = field.read else { continue };
            match reader(json) {
                Ok(value) => {
                    texts.push(value.shown);
                    read.push((field.name, value.json));
                }
                Err(error) => {
                    let error = error.to_string().replace("the answer: ", "");
                    problems.push((place, format!("not a `{}`: {error}", field.ty)));
                }
            }
        }
        self.unknown(&raw, problems);
        let shape = self.prompt.output.shape;
        let bindings = self.inputs.bind(&texts);
        if problems.len() == before
            && let Some(objection) = bindings.objection(shape)
        {
            problems.push(("input".to_owned(), objection));
        }
        let expected = raw.expected.map(|text| {
            let document = (self.prompt.output.document)(&text);
            let document = document.map_err(|drift| told(&drift, problems))?;
            for violation in bindings.broken_by(shape, &document).into_iter().take(SAID) {
                problems.push(("expected".to_owned(), bare(&violation)));
            }
            Ok::<_, ()>(document)
        });
        if problems.len() > before {
            return None;
        }
        let input = object(read);
        let expected = expected.and_then(Result::ok);
        let id = raw.id.unwrap_or_else(|| name(&input, expected.as_deref()));
        Some(Item {
            id,
            line,
            asked: self.inputs.render(&texts, &bindings, shape),
            bindings,
            input,
            expected,
            cluster: raw.cluster,
            weight: raw.weight.unwrap_or(1.0),
        })
    }

    fn unknown(&self, raw: &Raw, problems: &mut Problems) {
        let names: Vec<&str> = self.inputs.fields.iter().map(|field| field.name).collect();
        for (name, _) in &raw.input {
            if !names.contains(&name.as_str()) {
                let message = format!(
                    "unknown; the prompt `{}` has the fields {}",
                    self.prompt.name,
                    listed(&names)
                );
                problems.push((format!("input.{name}"), message));
            }
        }
    }
}

/// Most deviations of one document that are shown; a few places are enough.
const SAID: usize = 5;

/// Returns a violation as a sentence about the document.
fn bare(violation: &Violation) -> String {
    let message = violation.to_string();
    let message = message.strip_prefix("the answer: ").unwrap_or(&message);
    message.to_owned()
}

/// Adds the deviations of an expected document to the problems.
fn told(drift: &Drift, problems: &mut Problems) {
    for violation in drift.violations().iter().take(SAID) {
        let message = bare(violation);
        let contract = drift.contract();
        problems.push((
            "expected".to_owned(),
            format!("not a `{contract}`: {message}"),
        ));
    }
}

/// An object whose keys are sorted at every level.
fn object(mut members: Vec<(&str, String)>) -> String {
    members.sort_unstable();
    let mut text = "{".to_owned();
    for (index, (name, json)) in members.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        write_string(&mut text, name);
        text.push(':');
        match Node::parse(json) {
            Ok(node) => text.push_str(&with_sorted_keys(&node)),
            // What a type wrote itself is JSON.
            Err(_) => text.push_str(json),
        }
    }
    text.push('}');
    text
}

/// Returns a name for an item that has none: it depends on the item's content, not on its position.
fn name(input: &str, expected: Option<&str>) -> String {
    let hash = Hasher::new()
        .text(input)
        .text(expected.unwrap_or_default())
        .finish();
    let mut name = format!("item-{hash:032x}");
    name.truncate("item-".len() + 12);
    name
}
