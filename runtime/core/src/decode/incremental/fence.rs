//! A fenced block around an answer, where a dialect takes one off.

/// Number of marks of a fence.
const MARKS: u8 = 3;

/// Where in the text around the document the reader stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fence {
    /// Before the first character; `true` once there was white space that JSON doesn't know.
    Lead(bool),
    Opening(u8),
    /// In the word behind the opening fence.
    Info(Word),
    /// In the document; `true` if the last byte behind it was a line feed.
    Inside(bool),
    Closing(u8),
    Behind,
    /// In a document without a fence.
    Bare,
}

/// The word behind the opening fence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Before,
    In,
    Behind,
}

/// A verdict on a character around the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Right, and no part of the document.
    Taken,
    /// The document's own, from here on.
    Document,
    Wrong,
}

impl Fence {
    /// Takes in a character outside of the document.
    pub(super) fn take(&mut self, next: char) -> Step {
        let is_json_space = matches!(next, ' ' | '\n' | '\r' | '\t');
        let (state, step) = match *self {
            Self::Lead(odd) if next.is_whitespace() => {
                (Self::Lead(odd || !is_json_space), Step::Taken)
            }
            Self::Lead(_) if next == '`' => (Self::Opening(1), Step::Taken),
            Self::Lead(false) => (Self::Bare, Step::Document),
            Self::Opening(MARKS) => Self::info(Word::Before, next),
            Self::Opening(marks) if next == '`' => (Self::Opening(marks + 1), Step::Taken),
            Self::Info(word) => Self::info(word, next),
            Self::Inside(_) if is_json_space => (Self::Inside(next == '\n'), Step::Taken),
            Self::Inside(true) if next == '`' => (Self::Closing(1), Step::Taken),
            Self::Closing(marks) if next == '`' => {
                let marks = marks + 1;
                let state = if marks == MARKS {
                    Self::Behind
                } else {
                    Self::Closing(marks)
                };
                (state, Step::Taken)
            }
            Self::Behind if next.is_whitespace() => (Self::Behind, Step::Taken),
            Self::Bare if is_json_space => (Self::Bare, Step::Taken),
            other => (other, Step::Wrong),
        };
        *self = state;
        step
    }

    fn info(word: Word, next: char) -> (Self, Step) {
        let state = match (word, next) {
            (_, '\n') => Self::Inside(false),
            (Word::Before | Word::In, next) if next.is_ascii_alphanumeric() => Self::Info(Word::In),
            (Word::Before, next) if next.is_whitespace() => Self::Info(Word::Before),
            (_, next) if next.is_whitespace() => Self::Info(Word::Behind),
            (word, _) => return (Self::Info(word), Step::Wrong),
        };
        (state, Step::Taken)
    }

    /// Returns `true` if the document's bytes come here.
    pub(super) const fn is_around(self) -> bool {
        matches!(self, Self::Inside(_) | Self::Bare)
    }

    /// Returns `true` if nothing is missing around a document that is whole.
    pub(super) const fn is_closed(self) -> bool {
        matches!(self, Self::Bare | Self::Behind)
    }
}
