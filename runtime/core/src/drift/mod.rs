//! Deviations of an answer from its contract.

mod excerpt;
mod redact;
mod render;
mod violation;

pub use redact::{Redacted, RedactedViolation};
pub use violation::{Violation, ViolationKind};

pub use crate::pointer::Pointer;
#[doc(hidden)]
pub use crate::visible::{shown, visible};

use std::fmt;
use std::ops::Range;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::shape::Shape;

/// Most violations that are collected; a long answer that is wrong in every item says nothing new
/// after that.
pub(crate) const MOST_VIOLATIONS: usize = 1000;

/// An answer that is not a value of the contract: every deviation, in the order of the text.
///
/// ```
/// use driftless::{Contract, decode};
///
/// #[derive(Debug, Contract)]
/// struct Invoice {
///     number: String,
///     #[contract(range(0.0..))]
///     total: f64,
/// }
///
/// let drift = decode::<Invoice>(r#"{"number":"R-7","total":"12.50"}"#).unwrap_err();
/// assert_eq!(
///     format!("{:#}", drift.said_by("gpt-6.1-terra")),
///     r#"error: the answer of gpt-6.1-terra deviates from the contract `Invoice`
///  --> /total:1:25
///   |
/// 1 | {"number":"R-7","total":"12.50"}
///   |                         ^^^^^^^ expected a number, found the string "12.50"
///   |
///   = help: write the number without quotes: 12.50"#
/// );
/// ```
///
/// A semantic check (`ensure`) runs wherever its own value is right, and not where that value is
/// wrong itself. For a type with a hand-written `Contract`, only the first error is reported. Where
/// a rewrite for a provider can't be undone, the checks of the surrounding values are not run, and
/// a map's entry without its key or value is not examined.
///
/// Its `Display` is a report in the manner of a compiler error, with the answer's own text
/// underlined; `{:#}` is the same in plain ASCII. The report shows no more of the answer than the
/// neighbourhood of each deviation, and no control character of it. Serialized, it is the contract,
/// the model and the violations. Both quote the answer; [`redacted`](Self::redacted) and `Debug`
/// don't.
#[derive(Clone)]
pub struct Drift {
    /// The contract, to distinguish its names from the answer's own.
    shape: &'static Shape,
    /// The name of the contract type.
    contract: String,
    /// The answer's text, as it was sent.
    pub(crate) text: String,
    pub(crate) violations: Vec<Violation>,
    /// The model that said it, once known.
    model: Option<String>,
}

impl Drift {
    pub(crate) fn new(
        shape: &'static Shape,
        contract: String,
        text: &str,
        violations: Vec<Violation>,
    ) -> Self {
        Self {
            shape,
            contract,
            text: text.to_owned(),
            violations,
            model: None,
        }
    }

    /// Returns the drift as `clean` leaves each of its texts; in the answer, it puts a mark of
    /// `mark` bytes in each of `places`.
    #[doc(hidden)]
    #[must_use]
    pub fn cleaned(
        mut self,
        places: &[Range<usize>],
        mark: usize,
        clean: &dyn Fn(&mut String),
    ) -> Self {
        clean(&mut self.text);
        for violation in &mut self.violations {
            violation.clean(places, mark, clean);
        }
        self
    }

    /// Returns this drift with the name of the model that gave the answer.
    #[must_use]
    pub fn said_by(mut self, model: impl Into<String>) -> Self {
        self.model = Some(model.into());
        self
    }

    /// Every deviation, in the order of the text; never empty. Of an answer with more than a
    /// thousand, the first thousand that the walk along the contract meets.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// The name of the contract.
    #[must_use]
    pub fn contract(&self) -> &str {
        &self.contract
    }

    /// The deviations in one line, for errors that hold no more.
    #[doc(hidden)]
    pub fn summary(&self) -> String {
        const SAID: usize = 8;
        let said: Vec<String> = self
            .violations
            .iter()
            .take(SAID)
            .map(Violation::to_string)
            .collect();
        let others = match self.violations.len().saturating_sub(SAID) {
            0 => String::new(),
            more => format!("; and {more} more"),
        };
        let contract = shown(&self.contract, violation::LONGEST);
        format!("not a `{contract}`: {}{others}", said.join("; "))
    }

    /// The answer's text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The model that said it; `None` where only a text was decoded.
    #[must_use]
    pub fn model(&self) -> Option<&str> {
        self.model.as_deref()
    }
}

impl std::error::Error for Drift {}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&render::report(self, f.alternate()))
    }
}

/// Without a word of the answer, which may hold personal data and belongs in no log: the long form
/// of [`redacted`](Drift::redacted).
impl fmt::Debug for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}", self.redacted())
    }
}

impl Serialize for Drift {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Drift", 3)?;
        out.serialize_field("contract", &self.contract)?;
        out.serialize_field("model", &self.model)?;
        out.serialize_field("violations", &self.violations)?;
        out.end()
    }
}
