//! Drafts: what is known of a value at each point of its answer.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    dead_code,
    clippy::trivially_copy_pass_by_ref,
    reason = "a test's helpers fail loudly; fields are read by the derive alone"
)]

use std::collections::BTreeMap;
use std::convert::Infallible;

use driftless::decode::{DraftReader, Drafted, Progress};
use driftless::dialect::{self, Dialect as _, adapt};
use driftless::{Contract, Draft, Violation};

/// One ticket.
#[derive(Debug, Clone, PartialEq, Contract)]
#[contract(draft)]
struct Triage {
    /// One sentence.
    summary: String,
    #[contract(range(1..=5))]
    urgency: u8,
    kind: Kind,
    #[contract(format = "date")]
    due: Option<String>,
    tags: Vec<String>,
    lines: Vec<Line>,
    counts: BTreeMap<String, u32>,
    #[contract(optional)]
    note: Option<Note>,
}

#[derive(Debug, Clone, Copy, PartialEq, Contract)]
#[contract(draft, rename_all = "snake_case")]
enum Kind {
    Bug,
    Feature,
}

#[derive(Debug, Clone, PartialEq, Contract)]
#[contract(draft)]
struct Line {
    sku: Sku,
    pieces: u32,
}

#[derive(Debug, Clone, PartialEq, Contract)]
#[contract(draft, length(1..=8))]
struct Sku(String);

#[derive(Debug, Clone, PartialEq, Contract)]
#[contract(draft, tag = "by", rename_all = "snake_case")]
enum Note {
    Nobody,
    Person { name: String },
    Line(Line),
}

fn read<T: Drafted>(text: &str) -> DraftReader<T> {
    let mut reader = DraftReader::new();
    assert_ne!(reader.push(text), Progress::Violated, "{text}");
    reader
}

