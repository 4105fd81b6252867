//! Which alternative of one node stands against which of another.

use std::collections::{BTreeMap, VecDeque};

use super::model::Model;
use super::set::{Field, Id, Object};
use super::text::Texts;

/// The counterpart of an alternative.
#[derive(Debug)]
pub(super) enum Paired<'m> {
    With {
        other: &'m Object,
        /// The tag that both have.
        variant: Option<String>,
    },
    Alone {
        variant: Option<String>,
    },
}

/// Every alternative of one node that has documents, with its counterpart.
pub(super) fn pairs<'m>(
    (from, a): (&'m Model, Id),
    (to, b): (&'m Model, Id),
) -> Vec<(&'m Object, Paired<'m>)> {
    let living = |model: &'m Model, id| {
        let objects = model.set(id).objects.iter();
        objects
            .filter(|object| model.has_object(object))
            .collect::<Vec<_>>()
    };
    let (ours, theirs) = (living(from, a), living(to, b));
    if let ([one], [other]) = (ours.as_slice(), theirs.as_slice()) {
        let variant = None;
        return vec![(one, Paired::With { other, variant })];
    }
    let tag = tag(from, &ours).filter(|tag| {
        theirs
            .iter()
            .all(|object| constant(to, object, tag).is_some())
    });
    ours.into_iter()
        .map(|object| {
            let variant = tag.and_then(|tag| constant(from, object, tag));
            let other = variant.and_then(|variant| {
                let tag = tag?;
                theirs
                    .iter()
                    .find(|other| constant(to, other, tag) == Some(variant))
            });
            let variant = variant.map(str::to_owned);
            let paired = match other {
                Some(other) => Paired::With { other, variant },
                None => Paired::Alone { variant },
            };
            (object, paired)
        })
        .collect()
}

/// Returns the key whose value distinguishes the alternatives.
pub(super) fn tag<'m>(model: &'m Model, objects: &[&'m Object]) -> Option<&'m str> {
    let Some(Object::Closed(fields)) = objects.first() else {
        return None;
    };
    let mut names = fields.iter().map(|field| field.name.as_str());
    names.find(|name| {
        let tags: Option<Vec<&str>> = objects
            .iter()
            .map(|object| constant(model, object, name))
            .collect();
        tags.is_some_and(|mut tags| {
            let count = tags.len();
            tags.sort_unstable();
            tags.dedup();
            tags.len() == count
        })
    })
}

/// The only value of a key.
pub(super) fn constant<'m>(model: &'m Model, object: &Object, key: &str) -> Option<&'m str> {
    let Object::Closed(fields) = object else {
        return None;
    };
    let is_it = |field: &&Field| field.name == key && field.required;
    let set = model.set(fields.iter().find(is_it)?.of);
    let alone = !set.null
        && set.bools == [false, false]
        && set.numbers.is_none()
        && set.lists.is_none()
        && set.objects.is_empty();
    match &set.texts {
        Some(Texts::Listed(values)) if alone => match values.as_slice() {
            [value] => Some(value),
            _ => None,
        },
        _ => None,
    }
}

/// Returns the number of steps from the roots to the nearest place of each pair of nodes; a shared
/// type is reported where it is met first.
pub(super) fn depths(from: &Model, to: &Model) -> BTreeMap<(Id, Id), usize> {
    let root = (from.canonical(from.root), to.canonical(to.root));
    let mut found = BTreeMap::from([(root, 0)]);
    let mut queue = VecDeque::from([(root, 0)]);
    while let Some(((a, b), depth)) = queue.pop_front() {
        for (a, b) in below((from, a), (to, b)) {
            let pair = (from.canonical(a), to.canonical(b));
            found.entry(pair).or_insert_with(|| {
                queue.push_back((pair, depth + 1));
                depth + 1
            });
        }
    }
    found
}

/// The pairs of nodes right below a pair, at places that a document of the first can have: the
/// search for gaps looks at no others.
fn below((from, a): (&Model, Id), (to, b): (&Model, Id)) -> Vec<(Id, Id)> {
    let mut found = Vec::new();
    if let (Some(one), Some(other)) = (&from.set(a).lists, &to.set(b).lists)
        && from.has_list(one)
        && one.listed.is_none()
        && from.most_items(one) != Some(0)
    {
        found.push((one.items, other.items));
    }
    for (object, paired) in pairs((from, a), (to, b)) {
        let Paired::With { other, .. } = paired else {
            continue;
        };
        match (object, other) {
            (Object::Closed(fields), Object::Closed(others)) => {
                for field in fields.iter().filter(|field| from.is_inhabited(field.of)) {
                    let other = others.iter().find(|other| other.name == field.name);
                    found.extend(other.map(|other| (field.of, other.of)));
                }
            }
            (Object::Closed(fields), Object::Map { values, .. }) => {
                let fields = fields.iter().filter(|field| from.is_inhabited(field.of));
                found.extend(fields.map(|field| (field.of, *values)));
            }
            (Object::Map { values, max, .. }, Object::Map { values: others, .. })
                if from.is_inhabited(*values) && *max != Some(0) =>
            {
                found.push((*values, *others));
            }
            (Object::Map { .. }, _) => {}
        }
    }
    found
}
