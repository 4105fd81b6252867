//! Documents of a model, small ones first.

use super::model::{Model, same};
use super::set::{Field, Id, Lists, Object, Set};
use super::value::Value;
use crate::json::MAX_DEPTH;

/// Longest array or map that is made up to prove something.
const LONGEST: usize = 10_000;

/// The most items and entries that all documents of one array or map have together; fewer documents
/// are made of larger ones.
const LARGEST: usize = 1 << 20;

/// The round of what is no part of a node: every node is of an earlier one.
const ANY_ROUND: usize = usize::MAX;

/// Number of times that a document may go on into a node that a smaller document would leave out.
/// The values are tried in order, until there are documents enough.
const FUEL: [usize; 8] = [0, 1, 2, 4, 8, 16, 32, 64];

impl Model {
    /// A document of a node; `None` if none was found.
    pub(super) fn sample(&self, id: Id) -> Option<Value> {
        self.refuelled(|maker, fuel| maker.one(id, fuel))
    }

    /// Different objects of one form: as many as asked for, or all that were found.
    pub(super) fn several_objects(&self, of: &Object, most: usize) -> Vec<Value> {
        self.several(most, |maker, fuel| {
            maker.objects(of, most, (ANY_ROUND, fuel))
        })
    }

    /// Different arrays: as many as asked for, or all that were found.
    pub(super) fn several_lists(&self, of: &Lists, most: usize) -> Vec<Value> {
        self.several(most, |maker, fuel| maker.lists(of, most, (ANY_ROUND, fuel)))
    }

    fn several(
        &self,
        most: usize,
        mut attempt: impl FnMut(&mut Maker<'_>, usize) -> Vec<Value>,
    ) -> Vec<Value> {
        let mut found = Vec::new();
        let _enough = self.refuelled(|maker, fuel| {
            found = attempt(maker, fuel);
            (found.len() >= most).then_some(())
        });
        found
    }

    /// An array of this length.
    pub(super) fn list(&self, of: &Lists, length: u64) -> Option<Value> {
        if length == 0 {
            return Some(Value::List(Vec::new()));
        }
        self.refuelled(|maker, fuel| maker.sequences(of, length, 1, fuel).pop())
    }

    /// An array that starts with `item` and has at least `length` items.
    pub(super) fn list_with(&self, of: &Lists, item: &Value, length: u64) -> Option<Value> {
        self.refuelled(|maker, fuel| maker.list_around(of, item, length, fuel))
    }

    /// The smallest object.
    pub(super) fn object(&self, of: &Object) -> Option<Vec<(String, Value)>> {
        match of {
            Object::Closed(fields) => {
                let required = fields.iter().filter(|field| field.required);
                required
                    .map(|field| Some((field.name.clone(), self.sample(field.of)?)))
                    .collect()
            }
            Object::Map { values, min, .. } => self.map(*values, *min),
        }
    }

    /// An object of so many entries.
    pub(super) fn map(&self, values: Id, count: u64) -> Option<Vec<(String, Value)>> {
        if count == 0 {
            return Some(Vec::new());
        }
        let count = usize::try_from(count).ok();
        let count = count.filter(|count| *count <= LONGEST)?;
        let value = self.sample(values)?;
        Some((1..=count).map(|key| entry(key, &value)).collect())
    }

    /// Tries with ever more fuel, as long as more may help.
    fn refuelled<T>(
        &self,
        mut attempt: impl FnMut(&mut Maker<'_>, usize) -> Option<T>,
    ) -> Option<T> {
        for fuel in FUEL {
            let mut maker = Maker {
                model: self,
                starved: false,
                depth: 0,
            };
            let made = attempt(&mut maker, fuel);
            if made.is_some() || !maker.starved {
                return made;
            }
        }
        None
    }
}

/// Makes documents.
struct Maker<'m> {
    model: &'m Model,
    /// `true` if a node was left out for want of fuel.
    starved: bool,
    depth: u32,
}

impl Maker<'_> {
    fn one(&mut self, id: Id, fuel: usize) -> Option<Value> {
        self.within(id, 1, fuel).pop()
    }

