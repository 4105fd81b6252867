//! The set of documents of each node: its own keywords, and what it refers to.

use super::error::SnapshotError;
use super::number::{Numbers, Range, whole};
use super::read::{Additional, Raw, Read, State};
use super::set::{ANY, Field, Id, Lists, NOTHING, Object, Set};
use super::text::Texts;

impl Raw {
    /// Returns `true` if nothing limits what it may refer to.
    fn is_bare(&self) -> bool {
        let open = &self.texts;
        self.types.is_none()
            && self.properties.is_none()
            && self.additional == Additional::Unsaid
            && self.items.is_none()
            && self.any_of.is_empty()
            && self.all_of.is_empty()
            && self.listed.is_empty()
            && self.numbers == Range::default()
            && (open.min, open.max) == (0, None)
            && open.patterns.is_empty()
            && open.formats.is_empty()
            && self.list == (0, None, false)
            && self.entries == (0, None)
    }
}

impl Read<'_> {
    /// Works out the set of a node; `from` is the node on whose behalf.
    pub(super) fn resolve(&mut self, id: Id, from: Id) -> Result<Set, SnapshotError> {
        match self.states.get(id) {
            Some(State::Done) => return Ok(self.nodes.sets.get(id).cloned().unwrap_or_default()),
            Some(State::New) => {}
            _ => return self.refuse(from, "it refers to nothing but itself"),
        }
        self.mark(id, State::Open);
        let raw = self.raw.get(id).cloned().unwrap_or_default();
        let Some(mut set) = self.own(id, &raw)? else {
            return self.refuse(id, "this is not a form that driftless writes");
        };
        let mut words = raw.words.clone();
        let mut parts = Vec::new();
        if let Some(reference) = &raw.reference {
            let Some(target) = self.defs.get(reference).copied() else {
                return self.refuse(id, format_args!("`{reference}` is not there"));
            };
            words.further.push(target);
            words.alias = raw.is_bare().then_some(target);
            words.name = self.raw.get(target).and_then(|raw| raw.words.name.clone());
            parts.push(target);
        }
        parts.extend(&raw.all_of);
        for part in parts {
            let part = self.resolve(part, id)?;
            match set.and(part) {
                Some(both) => set = both,
                None => return self.refuse(id, "these limits don't go together"),
            }
        }
        if !raw.any_of.is_empty() {
            let either = self.either(id, &raw.any_of)?;
            match set.and(either) {
                Some(both) => set = both,
                None => return self.refuse(id, "these alternatives don't go with their limits"),
            }
            words.further.extend(&raw.any_of);
        }
        for listed in &raw.listed {
            set = set.only(listed);
        }
        self.mark(id, State::Done);
        if let (Some(place), Some(said)) =
            (self.nodes.sets.get_mut(id), self.nodes.words.get_mut(id))
        {
            *place = set.clone();
            *said = words;
        }
        Ok(set)
    }

    fn either(&mut self, id: Id, branches: &[Id]) -> Result<Set, SnapshotError> {
        let mut either = Set::default();
        for branch in branches {
            let branch = self.resolve(*branch, id)?;
            let Some(set) = either.or(branch) else {
                let told = "alternatives of one JSON type without a tag";
                return self.refuse(id, told);
            };
            either = set;
        }
        Ok(either)
    }

    fn mark(&mut self, id: Id, state: State) {
        if let Some(place) = self.states.get_mut(id) {
            *place = state;
        }
    }

    fn refuse<T>(&self, id: Id, message: impl std::fmt::Display) -> Result<T, SnapshotError> {
        let at = self.raw.get(id).map_or("", |raw| raw.at.as_str());
        Err(SnapshotError::new(format!("at `{at}`: {message}")))
    }

    /// The set of a node's own keywords, references and alternatives aside.
    fn own(&self, id: Id, raw: &Raw) -> Result<Option<Set>, SnapshotError> {
        let all = Set::all();
        let mut set = Set {
            numbers: Some(Numbers::Range(raw.numbers.clone())),
            texts: Some(Texts::Open(raw.texts.clone())),
            lists: Some(Lists {
                items: raw.items.unwrap_or(ANY),
                min: raw.list.0,
                max: raw.list.1,
                unique: raw.list.2,
                listed: None,
            }),
            ..all
        };
        set.objects = match (&raw.properties, raw.additional) {
            (Some(properties), Additional::No) if raw.entries == (0, None) => {
                vec![Object::Closed(fields(properties, &raw.required))]
            }
            (None, additional) if raw.required.is_empty() && additional != Additional::No => {
                vec![Object::Map {
                    values: match additional {
                        Additional::Of(values) => values,
                        Additional::Unsaid | Additional::No => ANY,
                    },
                    min: raw.entries.0,
                    max: raw.entries.1,
                }]
            }
            _ => return Ok(None),
        };
        let Some(types) = &raw.types else {
            return Ok(Some(set));
        };
        let mut kept = Set::default();
        for name in types {
            match name.as_str() {
                "null" => kept.null = true,
                "boolean" => kept.bools = [true, true],
                "number" => kept.numbers = set.numbers.take(),
                "integer" => {
                    let integers = Numbers::Range(Range {
                        step: Some(whole(1)),
                        ..Range::default()
                    });
                    kept.numbers = set.numbers.take().map(|numbers| numbers.and(&integers));
                }
                "string" => kept.texts = set.texts.take(),
                "array" => kept.lists = set.lists.take(),
                "object" => kept.objects = std::mem::take(&mut set.objects),
                other => return self.refuse(id, format_args!("unknown type `{other}`")),
            }
        }
        Ok(Some(kept))
    }
}

fn fields(properties: &[(String, Id)], required: &[String]) -> Vec<Field> {
    let mut fields: Vec<Field> = properties
        .iter()
        .map(|(name, of)| Field {
            name: name.clone(),
            of: *of,
            required: required.contains(name),
        })
        .collect();
    for name in required {
        // A key that must be there and that is not declared: nothing fits.
        if !fields.iter().any(|field| field.name == *name) {
            fields.push(Field {
                name: name.clone(),
                of: NOTHING,
                required: true,
            });
        }
    }
    fields
}
