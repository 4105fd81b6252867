//! Strict decoding beside `serde_json`, `sonic-rs`, a naive `jiter` pull decoder and
//! validate-then-convert, on answers of 2 KB and 200 KB, compact and pretty.
//!
//! `cargo run --release` prints the best of many short interleaved rounds, which is what a busy
//! machine disturbs least.

mod naive;
mod types;

use std::hint::black_box;
use std::time::Instant;

use types::{Ticket, Twin, answer, drifted};

const ROUNDS: usize = 300;

fn time(each: usize, run: &mut dyn FnMut()) -> f64 {
    let start = Instant::now();
    for _ in 0..each {
        run();
    }
    start.elapsed().as_secs_f64() / each as f64
}

fn measure(title: &str, bytes: usize, runs: &mut [(&str, &mut dyn FnMut())]) {
    let each = (100_000 / bytes).max(1);
    let mut times = vec![Vec::new(); runs.len()];
    for _ in 0..ROUNDS {
        for (index, (_, run)) in runs.iter_mut().enumerate() {
            times[index].push(time(each, *run));
        }
    }
    let best: Vec<f64> = times
        .iter()
        .map(|times| times.iter().copied().fold(f64::INFINITY, f64::min))
        .collect();
    println!("{title} ({bytes} bytes)");
    for ((name, _), time_) in runs.iter().zip(&best) {
        println!(
            "  {name:<38} {:>10.2} µs  {:>6.0} MB/s  {:>5.2}",
            time_ * 1e6,
            bytes as f64 / time_ / 1e6,
            time_ / best[0]
        );
    }
}

/// Reads `bytes` in pieces of so many bytes, and says whether they are a whole answer.
fn in_pieces(bytes: &[u8], size: usize) -> driftless::decode::Progress {
    let mut reader = driftless::decode::Incremental::new::<Ticket>();
    for piece in bytes.chunks(size) {
        reader.push(piece);
    }
    reader.end()
}

/// Reads `bytes` in pieces into a draft, and looks at it after each piece.
fn drafted(bytes: &[u8], size: usize) -> driftless::decode::Progress {
    let mut reader = driftless::decode::DraftReader::<Ticket>::new();
    for piece in bytes.chunks(size) {
        reader.push(piece);
        black_box(reader.shared());
    }
    reader.end()
}

fn main() {
    let schema = serde_json::to_value(<Ticket as driftless::Contract>::json_schema()).unwrap();
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap();
    for (title, lines, pretty) in [
        ("valid, 2 KB, compact", 12, false),
        ("valid, 2 KB, pretty", 12, true),
        ("valid, 200 KB, compact", 1290, false),
        ("valid, 200 KB, pretty", 1290, true),
    ] {
        let text = answer(lines, pretty);
        let bytes = text.as_bytes();
        driftless::decode_slice::<Ticket>(bytes).unwrap_or_else(|drift| panic!("{drift}"));
        naive::decode(bytes).unwrap();
        measure(
            title,
            bytes.len(),
            &mut [
                ("serde_json::from_slice", &mut || {
                    drop(black_box(
                        serde_json::from_slice::<Twin>(black_box(bytes)).unwrap(),
                    ))
                }),
                ("driftless::decode_slice", &mut || {
                    drop(black_box(
                        driftless::decode_slice::<Ticket>(black_box(bytes)).unwrap(),
                    ))
                }),
                ("sonic_rs::from_slice", &mut || {
                    drop(black_box(
                        sonic_rs::from_slice::<Twin>(black_box(bytes)).unwrap(),
                    ))
                }),
                ("jiter, naive strict pull decoder", &mut || {
                    drop(black_box(naive::decode(black_box(bytes)).unwrap()))
                }),
                ("jsonschema, then from_value", &mut || {
                    let value: serde_json::Value =
                        serde_json::from_slice(black_box(bytes)).unwrap();
                    assert!(validator.is_valid(&value));
                    drop(black_box(serde_json::from_value::<Twin>(value).unwrap()));
                }),
            ],
        );
    }
    for (title, lines, pretty) in [
        ("as it comes, 1 MB, compact", 6450, false),
        ("as it comes, 1 MB, pretty", 4300, true),
    ] {
        let text = answer(lines, pretty);
        let bytes = text.as_bytes();
        assert_eq!(in_pieces(bytes, 20), driftless::decode::Progress::Complete);
        assert_eq!(drafted(bytes, 20), driftless::decode::Progress::Complete);
        measure(
            title,
            bytes.len(),
            &mut [
                ("driftless::decode_slice, whole", &mut || {
                    drop(black_box(
                        driftless::decode_slice::<Ticket>(black_box(bytes)).unwrap(),
                    ))
                }),
                ("driftless::decode::Incremental, 20 bytes each", &mut || {
                    drop(black_box(in_pieces(black_box(bytes), 20)))
                }),
                (
                    "driftless::decode::Incremental, 1400 bytes each",
                    &mut || drop(black_box(in_pieces(black_box(bytes), 1400))),
                ),
                ("driftless::decode::DraftReader, 20 bytes each", &mut || {
                    drop(black_box(drafted(black_box(bytes), 20)))
                }),
            ],
        );
    }
    for (title, lines) in [("drifted, 2 KB", 12), ("drifted, 200 KB", 1290)] {
        let text = drifted(lines);
        let bytes = text.as_bytes();
        measure(
            title,
            bytes.len(),
            &mut [
                ("jsonschema, parse and list errors", &mut || {
                    let value: serde_json::Value =
                        serde_json::from_slice(black_box(bytes)).unwrap();
                    let told: Vec<String> = validator
                        .iter_errors(&value)
                        .map(|error| format!("{} {error}", error.instance_path()))
                        .collect();
                    black_box(told);
                }),
                ("driftless::decode_slice, explained", &mut || {
                    drop(black_box(
                        driftless::decode_slice::<Ticket>(black_box(bytes)).unwrap_err(),
                    ));
                }),
            ],
        );
    }
}
