//! JSON Pointer (RFC 6901): the address of one place in an answer.

use std::fmt;

/// A path into a JSON document, built while walking down and rendered as a JSON Pointer.
///
/// The empty pointer `""` is the whole document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Pointer {
    text: String,
}

impl Pointer {
    /// The pointer of the whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Steps into the member `key` of an object; `~` and `/` are escaped.
    pub fn push_key(&mut self, key: &str) {
        self.text.push('/');
        for character in key.chars() {
            match character {
                '~' => self.text.push_str("~0"),
                '/' => self.text.push_str("~1"),
                other => self.text.push(other),
            }
        }
    }

    /// Steps into element `index` of an array.
    pub fn push_index(&mut self, index: usize) {
        self.text.push('/');
        self.text.push_str(&index.to_string());
    }

    /// The length to give to [`Pointer::truncate`] when stepping out again.
    #[must_use]
    pub fn mark(&self) -> usize {
        self.text.len()
    }

    /// Steps out to where [`Pointer::mark`] was taken.
    pub fn truncate(&mut self, mark: usize) {
        self.text.truncate(mark);
    }

    /// The RFC 6901 text, such as `/lines/0/sku`.
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
