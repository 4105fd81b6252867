//! Events that differ in one text alone: most of a stream. The first of them is read as JSON; of
//! those that follow, the bytes around the text are compared, and only the text is read.
//!
//! JSON's grammar has no memory but the nesting: if the bytes before a string are those of an event
//! that was read, and the bytes behind it are too, everything else in the two events is equal.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

use crate::json::scan_string;

/// Members whose value changes with every event and that no parser reads: random padding, and a
/// running number (OpenAI's API reference, "Streaming events", read 2026-11). A name begins behind
/// a mark of JSON, so that it can't be the end of a longer one.
const UNREAD: [(&str, Hole); 4] = [
    (",\"obfuscation\":\"", Hole::Padding),
    ("{\"obfuscation\":\"", Hole::Padding),
    (",\"sequence_number\":", Hole::Count),
    ("{\"sequence_number\":", Hole::Count),
];

/// Frames in a row that no event fitted, after which none is looked for.
const MOST_MISSES: u8 = 4;

/// A part of an event that may differ from that of the event before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hole {
    /// The rest of the string that is the piece of the answer.
    Piece,
    /// The rest of a string that nobody reads.
    Padding,
    /// Digits that nobody reads.
    Count,
}

/// The bytes of an event around its piece of the answer.
#[derive(Debug, Default)]
struct Frame {
    /// Each hole with what stands before it.
    parts: Vec<(String, Hole)>,
    behind: String,
}

/// The frame of the events that come, as far as there is one.
#[derive(Debug, Default)]
pub(super) struct Frames {
    frame: Option<Frame>,
    misses: u8,
}

impl Frames {
    /// Returns the piece of the answer in `event`, if all else in it is as in the event before.
    pub(super) fn piece<'e>(&mut self, event: &'e str) -> Option<Cow<'e, str>> {
        let piece = self.frame.as_ref()?.piece(event);
        // An empty one may be anything.
        let piece = piece.filter(|piece| !piece.is_empty());
        if piece.is_some() {
            self.misses = 0;
        } else {
            self.frame = None;
            self.misses = self.misses.saturating_add(1);
        }
        piece
    }

    /// Notes that `event` was read as JSON, and where its piece of the answer stands, if another
    /// event that differs in this piece alone would do no more than append its own.
    pub(super) fn note(&mut self, event: &str, piece: Option<Range<usize>>) {
        self.frame = piece
            .filter(|_| self.misses < MOST_MISSES)
            .and_then(|piece| Frame::of(event, &piece));
    }
}

impl Frame {
    fn of(event: &str, piece: &Range<usize>) -> Option<Self> {
        // The quotes belong to the string.
        let mut holes = vec![(piece.start, Hole::Piece, piece.end.checked_add(1)?)];
        for (name, hole) in UNREAD {
            if let Some(found) = memmem::find(event.as_bytes(), name.as_bytes()) {
                let start = found.checked_add(name.len())?;
                holes.push((start, hole, hole.end(event, start)?));
            }
        }
        holes.sort_unstable_by_key(|(start, ..)| *start);
        let (mut frame, mut at) = (Self::default(), 0);
        for (start, hole, end) in holes {
            frame.parts.push((event.get(at..start)?.to_owned(), hole));
            at = end;
        }
        event.get(at..)?.clone_into(&mut frame.behind);
        Some(frame)
    }

    fn piece<'e>(&self, event: &'e str) -> Option<Cow<'e, str>> {
        let (mut piece, mut at) = (None, 0_usize);
        for (before, hole) in &self.parts {
            let rest = event.get(at..)?;
            rest.strip_prefix(before.as_str())?;
            let start = at.checked_add(before.len())?;
            if *hole == Hole::Piece {
                let (text, end) = scan_string(event, start).ok()?;
                piece = Some(text);
                at = end;
            } else {
                at = hole.end(event, start)?;
            }
        }
        piece.filter(|_| event.get(at..) == Some(self.behind.as_str()))
    }
}

impl Hole {
    /// Returns where the value ends that stands in `event` from `start` on.
    fn end(self, event: &str, start: usize) -> Option<usize> {
        if self != Self::Count {
            return scan_string(event, start).ok().map(|(_, end)| end);
        }
        let rest = event.get(start..)?;
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let is_number = digits == 1 || (digits > 1 && !rest.starts_with('0'));
        is_number.then(|| start.checked_add(digits)).flatten()
    }
}

/// Returns where `piece` stands in `event` as a string without escapes, if it is a part of it and
/// no copy.
pub(super) fn place(event: &str, piece: &str) -> Option<Range<usize>> {
    let start = piece.as_ptr().addr().checked_sub(event.as_ptr().addr())?;
    let end = start.checked_add(piece.len())?;
    let quote = |at: Option<usize>| at.and_then(|at| event.as_bytes().get(at)) == Some(&b'"');
    (event.get(start..end) == Some(piece) && quote(start.checked_sub(1)) && quote(Some(end)))
        .then_some(start..end)
}
