//! A provider's report on itself: names and plain values, for receipts.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

/// A provider's report on one attempt, by name: facts that only this provider knows, such as the
/// digest of a model's weights.
///
/// A receipt keeps and prints them as they are, without knowing them. Whoever wrote the provider
/// says what the names mean.
///
/// ```
/// use driftless::provider::Details;
///
/// let mut details = Details::default();
/// details.set("model_digest", "b179c952");
/// details.set("forced_tokens", 12_u64);
/// let json = serde_json::to_string(&details)?;
/// assert_eq!(json, r#"{"forced_tokens":12,"model_digest":"b179c952"}"#);
/// assert_eq!(details.get("forced_tokens").and_then(|detail| detail.as_count()), Some(12));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Details(BTreeMap<String, Detail>);

impl Details {
    /// Sets the value of `name`; an earlier one is replaced.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<Detail>) {
        self.0.insert(name.into(), value.into());
    }

    /// Returns the value of `name`; `None` if there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Detail> {
        self.0.get(name)
    }

    /// Returns all names and values, in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Detail)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Returns `true` if nothing was reported.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Changes every name and every text.
    pub(crate) fn change_texts(&mut self, change: impl Fn(&mut String)) {
        let changed = std::mem::take(&mut self.0).into_iter();
        let changed = changed.map(|(mut name, mut value)| {
            change(&mut name);
            if let Detail::Text(text) = &mut value {
                change(text);
            }
            (name, value)
        });
        self.0 = changed.collect();
    }
}

/// A value of [`Details`]; in JSON a Boolean, a number or a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Detail {
    /// A yes or no.
    Flag(bool),
    /// A number of things.
    Count(u64),
    /// A text.
    Text(String),
}

impl Detail {
    /// Returns the yes or no; `None` if the value is another.
    #[must_use]
    pub fn as_flag(&self) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// Returns the number; `None` if the value is another.
    #[must_use]
    pub fn as_count(&self) -> Option<u64> {
        match self {
            Self::Count(count) => Some(*count),
            _ => None,
        }
    }

    /// Returns the text; `None` if the value is another.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl From<bool> for Detail {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<u64> for Detail {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<String> for Detail {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Detail {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl fmt::Display for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => flag.fmt(f),
            Self::Count(count) => count.fmt(f),
            Self::Text(text) => f.write_str(text),
        }
    }
}

impl<'de> Deserialize<'de> for Detail {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Reader)
    }
}

/// Reads one value. A derived reader of an untagged enum would fail on numbers wherever another
/// crate switches on `arbitrary_precision` in `serde_json`: they come as maps of one text then.
struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Detail;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a Boolean, a whole number that isn't negative, or a text")
    }

    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<Detail, E> {
        Ok(Detail::Flag(flag))
    }

    fn visit_u64<E: de::Error>(self, count: u64) -> Result<Detail, E> {
        Ok(Detail::Count(count))
    }

    fn visit_i64<E: de::Error>(self, count: i64) -> Result<Detail, E> {
        let read = u64::try_from(count).map(Detail::Count);
        read.map_err(|_negative| E::invalid_value(de::Unexpected::Signed(count), &self))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Detail, E> {
        Ok(Detail::Text(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Detail, A::Error> {
        let number: Option<(String, String)> = map.next_entry()?;
        let read = number.and_then(|(_marker, text)| text.parse().ok());
        let wrong = || de::Error::invalid_type(de::Unexpected::Map, &self);
        read.map(Detail::Count).ok_or_else(wrong)
    }
}
