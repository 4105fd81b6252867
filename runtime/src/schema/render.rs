//! The walk from a shape to its schema.

use super::constraint::{Constraints, literal};
use super::graph::Graph;
use crate::json::Json;
use crate::shape::{Body, Enum, EnumValue, Field, Literal, Object, Rule, Shape, Union, Variant};

type Members = Vec<(String, Json)>;

/// The schema of `shape`, with `$defs` last.
pub(crate) fn render(shape: &'static Shape) -> Json {
    let graph = Graph::of(shape);
    let mut render = Render {
        graph: &graph,
        defs: Vec::new(),
    };
    let mut root = render.value(shape, &Use::default(), true);
    if !render.defs.is_empty()
        && let Json::Object(members) = &mut root
    {
        render.defs.sort_by(|one, other| one.0.cmp(&other.0));
        members.push(("$defs".to_owned(), Json::Object(render.defs)));
    }
    root
}

/// What the place of use adds to a type.
#[derive(Debug, Default, Clone)]
struct Use {
    docs: Vec<&'static str>,
    rules: Vec<Rule>,
    examples: Vec<Literal>,
    /// The values of an enum, whose words are part of the description.
    values: &'static [EnumValue],
    nullable: bool,
}

impl Use {
    fn of(field: &'static Field) -> Self {
        Self {
            docs: vec![field.doc],
            rules: field.rules.to_vec(),
            examples: field.examples.to_vec(),
            ..Self::default()
        }
    }

    fn annotate(&self, members: &mut Members) {
        let mut docs: Vec<String> = Vec::new();
        docs.extend(
            self.docs
                .iter()
                .filter(|doc| !doc.is_empty())
                .map(|doc| (*doc).to_owned()),
        );
        docs.extend(
            self.values
                .iter()
                .filter(|value| !value.doc.is_empty())
                .map(|value| format!("{}: {}", value.name, value.doc)),
        );
        if !docs.is_empty() {
            members.push(("description".to_owned(), Json::String(docs.join("\n"))));
        }
        if !self.examples.is_empty() {
            let examples = self.examples.iter().map(literal).collect();
            members.push(("examples".to_owned(), Json::Array(examples)));
        }
    }
}

struct Render<'g> {
    graph: &'g Graph,
    defs: Members,
}

impl Render<'_> {
    fn value(&mut self, shape: &'static Shape, outer: &Use, at_definition: bool) -> Json {
        let mut shape = shape;
        let mut at_definition = at_definition;
        let mut place = outer.clone();
        loop {
            match shape {
                Shape::Nullable(inner) => {
                    place.nullable = true;
                    shape = inner;
                }
                Shape::Back(back) => shape = (back.resolve)(),
                Shape::Newtype(of) if at_definition || !self.graph.is_recursive(&of.name) => {
                    place.docs.push(of.doc);
                    place.rules.extend(of.rules);
                    place.examples.extend(of.examples);
                    shape = of.inner;
                }
                _ => break,
            }
            at_definition = false;
        }
        if !at_definition && let Some(reference) = self.reference(shape) {
            let node = vec![("$ref".to_owned(), Json::String(reference))];
            return finish(shape, node, &place, Kind::Other);
        }
        let (node, kind) = self.node(shape, &mut place);
        finish(shape, node, &place, kind)
    }

    /// The way to a type that stands elsewhere, which is written there if this is its first use.
    fn reference(&mut self, shape: &'static Shape) -> Option<String> {
        let name = shape.name()?;
        if self.graph.is_root(name) && self.graph.root_is_recursive() {
            return Some("#".to_owned());
        }
        let def = self.graph.def(name)?.to_owned();
        if !self.defs.iter().any(|(known, _)| *known == def) {
            let slot = self.defs.len();
            self.defs.push((def.clone(), Json::Null));
            let schema = self.value(shape, &Use::default(), true);
            if let Some((_, place)) = self.defs.get_mut(slot) {
                *place = schema;
            }
        }
        Some(format!("#/$defs/{def}"))
    }

    fn node(&mut self, shape: &'static Shape, place: &mut Use) -> (Members, Kind) {
        match shape {
            Shape::Bool => typed("boolean", Kind::Scalar),
            Shape::Integer { .. } => typed("integer", Kind::Scalar),
            Shape::Number(_) => typed("number", Kind::Scalar),
            Shape::String(_) => typed("string", Kind::Scalar),
            Shape::Enum(of) => {
                place.docs.push(of.doc);
                place.values = of.values;
                (enumeration(of, place.nullable), Kind::Scalar)
            }
            Shape::List(list) => {
                let (mut members, kind) = typed("array", Kind::Other);
                let items = self.value(list.items, &Use::default(), false);
                members.push(("items".to_owned(), items));
                (members, kind)
            }
            Shape::Map(values) => {
                let (mut members, kind) = typed("object", Kind::Other);
                let values = self.value(values, &Use::default(), false);
                members.push(("additionalProperties".to_owned(), values));
                (members, kind)
            }
            Shape::Object(of) => {
                place.docs.push(of.doc);
                let Object { fields, .. } = of;
                (self.object(None, fields), Kind::Other)
            }
            Shape::Union(of) => {
                place.docs.push(of.doc);
                (self.union(of, place.nullable), Kind::Union)
            }
            _ => (Vec::new(), Kind::Any),
        }
    }

    fn object(&mut self, tag: Option<(&str, &str)>, fields: &'static [Field]) -> Members {
        let mut properties = Vec::new();
        let mut required = Vec::new();
        if let Some((tag, value)) = tag {
            properties.push((tag.to_owned(), constant(value)));
            required.push(Json::string(tag));
        }
        for field in fields {
            let schema = self.value(field.shape, &Use::of(field), false);
            properties.push((field.name.to_owned(), schema));
            if !field.optional {
                required.push(Json::string(field.name));
            }
        }
        closed(properties, required)
    }

    fn union(&mut self, of: &'static Union, nullable: bool) -> Members {
        let mut branches: Vec<Json> = of
            .variants
            .iter()
            .map(|variant| self.variant(of, variant))
            .collect();
        if nullable {
            branches.push(null());
        }
        vec![("anyOf".to_owned(), Json::Array(branches))]
    }

    fn variant(&mut self, of: &'static Union, variant: &'static Variant) -> Json {
        let tag = (of.tag, variant.name);
        let mut docs = vec![variant.doc];
        let node = match (variant.body, of.content) {
            (Body::Unit, _) => self.object(Some(tag), &[]),
            (Body::Fields(fields), None) => self.object(Some(tag), fields),
            (Body::Fields(fields), Some(content)) => {
                let inner = Json::Object(self.object(None, fields));
                adjacent(tag, content, inner)
            }
            (Body::Value(shape), Some(content)) => {
                let inner = self.value(shape, &Use::default(), false);
                adjacent(tag, content, inner)
            }
            (Body::Value(shape), None) => match shape.core() {
                Shape::Object(object) => {
                    docs.push(object.doc);
                    self.object(Some(tag), object.fields)
                }
                _ => self.object(Some(tag), &[]),
            },
        };
        let place = Use {
            docs,
            ..Use::default()
        };
        let mut members = Vec::new();
        place.annotate(&mut members);
        members.splice(0..0, node.first().cloned());
        members.extend(node.into_iter().skip(1));
        Json::Object(members)
    }
}

