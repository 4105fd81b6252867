//! The keys of one entry, taken one by one; what is left over at the end is unknown.

use super::error::{Wrong, value_error};
use crate::estimate::{Estimate, Measured};
use crate::money::{Usd, usd};
use driftless_base::lock::Value;

/// Keys with their values and lines.
pub(super) struct Keys {
    /// The table's own line.
    line: usize,
    left: Vec<(Vec<String>, Value, usize)>,
}

impl Keys {
    pub(super) fn new(line: usize, all: Vec<(Vec<String>, Value, usize)>) -> Self {
        Self { line, left: all }
    }

    /// The members of an inline table that stands in `line`.
    pub(super) fn inline(line: usize, members: Vec<(String, Value)>) -> Self {
        let left = members
            .into_iter()
            .map(|(name, value)| (vec![name], value, line))
            .collect();
        Self { line, left }
    }

    fn take(&mut self, key: &str) -> Option<(Value, usize)> {
        let at = self
            .left
            .iter()
            .position(|(path, _, _)| path.iter().map(String::as_str).eq(key.split('.')))?;
        let (_, value, line) = self.left.remove(at);
        Some((value, line))
    }

    fn must(&mut self, key: &str) -> Result<(Value, usize), Wrong> {
        let missing = || value_error(self.line, &format!("`{key}` is missing"));
        let missing = missing();
        self.take(key).ok_or(missing)
    }

    pub(super) fn text(&mut self, key: &str) -> Result<(String, usize), Wrong> {
        match self.must(key)? {
            (Value::Text(text), line) => Ok((text, line)),
            (_, line) => Err(other_type(line, key, "a string")),
        }
    }

    /// A text that is read further.
    pub(super) fn parsed<T>(
        &mut self,
        key: &str,
        what: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<T, Wrong> {
        let (text, line) = self.text(key)?;
        read(&text).ok_or_else(|| other_type(line, key, what))
    }

    pub(super) fn count(&mut self, key: &str) -> Result<u64, Wrong> {
        match self.must(key)? {
            (Value::Number(number), line) => number
                .parse()
                .map_err(|_no_count| other_type(line, key, "a whole number")),
            (_, line) => Err(other_type(line, key, "a whole number")),
        }
    }

    pub(super) fn measured(&mut self, key: &str) -> Result<Measured, Wrong> {
        let (value, line) = self.must(key)?;
        let Value::Number(number) = value else {
            return Err(other_type(line, key, "a number"));
        };
        number
            .parse()
            .ok()
            .and_then(Measured::new)
            .ok_or_else(|| other_type(line, key, "a number"))
    }

    pub(super) fn estimate(&mut self, key: &str) -> Result<Estimate, Wrong> {
        let (value, line) = self.must(key)?;
        let Value::Table(members) = value else {
            return Err(other_type(line, key, "a table with its bounds"));
        };
        let mut keys = Self::inline(line, members);
        let estimate = Estimate {
            estimate: keys.measured("estimate")?,
            low: keys.measured("low")?,
            high: keys.measured("high")?,
            level: keys.measured("level")?,
        };
        keys.end()?;
        Ok(estimate)
    }

    pub(super) fn optional_estimate(&mut self, key: &str) -> Result<Option<Estimate>, Wrong> {
        if self.has(key) {
            self.estimate(key).map(Some)
        } else {
            Ok(None)
        }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.left
            .iter()
            .any(|(path, _, _)| path.iter().map(String::as_str).eq(key.split('.')))
    }

    pub(super) fn amount(&mut self, key: &str) -> Result<Usd, Wrong> {
        self.parsed(key, "an amount in US dollars", |text| usd(text).ok())
    }

    pub(super) fn texts(&mut self, key: &str) -> Result<Vec<String>, Wrong> {
        let (value, line) = self.must(key)?;
        let Value::List(items) = value else {
            return Err(other_type(line, key, "a list of strings"));
        };
        items
            .into_iter()
            .map(|item| match item {
                Value::Text(text) => Ok(text),
                _ => Err(other_type(line, key, "a list of strings")),
            })
            .collect()
    }

    /// The inline tables under `prefix`, in the order of the text, with their keys.
    pub(super) fn below(&mut self, prefix: &str) -> Result<Vec<(String, Self)>, Wrong> {
        let all = std::mem::take(&mut self.left);
        let mut found = Vec::new();
        for (path, value, line) in all {
            match (path.as_slice(), value) {
                ([first, name], Value::Table(members)) if first == prefix => {
                    found.push((name.clone(), Self::inline(line, members)));
                }
                ([first, name], _) if first == prefix => {
                    return Err(other_type(line, name, "a table"));
                }
                (_, value) => self.left.push((path, value, line)),
            }
        }
        Ok(found)
    }

    /// Nothing may be left.
    pub(super) fn end(self) -> Result<(), Wrong> {
        match self.left.into_iter().next() {
            None => Ok(()),
            Some((path, _, line)) => {
                let key = path.join(".");
                Err(value_error(
                    line,
                    &format!("unknown key `{}`", key.escape_debug()),
                ))
            }
        }
    }
}

fn other_type(line: usize, key: &str, wanted: &str) -> Wrong {
    value_error(line, &format!("`{}` must be {wanted}", key.escape_debug()))
}
