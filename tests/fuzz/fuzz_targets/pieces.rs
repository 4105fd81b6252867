//! Any bytes in pieces of any sizes: the reader never panics, refuses nothing that the decoder
//! takes, and says the same for all pieces.
#![no_main]

use std::collections::BTreeMap;

use driftless::contract::Untyped;
use driftless::decode::{Incremental, Progress};
use driftless::dialect::{self, Dialect as _, adapt};
use driftless::{Contract, decode_slice};
use libfuzzer_sys::fuzz_target;

#[derive(Debug, Contract)]
enum Severity {
    Low,
    High,
}

#[derive(Debug, Contract)]
#[contract(tag = "kind")]
enum Payment {
    Cash {
        amount: u8,
    },
    Card {
        #[contract(length(4..=4))]
        digits: String,
        amount: Option<String>,
    },
}

#[derive(Debug, Contract)]
struct Everything {
    #[contract(range(-5..=5))]
    small: i64,
    #[contract(multiple_of = 0.01)]
    cents: f64,
    #[contract(pattern = "^[a-z]+-[0-9]{2}$")]
    text: Option<String>,
    severity: Severity,
    #[contract(optional)]
    gone: Option<bool>,
    #[contract(unique)]
    list: Vec<f64>,
    map: BTreeMap<String, Payment>,
    any: Untyped,
    #[contract(format = "date-time")]
    when: Option<String>,
    children: Vec<Everything>,
}

/// Reads `bytes` in pieces, each as long as the next of `sizes` says.
fn read(mut reader: Incremental, bytes: &[u8], sizes: &[u8]) -> Incremental {
    let mut rest = bytes;
    let mut sizes = sizes.iter().cycle();
    while !rest.is_empty() {
        let size = sizes
            .next()
            .map_or(rest.len(), |size| usize::from(*size % 32) + 1);
        let (piece, behind) = rest.split_at(size.min(rest.len()));
        reader.push(piece);
        rest = behind;
    }
    reader.end();
    reader
}

fuzz_target!(|input: (&[u8], &[u8])| {
    let (bytes, sizes) = input;
    let pieces = read(Incremental::new::<Everything>(), bytes, sizes);
    let whole = read(Incremental::new::<Everything>(), bytes, &[]);
    assert_eq!(pieces.violation(), whole.violation(), "the pieces decide");
    if decode_slice::<Everything>(bytes).is_ok() {
        assert_eq!(
            pieces.progress(),
            Progress::Complete,
            "taken by the decoder"
        );
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    for table in [
        dialect::OpenAiTool::TABLE,
        dialect::AnthropicTool::TABLE,
        dialect::Instructions::TABLE,
    ] {
        let Ok(adapted) = adapt(Everything::SHAPE, table) else {
            continue;
        };
        let reader = read(Incremental::of(&adapted), bytes, sizes);
        if adapted.decode::<Everything>(text).is_ok() {
            assert_eq!(
                reader.progress(),
                Progress::Complete,
                "taken by the decoder"
            );
        }
        if let Some(drift) = reader.drift(text) {
            assert!(text.get(drift.violations()[0].span()).is_some());
        }
    }
});