/// How `null` joins a node.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// In its `type`.
    Scalar,
    /// It is among its `anyOf` already.
    Union,
    /// Beside it, under a new `anyOf`.
    Other,
    /// Any value, `null` included.
    Any,
}

fn finish(shape: &'static Shape, node: Members, place: &Use, kind: Kind) -> Json {
    let mut node = node;
    let mut extra: Vec<Json> = Vec::new();
    let rules: &'static Shape = shape.core();
    // Behind a reference the type's own limits stand at the definition.
    let own = if node.iter().any(|(key, _)| key == "$ref") {
        &Shape::Untyped
    } else {
        rules
    };
    let mut constraints = Constraints::of(own, &[]);
    constraints.extend(&place.rules);
    for (keyword, mut value) in constraints.keywords(rules) {
        let name = keyword.name();
        if place.nullable
            && name == "enum"
            && let Json::Array(values) = &mut value
            && !values.contains(&Json::Null)
        {
            values.push(Json::Null);
        }
        if node.iter().any(|(known, _)| known == name) {
            extra.push(Json::object([(name, value)]));
        } else {
            node.push((name.to_owned(), value));
        }
    }
    if !extra.is_empty() {
        node.push(("allOf".to_owned(), Json::Array(extra)));
    }
    let mut notes = Vec::new();
    place.annotate(&mut notes);
    match kind {
        Kind::Scalar if place.nullable => {
            if let Some((_, slot)) = node.iter_mut().find(|(key, _)| key == "type") {
                let of = std::mem::replace(slot, Json::Null);
                *slot = Json::Array(vec![of, Json::string("null")]);
            }
        }
        Kind::Other if place.nullable => {
            let branches = Json::Array(vec![Json::Object(node), null()]);
            notes.push(("anyOf".to_owned(), branches));
            return Json::Object(notes);
        }
        _ => {}
    }
    let mut members: Members = Vec::new();
    let mut node = node.into_iter().peekable();
    members.extend(node.next_if(|(key, _)| key == "type"));
    members.append(&mut notes);
    members.extend(node);
    Json::Object(members)
}

fn typed(of: &str, kind: Kind) -> (Members, Kind) {
    (vec![("type".to_owned(), Json::string(of))], kind)
}

fn null() -> Json {
    Json::object([("type", Json::string("null"))])
}

fn constant(value: &str) -> Json {
    Json::object([
        ("type", Json::string("string")),
        ("const", Json::string(value)),
    ])
}

fn enumeration(of: &'static Enum, nullable: bool) -> Members {
    let mut values: Vec<Json> = of
        .values
        .iter()
        .map(|value| Json::string(value.name))
        .collect();
    if nullable {
        values.push(Json::Null);
    }
    let (mut members, _) = typed("string", Kind::Scalar);
    members.push(("enum".to_owned(), Json::Array(values)));
    members
}

fn closed(properties: Members, required: Vec<Json>) -> Members {
    let (mut members, _) = typed("object", Kind::Other);
    members.push(("properties".to_owned(), Json::Object(properties)));
    members.push(("required".to_owned(), Json::Array(required)));
    members.push(("additionalProperties".to_owned(), Json::Bool(false)));
    members
}

fn adjacent(tag: (&str, &str), content: &str, inner: Json) -> Members {
    let (tag, value) = tag;
    closed(
        vec![
            (tag.to_owned(), constant(value)),
            (content.to_owned(), inner),
        ],
        vec![Json::string(tag), Json::string(content)],
    )
}
