//! A program of its own over the contracts of a crate: `list`, `decode`, and more; see `--help`.
//!
//! Notice: nothing is listed here. Naming the crate links it, and what its types derive is found.

use std::process::ExitCode;

use driftless_examples as _;

fn main() -> ExitCode {
    driftless::cli::main()
}
