//! The strict reader of a schema that driftless wrote: what it doesn't know is an error, never
//! ignored.

use std::collections::BTreeMap;

use num_bigint::BigInt;

use super::error::{OURS, SnapshotError};
use super::number::{End, Range};
use super::set::{Id, Set};
use super::text::{Open, Pattern};
use super::value::{Exact, Value};
use crate::drift::Pointer;
use crate::json::{Node, NodeKind};
use crate::shape::Format;

/// Texts that a model reads beside the limits.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    pub(super) description: String,
    /// As JSON text.
    pub(super) examples: String,
    pub(super) title: String,
    /// The node itself, then those that it refers to or wraps.
    pub(super) further: Vec<Id>,
    /// The name under which it is referred to.
    pub(super) name: Option<String>,
    /// The node that this one does nothing but refer to.
    pub(super) alias: Option<Id>,
}

/// A schema as nodes that refer to each other.
#[derive(Debug, Default)]
pub(super) struct Nodes {
    pub(super) sets: Vec<Set>,
    pub(super) words: Vec<Words>,
}

/// Reads the nodes of a schema; the second is the root's.
pub(super) fn nodes(
    root: &Node<'_>,
    patterns: &BTreeMap<String, String>,
) -> Result<(Nodes, Id), SnapshotError> {
    let mut read = Read {
        patterns,
        at: Pointer::root(),
        raw: vec![Raw::default()],
        defs: BTreeMap::new(),
        states: Vec::new(),
        nodes: Nodes::default(),
    };
    let id = read.node(root, true)?;
    read.nodes.sets = vec![Set::default(); read.raw.len()];
    read.nodes.words = vec![Words::default(); read.raw.len()];
    read.states = vec![State::New; read.raw.len()];
    for id in 0..read.raw.len() {
        read.resolve(id, id)?;
    }
    Ok((read.nodes, id))
}

/// One node as it was written.
#[derive(Debug, Clone, Default)]
pub(super) struct Raw {
    pub(super) at: String,
    pub(super) types: Option<Vec<String>>,
    pub(super) properties: Option<Vec<(String, Id)>>,
    pub(super) required: Vec<String>,
    pub(super) additional: Additional,
    pub(super) items: Option<Id>,
    pub(super) any_of: Vec<Id>,
    pub(super) all_of: Vec<Id>,
    pub(super) reference: Option<String>,
    pub(super) listed: Vec<Vec<Value>>,
    pub(super) numbers: Range,
    pub(super) texts: Open,
    pub(super) list: (u64, Option<u64>, bool),
    pub(super) entries: (u64, Option<u64>),
    pub(super) words: Words,
}

/// `additionalProperties`
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Additional {
    #[default]
    Unsaid,
    No,
    Of(Id),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    New,
    Open,
    Done,
}

pub(super) struct Read<'r> {
    patterns: &'r BTreeMap<String, String>,
    at: Pointer,
    pub(super) raw: Vec<Raw>,
    /// By `$ref`.
    pub(super) defs: BTreeMap<String, Id>,
    pub(super) states: Vec<State>,
    pub(super) nodes: Nodes,
}

type Members<'n, 'a> = &'n [(std::ops::Range<usize>, std::borrow::Cow<'a, str>, Node<'a>)];

