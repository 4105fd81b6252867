//! Putting one node of a schema together: kind, words, limits and `null`.

use super::constraint::{Constraints, is_held, literal};
use super::policy::{Place, Policy};
use super::render::Render;
use super::words::{examples, phrases};
use super::{Keyword, Members};
use crate::json::Json;
use crate::shape::{EnumValue, Field, Literal, Rule, Shape};

/// The additions that a place of use makes to a type.
#[derive(Debug, Default, Clone)]
pub(super) struct Use {
    pub(super) docs: Vec<&'static str>,
    pub(super) rules: Vec<Rule>,
    pub(super) examples: Vec<Literal>,
    /// The values of an enum, whose words are part of the description.
    pub(super) values: &'static [EnumValue],
    /// Rules in words.
    pub(super) words: Vec<String>,
    pub(super) nullable: bool,
    /// The field, if its value may be `null`, and whether its key may be missing.
    pub(super) field: Option<(Place, bool)>,
    /// `null` is left out, whatever the type says.
    pub(super) never_null: bool,
}

/// A way in which `null` joins a node.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// In its `type` and `enum`.
    Scalar,
    /// It is among its `anyOf` already.
    Union,
    /// Beside it, under a new `anyOf`.
    Other,
    /// Any value, `null` included.
    Any,
}

impl Use {
    pub(super) fn of(field: &'static Field) -> Self {
        Self {
            docs: vec![field.doc],
            rules: field.rules.to_vec(),
            examples: field.examples.to_vec(),
            ..Self::default()
        }
    }

    fn annotate(&self, members: &mut Members, policy: &Policy) {
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
        if !self.words.is_empty() {
            docs.push(self.words.join(", "));
        }
        let values: Vec<Json> = self.examples.iter().map(literal).collect();
        let as_keyword = policy.carried.contains(&Keyword::Examples);
        if !values.is_empty() && !as_keyword {
            docs.push(examples(&values));
        }
        if !docs.is_empty() {
            members.push(("description".to_owned(), Json::String(docs.join("\n"))));
        }
        let held: Vec<Json> = values.into_iter().filter(is_held).collect();
        if !held.is_empty() && as_keyword {
            members.push(("examples".to_owned(), Json::Array(held)));
        }
    }

    /// The node with its words behind `type`.
    pub(super) fn around(&self, node: Members, policy: &Policy) -> Json {
        let mut members: Members = Vec::new();
        let mut node = node.into_iter().peekable();
        members.extend(node.next_if(|(key, _)| key == "type"));
        self.annotate(&mut members, policy);
        members.extend(node);
        Json::Object(members)
    }
}

impl Render<'_> {
    pub(super) fn finish(
        &mut self,
        shape: &'static Shape,
        node: Members,
        place: &Use,
        kind: Kind,
    ) -> Json {
        let mut node = node;
        let mut place = place.clone();
        let is_reference = has(&node, Keyword::Ref);
        self.limit(shape, &mut node, &mut place, is_reference);
        let kind = match kind {
            Kind::Scalar if self.policy.bare_type_arrays && is_typed(&node) => Kind::Other,
            Kind::Scalar if !self.policy.null_in_enums && has(&node, Keyword::Enum) => Kind::Other,
            other => other,
        };
        let is_union = match kind {
            Kind::Scalar => has(&node, Keyword::Type),
            Kind::Other => true,
            Kind::Union | Kind::Any => false,
        };
        if place.nullable && is_union {
            self.out.nullable.extend(place.field.take());
        }
        match kind {
            Kind::Scalar if place.nullable => join_null(&mut node),
            Kind::Other if place.nullable => {
                let branches = Json::Array(vec![Json::Object(node), null()]);
                node = vec![("anyOf".to_owned(), branches)];
            }
            // Nothing may stand beside the reference: it becomes the only branch.
            Kind::Other if is_reference && !self.policy.annotated_refs && !place.is_silent() => {
                let branches = Json::Array(vec![Json::Object(node)]);
                node = vec![("anyOf".to_owned(), branches)];
            }
            _ => {}
        }
        place.around(node, self.policy)
    }

    /// Writes the limits that may be written, and puts the others into words.
    fn limit(
        &mut self,
        shape: &'static Shape,
        node: &mut Members,
        place: &mut Use,
        is_reference: bool,
    ) {
        let core = shape.core();
        // Behind a reference the type's own limits stand at the definition, and a list of values
        // says more than they do.
        let lists_values = lists_values(&place.rules);
        let chosen = self.chosen().filter(|_| !is_reference && !lists_values);
        let own = if is_reference || lists_values || chosen.is_some() {
            &Shape::Untyped
        } else {
            core
        };
        let mut constraints = Constraints::of(own, self.policy.widths);
        constraints.extend(&place.rules);
        let own = chosen.map(|values| (Keyword::Enum, values));
        let as_entries = matches!(core, Shape::Map(_)) && !self.policy.maps;
        let (mut extra, mut lost) = (Vec::new(), Vec::new());
        for (keyword, value) in own
            .into_iter()
            .chain(constraints.keywords(core, as_entries))
        {
            if let (Keyword::Enum, Json::Array(values)) = (keyword, &value) {
                self.compare_cases(values.iter().filter_map(|value| match value {
                    Json::String(text) => Some(text.as_str()),
                    _ => None,
                }));
            }
            let again = has(node, keyword);
            let beside_reference = is_reference && !self.policy.annotated_refs;
            let nested = self.lists > 0;
            let fits =
                self.policy
                    .budget
                    .takes_bound((keyword, &value), core, nested, &mut self.bounds);
            let written = self
                .policy
                .written(keyword, &value)
                .filter(|_| fits && !beside_reference);
            let Some(value) = written else {
                lost.push((keyword, value));
                continue;
            };
            if !again {
                if keyword == Keyword::Enum && !self.policy.typed_enums {
                    node.retain(|(known, _)| known != "type");
                }
                node.push((keyword.name().to_owned(), value));
            } else if self.policy.carried.contains(&Keyword::AllOf) {
                extra.push(value_under(keyword, value, place.nullable));
            } else {
                lost.push((keyword, value));
            }
        }
        if !extra.is_empty() {
            node.push(("allOf".to_owned(), Json::Array(extra)));
        }
        if as_entries {
            for (keyword, _) in &mut lost {
                *keyword = of_entries(*keyword);
            }
        }
        self.lose(phrases(&lost), place);
    }
}

