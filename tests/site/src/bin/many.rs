//! Five hundred contracts of the size that teams write, for the time that their documentation
//! takes.
#![allow(dead_code, reason = "described, never built")]

use std::process::ExitCode;

use driftless::__private::{ContractEntry, Registered, inventory};
use driftless::Contract;

/// Who did it.
#[derive(Debug, Contract)]
struct Person {
    /// First and last name.
    name: String,
    /// Where to write to.
    #[contract(format = "email")]
    email: Option<String>,
}

/// How urgent it is.
#[derive(Debug, Contract)]
#[contract(rename_all = "snake_case")]
enum Urgency {
    /// Nobody waits.
    Low,
    Medium,
    /// Somebody waits.
    High,
}

/// What was decided.
#[derive(Debug, Contract)]
#[contract(tag = "kind", rename_all = "snake_case")]
enum Decision {
    /// It goes on.
    Approve {
        /// By whom.
        by: Person,
    },
    /// It ends.
    Reject {
        #[contract(length(1..=400))]
        reason: String,
    },
    Wait,
}

/// A record of one of many kinds, as a pipeline of a large company has them.
#[derive(Debug, Contract)]
struct Record<const N: usize> {
    /// What it is about, in one sentence.
    #[contract(length(1..=200))]
    summary: String,
    urgency: Urgency,
    reporter: Person,
    decision: Decision,
    /// Whom to tell.
    #[contract(length(..=20))]
    watchers: Vec<Person>,
    /// What it costs, in US dollars; null when nothing.
    #[contract(range(0.0..=1_000_000.0))]
    cost_usd: Option<f64>,
    /// Words by which it is found.
    #[contract(length(..=12), unique)]
    labels: Vec<String>,
    /// The day on which an answer is promised.
    #[contract(format = "date")]
    due: Option<String>,
    #[contract(range(0..=100))]
    confidence: u8,
    /// What came before.
    earlier: Vec<Record<N>>,
}

/// Registers what a derive would if each of these were written out.
macro_rules! records {
    ($($hundred:literal: $($number:literal)*;)*) => {$($(
        inventory::submit! { Registered::Contract(ContractEntry::of::<Record<{ $hundred * 100 + $number }>>()) }
    )*)*};
}

macro_rules! hundreds {
    ($($hundred:literal)*) => {
        records! { $($hundred:
            0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33
            34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66
            67 68 69 70 71 72 73 74 75 76 77 78 79 80 81 82 83 84 85 86 87 88 89 90 91 92 93 94 95 96 97 98 99;)* }
    };
}

hundreds! { 0 1 2 3 4 }

fn main() -> ExitCode {
    driftless::cli::main()
}
