//! What an answer has cost, read member by member: one that can't be read, or is told twice and differently, is unknown and takes no other with it.

use std::borrow::Cow;
use std::fmt;

use rust_decimal::Decimal;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::money::Usd;

/// The members of an object, each as it was written.
#[derive(Debug, Default)]
pub(super) struct Counts<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

/// In `cost_in_usd_ticks` (xAI, page "Cost tracking", 2026-11): a US dollar is 10^10 ticks.
const TICKS: u32 = 10;

impl<'a> Counts<'a> {
    /// None at all if `raw` is no object.
    pub(super) fn read(raw: &'a RawValue) -> Self {
        serde_json::from_str(raw.get()).unwrap_or_default()
    }

    fn raw(&self, name: &str) -> Option<&'a str> {
        let mut values = self.0.iter().filter(|(key, _)| key == name);
        let (_, value) = values.next()?;
        values
            .all(|(_, other)| other.get() == value.get())
            .then_some(value.get())
    }

    /// The count `name`, if it is one.
    pub(super) fn count(&self, name: &str) -> Option<u64> {
        self.raw(name)?.parse().ok()
    }

    /// The first of `names` that is a count.
    pub(super) fn first(&self, names: &[&str]) -> Option<u64> {
        names.iter().find_map(|name| self.count(name))
    }

    /// The members of the object `name`.
    pub(super) fn within(&self, name: &str) -> Self {
        let inner = self.raw(name).map(serde_json::from_str);
        inner.and_then(Result::ok).unwrap_or_default()
    }

    fn dollars(&self, name: &str) -> Option<Usd> {
        Usd::told(self.raw(name)?)
    }

    /// What the server says that the answer cost, in all the ways in which servers say it.
    pub(super) fn cost(&self) -> Option<Usd> {
        // xAI's models on Azure tell none, whose bill is another (recorded 2026-07).
        if let Some(ticks) = self.count("cost_in_usd_ticks").filter(|ticks| *ticks > 0) {
            let amount = Decimal::from_i128_with_scale(i128::from(ticks), TICKS);
            return Some(Usd::from_decimal(amount));
        }
        let cost = self
            .dollars("cost")
            // Perplexity (API reference, 2026-08).
            .or_else(|| self.within("cost").dollars("total_cost"))?;
        if self.raw("is_byok") == Some("true") {
            // OpenRouter's own fee; the vendor's bill goes to the key's owner (recorded 2026-07).
            let upstream = self.within("cost_details");
            return cost.checked_add(upstream.dollars("upstream_inference_cost")?);
        }
        Some(cost)
    }
}

#[derive(serde::Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> Deserialize<'de> for Counts<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(CountsVisitor)
    }
}

struct CountsVisitor;

impl<'de> Visitor<'de> for CountsVisitor {
    type Value = Counts<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Counts<'de>, A::Error> {
        let mut counts = Vec::new();
        while let Some((Key(name), value)) = members.next_entry()? {
            counts.push((name, value));
        }
        Ok(Counts(counts))
    }
}
