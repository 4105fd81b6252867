//! A draft agrees with the decoder: what it calls done is what the whole text is decoded to, it
//! never takes anything back, and it refuses no beginning of what the decoder takes.
//!
//! `DRIFTLESS_DOCUMENTS=100000` sets the number of documents.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test's helpers fail loudly"
)]

use std::collections::BTreeMap;

use driftless::decode::{DraftReader, Drafted, Progress};
use driftless::dialect::{self, Adapted, Dialect as _, adapt};
use driftless::{Draft, decode};
use rand::rngs::SmallRng;
use rand::{Rng as _, SeedableRng as _};

use super::generate::draw;
use super::mutate::mutate;
use super::{documents, zoo};

#[derive(Default)]
struct Counts {
    documents: usize,
    refused: usize,
    pieces: usize,
    done: usize,
    open: usize,
}

/// The number of parts that a draft says are done. Debug forms serve: a value is shown as the same
/// text in a draft and in the whole.
fn done(shown: &str) -> usize {
    shown.matches("Done(").count()
}

/// Returns `true` if `later` has every part that is done in `earlier`, unchanged, and every open
/// text of `earlier` as its beginning. Both are Debug forms, compared along their structure.
fn goes_on(earlier: &str, later: &str) -> bool {
    let earlier = Shown::parse(earlier);
    let later = Shown::parse(later);
    earlier.goes_on(&later)
}

/// A Debug form as a tree: `Name(…)`, `Name { field: … }`, `[…]`, `{…}` and plain tokens.
#[derive(Debug, Clone, PartialEq)]
struct Shown {
    /// Name and plain text.
    head: String,
    parts: Vec<Shown>,
}

impl Shown {
    fn parse(text: &str) -> Self {
        let characters: Vec<char> = text.chars().collect();
        let mut at = 0;
        let parsed = Self::value(&characters, &mut at);
        assert_eq!(at, characters.len(), "{text}");
        parsed
    }

    fn value(text: &[char], at: &mut usize) -> Self {
        let mut head = String::new();
        let mut parts = Vec::new();
        while let Some(next) = text.get(*at).copied() {
            match next {
                '"' | '\'' => {
                    let is_quote = next;
                    head.push(next);
                    *at += 1;
                    while let Some(inside) = text.get(*at).copied() {
                        head.push(inside);
                        *at += 1;
                        if inside == '\\' {
                            head.push(text[*at]);
                            *at += 1;
                        } else if inside == is_quote {
                            break;
                        }
                    }
                }
                '(' | '[' | '{' => {
                    head.push(next);
                    *at += 1;
                    loop {
                        while text.get(*at).is_some_and(|next| matches!(next, ' ' | ',')) {
                            *at += 1;
                        }
                        if text
                            .get(*at)
                            .is_some_and(|next| matches!(next, ')' | ']' | '}'))
                        {
                            *at += 1;
                            break;
                        }
                        parts.push(Self::value(text, at));
                    }
                    if next == '{' {
                        // Sets and maps may be of any order.
                        parts.sort_by_key(|part| format!("{part:?}"));
                    }
                }
                ')' | ']' | '}' | ',' => break,
                _ => {
                    head.push(next);
                    *at += 1;
                }
            }
        }
        Self {
            head: head.trim().to_owned(),
            parts,
        }
    }

    fn is_done(&self) -> bool {
        self.head.ends_with("Done(")
    }

    fn goes_on(&self, later: &Self) -> bool {
        if self.is_done() {
            return self == later;
        }
        if self.head.ends_with("Absent") {
            return true;
        }
        if later.is_done() {
            // What it was made of is compared with the whole below.
            return true;
        }
        // Texts, and what has no parts, may grow; lists grow at their end.
        if self.head.contains('"') {
            let open = |head: &str| head.trim_end_matches('"').to_owned();
            return later.head.starts_with(&open(&self.head)) || later.head.contains("None");
        }
        if self.head.ends_with("items: [") || self.head.ends_with("entries: [") {
            return later.parts.starts_with(&self.parts);
        }
        if self.head.starts_with("open:") {
            return true;
        }
        self.parts.len() <= later.parts.len().max(1)
            && self
                .parts
                .iter()
                .zip(&later.parts)
                .all(|(earlier, later)| earlier.goes_on(later))
    }
}

/// Feeds a text in pieces of random sizes, each draft of which goes on from the one before it;
/// returns the last one.
fn feed<T: Drafted>(
    reader: &mut DraftReader<T>,
    sent: &str,
    is_taken: bool,
    rng: &mut SmallRng,
    total: &mut Counts,
) -> Option<String> {
    let mut last: Option<String> = None;
    let mut rest = sent.as_bytes();
    while !rest.is_empty() {
        let size = rng.random_range(1..=rest.len().min(9));
        let (piece, behind) = rest.split_at(size);
        rest = behind;
        total.pieces += 1;
        if reader.push(piece) == Progress::Violated {
            assert!(
                !is_taken,
                "aborted, though taken: {sent}\n{:?}",
                reader.violation()
            );
            break;
        }
        let Some(draft) = reader.draft() else {
            continue;
        };
        let shown = format!("{draft:?}");
        if let Some(last) = &last
            && *last != shown
        {
            assert!(
                goes_on(last, &shown),
                "taken back in {sent}:\n{last}\n{shown}"
            );
        }
        last = Some(shown);
    }
    last
}

