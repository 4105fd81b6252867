//! The three output formats, as far as commands share them.

use std::fmt::Write;

use clap::ArgMatches;

use crate::drift::{shown, visible};

/// Most characters of a message that are printed.
const LONGEST: usize = 500;

/// `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Json,
    GitHub,
}

impl Format {
    pub(super) fn of(matches: &ArgMatches) -> Self {
        match matches.get_one::<String>("format").map(String::as_str) {
            Some("json") => Self::Json,
            Some("github") => Self::GitHub,
            _ => Self::Text,
        }
    }
}

/// A text of a stranger's file, bounded and without control characters.
pub(super) fn safe(text: &str) -> String {
    shown(text, LONGEST)
}

/// Returns an error as it is printed: in several lines if it has them, and without anything that a
/// terminal would act on.
pub(super) fn shown_lines(text: &str) -> String {
    let as_is = |character| match character {
        '\n' => '\n',
        other => visible(other),
    };
    text.chars().map(as_is).collect()
}

/// An annotation of a workflow run: GitHub, "Workflow commands for GitHub Actions", read
/// 2026-11-22. In values a percent sign and line ends are escaped, in properties also `:` and `,`;
/// and nothing stays that a terminal acts on.
pub(super) fn annotation(
    level: &str,
    place: Option<(&str, u64)>,
    title: &str,
    message: &str,
) -> String {
    let mut out = format!("::{level} ");
    if let Some((file, line)) = place {
        // Writing to a String can't fail.
        let _infallible = write!(out, "file={},line={line},", property(file));
    }
    let _infallible = write!(out, "title={}::{}", property(title), value(message));
    out
}

fn value(text: &str) -> String {
    let lines = text.split('\n').map(|line| shown(line, usize::MAX));
    let lines: Vec<String> = lines.map(|line| line.replace('%', "%25")).collect();
    lines.join("%0A")
}

fn property(text: &str) -> String {
    value(text).replace(':', "%3A").replace(',', "%2C")
}
