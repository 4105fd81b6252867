//! An answer that is read while it comes, into a draft.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::super::incremental::{Event, Whole};
use super::super::restore::SENT_DEPTH;
use super::{Change, Drafted, Json, Member};
use crate::decode::{Incremental, Progress};
use crate::dialect::Adapted;
use crate::drift::{Drift, Violation};
use crate::json::Node;

/// A reader that is fed an answer piece by piece and has a draft of its value at any time.
///
/// It stops at the first byte from which no end fits, as [`Incremental`] does. What its draft calls
/// done has been decoded as strictly as [`decode`](crate::decode()) decodes it. Only the value as a
/// whole isn't given: that is what `decode` makes of the whole text.
///
/// Time grows with the length of the text, whatever the pieces, as long as nobody holds what
/// [`shared`](Self::shared) gave while the next piece comes; else that piece copies the draft.
///
/// See [`Drafted`] for an example.
pub struct DraftReader<T: Drafted> {
    reader: Incremental,
    /// The dialect whose rewrites are undone before a part is read.
    adapted: Option<Arc<Adapted>>,
    /// The answer so far.
    bytes: Vec<u8>,
    path: Vec<Member>,
    draft: Option<Arc<T::Open>>,
    changes: u64,
    /// A part that is whole was refused: the answer can't be decoded, so its draft stays.
    refused: bool,
}

impl<T: Drafted> DraftReader<T> {
    /// Returns a reader of the contract's own JSON.
    #[must_use]
    pub fn new() -> Self {
        Self::with(Incremental::new::<T>(), None)
    }

    /// Returns a reader of what a model sends in a dialect.
    #[must_use]
    pub fn of(adapted: &Adapted) -> Self {
        let rewrites = adapted.rewrites().then(|| Arc::new(adapted.clone()));
        Self::with(Incremental::of(adapted), rewrites)
    }

    fn with(reader: Incremental, adapted: Option<Arc<Adapted>>) -> Self {
        Self {
            reader: reader.traced(),
            adapted,
            bytes: Vec::new(),
            path: Vec::new(),
            draft: None,
            changes: 0,
            refused: false,
        }
    }

    /// Takes in the next bytes of the answer.
    pub fn push(&mut self, bytes: impl AsRef<[u8]>) -> Progress {
        let bytes = bytes.as_ref();
        let progress = self.reader.push(bytes);
        self.bytes.extend_from_slice(bytes);
        let events = self.reader.events();
        // Of an answer that has left its contract, no more is shown.
        if progress != Progress::Violated {
            for event in events {
                if self.refused {
                    break;
                }
                self.take(event);
            }
        }
        progress
    }

    /// Notes that the text ends here.
    pub fn end(&mut self) -> Progress {
        self.reader.end()
    }

    /// Returns the state after what has come.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.reader.progress()
    }

    /// Returns what is wrong; `None` if nothing is, so far.
    #[must_use]
    pub fn violation(&self) -> Option<&Violation> {
        self.reader.violation()
    }

    /// Returns the deviation of what has come; `None` if nothing is wrong, so far.
    #[must_use]
    pub fn drift(&self) -> Option<Drift> {
        self.reader.drift(&String::from_utf8_lossy(&self.bytes))
    }

    /// Returns what is known of the value; `None` before it begins, and of types that are never
    /// open.
    #[must_use]
    pub fn draft(&self) -> Option<&T::Open> {
        self.draft.as_deref()
    }

    /// Returns the same as [`draft`](Self::draft), to be kept.
    #[must_use]
    pub fn shared(&self) -> Option<Arc<T::Open>> {
        self.draft.clone()
    }

    /// Returns how many changes the draft has seen: where the number is the same, so is the draft.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.changes
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Into(member) => self.path.push(member),
            Event::Out => {
                self.path.pop();
            }
            Event::Begin => self.change(&Change::Begin),
            Event::Text(text) => self.change(&Change::Text(&text)),
            Event::Told(index) => self.change(&Change::Told(index)),
            // The value as a whole is left to `decode`.
            Event::Done(_) if self.path.is_empty() => {}
            Event::Done(whole) => self.done(&whole),
        }
    }

    fn change(&mut self, change: &Change<'_>) {
        if self.draft.is_none() && self.path.is_empty() && matches!(change, Change::Begin) {
            self.draft = T::begin().map(Arc::new);
        }
        let taken = match &mut self.draft {
            None => return,
            Some(draft) => T::take(Arc::make_mut(draft), &self.path, change),
        };
        self.refused |= taken.is_err();
        self.changes += 1;
    }

    fn done(&mut self, whole: &Whole) {
        let bytes = std::mem::take(&mut self.bytes);
        let sent = bytes.get(whole.span.clone()).unwrap_or_default();
        let sent = std::str::from_utf8(sent).unwrap_or_default();
        match self.own(sent, whole) {
            Some(text) => self.change(&Change::Done(Json {
                text: &text,
                control: whole.control,
            })),
            None => self.refused = true,
        }
        self.bytes = bytes;
    }

    /// Returns the contract's own JSON of a part that was sent in the dialect.
    fn own<'t>(&self, sent: &'t str, whole: &Whole) -> Option<Cow<'t, str>> {
        let Some(adapted) = &self.adapted else {
            return Some(Cow::Borrowed(sent));
        };
        if sent == "null" {
            return Some(Cow::Borrowed(sent));
        }
        let node = Node::parse_within(sent, SENT_DEPTH).ok()?;
        let node = adapted.undo_part(node, whole.shape, &whole.rules.concat())?;
        let mut text = String::with_capacity(sent.len());
        node.write_as_sent(&mut text, sent);
        Some(Cow::Owned(text))
    }
}

impl<T: Drafted> Default for DraftReader<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Drafted> fmt::Debug for DraftReader<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DraftReader")
            .field("progress", &self.progress())
            .field("draft", &self.draft)
            .finish_non_exhaustive()
    }
}