impl Render<'_> {
    /// Returns the choices of one call for the value here, if they may be written.
    fn chosen(&mut self) -> Option<Json> {
        let pointer = self.at.as_str();
        let values = self.policy.chosen.get(pointer)?;
        let written = self.policy.written(Keyword::Enum, values)?;
        let pointer = pointer.to_owned();
        self.out.chosen.push(pointer);
        Some(written)
    }
}

impl Use {
    fn is_silent(&self) -> bool {
        self.docs.iter().all(|doc| doc.is_empty())
            && self.words.is_empty()
            && self.examples.is_empty()
    }
}

/// Returns the contract's own keyword for a rule on a list of entries.
fn of_entries(keyword: Keyword) -> Keyword {
    match keyword {
        Keyword::MinItems => Keyword::MinProperties,
        Keyword::MaxItems => Keyword::MaxProperties,
        other => other,
    }
}

fn has(node: &Members, keyword: Keyword) -> bool {
    node.iter().any(|(known, _)| known == keyword.name())
}

/// Returns `true` if one of the rules names every value.
pub(crate) fn lists_values(rules: &[Rule]) -> bool {
    rules.iter().any(|rule| matches!(rule, Rule::OneOf(_)))
}

/// Returns `true` if a node has a type and further keywords.
fn is_typed(node: &Members) -> bool {
    node.len() > 1 && node.iter().any(|(key, _)| key == "type")
}

fn value_under(keyword: Keyword, value: Json, nullable: bool) -> Json {
    let mut value = value;
    if nullable && keyword == Keyword::Enum {
        with_null(&mut value);
    }
    Json::object([(keyword.name(), value)])
}

fn with_null(values: &mut Json) {
    if let Json::Array(values) = values
        && !values.contains(&Json::Null)
    {
        values.push(Json::Null);
    }
}

fn join_null(node: &mut Members) {
    for (key, value) in node {
        match key.as_str() {
            "type" => {
                let of = std::mem::replace(value, Json::Null);
                *value = Json::Array(vec![of, Json::string("null")]);
            }
            "enum" => with_null(value),
            _ => {}
        }
    }
}

pub(super) fn typed(of: &str) -> Members {
    vec![("type".to_owned(), Json::string(of))]
}

pub(super) fn null() -> Json {
    Json::object([("type", Json::string("null"))])
}

/// A property with one value.
pub(super) fn text_property(value: &str, policy: &Policy) -> Json {
    let mut members = if policy.typed_enums {
        typed("string")
    } else {
        Vec::new()
    };
    members.push(if policy.carried.contains(&Keyword::Const) {
        ("const".to_owned(), Json::string(value))
    } else {
        ("enum".to_owned(), Json::Array(vec![Json::string(value)]))
    });
    Json::Object(members)
}

pub(super) fn closed(properties: Members, required: Vec<Json>) -> Members {
    let mut members = typed("object");
    members.push(("properties".to_owned(), Json::Object(properties)));
    members.push(("required".to_owned(), Json::Array(required)));
    members.push(("additionalProperties".to_owned(), Json::Bool(false)));
    members
}

/// An object of a tag and its content.
pub(super) fn adjacent(tag: (&str, &str), content: &str, inner: Json, policy: &Policy) -> Members {
    let (tag, value) = tag;
    closed(
        vec![
            (tag.to_owned(), text_property(value, policy)),
            (content.to_owned(), inner),
        ],
        vec![Json::string(tag), Json::string(content)],
    )
}
