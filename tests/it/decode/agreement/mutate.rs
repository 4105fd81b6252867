//! Changes to documents: mindful of what they are, or of bytes alone.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::format_push_string,
    clippy::assigning_clones,
    clippy::redundant_closure_for_method_calls,
    clippy::string_slice,
    reason = "a test's helpers fail loudly"
)]

use driftless::shape::Format;
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, RngCore as _};

use super::generate::{Doc, free};
use super::samples::{WORDS, samples};

const NUMBERS: &[&str] = &[
    "0",
    "-0",
    "-1",
    "1.0",
    "1.5",
    "256",
    "1e2",
    "1e-2",
    "100.0",
    "101",
    "0.07",
    "0.075",
    "1e999",
    "1e-999",
    "0e-999",
    "0.1",
    "9223372036854775808",
    "35.0",
    "-2.50e1",
    "10000.01",
    "1.5000",
    "0.10000000000000001",
    "0.33333333333333331",
    "16777217",
    "0.87654321",
];

/// Changes one part, mindful of what it is.
pub(super) fn mutate(doc: &mut Doc, rng: &mut SmallRng) {
    let index = rng.random_range(0..doc.count());
    let Some(part) = doc.part(index) else { return };
    if rng.random_ratio(1, 6) {
        *part = free(3, rng);
        return;
    }
    match part {
        Doc::Raw(text) => *text = (*NUMBERS.choose(rng).unwrap()).to_owned(),
        Doc::Text(text) => change_text(text, rng),
        Doc::List(items) => match rng.random_range(0..4) {
            0 if !items.is_empty() => drop(items.pop()),
            1 if !items.is_empty() => items.push(items[0].clone()),
            2 => items.push(free(4, rng)),
            _ => *part = Doc::List(vec![part.clone()]),
        },
        Doc::Object(members) => match rng.random_range(0..6) {
            0 if !members.is_empty() => drop(members.remove(rng.random_range(0..members.len()))),
            1 if !members.is_empty() => {
                let at = rng.random_range(0..members.len());
                change_text(&mut members[at].0, rng);
            }
            2 => members.push(("extra".to_owned(), free(4, rng))),
            3 if !members.is_empty() => members.push(members[0].clone()),
            4 => members.reverse(),
            _ => *part = Doc::List(members.iter().map(|(_, value)| value.clone()).collect()),
        },
    }
}

fn change_text(text: &mut String, rng: &mut SmallRng) {
    match rng.random_range(0..6) {
        0 => text.push('a'),
        1 => *text = text.to_uppercase(),
        2 => drop(text.pop()),
        3 => {
            let at: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            if let Some(at) = at.choose(rng) {
                text.insert(*at, *['-', '9', ':', '.', ' ', 'T'].choose(rng).unwrap());
            }
        }
        4 => *text = (*WORDS.choose(rng).unwrap()).to_owned(),
        _ => {
            let formats = Format::ALL.choose(rng).unwrap();
            *text = (*samples(*formats).choose(rng).unwrap()).to_owned();
        }
    }
}

/// Changes bytes without a thought.
pub(super) fn corrupt(bytes: &mut Vec<u8>, rng: &mut SmallRng) {
    for _ in 0..rng.random_range(1..3) {
        if bytes.is_empty() {
            return;
        }
        let at = rng.random_range(0..bytes.len());
        match rng.random_range(0..5) {
            0 => bytes[at] = u8::try_from(rng.next_u32() % 256).unwrap(),
            1 => drop(bytes.remove(at)),
            2 => bytes.insert(
                at,
                *b"{}[],:\"\\0123456789.eE+-tfn u\n".choose(rng).unwrap(),
            ),
            3 => bytes.truncate(at),
            _ => bytes.swap(at, 0),
        }
    }
}
