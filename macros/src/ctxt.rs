//! The error sink: every stage reports into it, so one compilation shows every mistake of an item.

use std::cell::RefCell;
use std::fmt::Display;

use proc_macro2::Span;
use quote::ToTokens;

/// Collects errors. Dropping it without asking for them is a bug of the macro, and says so.
pub(crate) struct Ctxt {
    errors: RefCell<Option<Vec<syn::Error>>>,
}

impl Ctxt {
    pub(crate) fn new() -> Self {
        Self {
            errors: RefCell::new(Some(Vec::new())),
        }
    }

    /// Reports `message` on the whole of `tokens`.
    pub(crate) fn error(&self, tokens: impl ToTokens, message: impl Display) {
        self.push(syn::Error::new_spanned(tokens, message));
    }

    /// Reports `message` at `span`.
    pub(crate) fn error_at(&self, span: Span, message: impl Display) {
        self.push(syn::Error::new(span, message));
    }

    /// Two places say different things: the message stands at both.
    pub(crate) fn conflict(&self, one: Span, other: Span, message: impl Display) {
        self.error_at(one, &message);
        self.error_at(other, &message);
    }

    /// A key that is not known where it stands.
    pub(crate) fn unknown(&self, key: &syn::Ident, place: &str, known: &[crate::symbol::Symbol]) {
        let name = key.to_string();
        let close = nearest(&name, known.iter().map(|symbol| symbol.name()));
        let plain = folded(&name);
        let elsewhere = crate::symbol::ELSEWHERE
            .iter()
            .find(|(names, symbol, _)| names.contains(&plain.as_str()) && known.contains(symbol));
        let format = crate::symbol::FORMATS
            .iter()
            .find(|(name, _)| *name == plain && known.contains(&crate::symbol::FORMAT));
        let remedy = if let Some((.., form)) = elsewhere {
            format!("write `{form}`")
        } else if let Some((_, format)) = format {
            format!("write `format = \"{format}\"`")
        } else if let Some(close) = close {
            format!("did you mean `{close}`")
        } else {
            let list: Vec<_> = known.iter().map(|known| format!("`{known}`")).collect();
            format!("known here are {}", list.join(", "))
        };
        let message = format!("unknown attribute `{name}` on {place}; {remedy}");
        self.error(key, message);
    }

    pub(crate) fn push(&self, error: syn::Error) {
        if let Some(errors) = self.errors.borrow_mut().as_mut() {
            errors.push(error);
        }
    }

    /// The value, or its absence with the error kept.
    pub(crate) fn keep<T>(&self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    /// Returns the number of errors so far.
    pub(crate) fn count(&self) -> usize {
        self.errors.borrow().as_ref().map_or(0, Vec::len)
    }

    /// Ends the collection.
    pub(crate) fn check(self) -> Result<(), syn::Error> {
        let mut errors = self.errors.take().unwrap_or_default().into_iter();
        let Some(mut first) = errors.next() else {
            return Ok(());
        };
        errors.for_each(|error| first.combine(error));
        Err(first)
    }
}

impl Drop for Ctxt {
    fn drop(&mut self) {
        debug_assert!(
            std::thread::panicking() || self.errors.get_mut().is_none(),
            "errors of a derive were not asked for"
        );
    }
}

/// Returns `text` in lower case and without what joins its words.
pub(crate) fn folded(text: &str) -> String {
    text.to_lowercase().replace(['-', '_'], "")
}

/// The known name that is most like `name`, if one is like it at all.
pub(crate) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|candidate| (distance(&folded(name), &folded(candidate)), candidate))
        .min()
        .filter(|(distance, candidate)| *distance <= candidate.len().div_ceil(4).min(3))
        .map(|(_, candidate)| candidate)
}

/// Edit distance, in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, y) in row.iter_mut().skip(1).zip(&b) {
            let value = (diagonal + usize::from(x != *y))
                .min(*cell + 1)
                .min(left + 1);
            diagonal = std::mem::replace(cell, value);
            left = value;
        }
    }
    row.last().copied().unwrap_or_default()
}
