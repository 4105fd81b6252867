//! The limit on nesting counts the levels of the contract, not those that a dialect adds.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test's helpers fail loudly"
)]

use std::collections::BTreeMap;

use driftless::dialect::{Dialect as _, OpenAiSchema, adapt};
use driftless::{Contract, Drift, ViolationKind as Kind, decode};

#[derive(Debug, Contract)]
struct Folder {
    inner: BTreeMap<String, Folder>,
}

#[derive(Debug, Contract)]
struct Nest(Vec<Nest>);

/// Folders of two levels each.
fn folders(count: usize) -> String {
    let open = r#"{"inner":{"k":"#.repeat(count - 1);
    format!(r#"{open}{{"inner":{{}}}}{}"#, "}}".repeat(count - 1))
}

/// Returns the folders with maps as entries.
fn sent_folders(count: usize) -> String {
    let open = r#"{"inner":[{"key":"k","value":"#.repeat(count - 1);
    format!(r#"{open}{{"inner":[]}}{}"#, "}]}".repeat(count - 1))
}

fn lists(count: usize) -> String {
    format!("{}{}", "[".repeat(count), "]".repeat(count))
}

/// Returns the drift of the bare document, and of the one that is sent.
fn both<T: Contract + std::fmt::Debug>(bare: &str, sent: &str) -> (Option<Drift>, Option<Drift>) {
    let adapted = adapt(T::SHAPE, OpenAiSchema::TABLE).unwrap();
    (decode::<T>(bare).err(), adapted.decode::<T>(sent).err())
}

fn told(drift: Option<Drift>) -> (String, Kind, String) {
    let drift = drift.unwrap();
    let [one] = drift.violations() else {
        panic!("{drift}")
    };
    let at = drift.text()[one.span()].to_owned();
    (one.pointer().to_owned(), one.kind(), at)
}

#[test]
fn levels_of_a_dialect_do_not_count() {
    let (bare, sent) = both::<Folder>(&folders(64), &sent_folders(64));
    assert!(bare.is_none() && sent.is_none(), "{bare:?} {sent:?}");
    let lists = lists(128);
    let (bare, sent) = both::<Nest>(&lists, &format!("{{\"value\":{lists}}}"));
    assert!(bare.is_none() && sent.is_none(), "{bare:?} {sent:?}");
}

#[test]
fn one_level_more_is_refused_at_its_place() {
    let pointer = "/inner/k".repeat(64);
    let (bare, sent) = both::<Folder>(&folders(65), &sent_folders(65));
    let expected = (pointer, Kind::TooDeep, "{".to_owned());
    assert_eq!(told(bare), expected);
    assert_eq!(told(sent), expected);
    let lists = lists(129);
    let (bare, sent) = both::<Nest>(&lists, &format!("{{\"value\":{lists}}}"));
    let expected = ("/0".repeat(128), Kind::TooDeep, "[".to_owned());
    assert_eq!(told(bare), expected);
    assert_eq!(told(sent), expected);
    // What no rewrite makes shallow is refused before there is a tree to speak of.
    let bomb = format!(r#"{{"value":{}"#, "[".repeat(1_000_000));
    let adapted = adapt(Nest::SHAPE, OpenAiSchema::TABLE).unwrap();
    let drift = adapted.decode::<Nest>(&bomb).err();
    assert_eq!(told(drift).1, Kind::TooDeep);
}

/// All that decoding does at the limit of depth, right answers and wrong ones, on the stack that a
/// thread has by default.
#[test]
fn the_stack_of_a_thread_is_enough() {
    let work = || {
        let (bare, sent) = both::<Folder>(&folders(64), &sent_folders(64));
        assert!(bare.is_none() && sent.is_none());
        let wrong = folders(64).replacen("{\"inner\":{}}", "{\"inner\":[]}", 1);
        let wrong_sent = sent_folders(64).replacen("{\"inner\":[]}", "{\"inner\":7}", 1);
        let (bare, sent) = both::<Folder>(&wrong, &wrong_sent);
        assert_eq!(told(bare).1, Kind::WrongType);
        assert_eq!(told(sent).1, Kind::WrongType);
        assert!(decode::<Nest>(&lists(129)).is_err() && decode::<Nest>(&lists(128)).is_ok());
    };
    let small = std::thread::Builder::new().stack_size(2 << 20);
    small.spawn(work).unwrap().join().unwrap();
}
