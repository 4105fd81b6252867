//! From a model's text to a value of the contract, or every way in which it deviates.
//!
//! The fast path reads the value in one pass and only ever says "stop"; why is found by the explaining pass, over a tree with spans and the
//! contract's shape. Nothing is repaired. Should the explaining pass find nothing where the fast path stopped, that is still an error
//! ([`ViolationKind::Internal`]), never an acceptance.

mod explain;
mod hint;
mod object;
mod place;
mod restore;
mod scalar;
mod strict;
mod syntax;
mod transcode;
mod union;
mod words;

use std::ops::Range;

use crate::contract::Contract;
use crate::drift::{Drift, MOST_VIOLATIONS, Violation, ViolationKind};
use crate::json::{Failed, Node, Reader, Refused};
use crate::shape::Shape;

use explain::Explain;

pub use strict::Strict;

/// Reads `text` as one value of the contract.
///
/// The text must be one JSON document and nothing else, white space apart. Every declared key must be there exactly once and no other may be; numbers
/// are exact; the rules and semantic checks hold.
///
/// # Errors
/// [`Drift`] with every deviation from the shape and its rules: where, what was expected, what was found. Semantic checks run as values are read, so
/// those behind the first place where reading stops are told once that place is right; of values that only their Rust type refuses, the first is told.
pub fn decode<T: Contract>(text: &str) -> Result<T, Drift> {
    let mut reader = Reader::new(text);
    if let Ok(value) = T::read(&mut reader)
        && reader.end().is_ok()
        && reader.is_clean()
    {
        return Ok(value);
    }
    let (refused, failed) = reader.into_notes();
    Err(drift(T::SHAPE, text, &Notes { refused, failed }))
}

/// Reads `bytes` as one value of the contract, like [`decode`].
///
/// # Errors
/// [`Drift`] like [`decode`]; also where the bytes are not UTF-8, of which the first is told.
pub fn decode_slice<T: Contract>(bytes: &[u8]) -> Result<T, Drift> {
    match std::str::from_utf8(bytes) {
        Ok(text) => decode(text),
        Err(error) => Err(not_utf8(T::SHAPE, bytes, error.valid_up_to())),
    }
}

/// Reads a tree whose reversible rewrites have been undone; its spans refer to `answer`, the text that the model sent.
///
/// # Errors
/// [`Drift`] with every deviation, its spans in `answer`.
pub(crate) fn decode_restored<T: Contract>(answer: &str, node: &Node<'_>) -> Result<T, Drift> {
    let mut text = String::with_capacity(answer.len());
    node.write(&mut text);
    let mut reader = Reader::new(&text);
    if let Ok(value) = T::read(&mut reader)
        && reader.end().is_ok()
        && reader.is_clean()
    {
        return Ok(value);
    }
    let (refused, failed) = reader.into_notes();
    let notes = Notes { refused, failed };
    // The reader's offsets are those of the restored text, the violations' those of the answer.
    let violations = match (Node::parse(&text), node.too_deep()) {
        (Ok(written), None) => explained(T::SHAPE, answer, node, &written, &notes),
        (Err(problem), None) => vec![syntax::violation(&text, &problem)],
        (_, Some(problem)) => vec![syntax::violation(answer, &problem)],
    };
    Err(Drift::new(words::title(T::SHAPE), answer, violations))
}

/// What the fast path noted on its way.
struct Notes {
    refused: Option<Refused>,
    failed: Vec<Failed>,
}

#[cold]
#[inline(never)]
fn drift(shape: &'static Shape, text: &str, notes: &Notes) -> Drift {
    let violations = match Node::parse(text) {
        Ok(node) => explained(shape, text, &node, &node, notes),
        Err(problem) => {
            let mut violations = Vec::new();
            // A whole document before the trouble is explained as well.
            if problem.trailing
                && let Ok((node, _)) = Node::parse_first(text, 0)
            {
                violations = found(shape, text, &node, &node, notes);
            }
            violations.push(syntax::violation(text, &problem));
            violations
        }
    };
    Drift::new(words::title(shape), text, violations)
}

/// The deviations of `node`, whose spans are those of `text`; the notes' spans are those of `written`, the same tree.
fn found(
    shape: &'static Shape,
    text: &str,
    node: &Node<'_>,
    written: &Node<'_>,
    notes: &Notes,
) -> Vec<Violation> {
    let mut explain = Explain::new(text);
    explain.value(node, shape, Vec::new());
    let mut violations = explain.into_violations();
    let at = |span: &Range<usize>| {
        let way = place::way(written, span).unwrap_or_default();
        place::at_end(node, &way)
    };
    for failed in &notes.failed {
        let (checked, pointer) = at(&failed.span);
        let span = place::nearest(checked, &failed.pointer).span.clone();
        violations.push(Violation {
            pointer: format!("{pointer}{}", failed.pointer),
            kind: ViolationKind::Ensure,
            found: words::excerpt(text, &span),
            span,
            expected: failed.message.clone(),
            hint: failed.hint.clone(),
        });
    }
    if let Some(Refused { span, expected }) = &notes.refused {
        let (refused, pointer) = at(span);
        if !violations.iter().any(|known| known.span == refused.span) {
            violations.push(Violation {
                pointer: pointer.to_string(),
                kind: ViolationKind::Inexact,
                span: refused.span.clone(),
                expected: (*expected).to_owned(),
                found: words::excerpt(text, &refused.span),
                hint: None,
            });
        }
    }
    violations.sort_by_key(|violation| violation.span.start);
    violations.truncate(MOST_VIOLATIONS);
    violations
}

fn explained(
    shape: &'static Shape,
    text: &str,
    node: &Node<'_>,
    written: &Node<'_>,
    notes: &Notes,
) -> Vec<Violation> {
    let mut violations = found(shape, text, node, written, notes);
    if violations.is_empty() {
        violations.push(Violation {
            pointer: String::new(),
            kind: ViolationKind::Internal,
            span: node.span.clone(),
            expected: "a value that the decoder takes".to_owned(),
            found: "one that it refuses without a reason".to_owned(),
            hint: Some(
                "this is a bug in driftless or in a hand-written `Contract`; please report it"
                    .to_owned(),
            ),
        });
    }
    violations
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
    Drift::new(words::title(shape), &text, vec![violation])
}
