//! A request that no recording answers, and what it differs in from the nearest one.

use std::error::Error as StdError;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::drift::{Pointer, shown};
use crate::json::{Decimal, Node, NodeKind, sorted_members};
use crate::visible::{debug_as_display, shown_path};

use super::entry::{Asked, Recording};
use super::request::LEVELS;

/// A request that no recording of the cassette answers; it was not sent either.
///
/// It is the [`source`](StdError::source) of the [`Failure`](crate::provider::Failure) that a
/// provider gives; [`Stale::of`] finds it in an [`Error`](crate::Error). The failure is a
/// [`BadRequest`](crate::FailureClass::BadRequest), which is never retried and never leads to
/// another model.
pub struct Stale(Box<Inner>);

struct Inner {
    path: PathBuf,
    provider: String,
    request: String,
    line: Option<usize>,
    differences: Vec<Difference>,
    used: Vec<usize>,
    remedy: String,
}

/// One place in which a request differs from a recorded one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// The place in the recording, as a JSON Pointer: `/request/body/messages/1/content`.
    pub pointer: Pointer,
    /// The value in the recording, as JSON; `None` if there is none.
    pub was: Option<String>,
    /// The value in the request; `None` if there is none.
    pub is: Option<String>,
}

/// More differences than these aren't shown.
const MOST_SHOWN: usize = 8;
/// Most characters of a value that are shown.
const AROUND: usize = 60;

impl Stale {
    pub(super) fn new(
        path: &Path,
        recordings: &[std::sync::Arc<Recording>],
        asked: &Asked,
        used: Vec<usize>,
        remedy: String,
    ) -> Self {
        let nearest = recordings
            .iter()
            .filter(|_| used.is_empty())
            .map(|recording| (recording.line, differences(&recording.request, asked)))
            .min_by_key(|(_, differences)| {
                // One to another vendor is far away, however alike the words are.
                let elsewhere = differences
                    .iter()
                    .filter(|difference| !difference.pointer.as_str().starts_with(BODY))
                    .count();
                (elsewhere, differences.len())
            });
        let (line, differences) = nearest.map_or((None, Vec::new()), |(line, differences)| {
            (Some(line), differences)
        });
        Self(Box::new(Inner {
            path: path.to_owned(),
            provider: asked.provider.clone(),
            request: format!("{} {}", asked.method, asked.path),
            line,
            differences,
            used,
            remedy,
        }))
    }

    /// The cassette's file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// The line of the nearest recording; `None` if there is none, or if equal requests are
    /// recorded and have all been replayed.
    #[must_use]
    pub fn nearest(&self) -> Option<usize> {
        self.0.line
    }

    /// Returns the differences between the request and the nearest recording.
    #[must_use]
    pub fn differences(&self) -> &[Difference] {
        &self.0.differences
    }

    /// The lines of the recordings of equal requests, if all have been replayed already.
    #[must_use]
    pub fn used_up(&self) -> &[usize] {
        &self.0.used
    }

    /// In one line.
    pub(super) fn summary(&self) -> String {
        let inner = &*self.0;
        let mut text = inner.head();
        if let (Some(line), Some(first)) = (inner.line, inner.differences.first()) {
            let count = inner.differences.len();
            let (was, is) = first.shown();
            let pointer = &first.pointer;
            text.extend([format!(
                "; line {line} is the nearest, differences: {count}, first at {pointer}: was {was}, is {is}"
            )]);
        }
        text
    }
}

impl Inner {
    fn head(&self) -> String {
        let (path, provider, request) = (shown_path(&self.path), &self.provider, &self.request);
        if self.used.is_empty() {
            return format!("{path}: no recording answers this request ({provider}, {request})");
        }
        let lines: Vec<String> = self.used.iter().map(usize::to_string).collect();
        format!(
            "{path}: every recording of this request ({provider}, {request}) has been replayed: line {}",
            lines.join(", ")
        )
    }
}

debug_as_display!(Stale);

/// The request, the nearest recording, each difference with what was and what is, and what to do.
impl fmt::Display for Stale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        f.write_str(&inner.head())?;
        if let Some(line) = inner.line {
            let count = inner.differences.len();
            write!(f, "\n  nearest: line {line}, differences: {count}")?;
        }
        for difference in inner.differences.iter().take(MOST_SHOWN) {
            let (was, is) = difference.shown();
            let pointer = shown(difference.pointer.as_str(), usize::MAX);
            write!(f, "\n    {pointer}\n      was {was}\n      is  {is}")?;
        }
        match inner.differences.len().saturating_sub(MOST_SHOWN) {
            0 => {}
            more => write!(f, "\n    and {more} more")?,
        }
        write!(f, "\n  {}", inner.remedy)
    }
}

impl StdError for Stale {}

