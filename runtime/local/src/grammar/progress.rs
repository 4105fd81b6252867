//! State of the beginning of a document, and the shortest way to its end.

use std::borrow::Cow;

use super::Grammar;
use super::node::{Id, List, Node};
use super::smallest::{fresh, same};
use super::text::{Text, length};
use driftless::json::scan_string;

/// State of the beginning of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Progress {
    /// It is a whole document.
    Complete,
    /// It is a beginning, and this text is the shortest way to the end.
    Open(String),
    /// It may be a beginning, but it can't be ended right here (inside a character, an escape or a
    /// pattern).
    Between,
    /// It breaks a rule that the constraint engine doesn't know.
    Broken,
}

/// Where reading a value ended.
pub(super) enum Read {
    /// Behind the value.
    Done(usize),
    /// At the end of the text: what is missing, if that can be said.
    Cut(Option<String>),
    /// The text is no beginning of such a value.
    Bad,
}

pub(super) fn progress(grammar: &Grammar, bytes: &[u8]) -> Progress {
    let (text, whole) = match std::str::from_utf8(bytes) {
        Ok(text) => (text, true),
        Err(error) => {
            let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
            (std::str::from_utf8(valid).unwrap_or_default(), false)
        }
    };
    let reader = Reader { grammar, text };
    match reader.value(grammar.root, 0) {
        Read::Done(end) if whole && reader.space(end) == text.len() => Progress::Complete,
        Read::Cut(Some(rest)) if whole => Progress::Open(rest),
        Read::Cut(_) if !whole => Progress::Between,
        Read::Cut(None) => Progress::Between,
        _ => Progress::Broken,
    }
}

pub(super) struct Reader<'a> {
    pub(super) grammar: &'a Grammar,
    pub(super) text: &'a str,
}

