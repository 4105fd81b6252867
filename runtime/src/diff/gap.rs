//! Decides if every document of one model is a document of another; if not, gives the reason and a
//! document that shows it.
//!
//! Sound by coinduction: a pair of nodes that is being looked at is assumed to hold, since a
//! document is finite, so a counterexample would appear in a part of it first. Any pair that can't
//! be decided counts as a gap.

use std::collections::{BTreeMap, BTreeSet};

use super::model::Model;
use super::pair::depths;
use super::set::{ANY, Id, Lists, NOTHING};
use super::text::{Texts, Within};
use super::value::{Value, decimal};
use crate::drift::Pointer;

/// Something that one model allows and the other does not.
#[derive(Debug, Clone)]
pub(super) struct Gap {
    /// Where in a document; `*` stands for items and keys that are data.
    pub(super) pointer: String,
    pub(super) what: What,
    /// The variant in which it is.
    pub(super) variant: Option<String>,
    /// A document that one model allows and the other does not.
    pub(super) witness: Option<Value>,
}

/// The kind of gap.
#[derive(Debug, Clone)]
pub(super) enum What {
    Kinds {
        lost: Vec<&'static str>,
        kept: Vec<&'static str>,
    },
    Values(Vec<String>),
    Limits {
        from: String,
        to: String,
    },
    Key,
    Missing,
    Variant(String),
    Repeats,
    Form,
}

/// Everything that `from` allows and `to` does not.
pub(super) fn gaps(from: &Model, to: &Model) -> Vec<Gap> {
    let mut walk = Walk::new(from, to);
    walk.depths = depths(from, to);
    let mut found = walk.node(from.root, to.root);
    for gap in &mut found {
        gap.witness = gap
            .witness
            .take()
            .filter(|document| from.fits(from.root, document) && !to.fits(to.root, document));
    }
    found
}

pub(super) struct Walk<'m> {
    pub(super) from: &'m Model,
    pub(super) to: &'m Model,
    pub(super) met: BTreeSet<(Id, Id)>,
    /// The depth at which each pair is reported; a pair that is missing here is reported wherever
    /// it is met.
    depths: BTreeMap<(Id, Id), usize>,
    depth: usize,
    at: Pointer,
}

impl<'m> Walk<'m> {
    pub(super) fn new(from: &'m Model, to: &'m Model) -> Self {
        Self {
            from,
            to,
            met: BTreeSet::new(),
            depths: BTreeMap::new(),
            depth: 0,
            at: Pointer::root(),
        }
    }

    pub(super) fn gap(&self, what: What, witness: Option<Value>) -> Gap {
        Gap {
            pointer: self.at.to_string(),
            what,
            variant: None,
            witness,
        }
    }

    pub(super) fn node(&mut self, a: Id, b: Id) -> Vec<Gap> {
        let (a, b) = (self.from.canonical(a), self.to.canonical(b));
        if b == ANY || !self.from.is_inhabited(a) {
            return Vec::new();
        }
        let later = self
            .depths
            .get(&(a, b))
            .is_some_and(|depth| *depth < self.depth);
        if later || !self.met.insert((a, b)) {
            return Vec::new();
        }
        let (from, to) = (self.from.set(a), self.to.set(b));
        let mut found = Vec::new();
        self.kinds(a, b, &mut found);
        if let (Some(from), Some(to)) = (&from.numbers, &to.numbers)
            && !to.is_empty()
            && let Some(outside) = from.outside(to)
        {
            let what = What::Limits {
                from: from.words(),
                to: to.words(),
            };
            let what = match from {
                super::number::Numbers::Listed(values) => {
                    let missing = values.iter().filter(|value| !to.contains(value));
                    What::Values(missing.map(decimal).collect())
                }
                super::number::Numbers::Range(_) => what,
            };
            found.push(self.gap(what, Some(Value::Number(outside))));
        }
        if let (Some(from), Some(to)) = (&from.texts, &to.texts)
            && !to.is_empty(&self.to.automata)
        {
            found.extend(self.texts(from, to));
        }
        if let (Some(from), Some(to)) = (&from.lists, &to.lists)
            && self.from.has_list(from)
            && self.to.has_list(to)
        {
            found.extend(self.lists(from, to, b));
        }
        found.extend(self.objects(a, b));
        found
    }

    /// JSON types that are no longer there.
    fn kinds(&self, a: Id, b: Id, found: &mut Vec<Gap>) {
        let (from, to) = (kinds(self.from, a), kinds(self.to, b));
        let lost: Vec<&'static str> = from
            .iter()
            .filter(|(kind, _)| !to.iter().any(|(known, _)| known == kind))
            .map(|(kind, _)| *kind)
            .collect();
        if !lost.is_empty() {
            let is_lost = |kind: &&'static str| lost.contains(kind);
            let witness = from.iter().find(|(kind, _)| is_lost(kind));
            let witness = witness.and_then(|(_, witness)| witness.clone());
            let kept = to.iter().map(|(kind, _)| *kind).collect();
            found.push(self.gap(What::Kinds { lost, kept }, witness));
        }
        let (from, to) = (self.from.set(a).bools, self.to.set(b).bools);
        for (value, (had, has)) in [false, true].into_iter().zip(from.into_iter().zip(to)) {
            if had && !has && to.contains(&true) {
                let what = What::Values(vec![value.to_string()]);
                found.push(self.gap(what, Some(Value::Bool(value))));
            }
        }
    }

