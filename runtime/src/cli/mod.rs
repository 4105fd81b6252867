//! The command line for the contracts and prompts that are linked into a program.
//!
//! A program of three lines has it, in the crate of the contracts or beside it:
//!
//! ```no_run
//! use std::process::ExitCode;
//! // use my_app as _; // links the crate that holds the contracts, where nothing else names it
//!
//! fn main() -> ExitCode {
//!     driftless::cli::main()
//! }
//! ```
//!
//! | command | what it does | finds (exit code 1) |
//! |---|---|---|
//! | `list` | names contracts, prompts and plans | |
//! | `schemas <folder>` | writes contracts and prompts, to be committed | with `--check`: outdated files |
//! | `diff <folder>`, `diff contracts.lock` | what changed since those were written, or with `--against` since a revision of git, and whom it breaks | a denied change |
//! | `check` | what can be verified without a model, for the models in use: those of plans, of the lock, or of `--model` | contracts that a model can't carry, old prices, stale evidence, … |
//! | `decode <contract> <files>` | holds stored documents to a contract | drift |
//! | `docs <directory>` | a site, Markdown and JSON Schema files | with `--check`: outdated files |
//! | `qualify <prompt> …` | holds candidates against the model whose place they would take | a candidate that didn't pass |
//! | `run <prompt> …` | asks about every row of a file, and goes on after a stop or a kill | documents that drifted or failed |
//! | `evidence list`, `show`, `explain` | what `contracts.lock` says, and whether it still holds | evidence that doesn't |
//! | `models` | facts about the models in use: dialects, limits, price, shutdown, settings | |
//! | `receipts <folder>` | what logs of receipts say: who served, the cost, failures, drifts | lines that are no receipts |
//! | `rehearse` | drives plans through a server that fails as vendors do | a plan that takes a drifted answer |
//!
//! `--help` describes the rest. Exit codes: 0, nothing found; 1, findings; 2, the command could not
//! do its work because of its arguments, a file or the machine; 3, a run has paused
//! and goes on if it is run again; 130, a qualification or a run was stopped.
//! Findings go to standard output, errors to standard error.

mod args;
mod carried;
mod change;
mod check;
mod committed;
mod decode;
mod diff;
mod diff_lock;
mod docs;
mod evidence;
mod exit;
mod find;
mod finding;
mod list;
mod models;
mod named;
mod print;
mod qualify;
mod receipts;
mod rehearse;
mod run;
mod schemas;
mod stale;
mod used;

use std::ffi::OsString;
use std::fmt;
use std::io::Write;
use std::process::ExitCode;

use clap::Command;

use crate::dialect::Dialect;
use crate::provider::Model;
use crate::registry::Registry;

use args::EXIT_CODES;
use exit::{Exit, Fault};
use named::Named;

/// Runs the command that the program's arguments name, on what is linked into it.
#[must_use]
pub fn main() -> ExitCode {
    Program::new().main()
}

/// The command line of a program with models of its own.
///
/// ```no_run
/// use std::process::ExitCode;
///
/// use driftless::cli::Program;
/// use driftless::provider::Compatible;
///
/// fn main() -> ExitCode {
///     let mine = Compatible::at("http://localhost:8000/v1").model("llama").max_output_tokens(500);
///     Program::new().model("mine/llama", mine).main()
/// }
/// ```
#[derive(Default)]
pub struct Program {
    models: Named,
}

impl Program {
    /// With the vendors' models, whose keys the environment has.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With a model of its own, which `--reference`, `--candidate` and `--judge` take by this name
    /// or by `vendor/model`.
    #[must_use]
    pub fn model<D: Dialect>(mut self, name: impl Into<String>, model: Model<D>) -> Self {
        self.models.insert(name.into(), model.into());
        self
    }

    /// Runs the command that the program's arguments name, on what is linked into it.
    #[must_use]
    pub fn main(self) -> ExitCode {
        run(std::env::args_os(), &self.models).into()
    }
}

impl fmt::Debug for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&String> = self.models.keys().collect();
        f.debug_struct("Program").field("models", &names).finish()
    }
}

/// Returns the whole command line.
fn command() -> Command {
    Command::new("contracts")
        .about("Works on the contracts and prompts that are linked into this program")
        .after_help(EXIT_CODES)
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(list::command())
        .subcommand(schemas::command())
        .subcommand(diff::command())
        .subcommand(check::command())
        .subcommand(decode::command())
        .subcommand(docs::command())
        .subcommand(qualify::command())
        .subcommand(run::command())
        .subcommand(evidence::command())
        .subcommand(models::command())
        .subcommand(receipts::command())
        .subcommand(rehearse::command())
}

fn run(arguments: impl Iterator<Item = OsString>, models: &Named) -> Exit {
    let matches = match command().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => {
            // It shows what was typed, which may hold anything.
            let text = print::shown_lines(&error.render().to_string());
            let printed = if error.use_stderr() {
                write!(std::io::stderr(), "{text}")
            } else {
                write!(std::io::stdout(), "{text}")
            };
            return match (error.use_stderr(), printed) {
                (false, Ok(())) => Exit::Clean,
                _ => Exit::Failed,
            };
        }
    };
    let registry = Registry::linked();
    let done = match matches.subcommand() {
        Some(("list", _)) => list::run(&registry),
        Some(("check", matches)) => check::run(&registry, matches),
        Some(("decode", matches)) => decode::run(&registry, matches),
        Some(("diff", matches)) => diff::run(&registry, matches),
        Some(("schemas", matches)) => schemas::run(&registry, matches),
        Some(("docs", matches)) => docs::run(&registry, matches),
        Some(("qualify", matches)) => qualify::run(&registry, models, matches),
        Some(("run", matches)) => run::run(&registry, models, matches),
        Some(("evidence", matches)) => evidence::run(&registry, matches),
        Some(("models", matches)) => models::run(&registry, matches),
        Some(("receipts", matches)) => receipts::run(matches),
        Some(("rehearse", matches)) => rehearse::run(matches),
        // clap takes no other.
        _ => Err(Fault::new("no such command; see --help")),
    };
    done.unwrap_or_else(|fault| {
        if !fault.is_silent() {
            complain(&fault.to_string());
        }
        Exit::Failed
    })
}

/// Writes an error to standard error. If that fails, only the exit code shows the error.
fn complain(message: &str) {
    let message = print::shown_lines(message);
    let _nobody_listens = writeln!(std::io::stderr(), "error: {message}");
}
