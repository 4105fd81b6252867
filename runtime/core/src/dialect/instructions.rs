//! A contract in words: a TypeScript-like type with comments, the cheapest form that loses no rule.
//!
//! One line per key, no indentation, types that are used once written where they are used. Rules
//! and descriptions stand in the comment of their line. Counted with o200k on the reference type
//! (`benches/tokens`): 241 tokens; 258 with a blank behind each colon; 287 with indentation and a
//! blank around each bar; 313 as one `interface` per type; 473 as OpenAI's strict schema. `#` for
//! comments would save 15 more, and is not TypeScript.

use super::form::Loss;
use super::line::{Place, Type, key, one_line, quoted};
use crate::json::Json;
use crate::pointer::Pointer;
use crate::schema::{Constraints, Graph, Keyword, lists_values, phrases, text};
use crate::shape::{Body, EnumValue, Field, Name, Object, Shape, Union, Variant};

/// The words, and the rules that they say.
pub(super) struct Words {
    pub(super) text: String,
    pub(super) losses: Vec<Loss>,
}

/// The contract in words; `wrapped`: as the member `value` of an object.
pub(super) fn of(shape: &'static Shape, wrapped: bool) -> Words {
    let graph = Graph::of(shape);
    let mut writer = Writer {
        graph: &graph,
        pending: Vec::new(),
        at: Pointer::root(),
        losses: Vec::new(),
        optional: false,
    };
    let mut place = Place::default();
    let by_name = graph.root_is_recursive() || matches!(shape, Shape::Union(_));
    let root = writer.value(shape, &mut place, !by_name);
    let mut block = if wrapped {
        // The brace belongs to the type, not to its comment.
        place.line("{value:", &root.then("}"))
    } else {
        place.line("", &root)
    };
    let mut written = 0;
    while let Some((name, shape, at)) = writer.pending.get(written).cloned() {
        written += 1;
        writer.at = at;
        let mut place = Place::default();
        let of = writer.value(shape, &mut place, true);
        block.push('\n');
        block.push_str(&place.line(&format!("type {name}="), &of));
    }
    let mut text = writer.sentence(written > 0 && !by_name);
    text.push('\n');
    text.push_str(&block);
    Words {
        text,
        losses: writer.losses,
    }
}

struct Writer<'g> {
    graph: &'g Graph,
    /// Types that are written under their own name, in the order of their first use.
    pending: Vec<(String, &'static Shape, Pointer)>,
    at: Pointer,
    losses: Vec<Loss>,
    optional: bool,
}

