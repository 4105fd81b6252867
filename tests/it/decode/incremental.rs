//! Reading an answer while it comes: where it is stopped, and that nothing right is.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::string_slice,
    dead_code,
    reason = "a test's helpers fail loudly; fields are read by the derive alone"
)]

use std::collections::BTreeMap;

use driftless::decode::{Incremental, Progress};
use driftless::dialect::{self, Dialect as _, adapt};
use driftless::{Contract, ViolationKind as Kind, decode};

#[derive(Debug, Contract)]
#[contract(rename_all = "snake_case")]
enum Colour {
    Red,
    Green,
    Grey,
}

#[derive(Debug, Contract)]
#[contract(tag = "kind", rename_all = "snake_case")]
enum Payment {
    Cash {
        amount: u32,
    },
    Card {
        #[contract(length(4..=4))]
        digits: String,
        amount: Option<bool>,
    },
    Later {
        amount: String,
    },
}

#[derive(Debug, Contract)]
struct All {
    name: String,
    #[contract(length(2..=3))]
    short: Option<String>,
    colour: Option<Colour>,
    #[contract(range(1..=99))]
    pieces: u32,
    #[contract(pattern = "^[A-Z]{2}-[0-9]+$")]
    code: Option<String>,
    #[contract(format = "date")]
    day: Option<String>,
    #[contract(length(..=2), unique)]
    tags: Vec<String>,
    map: BTreeMap<String, bool>,
    payment: Option<Payment>,
}

/// Reads a text without its mark `¦`, which stands before the byte that is wrong.
fn stops<T: Contract>(marked: &str, kind: Kind) {
    let at = marked.find('¦').expect("a mark");
    let text = marked.replace('¦', "");
    for size in [1, 3, text.len()] {
        let mut reader = Incremental::new::<T>();
        for piece in text.as_bytes().chunks(size) {
            reader.push(piece);
        }
        reader.end();
        let found = reader
            .violation()
            .unwrap_or_else(|| panic!("taken: {text}"));
        assert_eq!(found.kind(), kind, "{text}: {found}");
        assert_eq!(found.span().end, at + 1, "{text}: {found}");
    }
    assert!(decode::<T>(&text).is_err(), "{text}");
}

