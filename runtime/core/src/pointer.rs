//! JSON Pointer (RFC 6901): the address of one place in an answer.

use std::fmt;

/// Most characters of one key: every violation holds its own pointer, and a long answer has room
/// for many below one long key.
const LONGEST_KEY: usize = 200;

/// A path into a JSON document, built while walking down and rendered as a JSON Pointer.
///
/// The empty pointer `""` is the whole document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Pointer {
    text: String,
}

impl Pointer {
    /// Returns the pointer of the whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Steps into the member `key` of an object; `~` and `/` are escaped. Of a key of more than 200
    /// characters, which only data has, the first 200 are kept, and `…` says that there are more.
    pub fn push_key(&mut self, key: &str) {
        self.text.push('/');
        let mut characters = key.chars();
        for character in characters.by_ref().take(LONGEST_KEY) {
            match character {
                '~' => self.text.push_str("~0"),
                '/' => self.text.push_str("~1"),
                other => self.text.push(other),
            }
        }
        if characters.next().is_some() {
            self.text.push('…');
        }
    }

    /// Says which variant the keys behind it belong to, as `[paid]`; no part of RFC 6901, for
    /// patterns of pointers alone.
    #[cfg(feature = "qualify")]
    #[doc(hidden)]
    pub fn push_variant(&mut self, name: &str) {
        self.text.push('[');
        self.text.push_str(name);
        self.text.push(']');
    }

    /// Steps into element `index` of an array.
    pub fn push_index(&mut self, index: usize) {
        self.text.push('/');
        self.text.push_str(&index.to_string());
    }

    /// Returns the length to give to [`Pointer::truncate`] when stepping out again.
    #[must_use]
    pub fn mark(&self) -> usize {
        self.text.len()
    }

    /// Steps out to where [`Pointer::mark`] was taken.
    pub fn truncate(&mut self, mark: usize) {
        self.text.truncate(mark);
    }

    /// Returns the RFC 6901 text, such as `/lines/0/sku`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
