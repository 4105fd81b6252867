//! Documents of a model, small ones first.

use super::model::{Model, same, with};
use super::set::{Id, Lists, Object};
use super::value::Value;

/// Longest array or map that is made up to prove something.
const LONGEST: u64 = 10_000;

/// How often a document may go on into a node that a smaller document would leave out.
const FUEL: usize = 2;

impl Model {
    /// A document of a node; `None` if none was found.
    pub(super) fn sample(&self, id: Id) -> Option<Value> {
        (0..=FUEL).find_map(|fuel| self.one(id, fuel))
    }

    fn one(&self, id: Id, fuel: usize) -> Option<Value> {
        self.within(id, 1, fuel).pop()
    }

    /// Up to `most` different documents of a node.
    fn within(&self, id: Id, most: usize, fuel: usize) -> Vec<Value> {
        let Some(Some(round)) = self.rounds.get(id).copied() else {
            return Vec::new();
        };
        let set = self.set(id);
        let mut found: Vec<Value> = Vec::new();
        if let Some(texts) = &set.texts {
            found.extend(
                texts
                    .members(most, &self.automata)
                    .into_iter()
                    .map(Value::String),
            );
        }
        if let Some(numbers) = &set.numbers {
            found.extend(numbers.members(most).into_iter().map(Value::Number));
        }
        let bools = [false, true].into_iter().zip(set.bools);
        found.extend(
            bools
                .filter(|(_, has)| *has)
                .map(|(value, _)| Value::Bool(value)),
        );
        if set.null {
            found.push(Value::Null);
        }
        for object in &set.objects {
            if found.len() < most {
                found.extend(self.objects(object, most - found.len(), (round, fuel)));
            }
        }
        if let Some(lists) = &set.lists
            && found.len() < most
        {
            found.extend(self.lists(lists, most - found.len(), (round, fuel)));
        }
        found.truncate(most);
        found
    }

    /// The fuel that is left inside a node that is part of one of this round; `None` if it may not be entered. Nodes of earlier rounds may always,
    /// so that every walk ends.
    fn enter(&self, id: Id, (round, fuel): (usize, usize)) -> Option<usize> {
        let of = (*self.rounds.get(id)?)?;
        if of < round {
            Some(fuel)
        } else {
            fuel.checked_sub(1)
        }
    }

    fn lists(&self, of: &Lists, most: usize, room: (usize, usize)) -> Vec<Value> {
        if let Some(listed) = &of.listed {
            let fitting = listed.iter().filter(|value| self.list_fits(of, value));
            return fitting.take(most).cloned().collect();
        }
        let inside = self.enter(of.items, room);
        let longest = match inside {
            Some(_) => self.most_items(of),
            None => Some(0),
        };
        let fuel = inside.unwrap_or(0);
        let wanted = u64::try_from(most).unwrap_or(u64::MAX);
        let mut found = Vec::new();
        for length in of.min..of.min.saturating_add(wanted) {
            if longest.is_some_and(|longest| length > longest) {
                break;
            }
            found.extend(self.list_within(of, length, fuel));
        }
        if found.len() < most && longest.is_none_or(|longest| longest >= of.min.max(1)) {
            // No other lengths: other items.
            let rest = of.min.max(1);
            for item in self.within(of.items, most, fuel) {
                let Some(value) = self.list_around(of, &item, rest, fuel) else {
                    continue;
                };
                if !found.contains(&value) {
                    found.push(value);
                }
            }
        }
        found.truncate(most);
        found
    }

    /// An array of this length.
    pub(super) fn list(&self, of: &Lists, length: u64) -> Option<Value> {
        (0..=FUEL).find_map(|fuel| self.list_within(of, length, fuel))
    }

    fn list_within(&self, of: &Lists, length: u64, fuel: usize) -> Option<Value> {
        if length > LONGEST {
            return None;
        }
        let length = usize::try_from(length).ok()?;
        if length == 0 {
            return Some(Value::List(Vec::new()));
        }
        let items = if of.unique {
            self.within(of.items, length, fuel)
        } else {
            vec![self.one(of.items, fuel)?; length]
        };
        (items.len() == length).then_some(Value::List(items))
    }

    /// An array that starts with `item` and has at least `length` items.
    pub(super) fn list_with(&self, of: &Lists, item: &Value, length: u64) -> Option<Value> {
        (0..=FUEL).find_map(|fuel| self.list_around(of, item, length, fuel))
    }

    fn list_around(&self, of: &Lists, item: &Value, length: u64, fuel: usize) -> Option<Value> {
        let length = usize::try_from(length.min(LONGEST)).ok()?.max(1);
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

    fn objects(&self, of: &Object, most: usize, room: (usize, usize)) -> Vec<Value> {
        match of {
            Object::Closed(fields) => {
                let required = fields.iter().filter(|field| field.required);
                let least: Option<Vec<(String, Value)>> = required
                    .map(|field| {
                        let fuel = self.enter(field.of, room)?;
                        Some((field.name.clone(), self.one(field.of, fuel)?))
                    })
                    .collect();
                let Some(least) = least else {
                    return Vec::new();
                };
                let mut found = vec![Value::Object(least.clone())];
                for field in fields {
                    let Some(fuel) = self.enter(field.of, room).filter(|_| found.len() < most)
                    else {
                        continue;
                    };
                    for value in self.within(field.of, most, fuel) {
                        let varied = Value::Object(with(fields, &least, &field.name, value));
                        if !found.contains(&varied) {
                            found.push(varied);
                        }
                    }
                }
                found.truncate(most);
                found
            }
            Object::Map { values, min, max } => {
                let wanted = u64::try_from(most).unwrap_or(u64::MAX);
                let inside = self.enter(*values, room);
                (*min..min.saturating_add(wanted))
                    .take_while(|count| {
                        max.is_none_or(|max| *count <= max) && (inside.is_some() || *count == 0)
                    })
                    .filter_map(|count| self.map_within(*values, count, inside.unwrap_or(0)))
                    .map(Value::Object)
                    .collect()
            }
        }
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
        (0..=FUEL).find_map(|fuel| self.map_within(values, count, fuel))
    }

    fn map_within(&self, values: Id, count: u64, fuel: usize) -> Option<Vec<(String, Value)>> {
        if count > LONGEST {
            return None;
        }
        if count == 0 {
            return Some(Vec::new());
        }
        let value = self.one(values, fuel)?;
        Some(
            (1..=count)
                .map(|number| (format!("key{number}"), value.clone()))
                .collect(),
        )
    }
}