#[test]
fn an_answer_is_stopped_at_its_first_wrong_byte() {
    stops::<All>(r#"{"name":"a","¦xum": 1}"#, Kind::UnknownKey);
    stops::<All>(r#"{"name":"a","¦name":"b"}"#, Kind::DuplicateKey);
    stops::<All>(r#"{"pieces":1,"p¦ieces":2}"#, Kind::DuplicateKey);
    stops::<All>(r#"{"name":¦1}"#, Kind::WrongType);
    stops::<All>(r#"{"name":"a","short":"abc¦d"}"#, Kind::Length);
    stops::<All>(r#"{"name":"a","short":"a¦"}"#, Kind::Length);
    stops::<All>(r#"{"colour":"gree¦p"}"#, Kind::UnknownValue);
    stops::<All>(r#"{"colour":"gre¦"}"#, Kind::UnknownValue);
    stops::<All>(r#"{"pieces":¦-1}"#, Kind::OutOfRange);
    stops::<All>(r#"{"pieces":12¦3}"#, Kind::OutOfRange);
    stops::<All>(r#"{"pieces":1.¦5}"#, Kind::NotInteger);
    stops::<All>(r#"{"code":"A¦b"}"#, Kind::Pattern);
    stops::<All>(r#"{"day":"2026-1¦3"}"#, Kind::Format);
    stops::<All>(r#"{"day":"2025-02-2¦9"}"#, Kind::Format);
    stops::<All>(r#"{"tags":["a","b"¦,"c"]}"#, Kind::Length);
    stops::<All>(r#"{"tags":["a","a¦"]}"#, Kind::Repeated);
    stops::<All>(r#"{"map":{"a":true,"a¦":true}}"#, Kind::DuplicateKey);
    stops::<All>(r#"{"name":"a"¦} "#, Kind::MissingKey);
    stops::<All>(r#"{"payment":{"kind":"ca¦t"}}"#, Kind::UnknownValue);
    stops::<All>(
        r#"{"payment":{"amount":1,"kind":"ca¦rd"}}"#,
        Kind::UnknownValue,
    );
    stops::<All>(r#"{"payment":{"amount":¦[]}}"#, Kind::WrongType);
    stops::<All>(
        r#"{"name":"\x"}"#.replace("\\x", "\\¦x").as_str(),
        Kind::Syntax,
    );
    stops::<All>(r#"{"name":"\ud83d¦ "}"#, Kind::Syntax);
    stops::<All>(r#"{"name":"\f¦rac"}"#, Kind::SwallowedBackslash);
    stops::<Vec<bool>>("[true,¦]", Kind::Syntax);
    stops::<Vec<bool>>("[true] ¦x", Kind::TrailingText);
    stops::<bool>("¦```json\ntrue\n```", Kind::Syntax);
    stops::<u8>("0¦1", Kind::Syntax);
}

/// A list of lists is too deep at its 129th bracket.
#[derive(Debug, Contract)]
struct Nested(Vec<Nested>);

#[test]
fn nesting_is_limited() {
    let fits = format!("{}{}", "[".repeat(128), "]".repeat(128));
    let mut reader = Incremental::new::<Nested>();
    assert_eq!(reader.push(&fits), Progress::Complete);
    let mut reader = Incremental::new::<Nested>();
    assert_eq!(reader.push("[".repeat(129)), Progress::Violated);
    let found = reader.violation().unwrap();
    assert_eq!((found.kind(), found.span()), (Kind::TooDeep, 128..129));
}

#[test]
fn tags_that_come_late_are_found_by_what_stands_before_them() {
    for text in [
        r#"{"amount":1,"kind":"cash"}"#,
        r#"{"amount":"soon","kind":"later"}"#,
        r#"{"amount":null,"digits":"1234","kind":"card"}"#,
        r#"{"amount" : true , "kind" : "card" , "digits" : "1234" }"#,
    ] {
        assert!(decode::<Payment>(text).is_ok(), "{text}");
        for size in [1, 2, 5, 100] {
            let mut reader = Incremental::new::<Payment>();
            let mut progress = Progress::Viable;
            for piece in text.as_bytes().chunks(size) {
                progress = reader.push(piece);
            }
            let found = reader.violation();
            assert_eq!((progress, found), (Progress::Complete, None), "{text}");
        }
    }
    stops::<Payment>(r#"{"amount":null,"kind":"ca¦sh"}"#, Kind::UnknownValue);
    stops::<Payment>(r#"{"amount":true,"¦x":1}"#, Kind::UnknownKey);
    stops::<Payment>(r#"{"amount":429496729¦6}"#, Kind::OutOfRange);
}

#[test]
fn rewrites_of_dialects_are_read_as_they_are_sent() {
    let gemini = adapt(Vec::<All>::SHAPE, dialect::OpenAiSchema::TABLE).unwrap();
    let mut reader = Incremental::of(&gemini);
    assert_eq!(
        reader.push(r#"{"value":[{"map":[{"value":true,"key":"a"},{"key":"a""#),
        Progress::Violated
    );
    let found = reader.violation().unwrap();
    assert_eq!(
        (found.kind(), found.pointer()),
        (Kind::DuplicateKey, "/0/map/a")
    );
    let words = adapt(All::SHAPE, dialect::Instructions::TABLE).unwrap();
    for (text, progress) in [
        (" ```json\n{\"", Progress::Viable),
        ("``x", Progress::Violated),
        ("```json {", Progress::Violated),
        ("Sure", Progress::Violated),
        ("\u{a0}{", Progress::Violated),
        ("\u{a0}```\n{", Progress::Viable),
    ] {
        assert_eq!(Incremental::of(&words).push(text), progress, "{text}");
    }
}

/// Returns whether some text of at most `more` further letters makes `prefix` one that the contract
/// takes.
fn has_an_end<T: Contract>(prefix: &mut String, letters: &[char], more: usize) -> bool {
    if decode::<T>(prefix).is_ok() {
        return true;
    }
    more > 0
        && letters.iter().any(|letter| {
            prefix.push(*letter);
            let mut reader = Incremental::new::<T>();
            let found = reader.push(prefix.as_str()) != Progress::Violated
                && has_an_end::<T>(prefix, letters, more - 1);
            prefix.pop();
            found
        })
}

/// Goes through every text of at most `length` letters: each that is viable has an end of at most
/// `more` letters, and of each that the contract takes every beginning is viable.
fn brute<T: Contract>(letters: &str, length: usize, more: usize) -> (usize, usize, usize) {
    let letters: Vec<char> = letters.chars().collect();
    let (mut texts, mut viable, mut taken) = (0, 0, 0);
    let mut level = vec![(String::new(), true)];
    for _ in 0..length {
        let mut next = Vec::new();
        for (before, was_viable) in &level {
            for letter in &letters {
                let text = format!("{before}{letter}");
                texts += 1;
                let mut reader = Incremental::new::<T>();
                let is_viable = reader.push(text.as_str()) != Progress::Violated;
                assert!(*was_viable || !is_viable, "viable again: {text}");
                let is_taken = decode::<T>(&text).is_ok();
                assert!(is_viable || !is_taken, "refused, though taken: {text}");
                taken += usize::from(is_taken);
                viable += usize::from(is_viable);
                if is_viable {
                    assert!(
                        has_an_end::<T>(&mut text.clone(), &letters, more),
                        "viable without an end: {text}"
                    );
                }
                next.push((text, is_viable));
            }
        }
        level = next;
    }
    (texts, viable, taken)
}

#[derive(Debug, Contract)]
struct Small {
    a: bool,
    #[contract(optional)]
    ab: Option<Letter>,
}

#[derive(Debug, Contract)]
enum Letter {
    #[contract(rename = "a")]
    A,
    #[contract(rename = "ab")]
    Ab,
}

#[derive(Debug, Contract)]
struct Teens(#[contract(range(7..=12))] u8);

#[derive(Debug, Contract)]
struct Below(#[contract(range(-12..=-3))] i8);

#[derive(Debug, Contract)]
struct Short(#[contract(pattern = "^a{0,2}b$")] String);

#[derive(Debug, Contract)]
struct Two(#[contract(length(1..=2))] String);

#[derive(Debug, Contract)]
struct Few(#[contract(length(1..=2))] Vec<Letter>);

#[derive(Debug, Contract)]
#[contract(tag = "t")]
enum Tagged {
    #[contract(rename = "a")]
    A { v: bool },
    #[contract(rename = "b")]
    B { v: Letter },
}

#[test]
fn a_beginning_is_viable_exactly_if_it_has_an_end() {
    let counts = [
        ("u8 of 7 to 12", brute::<Teens>("012789.e-", 3, 5)),
        ("i8 of -12 to -3", brute::<Below>("01239.e-", 3, 5)),
        ("texts", brute::<Short>("\"ab ", 5, 4)),
        ("lengths", brute::<Two>("\"ab ", 5, 4)),
        ("lists", brute::<Few>("[\"ab],", 5, 8)),
        ("bool or null", brute::<Option<bool>>("truefalsn", 3, 5)),
    ];
    for (name, (texts, viable, taken)) in counts {
        println!("{name}: {texts} texts, {viable} viable, {taken} taken");
        assert!(viable > 0 && viable < texts, "{name}");
    }
}

/// Members of objects have ends too long for every text to be tried: from each viable one, one
/// letter further.
#[test]
fn a_beginning_of_an_object_is_viable_exactly_if_it_has_an_end() {
    fn walk<T: Contract>(texts: &[&str]) {
        let letters: Vec<char> = "{}\":,abtv".chars().collect();
        for whole in texts {
            assert!(decode::<T>(whole).is_ok(), "{whole}");
            for at in 0..whole.len() {
                for letter in &letters {
                    let text = format!("{}{letter}", &whole[..at]);
                    let mut reader = Incremental::new::<T>();
                    let is_viable = reader.push(text.as_str()) != Progress::Violated;
                    let has_end = texts.iter().any(|known| known.starts_with(&text));
                    assert_eq!(is_viable, has_end, "{text}");
                }
            }
        }
    }
    walk::<Small>(&[
        r#"{"a":true}"#,
        r#"{"a":false}"#,
        r#"{"a":true,"ab":null}"#,
        r#"{"a":true,"ab":"a"}"#,
        r#"{"a":true,"ab":"ab"}"#,
        r#"{"a":false,"ab":null}"#,
        r#"{"a":false,"ab":"a"}"#,
        r#"{"a":false,"ab":"ab"}"#,
        r#"{"ab":null,"a":true}"#,
        r#"{"ab":null,"a":false}"#,
        r#"{"ab":"a","a":true}"#,
        r#"{"ab":"a","a":false}"#,
        r#"{"ab":"ab","a":true}"#,
        r#"{"ab":"ab","a":false}"#,
    ]);
    walk::<Tagged>(&[
        r#"{"t":"a","v":true}"#,
        r#"{"t":"a","v":false}"#,
        r#"{"t":"b","v":"a"}"#,
        r#"{"t":"b","v":"ab"}"#,
        r#"{"v":true,"t":"a"}"#,
        r#"{"v":false,"t":"a"}"#,
        r#"{"v":"a","t":"b"}"#,
        r#"{"v":"ab","t":"b"}"#,
    ]);
}
