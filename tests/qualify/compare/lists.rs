//! Lists: the best matching against brute force, and what the order of items may not change.

use driftless::Contract;
use driftless::compare::Comparison;
use proptest::prelude::*;

use super::{compared, differing, field};

#[derive(Contract)]
struct Point {
    x: u8,
    y: u8,
    z: u8,
}

#[derive(Contract)]
struct Points {
    points: Vec<Point>,
}

#[derive(Contract)]
struct Numbers {
    #[contract(compare(within = 1))]
    numbers: Vec<i64>,
}

#[derive(Contract)]
struct Set {
    #[contract(compare(set))]
    numbers: Vec<i64>,
}

#[derive(Contract)]
struct Most {
    #[contract(compare(at_least = 0.5))]
    points: Vec<Point>,
}

#[derive(Contract)]
struct Tree {
    name: u32,
    children: Vec<Tree>,
}

fn points(list: &[[u8; 3]]) -> String {
    let items: Vec<String> = list
        .iter()
        .map(|[x, y, z]| format!("{{\"x\":{x},\"y\":{y},\"z\":{z}}}"))
        .collect();
    format!("{{\"points\":[{}]}}", items.join(","))
}

fn numbers(list: &[i64]) -> String {
    format!("{{\"numbers\":{list:?}}}")
}

/// Every way to give each of `count` rows a column or none.
fn assignments(rows: usize, columns: usize) -> Vec<Vec<Option<usize>>> {
    let Some(fewer) = rows.checked_sub(1) else {
        return vec![Vec::new()];
    };
    let mut all = Vec::new();
    for rest in assignments(fewer, columns) {
        for column in (0..columns).map(Some).chain([None]) {
            if column.is_none() || !rest.contains(&column) {
                all.push([rest.clone(), vec![column]].concat());
            }
        }
    }
    all
}

/// The greatest sum of `gain` over all assignments.
fn brute_force<T>(one: &[T], other: &[T], gain: impl Fn(&T, &T) -> u32) -> u32 {
    assignments(one.len(), other.len())
        .iter()
        .map(|columns| {
            let pairs = one.iter().zip(columns);
            pairs
                .filter_map(|(item, column)| Some(gain(item, &other[(*column)?])))
                .sum()
        })
        .max()
        .unwrap()
}

fn list(comparison: &Comparison) -> f64 {
    field(comparison, "/numbers").score
}

proptest! {
    #![proptest_config(super::cases(150))]

    #[test]
    fn the_matching_of_objects_is_the_best_one(
        one in prop::collection::vec(prop::array::uniform3(0_u8..3), 1..6),
        other in prop::collection::vec(prop::array::uniform3(0_u8..3), 0..6),
    ) {
        let same = |a: &[u8; 3], b: &[u8; 3]| a.iter().zip(b).map(|(a, b)| u32::from(a == b)).sum();
        let best = brute_force(&one, &other, same);
        let comparison = compared::<Points>(&points(&one), &points(&other));
        // Each field's score is the share of its places that agree; a place of a pair counts twice.
        let places = f64::from(u32::try_from(one.len() + other.len()).unwrap());
        let found: f64 = ["/points/*/x", "/points/*/y", "/points/*/z"]
            .iter()
            .map(|pointer| field(&comparison, pointer).score * places / 2.0)
            .sum();
        prop_assert!((found - f64::from(best)).abs() < 1e-9, "{found} {best} {one:?} {other:?}");
    }

    #[test]
    fn the_matching_of_numbers_pairs_as_many_as_can_be(
        one in prop::collection::vec(0_i64..12, 0..6),
        other in prop::collection::vec(0_i64..12, 0..6),
    ) {
        let best = brute_force(&one, &other, |a, b| u32::from((a - b).abs() <= 1));
        let comparison = compared::<Numbers>(&numbers(&one), &numbers(&other));
        let all = u32::try_from(one.len() + other.len()).unwrap();
        let expected = if all == 0 { 1.0 } else { 2.0 * f64::from(best) / f64::from(all) };
        prop_assert!((list(&comparison) - expected).abs() < 1e-9);
        let back = compared::<Numbers>(&numbers(&other), &numbers(&one));
        prop_assert!((list(&back) - expected).abs() < 1e-9);
    }

    #[test]
    fn a_set_is_f1_over_its_distinct_items(
        one in prop::collection::vec(0_i64..6, 0..8),
        other in prop::collection::vec(0_i64..6, 0..8),
    ) {
        let distinct = |list: &[i64]| list.iter().copied().collect::<std::collections::BTreeSet<_>>();
        let (a, b) = (distinct(&one), distinct(&other));
        let float = |count: usize| f64::from(u32::try_from(count).unwrap());
        let expected = if a.is_empty() && b.is_empty() { 1.0 } else { 2.0 * float(a.intersection(&b).count()) / float(a.len() + b.len()) };
        let comparison = compared::<Set>(&numbers(&one), &numbers(&other));
        prop_assert!((list(&comparison) - expected).abs() < 1e-9);
        prop_assert_eq!(comparison.overall, a == b);
    }

    #[test]
    fn the_order_of_items_changes_nothing(
        (one, shuffled) in prop::collection::vec(prop::array::uniform3(0_u8..3), 0..7).prop_flat_map(|list| (Just(list.clone()), Just(list).prop_shuffle())),
        other in prop::collection::vec(prop::array::uniform3(0_u8..3), 0..7),
    ) {
        let same = compared::<Points>(&points(&one), &points(&shuffled));
        prop_assert!(same.overall && differing(&same).is_empty());
        let scores = |comparison: &Comparison| comparison.fields.iter().map(|field| (field.field, field.score, field.agrees)).collect::<Vec<_>>();
        let there = compared::<Points>(&points(&other), &points(&one));
        let elsewhere = compared::<Points>(&points(&other), &points(&shuffled));
        prop_assert_eq!(scores(&there), scores(&elsewhere));
        let there = compared::<Points>(&points(&one), &points(&other));
        let elsewhere = compared::<Points>(&points(&shuffled), &points(&other));
        prop_assert_eq!(scores(&there), scores(&elsewhere));
    }
}

