//! A schema's keywords as a flat list: `$ref` with siblings and `allOf` are intersections, and so
//! is this list.

use super::GrammarError;
use driftless::json::Json;

/// Every keyword that holds for one value; a keyword may stand several times, and then all of them
/// hold.
#[derive(Debug, Clone)]
pub(super) struct Words<'a> {
    pub(super) list: Vec<(&'a str, &'a Json)>,
    pub(super) pointer: String,
}

/// Keywords that say nothing about validity.
const ANNOTATIONS: &[&str] = &[
    "$schema",
    "$id",
    "$comment",
    "$defs",
    "definitions",
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "propertyOrdering",
];

/// Keywords that a grammar is built from.
const KNOWN: &[&str] = &[
    "type",
    "enum",
    "const",
    "anyOf",
    "oneOf",
    "properties",
    "required",
    "additionalProperties",
    "propertyNames",
    "minProperties",
    "maxProperties",
    "items",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
];

/// Deepest nesting of `allOf` and `$ref` that is followed for one value.
const MAX_MERGES: usize = 32;

impl<'a> Words<'a> {
    /// The keywords of `schema`, references with siblings merged in.
    pub(super) fn of(
        root: &'a Json,
        schema: &'a Json,
        pointer: &str,
    ) -> Result<Self, GrammarError> {
        let mut words = Self {
            list: Vec::new(),
            pointer: pointer.to_owned(),
        };
        words.add(root, schema, 0)?;
        Ok(words)
    }

    pub(super) fn add(
        &mut self,
        root: &'a Json,
        schema: &'a Json,
        depth: usize,
    ) -> Result<(), GrammarError> {
        let Json::Object(members) = schema else {
            return match schema {
                Json::Bool(true) => Ok(()),
                _ => Err(self.unsatisfiable("the schema is `false` or no schema")),
            };
        };
        if depth > MAX_MERGES {
            return Err(self.unsatisfiable("the reference leads back to itself"));
        }
        for (keyword, value) in members {
            match (keyword.as_str(), value) {
                ("$ref", Json::String(target)) => {
                    self.add(root, resolve(root, target)?, depth + 1)?;
                }
                ("allOf", Json::Array(parts)) => {
                    for part in parts {
                        self.add(root, part, depth + 1)?;
                    }
                }
                (annotation, _) if ANNOTATIONS.contains(&annotation) => {}
                (known, value) if KNOWN.contains(&known) => self.list.push((known, value)),
                (other, _) => {
                    return Err(GrammarError::Keyword {
                        keyword: other.to_owned(),
                        pointer: self.pointer.clone(),
                    });
                }
            }
        }
        Ok(())
    }

    /// The values of a keyword.
    pub(super) fn all(&self, keyword: &'a str) -> impl Iterator<Item = &'a Json> {
        self.list
            .iter()
            .filter(move |(word, _)| *word == keyword)
            .map(|(_, value)| *value)
    }

    pub(super) fn has(&self, keyword: &str) -> bool {
        self.list.iter().any(|(word, _)| *word == keyword)
    }

    /// The first value of a keyword.
    pub(super) fn first(&self, keyword: &'a str) -> Option<&'a Json> {
        self.all(keyword).next()
    }

    /// The values of a keyword that counts something.
    pub(super) fn counts(&self, keyword: &'a str) -> impl Iterator<Item = u64> {
        self.all(keyword).filter_map(|value| match value {
            Json::Int(count) => u64::try_from(*count).ok(),
            _ => None,
        })
    }

    /// Returns these words without `keyword`.
    pub(super) fn without(&self, keyword: &str) -> Self {
        Self {
            list: self
                .list
                .iter()
                .filter(|(word, _)| *word != keyword)
                .copied()
                .collect(),
            pointer: self.pointer.clone(),
        }
    }

    pub(super) fn unsatisfiable(&self, why: &str) -> GrammarError {
        GrammarError::Unsatisfiable {
            pointer: self.pointer.clone(),
            why: why.to_owned(),
        }
    }
}

/// Returns the schema that a `$ref` within the document leads to.
pub(super) fn resolve<'a>(root: &'a Json, target: &str) -> Result<&'a Json, GrammarError> {
    let missing = || GrammarError::Reference {
        target: target.to_owned(),
    };
    let path = target.strip_prefix('#').ok_or_else(missing)?;
    path.split('/')
        .skip(1)
        .try_fold(root, |at, token| {
            at.get(&token.replace("~1", "/").replace("~0", "~"))
        })
        .ok_or_else(missing)
}

/// The target, if the schema is a reference and nothing else that counts.
pub(super) fn plain_reference(schema: &Json) -> Option<&str> {
    let Json::Object(members) = schema else {
        return None;
    };
    let counting: Vec<_> = members
        .iter()
        .filter(|(keyword, _)| !ANNOTATIONS.contains(&keyword.as_str()))
        .collect();
    match counting.as_slice() {
        [(keyword, Json::String(target))] if keyword == "$ref" => Some(target),
        _ => None,
    }
}