impl<'a> Reader<'a> {
    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    pub(super) fn from(&self, at: usize) -> &'a str {
        self.text.get(at..).unwrap_or_default()
    }

    /// The first offset from `at` that holds no white space.
    pub(super) fn space(&self, mut at: usize) -> usize {
        while matches!(self.byte(at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            at += 1;
        }
        at
    }

    pub(super) fn value(&self, id: Id, at: usize) -> Read {
        let at = self.space(at);
        if at == self.text.len() {
            return Read::Cut(Some(self.grammar.smallest_of(id).to_owned()));
        }
        match self.grammar.node(id) {
            Node::Null => self.literal(&["null".to_owned()], at),
            Node::Bool => self.literal(&["true".to_owned(), "false".to_owned()], at),
            Node::Literal(texts) => self.literal(texts, at),
            Node::Integer(integer) => self.number(at, |text| integer.holds(text), |_| true),
            Node::Number(number) => self.number(
                at,
                |text| number.holds(text),
                |text| {
                    let digits = text.bytes().filter(u8::is_ascii_digit);
                    digits.skip_while(|digit| *digit == b'0').count() <= number.digits
                        && text.len() <= number.digits + 12
                },
            ),
            Node::Text(text) => self.string(text, at).1,
            Node::List(list) => self.list(id, list, at),
            Node::Object(members) => self.object(members, at),
            Node::Map(map) => self.map(map, at),
            Node::Any(ids) => self.any(ids, at),
        }
    }

    /// The branch that reads the whole value; else the shortest way out of any that fits so far.
    fn any(&self, ids: &[Id], at: usize) -> Read {
        let mut best: Option<Option<String>> = None;
        for id in ids {
            match self.value(*id, at) {
                Read::Done(end) => return Read::Done(end),
                Read::Bad => {}
                Read::Cut(rest) => {
                    best = Some(match (best.flatten(), rest) {
                        (Some(best), Some(rest)) if rest.len() < best.len() => Some(rest),
                        (Some(best), _) => Some(best),
                        (None, rest) => rest,
                    });
                }
            }
        }
        best.map_or(Read::Bad, Read::Cut)
    }

    fn literal(&self, texts: &[String], at: usize) -> Read {
        let rest = self.from(at);
        let open = texts
            .iter()
            .filter_map(|text| text.strip_prefix(rest))
            .min_by_key(|missing| missing.len());
        if let Some(missing) = open {
            return Read::Cut(Some(missing.to_owned())).closed_string(rest, at + rest.len());
        }
        texts
            .iter()
            .filter(|text| rest.starts_with(text.as_str()))
            .map(String::len)
            .max()
            .map_or(Read::Bad, |length| Read::Done(at + length))
    }

    fn number(&self, at: usize, holds: impl Fn(&str) -> bool, may: impl Fn(&str) -> bool) -> Read {
        let rest = self.from(at);
        let end = rest
            .bytes()
            .position(|byte| !matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'))
            .unwrap_or(rest.len());
        let text = rest.get(..end).unwrap_or_default();
        match (text.is_empty(), end == rest.len(), holds(text)) {
            (true, ..) => Read::Bad,
            (_, true, true) => Read::Cut(Some(String::new())),
            (_, true, false) if may(text) => Read::Cut(None),
            (_, false, true) => Read::Done(at + end),
            _ => Read::Bad,
        }
    }

    /// A string literal: its text, once it is whole, and where it ends.
    pub(super) fn string(&self, text: &Text, at: usize) -> (Option<Cow<'a, str>>, Read) {
        if self.byte(at) != Some(b'"') {
            return (None, Read::Bad);
        }
        let start = at + 1;
        match scan_string(self.text, start) {
            Ok((content, end)) => {
                let read = if text.holds(&content) {
                    Read::Done(end)
                } else {
                    Read::Bad
                };
                (Some(content), read)
            }
            Err(_) => (None, self.open_string(text, start)),
        }
    }

    /// The end of a string that the text breaks off in: padded up to its smallest length, then
    /// closed.
    fn open_string(&self, text: &Text, start: usize) -> Read {
        let written = format!("{}\"", self.from(start));
        match scan_string(&written, 0) {
            Ok((content, end)) if end == written.len() => {
                let length = length(&content);
                if length > text.max {
                    return Read::Bad;
                }
                let missing =
                    usize::try_from(text.min.saturating_sub(length)).unwrap_or(usize::MAX);
                if !text.patterns.is_empty() {
                    return Read::Cut(text.holds(&content).then(|| "\"".to_owned()));
                }
                Read::Cut(Some(format!("{}\"", ".".repeat(missing.min(10_000)))))
            }
            // Inside an escape, or no string at all: the constraint engine has refused the latter.
            _ => Read::Cut(None),
        }
    }

    fn list(&self, id: Id, list: &List, at: usize) -> Read {
        if self.byte(at) != Some(b'[') {
            return Read::Bad;
        }
        let mut items: Vec<&str> = Vec::new();
        let mut at = self.space(at + 1);
        if self.byte(at) == Some(b']') {
            return Read::Done(at + 1);
        }
        if at == self.text.len() {
            let whole = self.grammar.smallest_of(id).strip_prefix('[');
            return Read::Cut(whole.map(str::to_owned));
        }
        loop {
            at = self.space(at);
            let end = match self.value(list.items, at) {
                Read::Done(end) => end,
                Read::Bad => return Read::Bad,
                Read::Cut(None) => return Read::Cut(None),
                Read::Cut(Some(rest)) => {
                    // The item may still turn out equal to another: then it can't be ended here.
                    let item = format!("{}{rest}", self.from(at));
                    if list.unique && items.iter().any(|other| same(other, &item)) {
                        return Read::Cut(None);
                    }
                    items.push(&item);
                    let more = self.after_items(list, &items);
                    return Read::Cut(more.map(|more| format!("{rest}{more}")));
                }
            };
            let item = self.text.get(at..end).unwrap_or_default();
            if list.unique && items.iter().any(|other| same(other, item)) {
                return Read::Bad;
            }
            items.push(item);
            at = self.space(end);
            match self.byte(at) {
                Some(b']') => return Read::Done(at + 1),
                Some(b',') => {
                    at = self.space(at + 1);
                    if at == self.text.len() && list.unique {
                        return Read::Cut(self.next_items(list, &items));
                    }
                }
                None => return Read::Cut(self.after_items(list, &items)),
                _ => return Read::Bad,
            }
        }
    }

    /// Returns the text that is missing behind `items`.
    fn after_items(&self, list: &List, items: &[&str]) -> Option<String> {
        let count = u64::try_from(items.len()).ok()?;
        let missing = usize::try_from(list.min.saturating_sub(count)).ok()?;
        let more = if list.unique {
            fresh(self.grammar, list.items, items, missing)?
        } else {
            vec![self.grammar.smallest_of(list.items).to_owned(); missing.min(10_000)]
        };
        let comma = if more.is_empty() { "" } else { ", " };
        Some(format!("{comma}{}]", more.join(", ")))
    }

    /// Returns the text that is missing behind the comma after `items`, which are all to differ.
    fn next_items(&self, list: &List, items: &[&str]) -> Option<String> {
        let count = u64::try_from(items.len()).ok()?;
        let missing = usize::try_from(list.min.saturating_sub(count)).ok()?;
        let more = fresh(self.grammar, list.items, items, missing.max(1))?;
        Some(format!("{}]", more.join(", ")))
    }
}

impl Read {
    /// A literal that stands whole at the end of the text is done if nothing could follow it.
    fn closed_string(self, literal: &str, end: usize) -> Self {
        match &self {
            Self::Cut(Some(rest)) if rest.is_empty() && literal.ends_with(['"', 'l', 'e']) => {
                Self::Done(end)
            }
            _ => self,
        }
    }
}
