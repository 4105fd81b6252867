//! The default comparison of each type, and the results of each method.

use std::collections::{BTreeMap, BTreeSet};

use driftless::Contract;
use driftless::compare::{self, Requirement};
use driftless::contract::Untyped;

use super::{compared, differing, field};

#[derive(Contract)]
enum Colour {
    Red,
    Green,
}

#[derive(Contract)]
struct Line {
    sku: Sku,
    pieces: u32,
    #[contract(compare(informative))]
    remark: Option<String>,
}

#[derive(Contract)]
#[contract(pattern = "^[A-Z]-[0-9]+$")]
struct Sku(String);

#[derive(Contract)]
#[contract(tag = "kind")]
enum Payment {
    Card { last4: String },
    Cash { coins: u32 },
    None,
}

#[derive(Contract)]
pub(super) struct Order {
    id: u64,
    colour: Colour,
    weight: f64,
    note: String,
    #[contract(format = "date-time")]
    placed: String,
    #[contract(optional)]
    coupon: Option<String>,
    tags: BTreeSet<String>,
    lines: Vec<Line>,
    corner: [i32; 2],
    prices: BTreeMap<String, f64>,
    payment: Payment,
    address: Option<Address>,
    extra: Untyped,
}

#[derive(Contract)]
struct Address {
    street: String,
    zip: Option<u32>,
}

const ORDER: &str = r#"{
    "id": 7, "colour": "Red", "weight": 1.5, "note": "Leave it at the door.", "placed": "2026-11-23T10:00:00Z", "coupon": "X", "tags": ["b", "a"],
    "lines": [{"sku": "K-1", "pieces": 2, "remark": null}, {"sku": "K-2", "pieces": 3, "remark": "soft"}],
    "corner": [1, 2], "prices": {"a": 1.0, "b": 2.0}, "payment": {"kind": "Card", "last4": "1234"},
    "address": {"street": "High Street 1", "zip": null}, "extra": {"x": [1, 2.50]}
}"#;

/// Holds the order with `from` replaced by `to` to the order.
fn changed(from: &str, to: &str) -> Vec<String> {
    assert!(ORDER.contains(from), "{from}");
    let other = compared::<Order>(ORDER, &ORDER.replacen(from, to, 1));
    differing(&other)
        .iter()
        .map(|text| (*text).to_owned())
        .collect()
}

#[test]
fn the_plan_names_every_field_with_its_method() {
    let plan: Vec<String> = compare::plan(Order::SHAPE)
        .iter()
        .map(|field| {
            let told = matches!(field.requirement, Requirement::Informative);
            let told = if told { " (informative)" } else { "" };
            format!("{}: {}{told}", field.pointer, field.method)
        })
        .collect();
    assert_eq!(
        plan,
        [
            "/id: exact",
            "/colour: exact",
            "/weight: within 0.0001%",
            "/note: token F1 ≥ 0.8",
            "/placed: same date-time",
            "/coupon: token F1 ≥ 0.8",
            "/tags: set, each token F1 ≥ 0.8",
            "/lines: list in any order",
            "/lines/*/sku: exact",
            "/lines/*/pieces: exact",
            "/lines/*/remark: token F1 ≥ 0.8 (informative)",
            "/corner: list in order, each exact",
            "/prices: same keys",
            "/prices/*: within 0.0001%",
            "/payment/kind: same variant",
            "/payment[Card]/last4: token F1 ≥ 0.8",
            "/payment[Cash]/coins: exact",
            "/address: null or not",
            "/address/street: token F1 ≥ 0.8",
            "/address/zip: exact",
            "/extra: exact",
        ]
    );
}

#[test]
fn a_document_agrees_with_itself_in_every_field_that_it_has() {
    let same = compared::<Order>(ORDER, ORDER);
    assert!(same.overall);
    assert!(differing(&same).is_empty());
    // All but the other variant's.
    assert_eq!(same.fields.len(), compare::plan(Order::SHAPE).len() - 1);
}