impl Read<'_> {
    fn wrong<T>(&self, message: impl std::fmt::Display) -> Result<T, SnapshotError> {
        Err(SnapshotError::new(format!("at `{}`: {message}", self.at)))
    }

    fn members<'n, 'a>(&self, node: &'n Node<'a>) -> Result<Members<'n, 'a>, SnapshotError> {
        match &node.kind {
            NodeKind::Object(members) => Ok(members),
            _ => self.wrong("expected an object"),
        }
    }

    fn list<'n, 'a>(&self, node: &'n Node<'a>) -> Result<&'n [Node<'a>], SnapshotError> {
        match &node.kind {
            NodeKind::List(items) => Ok(items),
            _ => self.wrong("expected an array"),
        }
    }

    fn text(&self, node: &Node<'_>) -> Result<String, SnapshotError> {
        match &node.kind {
            NodeKind::String(text) => Ok(text.clone().into_owned()),
            _ => self.wrong("expected a string"),
        }
    }

    fn value(&self, node: &Node<'_>) -> Result<Value, SnapshotError> {
        match Value::of(node) {
            Some(value) => Ok(value),
            None => self.wrong("a number that no float of 64 bits comes near"),
        }
    }

    fn number(&self, node: &Node<'_>) -> Result<Exact, SnapshotError> {
        match self.value(node)? {
            Value::Number(number) => Ok(number),
            _ => self.wrong("expected a number"),
        }
    }

    fn count(&self, node: &Node<'_>) -> Result<u64, SnapshotError> {
        let number = self.number(node)?;
        let count = number
            .is_integer()
            .then(|| u64::try_from(number.to_integer()));
        match count {
            Some(Ok(count)) => Ok(count),
            _ => self.wrong("expected a count"),
        }
    }

    fn within<T>(
        &mut self,
        key: &str,
        read: impl FnOnce(&mut Self) -> Result<T, SnapshotError>,
    ) -> Result<T, SnapshotError> {
        let mark = self.at.mark();
        self.at.push_key(key);
        let read = read(self)?;
        self.at.truncate(mark);
        Ok(read)
    }

    fn node(&mut self, node: &Node<'_>, is_root: bool) -> Result<Id, SnapshotError> {
        let members = self.members(node)?;
        let id = self.raw.len();
        self.raw.push(Raw::default());
        if is_root {
            self.defs.insert("#".to_owned(), id);
        }
        let mut raw = Raw {
            at: self.at.to_string(),
            ..Raw::default()
        };
        for (index, (_, key, value)) in members.iter().enumerate() {
            if members.iter().take(index).any(|(_, known, _)| known == key) {
                return self.wrong(format_args!("the key `{key}` stands twice"));
            }
            self.within(key, |read| read.keyword(&mut raw, key, value, is_root))?;
        }
        if let Some(place) = self.raw.get_mut(id) {
            *place = raw;
        }
        Ok(id)
    }

    fn keyword(
        &mut self,
        raw: &mut Raw,
        key: &str,
        value: &Node<'_>,
        is_root: bool,
    ) -> Result<(), SnapshotError> {
        match key {
            "type" => {
                raw.types = Some(match &value.kind {
                    NodeKind::List(items) => {
                        let items = items.iter().map(|item| self.text(item));
                        items.collect::<Result<_, _>>()?
                    }
                    _ => vec![self.text(value)?],
                });
            }
            "properties" => raw.properties = Some(self.named(value)?),
            "required" => {
                let items = self.list(value)?.iter();
                raw.required = items
                    .map(|item| self.text(item))
                    .collect::<Result<_, _>>()?;
            }
            "additionalProperties" => {
                raw.additional = match value.kind {
                    NodeKind::Bool(false) => Additional::No,
                    _ => Additional::Of(self.node(value, false)?),
                };
            }
            "items" => raw.items = Some(self.node(value, false)?),
            "anyOf" => raw.any_of = self.branches(value)?,
            "allOf" => raw.all_of = self.branches(value)?,
            "$ref" => raw.reference = Some(self.text(value)?),
            "$defs" if is_root => {
                for (name, id) in self.named(value)? {
                    self.defs.insert(format!("#/$defs/{name}"), id);
                    if let Some(def) = self.raw.get_mut(id) {
                        def.words.name = Some(name);
                    }
                }
            }
            "const" => raw.listed.push(vec![self.value(value)?]),
            "enum" => {
                let items = self.list(value)?.iter();
                let items = items.map(|item| self.value(item));
                raw.listed.push(items.collect::<Result<_, _>>()?);
            }
            "description" => raw.words.description = self.text(value)?,
            "examples" => raw.words.examples = self.value(value)?.text(),
            "title" if is_root => raw.words.title = self.text(value)?,
            "$schema" | "$id" | OURS if is_root => {}
            _ => return self.limit(raw, key, value),
        }
        Ok(())
    }

    fn limit(&mut self, raw: &mut Raw, key: &str, value: &Node<'_>) -> Result<(), SnapshotError> {
        let end = |value: Exact, exclusive: bool| Some(End { value, exclusive });
        match key {
            "minLength" => raw.texts.min = self.count(value)?,
            "maxLength" => raw.texts.max = Some(self.count(value)?),
            "pattern" => {
                let source = self.text(value)?;
                let translated = self
                    .patterns
                    .get(&source)
                    .map(|regex| regex::Regex::new(regex));
                let Some(Ok(regex)) = translated else {
                    return self.wrong("the snapshot does not say how this pattern is run; write it again with `contracts schemas`");
                };
                raw.texts.patterns.push(Pattern { source, regex });
            }
            "format" => {
                let name = self.text(value)?;
                let known = Format::ALL.iter().find(|format| format.name() == name);
                match known {
                    Some(format) => raw.texts.formats.push(*format),
                    None => return self.wrong(format_args!("unknown format `{name}`")),
                }
            }
            "minimum" => raw.numbers.lower = end(self.number(value)?, false),
            "exclusiveMinimum" => raw.numbers.lower = end(self.number(value)?, true),
            "maximum" => raw.numbers.upper = end(self.number(value)?, false),
            "exclusiveMaximum" => raw.numbers.upper = end(self.number(value)?, true),
            "multipleOf" => {
                let step = self.number(value)?;
                if step <= Exact::from_integer(BigInt::from(0)) {
                    return self.wrong("expected a number above zero");
                }
                raw.numbers.step = Some(step);
            }
            "minItems" => raw.list.0 = self.count(value)?,
            "maxItems" => raw.list.1 = Some(self.count(value)?),
            "uniqueItems" => raw.list.2 = matches!(value.kind, NodeKind::Bool(true)),
            "minProperties" => raw.entries.0 = self.count(value)?,
            "maxProperties" => raw.entries.1 = Some(self.count(value)?),
            other => {
                return self.wrong(format_args!(
                    "the keyword `{other}` is none that driftless writes here; is this a schema of another tool or of a newer release?"
                ));
            }
        }
        Ok(())
    }

    fn named(&mut self, node: &Node<'_>) -> Result<Vec<(String, Id)>, SnapshotError> {
        let mut found: Vec<(String, Id)> = Vec::new();
        for (_, key, value) in self.members(node)? {
            if found.iter().any(|(known, _)| known == key) {
                return self.wrong(format_args!("the key `{key}` stands twice"));
            }
            let id = self.within(key, |read| read.node(value, false))?;
            found.push((key.clone().into_owned(), id));
        }
        Ok(found)
    }

    fn branches(&mut self, node: &Node<'_>) -> Result<Vec<Id>, SnapshotError> {
        let mut found = Vec::new();
        for (index, item) in self.list(node)?.iter().enumerate() {
            found.push(self.within(&index.to_string(), |read| read.node(item, false))?);
        }
        Ok(found)
    }
}
