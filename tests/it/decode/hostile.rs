//! Answers that are made to be slow or large to explain: work and memory stay in proportion to
//! their text.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::items_after_statements,
    clippy::ignored_unit_patterns,
    clippy::format_collect,
    clippy::string_slice,
    clippy::trivially_copy_pass_by_ref,
    clippy::needless_pass_by_value,
    reason = "a test's helpers fail loudly, and a check has its shape"
)]

use std::collections::BTreeMap;

use driftless::dialect::{Dialect as _, OpenAiSchema, adapt};
use driftless::{Contract, Drift, Violation, ViolationKind as Kind, decode};

fn never(_: &u32) -> Result<(), Violation> {
    Err(Violation::new("nothing"))
}

#[derive(Debug, Contract)]
#[contract(ensure = Item::check)]
struct Item(u32);

impl Item {
    fn check(&self) -> Result<(), Violation> {
        never(&self.0)
    }
}

fn pointers(drift: &Drift) -> usize {
    drift
        .violations()
        .iter()
        .map(|one| one.pointer().len())
        .sum()
}

#[test]
fn a_long_key_is_not_repeated_by_every_violation() {
    let key = "k".repeat(1_000_000);
    let text = format!("{{\"{key}\":[{}]}}", vec!["\"\""; 2000].join(","));
    let drift = decode::<BTreeMap<String, Vec<u32>>>(&text).unwrap_err();
    assert_eq!(drift.violations().len(), 1000);
    assert!(pointers(&drift) < 300_000, "{}", pointers(&drift));
    assert!(drift.violations()[7].pointer().ends_with("…/7"));
    assert_eq!(&text[drift.violations()[7].span()], "\"\"");
    // Keys of a usual length stay whole.
    let drift = decode::<BTreeMap<String, u32>>(r#"{"a/b~":""}"#).unwrap_err();
    assert_eq!(drift.violations()[0].pointer(), "/a~1b~0");
}

#[test]
fn failed_checks_are_kept_up_to_a_thousand() {
    let text = format!("[{}]", vec!["1"; 300_000].join(","));
    let drift = decode::<Vec<Item>>(&text).unwrap_err();
    assert_eq!(drift.violations().len(), 1000);
    for (index, one) in drift.violations().iter().enumerate() {
        assert_eq!(one.pointer(), format!("/{index}"));
        assert_eq!(&text[one.span()], "1");
    }
    let members: Vec<String> = (0..100_000).map(|n| format!("\"{n}\":1")).collect();
    let text = format!("{{{}}}", members.join(","));
    let drift = decode::<BTreeMap<String, Item>>(&text).unwrap_err();
    assert_eq!(drift.violations().len(), 1000);
    assert_eq!(drift.violations()[999].pointer(), "/999");
    // Both kinds of violations together are no more.
    let text = format!(
        r#"[[{}],["x"{}]]"#,
        vec!["1"; 2000].join(","),
        ",1".repeat(2000)
    );
    let drift = decode::<Vec<Vec<Item>>>(&text).unwrap_err();
    assert_eq!(drift.violations().len(), 1000);
}

#[test]
fn rewritten_answers_are_explained_within_bounds() {
    type Map = BTreeMap<String, u32>;
    let adapted = adapt(Map::SHAPE, OpenAiSchema::TABLE).unwrap();
    let long = "\u{1b}".repeat(100_000).replace('\u{1b}', "\\u001b");
    let entries = vec![format!("{{\"{long}\":1}}"); 20];
    let many = vec![r#"{"x":1}"#; 5000];
    let text = format!(r#"{{"value":[{},{}]}}"#, entries.join(","), many.join(","));
    let drift = adapted.decode::<Map>(&text).err().unwrap();
    assert_eq!(drift.violations().len(), 1000);
    for one in drift.violations() {
        assert!(one.found().len() < 400, "{}", one.found().len());
        assert!(!one.found().contains(char::is_control), "{:?}", one.found());
    }
}

#[derive(Debug, Contract)]
struct Numbers {
    #[contract(unique)]
    list: Vec<driftless::contract::Untyped>,
}

/// Twenty thousand numbers that share their first sixteen digits and their length: compared with
/// one another they would take minutes.
#[test]
fn long_numbers_are_told_apart_by_every_digit() {
    let numbers: Vec<String> = (0..20_000)
        .map(|n| format!("{}{n:05}", "1".repeat(300)))
        .collect();
    let text = format!("{{\"list\":[{}]}}", numbers.join(","));
    let drift = decode::<Numbers>(&text).unwrap_err();
    assert!(
        drift
            .violations()
            .iter()
            .all(|one| one.kind() == Kind::Inexact)
    );
    let equal =
        r#"{"list":[100,1e2,0.1,1.00e-1,-0,0,12345678901234567890e-19,1.2345678901234567890]}"#;
    let told: Vec<String> = decode::<Numbers>(equal)
        .unwrap_err()
        .violations()
        .iter()
        .filter(|one| one.kind() == Kind::Repeated)
        .map(|one| one.pointer().to_owned())
        .collect();
    assert_eq!(told, ["/list/1", "/list/3", "/list/5", "/list/7"]);
}

#[test]
fn every_repetition_is_told() {
    #[derive(Debug, Contract)]
    struct Distinct {
        #[contract(unique)]
        list: Vec<u32>,
    }
    let drift = decode::<Distinct>(r#"{"list":[1,1,2,2,1]}"#).unwrap_err();
    let told: Vec<String> = drift
        .violations()
        .iter()
        .map(Violation::to_string)
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    /list/1: expected an item that differs from item 0, found the number 1
    /list/3: expected an item that differs from item 2, found the number 2
    /list/4: expected an item that differs from item 0, found the number 1
    ");
    let drift = decode::<std::collections::BTreeSet<u32>>("[3,3,4,4]").unwrap_err();
    assert_eq!(drift.violations().len(), 2);
    let many = format!("{{\"list\":[{}]}}", vec!["7"; 50_000].join(","));
    assert_eq!(
        decode::<Distinct>(&many).unwrap_err().violations().len(),
        1000
    );
}

type Deep = BTreeMap<String, BTreeMap<String, BTreeMap<String, BTreeMap<String, u32>>>>;

#[test]
fn a_violation_prints_bounded_and_without_control_characters() {
    let key = format!("\\u001b[31m{}", "\\u202e".repeat(150));
    let text = format!("{{\"{key}\":{{\"{key}\":{{\"{key}\":{{\"{key}\":\"\"}}}}}}}}");
    let drift = decode::<Deep>(&text).unwrap_err();
    let said = drift.violations()[0].to_string();
    assert!(said.chars().count() < 700, "{said}");
    assert!(!said.contains(['\u{1b}', '\u{202e}']), "{said:?}");
    let loud = Violation::new(format!("\u{1b}]0;{}", "x".repeat(100_000)));
    let loud = loud.with_hint("\r\n\u{7}");
    let said = loud.to_string();
    assert!(said.len() < 1000, "{}", said.len());
    assert!(!said.contains(char::is_control), "{said:?}");
}

/// Unions within unions whose tags stand last: each level looked for its own over all that lies
/// inside.
#[test]
fn tags_that_stand_last_are_found_in_one_pass() {
    #[derive(Debug, Contract)]
    #[contract(tag = "t")]
    enum Deep {
        Leaf {
            texts: Vec<String>,
        },
        Node {
            inner: Box<Deep>,
            side: Vec<Vec<u8>>,
        },
    }
    let texts = format!("[{}]", vec!["\"0123456789\""; 20_000].join(","));
    let mut document = format!(r#"{{"texts":{texts},"t":"Leaf"}}"#);
    for _ in 0..60 {
        document = format!(r#"{{"inner":{document},"side":[[1],[2,3]],"t":"Node"}}"#);
    }
    let mut depth = 0;
    let mut at = decode::<Deep>(&document).unwrap();
    while let Deep::Node { inner, side } = at {
        assert_eq!(side.len(), 2);
        depth += 1;
        at = *inner;
    }
    let Deep::Leaf { texts } = at else {
        unreachable!()
    };
    assert_eq!((depth, texts.len()), (60, 20_000));
    // A wrong tag in the middle is found where it is.
    let wrong = document.replacen("\"t\":\"Node\"", "\"t\":\"None\"", 1);
    let drift = decode::<Deep>(&wrong).unwrap_err();
    assert!(
        drift.violations()[0].pointer().ends_with("/inner/t"),
        "{drift}"
    );
    // A list of such unions, one behind the other.
    let list = format!("[{document},{document}]");
    assert_eq!(decode::<Vec<Deep>>(&list).unwrap().len(), 2);
}