    fn texts(&self, from: &Texts, to: &Texts) -> Option<Gap> {
        let witness = match from.within(to, &self.from.automata) {
            Within::Proved => return None,
            Within::Not(text) => Some(Value::String(text)),
            Within::Unknown => None,
        };
        let what = match from {
            Texts::Listed(values) => What::Values(
                values
                    .iter()
                    .filter(|value| !to.contains(value))
                    .cloned()
                    .collect(),
            ),
            Texts::Open(_) => What::Limits {
                from: from.words(),
                to: to.words(),
            },
        };
        Some(self.gap(what, witness))
    }

    fn lists(&mut self, from: &Lists, to: &Lists, b: Id) -> Vec<Gap> {
        let mut found = Vec::new();
        if from.listed.is_some() || to.listed.is_some() {
            // One more than there is room for, or all of them.
            let most = to
                .listed
                .as_ref()
                .map_or(usize::MAX, |listed| listed.len() + 1);
            let values = self.from.several_lists(from, most);
            let are_all = from.listed.is_some()
                || self.from.count_of_lists(from) == u64::try_from(values.len()).ok();
            let missing: Vec<Value> = values
                .into_iter()
                .filter(|value| !self.to.fits(b, value))
                .collect();
            if !missing.is_empty() || !are_all {
                let names = missing.iter().map(Value::text).collect();
                found.push(self.gap(What::Values(names), missing.into_iter().next()));
            }
            return found;
        }
        let most = self.from.most_items(from);
        if from.min < to.min {
            let witness = self.from.list(from, from.min);
            found.push(self.limits(count(from.min, from.max), count(to.min, to.max), witness));
        }
        if let Some(above) = to.max.filter(|max| most.is_none_or(|most| most > *max)) {
            let witness = self.from.list(from, from.min.max(above.saturating_add(1)));
            found.push(self.limits(count(from.min, from.max), count(to.min, to.max), witness));
        }
        if to.unique && !from.unique && most.is_none_or(|most| most > 1) {
            let witness = self.from.list(from, from.min.max(2));
            found.push(self.gap(What::Repeats, witness));
        }
        if most != Some(0) {
            let inside = self.below("*", |walk| walk.node(from.items, to.items));
            found.extend(
                inside
                    .into_iter()
                    .map(|gap| wrapped(gap, |item| self.from.list_with(from, &item, from.min))),
            );
        }
        found
    }

    pub(super) fn limits(&self, from: String, to: String, witness: Option<Value>) -> Gap {
        self.gap(What::Limits { from, to }, witness)
    }

    pub(super) fn below(
        &mut self,
        key: &str,
        look: impl FnOnce(&mut Self) -> Vec<Gap>,
    ) -> Vec<Gap> {
        let mark = self.at.mark();
        self.at.push_key(key);
        self.depth += 1;
        let found = look(self);
        self.at.truncate(mark);
        self.depth -= 1;
        found
    }
}

pub(super) fn wrapped(mut gap: Gap, around: impl FnOnce(Value) -> Option<Value>) -> Gap {
    gap.witness = gap.witness.and_then(around);
    gap
}

/// The JSON types of a node's documents, each with one.
fn kinds(model: &Model, id: Id) -> Vec<(&'static str, Option<Value>)> {
    if id == NOTHING {
        return Vec::new();
    }
    let set = model.set(id);
    let mut found = Vec::new();
    if set.objects.iter().any(|object| model.has_object(object)) {
        let object = set.objects.iter().find(|object| model.has_object(object));
        let witness = object.and_then(|object| model.object(object));
        found.push(("object", witness.map(Value::Object)));
    }
    if let Some(lists) = set.lists.as_ref().filter(|lists| model.has_list(lists)) {
        found.push(("array", model.several_lists(lists, 1).pop()));
    }
    if let Some(texts) = set
        .texts
        .as_ref()
        .filter(|texts| !texts.is_empty(&model.automata))
    {
        let text = texts.members(1, &model.automata).pop();
        found.push(("string", text.map(Value::String)));
    }
    if let Some(number) = set
        .numbers
        .as_ref()
        .and_then(|numbers| numbers.members(1).pop())
    {
        found.push(("number", Some(Value::Number(number))));
    }
    if let Some(value) = [false, true]
        .into_iter()
        .zip(set.bools)
        .find(|(_, has)| *has)
    {
        found.push(("boolean", Some(Value::Bool(value.0))));
    }
    if set.null {
        found.push(("null", Some(Value::Null)));
    }
    found
}

pub(super) fn count(min: u64, max: Option<u64>) -> String {
    of(min, max, "items")
}

pub(super) fn entries(min: u64, max: Option<u64>) -> String {
    of(min, max, "entries")
}

fn of(min: u64, max: Option<u64>, unit: &str) -> String {
    match max {
        Some(max) => format!("{min} to {max} {unit}"),
        None => format!("at least {min} {unit}"),
    }
}
