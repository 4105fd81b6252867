//! Between serde's data model and JSON text, guided by a contract's shape.
//!
//! From `serde_json` the source text is taken as it is, by the protocol of its `RawValue`.
//! Everywhere else values come as the deserializer sees them, and the decoder judges. With
//! `arbitrary_precision`, `serde_json` hides numbers in maps with a magic key from whoever buffers
//! them; such a map is never taken for a number, because a model could have written it.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{Error as _, SerializeMap, SerializeSeq, Serializer};
use serde_json::value::RawValue;

use crate::contract::Contract;
use crate::json::{MAX_DEPTH, Node, NodeKind, write_string};
use crate::shape::{Body, Field, Shape, Union};

/// The name by which `serde_json` is asked for source text.
const RAW: &str = "$serde_json::private::RawValue";
/// The common beginning of all its magic keys.
const MAGIC: &str = "$serde_json::private::";

/// The serializer that takes such text as it is, and no other does.
const TEXT_WRITER: &str = "serde_json::ser::Serializer<";

/// The types by which it hands that text over.
const SOURCES: [&str; 2] = [
    "serde_json::raw::BorrowedRawDeserializer",
    "serde_json::raw::OwnedRawDeserializer",
];

/// Returns the deserializer's content as JSON text.
pub(super) fn text_of<'de, D: Deserializer<'de>>(
    shape: &'static Shape,
    deserializer: D,
) -> Result<String, D::Error> {
    let mut out = String::new();
    let part = Part {
        shape,
        depth: 0,
        out: &mut out,
    };
    deserializer.deserialize_newtype_struct(RAW, part)?;
    Ok(out)
}

/// One value, on its way into `out`.
struct Part<'o> {
    shape: &'static Shape,
    depth: u32,
    out: &'o mut String,
}

