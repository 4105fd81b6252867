//! A user's own program: contracts, prompts, and the command line over both.
#![forbid(unsafe_code)]

use std::process::ExitCode;

mod shop;

fn main() -> ExitCode {
    driftless::cli::main()
}
