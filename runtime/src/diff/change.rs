//! One change of a contract.

use std::fmt;

use crate::drift::shown;

/// Most characters of a sentence that is printed.
const LONGEST: usize = 600;

/// Whom a change concerns; the later, the worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Class {
    /// Nobody: the same documents, the same words.
    Compatible,
    /// The model: it reads something else, and the same documents are accepted.
    WordingOnly,
    /// Breaks those who read the data: it may now carry values that were impossible before.
    ConsumerBreaking,
    /// Breaks those who write the data, models first: values that were accepted may now be
    /// rejected, stored data included.
    ProducerBreaking,
}

impl Class {
    /// Every class, the mildest first.
    pub const ALL: &'static [Self] = &[
        Self::Compatible,
        Self::WordingOnly,
        Self::ConsumerBreaking,
        Self::ProducerBreaking,
    ];

    /// Returns the name on the command line and in output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Compatible => "compatible",
            Self::WordingOnly => "wording-only",
            Self::ConsumerBreaking => "consumer-breaking",
            Self::ProducerBreaking => "producer-breaking",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One difference between two versions of a contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    class: Class,
    pointer: String,
    sentence: String,
    witness: Option<String>,
}

impl Change {
    pub(super) fn new(
        class: Class,
        pointer: String,
        sentence: String,
        witness: Option<String>,
    ) -> Self {
        Self {
            class,
            pointer,
            sentence,
            witness,
        }
    }

    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        self.class == other.class
            && self.pointer == other.pointer
            && self.sentence == other.sentence
    }

    /// Takes the proof of one that says the same, if it has none itself.
    pub(super) fn take_proof(&mut self, other: Self) {
        if self.witness.is_none() {
            self.witness = other.witness;
        }
    }

    /// Whom it concerns.
    #[must_use]
    pub fn class(&self) -> Class {
        self.class
    }

    /// Where in a document, as a JSON Pointer; `*` stands for any item of an array and for keys
    /// that are data.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// Returns the change in a sentence.
    #[must_use]
    pub fn sentence(&self) -> &str {
        &self.sentence
    }

    /// Returns a document that proves a breaking change: accepted before and rejected now, or the
    /// other way round. `None` if the change breaks nothing, or if that could not be decided (a
    /// pattern too large, a check in code), in which case it counts as breaking.
    #[must_use]
    pub fn witness(&self) -> Option<&str> {
        self.witness.as_deref()
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() {
            "the document"
        } else {
            &self.pointer
        };
        write!(f, "{place}: {}", shown(&self.sentence, LONGEST))
    }
}
