//! Cosmetic changes: words, order, and limits that are written differently and mean the same.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, Class};
use super::gap::{count, entries};
use super::model::Model;
use super::pair::{Paired, constant, depths, pairs, tag};
use super::set::{Field, Id, Object};
use super::text::Texts;
use crate::drift::{Pointer, shown};

/// Most characters of a description that a sentence repeats.
const LONGEST: usize = 80;

/// Every difference that changes no verdict; `broken` are the places where one does.
pub(super) fn faces(old: &Model, new: &Model, broken: &BTreeSet<String>) -> Vec<Change> {
    let mut walk = Walk {
        old,
        new,
        broken,
        met: BTreeSet::new(),
        depths: depths(old, new),
        depth: 0,
        at: Pointer::root(),
        found: Vec::new(),
    };
    let titles = [(old, old.root), (new, new.root)]
        .map(|(model, root)| model.words(root).map_or("", |words| words.title.as_str()));
    walk.differ(titles, "the type is called");
    walk.node(old.root, new.root);
    walk.found
}

struct Walk<'m> {
    old: &'m Model,
    new: &'m Model,
    broken: &'m BTreeSet<String>,
    met: BTreeSet<(Id, Id)>,
    /// The depth at which each pair is reported; a pair that is missing here is reported wherever
    /// it is met.
    depths: BTreeMap<(Id, Id), usize>,
    depth: usize,
    at: Pointer,
    found: Vec<Change>,
}

impl<'m> Walk<'m> {
    fn push(&mut self, class: Class, sentence: String) {
        let change = Change::new(class, self.at.to_string(), sentence, None);
        if !self.found.contains(&change) {
            self.found.push(change);
        }
    }

    fn differ(&mut self, [old, new]: [&str; 2], what: &str) {
        if old == new {
            return;
        }
        let quoted = |text: &str| {
            if text.is_empty() {
                "nothing".to_owned()
            } else {
                format!("\"{}\"", shown(text, LONGEST))
            }
        };
        let sentence = format!("{what} {}, was {}", quoted(new), quoted(old));
        self.push(Class::WordingOnly, sentence);
    }

    fn node(&mut self, a: Id, b: Id) {
        let later = self
            .depths
            .get(&(a, b))
            .is_some_and(|depth| *depth < self.depth);
        if later || !self.met.insert((a, b)) {
            return;
        }
        self.words(a, b);
        if let [Some(one), Some(other)] = [alias(self.old, a), alias(self.new, b)] {
            let own = |model: &Model, id| {
                let words = model.words(id);
                words.map_or_else(String::new, |words| words.description.clone())
            };
            let said = [own(self.old, a), own(self.new, b)];
            self.differ([&said[0], &said[1]], "the description is");
            self.node(one, other);
            return;
        }
        let said = [description(self.old, a, 0), description(self.new, b, 0)];
        self.differ([&said[0], &said[1]], "the description is");
        self.limits(a, b);
        let (old, new) = (self.old.set(a), self.new.set(b));
        if let (Some(Texts::Listed(one)), Some(Texts::Listed(other))) = (&old.texts, &new.texts) {
            self.order(one, other, "values");
        }
        if let (Some(old), Some(new)) = (&old.lists, &new.lists) {
            let (one, other) = (old.items, new.items);
            self.below("*", |walk| walk.node(one, other));
        }
        self.variants(a, b);
        for (object, paired) in pairs((self.old, a), (self.new, b)) {
            if let Paired::With { other, .. } = paired {
                self.object(object, other);
            }
        }
    }

    fn words(&mut self, a: Id, b: Id) {
        let (Some(old), Some(new)) = (self.old.words(a), self.new.words(b)) else {
            return;
        };
        let (one, other) = (old.examples.clone(), new.examples.clone());
        self.differ([&one, &other], "the examples are");
        if let (Some(one), Some(other)) = (old.name.clone(), new.name.clone()) {
            self.differ([&one, &other], "the type is called");
        }
    }

    /// Limits that are written in another way and mean the same.
    fn limits(&mut self, a: Id, b: Id) {
        let said = [limits(self.old, a), limits(self.new, b)];
        let [old, new] = &said;
        if old != new && !self.broken.contains(self.at.as_str()) {
            let sentence = format!("it is now {new}, was {old}: the same documents");
            self.push(Class::Compatible, sentence);
        }
    }

