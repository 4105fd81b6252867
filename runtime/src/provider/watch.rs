//! Reading the answer's text while it streams, to stop where it can't fit its contract any more.

use crate::decode::{Incremental, Progress};
use crate::dialect::{Adapted, Form};
use crate::drift::Drift;

use super::Request;
use super::answer::Call;

/// A reader of the text that a stream has brought so far.
pub(super) struct Watch {
    reader: Incremental,
    /// The bytes of the text that it has read.
    read: usize,
}

impl Watch {
    /// Returns the reader that `request` asks for; `None` if the answer is read at its end only.
    pub(super) fn of(request: &Request<'_>) -> Option<Self> {
        request.watched.map(Self::new)
    }

    fn new(adapted: &Adapted) -> Self {
        Self {
            reader: Incremental::of(adapted),
            read: 0,
        }
    }

    /// Reads what is new of `text`; gives what is wrong as soon as no end can make it right.
    pub(super) fn look(&mut self, text: &str) -> Option<Drift> {
        // Text that was taken back is judged at its end.
        let more = text.get(self.read..)?;
        self.read = text.len();
        match self.reader.push(more) {
            Progress::Violated => self.reader.drift(text),
            Progress::Viable | Progress::Complete => None,
        }
    }
}

/// Returns the text that `form` asked for, as far as it was said; `None` while it isn't known which
/// text that is, which leaves the judgement to the end.
pub(super) fn said<'a>(
    form: &Form,
    text: Option<&'a str>,
    mut calls: impl Iterator<Item = &'a Call>,
) -> Option<&'a str> {
    match (form, calls.next(), calls.next()) {
        (Form::Tool { name, .. }, Some(call), None) if call.name == *name => Some(&call.arguments),
        (Form::Tool { .. }, ..) | (_, Some(_), _) => None,
        (_, None, _) => text,
    }
}
