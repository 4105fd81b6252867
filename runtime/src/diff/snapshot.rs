//! One version of a contract, as a file: its JSON Schema, and beside it what no schema says.

use std::collections::{BTreeMap, BTreeSet};

use super::error::{OURS, SnapshotError};
use super::model::Model;
use super::places::{self, Patterns, Places};
use super::read;
use crate::contract::Contract;
use crate::fingerprint::Fingerprint;
use crate::json::{Json, Node, NodeKind};
use crate::schema::{label_of, ordered};
use crate::shape::Shape;

/// One version of a contract.
///
/// ```
/// use driftless::Contract;
/// use driftless::diff::{Class, Snapshot, compare};
///
/// # mod before { #[derive(driftless::Contract)] pub struct Score { pub points: u8 } }
/// # mod after { #[derive(driftless::Contract)] pub struct Score { pub points: u16 } }
/// let committed = Snapshot::text::<before::Score>();
/// let changes = compare(&Snapshot::read(&committed)?, &Snapshot::of::<after::Score>()?);
/// assert_eq!(changes[0].class(), Class::ConsumerBreaking);
/// assert_eq!(changes[0].witness(), Some(r#"{"points":65535}"#));
/// # Ok::<(), driftless::diff::SnapshotError>(())
/// ```
#[derive(Debug)]
pub struct Snapshot {
    pub(super) model: Model,
    pub(super) places: Places,
    fingerprint: String,
}

impl Snapshot {
    /// Returns the contract as it is in the code.
    ///
    /// # Errors
    /// [`SnapshotError`] for a contract written by hand whose schema is of another form than the
    /// derive's.
    pub fn of<T: Contract>() -> Result<Self, SnapshotError> {
        Self::read(&Self::text::<T>())
    }

    /// Returns the contract as it is in the code, as the text of a snapshot: a JSON Schema of draft
    /// 2020-12 with one keyword of our own, indented.
    #[must_use]
    pub fn text<T: Contract>() -> String {
        written(T::SHAPE, T::fingerprint())
    }

    /// Reads a snapshot.
    ///
    /// # Errors
    /// [`SnapshotError`] for whatever [`text`](Self::text) doesn't write: an unknown keyword is
    /// never ignored.
    pub fn read(text: &str) -> Result<Self, SnapshotError> {
        let node = Node::parse(text).map_err(|syntax| {
            let before = text.get(..syntax.at).unwrap_or(text);
            let line = before.matches('\n').count() + 1;
            SnapshotError::new(format!("line {line}: expected {}", syntax.problem))
        })?;
        let NodeKind::Object(members) = &node.kind else {
            return Err(SnapshotError::new("expected an object".to_owned()));
        };
        let ours = members.iter().find(|(_, key, _)| key == OURS);
        let mut own = Own::default();
        if let Some((_, _, value)) = ours {
            own.read(value)?;
        }
        let (nodes, root) = read::nodes(&node, &own.patterns)?;
        Ok(Self {
            model: Model::new(nodes, root),
            places: own.places,
            fingerprint: own.fingerprint,
        })
    }

    /// Returns the fingerprint of the contract's shape, as 32 hexadecimal digits; empty where the
    /// snapshot does not say.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }
}

/// The text of a snapshot.
pub(crate) fn written(shape: &'static Shape, fingerprint: Fingerprint) -> String {
    let (places, patterns) = places::of(shape);
    let mut members = Vec::new();
    if let Json::Object(schema) = ordered(shape) {
        let mut schema = schema.into_iter();
        members.extend(schema.next());
        let id = format!("{}.schema.json", label_of(shape));
        members.push(("$id".to_owned(), Json::String(id)));
        members.extend(schema);
    }
    let mut own = vec![
        ("shape", Json::String(fingerprint.shape())),
        ("text", Json::String(fingerprint.text())),
    ];
    if !patterns.is_empty() {
        let patterns = patterns
            .into_iter()
            .map(|(source, regex)| (source, Json::String(regex)));
        own.push(("patterns", Json::object(patterns)));
    }
    if !places.is_empty() {
        let places = places.into_iter().map(|(pointer, notes)| {
            let notes = notes.into_iter().map(Json::String).collect();
            (pointer, Json::Array(notes))
        });
        own.push(("beyond", Json::object(places)));
    }
    members.push((OURS.to_owned(), Json::object(own)));
    let mut text = serde_json::to_string_pretty(&Json::Object(members)).unwrap_or_default();
    text.push('\n');
    text
}

/// The content of our own keyword.
#[derive(Default)]
struct Own {
    patterns: Patterns,
    places: Places,
    fingerprint: String,
}

impl Own {
    fn read(&mut self, node: &Node<'_>) -> Result<(), SnapshotError> {
        for (key, value) in object(node)? {
            match key.as_str() {
                "shape" => self.fingerprint = string(value)?,
                "text" => {}
                "patterns" => {
                    for (source, regex) in object(value)? {
                        self.patterns.insert(source, string(regex)?);
                    }
                }
                "beyond" => {
                    for (pointer, notes) in object(value)? {
                        self.places.insert(pointer, strings(notes)?);
                    }
                }
                other => return Err(wrong(&format!("the key `{other}` is not known"))),
            }
        }
        Ok(())
    }
}

fn wrong(message: &str) -> SnapshotError {
    SnapshotError::new(format!("at `/{OURS}`: {message}"))
}

fn object<'n, 'a>(node: &'n Node<'a>) -> Result<BTreeMap<String, &'n Node<'a>>, SnapshotError> {
    match &node.kind {
        NodeKind::Object(members) => Ok(members
            .iter()
            .map(|(_, key, value)| (key.clone().into_owned(), value))
            .collect()),
        _ => Err(wrong("expected an object")),
    }
}

fn string(node: &Node<'_>) -> Result<String, SnapshotError> {
    match &node.kind {
        NodeKind::String(text) => Ok(text.clone().into_owned()),
        _ => Err(wrong("expected a string")),
    }
}

fn strings(node: &Node<'_>) -> Result<BTreeSet<String>, SnapshotError> {
    match &node.kind {
        NodeKind::List(items) => items.iter().map(string).collect(),
        _ => Err(wrong("expected an array")),
    }
}