    /// Up to `most` different documents of a node; fewer only if there are no more that this fuel
    /// leads to.
    fn within(&mut self, id: Id, most: usize, fuel: usize) -> Vec<Value> {
        let Some(Some(round)) = self.model.rounds.get(id).copied() else {
            return Vec::new();
        };
        // Nobody would read what is nested deeper.
        if self.depth >= MAX_DEPTH {
            return Vec::new();
        }
        self.depth += 1;
        let found = self.of_set(self.model.set(id), most, (round, fuel));
        self.depth -= 1;
        found
    }

    fn of_set(&mut self, set: &Set, most: usize, room: (usize, usize)) -> Vec<Value> {
        let mut found: Vec<Value> = Vec::new();
        if let Some(texts) = &set.texts {
            let texts = texts.members(most, &self.model.automata).into_iter();
            found.extend(texts.map(Value::String));
        }
        if let Some(numbers) = &set.numbers {
            found.extend(numbers.members(most).into_iter().map(Value::Number));
        }
        let bools = [false, true].into_iter().zip(set.bools);
        let bools = bools.filter(|(_, has)| *has);
        found.extend(bools.map(|(value, _)| Value::Bool(value)));
        if set.null {
            found.push(Value::Null);
        }
        for (index, object) in set.objects.iter().enumerate() {
            if found.len() < most {
                // A document may be of several forms.
                let known = if index == 0 { 0 } else { found.len() };
                let wanted = most - found.len() + known;
                for document in self.objects(object, wanted, room) {
                    if known == 0 || !found.iter().any(|known| same(known, &document)) {
                        found.push(document);
                    }
                }
            }
        }
        if let Some(lists) = &set.lists
            && found.len() < most
        {
            found.extend(self.lists(lists, most - found.len(), room));
        }
        found.truncate(most);
        found
    }

    /// The fuel that is left inside a node that is part of one of this round; `None` if it may not
    /// be entered. Nodes of earlier rounds may always, so that every walk ends.
    fn enter(&mut self, id: Id, (round, fuel): (usize, usize)) -> Option<usize> {
        let of = (*self.model.rounds.get(id)?)?;
        if of < round {
            return Some(fuel);
        }
        let left = fuel.checked_sub(1);
        self.starved |= left.is_none();
        left
    }

    fn lists(&mut self, of: &Lists, most: usize, room: (usize, usize)) -> Vec<Value> {
        if let Some(listed) = &of.listed {
            let fitting = listed
                .iter()
                .filter(|value| self.model.list_fits(of, value));
            return fitting.take(most).cloned().collect();
        }
        let mut found = Vec::new();
        if of.min == 0 {
            found.push(Value::List(Vec::new()));
        }
        let mut length = of.min.max(1);
        while of.max.is_none_or(|max| length <= max)
            && found.len() < most
            && let Some(fuel) = self.enter(of.items, room)
        {
            let fresh = self.sequences(of, length, most - found.len(), fuel);
            if fresh.is_empty() {
                break;
            }
            found.extend(fresh);
            length += 1;
        }
        found
    }

    /// Up to `most` different arrays of this length, which isn't 0.
    fn sequences(&mut self, of: &Lists, length: u64, most: usize, fuel: usize) -> Vec<Value> {
        let length = usize::try_from(length).ok();
        let Some(length) = length.filter(|length| *length <= LONGEST) else {
            return Vec::new();
        };
        let most = most.min(LARGEST / length);
        let items = self.within(of.items, choices(length, most, of.unique), fuel);
        arrangements(&items, length, most, of.unique)
    }

    fn list_around(&mut self, of: &Lists, item: &Value, length: u64, fuel: usize) -> Option<Value> {
        let length = usize::try_from(length).ok()?.clamp(1, LONGEST);
        let others = if of.unique {
            self.within(of.items, length, fuel)
        } else if length > 1 {
            vec![self.one(of.items, fuel)?; length - 1]
        } else {
            Vec::new()
        };
        let others = others
            .into_iter()
            .filter(|other| !of.unique || !same(other, item));
        let mut items = vec![item.clone()];
        items.extend(others.take(length - 1));
        (items.len() == length).then_some(Value::List(items))
    }

