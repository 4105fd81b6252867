//! Sets of texts: bounds on the length, patterns and formats, or a list.

use std::collections::BTreeSet;

use regex::Regex;

use super::automaton::{Automata, Found, of_length};
use crate::shape::Format;

/// The longest text that is made up to prove something.
const LONGEST: u64 = 100_000;

/// A pattern that nothing matches.
const NEVER: &str = "[a&&b]";

/// A set of texts.
#[derive(Debug, Clone)]
pub(super) enum Texts {
    Listed(Vec<String>),
    Open(Open),
}

/// Every text within these limits.
#[derive(Debug, Clone, Default)]
pub(super) struct Open {
    pub(super) min: u64,
    pub(super) max: Option<u64>,
    pub(super) patterns: Vec<Pattern>,
    pub(super) formats: Vec<Format>,
}

/// A pattern as the schema has it and as the decoder runs it.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    pub(super) source: String,
    pub(super) regex: Regex,
}

/// The result of asking if a set lies within another.
#[derive(Debug)]
pub(super) enum Within<T> {
    /// It does.
    Proved,
    /// It does not: this member is outside.
    Not(T),
    /// Not decided; counts as no.
    Unknown,
}

impl Texts {
    pub(super) fn all() -> Self {
        Self::Open(Open::default())
    }

    pub(super) fn contains(&self, text: &str) -> bool {
        match self {
            Self::Listed(values) => values.iter().any(|value| value == text),
            Self::Open(open) => open.contains(text),
        }
    }

    /// Returns the intersection.
    pub(super) fn and(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Listed(values), other) | (other, Self::Listed(values)) => Self::Listed(
                values
                    .iter()
                    .filter(|value| other.contains(value))
                    .cloned()
                    .collect(),
            ),
            (Self::Open(one), Self::Open(other)) => Self::Open(one.and(other)),
        }
    }

    /// Returns `true` if there is certainly no member.
    pub(super) fn is_empty(&self, automata: &Automata) -> bool {
        match self {
            Self::Listed(values) => values.is_empty(),
            Self::Open(open) => open.is_empty(automata),
        }
    }

    /// Up to `most` members; none may mean that none was found.
    pub(super) fn members(&self, most: usize, automata: &Automata) -> Vec<String> {
        match self {
            Self::Listed(values) => values.iter().take(most).cloned().collect(),
            Self::Open(open) => open.members(most, automata),
        }
    }

    pub(super) fn within(&self, other: &Self, automata: &Automata) -> Within<String> {
        match (self, other) {
            (Self::Listed(values), other) => {
                match values.iter().find(|value| !other.contains(value)) {
                    Some(value) => Within::Not(value.clone()),
                    None => Within::Proved,
                }
            }
            (Self::Open(open), Self::Listed(values)) => {
                let members = self.members(values.len() + 1, automata);
                if let Some(member) = members.into_iter().find(|member| !other.contains(member)) {
                    return Within::Not(member);
                }
                let values: Vec<String> = values.iter().map(|value| regex::escape(value)).collect();
                let listed = format!(r"\A(?:{})\z", values.join("|"));
                match automata.escape(&open.demands(), &listed) {
                    Found::Always => Within::Proved,
                    Found::Not(text) if self.contains(&text) => Within::Not(text),
                    Found::Not(_) | Found::Unknown => Within::Unknown,
                }
            }
            (Self::Open(one), Self::Open(other)) => one.within(other, automata),
        }
    }

    /// In words.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Listed(values) => {
                let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
                format!("one of {}", values.join(", "))
            }
            Self::Open(open) => open.words(),
        }
    }
}

impl Open {
    fn contains(&self, text: &str) -> bool {
        let length = characters(text);
        length >= self.min
            && self.max.is_none_or(|max| length <= max)
            && self
                .patterns
                .iter()
                .all(|pattern| pattern.regex.is_match(text))
            && self.formats.iter().all(|format| format.accepts(text))
    }

    fn and(&self, other: &Self) -> Self {
        let mut both = self.clone();
        both.min = both.min.max(other.min);
        both.max = match (both.max, other.max) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        for pattern in &other.patterns {
            if !both
                .patterns
                .iter()
                .any(|known| known.source == pattern.source)
            {
                both.patterns.push(pattern.clone());
            }
        }
        for format in &other.formats {
            if !both.formats.contains(format) {
                both.formats.push(*format);
            }
        }
        both
    }

    fn is_empty(&self, automata: &Automata) -> bool {
        let (min, max) = self.lengths();
        max.is_some_and(|max| max < min)
            || (!self.patterns.is_empty()
                && automata.escape(&self.demands(), NEVER) == Found::Always)
    }

    /// The bounds on the length, with those that a format brings.
    fn lengths(&self) -> (u64, Option<u64>) {
        let (mut min, mut max) = (self.min, self.max);
        for format in &self.formats {
            // RFC 9562 §4, RFC 3339 §5.6, dotted quads, and RFC 4291 §2.2 with an IPv4 tail.
            let (least, most) = match format {
                Format::Uuid => (36, 36),
                Format::Date => (10, 10),
                Format::Ipv4 => (7, 15),
                Format::Ipv6 => (2, 45),
                _ => continue,
            };
            min = min.max(least);
            max = Some(max.map_or(most, |max| max.min(most)));
        }
        (min, max)
    }

    /// The patterns that every member matches, small bounds on the length included.
    fn demands(&self) -> Vec<String> {
        let mut all: Vec<String> = self
            .patterns
            .iter()
            .map(|pattern| pattern.regex.as_str().to_owned())
            .collect();
        if (self.min > 0 || self.max.is_some())
            && let Some(length) = of_length(self.min, self.max)
        {
            all.push(length);
        }
        all
    }

