//! A call's value.

use std::fmt;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::contract::Contract;
use crate::decode::{Strict, serialize_document};
use crate::receipt::Receipt;

/// A typed value, and the record of how it came about.
///
/// Serialised, it is an object of `value`, in the contract's own JSON form whatever the type's
/// serde traits are, and `receipt`; when it is read back, the value is checked by the contract
/// again.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Answer<T> {
    /// The value; every rule of the contract holds for it.
    pub value: T,
    /// The record of the call: serving model, cost and time.
    pub receipt: Receipt,
}

impl<T> Answer<T> {
    /// Returns the answer that a plan would give, for a stand-in of your own; the caller answers
    /// for the value's rules.
    ///
    /// ```
    /// use driftless::{Answer, Contract, Receipt};
    ///
    /// #[derive(Debug, Contract)]
    /// struct Mood { happy: bool }
    ///
    /// let answer = Answer::new(Mood { happy: true }, Receipt::new("FindMood", "Mood"));
    /// let row = serde_json::to_string(&answer)?;
    /// assert!(row.starts_with(r#"{"value":{"happy":true},"receipt":{"#));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub const fn new(value: T, receipt: Receipt) -> Self {
        Self { value, receipt }
    }
}

impl<T> fmt::Display for Answer<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.receipt.fmt(f)
    }
}

/// A value as its contract writes it.
struct Document<'v, T>(&'v T);

impl<T: Contract> Serialize for Document<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_document(self.0, serializer)
    }
}

impl<T: Contract> Serialize for Answer<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Answer", 2)?;
        out.serialize_field("value", &Document(&self.value))?;
        out.serialize_field("receipt", &self.receipt)?;
        out.end()
    }
}

#[derive(serde::Deserialize)]
#[serde(bound = "T: Contract")]
struct Parts<T> {
    value: Strict<T>,
    receipt: Receipt,
}

impl<'de, T: Contract> Deserialize<'de> for Answer<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Parts::<T> { value, receipt } = Parts::deserialize(deserializer)?;
        Ok(Self::new(value.into_inner(), receipt))
    }
}
