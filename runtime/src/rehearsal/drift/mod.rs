//! Every kind of drift, made from an intact answer.
//!
//! An answer that drifts is no noise: it is the intact one, said in another way. So each kind
//! changes one thing, at the first place that the contract has for it; a contract without such a
//! place can't drift in that way.

mod change;
mod place;
mod relation;

use std::fmt;

use serde::Serialize;

use crate::contract::Contract;
use crate::decode::decode;
use crate::dialect::Step;
use crate::drift::Drift;
use crate::json::Node;
use crate::shape::Shape;
use crate::visible::debug_as_display;

use place::Places;
pub(super) use relation::Related;

/// Writes the enum and its list.
macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $kind:ident = $words:literal;)+) => {
        /// A way in which an answer deviates from its contract.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum DriftKind {
            $($(#[doc = $doc])+ $kind,)+
        }

        impl DriftKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// Returns the kind in words, lower case.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $words,)+
                }
            }
        }
    };
}

kinds! {
    /// A required key isn't there.
    MissingKey = "missing key";
    /// A required key has another name.
    RenamedKey = "renamed key";
    /// A required key is written in another case style.
    RecasedKey = "re-cased key";
    /// Keys stand in another order. JSON gives order no meaning, so that this is the same answer,
    /// and is accepted as that.
    Reordered = "re-ordered keys";
    /// The members of an object stand beside it, or the whole stands in an object of its own.
    Renested = "re-nested";
    /// A list of one object stands where the object should.
    ArrayForObject = "array for object";
    /// A number is written as text.
    NumberAsString = "number as string";
    /// There is a key that nobody asked for.
    ExtraKey = "extra key";
    /// A value that must be there is null.
    NullValue = "null";
    /// A key stands there twice.
    DuplicateKey = "duplicate key";
    /// The answer stands in a fenced block. Where the answer is asked for in words only, that is
    /// what models do: one such block is taken off, and the receipt says so.
    Fenced = "fenced";
    /// The JSON breaks off, and the model says that it is complete.
    TruncatedJson = "truncated JSON";
}

impl fmt::Display for DriftKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The reason why a document can't be made to drift.
#[derive(Clone)]
#[non_exhaustive]
pub enum NoDrift {
    /// The document isn't one of the contract to begin with.
    NotIntact(Box<Drift>),
    /// The contract, or this document of it, has no place where that could happen; this is what it
    /// lacks.
    NotApplicable(&'static str),
}

debug_as_display!(NoDrift);

impl fmt::Display for NoDrift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotIntact(drift) => write!(
                f,
                "the document drifts already: {}; start from an intact one",
                drift.summary()
            ),
            Self::NotApplicable(why) => f.write_str(why),
        }
    }
}

/// The cause is in the text.
impl std::error::Error for NoDrift {}

/// `document`, an intact one of the contract `T`, drifted in one way; for scripts of a
/// [`Server`](super::Server) and for tests of one's own.
///
/// ```
/// use driftless::Contract;
/// use driftless::rehearsal::{DriftKind, drifted};
///
/// #[derive(Contract)]
/// struct Line { sku: String, pieces: u32 }
///
/// let intact = r#"{"sku":"K-1","pieces":2}"#;
/// let text = drifted::<Line>(intact, DriftKind::NumberAsString)?;
/// assert_eq!(text, r#"{"sku":"K-1","pieces":"2"}"#);
/// assert_eq!(drifted::<Line>(intact, DriftKind::MissingKey)?, r#"{"pieces":2}"#);
/// # Ok::<(), driftless::rehearsal::NoDrift>(())
/// ```
///
/// # Errors
/// [`NoDrift`] if the document isn't intact, or has no place for that kind.
pub fn drifted<T: Contract>(document: &str, kind: DriftKind) -> Result<String, NoDrift> {
    if let Err(drift) = decode::<T>(document) {
        return Err(NoDrift::NotIntact(Box::new(drift)));
    }
    let intact = Intact {
        shape: T::SHAPE,
        document,
        wire: document,
        steps: &[],
        wrong_choice: None,
        invented_quote: None,
    };
    intact.drift(kind).map_err(NoDrift::NotApplicable)
}

/// An answer that is right.
#[derive(Debug, Clone, Copy)]
pub(super) struct Intact<'a> {
    pub(super) shape: &'static Shape,
    /// In the contract's own JSON.
    pub(super) document: &'a str,
    /// As the model sends it.
    pub(super) wire: &'a str,
    /// The rewrites between the two.
    pub(super) steps: &'a [Step],
    /// As the model sends it, with a value that is none of the choices.
    pub(super) wrong_choice: Option<&'a str>,
    /// As the model sends it, with a quotation that stands nowhere.
    pub(super) invented_quote: Option<&'a str>,
}

impl Intact<'_> {
    /// The answer as sent, drifted; or what there would have to be for that.
    pub(super) fn drift(&self, kind: DriftKind) -> Result<String, &'static str> {
        if kind == DriftKind::Fenced {
            return Ok(format!("```json\n{}\n```", self.wire));
        }
        let unreadable = "the answer is no JSON document";
        let document = Node::parse(self.document).map_err(|_syntax| unreadable)?;
        // Rewritten documents may be nested more deeply, but none that was made up is.
        let mut wire = Node::parse(self.wire).map_err(|_syntax| unreadable)?;
        if kind == DriftKind::TruncatedJson {
            return change::truncated(self.wire, &wire);
        }
        let places = Places::of(self.shape, &document, self.steps);
        change::change(kind, &places, &mut wire)?;
        let mut out = String::new();
        wire.write(&mut out);
        Ok(out)
    }
}
