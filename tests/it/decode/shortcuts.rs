//! Rules that take a short way for plain values: the verdict is that of the long way.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test's helpers fail loudly"
)]

use std::collections::BTreeSet;

use driftless::{Contract, decode};
use rand::rngs::SmallRng;
use rand::{Rng as _, SeedableRng as _};

#[derive(Debug, Contract)]
struct Distinct {
    #[contract(unique)]
    list: Vec<String>,
}

#[derive(Debug, Contract)]
struct Reached {
    #[contract(format = "email")]
    address: String,
}

#[derive(Debug, Contract)]
struct Measured {
    #[contract(length(3..))]
    least: String,
    #[contract(length(..=5))]
    most: String,
    #[contract(length(2..=9))]
    both: String,
}

/// Keys of all the lengths that are compared in ways of their own.
#[derive(Debug, Contract)]
struct Named {
    a: u8,
    ab: u8,
    abc: u8,
    abcde: u8,
    abcdef: u8,
    abcdefghi: u8,
    abcdefghijklmn: u8,
    abcdefghijklmno: u8,
    abcdefghijklmnopqrstuvwxyz: u8,
}

/// A text as JSON, every other character of it as an escape if `escaped`.
fn literal(text: &str, escaped: bool) -> String {
    let character = |(at, character): (usize, char)| {
        if escaped && at % 2 == 0 {
            format!("\\u{:04x}", u32::from(character))
        } else {
            character.to_string()
        }
    };
    let inner: String = text.chars().enumerate().map(character).collect();
    format!("\"{inner}\"")
}

/// A word of `length` characters out of `characters`.
fn word(characters: &[char], length: usize, random: &mut SmallRng) -> String {
    let one = |_| characters[random.random_range(0..characters.len())];
    (0..length).map(one).collect()
}

#[test]
fn texts_differ_however_many_and_however_written() {
    let mut random = SmallRng::seed_from_u64(7);
    let mut alike = 0;
    for _ in 0..5_000 {
        let count = random.random_range(0..14);
        let one = |_| {
            let length = random.random_range(0..4);
            word(&['a', 'b', 'c', 'é'], length, &mut random)
        };
        let texts: Vec<String> = (0..count).map(one).collect();
        let items: Vec<String> = texts
            .iter()
            .map(|text| literal(text, random.random()))
            .collect();
        let distinct: BTreeSet<&String> = texts.iter().collect();
        let document = format!("{{\"list\":[{}]}}", items.join(" ,\n"));
        let expected = distinct.len() == texts.len();
        alike += u32::from(!expected);
        assert_eq!(
            decode::<Distinct>(&document).is_ok(),
            expected,
            "{document}"
        );
    }
    assert!((1_000..4_000).contains(&alike), "{alike}");
}

#[test]
fn addresses_are_judged_as_an_independent_validator_does() {
    let schema = serde_json::json!({"type": "string", "format": "email"});
    let options = jsonschema::options().should_validate_formats(true);
    let validator = options.build(&schema).unwrap();
    let mut random = SmallRng::seed_from_u64(8);
    let mut taken = 0;
    for _ in 0..5_000 {
        let mut half = || {
            let words = match random.random_range(0..3) {
                0 => 1,
                1 => random.random_range(1..4),
                _ => 5,
            };
            let one = |_| match random.random_range(0..12) {
                0 => word(&['a', '.', '+', '-', '_', '"', '@'], 2, &mut random),
                1 => {
                    let length = random.random_range(60..66);
                    word(&['a', '0'], length, &mut random)
                }
                _ => {
                    let length = random.random_range(1..4);
                    word(&['a', 'Z', '0'], length, &mut random)
                }
            };
            (0..words).map(one).collect::<Vec<_>>().join(".")
        };
        let address = format!("{}@{}", half(), half());
        let document = serde_json::json!({ "address": address }).to_string();
        let expected = validator.is_valid(&serde_json::Value::String(address));
        taken += u32::from(expected);
        assert_eq!(decode::<Reached>(&document).is_ok(), expected, "{document}");
    }
    assert!((1_000..4_500).contains(&taken), "{taken}");
}

#[test]
fn characters_are_counted_however_many_bytes_they_have() {
    let mut random = SmallRng::seed_from_u64(9);
    let mut taken = 0;
    for _ in 0..20_000 {
        let texts: Vec<String> = (0..3)
            .map(|_| {
                let length = random.random_range(0..12);
                word(&['a', 'b', 'é', '語', '🙂'], length, &mut random)
            })
            .collect();
        let document = format!(
            r#"{{"least":"{}","most":"{}","both":"{}"}}"#,
            texts[0], texts[1], texts[2]
        );
        let count = |index: usize| texts[index].chars().count();
        let expected = count(0) >= 3 && count(1) <= 5 && (2..=9).contains(&count(2));
        taken += u32::from(expected);
        assert_eq!(
            decode::<Measured>(&document).is_ok(),
            expected,
            "{document}"
        );
    }
    assert!((2_000..18_000).contains(&taken), "{taken}");
}

#[test]
fn keys_of_every_length_are_told_from_all_others() {
    let names: Vec<&str> = [1, 2, 3, 5, 6, 9, 14, 15, 26]
        .iter()
        .map(|length| &"abcdefghijklmnopqrstuvwxyz"[..*length])
        .collect();
    let document = |names: &[String]| {
        let members: Vec<String> = names.iter().map(|name| format!("\"{name}\":1")).collect();
        format!("{{{}}}", members.join(","))
    };
    let right: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    assert!(decode::<Named>(&document(&right)).is_ok());
    for (index, name) in names.iter().enumerate() {
        let changed = (0..name.len()).map(|at| format!("{}_{}", &name[..at], &name[at + 1..]));
        let others = changed.chain([format!("{name}_"), format!("_{name}")]);
        for other in others {
            let mut wrong = right.clone();
            wrong[index] = other;
            assert!(decode::<Named>(&document(&wrong)).is_err(), "{wrong:?}");
        }
    }
}
