//! Which references of a schema lead back to themselves.

use std::collections::{BTreeMap, BTreeSet};

use super::words::resolve;
use driftless::json::Json;

/// The targets that lead back to themselves.
pub(super) fn recursive(root: &Json) -> BTreeSet<String> {
    fn collect(schema: &Json, into: &mut BTreeSet<String>) {
        match schema {
            Json::Object(members) => {
                for (keyword, value) in members {
                    match value {
                        Json::String(target) if keyword == "$ref" => {
                            into.insert(target.clone());
                        }
                        _ if keyword == "$defs" || keyword == "definitions" => {}
                        other => collect(other, into),
                    }
                }
            }
            Json::Array(items) => items.iter().for_each(|item| collect(item, into)),
            _ => {}
        }
    }
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut open = BTreeSet::new();
    collect(root, &mut open);
    while let Some(target) = open.pop_first() {
        if edges.contains_key(&target) {
            continue;
        }
        let mut next = BTreeSet::new();
        if let Ok(schema) = resolve(root, &target) {
            collect(schema, &mut next);
        }
        open.extend(next.iter().cloned());
        edges.insert(target, next);
    }
    let reaches = |from: &String| {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&String> = edges.get(from).into_iter().flatten().collect();
        while let Some(at) = open.pop() {
            if seen.insert(at) {
                open.extend(edges.get(at).into_iter().flatten());
            }
        }
        seen.contains(from)
    };
    edges.keys().filter(|from| reaches(from)).cloned().collect()
}
