//! The usage in an answer, read member by member: one that can't be read, or is given twice with
//! different values, is unknown and affects no other.

use std::str::FromStr;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::value::RawValue;

use crate::money::Usd;
use crate::tariff::{self, Mark};

/// The members of an object and of the objects right within it, each as it was written, read in one
/// pass since every answer has them.
#[derive(Debug, Default)]
pub(super) struct UsageReader<'a>(Vec<Member<'a>>);

/// Names are taken as they were written; no vendor writes one with an escape.
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

/// Names of what a cache keeps for hours: Anthropic's and OpenAI's (API references, 2026-11).
pub(super) const LONG_WRITES: &[&str] = &["ephemeral_1h_input_tokens", "ttl_12h_tokens"];

/// The larger of two reports of one count: it only grows within one answer.
pub(super) fn more(one: Option<u64>, other: Option<u64>) -> Option<u64> {
    one.max(other)
}

/// Number of members that vendors mostly send.
const USUAL: usize = 16;

impl<'a> UsageReader<'a> {
    /// None at all if `raw` is no object.
    pub(super) fn read(raw: &'a RawValue) -> Self {
        Self::of(raw.get())
    }

    fn of(text: &'a str) -> Self {
        let mut this = Self(Vec::with_capacity(USUAL));
        let _rest = this.object(text.trim_ascii_start(), "");
        this
    }

    /// Reads the object with which `text` begins; gives what follows it. The text is known to be
    /// JSON, so that nothing but its parts is looked for.
    fn object(&mut self, text: &'a str, of: &'a str) -> Option<&'a str> {
        let mut rest = text.strip_prefix('{')?.trim_ascii_start();
        loop {
            if let Some(behind) = rest.strip_prefix('}') {
                return Some(behind);
            }
            let (name, behind) = string(rest)?;
            let from = behind
                .trim_ascii_start()
                .strip_prefix(':')?
                .trim_ascii_start();
            let behind = if of.is_empty() && !name.is_empty() && from.starts_with('{') {
                self.object(from, name)?
            } else {
                skip(from)?
            };
            let value = from.get(..from.len() - behind.len())?.trim_ascii_end();
            self.0.push(Member { of, name, value });
            rest = behind.trim_ascii_start();
            rest = rest.strip_prefix(',').unwrap_or(rest).trim_ascii_start();
        }
    }

    /// Returns the members of the object `name`; none if it is given twice with different values.
    pub(super) fn within<'c>(&'c self, name: &'c str) -> Within<'c> {
        let once = self.outermost().raw(name).is_some();
        Within {
            all: if once { &self.0 } else { &[] },
            of: name,
        }
    }

    fn outermost(&self) -> Within<'_> {
        Within {
            all: &self.0,
            of: "",
        }
    }

    /// The count `name`, if it is one.
    pub(super) fn count(&self, name: &str) -> Option<u64> {
        self.outermost().count(name)
    }

    /// The text `name`, if it is one.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let raw = self.outermost().raw(name)?;
        raw.strip_prefix('"')?.strip_suffix('"')
    }

    /// Returns the list `name` as JSON text, if it is one.
    pub(super) fn parts(&self, name: &str) -> Option<&str> {
        let raw = self.outermost().raw(name)?;
        raw.starts_with('[').then_some(raw)
    }

    /// The first of `names` that is a count.
    pub(super) fn first(&self, names: &[&str]) -> Option<u64> {
        self.outermost().first(names)
    }

    /// Adds the mark of a bill that is there and can't be read: nobody knows what it says, so that
    /// the price in the catalogue isn't what the answer cost.
    pub(super) fn mark_unread_bill(&self, marks: &mut Vec<Mark>) {
        let bill = self.outermost().raw("cost");
        if let Some(bill) = bill.filter(|bill| *bill != "null" && !bill.starts_with('{'))
            && self.cost().is_none()
        {
            tariff::add(marks, tariff::BILL, Some(bill.trim_matches('"')));
        }
    }

    /// Returns the cost that the server reports, in all the ways in which servers report it.
    pub(super) fn cost(&self) -> Option<Usd> {
        // xAI's models on Azure, whose bill is another, report none (recorded 2026-07).
        if let Some(ticks) = self.count("cost_in_usd_ticks").filter(|ticks| *ticks > 0) {
            let amount = Decimal::from_i128_with_scale(i128::from(ticks), TICKS);
            return Some(Usd::from_decimal(amount));
        }
        let told = self.outermost();
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

    /// The count `name`, if it is one. Some servers write it as text, or as a number with a
    /// fraction of nothing.
    pub(super) fn count(self, name: &str) -> Option<u64> {
        let raw = self.raw(name)?;
        raw.parse().ok().or_else(|| {
            let number = Decimal::from_str(unquoted(raw)).ok()?;
            number.is_integer().then(|| number.to_u64())?
        })
    }

    /// The first of `names` that is a count.
    pub(super) fn first(self, names: &[&str]) -> Option<u64> {
        names.iter().find_map(|name| self.count(name))
    }

    /// The members of the object `name` within this one; none if there is no such object.
    pub(super) fn inner(self, name: &str) -> UsageReader<'c> {
        self.raw(name).map(UsageReader::of).unwrap_or_default()
    }

    fn dollars(self, name: &str) -> Option<Usd> {
        let amount = unquoted(self.raw(name)?);
        Usd::told(amount.strip_prefix('$').unwrap_or(amount))
    }
}

/// Returns what stands between the quotes of `raw`, or `raw` if it has none.
fn unquoted(raw: &str) -> &str {
    let inner = raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"'));
    inner.unwrap_or(raw)
}

/// The string with which `text` begins, without its quotes, and what follows it.
fn string(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('"')?;
    let mut at = 0;
    loop {
        at += memchr::memchr2(b'"', b'\\', inner.as_bytes().get(at..)?)?;
        if inner.as_bytes().get(at) == Some(&b'"') {
            return Some((inner.get(..at)?, inner.get(at.checked_add(1)?..)?));
        }
        // The escaped character can't end the string.
        at = at.checked_add(2)?;
    }
}

/// Returns the text after the value with which `text` begins, and after white space.
fn skip(text: &str) -> Option<&str> {
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(byte) = text.as_bytes().get(at) {
        match byte {
            b',' | b'}' | b']' if depth == 0 => break,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            b'"' => {
                let (_, behind) = string(text.get(at..)?)?;
                at = text.len() - behind.len();
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    text.get(at..)
}
