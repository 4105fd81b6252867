//! Relations between the inputs of a prompt and its answer: choices and quotations that only a call
//! knows, and checks that see both.
//!
//! A prompt declares the relations, which are constants and part of its fingerprint; a call brings
//! the values. The decoder holds every answer to them, whatever its dialect, and what breaks one is
//! a violation like any other.

mod hint;
mod path;
pub(crate) mod quote;
mod rehearsed;
mod walk;

use std::cell::OnceCell;
use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use crate::drift::{MOST_VIOLATIONS, Violation, ViolationKind, shown};
use crate::json::{Json, Node, write_string};
use crate::pointer::Pointer;
use crate::shape::Shape;

use quote::Folded;

#[cfg(feature = "qualify")]
pub use path::pattern;
pub(crate) use path::pointer;
pub use path::{problem, requires};

/// Most characters of an answer's own text that a violation shows.
const EXCERPT: usize = 60;

/// One relation between the inputs and the answer of a prompt.
#[derive(Debug, Clone, Copy)]
#[allow(
    clippy::exhaustive_structs,
    reason = "built as a literal by generated code of the same version"
)]
pub struct Relation {
    /// The kind of the relation.
    pub kind: RelationKind,
    /// The places in the answer that it holds for; empty for a check of the whole.
    pub path: &'static [Step],
    /// The path, or that of the check's function, as it was written.
    pub spelled: &'static str,
    /// The name of the prompt's field; empty for a check.
    pub input: &'static str,
    /// `true` for quotations that may differ from the input in white space, quotation marks,
    /// hyphens and equivalent forms of letters.
    pub is_normalized: bool,
    /// Where a model reads the choices.
    pub placement: Placement,
}

/// The place at which a model reads the choices of one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(
    clippy::exhaustive_enums,
    reason = "built as a literal by generated code of the same version"
)]
pub enum Placement {
    /// The schema, where one that differs from call to call costs nothing; the prompt alone
    /// otherwise.
    Free,
    /// The schema, as far as the dialect's limits let them in.
    Schema,
    /// The prompt alone.
    Words,
}

impl Relation {
    /// Returns what the relation says, in Markdown.
    #[must_use]
    pub fn sentence(&self) -> String {
        let Self { spelled, input, .. } = self;
        match self.kind {
            RelationKind::Choices => format!("`{spelled}` is one of the items of `{input}`"),
            RelationKind::Quotes if self.is_normalized => format!(
                "`{spelled}` stands in `{input}`, but for white space, quotation marks, hyphens and equivalent forms of letters"
            ),
            RelationKind::Quotes => format!("`{spelled}` stands word for word in `{input}`"),
            RelationKind::Ensure => {
                format!("the function `{spelled}` checks the answer against the inputs")
            }
        }
    }
}

/// The kind of a [`Relation`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(
    clippy::exhaustive_enums,
    reason = "every reader must handle every kind; a new one is a breaking change"
)]
pub enum RelationKind {
    /// The value is one of the input's items.
    Choices,
    /// The text stands in the input.
    Quotes,
    /// A function of the prompt's author says so.
    Ensure,
}

/// One step of a path into an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(
    clippy::exhaustive_enums,
    reason = "built as a literal by generated code of the same version"
)]
pub enum Step {
    /// The key of a field, or the name of a variant, as it is on the wire.
    Name(&'static str),
    /// Every item of a list, or every value of a map.
    Each,
}

/// A tie between the answer `T` of one call and its inputs.
pub trait Binds<T> {
    /// Returns the relations with their values.
    fn bindings(&self) -> &Bindings;

    /// Returns `true` if nothing is tied.
    fn is_none(&self) -> bool {
        self.bindings().relations.is_empty()
    }

    /// Returns what the prompt's own checks say of the whole answer.
    fn said_of(&self, _value: &T) -> Vec<Violation> {
        Vec::new()
    }
}

impl<T> Binds<T> for Bindings {
    fn bindings(&self) -> &Bindings {
        self
    }
}

/// A prompt that is kept for as long as its call, since its own checks see it.
pub struct Checked<P, T> {
    bindings: Bindings,
    prompt: P,
    checks: fn(&P, &T) -> Vec<Violation>,
}

impl<P, T> Checked<P, T> {
    /// Returns the relations with their values, and the checks.
    #[must_use]
    pub fn new(bindings: Bindings, prompt: P, checks: fn(&P, &T) -> Vec<Violation>) -> Self
    where
        P: Send,
    {
        Self {
            bindings,
            prompt,
            checks,
        }
    }
}

impl<P, T> Binds<T> for Checked<P, T> {
    fn bindings(&self) -> &Bindings {
        &self.bindings
    }

    fn is_none(&self) -> bool {
        false
    }

    fn said_of(&self, value: &T) -> Vec<Violation> {
        (self.checks)(&self.prompt, value)
    }
}

/// The values that tie one call's answer to its inputs.
#[derive(Clone)]
pub struct Bindings {
    relations: Vec<(&'static Relation, Arc<[String]>)>,
}

impl Bindings {
    /// Returns what ties nothing.
    #[must_use]
    pub fn none() -> Self {
        Self {
            relations: Vec::new(),
        }
    }

    /// Returns the relations, each with its values; checks have none.
    #[must_use]
    pub fn of(relations: &'static [Relation], values: Vec<Vec<String>>) -> Self {
        let with_values = relations
            .iter()
            .filter(|of| of.kind != RelationKind::Ensure);
        Self {
            relations: with_values.zip(values.into_iter().map(Arc::from)).collect(),
        }
    }

    /// Returns `true` if nothing is tied but by checks.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.relations.is_empty()
    }

