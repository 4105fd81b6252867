//! The events of a stream as they arrive, within bounds, and what of them is whole where the stream
//! just ends.

use serde::de::IgnoredAny;

use crate::drift::Drift;
use crate::failure::FailureClass;
use crate::json;

use super::Request;
use super::envelope::Envelope;
use super::error::{VendorError, holds_no_answer, names_error};
use super::frame::Frames;
use super::halves::Halves;
use super::sanitize::in_one_line;
use super::sse::{Event, Events};
use super::stream::{Added, Broken, StreamParser};

/// The end of a stream of Chat Completions, and with gateways of other APIs.
const DONE: &str = "[DONE]";

/// A token of some bytes comes in an event of some hundred; more than that is no answer but noise.
const OVERHEAD: usize = 64;

/// A reason for which reading ended without an answer.
pub(super) enum Stopped {
    /// With this event, which is the vendor's error.
    Error(String),
    Failed(FailureClass, String),
    /// At the first byte from which no end of the answer fits its contract.
    Drifted(Box<Drift>),
    /// For this reason, with this event, which is text.
    Text(String, String),
}

/// An event that is longer is no error.
const LONGEST_UNKNOWN: usize = 16 * 1024;

/// The events of a stream within its bounds.
pub(super) struct Reader {
    events: Events,
    taken: Taken,
    limit: usize,
    /// Bytes on the wire that are still allowed.
    wire: usize,
}

/// A summary of the events that were taken.
#[derive(Default)]
struct Taken {
    frames: Frames,
    halves: Halves,
    kept: usize,
    /// `true` if the input is over.
    ended: bool,
    /// Events until now.
    count: usize,
    /// The event, while there is only one: it may be the whole answer.
    only: String,
    /// The last event before the answer began, which may be an error of a form that nobody knows.
    unknown: String,
    /// `true` if one has brought output since that was asked for last.
    progress: bool,
}

impl Reader {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            events: Events::default(),
            taken: Taken::default(),
            limit,
            wire: limit.saturating_mul(OVERHEAD),
        }
    }

    pub(super) fn take(&mut self, chunk: &[u8]) {
        self.events.add(chunk);
        self.wire = self.wire.saturating_sub(chunk.len());
    }

    /// Notes that the input is over: an event that it cuts off counts if it is whole.
    pub(super) fn end(&mut self) {
        self.taken.ended = true;
        self.events.end();
    }

    /// Returns the text that is an error: one between the events or, unless the answer `is_whole`,
    /// the last event before it began.
    pub(super) fn told_error(&self, is_whole: bool) -> Option<&str> {
        let unknown = if is_whole { "" } else { &self.taken.unknown };
        let is_error = |text: &&str| VendorError::read(text).is_some_and(|told| told.has_message());
        [self.events.stray(), unknown].into_iter().find(is_error)
    }

    /// Returns the last event before the answer began, if that has nothing of an answer.
    pub(super) fn unknown(&self) -> Option<&str> {
        Some(&*self.taken.unknown).filter(|unknown| holds_no_answer(unknown))
    }

    /// Returns the answer that came whole although it was called a stream, and its text: as the
    /// only event, or without any.
    pub(super) fn whole<T: Envelope>(&self) -> Option<(T, &str)> {
        let text = match self.taken.count {
            0 => self.events.stray(),
            1 => &self.taken.only,
            _ => return None,
        };
        let text = text.trim_start_matches('\u{feff}');
        let whole = json::from_str(text).ok()?;
        Some((whole, text))
    }

    /// Puts all events that are there into `pieces`; returns `true` if the last one was the
    /// terminator.
    pub(super) fn next(
        &mut self,
        pieces: &mut impl StreamParser,
        request: &Request<'_>,
    ) -> Result<bool, Stopped> {
        loop {
            let data = match self.events.next() {
                Ok(Some(Event::Data(data))) => data,
                Ok(Some(Event::Error(data))) => return Err(Stopped::Error(data.to_owned())),
                Ok(None) => break,
                // Cut within a character.
                Err(_invalid) if self.taken.ended => break,
                Err(_invalid) => return Err(malformed("the stream is not UTF-8")),
            };
            if self.taken.put(data, pieces)? {
                request.recorder().progress();
                return self.taken.halves.lost().map(|()| true);
            }
        }
        if std::mem::take(&mut self.taken.progress) {
            request.recorder().progress();
        }
        if self.taken.ended && pieces.is_whole() {
            self.taken.halves.lost()?;
        }
        if self.wire == 0 || self.events.held().max(self.taken.kept) > self.limit {
            let message = format!("the answer is larger than {} bytes", self.limit);
            return Err(Stopped::Failed(FailureClass::TooLarge, message));
        }
        Ok(false)
    }
}

