//! The part of the search for gaps that is about objects.

use super::gap::{Gap, Walk, What, entries, wrapped};
use super::model::with;
use super::pair::{Paired, pairs};
use super::set::{Field, Id, Object};
use super::value::Value;

/// Documents of a form that are tried as a proof that it is gone.
const SEVERAL: usize = 16;

impl Walk<'_> {
    pub(super) fn objects(&mut self, a: Id, b: Id) -> Vec<Gap> {
        let (from, to) = (self.from, self.to);
        let mut found = Vec::new();
        for (object, paired) in pairs((from, a), (to, b)) {
            match paired {
                Paired::With { other, variant } => {
                    for mut gap in self.object(object, other) {
                        gap.variant = gap.variant.or_else(|| variant.clone());
                        found.push(gap);
                    }
                }
                Paired::Alone { variant } => {
                    let others = to.set(b).objects.iter();
                    let mut others = others.filter(|other| to.has_object(other)).peekable();
                    if others.peek().is_none() {
                        // Without any other that a document fits, the whole JSON type is reported
                        // as lost.
                        continue;
                    }
                    let proves = |document: &Value| !to.fits(b, document);
                    let documents = from.several_objects(object, SEVERAL);
                    let mut witness = documents.into_iter().find(proves);
                    let within = others.any(|other| {
                        // The pair under examination is assumed to hold here too: if it doesn't,
                        // that is reported where it is.
                        let mut walk = Walk::new(from, to);
                        walk.met.clone_from(&self.met);
                        let gaps = walk.object(object, other);
                        let is_within = gaps.is_empty();
                        if witness.is_none() {
                            let mut documents = gaps.into_iter().filter_map(|gap| gap.witness);
                            witness = documents.find(proves);
                        }
                        is_within
                    });
                    if within {
                        continue;
                    }
                    let what = variant.map_or(What::Form, What::Variant);
                    found.push(self.gap(what, witness));
                }
            }
        }
        found
    }

    fn object(&mut self, a: &Object, b: &Object) -> Vec<Gap> {
        match (a, b) {
            (Object::Closed(from), Object::Closed(to)) => self.closed(a, from, to),
            (Object::Map { .. }, Object::Map { .. }) => self.maps(a, b),
            (Object::Closed(from), Object::Map { values, min, max }) => {
                self.closed_in_map(a, from, *values, (*min, *max))
            }
            (Object::Map { values, min, max }, Object::Closed(to)) => {
                if self.from.is_inhabited(*values) && *max != Some(0) {
                    let witness = self.from.map(*values, (*min).max(1)).map(Value::Object);
                    return vec![self.gap(What::Form, witness)];
                }
                let required = to.iter().filter(|field| field.required);
                let names: Vec<String> = required.map(|field| field.name.clone()).collect();
                names
                    .iter()
                    .flat_map(|name| self.missing(a, name))
                    .collect()
            }
        }
    }

    /// A key that must be there in one and need not in the other.
    fn missing(&mut self, a: &Object, name: &str) -> Vec<Gap> {
        let witness = self.from.object(a).map(Value::Object);
        self.below(name, |walk| vec![walk.gap(What::Missing, witness)])
    }

    fn closed(&mut self, a: &Object, from: &[Field], to: &[Field]) -> Vec<Gap> {
        let model = self.from;
        let base = model.object(a);
        let around = |name: &str, value: Value| {
            let members = base.as_ref()?;
            Some(Value::Object(with(from, members, name, value)))
        };
        let mut found = Vec::new();
        for field in from.iter().filter(|field| model.is_inhabited(field.of)) {
            let name = field.name.as_str();
            let inside = match to.iter().find(|other| other.name == *name) {
                Some(other) => self.below(name, |walk| walk.node(field.of, other.of)),
                None => self.below(name, |walk| {
                    vec![walk.gap(What::Key, model.sample(field.of))]
                }),
            };
            found.extend(
                inside
                    .into_iter()
                    .map(|gap| wrapped(gap, |value| around(name, value))),
            );
        }
        for field in to.iter().filter(|field| field.required) {
            let had = from.iter().find(|other| other.name == field.name);
            if !had.is_some_and(|had| had.required) {
                found.extend(self.missing(a, &field.name));
            }
        }
        found
    }

    fn maps(&mut self, a: &Object, b: &Object) -> Vec<Gap> {
        let (
            Object::Map { values, min, max },
            Object::Map {
                values: others,
                min: least,
                max: most,
            },
        ) = (a, b)
        else {
            return Vec::new();
        };
        let (model, mut found) = (self.from, Vec::new());
        let longest = if model.is_inhabited(*values) {
            *max
        } else {
            Some(0)
        };
        let words = || (entries(*min, *max), entries(*least, *most));
        let document = |count| model.map(*values, count).map(Value::Object);
        if min < least {
            let (from, to) = words();
            found.push(self.limits(from, to, document(*min)));
        }
        if let Some(above) = most.filter(|most| longest.is_none_or(|longest| longest > *most)) {
            let (from, to) = words();
            found.push(self.limits(from, to, document((*min).max(above.saturating_add(1)))));
        }
        if longest != Some(0) {
            let inside = self.below("*", |walk| walk.node(*values, *others));
            found.extend(inside.into_iter().map(|gap| {
                wrapped(gap, |value| {
                    let mut members = model.map(*values, (*min).max(1))?;
                    members.first_mut()?.1 = value;
                    Some(Value::Object(members))
                })
            }));
        }
        found
    }

    fn closed_in_map(
        &mut self,
        a: &Object,
        from: &[Field],
        values: Id,
        (least, most): (u64, Option<u64>),
    ) -> Vec<Gap> {
        let model = self.from;
        let Some(base) = model.object(a) else {
            return vec![self.gap(What::Form, None)];
        };
        let mut found = Vec::new();
        let mut full = base.clone();
        for field in from.iter().filter(|field| model.is_inhabited(field.of)) {
            if let Some(value) = model.sample(field.of) {
                full = with(from, &full, &field.name, value);
            }
            let inside = self.below(&field.name, |walk| walk.node(field.of, values));
            found.extend(inside.into_iter().map(|gap| {
                wrapped(gap, |value| {
                    Some(Value::Object(with(from, &base, &field.name, value)))
                })
            }));
        }
        let size = |members: &[(String, Value)]| u64::try_from(members.len()).unwrap_or(u64::MAX);
        let reach = u64::try_from(
            from.iter()
                .filter(|field| model.is_inhabited(field.of))
                .count(),
        );
        if size(&base) < least || most.is_some_and(|most| reach.is_ok_and(|reach| reach > most)) {
            let witness = if size(&base) < least { base } else { full };
            let words = entries(least, most);
            found.push(self.limits(
                "declared keys".to_owned(),
                words,
                Some(Value::Object(witness)),
            ));
        }
        found
    }
}