#[test]
fn each_type_disagrees_where_it_should_and_there_alone() {
    let none: [&str; 0] = [];
    assert_eq!(changed("7", "7.0"), none);
    assert_eq!(changed("7", "8"), ["/id"]);
    assert_eq!(changed("Red", "Green"), ["/colour"]);
    assert_eq!(changed("1.5", "1.500001"), none);
    assert_eq!(changed("1.5", "1.51"), ["/weight"]);
    assert_eq!(changed("Leave it at", "leave  IT at"), none);
    assert_eq!(changed("the door", "a window"), ["/note"]);
    assert_eq!(changed("10:00:00Z", "12:00:00.0+02:00"), none);
    assert_eq!(changed("10:00:00Z", "10:00:00+02:00"), ["/placed"]);
    assert_eq!(changed(r#"["b", "a"]"#, r#"["a", "b"]"#), none);
    assert_eq!(changed(r#"["b", "a"]"#, r#"["a"]"#), ["/tags"]);
    assert_eq!(changed("K-1", "K-9"), ["/lines/*/sku"]);
    assert_eq!(changed("soft", "hard"), ["/lines/*/remark"]);
    assert_eq!(changed("[1, 2]", "[2, 1]"), ["/corner"]);
    assert_eq!(changed(r#""a": 1.0"#, r#""a": 1.1"#), ["/prices/*"]);
    assert_eq!(
        changed(r#""a": 1.0"#, r#""c": 1.0"#),
        ["/prices", "/prices/*"]
    );
    assert_eq!(changed("1234", "9999"), ["/payment[Card]/last4"]);
    assert_eq!(changed("2.50", "2.5"), none);
    assert_eq!(changed("2.50", "2.6"), ["/extra"]);
}

#[test]
fn null_missing_and_a_value_are_three_things() {
    let none: [&str; 0] = [];
    let with = |coupon: &str| ORDER.replacen(r#""coupon": "X","#, coupon, 1);
    let states = ["", r#""coupon": null,"#, r#""coupon": "X","#];
    for (at, truth) in states.iter().enumerate() {
        for (other, answer) in states.iter().enumerate() {
            let comparison = compared::<Order>(&with(truth), &with(answer));
            let expected: &[&str] = if at == other { &none } else { &["/coupon"] };
            assert_eq!(differing(&comparison), expected, "{truth} {answer}");
        }
    }
}

#[test]
fn an_object_that_is_gone_differs_in_everything_inside() {
    let address = r#"{"street": "High Street 1", "zip": null}"#;
    assert_eq!(
        changed(address, "null"),
        ["/address", "/address/street", "/address/zip"]
    );
    // The other way round, only that it is there: the truth has nothing inside.
    let without = ORDER.replacen(address, "null", 1);
    assert_eq!(differing(&compared::<Order>(&without, ORDER)), ["/address"]);
}

#[test]
fn another_variant_differs_in_its_tag_and_everything_inside() {
    let card = r#"{"kind": "Card", "last4": "1234"}"#;
    assert_eq!(
        changed(card, r#"{"kind": "Cash", "coins": 1}"#),
        ["/payment/kind", "/payment[Card]/last4"]
    );
    assert_eq!(
        changed(card, r#"{"kind": "None"}"#),
        ["/payment/kind", "/payment[Card]/last4"]
    );
}

#[test]
fn items_find_their_partners_and_those_without_one_are_counted() {
    let first = r#"{"sku": "K-1", "pieces": 2, "remark": null}"#;
    let second = r#"{"sku": "K-2", "pieces": 3, "remark": "soft"}"#;
    let lines = |lines: &str| ORDER.replacen(&format!("{first}, {second}"), lines, 1);
    let swapped = compared::<Order>(ORDER, &lines(&format!("{second}, {first}")));
    assert!(differing(&swapped).is_empty());

    let fewer = compared::<Order>(ORDER, &lines(second));
    assert_eq!(field(&fewer, "/lines").at, ["/lines"]);
    // One of two found: F1 is 2·1 / (2 + 1).
    assert!((field(&fewer, "/lines").score - 2.0 / 3.0).abs() < 1e-12);
    assert!((field(&fewer, "/lines/*/sku").score - 2.0 / 3.0).abs() < 1e-12);

    let more = compared::<Order>(ORDER, &lines(&format!("{second}, {first}, {first}")));
    assert_eq!(field(&more, "/lines").at, ["/lines/2"]);
    assert!(!more.overall);

    let wrong = compared::<Order>(
        ORDER,
        &lines(&format!("{}, {second}", first.replace('2', "5"))),
    );
    assert_eq!(differing(&wrong), ["/lines/*/pieces"]);
    assert_eq!(field(&wrong, "/lines/*/pieces").at, ["/lines/0/pieces"]);
    assert!((field(&wrong, "/lines/*/pieces").score - 0.5).abs() < 1e-12);
}