    fn order(&mut self, old: &[String], new: &[String], what: &str) {
        let common = |of: &[String], with: &[String]| -> Vec<String> {
            of.iter()
                .filter(|name| with.contains(name))
                .cloned()
                .collect()
        };
        if common(old, new) != common(new, old) {
            let names = new.join(", ");
            let sentence = format!("the order of its {what} is now {}", shown(&names, LONGEST));
            self.push(Class::WordingOnly, sentence);
        }
    }

    /// The words and the order of variants, which have no node of their own in a set.
    fn variants(&mut self, a: Id, b: Id) {
        let (old, new) = (branches(self.old, a), branches(self.new, b));
        let names = |of: &[(String, Id)]| -> Vec<String> {
            of.iter().map(|(name, _)| name.clone()).collect()
        };
        self.order(&names(&old), &names(&new), "variants");
        for (name, one) in &old {
            let Some((_, other)) = new.iter().find(|(known, _)| known == name) else {
                continue;
            };
            let said = [
                description(self.old, *one, 0),
                description(self.new, *other, 0),
            ];
            self.differ(
                [&said[0], &said[1]],
                &format!("the description of the variant `{name}` is"),
            );
        }
    }

    fn object(&mut self, a: &'m Object, b: &'m Object) {
        match (a, b) {
            (Object::Closed(old), Object::Closed(new)) => {
                let names = |fields: &[Field]| -> Vec<String> {
                    fields.iter().map(|field| field.name.clone()).collect()
                };
                self.order(&names(old), &names(new), "fields");
                for field in old {
                    if let Some(other) = new.iter().find(|other| other.name == field.name) {
                        self.below(&field.name, |walk| walk.node(field.of, other.of));
                    }
                }
            }
            (Object::Map { values: one, .. }, Object::Map { values: other, .. }) => {
                self.below("*", |walk| walk.node(*one, *other));
            }
            _ => {}
        }
    }

    fn below(&mut self, key: &str, look: impl FnOnce(&mut Self)) {
        let mark = self.at.mark();
        self.at.push_key(key);
        self.depth += 1;
        look(self);
        self.at.truncate(mark);
        self.depth -= 1;
    }
}

fn alias(model: &Model, id: Id) -> Option<Id> {
    model.words(id)?.alias
}

/// The description at a node and at what it refers to or wraps.
fn description(model: &Model, id: Id, depth: usize) -> String {
    const DEEPEST: usize = 16;
    let Some(words) = model.words(id).filter(|_| depth < DEEPEST) else {
        return String::new();
    };
    let mut said = vec![words.description.clone()];
    let mut further = words.further.iter().filter(|id| {
        let set = model.set(**id);
        !(set.null && set.objects.is_empty() && set.lists.is_none() && set.texts.is_none())
    });
    if let (Some(one), None) = (further.next(), further.next()) {
        said.push(description(model, *one, depth + 1));
    }
    said.retain(|text| !text.is_empty());
    said.join("\n")
}

/// The variants of a union, by tag.
fn branches(model: &Model, id: Id) -> Vec<(String, Id)> {
    let id = model.canonical(id);
    let objects: Vec<&Object> = model.set(id).objects.iter().collect();
    let (Some(tag), Some(words)) = (tag(model, &objects), model.words(id)) else {
        return Vec::new();
    };
    let branch = |id: &Id| {
        let object = model.set(*id).objects.first()?;
        Some((constant(model, object, tag)?.to_owned(), *id))
    };
    words.further.iter().filter_map(branch).collect()
}

/// A node's own limits in words.
fn limits(model: &Model, id: Id) -> String {
    let set = model.set(id);
    let mut said = Vec::new();
    if let Some(texts) = &set.texts {
        said.push(match texts {
            // Their order is reported by itself.
            Texts::Listed(values) => {
                let mut values = values.clone();
                values.sort();
                Texts::Listed(values).words()
            }
            Texts::Open(_) => texts.words(),
        });
    }
    said.extend(set.numbers.as_ref().map(super::number::Numbers::words));
    if let Some(lists) = &set.lists {
        let distinct = if lists.unique { ", all different" } else { "" };
        said.push(format!(
            "an array of {}{distinct}",
            count(lists.min, lists.max)
        ));
    }
    for object in &set.objects {
        if let Object::Map { min, max, .. } = object {
            said.push(format!("an object of {}", entries(*min, *max)));
        }
    }
    said.join(" or ")
}
