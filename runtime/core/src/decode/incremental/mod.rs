//! Reading an answer while it comes: whether it can still become a value of the contract.
//!
//! The reader walks the contract's shape and the dialect's rewrites byte by byte, and stops at the
//! first byte from which no end fits. It refuses nothing that [`decode`](crate::decode()) takes,
//! and leaves to `decode` the judgements that need the whole value, such as a semantic check.

mod automata;
mod fence;
mod frame;
mod items;
mod key;
mod machine;
mod number;
mod report;
mod scalar;
mod text;
mod trace;
mod union;
mod value;

use std::fmt;
use std::sync::Arc;

use crate::contract::Contract;
use crate::dialect::{Adapted, Step as Rewrite};
use crate::drift::{Drift, Violation, ViolationKind as Kind};
use crate::json::Syntax;
use crate::shape::Shape;

use super::words;
use fence::{Fence, Step};
use machine::{Machine, Rewrites};

pub use trace::Member;
pub(super) use trace::{Event, Whole};

/// The state of an answer that is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(
    clippy::exhaustive_enums,
    reason = "a beginning has an end, is whole, or has none; there is no fourth"
)]
pub enum Progress {
    /// It may become a value of the contract.
    Viable,
    /// It is a whole document, and only white space may follow. A number at the root is whole only
    /// once the text ends.
    Complete,
    /// No end can make it a value of the contract.
    Violated,
}

/// A reader that is fed an answer piece by piece, and says at the first possible byte that it can't
/// fit its contract.
///
/// Pieces may end anywhere, within characters and escapes too. Time grows with the length of the
/// text, whatever the pieces; memory with the depth of nesting and the value that is open.
///
/// It never refuses the beginning of a text that [`decode`](crate::decode()) takes. It may go on
/// longer than need be where only the end of a token decides: multiples, the last digits of a bound
/// that is a fraction, addresses. Semantic checks (`ensure`) and what only the Rust type refuses
/// are left to `decode`.
///
/// ```
/// use driftless::decode::{Incremental, Progress};
/// use driftless::Contract;
///
/// #[derive(Debug, Contract)]
/// struct Line {
///     sku: String,
///     #[contract(range(1..=99))]
///     pieces: u32,
/// }
///
/// let mut reader = Incremental::new::<Line>();
/// assert_eq!(reader.push(r#"{"sku": "K-1", "pi"#), Progress::Viable);
/// assert_eq!(reader.push(r#"eces": 12}"#), Progress::Complete);
///
/// let mut reader = Incremental::new::<Line>();
/// assert_eq!(reader.push(r#"{"sku": "K-1", "price": 12, …"#), Progress::Violated);
/// let violation = reader.violation().expect("one was found");
/// // At the `r`: no key begins with `pr`.
/// assert_eq!(violation.span(), 15..18);
/// ```
pub struct Incremental {
    contract: &'static Shape,
    machine: Machine,
    fence: Fence,
    /// The beginning of a character that a piece cut.
    cut: [u8; 4],
    cut_bytes: usize,
    at: usize,
    violation: Option<Box<Violation>>,
}

impl Incremental {
    /// Returns a reader of the contract's own JSON.
    #[must_use]
    pub fn new<T: Contract>() -> Self {
        Self::with(T::SHAPE, Rewrites::default(), Fence::Bare)
    }

    /// Returns a reader of what a model sends in a dialect.
    #[must_use]
    pub fn of(adapted: &Adapted) -> Self {
        let has = |step: Rewrite| adapted.steps.contains(&step);
        let rewrites = Rewrites {
            wrapped: has(Rewrite::RootWrapped),
            entries: has(Rewrite::MapAsEntries),
            folds: has(Rewrite::CaseFolded),
            loosened: Arc::new(adapted.loosened.clone()),
        };
        let fence = if has(Rewrite::Unfenced) {
            Fence::Lead(false)
        } else {
            Fence::Bare
        };
        Self::with(adapted.shape, rewrites, fence)
    }

    fn with(contract: &'static Shape, rewrites: Rewrites, fence: Fence) -> Self {
        Self {
            contract,
            machine: Machine::new(contract, rewrites),
            fence,
            cut: [0; 4],
            cut_bytes: 0,
            at: 0,
            violation: None,
        }
    }

    /// Returns the same reader, which keeps a record of what it reads.
    pub(super) fn traced(mut self) -> Self {
        self.machine.trace = Some(Box::default());
        self
    }

    /// Takes what has happened since the last time.
    pub(super) fn events(&mut self) -> Vec<Event> {
        let trace = self.machine.trace.as_mut();
        trace.map_or_else(Vec::new, |trace| std::mem::take(&mut trace.events))
    }

