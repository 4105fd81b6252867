//! The walk from a shape to its schema.

use super::budget::has_twins;
use super::graph::Graph;
use super::keyword::Keyword;
use super::names::identity;
use super::node::{Kind, Use, adjacent, closed, null, text_property, typed};
use super::policy::Policy;
use super::words::phrases;
use super::{Lost, Members, Rendered};
use crate::json::Json;
use crate::pointer::Pointer;
use crate::shape::{Body, Enum, Field, Precision, Shape, Union, Variant};

/// More nodes than any vendor takes; types written at each use can multiply.
const MOST_NODES: usize = 50_000;

/// Returns the schema of `shape`, with `$defs` last; `wrapped`: as the member `value` of an object.
#[must_use]
pub fn render(shape: &'static Shape, policy: &Policy, wrapped: bool) -> Rendered {
    let graph = Graph::with(shape, policy.by_reference);
    let mut render = Render {
        graph: &graph,
        policy,
        wrapped,
        defs: Vec::new(),
        at: Pointer::root(),
        nodes: 0,
        lists: 0,
        bounds: 0,
        out: Rendered::default(),
    };
    let by_reference = !wrapped && !policy.root_refs && graph.root_is_recursive();
    let mut root = render.value(shape, &Use::default(), !by_reference && !wrapped);
    if wrapped {
        let members = closed(
            vec![("value".to_owned(), root)],
            vec![Json::string("value")],
        );
        root = Json::Object(members);
    }
    if !render.defs.is_empty()
        && let Json::Object(members) = &mut root
    {
        render.defs.sort_by(|one, other| one.0.cmp(&other.0));
        members.push(("$defs".to_owned(), Json::Object(render.defs)));
    }
    render.out.schema = root;
    render.out
}

pub(super) struct Render<'r> {
    graph: &'r Graph,
    pub(super) policy: &'r Policy,
    wrapped: bool,
    defs: Members,
    pub(super) at: Pointer,
    nodes: usize,
    /// Lists and maps around the place.
    pub(super) lists: usize,
    /// The upper bounds of lists that were written, added up.
    pub(super) bounds: u64,
    pub(super) out: Rendered,
}