    /// Returns the choices that a schema could name: each relation with the pointer of its places
    /// and its values as JSON.
    pub(crate) fn choices(
        &self,
        shape: &'static Shape,
    ) -> impl Iterator<Item = (&'static Relation, Option<Pointer>, Json)> {
        let all = self.relations.iter();
        all.filter(|(relation, _)| relation.kind == RelationKind::Choices)
            .map(move |(relation, values)| {
                let is_number = path::is_number(shape, relation.path);
                let value = |text: &String| match text.parse() {
                    Ok(number) if is_number => Json::Int(number),
                    _ => Json::string(text.as_str()),
                };
                let values = Json::Array(values.iter().map(value).collect());
                (*relation, pointer(shape, relation.path), values)
            })
    }

    /// Returns why no answer could be right, or why the values are not what they must be; then
    /// nothing is to be sent.
    #[must_use]
    pub fn objection(&self, shape: &'static Shape) -> Option<String> {
        self.relations.iter().find_map(|(relation, values)| {
            let Relation { path, spelled, input, .. } = relation;
            let is_required = requires(shape, path);
            if relation.kind == RelationKind::Quotes {
                let is_empty = values.iter().all(|value| value.trim().is_empty());
                return (is_empty && is_required).then(|| {
                    format!("`{input}` is empty, so `{spelled}` can quote nothing; ask about a text, or make the field an `Option`")
                });
            }
            if values.is_empty() && is_required {
                return Some(format!(
                    "`{input}` holds no choice for `{spelled}`, which must have one; give it some, or make the field an `Option`"
                ));
            }
            let is_number = path::is_number(shape, path);
            let no_number = |value: &&String| is_number && !is_whole_number(value);
            if let Some(value) = values.iter().find(no_number) {
                let value = shown(value, EXCERPT);
                return Some(format!(
                    "`{input}` holds the choice `{value}`, and `{spelled}` is a whole number; give it integers"
                ));
            }
            let mut known = HashSet::new();
            let twice = values.iter().find(|value| !known.insert(value.as_str()))?;
            let twice = shown(twice, EXCERPT);
            Some(format!("`{input}` holds the choice `{twice}` twice; give each once"))
        })
    }

    /// Returns what a model reads of the relations, as paragraphs that follow the user message;
    /// `placed` are the inputs whose values stand in a template already.
    #[must_use]
    pub fn words(&self, shape: &'static Shape, placed: &[&str]) -> String {
        let mut words = String::new();
        for (relation, values) in &self.relations {
            let Relation { spelled, input, .. } = relation;
            words.push_str("\n\n");
            let paragraph = match relation.kind {
                RelationKind::Quotes => format!(
                    "Copy `{spelled}` word for word from the text that you were given: change, add and leave out nothing."
                ),
                _ if values.is_empty() => {
                    format!(
                        "There is no value for `{spelled}`: write null, or leave its list empty."
                    )
                }
                _ if placed.contains(input) => {
                    format!(
                        "Write `{spelled}` exactly as one of the values that you were given for it."
                    )
                }
                _ => {
                    let listed = if path::is_number(shape, relation.path) {
                        values.join(", ")
                    } else {
                        listed(values)
                    };
                    format!("Write `{spelled}` exactly as one of these values: {listed}.")
                }
            };
            words.push_str(&paragraph);
        }
        words
    }

    /// Returns where the answer `text`, read as `node`, breaks a relation.
    pub(crate) fn broken(
        &self,
        shape: &'static Shape,
        node: &Node<'_>,
        text: &str,
    ) -> Vec<Violation> {
        let mut violations = Vec::new();
        for (relation, values) in &self.relations {
            let choices: HashSet<&str> = values.iter().map(String::as_str).collect();
            let once: OnceCell<Vec<Folded>> = OnceCell::new();
            let folded =
                || once.get_or_init(|| values.iter().map(|value| Folded::of(value)).collect());
            walk::visit(shape, node, relation.path, &mut |node, pointer| {
                if violations.len() >= MOST_VIOLATIONS {
                    return;
                }
                let Some(written) = walk::written(node) else {
                    return;
                };
                let quotes = relation.kind == RelationKind::Quotes;
                let holds = if quotes {
                    if relation.is_normalized {
                        folded().iter().any(|text| text.find(&written).is_some())
                    } else {
                        values
                            .iter()
                            .any(|value| quote::exact(value, &written).is_some())
                    }
                } else {
                    choices.contains(&*written)
                };
                if holds {
                    return;
                }
                let input = relation.input;
                violations.push(Violation {
                    pointer: pointer.to_string(),
                    kind: if quotes {
                        ViolationKind::NotQuoted
                    } else {
                        ViolationKind::NotListed
                    },
                    span: node.span.clone(),
                    expected: if quotes {
                        format!("words that stand in `{input}`")
                    } else {
                        format!("one of the choices in `{input}`")
                    },
                    found: shown(text.get(node.span.clone()).unwrap_or(""), EXCERPT),
                    hint: if quotes {
                        Some(hint::of_quote(&written, values, folded()))
                    } else {
                        hint::of_choice(&written, values)
                    },
                });
            });
        }
        violations
    }
}

/// Returns `true` for a whole number as Rust writes it, which is how an answer's is compared.
fn is_whole_number(text: &str) -> bool {
    text.parse::<i128>()
        .is_ok_and(|number| number.to_string() == text)
}

/// The choices, as JSON texts.
fn listed(values: &[String]) -> String {
    let mut out = String::new();
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        write_string(&mut out, value);
    }
    out
}

/// The relations alone: the values may be anything.
impl fmt::Debug for Bindings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let relations = self.relations.iter().map(|(relation, _)| relation);
        f.debug_list().entries(relations).finish()
    }
}

/// The relations alone: the prompt may hold anything.
impl<P, T> fmt::Debug for Checked<P, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.bindings.fmt(f)
    }
}
