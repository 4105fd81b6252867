//! A contract type for code that wants serde's and schemars' traits: web frameworks, tool servers.

use std::borrow::Cow;
use std::fmt;
use std::ops::{Deref, DerefMut};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;

use super::{decode, transcode, words};
use crate::contract::Contract;

/// A value of a contract that deserializes as strictly as [`decode`](crate::decode()) does, from
/// any self-describing format.
///
/// From JSON text the verdict is that of `decode`, to the last digit and whatever features
/// `serde_json` is built with. Other deserializers hand over numbers that they have rounded
/// already, and a `serde_json::Value` has lost repeated keys.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(
    clippy::exhaustive_structs,
    reason = "a newtype to be taken apart by its users"
)]
pub struct Strict<T>(pub T);

impl<T> Strict<T> {
    /// Returns the value.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Strict<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Strict<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T> From<T> for Strict<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: fmt::Display> fmt::Display for Strict<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de, T: Contract> Deserialize<'de> for Strict<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = transcode::text_of(T::SHAPE, deserializer)?;
        decode(&text)
            .map(Self)
            .map_err(|drift| D::Error::custom(drift.summary()))
    }
}

impl<T: Contract> Serialize for Strict<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_document(&self.0, serializer)
    }
}

/// Serialises `value` as its contract writes it.
///
/// # Errors
/// Those of `serializer`.
pub fn serialize_document<T: Contract, S: Serializer>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut text = String::new();
    value.write(&mut text);
    transcode::serialize(&text, serializer)
}

impl<T: Contract> JsonSchema for Strict<T> {
    /// The definitions are named here, because their references must fit the document around.
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Cow::Owned(words::title(T::SHAPE))
    }

    fn schema_id() -> Cow<'static, str> {
        let name = T::SHAPE.name().map_or("", |name| name.id);
        Cow::Owned(format!("{name}#{}", T::fingerprint().text()))
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut whole: Value = T::json_schema().to_value();
        let mut definitions = Vec::new();
        if let Value::Object(members) = &mut whole {
            members.remove("$schema");
            if let Some(Value::Object(inner)) = members.remove("$defs") {
                definitions.extend(inner);
            }
        }
        let title = Self::schema_name().replace(|next: char| !next.is_alphanumeric(), "_");
        let path = generator.settings().definitions_path.to_string();
        let path = path.trim_end_matches('/');
        let mut is_recursive = false;
        let mut rename = |reference: &str| {
            if let Some(name) = reference.strip_prefix("#/$defs/") {
                format!("#{path}/{title}.{name}")
            } else {
                is_recursive = true;
                format!("#{path}/{title}")
            }
        };
        rewrite(&mut whole, &mut rename);
        for (_, schema) in &mut definitions {
            rewrite(schema, &mut rename);
        }
        let known = generator.definitions_mut();
        for (name, schema) in definitions {
            known.insert(format!("{title}.{name}"), schema);
        }
        if is_recursive {
            known.insert(title.clone(), whole);
            return Schema::new_ref(format!("#{path}/{title}"));
        }
        Schema::try_from(whole).unwrap_or_default()
    }
}

/// Gives every reference its new name.
fn rewrite(schema: &mut Value, rename: &mut impl FnMut(&str) -> String) {
    match schema {
        Value::Array(items) => {
            for item in items {
                rewrite(item, rename);
            }
        }
        Value::Object(members) => {
            for (key, value) in members.iter_mut() {
                match value {
                    Value::String(reference) if key == "$ref" => *reference = rename(reference),
                    other => rewrite(other, rename),
                }
            }
        }
        _ => {}
    }
}
