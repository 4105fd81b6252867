//! Values of metrics' labels, bounded in length and number: a label that takes any value makes a
//! monitoring system keep a series for each.
//!
//! Contracts, prompts and fields are the program's, and models mostly are; but a program may let
//! its users choose a model, and then anyone can name a thousand.

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

use metrics::{Label, SharedString};
use tracing::Level;

use crate::sync::{Mutex, lock};
use crate::visible::shown;

/// The most values of one kind; further ones are counted as [`OTHER`].
pub(super) const MOST: usize = 256;

/// The most characters of a value.
pub(super) const LONGEST: usize = 120;

/// The value of those beyond.
pub(super) const OTHER: &str = "_other";

/// The kinds of values that are no closed set. Labels of one kind share their limit.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Budget,
    Contract,
    Field,
    Model,
    Prompt,
    Provider,
    Tag,
}

impl Kind {
    const COUNT: usize = 7;

    /// Returns its place among the kinds, and its name.
    const fn place(self) -> (usize, &'static str) {
        match self {
            Self::Budget => (0, "budget"),
            Self::Contract => (1, "contract"),
            Self::Field => (2, "field"),
            Self::Model => (3, "model"),
            Self::Prompt => (4, "prompt"),
            Self::Provider => (5, "provider"),
            Self::Tag => (6, "tag"),
        }
    }
}

/// The values of one kind that have been seen.
#[derive(Default)]
struct Seen {
    values: HashSet<Arc<str>>,
    is_full: bool,
}

static SEEN: LazyLock<[Mutex<Seen>; Kind::COUNT]> =
    LazyLock::new(|| std::array::from_fn(|_| Mutex::default()));

/// Returns `value` as a label may have it, shared with every label that has the same.
fn bounded(kind: Kind, value: &str) -> SharedString {
    let (at, name) = kind.place();
    let Some(seen) = SEEN.get(at) else {
        return SharedString::from(OTHER);
    };
    let mut seen = lock(seen);
    if let Some(known) = seen.values.get(value) {
        return SharedString::from(Arc::clone(known));
    }
    let value = shown(value, LONGEST);
    if let Some(known) = seen.values.get(value.as_str()) {
        return SharedString::from(Arc::clone(known));
    }
    if seen.values.len() < MOST {
        let value: Arc<str> = Arc::from(value);
        seen.values.insert(Arc::clone(&value));
        return SharedString::from(value);
    }
    let is_first = !std::mem::replace(&mut seen.is_full, true);
    drop(seen);
    if is_first {
        tracing::event!(
            name: "driftless.metrics.too_many_values",
            Level::WARN,
            driftless.label = name,
            driftless.most = MOST,
            "a label has more values than are counted apart; the rest is `_other`"
        );
    }
    SharedString::from(OTHER)
}

/// Returns the label `name` with a value of `kind`.
pub(super) fn label(name: &'static str, kind: Kind, value: &str) -> Label {
    Label::new(name, bounded(kind, value))
}

/// Returns the label `name` with a value of a closed set.
pub(super) fn word(name: &'static str, value: &'static str) -> Label {
    Label::from_static_parts(name, value)
}

/// Returns the label of a caller's own field; its names are the program's words.
pub(super) fn tag(name: String, value: &str) -> Label {
    Label::new(name, bounded(Kind::Tag, value))
}
