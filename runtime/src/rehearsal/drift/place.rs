//! The places of a document where it may drift, found along its contract.

use crate::dialect::Step;
use crate::json::{Node, NodeKind};
use crate::shape::{Body, Field, Shape, Union};

/// Deepest nesting that is looked into.
const DEEPEST: usize = 32;

/// The way to a value, from the root of what is sent.
pub(super) type Path = Vec<Seg>;

/// One step of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Seg {
    Key(String),
    First,
}

/// A key that the contract names, in a document that has it.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) object: Path,
    pub(super) name: String,
    /// `true` if an answer without it is another answer, or none.
    pub(super) required: bool,
    /// `true` if its value may not be null.
    pub(super) never_null: bool,
}

/// Places in the order of the document, outer ones first.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Objects whose keys the contract names.
    pub(super) objects: Vec<Path>,
    pub(super) keys: Vec<Key>,
    pub(super) numbers: Vec<Path>,
}

impl Places {
    pub(super) fn of(shape: &'static Shape, document: &Node<'_>, steps: &[Step]) -> Self {
        let mut found = Finder {
            places: Self::default(),
            steps,
        };
        let mut path = Path::new();
        if steps.contains(&Step::RootWrapped) {
            found.places.objects.push(Path::new());
            found.key(&path, "value", false, shape);
            path.push(Seg::Key("value".to_owned()));
        }
        found.value(shape, document, &path, 0);
        found.places
    }
}

struct Finder<'a> {
    places: Places,
    steps: &'a [Step],
}

impl Finder<'_> {
    fn value(&mut self, shape: &'static Shape, at: &Node<'_>, path: &Path, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        match (shape, &at.kind) {
            (_, NodeKind::Null) => {}
            (Shape::Nullable(inner), _) => self.value(inner, at, path, depth + 1),
            (Shape::Newtype(of), _) => self.value(of.inner, at, path, depth + 1),
            (Shape::Back(back), _) => self.value((back.resolve)(), at, path, depth + 1),
            (Shape::Integer { .. } | Shape::Number(_), NodeKind::Number(_)) => {
                self.places.numbers.push(path.clone());
            }
            (Shape::List(list), NodeKind::List(items)) => {
                if let Some(first) = items.first() {
                    self.value(list.items, first, &with(path, Seg::First), depth + 1);
                }
            }
            (Shape::Object(of), NodeKind::Object(_)) => {
                self.places.objects.push(path.clone());
                self.fields(of.fields, at, path, depth);
            }
            (Shape::Union(of), NodeKind::Object(_)) => self.union(of, at, path, depth),
            // Maps have the keys that the model gives them, and what is free of form can't drift.
            _ => {}
        }
    }

    fn fields(&mut self, fields: &'static [Field], at: &Node<'_>, path: &Path, depth: usize) {
        let there = |field: &&Field| member(at, field.name).is_some();
        for field in fields.iter().filter(there) {
            self.key(path, field.name, field.optional, field.shape);
        }
        for field in fields {
            if let Some(value) = member(at, field.name) {
                let path = with(path, Seg::Key(field.name.to_owned()));
                self.value(field.shape, value, &path, depth + 1);
            }
        }
    }

    fn union(&mut self, of: &'static Union, at: &Node<'_>, path: &Path, depth: usize) {
        let Some(NodeKind::String(tag)) = member(at, of.tag).map(|tag| &tag.kind) else {
            return;
        };
        let Some(variant) = of.variants.iter().find(|variant| variant.name == tag) else {
            return;
        };
        self.places.objects.push(path.clone());
        self.places.keys.push(Key {
            object: path.clone(),
            name: of.tag.to_owned(),
            required: true,
            never_null: true,
        });
        match (variant.body, of.content) {
            (Body::Unit, _) => {}
            (Body::Fields(fields), None) => self.fields(fields, at, path, depth),
            (Body::Value(shape), None) => {
                if let Shape::Object(object) = shape.core() {
                    self.fields(object.fields, at, path, depth);
                }
            }
            (body, Some(content)) => {
                let Some(inside) = member(at, content) else {
                    return;
                };
                let path = with(path, Seg::Key(content.to_owned()));
                match body {
                    Body::Fields(fields) => {
                        self.places.objects.push(path.clone());
                        self.fields(fields, inside, &path, depth);
                    }
                    Body::Value(shape) => self.value(shape, inside, &path, depth + 1),
                    Body::Unit => {}
                }
            }
        }
    }

    /// Notes a key; where a rewrite lets it be missing or null, that is no drift.
    fn key(&mut self, object: &Path, name: &str, optional: bool, shape: &'static Shape) {
        let nullable = shape.is_nullable();
        let may_be_empty = matches!(shape.core(), Shape::List(_) | Shape::Map(_));
        let absent = (nullable && self.steps.contains(&Step::NullAsAbsent))
            || (may_be_empty && self.steps.contains(&Step::EmptyAsAbsent));
        self.places.keys.push(Key {
            object: object.clone(),
            name: name.to_owned(),
            required: !optional && !absent,
            never_null: !optional && !nullable,
        });
    }
}

fn with(path: &Path, seg: Seg) -> Path {
    let mut longer = path.clone();
    longer.push(seg);
    longer
}

/// The value of a key.
pub(super) fn member<'n, 'a>(at: &'n Node<'a>, name: &str) -> Option<&'n Node<'a>> {
    let NodeKind::Object(members) = &at.kind else {
        return None;
    };
    members
        .iter()
        .find(|(_, key, _)| key == name)
        .map(|(_, _, value)| value)
}

/// The value at the end of a path.
pub(super) fn at<'n, 'a>(root: &'n mut Node<'a>, path: &[Seg]) -> Option<&'n mut Node<'a>> {
    let mut node = root;
    for seg in path {
        node = match (seg, &mut node.kind) {
            (Seg::Key(name), NodeKind::Object(members)) => {
                let (_, _, value) = members.iter_mut().find(|(_, key, _)| key == name)?;
                value
            }
            (Seg::First, NodeKind::List(items)) => items.first_mut()?,
            _ => return None,
        };
    }
    Some(node)
}
