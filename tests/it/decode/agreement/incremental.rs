//! The incremental reader agrees with the decoder: it refuses no beginning of what that takes, and
//! the first wrong token by its end.
//!
//! `DRIFTLESS_DOCUMENTS=100000` sets the number of documents.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::string_slice,
    reason = "a test's helpers fail loudly"
)]

use std::collections::BTreeMap;

use driftless::decode::{Incremental, Progress};
use driftless::dialect::{self, Adapted, Dialect as _, adapt};
use driftless::{Contract, Drift, Violation, ViolationKind as Kind, decode_slice};
use rand::rngs::SmallRng;
use rand::{Rng as _, SeedableRng as _};

use super::generate::draw;
use super::mutate::{corrupt, mutate};
use super::{documents, zoo};

#[derive(Default)]
struct Counts {
    taken: usize,
    stopped: usize,
    at_the_end: usize,
    /// Refused for what only the Rust type or the end of a loosened list says.
    left: usize,
    bytes: usize,
    read: usize,
    kinds: BTreeMap<Kind, usize>,
}

/// Feeds `bytes` in pieces of random sizes; the number of bytes in the pieces up to the refusal.
fn feed(mut reader: Incremental, bytes: &[u8], rng: &mut SmallRng) -> Incremental {
    let mut rest = bytes;
    while !rest.is_empty() {
        let size = match rng.random_range(0..3) {
            0 => 1,
            1 => rng.random_range(1..=rest.len().min(7)),
            _ => rng.random_range(1..=rest.len()),
        };
        let (piece, behind) = rest.split_at(size.min(rest.len()));
        if reader.push(piece) == Progress::Violated {
            return reader;
        }
        rest = behind;
    }
    reader.end();
    reader
}

/// Returns `true` for what the reader leaves to the decoder.
fn is_left(one: &Violation, adapted: Option<&Adapted>) -> bool {
    let is_held = one
        .hint()
        .is_some_and(|hint| hint.starts_with("it is held as"));
    one.kind() == Kind::Inexact
        || (one.kind() == Kind::OutOfRange && is_held)
        || (one.kind() == Kind::Length && adapted.is_some())
        // Items that a dialect's rewrite makes equal.
        || (one.kind() == Kind::Repeated && adapted.is_some())
}

fn judge(
    make: &dyn Fn() -> Incremental,
    bytes: &[u8],
    verdict: &Result<(), Drift>,
    adapted: Option<&Adapted>,
    rng: &mut SmallRng,
    counts: &mut Counts,
) {
    let shown = String::from_utf8_lossy(bytes);
    let reader = feed(make(), bytes, rng);
    let whole = feed_whole(make(), bytes);
    assert_eq!(
        reader.violation(),
        whole.violation(),
        "the pieces decide: {shown}"
    );
    counts.bytes += bytes.len();
    match verdict {
        Ok(()) => {
            counts.taken += 1;
            assert_eq!(
                (reader.progress(), reader.violation()),
                (Progress::Complete, None),
                "taken by the decoder: {shown}"
            );
        }
        Err(drift) => {
            let decisive = drift
                .violations()
                .iter()
                .filter(|one| !is_left(one, adapted));
            let Some(first) = decisive.map(|one| one.span().end).min() else {
                counts.left += 1;
                return;
            };
            let Some(violation) = reader.violation() else {
                panic!("refused by the decoder: {shown}\n{drift:#}");
            };
            // A number ends with the byte behind it.
            let at = violation.span().end;
            // The decoder places what is wrong in an escape or a number at its beginning.
            let room = if violation.kind() == Kind::Syntax {
                60
            } else {
                1
            };
            // What stands before a tag is right until the tag says what it is.
            let is_late_tag = violation.kind() == Kind::UnknownValue
                && ["/kind", "/t"]
                    .iter()
                    .any(|tag| violation.pointer().ends_with(tag));
            // What is no fence after all is wrong from its first mark on.
            let is_fenced = shown.trim_start().starts_with('`');
            assert!(
                at <= first + room
                    || violation.kind() == Kind::Truncated
                    || is_late_tag
                    || is_fenced,
                "stopped at {at}, but byte {first} ends the first wrong token: {shown}\n{violation}\n{drift:#}"
            );
            *counts.kinds.entry(violation.kind()).or_default() += 1;
            counts.stopped += 1;
            counts.read += at;
            counts.at_the_end += usize::from(at >= bytes.len());
            let said = reader.drift(drift.text()).unwrap();
            assert!(drift.text().get(said.violations()[0].span()).is_some());
        }
    }
}