impl Difference {
    /// Both values, each cut to where they begin to differ.
    fn shown(&self) -> (String, String) {
        let (was, is) = (self.was.as_deref(), self.is.as_deref());
        let same = was.zip(is).map_or(0, |(was, is)| {
            was.chars()
                .zip(is.chars())
                .take_while(|(a, b)| a == b)
                .count()
        });
        let skipped = same.saturating_sub(AROUND / 3);
        let cut = |value: Option<&str>| {
            let Some(value) = value else {
                return "nothing".to_owned();
            };
            let rest: String = value.chars().skip(skipped).collect();
            let begin = if skipped > 0 { "…" } else { "" };
            format!("{begin}{}", shown(&rest, AROUND))
        };
        (cut(was), cut(is))
    }
}

/// Where the body's differences are.
const BODY: &str = "/request/body";

fn differences(was: &Asked, is: &Asked) -> Vec<Difference> {
    let mut walk = Walk::default();
    walk.pointer.push_key("request");
    for (key, was, is) in [
        ("provider", &was.provider, &is.provider),
        ("method", &was.method, &is.method),
        ("path", &was.path, &is.path),
    ] {
        walk.texts(key, Some(was), Some(is));
    }
    walk.inside("headers", |walk| {
        let names = was.headers.keys().chain(is.headers.keys());
        let names: std::collections::BTreeSet<&String> = names.collect();
        for name in names {
            let values = |asked: &Asked| {
                let values = asked.headers.get(name)?;
                Some(values.each().join(", "))
            };
            walk.texts(name, values(was).as_ref(), values(is).as_ref());
        }
    });
    let nodes = [was, is].map(|asked| Node::parse_within(asked.body.get(), LEVELS));
    walk.inside("body", |walk| match &nodes {
        [Ok(was), Ok(is)] => walk.nodes(was, is),
        _ if was.body.get() != is.body.get() => {
            walk.note(
                Some(was.body.get().to_owned()),
                Some(is.body.get().to_owned()),
            );
        }
        _ => {}
    });
    walk.found
}

#[derive(Default)]
struct Walk {
    pointer: Pointer,
    found: Vec<Difference>,
}

impl Walk {
    fn inside(&mut self, key: &str, walk: impl FnOnce(&mut Self)) {
        let mark = self.pointer.mark();
        self.pointer.push_key(key);
        walk(self);
        self.pointer.truncate(mark);
    }

    fn note(&mut self, was: Option<String>, is: Option<String>) {
        self.found.push(Difference {
            pointer: self.pointer.clone(),
            was,
            is,
        });
    }

    fn texts(&mut self, key: &str, was: Option<&String>, is: Option<&String>) {
        if was != is {
            let quoted = |text: &String| {
                let mut quoted = String::new();
                crate::json::write_string(&mut quoted, text);
                quoted
            };
            self.inside(key, |walk| walk.note(was.map(quoted), is.map(quoted)));
        }
    }

    fn either(&mut self, was: Option<&Node<'_>>, is: Option<&Node<'_>>) {
        match (was, is) {
            (Some(was), Some(is)) => self.nodes(was, is),
            (None, None) => {}
            (was, is) => self.note(was.map(text), is.map(text)),
        }
    }

    fn nodes(&mut self, was: &Node<'_>, is: &Node<'_>) {
        match (&was.kind, &is.kind) {
            (NodeKind::List(was), NodeKind::List(is)) => {
                for index in 0..was.len().max(is.len()) {
                    let mark = self.pointer.mark();
                    self.pointer.push_index(index);
                    self.either(was.get(index), is.get(index));
                    self.pointer.truncate(mark);
                }
            }
            (NodeKind::Object(was), NodeKind::Object(is)) => {
                let (was, is) = (sorted_members(was), sorted_members(is));
                let (mut was, mut is) = (was.into_iter().peekable(), is.into_iter().peekable());
                while let Some(key) = was
                    .peek()
                    .map(|(key, _)| *key)
                    .into_iter()
                    .chain(is.peek().map(|(key, _)| *key))
                    .min()
                {
                    let old = was.next_if(|(next, _)| *next == key);
                    let new = is.next_if(|(next, _)| *next == key);
                    self.inside(key, |walk| {
                        walk.either(old.map(|(_, node)| node), new.map(|(_, node)| node));
                    });
                }
            }
            (NodeKind::Number(one), NodeKind::Number(other)) => {
                if Decimal::parse(one.as_str()) != Decimal::parse(other.as_str()) {
                    self.note(Some(text(was)), Some(text(is)));
                }
            }
            _ => {
                let (was, is) = (text(was), text(is));
                if was != is {
                    self.note(Some(was), Some(is));
                }
            }
        }
    }
}

fn text(node: &Node<'_>) -> String {
    let mut text = String::new();
    node.write(&mut text);
    text
}
