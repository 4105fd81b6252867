//! Budgets of a schema: what goes past one is put into words, or written by reference.

use std::collections::BTreeMap;

use driftless::Contract;
use driftless::dialect::{self, Dialect, Measure, Step, adapt};
use driftless::shape::Shape;

#[derive(Debug, Contract)]
struct Row {
    tags: Vec<String>,
}

#[derive(Debug, Contract)]
#[contract(targets(gemini))]
struct Page {
    #[contract(length(..=1000))]
    rows: Vec<Row>,
    #[contract(length(..=50))]
    more: Vec<Row>,
    grid: [[u8; 9]; 9],
    #[contract(length(1..))]
    map: BTreeMap<String, u8>,
}

#[derive(Debug, Contract)]
struct Inner {
    #[contract(length(..=3))]
    words: Vec<String>,
}

/// Small bounds of lists of plain values are sent as long as their sum is small, and not inside of
/// other lists.
#[derive(Debug, Contract)]
struct Sums {
    #[contract(length(2..=90))]
    a: Vec<String>,
    #[contract(length(..=90))]
    b: Vec<u8>,
    #[contract(length(..=90))]
    c: Vec<bool>,
    #[contract(length(..=90))]
    d: Vec<f64>,
    #[contract(length(..=90))]
    e: Vec<i64>,
    #[contract(length(..=9))]
    f: Vec<i64>,
    #[contract(length(..=101))]
    g: Vec<i64>,
    inner: Inner,
    inners: Vec<Inner>,
}

#[derive(Debug, Contract)]
struct L1 {
    next: Vec<L2>,
}

#[derive(Debug, Contract)]
struct L2 {
    next: Vec<L3>,
}

#[derive(Debug, Contract)]
struct L3 {
    next: Vec<L4>,
}

#[derive(Debug, Contract)]
struct L4 {
    end: bool,
}

/// Sent to Gemini: the schema, the losses, the steps.
fn sent(shape: &'static Shape) -> (String, Vec<String>, Vec<Step>) {
    let adapted = super::adapted(shape, dialect::GeminiSchema::TABLE);
    let schema = serde_json::to_string(super::schema_of(&adapted).unwrap()).unwrap();
    let losses = adapted.losses.iter();
    let losses = losses.map(|loss| format!("{} {}", loss.pointer, loss.keyword));
    (schema, losses.collect(), adapted.steps)
}

#[test]
fn bounds_of_lists_of_objects_and_of_nested_lists_go_into_words() {
    let (schema, losses, steps) = sent(Page::SHAPE);
    assert!(
        !schema.contains("minItems") && !schema.contains("maxItems"),
        "{schema}"
    );
    for loss in [
        "/rows maxItems",
        "/more maxItems",
        "/grid minItems",
        "/grid maxItems",
        "/grid/* minItems",
        "/grid/* maxItems",
        "/map minProperties",
    ] {
        assert!(
            losses.iter().any(|found| found == loss),
            "{loss}: {losses:?}"
        );
    }
    assert!(schema.contains("at most 1000 items") && schema.contains("exactly 9 items"));
    assert_eq!(steps, [Step::MapAsEntries]);
    assert!(!schema.contains("\"additionalProperties\":{"), "{schema}");
}

#[test]
fn bounds_of_plain_lists_are_sent_while_their_sum_is_small() {
    let (schema, losses, _) = sent(Sums::SHAPE);
    // A type that is used several times may be used inside of a list.
    assert_eq!(
        losses,
        ["/e maxItems", "/g maxItems", "/inner/words maxItems"]
    );
    assert_eq!(schema.matches("\"maxItems\":90").count(), 4);
    assert_eq!(schema.matches("\"maxItems\":9}").count(), 1);
    assert!(!schema.contains("\"maxItems\":3"));
    assert!(schema.contains("\"minItems\":2"));
}

#[test]
fn deep_types_are_referred_to() {
    let (schema, _, _) = sent(L2::SHAPE);
    assert!(schema.contains("$defs"), "{schema}");
    let (schema, _, _) = sent(L3::SHAPE);
    assert!(!schema.contains("$defs"), "{schema}");
    let (schema, _, _) = sent(L1::SHAPE);
    assert!(
        schema.contains(r##""next":{"type":"array","items":{"$ref":"#/$defs/L2"}}"##),
        "{schema}"
    );
    let adapted = super::adapted(L1::SHAPE, dialect::GeminiSchema::TABLE);
    let json = r#"{"next":[{"next":[{"next":[{"end":true}]}]}]}"#;
    assert!(adapted.decode::<L1>(&adapted.example(json)).is_ok());
}

/// An enum of `count` values of `length` characters each.
#[allow(
    clippy::disallowed_methods,
    reason = "a shape is 'static, and these are made at run time"
)]
fn long_enum(count: usize, length: usize) -> &'static Shape {
    use driftless::shape::{Enum, EnumValue, Name};
    let value = |at: usize| EnumValue {
        name: Box::leak(format!("{at:0length$}").into_boxed_str()),
        doc: "",
    };
    let values: Vec<EnumValue> = (0..count).map(value).collect();
    let of = Enum {
        name: Name {
            id: "long::Long",
            key: 7,
            title: "Long",
            args: || &[],
        },
        doc: "",
        values: values.leak(),
    };
    Box::leak(Box::new(Shape::Enum(Box::leak(Box::new(of)))))
}

#[test]
fn long_enums_go_into_words() {
    for (count, length, is_sent) in [
        (64, 5, true),
        (65, 5, false),
        (260, 61, false),
        (30, 66, true),
        (31, 66, false),
    ] {
        let (schema, losses, _) = sent(long_enum(count, length));
        assert_eq!(schema.contains("\"enum\""), is_sent, "{schema}");
        let expected: &[&str] = if is_sent { &[] } else { &[" enum"] };
        assert_eq!(losses, expected);
        assert_eq!(schema.contains("one of"), !is_sent);
    }
}

#[test]
fn every_budget_is_a_row_that_says_what_is_published() {
    let rows = dialect::GeminiSchema::TABLE.budgets();
    let unpublished = [
        Measure::NestedBounds,
        Measure::ListBounds,
        Measure::EnumLength,
        Measure::LevelsInPlace,
    ];
    for measure in unpublished {
        let row = rows.iter().find(|row| row.measure == measure).unwrap();
        assert!(row.source.starts_with("not published"), "{row:?}");
    }
    // Whatever goes past a budget is written in another way, never refused.
    assert!(adapt(Page::SHAPE, dialect::GeminiSchema::TABLE).is_ok());
}