impl Taken {
    /// Puts the event `data` into `pieces`; returns `true` if it was the terminator.
    ///
    /// Lines that are documents each are events without the blank lines between them.
    fn put(&mut self, data: &str, pieces: &mut impl StreamParser) -> Result<bool, Stopped> {
        let apart = data.contains('\n') && data.lines().next().is_some_and(is_document);
        let mut rest = Some(data);
        while let Some(all) = rest.filter(|all| !all.is_empty()) {
            let (one, behind) = match all.split_once('\n') {
                Some((one, behind)) if apart => (one, Some(behind)),
                _ => (all, None),
            };
            rest = behind;
            if one.is_empty() {
                continue;
            }
            if one.trim() == DONE {
                return Ok(true);
            }
            // An event that the end of the input cuts off says nothing.
            let cut = self.ended && !is_document(one);
            if !cut && self.put_one(one, pieces)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn put_one(&mut self, one: &str, pieces: &mut impl StreamParser) -> Result<bool, Stopped> {
        self.only.clear();
        if self.count == 0 {
            self.only.push_str(one);
        }
        self.count = self.count.saturating_add(1);
        if let Some(piece) = self.frames.piece(one) {
            let added = pieces.append(&piece);
            return self.took(one, added);
        }
        let added = match pieces.add(one) {
            Err(Broken::Malformed(message)) => {
                self.halves.join(one, message, |joined| pieces.add(joined))
            }
            Ok(Added::Piece(1..)) if self.halves.is_open() => {
                return self.halves.lost().map(|()| false);
            }
            added => {
                let is_piece = matches!(added, Ok(Added::Piece(1..)));
                let piece = pieces.piece().filter(|_| is_piece);
                self.frames.note(one, piece);
                added
            }
        };
        self.took(one, added)
    }

    /// Notes what came of the event `one`; returns `true` if it was the terminator.
    fn took(&mut self, one: &str, added: Result<Added, Broken>) -> Result<bool, Stopped> {
        match added {
            Ok(Added::Other) if names_error(one, false) => Err(Stopped::Error(one.to_owned())),
            Ok(Added::Other) => {
                if self.kept == 0 && one.len() <= LONGEST_UNKNOWN {
                    one.clone_into(&mut self.unknown);
                }
                Ok(false)
            }
            Ok(Added::Piece(bytes)) => {
                self.unknown.clear();
                self.progress = true;
                self.kept = self.kept.saturating_add(bytes);
                Ok(false)
            }
            Ok(Added::End) => Ok(true),
            Err(Broken::Error(inner)) => {
                Err(Stopped::Error(inner.unwrap_or_else(|| one.to_owned())))
            }
            Err(Broken::Malformed(message)) if one.trim_start().starts_with('{') => {
                Err(malformed(message))
            }
            Err(Broken::Malformed(message)) => Err(Stopped::Text(message, one.to_owned())),
            Err(Broken::Failed(class, reason)) => Err(Stopped::Failed(class, in_one_line(&reason))),
        }
    }
}

pub(super) fn malformed(message: impl Into<String>) -> Stopped {
    Stopped::Failed(FailureClass::Malformed, message.into())
}

/// Returns `true` if `text` is a JSON object, or the terminator.
fn is_document(text: &str) -> bool {
    let text = text.trim();
    text == DONE || (text.starts_with('{') && json::from_str::<IgnoredAny>(text).is_ok())
}
