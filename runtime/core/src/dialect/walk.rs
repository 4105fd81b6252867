//! The walk over an answer along its contract, in either direction.

use std::borrow::Cow;
use std::ops::Range;

use super::bare::bare;
use super::{Adapted, Step};
use crate::drift::{MOST_VIOLATIONS, Violation, ViolationKind, shown};
use crate::json::{Node, NodeKind};
use crate::pointer::Pointer;
use crate::schema::identity;
use crate::shape::{Body, Field, Literal, Rule, Shape, Union};

pub(super) type Members<'a> = Vec<(Range<usize>, Cow<'a, str>, Node<'a>)>;

/// Most characters of an answer's key that a violation repeats.
const KEY: usize = 60;

/// From the wire to the contract, or from the contract to the wire.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Back,
    There,
}

pub(super) struct Walk<'w> {
    adapted: &'w Adapted,
    pub(super) way: Way,
    pub(super) entries: bool,
    folds: bool,
    pub(super) folded: bool,
    pub(super) at: Pointer,
    pub(super) violations: Vec<Violation>,
    /// Maps that are not exactly the entries that were asked for.
    pub(super) broken: Vec<Range<usize>>,
    /// All deviations, also those past the most that are kept.
    pub(super) deviations: usize,
}

impl<'w> Walk<'w> {
    pub(super) fn new(adapted: &'w Adapted, way: Way) -> Self {
        Self {
            adapted,
            way,
            entries: adapted.steps.contains(&Step::MapAsEntries),
            folds: way == Way::Back && adapted.steps.contains(&Step::CaseFolded),
            folded: false,
            at: Pointer::root(),
            violations: Vec::new(),
            broken: Vec::new(),
            deviations: 0,
        }
    }

    pub(super) fn wrong(
        &mut self,
        kind: ViolationKind,
        span: &Range<usize>,
        expected: &str,
        found: &str,
    ) {
        self.deviations += 1;
        if self.violations.len() >= MOST_VIOLATIONS {
            return;
        }
        self.violations.push(Violation {
            pointer: self.at.to_string(),
            kind,
            span: span.clone(),
            expected: expected.to_owned(),
            found: found.to_owned(),
            hint: None,
        });
    }

