//! From schema to nodes.

use std::collections::{BTreeSet, HashMap};

use super::cycles::recursive;
use super::node::{Id, List, Map, Member, Node};
use super::scalar::{self, at_least, at_most};
use super::words::{Words, plain_reference, resolve};
use super::{Bounds, Grammar, GrammarError, MAX_NODES, smallest};
use driftless::json::{Json, write_string};

/// Builds the grammar of `schema`.
pub(super) fn build(schema: &Json, bounds: &Bounds) -> Result<Grammar, GrammarError> {
    let recursive = recursive(schema);
    let mut builder = Builder {
        root: schema,
        bounds,
        grammar: Grammar {
            nodes: Vec::new(),
            smallest: Vec::new(),
            named: BTreeSet::new(),
            root: 0,
        },
        known: HashMap::new(),
        // A document of least depth passes each recursive type once; the bound counts on top of
        // that.
        levels: bounds
            .recursion
            .saturating_add(u32::try_from(recursive.len()).unwrap_or(u32::MAX)),
        recursive,
    };
    let levels = builder.levels;
    let root = builder.node(schema, levels, "#")?;
    builder.grammar.root = root.ok_or_else(|| GrammarError::Unsatisfiable {
        pointer: "#".to_owned(),
        why: "the type contains itself without end".to_owned(),
    })?;
    Ok(builder.grammar)
}

struct Builder<'a> {
    root: &'a Json,
    bounds: &'a Bounds,
    grammar: Grammar,
    /// Targets already built, by the levels that were left.
    known: HashMap<(String, u32), Option<Id>>,
    recursive: BTreeSet<String>,
    levels: u32,
}

/// `value` as JSON text.
pub(super) fn literal(value: &Json) -> Option<String> {
    serde_json::to_string(value).ok()
}

impl<'a> Builder<'a> {
    /// The node of `schema`; `None` where recursion would go deeper than allowed.
    fn node(
        &mut self,
        schema: &'a Json,
        levels: u32,
        pointer: &str,
    ) -> Result<Option<Id>, GrammarError> {
        let Some(target) = plain_reference(schema) else {
            let words = Words::of(self.root, schema, pointer)?;
            return self.words(&words, levels);
        };
        let left = if self.recursive.contains(target) {
            let Some(left) = levels.checked_sub(1) else {
                return Ok(None);
            };
            left
        } else {
            levels
        };
        let key = (target.to_owned(), left);
        if let Some(known) = self.known.get(&key) {
            return Ok(*known);
        }
        let built = self.node(resolve(self.root, target)?, left, target)?;
        self.known.insert(key, built);
        self.grammar.named.extend(built);
        Ok(built)
    }

    fn push(&mut self, node: Node, words: &Words<'_>) -> Result<Option<Id>, GrammarError> {
        let id = self.grammar.nodes.len();
        if id >= MAX_NODES {
            return Err(GrammarError::TooLarge { limit: MAX_NODES });
        }
        let smallest = smallest::smallest(&self.grammar, &node).ok_or_else(|| {
            words.unsatisfiable("no text, number or list within its rules was found")
        })?;
        self.grammar.nodes.push(node);
        self.grammar.smallest.push(smallest);
        Ok(Some(id))
    }

    fn words(&mut self, words: &Words<'a>, levels: u32) -> Result<Option<Id>, GrammarError> {
        if let Some(value) = words.first("const") {
            let text = literal(value).ok_or_else(|| words.unsatisfiable("`const`"))?;
            return self.push(Node::Literal(vec![text]), words);
        }
        if let Some(Json::Array(values)) = words.first("enum") {
            let texts: Vec<String> = values.iter().filter_map(literal).collect();
            return self.push(Node::Literal(texts), words);
        }
        for keyword in ["anyOf", "oneOf"] {
            if let Some(Json::Array(branches)) = words.first(keyword) {
                return self.any(words, keyword, branches, levels);
            }
        }
        match words.first("type") {
            Some(Json::String(kind)) => self.kind(words, kind, levels),
            Some(Json::Array(kinds)) => {
                let mut ids = Vec::new();
                for kind in kinds {
                    if let Json::String(kind) = kind {
                        ids.extend(self.kind(words, kind, levels)?);
                    }
                }
                self.choice(ids, words)
            }
            _ if words.has("properties") || words.has("additionalProperties") => {
                self.kind(words, "object", levels)
            }
            _ if words.has("items") => self.kind(words, "array", levels),
            _ if words.list.is_empty() => self.untyped(words, levels),
            _ => Err(GrammarError::Keyword {
                keyword: "type".to_owned(),
                pointer: words.pointer.clone(),
            }),
        }
    }

    fn any(
        &mut self,
        words: &Words<'a>,
        keyword: &str,
        branches: &'a [Json],
        levels: u32,
    ) -> Result<Option<Id>, GrammarError> {
        let rest = words.without(keyword);
        let mut ids = Vec::new();
        for (at, branch) in branches.iter().enumerate() {
            let pointer = format!("{}/{keyword}/{at}", words.pointer);
            let id = if rest.list.iter().all(|(word, _)| *word == "type") {
                self.node(branch, levels, &pointer)?
            } else {
                let mut all = Words::of(self.root, branch, &pointer)?;
                all.list.extend(rest.list.iter().copied());
                self.words(&all, levels)?
            };
            ids.extend(id);
        }
        self.choice(ids, words)
    }

    fn choice(&mut self, ids: Vec<Id>, words: &Words<'_>) -> Result<Option<Id>, GrammarError> {
        match ids.as_slice() {
            [] => Ok(None),
            [only] => Ok(Some(*only)),
            _ => self.push(Node::Any(ids), words),
        }
    }

