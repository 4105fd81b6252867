//! Server-sent events as the WHATWG's HTML standard reads them (section 9.2.6, 2026-11), from bytes
//! that arrive in any pieces.
//!
//! Written here rather than taken from a crate: the maintained ones yield owned events from streams
//! of their own making and drop lines that are no field, which is where one vendor sends its
//! errors. A test compares this reader with one of them, `eventsource-stream`.

use std::str::Utf8Error;

/// Reads events out of a buffer that grows.
#[derive(Debug, Default)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "independent facts about one event and one buffer"
)]
pub(super) struct Events {
    buffer: Vec<u8>,
    /// Where the line begins that is read next.
    line: usize,
    /// Up to where that line is known to hold no end.
    searched: usize,
    started: bool,
    /// The last line ended with CR at the end of the buffer; an LF that follows belongs to it.
    after_cr: bool,
    data: String,
    /// The event's name is `error`.
    is_error: bool,
    /// A line of the event is called `error`.
    has_error: bool,
    state: State,
    stray: String,
}

/// One whole event.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Event<'a> {
    /// The data of an event of any other name.
    Data(&'a str),
    /// The data of an event that is called `error`, whatever stands in it.
    Error(&'a str),
}

/// The content of `data`.
#[derive(Debug, Default, PartialEq, Eq)]
enum State {
    /// Nothing.
    #[default]
    Empty,
    /// Lines of an event that isn't whole.
    Gathered,
    /// An event that was handed out.
    HandedOut,
}

const BOM: &[u8] = b"\xef\xbb\xbf";

impl Events {
    /// Takes bytes as they arrive.
    pub(super) fn add(&mut self, bytes: &[u8]) {
        // What was read goes first, so that the buffer is no longer than an unfinished line and a
        // chunk.
        self.buffer.drain(..self.line);
        self.searched = self.searched.saturating_sub(self.line);
        self.line = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// Ends the input, so that a last line and a last event count that nothing stands behind.
    pub(super) fn end(&mut self) {
        self.add(b"\n\n");
    }

    /// Bytes that were not read yet.
    fn unread(&self) -> usize {
        self.buffer.len().saturating_sub(self.line)
    }

    /// Bytes that are held.
    pub(super) fn held(&self) -> usize {
        let kept = match self.state {
            State::Gathered => self.data.len(),
            State::Empty | State::HandedOut => 0,
        };
        self.unread()
            .saturating_add(kept)
            .saturating_add(self.stray.len())
    }

    /// Returns the lines that are no field of an event: JSON, as Gemini sends an error within a
    /// stream (the vendor's SDK 3.4.0 reads it) and some servers a whole answer that they call a
    /// stream, and what stands behind `error:` (llama.cpp, 2026).
    pub(super) fn stray(&self) -> &str {
        &self.stray
    }

    /// The data of the next whole event; events without data are none.
    pub(super) fn next(&mut self) -> Result<Option<Event<'_>>, Utf8Error> {
        if self.state == State::HandedOut {
            self.state = State::Empty;
            self.is_error = false;
            self.data.clear();
        }
        while let Some((from, to)) = self.next_line() {
            let line = self.buffer.get(from..to).unwrap_or_default();
            if line.is_empty() {
                if self.has_error {
                    return Ok(Some(Event::Error(&self.stray)));
                }
                if self.state == State::Gathered {
                    self.state = State::HandedOut;
                    return Ok(Some(if self.is_error {
                        Event::Error(&self.data)
                    } else {
                        Event::Data(&self.data)
                    }));
                }
                self.is_error = false;
                continue;
            }
            let colon = memchr::memchr(b':', line);
            let (name, value) = line.split_at(colon.unwrap_or(line.len()));
            let value = value.get(1..).unwrap_or_default();
            let value = value.strip_prefix(b" ").unwrap_or(value);
            if name == b"data" {
                if std::mem::replace(&mut self.state, State::Gathered) == State::Gathered {
                    self.data.push('\n');
                }
                self.data.push_str(std::str::from_utf8(value)?);
            } else if name == b"event" {
                self.is_error = value == b"error";
            } else if name == b"error" {
                self.has_error = true;
                self.stray.push_str(&String::from_utf8_lossy(value));
                self.stray.push('\n');
            } else if line.trim_ascii_start().starts_with(b"{") || !self.stray.is_empty() {
                self.stray.push_str(&String::from_utf8_lossy(line));
                self.stray.push('\n');
            }
        }
        Ok(None)
    }

    /// The next whole line without its end, as places in the buffer.
    fn next_line(&mut self) -> Option<(usize, usize)> {
        if !self.started {
            let begun = self.buffer.get(..BOM.len().min(self.buffer.len()))?;
            if begun.is_empty() || (begun.len() < BOM.len() && BOM.starts_with(begun)) {
                return None;
            }
            self.started = true;
            if begun == BOM {
                self.skip(BOM.len());
            }
        }
        if self.after_cr && self.line < self.buffer.len() {
            self.after_cr = false;
            if self.buffer.get(self.line) == Some(&b'\n') {
                self.skip(1);
            }
        }
        let from = self.line;
        let rest = self.buffer.get(self.searched.max(from)..)?;
        let Some(end) = memchr::memchr2(b'\n', b'\r', rest) else {
            self.searched = self.buffer.len();
            return None;
        };
        let to = self.searched.max(from).saturating_add(end);
        self.after_cr = self.buffer.get(to) == Some(&b'\r');
        self.line = to.saturating_add(1);
        self.searched = self.line;
        Some((from, to))
    }

    fn skip(&mut self, bytes: usize) {
        self.line = self.line.saturating_add(bytes);
        self.searched = self.line;
    }
}