impl Part<'_> {
    fn inside(&mut self, shape: &'static Shape) -> Part<'_> {
        Part {
            shape,
            depth: self.depth + 1,
            out: self.out,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Part<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(mut self, deserializer: D) -> Result<(), D::Error> {
        if self.depth > 2 * MAX_DEPTH {
            return Err(D::Error::custom("too many levels"));
        }
        let wraps = |layer: &&Shape| matches!(layer, Shape::Newtype(_) | Shape::Back(_));
        let mut layers = self.shape.layers();
        self.shape = layers.find(|layer| !wraps(layer)).unwrap_or(self.shape);
        match self.shape {
            Shape::Bool => deserializer.deserialize_bool(self),
            Shape::String(_) | Shape::Enum(_) => deserializer.deserialize_str(self),
            Shape::Nullable(_) => deserializer.deserialize_option(self),
            Shape::List(_) => deserializer.deserialize_seq(self),
            Shape::Map(_) | Shape::Object(_) | Shape::Union(_) => {
                deserializer.deserialize_map(self)
            }
            // Numbers too: some deserializers refuse to hand `1.0` over as an integer.
            _ => deserializer.deserialize_any(self),
        }
    }
}

macro_rules! scalars {
    ($($visit:ident: $type:ty,)*) => {$(
        fn $visit<E: serde::de::Error>(self, value: $type) -> Result<(), E> {
            Contract::write(&value, self.out);
            Ok(())
        }
    )*};
}

macro_rules! floats {
    ($($visit:ident: $type:ty,)*) => {$(
        fn $visit<E: serde::de::Error>(self, value: $type) -> Result<(), E> {
            if !value.is_finite() {
                return Err(E::custom("a number that is not finite, which JSON has no form for"));
            }
            Contract::write(&value, self.out);
            Ok(())
        }
    )*};
}

impl<'de> Visitor<'de> for Part<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&super::words::kind_of(self.shape))
    }

    scalars! {
        visit_bool: bool,
        visit_i64: i64,
        visit_u64: u64,
        visit_i128: i128,
        visit_u128: u128,
    }

    floats! {
        visit_f32: f32,
        visit_f64: f64,
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        write_string(self.out, text);
        Ok(())
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.out.push_str("null");
        Ok(())
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(mut self, deserializer: D) -> Result<(), D::Error> {
        let shape = match self.shape {
            Shape::Nullable(inner) => inner,
            other => other,
        };
        self.inside(shape).deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        let shape = match self.shape.core() {
            Shape::List(list) => list.items,
            _ => &Shape::Untyped,
        };
        self.out.push('[');
        while items.next_element_seed(self.inside(shape))?.is_some() {
            self.out.push(',');
        }
        end(self.out, ']');
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<(), A::Error> {
        // Only its own types are trusted with the protocol, also inside a wrapper (web frameworks
        // track paths so); a map of any other deserializer holds what somebody wrote.
        let name = std::any::type_name::<A>();
        let is_source = SOURCES.iter().any(|source| name.contains(source));
        let from = self.out.len();
        self.out.push('{');
        while let Some(key) = members.next_key::<String>()? {
            if key == RAW && is_source {
                self.out.truncate(from);
                self.out.push_str(&members.next_value::<String>()?);
                return Ok(());
            }
            if key.starts_with(MAGIC) {
                return Err(A::Error::custom(
                    "a number whose text serde_json has hidden in a map; deserialize from text",
                ));
            }
            write_string(self.out, &key);
            self.out.push(':');
            let shape = member(self.shape.core(), &key);
            members.next_value_seed(self.inside(shape))?;
            self.out.push(',');
        }
        end(self.out, '}');
        Ok(())
    }
}

/// Replaces the last comma by the closing bracket.
fn end(out: &mut String, close: char) {
    if out.ends_with(',') {
        out.pop();
    }
    out.push(close);
}

/// The shape of the member `key`; free-form where the contract declares no such key, or several of
/// different kinds.
fn member(shape: &'static Shape, key: &str) -> &'static Shape {
    let of = |fields: &'static [Field]| {
        fields
            .iter()
            .find(|field| field.name == key)
            .map(|field| field.shape)
    };
    match shape {
        Shape::Map(values) => values,
        Shape::Object(object) => of(object.fields).unwrap_or(&Shape::Untyped),
        Shape::Union(union) => variant_member(union, key, of),
        _ => &Shape::Untyped,
    }
}

fn variant_member(
    union: &'static Union,
    key: &str,
    of: impl Fn(&'static [Field]) -> Option<&'static Shape>,
) -> &'static Shape {
    if union.tag == key {
        return &Shape::String(crate::shape::Text::Any);
    }
    let mut found =
        union
            .variants
            .iter()
            .filter_map(|variant| match (variant.body, union.content) {
                (Body::Fields(fields), None) => of(fields),
                (Body::Value(shape), None) => match shape.core() {
                    Shape::Object(object) => of(object.fields),
                    _ => None,
                },
                (Body::Value(shape), Some(content)) if content == key => Some(shape),
                _ => None,
            });
    match (found.next(), found.next()) {
        (Some(shape), None) => shape,
        _ => &Shape::Untyped,
    }
}

/// Hands JSON text over to a serializer, numbers unchanged or not at all.
pub(super) fn serialize<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let node = Node::parse(text).map_err(|_syntax| S::Error::custom("no JSON form"))?;
    serde::Serialize::serialize(&Written(&node), serializer)
}

/// A node that is serialized.
struct Written<'n, 'a>(&'n Node<'a>);

impl serde::Serialize for Written<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0.kind {
            NodeKind::Null => serializer.serialize_unit(),
            NodeKind::Bool(value) => serializer.serialize_bool(*value),
            NodeKind::String(text) => serializer.serialize_str(text),
            NodeKind::Number(number) => {
                let whole = number
                    .to_i128()
                    .filter(|_| !number.as_str().contains(['.', 'e']));
                if let Some(value) = whole {
                    return match (i64::try_from(value), u64::try_from(value)) {
                        (Ok(value), _) => serializer.serialize_i64(value),
                        (_, Ok(value)) => serializer.serialize_u64(value),
                        _ => serializer.serialize_i128(value),
                    };
                }
                match (number.to_same_f64(), number.to_u128()) {
                    (_, Some(value)) if !number.as_str().contains(['.', 'e']) => {
                        serializer.serialize_u128(value)
                    }
                    (Some(value), _) => serializer.serialize_f64(value),
                    _ if std::any::type_name::<S>().contains(TEXT_WRITER) => {
                        let raw = RawValue::from_string(number.as_str().to_owned());
                        serde::Serialize::serialize(&*raw.map_err(S::Error::custom)?, serializer)
                    }
                    _ => Err(S::Error::custom("a number that no double holds exactly")),
                }
            }
            NodeKind::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(&Written(item))?;
                }
                list.end()
            }
            NodeKind::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (_, key, value) in members {
                    map.serialize_entry(key, &Written(value))?;
                }
                map.end()
            }
        }
    }
}