    /// Takes in the next bytes of the answer.
    pub fn push(&mut self, bytes: impl AsRef<[u8]>) -> Progress {
        let mut bytes = bytes.as_ref();
        while self.cut_bytes > 0
            && self.violation.is_none()
            && let Some((next, rest)) = bytes.split_first()
        {
            bytes = rest;
            self.join(*next);
        }
        if self.violation.is_some() {
            return Progress::Violated;
        }
        let (text, rest, is_wrong) = match std::str::from_utf8(bytes) {
            Ok(text) => (text, &[][..], false),
            Err(error) => {
                let (valid, rest) = bytes.split_at(error.valid_up_to());
                let text = std::str::from_utf8(valid).unwrap_or_default();
                (text, rest, error.error_len().is_some())
            }
        };
        let taken = self.take(text);
        match taken {
            Err(violation) => self.violation = Some(violation),
            Ok(()) if is_wrong => self.violation = Some(self.not_utf8()),
            Ok(()) => {
                for byte in rest {
                    self.join(*byte);
                }
            }
        }
        self.progress()
    }

    /// Joins a byte to the character that is cut.
    fn join(&mut self, byte: u8) {
        if let Some(place) = self.cut.get_mut(self.cut_bytes) {
            *place = byte;
        }
        self.cut_bytes += 1;
        let joined = self.cut;
        let joined = joined.get(..self.cut_bytes).unwrap_or_default();
        let taken = match std::str::from_utf8(joined) {
            Ok(text) => {
                self.cut_bytes = 0;
                self.take(text)
            }
            Err(error) if error.error_len().is_none() && self.cut_bytes < 4 => Ok(()),
            Err(_wrong) => Err(self.not_utf8()),
        };
        if let Err(violation) = taken {
            self.violation = Some(violation);
        }
    }

    fn take(&mut self, text: &str) -> Result<(), Box<Violation>> {
        let mut rest = text;
        while let Some(next) = rest.chars().next() {
            if self.fence.is_around() && !self.machine.is_done() {
                self.machine.at = self.at;
                let taken = self.machine.feed(rest)?;
                self.at += taken;
                rest = rest.get(taken..).unwrap_or("");
                continue;
            }
            match self.fence.take(next) {
                Step::Document => continue,
                Step::Taken => {}
                Step::Wrong => return Err(self.around()),
            }
            self.at += next.len_utf8();
            rest = rest.get(next.len_utf8()..).unwrap_or("");
        }
        Ok(())
    }

    /// Notes that the text ends here.
    pub fn end(&mut self) -> Progress {
        if self.violation.is_some() {
            return Progress::Violated;
        }
        let ended = if self.cut_bytes > 0 {
            Err(self.not_utf8())
        } else if self.fence.is_around() {
            self.machine.end()
        } else {
            Ok(())
        };
        match ended {
            Err(violation) => self.violation = Some(violation),
            Ok(()) if self.progress() != Progress::Complete => {
                self.violation = Some(Self::simple(
                    Kind::Truncated,
                    self.at..self.at,
                    "the rest of the document",
                    "the end of the text",
                ));
            }
            Ok(()) => {}
        }
        self.progress()
    }

    /// Returns the state after what has come.
    #[must_use]
    pub fn progress(&self) -> Progress {
        if self.violation.is_some() {
            Progress::Violated
        } else if self.machine.is_done() && self.fence.is_closed() && self.cut_bytes == 0 {
            Progress::Complete
        } else {
            Progress::Viable
        }
    }

    /// Returns what is wrong; `None` if nothing is, so far. Its span ends behind the first byte
    /// from which no end fits.
    #[must_use]
    pub fn violation(&self) -> Option<&Violation> {
        self.violation.as_deref()
    }

    /// Returns the deviation of `text`, which is what has come of the answer; `None` if nothing is
    /// wrong, so far.
    #[must_use]
    pub fn drift(&self, text: &str) -> Option<Drift> {
        let mut violation = self.violation()?.clone();
        // Within the text, and between its characters.
        let within = |at: usize| {
            let at = at.min(text.len());
            (at..=text.len())
                .find(|at| text.is_char_boundary(*at))
                .unwrap_or(at)
        };
        violation.span = within(violation.span.start)..within(violation.span.end);
        let title = words::title(self.contract);
        Some(Drift::new(self.contract, title, text, vec![violation]))
    }

    fn simple(
        kind: Kind,
        span: std::ops::Range<usize>,
        expected: &str,
        found: &str,
    ) -> Box<Violation> {
        Box::new(Violation {
            pointer: String::new(),
            kind,
            span,
            expected: expected.to_owned(),
            found: found.to_owned(),
            hint: None,
        })
    }

    fn not_utf8(&self) -> Box<Violation> {
        let span = self.at..self.at + 1;
        Self::simple(Kind::NotUtf8, span, "UTF-8 text", "a byte that is none")
    }

    /// Returns the violation of a character outside of the document.
    fn around(&self) -> Box<Violation> {
        let span = self.at..self.at + 1;
        if self.machine.is_done() {
            let mut violation =
                Self::simple(Kind::TrailingText, span, "the end of the text", "more text");
            violation.hint = Some("nothing may stand behind the JSON document".to_owned());
            return violation;
        }
        Self::simple(Kind::Syntax, span, Syntax::VALUE, "another character")
    }
}

impl fmt::Debug for Incremental {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incremental")
            .field("at", &self.at)
            .field("progress", &self.progress())
            .finish_non_exhaustive()
    }
}
