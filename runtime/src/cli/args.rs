//! The arguments that several commands share.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, value_parser};

use crate::clock::beginning;

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

/// Returns `--model` and `--catalogue`, which say what models are in use and what is known of them.
pub(super) fn models_in_use() -> [Arg; 2] {
    [
        Arg::new("model")
            .long("model")
            .value_name("ID")
            .value_delimiter(',')
            .action(ArgAction::Append)
            .help("The models in use, as `model` or `vendor/model`, each for all contracts; if not given, those of the plans that `driftless::rehearse!` names and of the lock, each for what it is asked"),
        Arg::new("catalogue")
            .long("catalogue")
            .value_name("FILE")
            .value_parser(value_parser!(PathBuf))
            .help("A catalogue of your own (TOML), whose models replace and add to the known ones"),
    ]
}

/// Returns `--today`.
pub(super) fn today() -> Arg {
    Arg::new("today")
        .long("today")
        .value_name("DAY")
        .value_parser(|text: &str| {
            beginning(text).ok_or_else(|| format!("{text:?} is no day; give it as 2026-11-22"))
        })
        .help("The day to compare prices and shutdowns with, as 2026-11-22; the machine's if not given")
}
