//! A schema as sets: which nodes can be satisfied at all, whether a document fits, and documents
//! that do.

use super::automaton::Automata;
use super::read::{Nodes, Words};
use super::set::{Id, Lists, Object, Set};
use super::text::{Texts, Within};
use super::value::Value;

/// A schema.
#[derive(Debug)]
pub(super) struct Model {
    sets: Vec<Set>,
    words: Vec<Words>,
    pub(super) root: Id,
    /// In which round a node was found to have a document; documents are made of nodes of earlier
    /// rounds, so they end.
    pub(super) rounds: Vec<Option<usize>>,
    nothing: Set,
    pub(super) automata: Automata,
}

impl Model {
    pub(super) fn new(nodes: Nodes, root: Id) -> Self {
        let mut model = Self {
            rounds: vec![None; nodes.sets.len()],
            sets: nodes.sets,
            words: nodes.words,
            root,
            nothing: Set::default(),
            automata: Automata::default(),
        };
        for round in 0..=model.sets.len() {
            let fresh: Vec<Id> = (0..model.sets.len())
                .filter(|id| !model.is_inhabited(*id) && model.some(model.set(*id)))
                .collect();
            if fresh.is_empty() {
                break;
            }
            for id in fresh {
                if let Some(place) = model.rounds.get_mut(id) {
                    *place = Some(round);
                }
            }
        }
        model
    }

    pub(super) fn set(&self, id: Id) -> &Set {
        self.sets.get(id).unwrap_or(&self.nothing)
    }

    pub(super) fn words(&self, id: Id) -> Option<&Words> {
        self.words.get(id)
    }

    /// The node itself, or the one that it does nothing but refer to.
    pub(super) fn canonical(&self, id: Id) -> Id {
        let mut id = id;
        // References in a circle were refused when the schema was read.
        while let Some(alias) = self.words(id).and_then(|words| words.alias) {
            id = alias;
        }
        id
    }

    /// Returns `true` if any document fits the node, as far as is known.
    pub(super) fn is_inhabited(&self, id: Id) -> bool {
        self.rounds.get(id).is_some_and(Option::is_some)
    }

    fn some(&self, set: &Set) -> bool {
        set.null
            || set.bools.contains(&true)
            || set
                .numbers
                .as_ref()
                .is_some_and(|numbers| !numbers.is_empty())
            || set
                .texts
                .as_ref()
                .is_some_and(|texts| !texts.is_empty(&self.automata))
            || set.lists.as_ref().is_some_and(|lists| self.has_list(lists))
            || set.objects.iter().any(|object| self.has_object(object))
    }

    /// Returns `true` if there is such an array.
    pub(super) fn has_list(&self, lists: &Lists) -> bool {
        if let Some(listed) = &lists.listed {
            return listed.iter().any(|value| self.list_fits(lists, value));
        }
        lists.min == 0 || self.most_items(lists).is_none_or(|most| most >= lists.min)
    }

    /// The most items that such an array can have.
    pub(super) fn most_items(&self, lists: &Lists) -> Option<u64> {
        if !self.is_inhabited(lists.items) {
            return Some(0);
        }
        let different = lists.unique.then(|| self.size(lists.items)).flatten();
        match (lists.max, different) {
            (Some(max), Some(different)) => Some(max.min(different)),
            (max, different) => max.or(different),
        }
    }

    /// Returns `true` if there is such an object.
    pub(super) fn has_object(&self, object: &Object) -> bool {
        match object {
            Object::Closed(fields) => fields
                .iter()
                .all(|field| !field.required || self.is_inhabited(field.of)),
            Object::Map { values, min, max } => {
                *min == 0 || (self.is_inhabited(*values) && max.is_none_or(|max| max >= *min))
            }
        }
    }

    /// Returns an upper bound on the number of documents that fit a node, if they are few.
    fn size(&self, id: Id) -> Option<u64> {
        self.size_within(id, DEEP)
    }

    /// Returns the size for documents that are nested no deeper than `levels`.
    fn size_within(&self, id: Id, levels: u32) -> Option<u64> {
        let set = self.set(id);
        let mut parts = 0_u64;
        for object in set.objects.iter().filter(|object| self.has_object(object)) {
            parts = parts.checked_add(self.count_objects(object, levels.checked_sub(1)?)?)?;
        }
        // Whether there is any array isn't asked first: that asks for sizes itself, and a recursive
        // contract would go in a circle.
        if let Some(lists) = &set.lists {
            parts = parts.checked_add(self.count_arrays(lists, levels.checked_sub(1)?)?)?;
        }
        let numbers = set
            .numbers
            .as_ref()
            .map_or(0, |numbers| numbers.members(FEW + 1).len());
        let texts = match &set.texts {
            Some(Texts::Listed(values)) => values.len(),
            Some(texts) if texts.is_empty(&self.automata) => 0,
            Some(texts) => {
                let members = texts.members(FEW, &self.automata);
                let count = members.len();
                match texts.within(&Texts::Listed(members), &self.automata) {
                    Within::Proved => count,
                    Within::Not(_) | Within::Unknown => return None,
                }
            }
            None => 0,
        };
        let bools = set.bools.iter().filter(|has| **has).count();
        let all = numbers + texts + bools + usize::from(set.null);
        few(parts.checked_add(u64::try_from(all).ok()?)?)
    }

