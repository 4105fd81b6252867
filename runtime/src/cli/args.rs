//! The arguments that several commands share.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, value_parser};

pub(super) const EXIT_CODES: &str =
    "Exit codes: 0 nothing found, 1 found what the command looks for, 2 could not do its work.";

/// Returns `--lock`; `help` says what the file is read for.
pub(super) fn lock(help: &'static str) -> Arg {
    Arg::new("lock")
        .long("lock")
        .value_name("FILE")
        .default_value(crate::lock::FILE)
        .value_parser(value_parser!(PathBuf))
        .help(help)
}

/// Returns `--format`.
pub(super) fn format() -> Arg {
    Arg::new("format")
        .long("format")
        .value_name("FORMAT")
        .default_value("text")
        .value_parser(PossibleValuesParser::new(["text", "json", "github"]))
        .help("text: for people; json: one object per line; github: annotations of a workflow run")
}
