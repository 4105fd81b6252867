//! Members of a request body in the vendor's own words, merged into what driftless writes.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

/// Members that carry the prompt, the contract or what a plan counts on, in all wire forms. They
/// can't be replaced; members of other objects, such as Gemini's `generationConfig`, can be added.
const OWN: &[&str] = &[
    "contents",
    "input",
    "instructions",
    "max_completion_tokens",
    "max_output_tokens",
    "max_tokens",
    "messages",
    "model",
    "parallel_tool_calls",
    "response_format",
    "stream",
    "stream_options",
    "system",
    "systemInstruction",
    "system_instruction",
    "tool_choice",
    "toolConfig",
    "tools",
];

/// Returns `true` if driftless writes a member of this name.
pub(super) fn is_own(name: &str) -> bool {
    OWN.contains(&name)
}

/// A member that stands in the body already, as a path such as `generationConfig.temperature`.
#[derive(Debug)]
pub(super) struct Taken(String);

impl fmt::Display for Taken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the member `{}` of the request is written by driftless; leave it out of `.extra(…)`",
            self.0
        )
    }
}

/// Returns `body` with the members of `extra` behind its own. Objects are merged member by member.
///
/// # Errors
/// [`Taken`] for a member that is there already.
pub(super) fn merged(body: Vec<u8>, extra: &[(String, Value)]) -> Result<Vec<u8>, Taken> {
    if extra.is_empty() {
        return Ok(body);
    }
    let extra: Vec<(&str, &Value)> = extra
        .iter()
        .map(|(name, value)| (name.as_str(), value))
        .collect();
    let Ok(members) = serde_json::from_slice::<Members<'_>>(&body) else {
        // Every envelope is an object.
        return Ok(body);
    };
    let merged = members.with(&extra, "")?;
    Ok(serde_json::to_vec(&merged).unwrap_or(body))
}

/// The members of an object, in their order, each as it was written.
struct Members<'a>(Vec<(String, &'a RawValue)>);

/// An object's own members and those that are put to them.
struct Merged<'a>(Vec<(String, Part<'a>)>);

enum Part<'a> {
    Own(&'a RawValue),
    Extra(&'a Value),
    Both(Merged<'a>),
}

impl<'a> Members<'a> {
    fn with(self, extra: &[(&str, &'a Value)], path: &str) -> Result<Merged<'a>, Taken> {
        let mut parts = Vec::with_capacity(self.0.len().saturating_add(extra.len()));
        let mut rest = extra.to_vec();
        for (name, own) in self.0 {
            let Some(at) = rest.iter().position(|(other, _)| *other == name) else {
                parts.push((name, Part::Own(own)));
                continue;
            };
            let (_, value) = rest.remove(at);
            let path = format!("{path}{name}");
            let (Value::Object(added), Ok(inner)) =
                (value, serde_json::from_str::<Members<'a>>(own.get()))
            else {
                return Err(Taken(path));
            };
            let added: Vec<(&str, &Value)> = added
                .iter()
                .map(|(name, value)| (name.as_str(), value))
                .collect();
            parts.push((name, Part::Both(inner.with(&added, &format!("{path}."))?)));
        }
        let rest = rest.into_iter();
        parts.extend(rest.map(|(name, value)| (name.to_owned(), Part::Extra(value))));
        Ok(Merged(parts))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(InOrder)
    }
}

impl Serialize for Merged<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, part) in &self.0 {
            match part {
                Part::Own(raw) => map.serialize_entry(name, raw)?,
                Part::Extra(value) => map.serialize_entry(name, value)?,
                Part::Both(merged) => map.serialize_entry(name, merged)?,
            }
        }
        map.end()
    }
}