impl Writer<'_> {
    fn sentence(&self, several: bool) -> String {
        let of = if several {
            "the first type"
        } else {
            "this type"
        };
        let keys = if self.optional {
            "all keys not marked ?"
        } else {
            "all keys"
        };
        format!(
            "Answer with exactly one JSON document of {of}, {keys}, no others, no fence, no prose:"
        )
    }

    fn value(&mut self, shape: &'static Shape, place: &mut Place, at_definition: bool) -> Type {
        let mut shape = shape;
        let mut at_definition = at_definition;
        let mut nullable = false;
        loop {
            match shape {
                Shape::Nullable(inner) => {
                    nullable = true;
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
        let named = shape
            .name()
            .filter(|_| !at_definition)
            .and_then(|name| self.named(name, shape));
        let referred = named.is_some();
        let mut of = match named {
            Some(name) => Type::line(name),
            None => self.kind(shape, place),
        };
        self.rules(shape, place, &mut of, referred);
        if nullable { of.then("|null") } else { of }
    }

    /// The name of a type that is written elsewhere.
    fn named(&mut self, name: &'static Name, shape: &'static Shape) -> Option<String> {
        const FEW: usize = 4;
        if matches!(shape, Shape::Enum(of) if of.values.len() <= FEW) {
            return None;
        }
        // Unique among all types, so it stands for the type's identity.
        let def = self.graph.spoken(name)?.to_owned();
        if !self.pending.iter().any(|(known, ..)| *known == def) {
            self.pending.push((def.clone(), shape, self.at.clone()));
        }
        Some(def)
    }

    fn kind(&mut self, shape: &'static Shape, place: &mut Place) -> Type {
        match shape {
            Shape::Bool => Type::line("boolean"),
            Shape::Integer { .. } => Type::line("int"),
            Shape::Number(_) => Type::line("number"),
            Shape::String(_) => Type::line("string"),
            Shape::Enum(of) => {
                place.docs.push(of.doc);
                place.words.extend(of.values.iter().filter_map(value_words));
                let values: Vec<String> =
                    of.values.iter().map(|value| quoted(value.name)).collect();
                Type::line(values.join("|"))
            }
            Shape::List(list) => self.each(list.items, place).list(),
            Shape::Map(values) => {
                let values = self.each(values, place);
                let mut of = values.then(">");
                of.head.insert_str(0, "Record<string,");
                of
            }
            Shape::Object(of) => {
                place.docs.push(of.doc);
                self.object(None, of.fields)
            }
            Shape::Union(of) => {
                place.docs.push(of.doc);
                self.union(of)
            }
            _ => Type::line("any"),
        }
    }

    /// The items of a list or the values of a map; what is said of each is said in the comment
    /// around.
    fn each(&mut self, shape: &'static Shape, place: &mut Place) -> Type {
        let mut inner = Place::default();
        let mark = self.at.mark();
        self.at.push_key("*");
        let of = self.value(shape, &mut inner, false);
        self.at.truncate(mark);
        let comment = inner.comment();
        if !comment.is_empty() {
            place.words.push(format!("each: {comment}"));
        }
        of
    }

    fn rules(&mut self, shape: &'static Shape, place: &mut Place, of: &mut Type, referred: bool) {
        let own = if referred || lists_values(&place.rules) {
            &Shape::Untyped
        } else {
            shape
        };
        let mut constraints = Constraints::of(own, false);
        constraints.extend(&place.rules);
        let mut said = Vec::new();
        let mut listed = of.head.contains('"');
        for (keyword, value) in constraints.keywords(shape.core(), false) {
            // The first list of values is the type itself; a second one narrows it.
            if let (Keyword::Enum, Json::Array(values), false) = (keyword, &value, listed) {
                listed = true;
                let values: Vec<String> = values.iter().map(text).collect();
                *of = Type::line(values.join("|"));
                self.lose(vec![keyword], &of.head);
            } else {
                said.push((keyword, value));
            }
        }
        let own: Vec<String> = std::mem::take(&mut place.words);
        for (keywords, words) in phrases(&said) {
            self.lose(keywords, &words);
            place.words.push(words);
        }
        place.words.extend(own);
    }

    fn lose(&mut self, keywords: Vec<Keyword>, words: &str) {
        for keyword in keywords {
            self.losses.push(Loss {
                pointer: self.at.to_string(),
                keyword: keyword.name().to_owned(),
                words: words.to_owned(),
            });
        }
    }

    fn object(&mut self, tag: Option<(&str, &str)>, fields: &'static [Field]) -> Type {
        let mut rest = String::new();
        if let Some((tag, value)) = tag {
            if fields.is_empty() {
                return Type::line(format!("{{{}:{}}}", key(tag), quoted(value)));
            }
            rest.push('\n');
            rest.push_str(&key(tag));
            rest.push(':');
            rest.push_str(&quoted(value));
        }
        for field in fields {
            rest.push('\n');
            rest.push_str(&self.field(field));
        }
        rest.push_str("\n}");
        Type {
            head: "{".to_owned(),
            rest,
        }
    }

    fn field(&mut self, field: &'static Field) -> String {
        let mark = self.at.mark();
        self.at.push_key(field.name);
        let mut place = Place::of(field);
        let of = self.value(field.shape, &mut place, false);
        self.at.truncate(mark);
        self.optional |= field.optional;
        let mark = if field.optional { "?" } else { "" };
        place.line(&format!("{}{mark}:", key(field.name)), &of)
    }

    fn union(&mut self, of: &'static Union) -> Type {
        let mut rest = String::new();
        for variant in of.variants {
            rest.push_str("\n|");
            rest.push_str(&self.variant(of, variant));
        }
        Type {
            head: String::new(),
            rest,
        }
    }

    fn variant(&mut self, of: &'static Union, variant: &'static Variant) -> String {
        let tag = (of.tag, variant.name);
        let mut place = Place {
            docs: vec![variant.doc],
            ..Place::default()
        };
        let body = match (variant.body, of.content) {
            (Body::Unit, _) => self.object(Some(tag), &[]),
            (Body::Fields(fields), None) => self.object(Some(tag), fields),
            (Body::Value(shape), None) => match shape.core() {
                Shape::Object(Object { doc, fields, .. }) => {
                    place.docs.push(doc);
                    self.object(Some(tag), fields)
                }
                _ => self.object(Some(tag), &[]),
            },
            (body, Some(content)) => {
                let mark = self.at.mark();
                self.at.push_key(content);
                let mut inner = match body {
                    Body::Fields(fields) => self.object(None, fields),
                    Body::Value(shape) => self.value(shape, &mut place, false),
                    Body::Unit => Type::line("null"),
                };
                self.at.truncate(mark);
                let before = format!(
                    "{{{}:{},{}:",
                    key(of.tag),
                    quoted(variant.name),
                    key(content)
                );
                inner.head.insert_str(0, &before);
                inner.then("}")
            }
        };
        place.line("", &body)
    }
}

fn value_words(value: &EnumValue) -> Option<String> {
    let doc = one_line(value.doc);
    (!doc.is_empty()).then(|| {
        let name = if value.name.contains(char::is_control) {
            quoted(value.name)
        } else {
            value.name.to_owned()
        };
        format!("{name}: {doc}")
    })
}