    fn members(&self, most: usize, automata: &Automata) -> Vec<String> {
        let mut candidates: Vec<String> = Vec::new();
        for format in &self.formats {
            candidates.extend(samples(*format).iter().map(|text| (*text).to_owned()));
        }
        if self.patterns.is_empty() {
            candidates.extend(self.plain(most));
        } else {
            candidates.extend(automata.texts(&self.demands(), most));
        }
        let mut known = BTreeSet::new();
        candidates.retain(|text| self.contains(text) && known.insert(text.clone()));
        candidates.truncate(most);
        candidates
    }

    /// Different texts of the right length, short ones first.
    fn plain(&self, most: usize) -> Vec<String> {
        if self.min > LONGEST {
            return Vec::new();
        }
        let mut found = Vec::new();
        if self.min == 0 {
            found.push(String::new());
        }
        let fits = |word: &String| self.max.is_none_or(|max| characters(word) <= max);
        // Where letters are used up, ideographs go on: a block without a gap.
        let ideographs = ('\u{4e00}'..='\u{9fff}').map(String::from);
        let words = (0..).map(word).take_while(fits);
        for mut word in words.chain(ideographs.take_while(fits)).take(most) {
            let missing = self.min.saturating_sub(characters(&word));
            word.push_str(&"x".repeat(usize::try_from(missing).unwrap_or(0)));
            found.push(word);
        }
        found
    }

    fn within(&self, other: &Self, automata: &Automata) -> Within<String> {
        let (min, max) = self.lengths();
        if self.is_empty(automata) {
            return Within::Proved;
        }
        let long = min >= other.min
            && other
                .max
                .is_none_or(|most| max.is_some_and(|max| max <= most));
        let formats = other
            .formats
            .iter()
            .all(|format| self.formats.contains(format));
        let fresh: Vec<&Pattern> = other
            .patterns
            .iter()
            .filter(|pattern| {
                !self
                    .patterns
                    .iter()
                    .any(|known| known.source == pattern.source)
            })
            .collect();
        if long && formats && fresh.is_empty() {
            return Within::Proved;
        }
        let outside = |text: &String| self.contains(text) && !other.contains(text);
        if let Some(text) = self.beside(other, automata).into_iter().find(outside) {
            return Within::Not(text);
        }
        if !formats {
            return Within::Unknown;
        }
        let mut targets: Vec<String> = fresh
            .iter()
            .map(|pattern| pattern.regex.as_str().to_owned())
            .collect();
        if !long {
            let Some(length) = of_length(other.min, other.max) else {
                return Within::Unknown;
            };
            targets.push(length);
        }
        let demands = self.demands();
        let mut verdict = Within::Proved;
        for target in targets {
            match automata.escape(&demands, &target) {
                Found::Always => {}
                Found::Not(text) if outside(&text) => return Within::Not(text),
                Found::Not(_) | Found::Unknown => verdict = Within::Unknown,
            }
        }
        verdict
    }

    /// Texts near the limits of `other`.
    fn beside(&self, other: &Self, automata: &Automata) -> Vec<String> {
        const SEVERAL: usize = 4;
        let mut found = self.members(SEVERAL, automata);
        if let Some(above) = other.max.and_then(|max| max.checked_add(1)) {
            let longer = Self {
                min: self.min.max(above),
                ..self.clone()
            };
            found.extend(longer.members(1, automata));
        }
        found
    }

    fn words(&self) -> String {
        let length = match (self.min, self.max) {
            (0, None) => String::new(),
            (min, Some(max)) => format!(" of {min} to {max} characters"),
            (min, None) => format!(" of at least {min} characters"),
        };
        let patterns = self
            .patterns
            .iter()
            .map(|pattern| format!(" that matches /{}/", pattern.source));
        let formats = self
            .formats
            .iter()
            .map(|format| format!(" in the format `{}`", format.name()));
        let limits: String = patterns.chain(formats).collect();
        format!("a text{length}{limits}")
    }
}

fn characters(text: &str) -> u64 {
    u64::try_from(text.chars().count()).unwrap_or(u64::MAX)
}

/// A number in letters, the lowest digit first. `x` is no digit, so that it can fill up what is too
/// short.
fn word(number: usize) -> String {
    const DIGITS: &[u8] = b"abcdefghijklmnopqrstuvwyz";
    let mut rest = number;
    let mut word = String::new();
    loop {
        word.extend(
            DIGITS
                .get(rest % DIGITS.len())
                .map(|digit| char::from(*digit)),
        );
        rest /= DIGITS.len();
        if rest == 0 {
            return word;
        }
    }
}

/// Texts of a format, with unlike lengths and parts.
fn samples(format: Format) -> &'static [&'static str] {
    match format {
        Format::DateTime => &["2026-01-31T12:00:00Z", "1999-12-31T23:59:59.5+01:00"],
        Format::Date => &["2026-01-31", "1999-12-31"],
        Format::Time => &["12:00:00Z", "23:59:59.5+01:00"],
        Format::Duration => &["P1D", "PT1H30M"],
        Format::Email => &["a@example.com", "somebody.else@mail.example.org"],
        Format::Hostname => &["example.com", "a"],
        Format::Ipv4 => &["127.0.0.1", "192.168.100.200"],
        Format::Ipv6 => &["::1", "2001:db8::ff00:42:8329"],
        Format::Uri => &["https://example.com/a?b=c", "urn:x:y"],
        Format::Uuid => &[
            "00000000-0000-4000-8000-000000000000",
            "f81d4fae-7dec-41d0-a765-00a0c91e6bf6",
        ],
    }
}