    fn kind(
        &mut self,
        words: &Words<'a>,
        kind: &str,
        levels: u32,
    ) -> Result<Option<Id>, GrammarError> {
        match kind {
            "null" => self.push(Node::Null, words),
            "boolean" => self.push(Node::Bool, words),
            "integer" => self.push(scalar::integer(words)?, words),
            "number" => self.push(scalar::number(words, self.bounds), words),
            "string" => self.push(Node::Text(scalar::text(words, self.bounds)?), words),
            "array" => self.list(words, levels),
            "object" => self.object(words, levels),
            _ => Err(words.unsatisfiable("an unknown `type`")),
        }
    }

    /// Any JSON value, as a choice of everything that a value can be.
    fn untyped(&mut self, words: &Words<'a>, levels: u32) -> Result<Option<Id>, GrammarError> {
        let plain = Words {
            list: Vec::new(),
            pointer: words.pointer.clone(),
        };
        let mut ids = Vec::new();
        for kind in ["null", "boolean", "number", "string"] {
            ids.extend(self.kind(&plain, kind, levels)?);
        }
        let mut inner = self.choice(ids.clone(), words)?;
        for _ in 0..levels.min(self.bounds.recursion).min(2) {
            let Some(items) = inner else { break };
            let mut all = ids.clone();
            let list = List {
                items,
                min: 0,
                max: self.bounds.items,
                unique: false,
            };
            all.extend(self.push(Node::List(list), words)?);
            let map = Map {
                key: scalar::key(&plain, self.bounds)?,
                value: items,
                min: 0,
                max: self.bounds.entries,
            };
            all.extend(self.push(Node::Map(map), words)?);
            inner = self.choice(all, words)?;
            self.grammar.named.extend(inner);
        }
        Ok(inner)
    }

    fn list(&mut self, words: &Words<'a>, levels: u32) -> Result<Option<Id>, GrammarError> {
        let min = at_least(words, "minItems");
        let mut max = at_most(words, "maxItems", min, self.bounds.items);
        let pointer = format!("{}/items", words.pointer);
        let items = match words.first("items") {
            Some(items) => self.node(items, levels, &pointer)?,
            None => self.untyped(words, levels)?,
        };
        let Some(items) = items else {
            if min > 0 {
                return Ok(None);
            }
            // Nothing fits in any more: the list stays empty, and what its items would be no longer
            // matters.
            let list = List {
                items: 0,
                min: 0,
                max: 0,
                unique: false,
            };
            return self.push(Node::List(list), words);
        };
        let unique = words
            .all("uniqueItems")
            .any(|value| *value == Json::Bool(true));
        if unique {
            max = max.min(smallest::distinct(&self.grammar, items));
        }
        if min > max {
            return Err(words.unsatisfiable("`minItems` is above what the list can hold"));
        }
        let list = List {
            items,
            min,
            max,
            unique,
        };
        self.push(Node::List(list), words)
    }

    fn object(&mut self, words: &Words<'a>, levels: u32) -> Result<Option<Id>, GrammarError> {
        let rest = words
            .first("additionalProperties")
            .filter(|rest| **rest != Json::Bool(false));
        let declared = words
            .all("properties")
            .any(|value| matches!(value, Json::Object(members) if !members.is_empty()));
        match (declared, rest) {
            (false, Some(rest)) => return self.map(words, rest, levels),
            (true, Some(_)) => {
                return Err(GrammarError::Keyword {
                    keyword: "additionalProperties beside properties".to_owned(),
                    pointer: words.pointer.clone(),
                });
            }
            _ => {}
        }
        let required: BTreeSet<&str> = words
            .all("required")
            .filter_map(|value| match value {
                Json::Array(names) => Some(names),
                _ => None,
            })
            .flatten()
            .filter_map(|name| match name {
                Json::String(name) => Some(name.as_str()),
                _ => None,
            })
            .collect();
        let mut members = Vec::new();
        for (name, schema) in words.all("properties").flat_map(|value| match value {
            Json::Object(members) => members.as_slice(),
            _ => &[],
        }) {
            let required = required.contains(name.as_str());
            let pointer = format!("{}/properties/{name}", words.pointer);
            match self.node(schema, levels, &pointer)? {
                Some(value) => {
                    let mut key = String::new();
                    write_string(&mut key, name);
                    members.push(Member {
                        name: name.clone(),
                        key,
                        value,
                        required,
                    });
                }
                None if required => return Ok(None),
                None => {}
            }
        }
        self.push(Node::Object(members), words)
    }

    fn map(
        &mut self,
        words: &Words<'a>,
        value: &'a Json,
        levels: u32,
    ) -> Result<Option<Id>, GrammarError> {
        let min = at_least(words, "minProperties");
        let max = at_most(words, "maxProperties", min, self.bounds.entries);
        let mut names = Words {
            list: Vec::new(),
            pointer: words.pointer.clone(),
        };
        for schema in words.all("propertyNames") {
            names.add(self.root, schema, 0)?;
        }
        let key = scalar::key(&names, self.bounds)?;
        let pointer = format!("{}/additionalProperties", words.pointer);
        match self.node(value, levels, &pointer)? {
            Some(value) => self.push(
                Node::Map(Map {
                    key,
                    value,
                    min,
                    max,
                }),
                words,
            ),
            None if min == 0 => self.push(Node::Object(Vec::new()), words),
            None => Ok(None),
        }
    }
}
