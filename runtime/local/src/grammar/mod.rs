//! A contract's schema as a finite grammar: bounded, free of recursion, with the smallest document
//! of every part.
//!
//! The schema says what is valid; nothing in it ends a generation. So it is read into nodes of our
//! own: unbounded texts, lists, maps and numbers get bounds, recursion is unrolled to a fixed
//! depth, and every node knows its smallest document. The constraint is written from these nodes,
//! and so is the closing of a document that runs out of tokens: they can't disagree.

mod build;
mod cycles;
mod emit;
mod node;
mod progress;
mod progress_object;
mod scalar;
mod smallest;
mod text;
mod words;

use std::collections::BTreeSet;

pub(super) use progress::Progress;

use self::node::{Id, Node};
use driftless::json::Json;
use driftless_core::visible::debug_as_display;

/// Limits that hold while generating, where the contract sets none; a contract's own rule wins.
///
/// They only narrow what the model may say: every document within them is a document of the
/// contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Bounds {
    /// Characters of a text.
    pub text: u64,
    /// Items of a list.
    pub items: u64,
    /// Entries of a map.
    pub entries: u64,
    /// Times that a type may contain itself.
    pub recursion: u32,
    /// Significant digits of a number that is no integer; 15 always survive the way through an
    /// `f64`.
    pub digits: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            text: 160,
            items: 8,
            entries: 8,
            recursion: 4,
            digits: 15,
        }
    }
}

/// A reason why a schema is no grammar.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GrammarError {
    /// A keyword that the local model can't follow.
    #[error("the keyword `{keyword}` at `{pointer}` can't be held while generating")]
    Keyword {
        /// The keyword.
        keyword: String,
        /// Where in the schema.
        pointer: String,
    },
    /// No document can satisfy this part within the bounds.
    #[error("no value satisfies the schema at `{pointer}`: {why}")]
    Unsatisfiable {
        /// Where in the schema.
        pointer: String,
        /// Which rule stands against which.
        why: String,
    },
    /// A `$ref` without a target, or one that leaves the document.
    #[error("`$ref` `{target}` leads nowhere")]
    Reference {
        /// The reference.
        target: String,
    },
    /// The schema unrolls into too many parts.
    #[error("the schema is too large: more than {limit} parts")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
    /// The constraint engine refused the grammar.
    #[error("the constraint can't be built: {why}")]
    Constraint {
        /// In its own words.
        why: String,
    },
}

debug_as_display!(GrammarError);

/// The largest number of nodes; a contract of ordinary size has dozens.
const MAX_NODES: usize = 20_000;

/// See the module's documentation. Children stand before their parents.
#[derive(Debug)]
pub(super) struct Grammar {
    nodes: Vec<Node>,
    smallest: Vec<String>,
    /// Nodes that are referred to by name, so that shared parts are written once.
    named: BTreeSet<Id>,
    root: Id,
}

impl Grammar {
    /// Reads a schema in the local model's dialect.
    ///
    /// # Errors
    /// See [`GrammarError`].
    pub(super) fn new(schema: &Json, bounds: &Bounds) -> Result<Self, GrammarError> {
        build::build(schema, bounds)
    }

    /// The smallest complete document.
    pub(super) fn smallest(&self) -> &str {
        self.smallest_of(self.root)
    }

    /// The schema that the constraint is built from.
    pub(super) fn constraint(&self) -> serde_json::Value {
        emit::emit(self)
    }

    /// Returns the state of `text`, the beginning of a document.
    pub(super) fn progress(&self, text: &[u8]) -> Progress {
        progress::progress(self, text)
    }

    fn node(&self, id: Id) -> &Node {
        self.nodes.get(id).unwrap_or(&Node::Null)
    }

    fn smallest_of(&self, id: Id) -> &str {
        self.smallest.get(id).map_or("null", String::as_str)
    }
}
