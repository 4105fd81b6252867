//! Decoding what a model sent in a dialect: the declared rewrites are undone, then the contract
//! holds as always.

use std::borrow::Cow;

use super::{decode, decode_restored, place, syntax, unexplained, words};
use crate::bound::Binds;
use crate::contract::Contract;
use crate::dialect::{Adapted, Step};
use crate::drift::{Drift, MOST_VIOLATIONS};
use crate::json::{MAX_DEPTH, Node};

/// Deepest nesting of an answer that is yet to be rewritten: the limit is on what comes of it, and
/// a map's one level may have been sent as two, below a wrapper.
pub(super) const SENT_DEPTH: u32 = 2 * MAX_DEPTH + 1;

impl Adapted {
    /// Reads an answer as one value of the contract; gives the rewrites that were undone for it as
    /// well.
    ///
    /// # Errors
    /// [`Drift`] with every deviation, its spans in `text`.
    pub fn decode<T: Contract>(&self, text: &str) -> Result<(T, Vec<Step>), Drift> {
        let Some((inside, start)) = self.unfenced(text) else {
            return self.decode_bare(text);
        };
        let (value, mut steps) =
            self.decode_bare(&blanked(inside, start))
                .map_err(|mut drift| {
                    text.clone_into(&mut drift.text);
                    drift
                })?;
        steps.insert(0, Step::Unfenced);
        Ok((value, steps))
    }

    /// Reads an answer like [`decode`](Self::decode) and holds it to the inputs of its prompt as
    /// well.
    ///
    /// # Errors
    /// [`Drift`] with every deviation, its spans in `text`. A function that sees the whole answer
    /// is asked only about one that is a value of the contract.
    #[doc(hidden)]
    pub fn decode_bound<T: Contract>(
        &self,
        text: &str,
        bound: &dyn Binds<T>,
    ) -> Result<(T, Vec<Step>), Drift> {
        let decoded = self.decode::<T>(text);
        if bound.is_none() {
            return decoded;
        }
        let bare = self.without_fence(text);
        let sent = Node::parse_within(&bare, SENT_DEPTH).ok();
        // What was taken as it stands must not be rewritten.
        let is_plain =
            matches!(&decoded, Ok((_, steps)) if steps.iter().all(|step| *step == Step::Unfenced));
        let node = if is_plain {
            sent
        } else {
            sent.and_then(|node| self.undo(node).node)
        };
        let Some(node) = node else {
            // What can't be compared with the inputs is no answer.
            return decoded.and_then(|_| {
                let violations = vec![unexplained(String::new(), 0..text.len())];
                Err(Drift::new(
                    T::SHAPE,
                    words::title(T::SHAPE),
                    text,
                    violations,
                ))
            });
        };
        let mut violations = bound.bindings().broken(T::SHAPE, &node, text);
        if let Ok((value, _)) = &decoded {
            for mut said in bound.said_of(value) {
                said.span = place::nearest(&node, &said.pointer).span.clone();
                said.found = words::excerpt(text, &said.span);
                violations.push(said);
            }
        }
        if violations.is_empty() {
            return decoded;
        }
        let mut drift = match decoded {
            Ok(_) => Drift::new(T::SHAPE, words::title(T::SHAPE), text, Vec::new()),
            Err(drift) => drift,
        };
        let known = std::mem::take(&mut drift.violations);
        violations.retain(|one| !known.iter().any(|other| other.span == one.span));
        violations.extend(known);
        violations.sort_by_key(|violation| violation.span.start);
        violations.truncate(MOST_VIOLATIONS);
        drift.violations = violations;
        Err(drift)
    }

    /// Returns an answer with blanks instead of its fence, if it has one.
    pub(super) fn without_fence<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.unfenced(text) {
            Some((inside, start)) => Cow::Owned(blanked(inside, start)),
            None => Cow::Borrowed(text),
        }
    }

    fn decode_bare<T: Contract>(&self, text: &str) -> Result<(T, Vec<Step>), Drift> {
        let fixed = self.fixed_steps();
        let mut plain = None;
        if fixed.is_empty() {
            match decode(text) {
                Ok(value) => return Ok((value, fixed)),
                Err(drift) if !self.rewrites() => return Err(drift),
                Err(drift) => plain = Some(drift),
            }
        }
        let node = Node::parse_within(text, SENT_DEPTH).map_err(|problem| {
            let violations = vec![syntax::violation(text, &problem)];
            Drift::new(T::SHAPE, words::title(T::SHAPE), text, violations)
        })?;
        let undone = self.undo(node);
        if let Some(drift) = plain.filter(|_| undone.applied.is_empty()) {
            return Err(drift);
        }
        let value = decode_restored(text, &undone)?;
        let mut steps = fixed;
        steps.extend(undone.applied);
        Ok((value, steps))
    }
}

/// Returns the inside of a fence behind as many blanks as keep every offset.
fn blanked(inside: &str, start: usize) -> String {
    let mut bare = " ".repeat(start);
    bare.push_str(inside);
    bare
}