fn feed_whole(mut reader: Incremental, bytes: &[u8]) -> Incremental {
    if reader.push(bytes) != Progress::Violated {
        reader.end();
    }
    reader
}

fn agree<T: Contract>(name: &str, seed: u64, count: usize, total: &mut Counts) {
    let mut rng = SmallRng::seed_from_u64(seed);
    let tables = [
        dialect::OpenAiSchema::TABLE,
        dialect::AnthropicSchema::TABLE,
        dialect::GeminiSchema::TABLE,
        dialect::MistralSchema::TABLE,
        dialect::DeepSeekTool::TABLE,
        dialect::QwenSchema::TABLE,
        dialect::LocalGrammar::TABLE,
        dialect::JsonMode::TABLE,
        dialect::Instructions::TABLE,
    ];
    let dialects: Vec<Adapted> = tables
        .into_iter()
        .filter_map(|table| adapt(T::SHAPE, table).ok())
        .collect();
    let before = total.taken;
    for _ in 0..count {
        let mut doc = draw(T::SHAPE, &[], 0, &mut rng);
        let changes = rng.random_range(0..4_u8);
        for _ in 0..changes % 3 {
            mutate(&mut doc, &mut rng);
        }
        let mut text = String::new();
        doc.print(&mut rng, &mut text);
        if rng.random_bool(0.5) {
            let mut bytes = text.into_bytes();
            if changes == 3 {
                corrupt(&mut bytes, &mut rng);
            }
            let verdict = decode_slice::<T>(&bytes).map(|_value| ());
            let make = Incremental::new::<T>;
            judge(&make, &bytes, &verdict, None, &mut rng, total);
            continue;
        }
        let adapted = &dialects[rng.random_range(0..dialects.len())];
        let mut sent = adapted.example(&text);
        if rng.random_bool(0.3) {
            sent = format!("```json\n{sent}\n```");
        }
        let mut bytes = sent.into_bytes();
        if changes == 3 {
            corrupt(&mut bytes, &mut rng);
        }
        let Ok(sent) = String::from_utf8(bytes) else {
            continue;
        };
        let verdict = adapted.decode::<T>(&sent).map(|_value| ());
        let make = || Incremental::of(adapted);
        judge(
            &make,
            sent.as_bytes(),
            &verdict,
            Some(adapted),
            &mut rng,
            total,
        );
    }
    println!("{name}: {} taken", total.taken - before);
}

#[test]
fn reader_and_decoder_agree() {
    let mut total = Counts::default();
    let mut seed = 1000;
    macro_rules! each {
        ($($contract:ty),*) => {{
            let contracts = [$(stringify!($contract)),*].len();
            let count = documents().div_ceil(contracts);
            $(
                seed += 1;
                agree::<$contract>(stringify!($contract), seed, count, &mut total);
            )*
        }};
    }
    each!(
        zoo::Integers, zoo::Numbers, zoo::Texts, zoo::Formats, zoo::Foreign, zoo::Collections,
        zoo::Absence, zoo::Payment, zoo::Event, zoo::Tree, zoo::Folder, zoo::Free, zoo::Severity,
        zoo::Discount, Vec<zoo::Payment>, Option<zoo::Tree>, BTreeMap<String, zoo::Event>,
        zoo::Positive
    );
    println!(
        "in all: {} taken, {} stopped, {} of them at the end, {} left to the decoder; {} of {} bytes read of those stopped",
        total.taken, total.stopped, total.at_the_end, total.left, total.read, total.bytes
    );
    println!("violations: {:?}", total.kinds);
    assert!(total.taken * 6 > documents(), "few documents were taken");
    assert!(total.stopped * 6 > documents(), "few were refused");
    assert!(total.left * 8 < documents(), "{} were left", total.left);
    for kind in [
        Kind::Syntax,
        Kind::Truncated,
        Kind::TrailingText,
        Kind::NotUtf8,
        Kind::WrongType,
        Kind::MissingKey,
        Kind::UnknownKey,
        Kind::DuplicateKey,
        Kind::UnknownValue,
        Kind::OutOfRange,
        Kind::NotMultiple,
        Kind::Length,
        Kind::Pattern,
        Kind::Format,
        Kind::Repeated,
        Kind::NotListed,
        Kind::SwallowedBackslash,
    ] {
        assert!(total.kinds.contains_key(&kind), "{kind:?} was never met");
    }
}
