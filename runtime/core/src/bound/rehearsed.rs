//! Values for a rehearsal, which has no inputs: they are taken from the right answer, and a wrong
//! one is made from it.

use std::sync::Arc;

use super::{Bindings, Relation, RelationKind, walk};
use crate::drift::Violation;
use crate::json::{Node, NodeKind, write_string};
use crate::shape::Shape;

impl Bindings {
    /// Returns the relations with the values that `document`, a value of the contract, has at their
    /// places, so that it is a right answer.
    #[must_use]
    pub fn met_by(relations: &'static [Relation], shape: &'static Shape, document: &str) -> Self {
        let Ok(node) = Node::parse(document) else {
            return Self::none();
        };
        let tied = relations
            .iter()
            .filter(|relation| relation.kind != RelationKind::Ensure);
        let with_values = tied.map(|relation| {
            let mut values: Vec<String> = Vec::new();
            walk::visit(shape, &node, relation.path, &mut |found, _| {
                if let Some(text) = walk::written(found)
                    && !values.iter().any(|known| *known == text)
                {
                    values.push(text.into_owned());
                }
            });
            (relation, Arc::from(values))
        });
        Self {
            relations: with_values.collect(),
        }
    }

    /// Returns where `document`, in the contract's own JSON, breaks a relation.
    #[must_use]
    pub fn broken_by(&self, shape: &'static Shape, document: &str) -> Vec<Violation> {
        Node::parse(document)
            .map(|node| self.broken(shape, &node, document))
            .unwrap_or_default()
    }

    /// Returns `document` with another value at one place of a relation of this kind, which breaks
    /// it and which `accepts` takes; `None` if there is none.
    #[must_use]
    pub fn breaking(
        &self,
        shape: &'static Shape,
        document: &str,
        kind: RelationKind,
        accepts: &dyn Fn(&str) -> bool,
    ) -> Option<String> {
        let node = Node::parse(document).ok()?;
        let mut tries = Vec::new();
        for (relation, _) in &self.relations {
            if relation.kind == kind {
                walk::visit(shape, &node, relation.path, &mut |found, _| {
                    tries.extend(others(found).into_iter().map(|json| {
                        let mut changed = document.to_owned();
                        changed.replace_range(found.span.clone(), &json);
                        changed
                    }));
                });
            }
        }
        tries
            .into_iter()
            .find(|changed| !self.broken_by(shape, changed).is_empty() && accepts(changed))
    }
}

/// Returns values, as JSON, that are not the one that was found.
fn others(found: &Node<'_>) -> Vec<String> {
    match &found.kind {
        NodeKind::String(text) => {
            let turned: String = text.chars().rev().collect();
            let longer = format!("{text}, or so");
            let shifted: String = text.chars().map(shifted).collect();
            let texts = [longer, turned, shifted];
            let as_json = texts.iter().map(|text| {
                let mut json = String::new();
                write_string(&mut json, text);
                json
            });
            as_json.collect()
        }
        NodeKind::Number(number) => number
            .to_i128()
            .into_iter()
            .flat_map(|number| [number.checked_add(1), number.checked_sub(1)])
            .flatten()
            .map(|number| number.to_string())
            .collect(),
        _ => Vec::new(),
    }
}

/// Returns another letter or digit of the same kind, so that formats such as `uuid` still hold.
const fn shifted(letter: char) -> char {
    match letter {
        '0' => '1',
        'a' => 'b',
        'A' => 'B',
        '1'..='9' => '0',
        'b'..='z' => 'a',
        'B'..='Z' => 'A',
        other => other,
    }
}