fn agree<T: Drafted>(name: &str, seed: u64, count: usize, total: &mut Counts) {
    let mut rng = SmallRng::seed_from_u64(seed);
    let tables = [
        dialect::OpenAiSchema::TABLE,
        dialect::AnthropicSchema::TABLE,
        dialect::GeminiSchema::TABLE,
        dialect::MistralSchema::TABLE,
        dialect::Instructions::TABLE,
    ];
    let dialects: Vec<Adapted> = tables
        .into_iter()
        .filter_map(|table| adapt(T::SHAPE, table).ok())
        .collect();
    let before = total.done;
    for _ in 0..count {
        let mut doc = draw(T::SHAPE, &[], 0, &mut rng);
        if rng.random_bool(0.2) {
            mutate(&mut doc, &mut rng);
        }
        let mut text = String::new();
        doc.print(&mut rng, &mut text);
        let adapted = rng
            .random_bool(0.6)
            .then(|| &dialects[rng.random_range(0..dialects.len())]);
        let sent = adapted.map_or_else(|| text.clone(), |adapted| adapted.example(&text));
        let verdict = match adapted {
            None => decode::<T>(&sent),
            Some(adapted) => adapted.decode::<T>(&sent).map(|(value, _)| value),
        };
        let mut reader = adapted.map_or_else(DraftReader::<T>::new, DraftReader::of);
        let last = feed(&mut reader, &sent, verdict.is_ok(), &mut rng, total);
        total.documents += 1;
        let Ok(value) = verdict else {
            total.refused += 1;
            continue;
        };
        reader.end();
        assert_eq!(reader.progress(), Progress::Complete, "{sent}");
        let Some(last) = last else { continue };
        total.done += done(&last);
        total.open += last.matches("Open(").count();
        is_of(
            &Shown::parse(&last),
            &Shown::parse(&format!("{value:?}")),
            &sent,
        );
    }
    println!("{name}: {} parts done", total.done - before);
}

/// Holds what is done in the last draft to the parts of the final value.
fn is_of(draft: &Shown, value: &Shown, sent: &str) {
    let bare = |head: &str| {
        let head = head.rsplit(": ").next().unwrap_or(head);
        head.trim_end_matches("Done(").trim().to_owned()
    };
    for part in &draft.parts {
        let name = part.head.split(": ").next().unwrap_or("").to_owned();
        let Some(of) = value
            .parts
            .iter()
            .find(|of| of.head.split(": ").next() == Some(name.as_str()))
        else {
            continue;
        };
        if part.is_done() {
            let inner = &part.parts[0];
            // A list or a map says by its brackets what it is.
            assert_eq!(
                (bare(&inner.head), &inner.parts),
                (bare(&of.head), &of.parts),
                "{name} of {sent}"
            );
        }
    }
}

/// The contract as a field of an object, so that a draft has a slot for the whole of it.
#[derive(Debug, Clone, driftless::Contract)]
#[contract(draft)]
struct Within<T> {
    value: T,
    behind: bool,
}

#[test]
fn drafts_and_the_decoder_agree() {
    let mut total = Counts::default();
    let mut seed = 5000;
    macro_rules! each {
        ($($contract:ty),*) => {{
            let contracts = [$(stringify!($contract)),*].len() * 2;
            let count = documents().div_ceil(contracts);
            $(
                seed += 1;
                agree::<$contract>(stringify!($contract), seed, count, &mut total);
                agree::<Within<$contract>>(stringify!(Within<$contract>), seed + 500, count, &mut total);
            )*
        }};
    }
    each!(
        zoo::Integers, zoo::Numbers, zoo::Texts, zoo::Formats, zoo::Foreign, zoo::Collections,
        zoo::Absence, zoo::Payment, zoo::Event, zoo::Tree, zoo::Folder, zoo::Free, zoo::Severity,
        zoo::Discount, Vec<zoo::Payment>, Option<zoo::Tree>, BTreeMap<String, zoo::Event>,
        zoo::Positive, zoo::Times, zoo::Addresses, zoo::Numbered, zoo::Keyed
    );
    println!(
        "in all: {} documents in {} pieces, {} refused, {} parts done, {} open at the end",
        total.documents, total.pieces, total.refused, total.done, total.open
    );
    assert!(total.done > documents() / 2, "little was done");
    assert!(total.refused * 50 > documents(), "few were refused");
}

/// Every part of a draft that ends with its document is done, but for what came before its tag.
#[test]
fn the_last_draft_lacks_nothing() {
    let mut rng = SmallRng::seed_from_u64(77);
    for _ in 0..500 {
        let doc = draw(
            <zoo::Collections as driftless::Contract>::SHAPE,
            &[],
            0,
            &mut rng,
        );
        let mut text = String::new();
        doc.print(&mut rng, &mut text);
        let Ok(value) =
            decode::<Within<zoo::Collections>>(&format!(r#"{{"value":{text},"behind":true}}"#))
        else {
            continue;
        };
        let mut reader = DraftReader::<Within<zoo::Collections>>::new();
        for byte in format!(r#"{{"value":{text},"behind":true"#).as_bytes() {
            assert_ne!(reader.push([*byte]), Progress::Violated, "{text}");
        }
        let draft = reader.draft().unwrap();
        let Draft::Done(done) = &draft.value else {
            panic!("not done: {draft:?}");
        };
        assert_eq!(
            Shown::parse(&format!("{done:?}")),
            Shown::parse(&format!("{:?}", value.value))
        );
    }
}
