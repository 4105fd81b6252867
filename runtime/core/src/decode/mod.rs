//! From a model's text to a value of the contract, or every way in which it deviates.
//!
//! The fast path reads the value in one pass and only ever says "stop"; why is found by the
//! explaining pass, over a tree with spans and the contract's shape. Nothing is repaired. Should
//! the explaining pass find nothing where the fast path stopped, that is still an error
//! ([`ViolationKind::Internal`]), never an acceptance.

mod draft;
mod explain;
mod formats;
mod hint;
#[allow(
    clippy::unnecessary_box_returns,
    clippy::struct_excessive_bools,
    reason = "a violation behind a pointer keeps every step small; what has come of an object is a set of flags"
)]
mod incremental;
mod nothing;
mod object;
mod place;
mod restore;
mod scalar;
mod sent;
mod strict;
mod syntax;
mod transcode;
mod union;
mod words;

use std::borrow::Cow;
use std::ops::Range;

use crate::contract::{Contract, Notes, Probe};
use crate::dialect::Undone;
use crate::drift::{Drift, MOST_VIOLATIONS, Violation, ViolationKind};
use crate::json::{Node, NodeKind, Reader};
use crate::shape::Shape;

use explain::Explain;

#[doc(hidden)]
pub use draft::{Change, Member as DraftMember};
pub use draft::{Draft, DraftReader, Drafted, ItemsOf, ListDraft, MapDraft};
pub use incremental::{Incremental, Progress};
pub use strict::Strict;
#[doc(hidden)]
pub use strict::serialize_document;

/// A member of an object: the span of its key, the key, the value.
type Member<'a> = (Range<usize>, Cow<'a, str>, Node<'a>);

/// Reads `text` as one value of the contract.
///
/// The text must be one JSON document and nothing else, white space apart. Every declared key must
/// be there exactly once and no other may be; the rules and semantic checks hold. A fraction
/// becomes the nearest float of its type, a whole number keeps every digit, and a text has no
/// escape `\b` or `\f` directly before a letter, which is what JSON makes of `\beta` and `\frac`.
///
/// The time it takes is in proportion to the text. Each level of nesting takes stack: the 128
/// levels that are read need less than 2 MiB, which threads have by default, in a build without
/// optimisation.
///
/// # Errors
/// [`Drift`] with every deviation: where, what was expected, what was found. A semantic check runs
/// once its own value is one of its type, whatever is wrong elsewhere; after a deviation it may run
/// again, over the parts that are right.
///
/// ```
/// use driftless::{Contract, ViolationKind, decode};
///
/// #[derive(Debug, Contract)]
/// struct Invoice {
///     number: String,
///     total: f64,
/// }
///
/// let invoice: Invoice = decode(r#"{"number":"R-7","total":12.5}"#)?;
/// assert_eq!(invoice.total, 12.5);
///
/// let drift = decode::<Invoice>(r#"{"number":"R-7","total":"12.5"}"#).unwrap_err();
/// assert_eq!(drift.violations().len(), 1);
/// assert_eq!(drift.violations()[0].kind(), ViolationKind::WrongType);
/// # Ok::<(), driftless::Drift>(())
/// ```
#[doc(alias("parse", "from_str", "validate"))]
pub fn decode<T: Contract>(text: &str) -> Result<T, Drift> {
    let mut reader = Reader::new(text);
    if let Ok(value) = T::read(&mut reader)
        && reader.end().is_ok()
        && reader.is_clean()
    {
        return Ok(value);
    }
    Err(drift(Asked::new::<T>(), text))
}

/// Reads `bytes` as one value of the contract, like [`decode`].
///
/// # Errors
/// Returns [`Drift`] like [`decode`]; bytes that are not UTF-8 are a drift as well, which shows the
/// first of them.
pub fn decode_slice<T: Contract>(bytes: &[u8]) -> Result<T, Drift> {
    match std::str::from_utf8(bytes) {
        Ok(text) => decode(text),
        Err(error) => Err(not_utf8(T::SHAPE, bytes, error.valid_up_to())),
    }
}

/// Reads a tree whose reversible rewrites have been undone, as far as they could be; its spans
/// refer to `answer`, the text that the model sent.
///
/// # Errors
/// [`Drift`] with every deviation, its spans in `answer`.
pub(crate) fn decode_restored<T: Contract>(answer: &str, undone: &Undone<'_>) -> Result<T, Drift> {
    let refuse = |violations| {
        let contract = words::title(T::SHAPE);
        Err(Drift::new(T::SHAPE, contract, answer, violations))
    };
    let Some(node) = &undone.node else {
        return refuse(undone.violations.clone());
    };
    let mut text = String::with_capacity(answer.len());
    node.write_as_sent(&mut text, answer);
    let mut reader = Reader::new(&text);
    if undone.violations.is_empty()
        && let Ok(value) = T::read(&mut reader)
        && reader.end().is_ok()
        && reader.is_clean()
    {
        return Ok(value);
    }
    // The reader's offsets are those of the restored text, the violations' those of the answer.
    let mut violations = undone.violations.clone();
    match (Node::parse(&text), node.too_deep()) {
        (Ok(written), None) => {
            let sent = Document { text: answer, node };
            let read = Document {
                text: &text,
                node: &written,
            };
            violations = explained(Asked::new::<T>(), sent, read, undone);
        }
        (Err(problem), None) => violations.push(syntax::violation(&text, &problem)),
        (_, Some(problem)) => violations.push(syntax::violation(answer, &problem)),
    }
    refuse(violations)
}

