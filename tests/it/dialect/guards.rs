//! Values that a vendor refuses or changes, in an enum and in `one_of` alike.

use driftless::dialect::{self, Dialect, Table, adapt};
use driftless::shape::Shape;
use driftless::{Contract, decode};

#[derive(Debug, PartialEq, Contract)]
struct Breaks {
    #[contract(one_of = ["first line\nsecond line", ""])]
    text: String,
    kind: Option<Kind>,
}

#[derive(Debug, PartialEq, Contract)]
enum Kind {
    #[contract(rename = "one\ntwo")]
    Two,
    One,
}

#[derive(Debug, Contract)]
#[contract(tag = "kind")]
enum Tagged {
    #[contract(rename = "one\ntwo")]
    Two {
        a: u8,
    },
    One,
}

#[derive(Debug, Contract)]
struct Keyed {
    #[contract(rename = "a\tb")]
    a: u8,
}

#[derive(Debug, PartialEq, Contract)]
enum Unit {
    #[contract(rename = "mW")]
    Milli,
    #[contract(rename = "MW")]
    Mega,
}

#[derive(Debug, PartialEq, Contract)]
struct Power {
    unit: Unit,
    #[contract(one_of = ["Pa", "PA", "hPa"])]
    pressure: String,
}

#[derive(Debug, Contract)]
#[contract(tag = "unit")]
enum Sized {
    #[contract(rename = "k")]
    Kilo { value: f64 },
    #[contract(rename = "K")]
    Kelvin { value: f64 },
}

#[derive(Debug, Contract)]
struct Listed {
    #[contract(one_of = ["ß", "ẞ"])]
    letter: String,
    #[contract(one_of = [true])]
    agreed: Option<bool>,
    kind: Option<Level>,
}

#[derive(Debug, Contract)]
enum Level {
    Low,
    High,
}

const fn refused<D: Dialect, T: Contract>() -> bool {
    D::TABLE.unsupported(T::SHAPE).is_some()
}

// Known while compiling.
const _: () = assert!(refused::<dialect::OpenAiSchema, Tagged>());
const _: () = assert!(refused::<dialect::OpenAiTool, Keyed>());
const _: () = assert!(!refused::<dialect::OpenAiSchema, Breaks>());
const _: () = assert!(!refused::<dialect::GeminiSchema, Tagged>());
const _: () = assert!(refused::<dialect::AnthropicSchema, Power>());
const _: () = assert!(refused::<dialect::AnthropicTool, Sized>());
const _: () = assert!(!refused::<dialect::OpenAiSchema, Power>());

fn sent(shape: &'static Shape, table: &'static Table) -> (String, Vec<String>) {
    let adapted = super::adapted(shape, table);
    let schema = serde_json::to_string(super::schema_of(&adapted).unwrap()).unwrap();
    let losses = adapted.losses.iter();
    let losses = losses.map(|loss| format!("{} {}", loss.pointer, loss.keyword));
    (schema, losses.collect())
}

#[test]
fn a_value_that_a_vendor_refuses_goes_into_words() {
    for table in [dialect::OpenAiSchema::TABLE, dialect::OpenAiTool::TABLE] {
        let (schema, losses) = sent(Breaks::SHAPE, table);
        assert_eq!(losses, ["/text enum", "/kind enum"]);
        assert!(!schema.contains("\"enum\""), "{schema}");
        assert!(schema.contains("one of"), "{schema}");
    }
    let (schema, losses) = sent(Breaks::SHAPE, dialect::GeminiSchema::TABLE);
    assert_eq!(losses, ["/text enum"]);
    assert!(
        schema.contains("\"enum\":[\"one\\ntwo\",\"One\"]"),
        "{schema}"
    );
    let (_, losses) = sent(Breaks::SHAPE, dialect::AnthropicSchema::TABLE);
    assert_eq!(losses, [""; 0]);
    // The decoder holds the rule all the same.
    let right = r#"{"text":"first line\nsecond line","kind":"one\ntwo"}"#;
    assert_eq!(decode::<Breaks>(right).unwrap().kind, Some(Kind::Two));
    assert!(decode::<Breaks>(&right.replace("first", "last")).is_err());
}

#[test]
fn a_key_or_tag_that_a_vendor_refuses_is_told_with_its_place() {
    let places = |shape| -> Vec<String> {
        let problems = adapt(shape, dialect::OpenAiSchema::TABLE).unwrap_err();
        problems
            .into_iter()
            .map(|problem| problem.pointer)
            .collect()
    };
    assert_eq!(places(Keyed::SHAPE), ["/a\tb"]);
    assert_eq!(places(Tagged::SHAPE), [""]);
    assert!(adapt(Tagged::SHAPE, dialect::AnthropicSchema::TABLE).is_ok());
}

#[test]
fn values_that_differ_in_case_only_are_refused_where_case_is_folded() {
    for (shape, place) in [
        (Power::SHAPE, vec!["/unit", "/pressure"]),
        (Sized::SHAPE, vec![""]),
        // Beyond ASCII only the exact check knows.
        (Listed::SHAPE, vec!["/letter"]),
    ] {
        let problems = adapt(shape, dialect::AnthropicSchema::TABLE).unwrap_err();
        let places: Vec<&str> = problems.iter().map(|of| of.pointer.as_str()).collect();
        assert_eq!(places, place);
        assert!(problems[0].sentence.contains("differ in case only"));
    }
    let json = r#"{"unit":"MW","pressure":"PA"}"#;
    for table in super::TABLES {
        let Ok(adapted) = adapt(Power::SHAPE, table) else {
            continue;
        };
        let (power, _) = adapted.decode::<Power>(&adapted.example(json)).unwrap();
        assert_eq!((power.unit, power.pressure.as_str()), (Unit::Mega, "PA"));
    }
    let drift = decode::<Power>(r#"{"unit":"mw","pressure":"Pa"}"#).unwrap_err();
    assert_eq!(drift.violations()[0].hint(), None);
}

#[test]
fn geminis_enums_hold_texts_and_numbers_alone() {
    let (schema, losses) = sent(Listed::SHAPE, dialect::GeminiSchema::TABLE);
    assert_eq!(losses, ["/agreed enum"]);
    assert!(
        schema.contains(r#"{"anyOf":[{"type":"string","enum":["Low","High"]},{"type":"null"}]}"#),
        "{schema}"
    );
    assert!(!schema.contains("null]"), "{schema}");
}

#[test]
fn the_bounds_of_the_type_are_not_said_beside_the_values() {
    #[derive(Contract)]
    struct Minutes {
        #[contract(one_of = [1, 5, 10, 15])]
        minutes: u8,
        #[contract(one_of = ["a", "b"])]
        letter: char,
    }
    for table in super::TABLES {
        let Ok(adapted) = adapt(Minutes::SHAPE, table) else {
            continue;
        };
        let text = format!(
            "{:?} {:?} {:?}",
            adapted.form, adapted.losses, adapted.instructions
        );
        for bound in ["255", ">=0", "maximum", "exactly 1", "minLength"] {
            assert!(!text.contains(bound), "{} {text}", table.name());
        }
    }
}
