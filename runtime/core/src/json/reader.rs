//! The fast path: a pull reader that a contract's generated code drives over the answer's text,
//! once, without an intermediate tree.
//!
//! It only ever returns [`Stop`]: the explaining pass, which runs on failure alone, finds out why
//! an answer is wrong, so the successful path pays nothing for good messages. The generated code
//! gives the reader the key that it expects next, because models answer in declaration order; a key
//! in its place costs one comparison of bytes.

use std::borrow::Cow;
use std::ops::Range;

use super::{Keys, MAX_DEPTH, Number};

/// The answer deviates here; the explaining pass says how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "a signal without content")]
pub struct Stop;

/// A cursor over the text of one answer.
#[derive(Debug)]
pub struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) depth: u32,
    /// Newtypes entered at one place; a type that wraps nothing but itself would never end.
    wrapped: (usize, u32),
    refused: Option<Refused>,
    failed: Vec<Failed>,
    /// Where the first string with a swallowed backslash starts, behind its quote.
    pub(super) swallowed: Option<usize>,
    /// Containers that a search for a tag has gone over.
    pub(super) passed: super::tag::Passed,
}

/// A value that the contract allows and the Rust type can't represent.
#[derive(Debug, Clone)]
pub(crate) struct Refused {
    pub(crate) span: Range<usize>,
    /// The values of the Rust type, in words.
    pub(crate) expected: Cow<'static, str>,
    /// The message of the user's own conversion, if that refused it; `None` if the type did.
    pub(crate) said: Option<String>,
}

/// A semantic check that said no.
#[derive(Debug, Clone)]
pub(crate) struct Failed {
    /// The value that was checked.
    pub(crate) span: Range<usize>,
    /// The place in that value, as a JSON Pointer.
    pub(crate) pointer: String,
    /// The condition that failed.
    pub(crate) message: String,
    pub(crate) hint: Option<String>,
}

/// Most checks that are kept; a million items that fail say no more than a thousand.
const MOST_FAILED: usize = 1000;

