//! The way back from the wire to the contract's own JSON, and the way there for examples. Strict:
//! what is not exactly as asked is a violation.

use std::borrow::Cow;
use std::ops::Range;

use super::walk::{Walk, Way};
use super::{Adapted, Step};
use crate::drift::Violation;
use crate::json::{Node, NodeKind};
use crate::schema::Place;
use crate::shape::{Field, Rule, Shape};

/// An answer in the contract's own JSON, with the spans of the text that was sent.
#[derive(Debug, Default)]
pub(crate) struct Undone<'a> {
    pub(crate) node: Option<Node<'a>>,
    /// The steps that the answer really needed, of those that leave a choice.
    pub(crate) applied: Vec<Step>,
    /// Every place where a wrapper or an entry is not exactly as asked; then `node` is what could
    /// be made of the answer, if anything.
    pub(crate) violations: Vec<Violation>,
    /// The maps with such an entry, which is left out, or that were not sent as entries; sorted.
    pub(crate) broken: Vec<Range<usize>>,
}

const FENCE: &str = "```";

impl Adapted {
    /// Returns `true` if an answer must be rewritten at all before it is decoded.
    pub(crate) fn rewrites(&self) -> bool {
        self.steps.iter().any(|step| *step != Step::Unfenced)
    }

    /// Returns `true` if a field of this place is left out instead of `null` or empty.
    pub(crate) fn is_loosened(&self, place: &str, field: &'static Field) -> bool {
        let key: Place = (place.to_owned(), field.name, field.shape.is_nullable());
        self.loosened.contains(&key)
    }

    /// Returns the rewrites that every answer carries.
    #[doc(hidden)]
    #[must_use]
    pub fn fixed_steps(&self) -> Vec<Step> {
        let open = [Step::Unfenced, Step::CaseFolded];
        self.steps
            .iter()
            .copied()
            .filter(|step| !open.contains(step))
            .collect()
    }

    /// The text inside one fenced block, if that is allowed here and the answer is exactly one, and
    /// the offset where it starts.
    pub(crate) fn unfenced<'a>(&self, text: &'a str) -> Option<(&'a str, usize)> {
        if !self.steps.contains(&Step::Unfenced) {
            return None;
        }
        let trimmed = text.trim();
        let (info, inside) = trimmed.strip_prefix(FENCE)?.split_once('\n')?;
        let inside = inside.strip_suffix(FENCE)?;
        let is_word = info
            .trim()
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric());
        let is_one = inside.ends_with('\n')
            && !inside
                .lines()
                .any(|line| line.trim_start().starts_with(FENCE));
        let start = text.len() - text.trim_start().len() + FENCE.len() + info.len() + 1;
        (is_word && is_one).then_some((inside, start))
    }

    /// Rewrites what the model sent into the contract's own JSON.
    pub(crate) fn undo<'a>(&self, node: Node<'a>) -> Undone<'a> {
        let mut walk = Walk::new(self, Way::Back);
        let node = if self.steps.contains(&Step::RootWrapped) {
            walk.unwrap(node)
        } else {
            Some(node)
        };
        let node = node.map(|node| walk.value(node, self.shape, &[]));
        walk.broken.sort_by_key(|span| (span.start, span.end));
        Undone {
            node,
            applied: if walk.folded {
                vec![Step::CaseFolded]
            } else {
                Vec::new()
            },
            violations: walk.violations,
            broken: walk.broken,
        }
    }

    /// Rewrites a part of what the model sent into the contract's own JSON; `None` if it isn't
    /// exactly as asked.
    pub(crate) fn undo_part<'a>(
        &self,
        node: Node<'a>,
        shape: &'static Shape,
        rules: &[Rule],
    ) -> Option<Node<'a>> {
        let mut walk = Walk::new(self, Way::Back);
        let node = walk.value(node, shape, rules);
        (walk.violations.is_empty() && walk.broken.is_empty()).then_some(node)
    }

    /// Returns a value's JSON as the model would have to send it; for few-shot examples. Text that
    /// is not JSON stays as it is.
    #[must_use]
    pub fn example(&self, json: &str) -> String {
        let Ok(node) = Node::parse(json) else {
            return json.to_owned();
        };
        let mut walk = Walk::new(self, Way::There);
        let mut node = walk.value(node, self.shape, &[]);
        if self.steps.contains(&Step::RootWrapped) {
            let span = node.span.clone();
            let members = vec![(span.clone(), Cow::Borrowed("value"), node)];
            node = Node {
                span,
                kind: NodeKind::Object(members),
            };
        }
        let mut out = String::with_capacity(json.len());
        node.write(&mut out);
        out
    }
}
