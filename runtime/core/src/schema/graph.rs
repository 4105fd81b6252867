//! The named types that a shape reaches, and which of them stand under `$defs`.

use std::collections::{BTreeMap, BTreeSet};

use super::names::{assign, identity};
use crate::shape::{Body, Field, Name, Newtype, Shape, Union};

/// Which types a schema names.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    /// The identity of the root, if it has a name.
    root: Option<String>,
    uses: BTreeMap<String, u32>,
    /// In the order in which they were found.
    types: Vec<(String, &'static Name)>,
    recursive: BTreeSet<String>,
    open: Vec<String>,
    names: BTreeMap<String, String>,
    unions: BTreeSet<String>,
    /// Types with fields, where each has a definition.
    defined: BTreeSet<String>,
    /// The names in words, where every union has one.
    spoken: BTreeMap<String, String>,
}

impl Graph {
    /// Walks everything that `shape` reaches, each named type once.
    pub(crate) fn of(shape: &'static Shape) -> Self {
        Self::with(shape, false)
    }

    /// Walks as [`Graph::of`]; `all`: every type with fields stands under `$defs`.
    pub(crate) fn with(shape: &'static Shape, all: bool) -> Self {
        let mut graph = Self {
            root: shape.name().map(identity),
            ..Self::default()
        };
        graph.visit(shape);
        if !all {
            graph.defined.clear();
        }
        let mut types = graph.types.clone();
        types.retain(|(identity, _)| graph.is_shared(identity) || graph.unions.contains(identity));
        graph.spoken = assign(&types);
        types.retain(|(identity, _)| graph.is_shared(identity));
        graph.names = assign(&types);
        graph
    }

    fn is_shared(&self, identity: &str) -> bool {
        self.recursive.contains(identity)
            || self.defined.contains(identity)
            || self.uses.get(identity).is_some_and(|uses| *uses > 1)
    }

    /// Returns `true` if the root contains itself.
    pub(crate) fn root_is_recursive(&self) -> bool {
        self.root
            .as_ref()
            .is_some_and(|root| self.recursive.contains(root))
    }

    /// Returns `true` if `name` is the root.
    pub(crate) fn is_root(&self, name: &Name) -> bool {
        self.root.as_deref() == Some(identity(name).as_str())
    }

    /// Returns `true` if a value of this type may hold another one, by an edge that leads back to
    /// it.
    pub(crate) fn is_recursive(&self, name: &Name) -> bool {
        self.recursive.contains(&identity(name))
    }

    /// The name under `$defs`, for a type that stands there.
    pub(crate) fn def(&self, name: &Name) -> Option<&str> {
        self.names.get(&identity(name)).map(String::as_str)
    }

    /// The name in words, for a type that has a line of its own there: one with a definition, or a
    /// union.
    pub(crate) fn spoken(&self, name: &Name) -> Option<&str> {
        self.spoken.get(&identity(name)).map(String::as_str)
    }

    fn visit(&mut self, shape: &'static Shape) {
        match shape {
            Shape::Nullable(inner) | Shape::Map(inner) => self.visit(inner),
            Shape::List(list) => self.visit(list.items),
            Shape::Back(back) => self.visit((back.resolve)()),
            Shape::Enum(of) => self.enter(&of.name, |_| {}),
            Shape::Object(of) => {
                self.defined.insert(identity(&of.name));
                self.enter(&of.name, |graph| graph.fields(of.fields));
            }
            Shape::Union(of) => {
                self.defined.insert(identity(&of.name));
                self.unions.insert(identity(&of.name));
                self.enter(&of.name, |graph| graph.variants(of));
            }
            Shape::Newtype(of) => self.pass(of),
            _ => {}
        }
    }

    fn enter(&mut self, name: &'static Name, inside: impl FnOnce(&mut Self)) {
        let identity = identity(name);
        if self.open.contains(&identity) {
            self.recursive.insert(identity.clone());
        }
        let uses = self.uses.entry(identity.clone()).or_default();
        *uses += 1;
        let first = *uses == 1;
        if first {
            self.types.push((identity.clone(), name));
            self.open.push(identity);
            inside(self);
            self.open.pop();
        }
    }

    /// A newtype is transparent: written wherever it is used, unless that would never end.
    fn pass(&mut self, of: &'static Newtype) {
        let identity = identity(&of.name);
        if self.open.contains(&identity) {
            if self.recursive.insert(identity.clone()) {
                self.types.push((identity, &of.name));
            }
            return;
        }
        self.open.push(identity);
        self.visit(of.inner);
        self.open.pop();
    }

    fn fields(&mut self, fields: &'static [Field]) {
        for field in fields {
            self.visit(field.shape);
        }
    }

    fn variants(&mut self, of: &'static Union) {
        for variant in of.variants {
            match variant.body {
                Body::Fields(fields) => self.fields(fields),
                Body::Value(shape) if of.content.is_none() => match shape.core() {
                    // The object's fields lie beside the tag: the object itself is not referred to.
                    Shape::Object(object) => self.fields(object.fields),
                    other => self.visit(other),
                },
                Body::Value(shape) => self.visit(shape),
                Body::Unit => {}
            }
        }
    }
}
