//! A user's own program: plans, and the command line over them.
#![forbid(unsafe_code)]

use std::process::ExitCode;

mod plans;

fn main() -> ExitCode {
    driftless::cli::main()
}
