//! Semantic checks: a place inside the checked value, a hint, and both in answers that were
//! rewritten.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::format_collect,
    clippy::string_slice,
    clippy::trivially_copy_pass_by_ref,
    clippy::needless_pass_by_value,
    reason = "a test's helpers fail loudly, and a check has its shape"
)]

use std::collections::BTreeMap;

use driftless::dialect::{Dialect as _, OpenAiSchema, adapt};
use driftless::{Contract, Drift, Violation, ViolationKind as Kind, decode};

#[derive(Debug, Contract)]
#[contract(ensure = adds_up)]
struct Order {
    id: u32,
    lines: Vec<Line>,
    total: u32,
    #[contract(optional)]
    note: Option<String>,
}

#[derive(Debug, Contract)]
struct Line {
    #[contract(rename = "price/unit")]
    price: u32,
}

fn adds_up(of: &Order) -> Result<(), Violation> {
    let sum: u32 = of.lines.iter().map(|line| line.price).sum();
    match of.id {
        0 => Err(Violation::new("a positive id")
            .at("/id")
            .with_hint("ids start at 1")),
        1 => Err(Violation::new("a cheaper line").at("/lines/1/price~1unit")),
        2 => Err(Violation::new("a note").at("note")),
        3 => Err(Violation::new("an order").at("")),
        _ if of.total == sum => Ok(()),
        _ => Err(Violation::new(format!("the sum {sum}"))
            .at("/total")
            .with_hint("add the lines up")),
    }
}

/// Pointer, text at the span, hint.
fn told(drift: &Drift) -> Vec<(&str, &str, Option<&str>)> {
    let violations = drift.violations().iter();
    violations
        .map(|one| {
            assert_eq!(one.kind(), Kind::Ensure);
            (one.pointer(), &drift.text()[one.span()], one.hint())
        })
        .collect()
}

fn order(id: u32) -> String {
    format!(r#"{{"id":{id},"lines":[{{"price/unit":3}},{{"price/unit":4}}],"total": 8}}"#)
}

#[test]
fn a_check_points_into_its_value() {
    let text = format!("[{},{}]", order(7), order(0));
    let drift = decode::<Vec<Order>>(&text).unwrap_err();
    assert_eq!(
        told(&drift),
        [
            ("/0/total", "8", Some("add the lines up")),
            ("/1/id", "0", Some("ids start at 1")),
        ]
    );
    let drift = decode::<Order>(&order(1)).unwrap_err();
    assert_eq!(told(&drift), [("/lines/1/price~1unit", "4", None)]);
    // What isn't there is shown by what should hold it.
    let drift = decode::<Order>(&order(2)).unwrap_err();
    assert_eq!(told(&drift), [("/note", order(2).as_str(), None)]);
    let drift = decode::<Order>(&order(3)).unwrap_err();
    assert_eq!(told(&drift), [("", order(3).as_str(), None)]);
}

#[test]
fn the_report_underlines_the_place_and_gives_the_hint() {
    let drift = decode::<Order>(&order(9)).unwrap_err();
    insta::assert_snapshot!(format!("{drift:#}"), @r#"
    error: the answer deviates from the contract `Order`
     --> /total:1:62
      |
    1 | …ice/unit":3},{"price/unit":4}],"total": 8}
      |                                          ^ expected the sum 7, found 8
      |
      = help: add the lines up
    "#);
}

fn adapted<T: Contract + std::fmt::Debug>(text: &str) -> Drift {
    let adapted = adapt(T::SHAPE, OpenAiSchema::TABLE).unwrap();
    adapted.decode::<T>(text).err().unwrap()
}

#[test]
fn checks_of_rewritten_answers_point_into_the_original() {
    // A root that is no object travels as `{"value": …}`.
    let text = format!("{{ \"value\" : [{}, {}] }}", order(7), order(0));
    let text = text.replace("\"total\": 8", "\"total\": 8,\"note\":null");
    let drift = adapted::<Vec<Order>>(&text);
    assert_eq!(drift.text(), text);
    assert_eq!(
        told(&drift),
        [
            ("/0/total", "8", Some("add the lines up")),
            ("/1/id", "0", Some("ids start at 1")),
        ]
    );
    assert_eq!(drift.violations()[0].span().start, text.find('8').unwrap());

    // A map travels as entries, in any order of their two keys.
    let entry = |key: &str, id| {
        let order = order(id).replace("\"total\": 8", "\"total\": 8,\"note\":null");
        format!("{{\"value\":{order},\"key\":\"{key}\"}}")
    };
    let text = format!("{{\"value\":[{},{}]}}", entry("ok", 1), entry("k/2", 0));
    let drift = adapted::<BTreeMap<String, Order>>(&text);
    assert_eq!(
        told(&drift),
        [
            ("/ok/lines/1/price~1unit", "4", None),
            ("/k~12/id", "0", Some("ids start at 1")),
        ]
    );
    assert_eq!(
        drift.violations()[1].span().start,
        text.rfind(":0").unwrap() + 1
    );
}

#[derive(Debug, Contract)]
struct Shelf {
    #[contract(ensure = has_some)]
    by_name: BTreeMap<String, u32>,
    #[contract(ensure = few)]
    whole: Vec<u32>,
}

fn has_some(of: &BTreeMap<String, u32>) -> Result<(), Violation> {
    match of.get("a") {
        Some(_) => Err(Violation::new("no such name").at("/a")),
        None => Err(Violation::new("at least `a`")),
    }
}

fn few(of: &[u32]) -> Result<(), Violation> {
    if of.is_empty() {
        Ok(())
    } else {
        Err(Violation::new("none"))
    }
}

#[test]
fn a_check_of_the_rewritten_map_itself() {
    let drift = adapted::<Shelf>(
        r#"{"by_name":[{"key":"b","value":1},{"key":"a","value":25}],"whole":[]}"#,
    );
    assert_eq!(told(&drift), [("/by_name/a", "25", None)]);
    let drift = adapted::<Shelf>(r#"{"by_name": [] ,"whole":[7]}"#);
    assert_eq!(
        told(&drift),
        [("/by_name", "[]", None), ("/whole", "[7]", None)]
    );
}