    pub(super) fn unwrap<'a>(&mut self, node: Node<'a>) -> Option<Node<'a>> {
        let [value] = self.exactly(node, ["value"], "an object with the one key `value`");
        value
    }

    /// The values of exactly these keys, in their order, as far as they are there.
    pub(super) fn exactly<'a, const N: usize>(
        &mut self,
        node: Node<'a>,
        keys: [&str; N],
        expected: &str,
    ) -> [Option<Node<'a>>; N] {
        let mut slots: [Option<Node<'a>>; N] = [const { None }; N];
        let NodeKind::Object(members) = node.kind else {
            self.wrong(
                ViolationKind::WrongType,
                &node.span,
                expected,
                kind_of(&node.kind),
            );
            return slots;
        };
        for (span, key, value) in members {
            match keys
                .iter()
                .position(|known| *known == key)
                .and_then(|at| slots.get_mut(at))
            {
                Some(slot @ None) => *slot = Some(value),
                Some(_) => self.wrong(
                    ViolationKind::DuplicateKey,
                    &span,
                    "each key once",
                    &format!("`{}` again", shown(&key, KEY)),
                ),
                None => self.wrong(
                    ViolationKind::UnknownKey,
                    &span,
                    expected,
                    &format!("the key `{}`", shown(&key, KEY)),
                ),
            }
        }
        for (key, slot) in keys.iter().zip(&slots) {
            if slot.is_none() {
                self.wrong(
                    ViolationKind::MissingKey,
                    &node.span,
                    &format!("the key `{key}`"),
                    "an object without it",
                );
            }
        }
        slots
    }

    pub(super) fn value<'a>(
        &mut self,
        node: Node<'a>,
        shape: &'static Shape,
        rules: &[Rule],
    ) -> Node<'a> {
        let (shape, rules, nullable) = bare(shape, rules);
        let Node { span, kind } = node;
        let kind = match (shape, kind) {
            (_, NodeKind::Null) if nullable => NodeKind::Null,
            (Shape::Enum(of), NodeKind::String(text)) => {
                let values: Vec<&'static str> = of.values.iter().map(|value| value.name).collect();
                NodeKind::String(self.fold(text, &values))
            }
            (Shape::String(_), NodeKind::String(text)) => {
                NodeKind::String(self.fold(text, &listed(&rules)))
            }
            (Shape::List(list), NodeKind::List(items)) => {
                let items = items.into_iter().enumerate();
                NodeKind::List(
                    items
                        .map(|(index, item)| self.item(index, item, list.items))
                        .collect(),
                )
            }
            (Shape::Map(values), kind) => {
                return self.map(Node { span, kind }, values, nullable);
            }
            (Shape::Object(of), NodeKind::Object(members)) => {
                let place = identity(&of.name);
                NodeKind::Object(self.object(members, &span, &place, of.fields))
            }
            (Shape::Union(of), NodeKind::Object(members)) => {
                NodeKind::Object(self.union(members, &span, of))
            }
            (_, kind) => kind,
        };
        Node { span, kind }
    }

    fn item<'a>(&mut self, index: usize, node: Node<'a>, shape: &'static Shape) -> Node<'a> {
        let mark = self.at.mark();
        self.at.push_index(index);
        let node = self.value(node, shape, &[]);
        self.at.truncate(mark);
        node
    }

    pub(super) fn member<'a>(
        &mut self,
        key: &str,
        node: Node<'a>,
        shape: &'static Shape,
        rules: &[Rule],
    ) -> Node<'a> {
        let mark = self.at.mark();
        self.at.push_key(key);
        let node = self.value(node, shape, rules);
        self.at.truncate(mark);
        node
    }

    /// The one value that differs in case alone, if none is equal.
    fn fold<'a>(&mut self, text: Cow<'a, str>, values: &[&'static str]) -> Cow<'a, str> {
        if !self.folds || values.iter().any(|value| *value == text) {
            return text;
        }
        let lower = text.to_lowercase();
        let mut like = values.iter().filter(|value| value.to_lowercase() == lower);
        match (like.next(), like.next()) {
            (Some(value), None) => {
                self.folded = true;
                Cow::Borrowed(value)
            }
            _ => text,
        }
    }

    fn object<'a>(
        &mut self,
        members: Members<'a>,
        span: &Range<usize>,
        place: &str,
        fields: &'static [Field],
    ) -> Members<'a> {
        let mut out: Members<'a> = Vec::with_capacity(members.len());
        for (at, key, value) in members {
            let Some(field) = fields.iter().find(|field| field.name == key) else {
                out.push((at, key, value));
                continue;
            };
            if self.way == Way::There && self.leaves_out(place, field, &value) {
                continue;
            }
            let value = self.member(field.name, value, field.shape, field.rules);
            out.push((at, key, value));
        }
        if self.way == Way::There {
            self.fill_optional(&mut out, span, fields);
            return out;
        }
        for field in fields {
            if self.is_loosened(place, field) && !out.iter().any(|(_, key, _)| key == field.name) {
                let kind = absent(field.shape);
                let node = Node {
                    span: span.clone(),
                    kind,
                };
                out.push((span.clone(), Cow::Borrowed(field.name), node));
            }
        }
        out
    }

    /// Where every key is required, a missing one is shown as `null`.
    fn fill_optional(&self, out: &mut Members<'_>, span: &Range<usize>, fields: &'static [Field]) {
        if !self.adapted.optional_as_null {
            return;
        }
        for field in fields.iter().filter(|field| field.optional) {
            if !out.iter().any(|(_, key, _)| key == field.name) {
                let node = Node {
                    span: span.clone(),
                    kind: NodeKind::Null,
                };
                out.push((span.clone(), Cow::Borrowed(field.name), node));
            }
        }
        // Examples show the declaration's order; a tag is no field and stays first.
        out.sort_by_key(|(_, key, _)| fields.iter().position(|field| field.name == key));
    }

    fn is_loosened(&self, place: &str, field: &'static Field) -> bool {
        self.adapted.is_loosened(place, field)
    }

    fn leaves_out(&self, place: &str, field: &'static Field, value: &Node<'_>) -> bool {
        let nothing = match &value.kind {
            NodeKind::Null => true,
            NodeKind::List(items) => items.is_empty() && !field.shape.is_nullable(),
            NodeKind::Object(members) => {
                members.is_empty() && matches!(absent(field.shape), NodeKind::Object(_))
            }
            _ => false,
        };
        nothing && self.is_loosened(place, field)
    }

    fn union<'a>(
        &mut self,
        members: Members<'a>,
        span: &Range<usize>,
        of: &'static Union,
    ) -> Members<'a> {
        let names: Vec<&'static str> = of.variants.iter().map(|variant| variant.name).collect();
        let mut members = members;
        let mut name = None;
        if let Some((_, _, tag)) = members.iter_mut().find(|(_, key, _)| key == of.tag)
            && let NodeKind::String(text) = &mut tag.kind
        {
            *text = self.fold(std::mem::take(text), &names);
            name = Some(text.clone());
        }
        let Some(variant) = of
            .variants
            .iter()
            .find(|variant| name.as_deref() == Some(variant.name))
        else {
            return members;
        };
        let place = format!("{}/{}", identity(&of.name), variant.name);
        let Some(content) = of.content else {
            return match variant.body {
                Body::Unit => members,
                Body::Fields(fields) => self.object(members, span, &place, fields),
                Body::Value(shape) => match shape.core() {
                    Shape::Object(object) => {
                        let place = identity(&object.name);
                        self.object(members, span, &place, object.fields)
                    }
                    _ => members,
                },
            };
        };
        for (_, key, value) in &mut members {
            if *key != content {
                continue;
            }
            let node = Node {
                span: value.span.clone(),
                kind: std::mem::replace(&mut value.kind, NodeKind::Null),
            };
            let mark = self.at.mark();
            self.at.push_key(content);
            *value = self.content(node, variant.body, &place);
            self.at.truncate(mark);
        }
        members
    }

    fn content<'a>(&mut self, node: Node<'a>, body: Body, place: &str) -> Node<'a> {
        match (body, node) {
            (Body::Value(shape), node) => self.value(node, shape, &[]),
            (
                Body::Fields(fields),
                Node {
                    span,
                    kind: NodeKind::Object(members),
                },
            ) => {
                let members = self.object(members, &span, place, fields);
                Node {
                    span,
                    kind: NodeKind::Object(members),
                }
            }
            (_, node) => node,
        }
    }
}

/// Returns the value that a missing field has.
fn absent<'a>(shape: &'static Shape) -> NodeKind<'a> {
    match shape.core() {
        _ if shape.is_nullable() => NodeKind::Null,
        Shape::List(_) => NodeKind::List(Vec::new()),
        _ => NodeKind::Object(Vec::new()),
    }
}

/// The texts that a rule lists.
fn listed(rules: &[Rule]) -> Vec<&'static str> {
    let lists = rules.iter().filter_map(|rule| match rule {
        Rule::OneOf(literals) => Some(*literals),
        _ => None,
    });
    lists
        .flatten()
        .filter_map(|literal| match literal {
            Literal::Str(text) => Some(*text),
            _ => None,
        })
        .collect()
}

pub(super) fn kind_of(kind: &NodeKind<'_>) -> &'static str {
    match kind {
        NodeKind::Null => "null",
        NodeKind::Bool(_) => "a Boolean",
        NodeKind::Number(_) => "a number",
        NodeKind::String(_) => "a string",
        NodeKind::List(_) => "a list",
        NodeKind::Object(_) => "an object",
    }
}