impl<'a> Reader<'a> {
    /// Starts at the beginning of `text`.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
            wrapped: (0, 0),
            refused: None,
            failed: Vec::new(),
            swallowed: None,
            passed: super::tag::Passed::default(),
        }
    }

    /// Starts at the value at byte `at`.
    pub(crate) fn from(text: &'a str, at: usize) -> Self {
        let mut reader = Self::new(text);
        reader.at = at;
        reader
    }

    /// Skips white space; the byte offset where the next value starts.
    #[inline]
    pub fn start(&mut self) -> usize {
        self.peek();
        self.at
    }

    /// Returns the source text from `start` to here.
    #[inline]
    #[must_use]
    pub fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or("")
    }

    /// Goes into a newtype, which takes no text of its own.
    ///
    /// # Errors
    /// [`Stop`] if newtypes do nothing but wrap themselves here.
    #[inline]
    pub fn wrap(&mut self) -> Result<(), Stop> {
        let at = self.start();
        let count = if self.wrapped.0 == at {
            self.wrapped.1 + 1
        } else {
            1
        };
        self.wrapped = (at, count);
        if count > MAX_DEPTH { Err(Stop) } else { Ok(()) }
    }

    /// Notes that the Rust type can't represent the value from `start` to here; `expected`
    /// describes its values.
    #[cold]
    pub fn refuse(&mut self, start: usize, expected: &'static str) -> Stop {
        self.refused = Some(Refused {
            span: start..self.at,
            expected: Cow::Borrowed(expected),
            said: None,
        });
        Stop
    }

    /// Notes that the user's own conversion into `title` refuses the value from `start` to here,
    /// and what it says.
    #[cold]
    pub(crate) fn refuse_conversion(&mut self, start: usize, title: &str, said: String) -> Stop {
        self.refused = Some(Refused {
            span: start..self.at,
            expected: Cow::Owned(format!("what a `{title}` can be made of")),
            said: Some(said),
        });
        Stop
    }

    /// Notes that a semantic check said no to the value from `start` to here.
    #[cold]
    pub(crate) fn fail(
        &mut self,
        start: usize,
        pointer: String,
        message: String,
        hint: Option<String>,
    ) {
        if self.failed.len() < MOST_FAILED {
            self.failed.push(Failed {
                span: start..self.at,
                pointer,
                message,
                hint,
            });
        }
    }

    /// Returns the notes made while reading.
    pub(crate) fn into_notes(self) -> (Option<Refused>, Vec<Failed>) {
        (self.refused, self.failed)
    }

    /// Returns `true` if no semantic check said no, and no backslash was swallowed.
    pub(crate) fn is_clean(&self) -> bool {
        self.failed.is_empty() && self.swallowed.is_none()
    }

    /// Returns `true` if a string read so far has a swallowed backslash that nothing allowed.
    #[inline]
    pub(crate) fn has_swallowed(&self) -> bool {
        self.swallowed.is_some()
    }

    /// Allows control characters in the texts from `start` to here.
    pub(crate) fn allow(&mut self, start: usize) {
        self.swallowed = self.swallowed.filter(|at| *at < start);
    }

    /// Returns the byte offset of the next byte to be read.
    #[must_use]
    pub fn position(&self) -> usize {
        self.at
    }

    #[inline]
    pub(super) fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    #[inline]
    fn peek_raw(&self) -> Option<u8> {
        self.bytes().get(self.at).copied()
    }

    /// Skips white space and shows the next byte.
    #[inline]
    pub fn peek(&mut self) -> Option<u8> {
        match self.peek_raw() {
            Some(b' ' | b'\n' | b'\r' | b'\t') => {
                self.at = super::scan::blank(self.bytes(), self.at);
                self.peek_raw()
            }
            other => other,
        }
    }

    #[inline]
    pub(super) fn expect(&mut self, byte: u8) -> Result<(), Stop> {
        if self.peek() == Some(byte) {
            self.at += 1;
            Ok(())
        } else {
            Err(Stop)
        }
    }

    #[inline]
    fn word(&mut self, word: &'static [u8]) -> bool {
        let found = self
            .bytes()
            .get(self.at..)
            .is_some_and(|rest| rest.starts_with(word));
        if found {
            self.at += word.len();
        }
        found
    }

    /// Takes `null`, if it is next.
    #[inline]
    pub fn null(&mut self) -> bool {
        self.peek() == Some(b'n') && self.word(b"null")
    }

    /// Reads `true` or `false`.
    ///
    /// # Errors
    /// [`Stop`] if anything else is next.
    #[inline]
    pub fn boolean(&mut self) -> Result<bool, Stop> {
        match self.peek() {
            Some(b't') if self.word(b"true") => Ok(true),
            Some(b'f') if self.word(b"false") => Ok(false),
            _ => Err(Stop),
        }
    }

    /// Reads a number; its text is kept, so exactness can be judged.
    ///
    /// # Errors
    /// [`Stop`] if no JSON number is next.
    #[inline]
    pub fn number(&mut self) -> Result<Number<'a>, Stop> {
        self.peek();
        let (number, end) = Number::scan(self.text, self.at).ok_or(Stop)?;
        self.at = end;
        Ok(number)
    }

    /// Enters an array.
    ///
    /// # Errors
    /// [`Stop`] if no array is next or the nesting is too deep.
    #[inline]
    pub fn list(&mut self) -> Result<(), Stop> {
        self.expect(b'[')?;
        self.enter()
    }

    /// Returns `true` if another item follows; leaves the array when none does.
    ///
    /// # Errors
    /// [`Stop`] on anything but an item, a comma or the end.
    #[inline]
    pub fn item(&mut self, first: &mut bool) -> Result<bool, Stop> {
        self.more(b']', first)
    }

    /// Returns `true` if another element follows. That one does behind a comma shows when it is
    /// read: nothing starts with a closing bracket.
    #[allow(clippy::inline_always, reason = "run for every key and item")]
    #[inline(always)]
    pub(super) fn more(&mut self, close: u8, first: &mut bool) -> Result<bool, Stop> {
        let next = self.peek();
        let first = std::mem::replace(first, false);
        if next == Some(b',') && !first {
            self.at += 1;
            return Ok(true);
        }
        if next == Some(close) {
            self.at += 1;
            self.depth -= 1;
            return Ok(false);
        }
        if first { Ok(true) } else { Err(Stop) }
    }

    #[inline]
    fn enter(&mut self) -> Result<(), Stop> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            Err(Stop)
        } else {
            Ok(())
        }
    }

    /// Enters an object whose keys are data.
    ///
    /// # Errors
    /// [`Stop`] if no object is next or the nesting is too deep.
    #[inline]
    pub fn map(&mut self) -> Result<(), Stop> {
        self.expect(b'{')?;
        self.enter()
    }

    /// Returns the next key of a map; leaves the object when none follows.
    ///
    /// # Errors
    /// [`Stop`] on anything but a key, a comma or the end.
    #[inline]
    pub fn entry(&mut self, first: &mut bool) -> Result<Option<Cow<'a, str>>, Stop> {
        if !self.more(b'}', first)? {
            return Ok(None);
        }
        let key = self.string()?;
        self.expect(b':')?;
        Ok(Some(key))
    }

    /// Enters an object with declared fields. `keys` are the wire names as JSON string literals,
    /// quotes included, in declaration order; `tag` is a further key whose value has been read
    /// already.
    ///
    /// # Errors
    /// [`Stop`] if no object is next or the nesting is too deep.
    #[inline]
    pub fn object(
        &mut self,
        keys: &'static [&'static str],
        tag: Option<&'static str>,
    ) -> Result<Keys, Stop> {
        self.map()?;
        Ok(Keys::new(keys, tag))
    }

    /// Reads a string that must be one of `names`; its index.
    ///
    /// # Errors
    /// [`Stop`] if it is none of them.
    #[inline]
    pub fn one_of(&mut self, names: &[&str]) -> Result<usize, Stop> {
        let value = self.string_in(0)?;
        names.iter().position(|name| *name == value).ok_or(Stop)
    }

    /// Reads over one value of any kind, checking its syntax.
    ///
    /// # Errors
    /// [`Stop`] if the text is not JSON or the nesting is too deep.
    pub fn skip(&mut self) -> Result<(), Stop> {
        match self.peek().ok_or(Stop)? {
            b'{' => {
                self.map()?;
                let mut first = true;
                while self.more(b'}', &mut first)? {
                    self.string_in(0)?;
                    self.expect(b':')?;
                    self.skip()?;
                }
                Ok(())
            }
            b'[' => {
                self.list()?;
                let mut first = true;
                while self.item(&mut first)? {
                    self.skip()?;
                }
                Ok(())
            }
            b'"' => self.string_in(0).map(drop),
            b't' | b'f' => self.boolean().map(drop),
            b'n' if self.null() => Ok(()),
            _ => self.number().map(drop),
        }
    }

    /// Only white space is left.
    ///
    /// # Errors
    /// [`Stop`] if there is more.
    pub fn end(&mut self) -> Result<(), Stop> {
        if self.peek().is_none() {
            Ok(())
        } else {
            Err(Stop)
        }
    }
}