#[test]
fn a_draft_grows() {
    let reader = read::<Triage>("");
    assert!(reader.draft().is_none());

    let reader = read::<Triage>(r#"{"summary":"On f\u00efre: \"hel"#);
    let draft = reader.draft().unwrap();
    assert_eq!(draft.summary.open().unwrap(), "On fïre: \"hel");
    assert_eq!(draft.summary.text(), "On fïre: \"hel");
    assert!(draft.urgency.is_absent());

    // Numbers are never open, and done with the byte behind them.
    let reader = read::<Triage>(r#"{"urgency":3"#);
    assert!(reader.draft().unwrap().urgency.is_absent());
    let reader = read::<Triage>(r#"{"urgency":3,"#);
    assert_eq!(reader.draft().unwrap().urgency.done(), Some(&3));
    // No arm for what never is.
    let said = match reader.draft().unwrap().urgency.clone() {
        Draft::Absent => None,
        Draft::Done(urgency) => Some(urgency),
    };
    assert_eq!(said, Some(3));

    // Neither are enums and dates.
    let reader = read::<Triage>(r#"{"kind":"bu"#);
    assert!(reader.draft().unwrap().kind.is_absent());
    let reader = read::<Triage>(r#"{"kind":"bug""#);
    assert_eq!(reader.draft().unwrap().kind.done(), Some(&Kind::Bug));
    let reader = read::<Triage>(r#"{"due":"2026-12-0"#);
    assert!(reader.draft().unwrap().due.is_absent());
    let reader = read::<Triage>(r#"{"due":"2026-12-01""#);
    let due = reader.draft().unwrap().due.done().unwrap().as_deref();
    assert_eq!(due, Some("2026-12-01"));
    let reader = read::<Triage>(r#"{"due":null"#);
    assert_eq!(reader.draft().unwrap().due.done(), Some(&None));
}

#[test]
fn lists_and_maps_have_their_finished_items_and_the_one_under_way() {
    let reader = read::<Triage>(r#"{"lines":[{"sku":"K-1","pieces":2},{"pieces":7,"sku":"K"#);
    let lines = reader.draft().unwrap().lines.open().unwrap();
    let first = Line {
        sku: Sku("K-1".to_owned()),
        pieces: 2,
    };
    assert_eq!(lines.items, std::slice::from_ref(&first));
    let open = lines.open.as_deref().unwrap();
    assert_eq!(open.pieces.done(), Some(&7));
    assert_eq!(open.sku.open().unwrap(), "K");

    let reader = read::<Triage>(r#"{"lines":[{"sku":"K-1","pieces":2}]"#);
    assert_eq!(reader.draft().unwrap().lines.done().unwrap(), &[first]);

    let reader = read::<Triage>(r#"{"tags":["a","b"#);
    let tags = reader.draft().unwrap().tags.open().unwrap();
    assert_eq!(
        (tags.items.len(), tags.open.as_deref().unwrap().as_str()),
        (1, "b")
    );

    let reader = read::<Triage>(r#"{"counts":{"a":1,"b":2"#);
    let counts = reader.draft().unwrap().counts.open().unwrap();
    assert_eq!(counts.entries, [("a".to_owned(), 1)]);
    assert!(counts.open.is_none(), "a number is never open");
}

#[test]
fn a_tag_says_what_a_draft_is_of() {
    let reader = read::<Triage>(r#"{"note":{"by":"per"#);
    assert!(matches!(reader.draft().unwrap().note, Draft::Open(None)));
    let reader = read::<Triage>(r#"{"note":{"by":"person","name":"An"#);
    let Draft::Open(Some(NoteDraft::Person { name })) = &reader.draft().unwrap().note else {
        panic!("{:?}", reader.draft());
    };
    assert_eq!(name.text(), "An");
    let reader = read::<Triage>(r#"{"note":{"by":"line","sku":"K-1","pie"#);
    let Draft::Open(Some(NoteDraft::Line(Draft::Open(line)))) = &reader.draft().unwrap().note
    else {
        panic!("{:?}", reader.draft());
    };
    assert_eq!(line.sku.done(), Some(&Sku("K-1".to_owned())));
    // A tag that comes late: the value is done as a whole.
    let reader = read::<Triage>(r#"{"note":{"name":"Ann","by":"person""#);
    assert!(matches!(reader.draft().unwrap().note, Draft::Open(None)));
    let reader = read::<Triage>(r#"{"note":{"name":"Ann","by":"person"}"#);
    let note = reader.draft().unwrap().note.done().unwrap().clone();
    assert_eq!(
        note,
        Some(Note::Person {
            name: "Ann".to_owned()
        })
    );
}

#[test]
fn what_breaks_a_rule_is_never_done() {
    let mut reader = DraftReader::<Triage>::new();
    assert_eq!(
        reader.push(r#"{"summary":"a","urgency":9,"#),
        Progress::Violated
    );
    let draft = reader.draft();
    // The piece that broke it shows nothing.
    assert!(draft.is_none(), "{draft:?}");
    let violation = reader.violation().unwrap();
    assert_eq!(violation.pointer(), "/urgency");
}

#[derive(Debug, Clone, Contract)]
#[contract(draft)]
struct Checked {
    #[contract(ensure = is_even)]
    even: u32,
    behind: String,
}

fn is_even(value: &u32) -> Result<(), Violation> {
    if value.is_multiple_of(2) {
        Ok(())
    } else {
        Err(Violation::new("an even number"))
    }
}

#[test]
fn semantic_checks_hold_for_what_is_done() {
    let reader = read::<Checked>(r#"{"even":4,"behind":"a"#);
    let draft = reader.draft().unwrap();
    assert_eq!((draft.even.done(), draft.behind.text()), (Some(&4), "a"));
    // The answer as a whole will be refused, so its draft stays.
    let reader = read::<Checked>(r#"{"even":3,"behind":"a"#);
    let draft = reader.draft().unwrap();
    assert!(
        draft.even.is_absent() && draft.behind.is_absent(),
        "{draft:?}"
    );
}

#[derive(Debug, Clone, Contract)]
#[contract(draft)]
struct Page<T> {
    items: Vec<T>,
    next: Option<Box<Page<T>>>,
}

#[test]
fn generic_and_recursive_types_have_drafts() {
    let reader =
        read::<Page<Line>>(r#"{"items":[],"next":{"items":[{"sku":"K-1","pieces":1},{"sku":"K"#);
    let draft: &PageDraft<Line> = reader.draft().unwrap();
    assert!(draft.items.is_done());
    let next = draft.next.open().unwrap().items.open().unwrap();
    assert_eq!(next.items.len(), 1);
    assert_eq!(next.open.as_ref().unwrap().sku.open().unwrap(), "K");
}

#[test]
fn a_root_that_is_no_object_has_drafts_too() {
    let reader = read::<Vec<Line>>(r#"[{"sku":"K-1","pieces":1},{"#);
    assert_eq!(reader.draft().unwrap().items.len(), 1);
    let reader = read::<String>(r#""so f"#);
    assert_eq!(reader.draft().unwrap(), "so f");
    let reader = read::<u32>("12");
    let never: Option<&Infallible> = reader.draft();
    assert!(never.is_none());
}

#[test]
fn a_dialects_rewrites_are_undone() {
    let adapted = adapt(Vec::<Triage>::SHAPE, dialect::OpenAiSchema::TABLE).unwrap();
    let mut reader = DraftReader::<Vec<Triage>>::of(&adapted);
    reader.push(r#"{"value":[{"summary":"a","counts":[{"key":"x","value":3},{"key":"y","value":4"#);
    let open = reader.draft().unwrap().open.as_deref().unwrap();
    let counts = open.counts.open().unwrap();
    assert_eq!(counts.entries, [("x".to_owned(), 3)]);
    reader.push("}]");
    let open = reader.draft().unwrap().open.as_deref().unwrap();
    let counts = open.counts.done().unwrap();
    assert_eq!(counts.get("y"), Some(&4));
}

/// A draft that is held is a value like any other: the next piece makes another.
#[test]
fn a_draft_that_is_kept_stays_as_it_was() {
    let mut reader = read::<Triage>(r#"{"summary":"a"#);
    let kept = reader.shared().unwrap();
    let changes = reader.changes();
    reader.push("b");
    assert_eq!(kept.summary.text(), "a");
    assert_eq!(reader.draft().unwrap().summary.text(), "ab");
    assert!(reader.changes() > changes);
    let changes = reader.changes();
    reader.push("\",  ");
    reader.push(" ");
    assert_eq!(reader.changes(), changes + 1, "white space changes nothing");
}
