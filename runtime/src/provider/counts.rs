//! What an answer has cost, read member by member: one that can't be read, or is told twice and differently, is unknown and takes no other with it.

use std::borrow::Cow;

use rust_decimal::Decimal;
use serde_json::value::RawValue;

use crate::json::{Reader, Stop};
use crate::money::Usd;

/// The members of an object and of the objects right within it, each as it was written, read in one pass since every answer has them.
#[derive(Debug, Default)]
pub(super) struct Counts<'a>(Vec<Member<'a>>);

/// One with a name, and that without escapes, as all vendors write theirs.
#[derive(Debug)]
struct Member<'a> {
    /// The member that holds this one; empty for the outermost.
    of: &'a str,
    name: &'a str,
    value: &'a str,
}

/// The members of one object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Within<'c> {
    all: &'c [Member<'c>],
    of: &'c str,
}

/// In `cost_in_usd_ticks` (xAI, page "Cost tracking", 2026-11): a US dollar is 10^10 ticks.
const TICKS: u32 = 10;

/// As many members as vendors mostly tell.
const USUAL: usize = 16;

impl<'a> Counts<'a> {
    /// None at all if `raw` is no object, and none behind a text that holds half of a surrogate pair.
    pub(super) fn read(raw: &'a RawValue) -> Self {
        let mut this = Self(Vec::with_capacity(USUAL));
        let _whole = this.object(&mut Reader::new(raw.get()), "");
        this
    }

    fn object(&mut self, reader: &mut Reader<'a>, of: &'a str) -> Result<(), Stop> {
        reader.map()?;
        let mut first = true;
        while let Some(name) = reader.entry(&mut first)? {
            let start = reader.start();
            let name = match name {
                Cow::Borrowed(name) if !name.is_empty() => name,
                _ => {
                    reader.skip()?;
                    continue;
                }
            };
            if of.is_empty() && reader.peek() == Some(b'{') {
                self.object(reader, name)?;
            } else {
                reader.skip()?;
            }
            let value = reader.since(start);
            self.0.push(Member { of, name, value });
        }
        Ok(())
    }

    /// The members of the object `name`.
    pub(super) fn within<'c>(&'c self, name: &'c str) -> Within<'c> {
        Within {
            all: &self.0,
            of: name,
        }
    }

    /// The count `name`, if it is one.
    pub(super) fn count(&self, name: &str) -> Option<u64> {
        self.within("").count(name)
    }

    /// The first of `names` that is a count.
    pub(super) fn first(&self, names: &[&str]) -> Option<u64> {
        self.within("").first(names)
    }

    /// What the server says that the answer cost, in all the ways in which servers say it.
    pub(super) fn cost(&self) -> Option<Usd> {
        // xAI's models on Azure tell none, whose bill is another (recorded 2026-07).
        if let Some(ticks) = self.count("cost_in_usd_ticks").filter(|ticks| *ticks > 0) {
            let amount = Decimal::from_i128_with_scale(i128::from(ticks), TICKS);
            return Some(Usd::from_decimal(amount));
        }
        let told = self.within("");
        let cost = told
            .dollars("cost")
            // Perplexity (API reference, 2026-08).
            .or_else(|| self.within("cost").dollars("total_cost"))?;
        if told.raw("is_byok") == Some("true") {
            // OpenRouter's own fee; the vendor's bill goes to the key's owner (recorded 2026-07).
            let upstream = self.within("cost_details");
            return cost.checked_add(upstream.dollars("upstream_inference_cost")?);
        }
        Some(cost)
    }
}

impl<'c> Within<'c> {
    fn raw(self, name: &str) -> Option<&'c str> {
        let here = |member: &&Member<'_>| member.name == name && member.of == self.of;
        let mut told = self.all.iter().filter(here);
        let value = told.next()?.value;
        told.all(|other| other.value == value).then_some(value)
    }

    /// The count `name`, if it is one.
    pub(super) fn count(self, name: &str) -> Option<u64> {
        self.raw(name)?.parse().ok()
    }

    /// The first of `names` that is a count.
    pub(super) fn first(self, names: &[&str]) -> Option<u64> {
        names.iter().find_map(|name| self.count(name))
    }

    fn dollars(self, name: &str) -> Option<Usd> {
        Usd::told(self.raw(name)?)
    }
}
