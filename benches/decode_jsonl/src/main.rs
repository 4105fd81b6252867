//! A user's program with the command line, which also writes the file that is measured:
//! `generate BYTES FILE`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::process::ExitCode;

use driftless::Contract;

/// One order of a shop.
#[derive(Debug, Contract)]
#[allow(
    dead_code,
    reason = "read by the command line, which looks at no field"
)]
struct Order {
    #[contract(pattern = "^[A-Z]{2}-[0-9]{6}$")]
    id: String,
    #[contract(length(1..=80))]
    customer: String,
    status: Status,
    #[contract(range(0.0..=100_000.0))]
    total: f64,
    note: Option<String>,
    #[contract(length(1..=20))]
    lines: Vec<Line>,
    payment: Payment,
}

#[derive(Debug, Contract)]
#[contract(rename_all = "snake_case")]
enum Status {
    Open,
    Paid,
    Shipped,
    Returned,
}

#[derive(Debug, Contract)]
#[allow(
    dead_code,
    reason = "read by the command line, which looks at no field"
)]
struct Line {
    #[contract(length(1..=40))]
    sku: String,
    #[contract(range(1..=99))]
    pieces: u32,
    price: f64,
    #[contract(length(..=5), unique)]
    tags: Vec<String>,
}

#[derive(Debug, Contract)]
#[contract(tag = "kind", rename_all = "snake_case")]
#[allow(
    dead_code,
    reason = "read by the command line, which looks at no field"
)]
enum Payment {
    Card { last_digits: String, month: u8 },
    Transfer { iban: String },
    Cash,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, command, bytes, file] = arguments.as_slice() else {
        return driftless::cli::main();
    };
    if command != "generate" {
        return driftless::cli::main();
    }
    let bytes: u64 = bytes.parse().expect("a number of bytes");
    generate(bytes, file).expect("written");
    ExitCode::SUCCESS
}

/// Orders from a small generator of its own, so that every run measures the same bytes.
fn generate(bytes: u64, file: &str) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(file)?);
    let mut state = 42_u64;
    let mut next = move |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) % below
    };
    let mut written = 0;
    while written < bytes {
        let lines: Vec<String> = (0..=next(4))
            .map(|_| {
                format!(
                    r#"{{"sku":"SKU-{}","pieces":{},"price":{}.{:02},"tags":["t{}","u{}"]}}"#,
                    next(100_000),
                    1 + next(99),
                    next(500),
                    next(100),
                    next(50),
                    next(50)
                )
            })
            .collect();
        let status = ["open", "paid", "shipped", "returned"][usize::try_from(next(4)).unwrap_or(0)];
        let payment = match next(3) {
            0 => format!(
                r#"{{"kind":"card","last_digits":"{:04}","month":{}}}"#,
                next(10_000),
                1 + next(12)
            ),
            1 => format!(
                r#"{{"kind":"transfer","iban":"DE{:020}"}}"#,
                next(1_000_000_000)
            ),
            _ => r#"{"kind":"cash"}"#.to_owned(),
        };
        let note = if next(3) == 0 {
            r#""left at the door, as asked""#
        } else {
            "null"
        };
        let line = format!(
            r#"{{"id":"AB-{:06}","customer":"Customer number {}","status":"{status}","total":{}.{:02},"note":{note},"lines":[{}],"payment":{payment}}}"#,
            next(1_000_000),
            next(1_000_000),
            next(2_000),
            next(100),
            lines.join(",")
        );
        writeln!(out, "{line}")?;
        written += line.len() as u64 + 1;
    }
    out.flush()
}