#[test]
fn a_list_may_ask_for_a_part_of_its_places() {
    let four = [[1, 1, 1], [2, 2, 2], [3, 3, 3], [4, 4, 4]];
    let mut two_wrong = four;
    two_wrong[0][0] = 9;
    two_wrong[1][0] = 9;
    assert!(compared::<Most>(&points(&four), &points(&two_wrong)).overall);
    assert!(!compared::<Points>(&points(&four), &points(&two_wrong)).overall);
    let mut three_wrong = two_wrong;
    three_wrong[2][0] = 9;
    let comparison = compared::<Most>(&points(&four), &points(&three_wrong));
    assert_eq!(differing(&comparison), ["/points/*/x"]);
    assert_eq!(field(&comparison, "/points/*/x").at.len(), 3);
}

#[test]
fn a_type_that_holds_itself_is_told_under_one_set_of_fields() {
    let tree = r#"{"name":1,"children":[{"name":2,"children":[{"name":3,"children":[]}]},{"name":4,"children":[]}]}"#;
    let plan: Vec<String> = super::compare::plan(Tree::SHAPE)
        .into_iter()
        .map(|field| field.pointer)
        .collect();
    assert_eq!(plan, ["/name", "/children"]);
    let comparison = compared::<Tree>(tree, &tree.replace('3', "9"));
    assert_eq!(differing(&comparison), ["/name"]);
    assert_eq!(
        field(&comparison, "/name").at,
        ["/children/0/children/0/name"]
    );
    let deep = |leaf: u32| {
        format!(
            "{}{{\"name\":{leaf},\"children\":[]}}{}",
            "{\"name\":1,\"children\":[".repeat(60),
            "]}".repeat(60)
        )
    };
    assert!(compared::<Tree>(&deep(5), &deep(5)).overall);
    assert!(!compared::<Tree>(&deep(5), &deep(6)).overall);
}

#[test]
fn lists_past_the_limit_are_never_said_to_agree_in_too_much() {
    let long: Vec<[u8; 3]> = (0..1_000_u32)
        .map(u32::to_le_bytes)
        .map(|[x, y, z, _]| [x, y, z])
        .collect();
    let reversed: Vec<[u8; 3]> = long.iter().rev().copied().collect();
    // Items that are equal find each other at any length.
    assert!(compared::<Points>(&points(&long), &points(&reversed)).overall);
    // All differ in one field: the best matching is looked for among 128, the others have no
    // partner.
    let other: Vec<[u8; 3]> = long.iter().map(|[x, y, _]| [*x, *y, 200]).collect();
    let comparison = compared::<Points>(&points(&long), &points(&other));
    assert!(!comparison.overall);
    assert!((field(&comparison, "/points").score - 0.128).abs() < 1e-9);
    let numbers_of =
        |from: i64| numbers(&(0..1_000).map(|index| 3 * index + from).collect::<Vec<_>>());
    assert!(!compared::<Numbers>(&numbers_of(0), &numbers_of(1)).overall);
}
