//! A finished schema against a dialect's limits, exactly.

use std::collections::BTreeMap;

use super::Unsupported;
use super::table::{LONG_ENUM, Measure, Table};
use crate::json::Json;
use crate::shape::is_odd_key;

/// Sizes of a schema.
#[derive(Debug, Default)]
pub(super) struct Measured<'s> {
    properties: u64,
    enum_values: u64,
    name_chars: u64,
    long_enum_chars: u64,
    pub(super) optional: u64,
    pub(super) unions: u64,
    depth: u64,
    defs: Option<&'s Json>,
    known: BTreeMap<&'s str, u64>,
    open: Vec<&'s str>,
}

impl<'s> Measured<'s> {
    pub(super) fn of(schema: &'s Json) -> Self {
        let mut measured = Self {
            defs: schema.get("$defs"),
            ..Self::default()
        };
        measured.count(schema);
        if let Some(Json::Object(defs)) = measured.defs {
            for (_, def) in defs {
                measured.count(def);
            }
        }
        measured.depth = measured.depth_of(schema);
        measured
    }

    fn count(&mut self, schema: &'s Json) {
        if let Some(Json::Object(properties)) = schema.get("properties") {
            let required = match schema.get("required") {
                Some(Json::Array(required)) => required.as_slice(),
                _ => &[],
            };
            for (name, property) in properties {
                self.properties += 1;
                self.name_chars += chars(name);
                if !required
                    .iter()
                    .any(|known| matches!(known, Json::String(known) if known == name))
                {
                    self.optional += 1;
                }
                self.count(property);
            }
        }
        if matches!(schema.get("type"), Some(Json::Array(_))) || schema.get("anyOf").is_some() {
            self.unions += 1;
        }
        if let Some(Json::Array(values)) = schema.get("enum") {
            self.enumeration(values);
        }
        if let Some(Json::String(value)) = schema.get("const") {
            self.enum_values += 1;
            self.name_chars += chars(value);
        }
        for inner in inside(schema) {
            self.count(inner);
        }
    }

    fn enumeration(&mut self, values: &[Json]) {
        let count = u64::try_from(values.len()).unwrap_or(u64::MAX);
        let all = values
            .iter()
            .map(|value| match value {
                Json::String(text) => chars(text),
                _ => 0,
            })
            .sum();
        self.enum_values += count;
        self.name_chars += all;
        if count > LONG_ENUM {
            self.long_enum_chars = self.long_enum_chars.max(all);
        }
    }

    /// Objects on the deepest way down; a type on the way again ends it.
    fn depth_of(&mut self, schema: &'s Json) -> u64 {
        if let Some(Json::String(reference)) = schema.get("$ref") {
            return self.depth_of_def(reference);
        }
        let mut deepest = 0;
        if let Some(Json::Object(properties)) = schema.get("properties") {
            for (_, property) in properties {
                deepest = deepest.max(self.depth_of(property));
            }
        }
        for inner in inside(schema) {
            deepest = deepest.max(self.depth_of(inner));
        }
        deepest + u64::from(schema.get("properties").is_some())
    }

    fn depth_of_def(&mut self, reference: &'s str) -> u64 {
        let Some(name) = reference.strip_prefix("#/$defs/") else {
            return 0;
        };
        if let Some(known) = self.known.get(name) {
            return *known;
        }
        let def = self.defs.and_then(|defs| defs.get(name));
        let (Some(def), false) = (def, self.open.contains(&name)) else {
            return 0;
        };
        self.open.push(name);
        let depth = self.depth_of(def);
        self.open.pop();
        self.known.insert(name, depth);
        depth
    }

    fn value(&self, measure: Measure) -> u64 {
        match measure {
            Measure::Depth => self.depth,
            Measure::Properties => self.properties,
            Measure::EnumValues => self.enum_values,
            Measure::NameChars => self.name_chars,
            Measure::LongEnumChars => self.long_enum_chars,
            Measure::Optional => self.optional,
            Measure::Unions => self.unions,
            // Places, not counts: reported one by one. Or budgets, which refuse nothing.
            _ => 0,
        }
    }

    /// Every limit that is passed.
    pub(super) fn against(&self, table: &Table) -> Vec<Unsupported> {
        table
            .limits
            .iter()
            .filter_map(|limit| {
                let found = self.value(limit.measure);
                (found > limit.most).then(|| Unsupported {
                    pointer: String::new(),
                    sentence: format!("{} (found {found})", limit.sentence),
                })
            })
            .collect()
    }
}

/// Returns how deep objects and lists nest that are written where they are used; a reference ends
/// the way.
pub(super) fn levels_in_place(schema: &Json) -> u64 {
    let defs = match schema.get("$defs") {
        Some(Json::Object(defs)) => defs.as_slice(),
        _ => &[],
    };
    let all = defs.iter().map(|(_, def)| levels(def));
    all.fold(levels(schema), u64::max)
}

fn levels(schema: &Json) -> u64 {
    let mut parts = inside(schema);
    if let Some(Json::Object(properties)) = schema.get("properties") {
        parts.extend(properties.iter().map(|(_, property)| property));
    }
    let own = schema.get("properties").is_some() || schema.get("items").is_some();
    let deepest = parts.into_iter().map(levels).max().unwrap_or(0);
    deepest + u64::from(own)
}

/// Returns the keys of the answer itself that are other than 1 to 64 of `a-z`, `A-Z`, `0-9`, `_`,
/// `.` and `-`.
pub(super) fn odd_root_keys(schema: &Json) -> Vec<&str> {
    match schema.get("properties") {
        Some(Json::Object(properties)) => {
            let keys = properties.iter().map(|(key, _)| key.as_str());
            keys.filter(|key| is_odd_key(key)).collect()
        }
        _ => Vec::new(),
    }
}

fn inside(schema: &Json) -> Vec<&Json> {
    let mut out = Vec::new();
    out.extend(schema.get("items"));
    out.extend(
        schema
            .get("additionalProperties")
            .filter(|inner| matches!(inner, Json::Object(_))),
    );
    if let Some(Json::Array(branches)) = schema.get("anyOf") {
        out.extend(branches);
    }
    out
}

/// Returns the number of characters.
pub(super) fn chars(text: &str) -> u64 {
    u64::try_from(text.chars().count()).unwrap_or(u64::MAX)
}
