//! The rewrite of a contract into a dialect: pure, and the same for the same input.

use std::collections::{BTreeMap, BTreeSet};

use super::form::{Form, Loss, Step};
use super::limits::{Measured, chars};
use super::table::{Measure, OutputMode, Table};
use super::{Adapted, Unsupported, cycles, instructions, limits, loosen};
use crate::json::Json;
use crate::pointer::Pointer;
use crate::schema::{Policy, Rendered, label_of, render};
use crate::shape::Shape;

/// Puts a contract into a dialect.
///
/// Keywords that the dialect enforces stay. Every other rule becomes a [`Loss`] and is put into
/// words: in the description of the place where the dialect has a schema, since a model reads it
/// there beside the name and it costs no second mention; in the instructions where it has none.
///
/// # Errors
/// Everything that the dialect can't carry at all, at once.
pub fn adapt(shape: &'static Shape, table: &'static Table) -> Result<Adapted, Vec<Unsupported>> {
    match table.mode {
        OutputMode::JsonMode => Ok(in_words(shape, table, Form::JsonMode)),
        OutputMode::Words => Ok(in_words(shape, table, Form::Text)),
        OutputMode::Schema | OutputMode::Tool => {
            in_schema(shape, table, BTreeMap::new()).map(|(adapted, _)| adapted)
        }
    }
}

fn in_words(shape: &'static Shape, table: &'static Table, form: Form) -> Adapted {
    // JSON modes promise an object.
    let wrapped = form == Form::JsonMode && !is_object(shape);
    let words = instructions::of(shape, wrapped);
    let mut steps = Vec::new();
    if wrapped {
        steps.push(Step::RootWrapped);
    }
    steps.push(Step::Unfenced);
    Adapted {
        form,
        instructions: Some(words.text),
        losses: words.losses,
        steps,
        shape,
        dialect: table.name,
        table,
        loosened: BTreeSet::new(),
        optional_as_null: false,
    }
}

/// Puts a contract into a schema with one call's choices at the places that `chosen` names; gives
/// the places where they fitted.
pub(super) fn in_schema(
    shape: &'static Shape,
    table: &'static Table,
    chosen: BTreeMap<String, Json>,
) -> Result<(Adapted, Vec<String>), Vec<Unsupported>> {
    let wrapped = !is_object(shape);
    let mut policy = table.policy();
    policy.chosen = chosen;
    if table.loosen_cycles {
        policy.loosened = cycles::loosened(shape);
    }
    let mut rendered = render(shape, &policy, wrapped);
    let levels = table.most(Measure::LevelsInPlace);
    if levels.is_some_and(|most| limits::levels_in_place(&rendered.schema) > most) {
        policy.by_reference = true;
        rendered = render(shape, &policy, wrapped);
    }
    let absent = if table.null_as_absent {
        loosen::chosen(&rendered, table)
    } else {
        BTreeSet::new()
    };
    if !absent.is_empty() {
        policy.loosened.extend(absent);
        rendered = render(shape, &policy, wrapped);
    }
    let mut problems = places(shape, table, &rendered, &policy);
    problems.extend(Measured::of(&rendered.schema).against(table));
    if !problems.is_empty() {
        return Err(problems);
    }
    let steps = steps(table, &policy, &rendered, wrapped);
    let schema = std::mem::replace(&mut rendered.schema, Json::Null);
    let written = std::mem::take(&mut rendered.chosen);
    let adapted = Adapted {
        form: form(shape, table, schema),
        instructions: table.told.then(|| instructions::of(shape, wrapped).text),
        losses: losses(rendered),
        steps,
        shape,
        dialect: table.name,
        table,
        loosened: policy.loosened,
        optional_as_null: table.optional_as_null,
    };
    Ok((adapted, written))
}

fn steps(table: &Table, policy: &Policy, rendered: &Rendered, wrapped: bool) -> Vec<Step> {
    let mut steps = Vec::new();
    if wrapped {
        steps.push(Step::RootWrapped);
    }
    if rendered.entries {
        steps.push(Step::MapAsEntries);
    }
    if policy.loosened.iter().any(|(_, _, null)| *null) {
        steps.push(Step::NullAsAbsent);
    }
    if policy.loosened.iter().any(|(_, _, null)| !*null) {
        steps.push(Step::EmptyAsAbsent);
    }
    if table.folds_case {
        steps.push(Step::CaseFolded);
    }
    steps
}

/// Collects the parts of a contract that have a position of their own in the report.
fn places(
    shape: &'static Shape,
    table: &Table,
    rendered: &Rendered,
    policy: &Policy,
) -> Vec<Unsupported> {
    let mut problems = Vec::new();
    for limit in table.limits {
        let found: Vec<String>;
        let places = match limit.measure {
            Measure::Untyped => &rendered.untyped,
            Measure::CaseTwins => &rendered.twins,
            Measure::NameControls => &rendered.controls,
            Measure::RootKeys => {
                let odd = limits::odd_root_keys(&rendered.schema);
                found = odd.into_iter().map(pointer_to).collect();
                &found
            }
            Measure::Recursion => &rendered.recursive,
            Measure::RecursionAtOnce => {
                found = cycles::hard(shape, &policy.loosened);
                &found
            }
            _ => continue,
        };
        problems.extend(places.iter().map(|pointer| Unsupported {
            pointer: pointer.clone(),
            sentence: limit.sentence.to_owned(),
        }));
    }
    if rendered.too_large {
        problems.push(Unsupported {
            pointer: String::new(),
            sentence: "types that are used many times make this schema too large: use them less often, or choose `dialect::Instructions`".to_owned(),
        });
    }
    problems
}

fn pointer_to(key: &str) -> String {
    let mut pointer = Pointer::root();
    pointer.push_key(key);
    pointer.to_string()
}

fn losses(rendered: Rendered) -> Vec<Loss> {
    rendered
        .losses
        .into_iter()
        .map(|lost| Loss {
            pointer: lost.pointer,
            keyword: lost.keyword.name().to_owned(),
            words: lost.words,
        })
        .collect()
}

fn form(shape: &'static Shape, table: &Table, schema: Json) -> Form {
    let name = form_name(shape);
    let mut schema = schema;
    if table.mode == OutputMode::Schema {
        return Form::Schema {
            name,
            description: None,
            schema,
        };
    }
    // A tool has a description of its own; the schema need not repeat it. One that is too long for
    // that stays inside the schema.
    let longest = table.most(Measure::ToolDescription);
    let fits = |value: &Json| match value {
        Json::String(text) => longest.is_none_or(|longest| chars(text) <= longest),
        _ => false,
    };
    let mut description = None;
    if let Json::Object(members) = &mut schema
        && let Some(at) = members
            .iter()
            .position(|(key, value)| key == "description" && fits(value))
        && let (_, Json::String(text)) = members.remove(at)
    {
        description = Some(text);
    }
    Form::Tool {
        name,
        description,
        schema,
    }
}

/// `[A-Za-z0-9_-]{1,64}`, as every vendor takes it.
fn form_name(shape: &'static Shape) -> String {
    const LONGEST: usize = 64;
    let mut name = label_of(shape);
    name.truncate(LONGEST);
    if name.is_empty() {
        name.push_str("answer");
    }
    name
}

/// Returns `true` if the root is an object with declared fields, which every dialect takes.
pub(super) fn is_object(shape: &'static Shape) -> bool {
    !shape.is_nullable() && matches!(shape.core(), Shape::Object(_))
}