    fn objects(&mut self, of: &Object, most: usize, room: (usize, usize)) -> Vec<Value> {
        match of {
            Object::Closed(fields) => self.closed(fields, most, room),
            Object::Map { values, min, max } => self.maps(*values, (*min, *max), most, room),
        }
    }

    /// Every combination of what each field may hold, the first fields changing fastest.
    fn closed(&mut self, fields: &[Field], most: usize, room: (usize, usize)) -> Vec<Value> {
        let mut found: Vec<Vec<(String, Value)>> = vec![Vec::new()];
        for field in fields {
            if found.is_empty() {
                break;
            }
            // A field need not bring more than what the fields before it leave to be wished for.
            let mut wanted = most.div_ceil(found.len());
            let mut options = Vec::new();
            if !field.required {
                options.push(None);
                wanted = wanted.saturating_sub(1);
            }
            if wanted > 0
                && let Some(fuel) = self.enter(field.of, room)
            {
                let values = self.within(field.of, wanted, fuel);
                options.extend(values.into_iter().map(Some));
            }
            let before = std::mem::take(&mut found);
            for option in options {
                for members in before.iter().take(most - found.len()) {
                    let mut members = members.clone();
                    members.extend(option.clone().map(|value| (field.name.clone(), value)));
                    found.push(members);
                }
            }
        }
        found.into_iter().map(Value::Object).collect()
    }

    /// Keys are data, so another key is another document.
    fn maps(
        &mut self,
        values: Id,
        (min, max): (u64, Option<u64>),
        most: usize,
        room: (usize, usize),
    ) -> Vec<Value> {
        let mut found = Vec::new();
        if min == 0 {
            found.push(Value::Object(Vec::new()));
        }
        let count = usize::try_from(min.max(1)).unwrap_or(usize::MAX);
        if found.len() >= most || count > LONGEST || max == Some(0) {
            return found;
        }
        let value = self
            .enter(values, room)
            .and_then(|fuel| self.one(values, fuel));
        let Some(value) = value else { return found };
        for last in (count..).take((most - found.len()).min(LARGEST / count)) {
            let keys = (1..count).chain([last]);
            found.push(Value::Object(keys.map(|key| entry(key, &value)).collect()));
        }
        found
    }
}

fn entry(key: usize, value: &Value) -> (String, Value) {
    (format!("key{key}"), value.clone())
}

/// Returns the number of items to choose from that `most` different arrays of a length need; if all
/// items must differ, an array takes each once.
fn choices(length: usize, most: usize, unique: bool) -> usize {
    let arrays = |items: usize| {
        (0..length).try_fold(1_usize, |arrays, place| {
            let left = if unique { items - place } else { items };
            arrays.checked_mul(left).filter(|arrays| *arrays < most)
        })
    };
    let least = if unique { length } else { 1 };
    // Without an answer, they are enough.
    (least..least.saturating_add(most))
        .find(|items| arrays(*items).is_none())
        .unwrap_or(least)
}

/// Up to `most` arrays of so many of the items, all of them different.
fn arrangements(items: &[Value], length: usize, most: usize, unique: bool) -> Vec<Value> {
    let radix = |place: usize| items.len().saturating_sub(if unique { place } else { 0 });
    if radix(length.saturating_sub(1)) == 0 {
        return Vec::new();
    }
    // A number whose digits say which item is taken next, of those that are left.
    let mut digits = vec![0_usize; length];
    let mut found = Vec::new();
    while found.len() < most {
        let mut pool: Vec<&Value> = items.iter().collect();
        let taken = digits.iter().filter_map(|digit| {
            if unique {
                (*digit < pool.len()).then(|| pool.remove(*digit))
            } else {
                pool.get(*digit).copied()
            }
        });
        found.push(Value::List(taken.cloned().collect()));
        // One up: the last digit that can grow does, and those after it begin again.
        let grown = (0..length).rev().find(|place| {
            digits
                .get(*place)
                .is_some_and(|digit| digit + 1 < radix(*place))
        });
        let Some(grown) = grown else { break };
        for (place, digit) in digits.iter_mut().enumerate().skip(grown) {
            *digit = if place == grown { *digit + 1 } else { 0 };
        }
    }
    found
}
