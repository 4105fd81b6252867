//! The arguments of `qualify` and `evidence`.

use std::path::PathBuf;

use clap::{Arg, ArgAction, Command, value_parser};

use super::args::{EXIT_CODES, format};
use crate::lock;
use crate::money::Usd;
use crate::qualify::DataFormat;

pub(super) fn qualify() -> Command {
    Command::new("qualify")
        .about("Holds candidates against the model whose place they would take, on your own data")
        .after_help("The verdict goes into the lock, which `build()` reads. Answers are kept in a journal: run the same again after a stop, a kill or a failure, and none of them is paid twice. \
             The first Ctrl-C lets calls under way end, the second cancels them.\n\nExit codes: 0 every candidate passed, 1 one failed or has too few items, 2 could not run, 130 was stopped.")
        .arg(Arg::new("prompt").value_name("PROMPT").required(true).help("The prompt's name, as `list` shows it"))
        .arg(file("data").required(true).help("The data set: one {\"id\", \"input\", \"expected\"?, \"cluster\"?, \"weight\"?, \"metadata\"?} a line"))
        .arg(Arg::new("data-format").long("data-format").value_name("NAME").value_parser(value_parser!(DataFormat)).help("The layout of its lines: native, item, inputs-expectations, vars or input-ideal; recognised by the first line if not given"))
        .arg(Arg::new("reference").long("reference").value_name("VENDOR/MODEL").required(true).help("The model whose place would be taken; its key is taken from the environment"))
        .arg(Arg::new("candidate").long("candidate").value_name("VENDOR/MODEL").required(true).action(ArgAction::Append).help("A model that may stand in; repeatable"))
        .arg(Arg::new("judge").long("judge").value_name("VENDOR/MODEL").help("The model that compares fields with a rubric; two calls for each pair of values that differ"))
        .arg(number("margin", "PART").help("By how much a candidate may be worse, as a part of all items [default: 0.05]"))
        .arg(number("alpha", "PART").help("The chance of passing one that is worse by that [default: 0.05]"))
        .arg(Arg::new("fixed").long("fixed").value_name("ITEMS").value_parser(value_parser!(u64).range(1..)).help("Judges exactly so many items; without it, the run stops once it knows"))
        .arg(Arg::new("least-items").long("least-items").value_name("ITEMS").value_parser(value_parser!(u64).range(1..)).help("Fewer items pass nobody [default: 50]"))
        .arg(Arg::new("seed").long("seed").value_name("N").value_parser(value_parser!(u64)).help("Draws the order of the items [default: 0]"))
        .arg(Arg::new("concurrency").long("concurrency").value_name("CALLS").value_parser(value_parser!(u16).range(1..=256)).help("Calls at a time [default: 8]"))
        .arg(Arg::new("max-output-tokens").long("max-output-tokens").value_name("N").value_parser(value_parser!(u32).range(1..)).help("The output limit of every model, the judge included"))
        .arg(Arg::new("budget").long("budget").value_name("USD").value_parser(value_parser!(Usd)).help("The most that all calls may cost, those in the journal included; a call that a kill cut off counts its worst case"))
        .arg(file("journal").help("Where answers are kept [default: the data set's name and `.journal`]"))
        .arg(file("report").help("Writes a page for people (HTML)"))
        .arg(lock_file())
        .arg(flag("dry-run").help("Makes no call; shows the number of calls and their highest cost"))
        .arg(flag("no-progress").help("Shows no progress bar; there is one on a terminal only"))
        .arg(format())
}

pub(super) fn evidence() -> Command {
    let prompt = || {
        Arg::new("prompt")
            .value_name("PROMPT")
            .help("The prompt's name")
    };
    let model = || {
        Arg::new("model")
            .value_name("VENDOR/MODEL")
            .help("The model")
    };
    let judge = || {
        Arg::new("judge")
            .long("judge")
            .value_name("VENDOR/MODEL")
            .help("The judge by which evidence must be, as the lock names it; that of another one is stale")
    };
    Command::new("evidence")
        .about("Shows the entries of the lock and their validity")
        .after_help(EXIT_CODES)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("list")
                .about("One line per entry; exit code 1 if one doesn't hold")
                .arg(judge())
                .arg(lock_file()),
        )
        .subcommand(
            Command::new("show")
                .about("Entries as the lock has them")
                .arg(prompt())
                .arg(model())
                .arg(lock_file()),
        )
        .subcommand(
            Command::new("explain")
                .about("Why entries hold or don't, and the command that renews them")
                .arg(prompt())
                .arg(model())
                .arg(judge())
                .arg(lock_file()),
        )
}

fn lock_file() -> Arg {
    file("lock").default_value(lock::FILE).help("The evidence")
}

fn file(name: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name("FILE")
        .value_parser(value_parser!(PathBuf))
}

fn number(name: &'static str, value: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name(value)
        .value_parser(value_parser!(f64))
}

fn flag(name: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue)
}