/// The contract that an answer is decoded by.
#[derive(Clone, Copy)]
struct Asked {
    shape: &'static Shape,
    probe: fn(&mut Probe<'_>),
}

impl Asked {
    fn new<T: Contract>() -> Self {
        Self {
            shape: T::SHAPE,
            probe: T::probe,
        }
    }
}

/// A text and the tree that was read from it.
#[derive(Clone, Copy)]
struct Document<'d> {
    text: &'d str,
    node: &'d Node<'d>,
}

#[cold]
#[inline(never)]
fn drift(asked: Asked, text: &str) -> Drift {
    let violations = match Node::parse(text) {
        Ok(node) => {
            let document = Document { text, node: &node };
            explained(asked, document, document, &Undone::default())
        }
        Err(problem) => {
            let mut violations = Vec::new();
            // A whole document before the trouble is explained as well.
            if problem.trailing
                && let Ok((node, _)) = Node::parse_first(text, 0)
            {
                let document = Document { text, node: &node };
                violations = found(asked, document, document, &Undone::default());
            }
            violations.push(syntax::violation(text, &problem));
            violations
        }
    };
    Drift::new(asked.shape, words::title(asked.shape), text, violations)
}

/// The deviations of `answer`; `read` is the same tree as the contract reads it, in a text of its
/// own, and `undone` what kept it from being the whole answer.
fn found(
    asked: Asked,
    answer: Document<'_>,
    read: Document<'_>,
    undone: &Undone<'_>,
) -> Vec<Violation> {
    let mut explain = Explain::new(answer.text, &undone.broken);
    explain.value(answer.node, asked.shape, Vec::new());
    let (mut violations, nullable) = explain.into_violations();
    let undone_ones = undone.violations.iter();
    violations.extend(undone_ones.map(|one| asking_for_null(one, answer.text)));
    let mut notes = Notes::default();
    let broken = place::twins(answer.node, read.node, &undone.broken);
    (asked.probe)(&mut Probe::new(read.text, read.node, &broken, &mut notes));
    let at = |span: &Range<usize>| {
        let way = place::way(read.node, span).unwrap_or_default();
        place::at_end(answer.node, &way)
    };
    for failed in notes.failed {
        let (checked, pointer) = at(&failed.span);
        let span = place::nearest(checked, &failed.pointer).span.clone();
        violations.push(Violation {
            pointer: format!("{pointer}{}", failed.pointer),
            kind: ViolationKind::Ensure,
            found: words::excerpt(answer.text, &span),
            span,
            expected: failed.message,
            hint: failed.hint,
        });
    }
    for refused in notes.refused {
        let (node, pointer) = at(&refused.span);
        if !violations.iter().any(|known| known.span == node.span) {
            violations.push(Violation {
                pointer: pointer.to_string(),
                kind: match refused.said {
                    Some(_) => ViolationKind::Ensure,
                    None => ViolationKind::Inexact,
                },
                span: node.span.clone(),
                expected: if place::is_among(&nullable, &node.span) {
                    format!("{} or null", refused.expected)
                } else {
                    refused.expected.into_owned()
                },
                found: words::excerpt(answer.text, &node.span),
                hint: refused.said,
            });
        }
    }
    for span in notes.silent {
        let (node, pointer) = at(&span);
        let is_inside = |known: &Violation| {
            node.span.start <= known.span.start && known.span.end <= node.span.end
        };
        if !violations.iter().any(is_inside) {
            violations.push(unexplained(pointer.to_string(), node.span.clone()));
        }
    }
    violations.sort_by_key(|violation| violation.span.start);
    violations.truncate(MOST_VIOLATIONS);
    violations
}

/// Returns a deviation from a dialect's own form, with the hint for a text that says nothing where
/// `null` is a value.
fn asking_for_null(one: &Violation, answer: &str) -> Violation {
    let mut one = one.clone();
    let found = answer.get(one.span.clone()).unwrap_or("");
    if one.expected.ends_with(" or null")
        && let Ok(NodeKind::String(text)) = Node::parse(found).map(|node| node.kind)
        && hint::says_nothing(&text)
    {
        one.hint = Some(hint::NULL.to_owned());
    }
    one
}

fn explained(
    asked: Asked,
    answer: Document<'_>,
    read: Document<'_>,
    undone: &Undone<'_>,
) -> Vec<Violation> {
    let mut violations = found(asked, answer, read, undone);
    if violations.is_empty() {
        violations.push(unexplained(String::new(), answer.node.span.clone()));
    }
    violations
}

fn unexplained(pointer: String, span: Range<usize>) -> Violation {
    Violation {
        pointer,
        kind: ViolationKind::Internal,
        span,
        expected: "a value that the decoder takes".to_owned(),
        found: "one that it refuses without a reason".to_owned(),
        hint: Some(
            "this is a bug in driftless or in a hand-written `Contract`; please report it"
                .to_owned(),
        ),
    }
}

#[cold]
fn not_utf8(shape: &'static Shape, bytes: &[u8], at: usize) -> Drift {
    let text = String::from_utf8_lossy(bytes);
    let end = at + char::REPLACEMENT_CHARACTER.len_utf8();
    let violation = Violation {
        pointer: String::new(),
        kind: ViolationKind::NotUtf8,
        span: at..end.min(text.len()),
        expected: "UTF-8 text".to_owned(),
        found: "a byte that is none".to_owned(),
        hint: None,
    };
    Drift::new(shape, words::title(shape), &text, vec![violation])
}