    /// Returns the number of objects of one form.
    fn count_objects(&self, object: &Object, levels: u32) -> Option<u64> {
        match object {
            Object::Closed(fields) => fields.iter().try_fold(1, |all, field| {
                let values = if self.is_inhabited(field.of) {
                    self.size_within(field.of, levels)?
                } else {
                    0
                };
                few(values
                    .checked_add(u64::from(!field.required))?
                    .checked_mul(all)?)
            }),
            // Any text may be a key.
            Object::Map { values, max, .. } if *max != Some(0) && self.is_inhabited(*values) => {
                None
            }
            Object::Map { .. } => Some(1),
        }
    }

    /// Returns the number of arrays, if they are few.
    pub(super) fn count_of_lists(&self, lists: &Lists) -> Option<u64> {
        self.count_arrays(lists, DEEP)
    }

    fn count_arrays(&self, lists: &Lists, levels: u32) -> Option<u64> {
        if let Some(listed) = &lists.listed {
            return few(u64::try_from(listed.len()).ok()?);
        }
        if !self.is_inhabited(lists.items) || lists.max == Some(0) {
            return Some(u64::from(lists.min == 0));
        }
        let items = self.size_within(lists.items, levels)?;
        let longest = match lists.max {
            Some(max) if lists.unique => max.min(items),
            Some(max) => max,
            None if lists.unique => items,
            None => return None,
        };
        let mut all = 0_u64;
        for length in lists.min..=few(longest)? {
            let mut same_length = 1_u64;
            for place in 0..length {
                let left = items.saturating_sub(if lists.unique { place } else { 0 });
                same_length = few(same_length.checked_mul(left)?)?;
            }
            all = few(all.checked_add(same_length)?)?;
        }
        Some(all)
    }

    /// Returns `true` if a document fits a node.
    pub(super) fn fits(&self, id: Id, value: &Value) -> bool {
        let set = self.set(id);
        match value {
            Value::Null => set.null,
            Value::Bool(value) => set.bools.get(usize::from(*value)).copied().unwrap_or(false),
            Value::Number(number) => set.numbers.as_ref().is_some_and(|of| of.contains(number)),
            Value::String(text) => set.texts.as_ref().is_some_and(|of| of.contains(text)),
            Value::List(_) => set
                .lists
                .as_ref()
                .is_some_and(|of| self.list_fits(of, value)),
            Value::Object(members) => set.objects.iter().any(|of| self.object_fits(of, members)),
        }
    }

    pub(super) fn list_fits(&self, of: &Lists, value: &Value) -> bool {
        let Value::List(items) = value else {
            return false;
        };
        let count = u64::try_from(items.len()).unwrap_or(u64::MAX);
        let repeats = || {
            items
                .iter()
                .enumerate()
                .any(|(index, item)| items.iter().take(index).any(|other| same(other, item)))
        };
        count >= of.min
            && of.max.is_none_or(|max| count <= max)
            && !(of.unique && repeats())
            && of
                .listed
                .as_ref()
                .is_none_or(|listed| listed.contains(value))
            && items.iter().all(|item| self.fits(of.items, item))
    }

    fn object_fits(&self, of: &Object, members: &[(String, Value)]) -> bool {
        match of {
            Object::Closed(fields) => {
                let known = members.iter().all(|(key, value)| {
                    let field = fields.iter().find(|field| field.name == *key);
                    field.is_some_and(|field| self.fits(field.of, value))
                });
                let has = |name: &str| members.iter().any(|(key, _)| key == name);
                known
                    && fields
                        .iter()
                        .all(|field| !field.required || has(&field.name))
            }
            Object::Map { values, min, max } => {
                let count = u64::try_from(members.len()).unwrap_or(u64::MAX);
                count >= *min
                    && max.is_none_or(|max| count <= max)
                    && members.iter().all(|(_, value)| self.fits(*values, value))
            }
        }
    }
}

/// More documents than these aren't counted.
const FEW: usize = 64;
/// Nor are documents that are nested deeper: a recursive contract has no end.
const DEEP: u32 = 8;

fn few(count: u64) -> Option<u64> {
    usize::try_from(count)
        .is_ok_and(|count| count <= FEW)
        .then_some(count)
}

/// The object with a member put in, in the order of declaration.
pub(super) fn with(
    fields: &[super::set::Field],
    members: &[(String, Value)],
    name: &str,
    value: Value,
) -> Vec<(String, Value)> {
    let place = |name: &str| fields.iter().position(|field| field.name == name);
    let mut out: Vec<(String, Value)> = members
        .iter()
        .filter(|(key, _)| key != name)
        .cloned()
        .collect();
    out.push((name.to_owned(), value));
    out.sort_by_key(|(key, _)| place(key));
    out
}

/// Returns `true` if two values are equal as JSON values, where the order of keys means nothing.
pub(super) fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, value)| {
                    other
                        .iter()
                        .any(|(known, found)| known == key && same(value, found))
                })
        }
        (one, other) => one == other,
    }
}
