//! The smallest document of a node.

use std::collections::HashSet;

use rust_decimal::Decimal;

use super::Grammar;
use super::node::{Id, List, Map, Member, Node};
use driftless::json::write_string;

/// Number of different values of a node that are looked for, where a list must hold different ones.
const MAX_DISTINCT: usize = 64;

/// The smallest document of `node`, whose children are in `grammar` already.
pub(super) fn smallest(grammar: &Grammar, node: &Node) -> Option<String> {
    several(grammar, node, 1).into_iter().next()
}

/// Returns the largest number of different values of a node; an upper bound for sets of few
/// possible values.
pub(super) fn distinct(grammar: &Grammar, id: Id) -> u64 {
    match grammar.node(id) {
        Node::Null => 1,
        Node::Bool => 2,
        Node::Literal(texts) => u64::try_from(texts.len()).unwrap_or(u64::MAX),
        Node::Integer(integer) => integer
            .max
            .checked_sub(integer.min)
            .and_then(|width| width.checked_div(integer.multiple.unwrap_or(1)))
            .and_then(|width| u64::try_from(width).ok())
            .map_or(u64::MAX, |width| width.saturating_add(1)),
        Node::Any(ids) => ids
            .iter()
            .fold(0, |sum: u64, id| sum.saturating_add(distinct(grammar, *id))),
        _ => u64::MAX,
    }
}

/// `count` documents of a node that differ from each other and from `present`.
pub(super) fn fresh(
    grammar: &Grammar,
    id: Id,
    present: &[&str],
    count: usize,
) -> Option<Vec<String>> {
    let wanted = present.len() + count;
    if wanted > MAX_DISTINCT {
        return None;
    }
    let mut found = several(grammar, grammar.node(id), wanted);
    found.retain(|text| !present.iter().any(|other| same(other, text)));
    found.truncate(count);
    (found.len() == count).then_some(found)
}

/// Returns `true` if two JSON texts are equal as values.
pub(super) fn same(one: &str, other: &str) -> bool {
    if let (Ok(one), Ok(other)) = (one.parse::<Decimal>(), other.parse::<Decimal>()) {
        return one == other;
    }
    let read = serde_json::from_str::<serde_json::Value>;
    match (read(one), read(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}

/// Up to `count` different documents of a node, the smallest first.
fn several(grammar: &Grammar, node: &Node, count: usize) -> Vec<String> {
    let mut found = match node {
        Node::Null => vec!["null".to_owned()],
        Node::Bool => vec!["true".to_owned(), "false".to_owned()],
        Node::Literal(texts) => {
            let mut texts = texts.clone();
            texts.sort_by_key(String::len);
            texts
        }
        Node::Integer(integer) => (0..count).filter_map(|nth| integer.value(nth)).collect(),
        Node::Number(number) => (0..count).filter_map(|nth| number.value(nth)).collect(),
        Node::Text(text) => text
            .shortest(count)
            .iter()
            .map(|text| quoted(text))
            .collect(),
        Node::List(of) => list(grammar, of).into_iter().collect(),
        Node::Map(of) => map(grammar, of).into_iter().collect(),
        Node::Object(members) => objects(grammar, members, count),
        Node::Any(ids) => {
            let mut all: Vec<String> = if count == 1 {
                ids.iter()
                    .map(|id| grammar.smallest_of(*id).to_owned())
                    .collect()
            } else {
                ids.iter()
                    .flat_map(|id| several(grammar, grammar.node(*id), count))
                    .collect()
            };
            all.sort_by_key(String::len);
            all
        }
    };
    let mut seen = HashSet::new();
    found.retain(|text| seen.insert(text.clone()));
    found.truncate(count);
    found
}

fn quoted(text: &str) -> String {
    let mut out = String::new();
    write_string(&mut out, text);
    out
}

fn list(grammar: &Grammar, list: &List) -> Option<String> {
    let least = usize::try_from(list.min).ok()?;
    if least == 0 {
        return Some("[]".to_owned());
    }
    let items = if list.unique {
        if least > MAX_DISTINCT {
            return None;
        }
        several(grammar, grammar.node(list.items), least)
    } else {
        vec![grammar.smallest_of(list.items).to_owned(); least.min(10_000)]
    };
    (items.len() == least).then(|| format!("[{}]", items.join(", ")))
}

fn map(grammar: &Grammar, map: &Map) -> Option<String> {
    let least = usize::try_from(map.min).ok()?;
    let keys = if least == 0 {
        Vec::new()
    } else {
        map.key.shortest(least)
    };
    if keys.len() != least {
        return None;
    }
    let value = grammar.smallest_of(map.value);
    let members: Vec<String> = keys
        .iter()
        .map(|key| format!("{}: {value}", quoted(key)))
        .collect();
    Some(format!("{{{}}}", members.join(", ")))
}

/// The required members with their smallest values, and variants in the first member that has any.
fn objects(grammar: &Grammar, members: &[Member], count: usize) -> Vec<String> {
    let write = |instead: Option<(Id, &str)>| {
        let parts: Vec<String> = members
            .iter()
            .filter(|member| member.required)
            .map(|member| {
                let value = match instead {
                    Some((id, value)) if id == member.value => value,
                    _ => grammar.smallest_of(member.value),
                };
                format!("{}: {value}", member.key)
            })
            .collect();
        format!("{{{}}}", parts.join(", "))
    };
    if count == 1 {
        return vec![write(None)];
    }
    members
        .iter()
        .filter(|member| member.required)
        .map(|member| {
            several(grammar, grammar.node(member.value), count)
                .iter()
                .map(|value| write(Some((member.value, value))))
                .collect::<Vec<_>>()
        })
        .find(|variants| variants.len() >= count)
        .unwrap_or_else(|| vec![write(None)])
}