impl Render<'_> {
    fn value(&mut self, shape: &'static Shape, outer: &Use, at_definition: bool) -> Json {
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            self.out.too_large = true;
            return Json::object::<String>([]);
        }
        let mut shape = shape;
        let mut at_definition = at_definition;
        let mut place = outer.clone();
        loop {
            match shape {
                Shape::Nullable(inner) => {
                    place.nullable = !place.never_null;
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
        if !at_definition
            && self.stands_elsewhere(shape)
            && let Some(reference) = self.reference(shape)
        {
            let node = vec![("$ref".to_owned(), Json::String(reference))];
            return self.finish(shape, node, &place, Kind::Other);
        }
        let (node, kind) = self.node(shape, &mut place);
        self.finish(shape, node, &place, kind)
    }

    /// Returns `true` if a type with a definition is referred to, rather than written here once
    /// more.
    fn stands_elsewhere(&self, shape: &'static Shape) -> bool {
        let Some(name) = shape.name() else {
            return false;
        };
        if self.graph.is_recursive(name) {
            return true;
        }
        if self.policy.inline || self.leads_to_choices() {
            return false;
        }
        if self.policy.by_reference && !matches!(shape, Shape::Enum(_)) {
            return true;
        }
        // Where nothing may stand beside a reference, a small type is cheaper written out than
        // wrapped.
        self.policy.annotated_refs || !is_small(shape)
    }

    /// Returns `true` if values inside of this place are one call's choices, which no other use of
    /// the type has.
    fn leads_to_choices(&self) -> bool {
        let here = self.at.as_str();
        let mut all = self.policy.chosen.keys();
        all.any(|pointer| {
            pointer
                .strip_prefix(here)
                .is_some_and(|rest| rest.starts_with('/'))
        })
    }

    /// The way to a type that stands elsewhere, which is written there if this is its first use.
    fn reference(&mut self, shape: &'static Shape) -> Option<String> {
        let name = shape.name()?;
        if self.graph.is_recursive(name) {
            self.out.recursive.push(self.at.to_string());
        }
        let at_root = self.graph.is_root(name) && !self.wrapped && self.policy.root_refs;
        if at_root && self.graph.root_is_recursive() {
            return Some("#".to_owned());
        }
        let def = self.graph.def(name)?.to_owned();
        if !self.defs.iter().any(|(known, _)| *known == def) {
            self.defs.push((def.clone(), Json::Null));
            // A definition may be used inside of lists as well.
            self.lists += 1;
            let schema = self.value(shape, &Use::default(), true);
            self.lists -= 1;
            if let Some((_, place)) = self.defs.iter_mut().find(|(known, _)| *known == def) {
                *place = schema;
            }
        }
        Some(format!("#/$defs/{def}"))
    }

    fn node(&mut self, shape: &'static Shape, place: &mut Use) -> (Members, Kind) {
        match shape {
            Shape::Bool => (typed("boolean"), Kind::Scalar),
            Shape::Integer { .. } => (typed("integer"), Kind::Scalar),
            Shape::Number(Precision::Single) if self.policy.precision => {
                let mut node = typed("number");
                node.push(("format".to_owned(), Json::string("float")));
                (node, Kind::Scalar)
            }
            Shape::Number(_) => (typed("number"), Kind::Scalar),
            Shape::String(_) => (typed("string"), Kind::Scalar),
            Shape::Enum(of) => {
                place.docs.push(of.doc);
                place.values = of.values;
                (self.enumeration(of, place), Kind::Scalar)
            }
            Shape::List(list) => {
                let mut members = typed("array");
                let items = self.each(list.items);
                members.push(("items".to_owned(), items));
                (members, Kind::Other)
            }
            Shape::Map(values) => (self.map(values, place), Kind::Other),
            Shape::Object(of) => {
                place.docs.push(of.doc);
                let place = identity(&of.name);
                (self.object(None, &place, of.fields), Kind::Other)
            }
            Shape::Union(of) => {
                place.docs.push(of.doc);
                (self.union(of, place.nullable), Kind::Union)
            }
            _ => {
                self.out.untyped.push(self.at.to_string());
                (Vec::new(), Kind::Any)
            }
        }
    }

    /// Writes the values of an enum, or the words for them where they may not be written.
    fn enumeration(&mut self, of: &'static Enum, place: &mut Use) -> Members {
        self.compare_cases(of.values.iter().map(|value| value.name));
        let names = of.values.iter().map(|value| Json::string(value.name));
        let values = Json::Array(names.collect());
        if self.policy.written(Keyword::Enum, &values).is_none() {
            self.lose(phrases(&[(Keyword::Enum, values)]), place);
            return typed("string");
        }
        let mut members = if self.policy.typed_enums {
            typed("string")
        } else {
            Vec::new()
        };
        members.push(("enum".to_owned(), values));
        members
    }

    /// Notes values that differ in case only.
    pub(super) fn compare_cases<'t, T: Iterator<Item = &'t str>>(&mut self, texts: T) {
        if has_twins(texts) {
            self.out.twins.push(self.at.to_string());
        }
    }

    /// Notes a key or a tag that has a control character.
    fn look_at(&mut self, name: &str) {
        if name.contains(char::is_control) {
            self.out.controls.push(self.at.to_string());
        }
    }

    fn each(&mut self, shape: &'static Shape) -> Json {
        self.lists += 1;
        let schema = self.below("*", shape, &Use::default());
        self.lists -= 1;
        schema
    }

    fn below(&mut self, key: &str, shape: &'static Shape, place: &Use) -> Json {
        let mark = self.at.mark();
        self.at.push_key(key);
        if key != "*" {
            self.look_at(key);
        }
        let schema = self.value(shape, place, false);
        self.at.truncate(mark);
        schema
    }

    fn map(&mut self, values: &'static Shape, place: &mut Use) -> Members {
        let values = self.each(values);
        if self.policy.maps {
            let mut members = typed("object");
            members.push(("additionalProperties".to_owned(), values));
            return members;
        }
        self.out.entries = true;
        place.words.push("each key once".to_owned());
        let entry = closed(
            vec![
                ("key".to_owned(), Json::Object(typed("string"))),
                ("value".to_owned(), values),
            ],
            vec![Json::string("key"), Json::string("value")],
        );
        let mut members = typed("array");
        members.push(("items".to_owned(), Json::Object(entry)));
        members
    }

    fn object(
        &mut self,
        tag: Option<(&str, &str)>,
        place: &str,
        fields: &'static [Field],
    ) -> Members {
        let mut properties = Vec::new();
        let mut required = Vec::new();
        if let Some((tag, value)) = tag {
            properties.push((tag.to_owned(), text_property(value, self.policy)));
            required.push(Json::string(tag));
        }
        for field in fields {
            let (using, is_required) = self.using(place, field);
            let schema = self.below(field.name, field.shape, &using);
            properties.push((field.name.to_owned(), schema));
            if is_required {
                required.push(Json::string(field.name));
            }
        }
        closed(properties, required)
    }

    /// Returns the additions of the field to its type, and `true` if its key is required.
    fn using(&mut self, place: &str, field: &'static Field) -> (Use, bool) {
        let mut using = Use::of(field);
        let key = (place.to_owned(), field.name, field.shape.is_nullable());
        if self.policy.loosened.contains(&key) {
            using.never_null = key.2;
            let when = if using.never_null { "null" } else { "empty" };
            using.words.push(format!("left out if {when}"));
            return (using, false);
        }
        if field.optional && self.policy.optional_as_null {
            using.nullable = true;
            return (using, true);
        }
        if field.shape.is_nullable() {
            using.field = Some((key, field.optional));
        }
        (using, !field.optional)
    }

    fn union(&mut self, of: &'static Union, nullable: bool) -> Members {
        self.compare_cases(of.variants.iter().map(|variant| variant.name));
        let variants = of.variants.iter().map(|variant| variant.name);
        for name in variants.chain([of.tag]).chain(of.content) {
            self.look_at(name);
        }
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
        let place = format!("{}/{}", identity(&of.name), variant.name);
        let mut using = Use {
            docs: vec![variant.doc],
            ..Use::default()
        };
        let node = match (variant.body, of.content) {
            (Body::Unit, _) => self.object(Some(tag), &place, &[]),
            (Body::Fields(fields), None) => self.object(Some(tag), &place, fields),
            (Body::Fields(fields), Some(content)) => {
                let mark = self.at.mark();
                self.at.push_key(content);
                let inner = Json::Object(self.object(None, &place, fields));
                self.at.truncate(mark);
                adjacent(tag, content, inner, self.policy)
            }
            (Body::Value(shape), Some(content)) => {
                let inner = self.below(content, shape, &Use::default());
                adjacent(tag, content, inner, self.policy)
            }
            (Body::Value(shape), None) => match shape.core() {
                Shape::Object(object) => {
                    using.docs.push(object.doc);
                    let place = identity(&object.name);
                    self.object(Some(tag), &place, object.fields)
                }
                _ => self.object(Some(tag), &place, &[]),
            },
        };
        using.around(node, self.policy)
    }

    /// Notes the rules that the schema does not carry.
    pub(super) fn lose(&mut self, phrases: Vec<super::words::Phrase>, place: &mut Use) {
        for (keywords, words) in phrases {
            for keyword in keywords {
                self.out.losses.push(Lost {
                    pointer: self.at.to_string(),
                    keyword,
                    words: words.clone(),
                });
            }
            place.words.push(words);
        }
    }
}

/// A type whose copies cost little and multiply nothing.
fn is_small(shape: &'static Shape) -> bool {
    const FEW: usize = 6;
    match shape {
        Shape::Enum(of) => of.values.len() <= FEW,
        Shape::Object(of) => {
            of.fields.len() <= FEW
                && of
                    .fields
                    .iter()
                    .all(|field| field.shape.core().name().is_none() && is_flat(field.shape.core()))
        }
        _ => false,
    }
}

fn is_flat(shape: &Shape) -> bool {
    matches!(
        shape,
        Shape::Bool | Shape::Integer { .. } | Shape::Number(_) | Shape::String(_)
    )
}
