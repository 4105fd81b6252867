//! Fields that may travel as absence because they lie on the way of a type back to itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::schema::{Place, identity};
use crate::shape::{Body, Field, LAYERS, Name, Rule, Shape, Union};

/// One step from a named type to another.
struct Edge {
    from: String,
    to: String,
    /// The field that makes it; none for a newtype or a variant's own value.
    field: Option<(Place, &'static Field)>,
}

#[derive(Default)]
struct Types {
    seen: BTreeSet<String>,
    edges: Vec<Edge>,
}

/// Fields that must be able to be missing where recursion may pass such fields alone: those on a
/// cycle whose value may be `null` or empty.
pub(super) fn loosened(shape: &'static Shape) -> BTreeSet<Place> {
    let types = Types::of(shape);
    let reach = types.reach(|_| true);
    types
        .edges
        .iter()
        .filter(|edge| edge.to == edge.from || leads(&reach, &edge.to, &edge.from))
        .filter_map(|edge| edge.field.as_ref())
        .filter(|(_, field)| !field.optional)
        .filter(|(_, field)| field.shape.is_nullable() || may_be_empty(field.shape, field.rules))
        .map(|(place, _)| place.clone())
        .collect()
}

/// Where a cycle is left that no missing field can end; the contract as a whole, since a cycle has
/// no one place.
pub(super) fn hard(shape: &'static Shape, loosened: &BTreeSet<Place>) -> Vec<String> {
    let types = Types::of(shape);
    let reach = types.reach(|edge| match &edge.field {
        Some((place, field)) => !field.optional && !loosened.contains(place),
        None => true,
    });
    let stuck = types.seen.iter().any(|name| leads(&reach, name, name));
    if stuck {
        vec![String::new()]
    } else {
        Vec::new()
    }
}

type Reach = BTreeMap<String, BTreeSet<String>>;

fn leads(reach: &Reach, from: &str, to: &str) -> bool {
    reach.get(from).is_some_and(|ends| ends.contains(to))
}

impl Types {
    fn of(shape: &'static Shape) -> Self {
        let mut types = Self::default();
        types.visit(shape, None, None);
        types
    }

    /// Returns the types that each type leads to, by the edges that `counts` keeps.
    fn reach(&self, counts: impl Fn(&Edge) -> bool) -> Reach {
        let mut next: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for edge in self.edges.iter().filter(|edge| counts(edge)) {
            next.entry(&edge.from).or_default().push(&edge.to);
        }
        let mut reach = Reach::new();
        for start in &self.seen {
            let mut ends = BTreeSet::new();
            let mut open: Vec<&str> = next.get(start.as_str()).cloned().unwrap_or_default();
            while let Some(name) = open.pop() {
                if ends.insert(name.to_owned()) {
                    open.extend(next.get(name).into_iter().flatten());
                }
            }
            reach.insert(start.clone(), ends);
        }
        reach
    }

    fn visit(
        &mut self,
        shape: &'static Shape,
        from: Option<&str>,
        field: Option<&(Place, &'static Field)>,
    ) {
        match shape {
            Shape::Nullable(inner) | Shape::Map(inner) => self.visit(inner, from, field),
            Shape::List(list) => self.visit(list.items, from, field),
            Shape::Back(back) => self.visit((back.resolve)(), from, field),
            Shape::Newtype(of) => {
                if let Some(own) = self.enter(&of.name, from, field) {
                    self.visit(of.inner, Some(&own), None);
                }
            }
            Shape::Object(of) => {
                if let Some(own) = self.enter(&of.name, from, field) {
                    self.each(of.fields, &own, &own);
                }
            }
            Shape::Union(of) => {
                if let Some(own) = self.enter(&of.name, from, field) {
                    self.variants(of, &own);
                }
            }
            _ => {}
        }
    }

    /// Notes the edge; the type's identity, if it is new.
    fn enter(
        &mut self,
        name: &'static Name,
        from: Option<&str>,
        field: Option<&(Place, &'static Field)>,
    ) -> Option<String> {
        let own = identity(name);
        if let Some(from) = from {
            self.edges.push(Edge {
                from: from.to_owned(),
                to: own.clone(),
                field: field.cloned(),
            });
        }
        self.seen.insert(own.clone()).then_some(own)
    }

    fn each(&mut self, fields: &'static [Field], owner: &str, place: &str) {
        for field in fields {
            let place = (place.to_owned(), field.name, field.shape.is_nullable());
            self.visit(field.shape, Some(owner), Some(&(place, field)));
        }
    }

    fn variants(&mut self, of: &'static Union, own: &str) {
        for variant in of.variants {
            match variant.body {
                Body::Unit => {}
                Body::Fields(fields) => {
                    let place = format!("{own}/{}", variant.name);
                    self.each(fields, own, &place);
                }
                Body::Value(shape) => self.visit(shape, Some(own), None),
            }
        }
    }
}

fn may_be_empty(shape: &'static Shape, rules: &[Rule]) -> bool {
    let sized = |rules: &[Rule]| {
        rules
            .iter()
            .any(|rule| matches!(rule, Rule::Length { min, .. } if *min > 0))
    };
    let (mut shape, mut rules) = (shape, rules);
    for _ in 0..LAYERS {
        if sized(rules) {
            return false;
        }
        match shape {
            Shape::List(list) => return list.min == 0,
            Shape::Map(_) => return true,
            Shape::Newtype(of) => (shape, rules) = (of.inner, of.rules),
            Shape::Back(back) => shape = (back.resolve)(),
            _ => return false,
        }
    }
    false
}
