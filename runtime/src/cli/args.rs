//! The arguments of all commands.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, value_parser};

use crate::clock::beginning;
use crate::diff::Class;
use crate::docs::Part;

pub(super) const EXIT_CODES: &str =
    "Exit codes: 0 nothing found, 1 found what the command looks for, 2 could not do its work.";

/// The whole command line.
pub(super) fn command() -> Command {
    Command::new("contracts")
        .about("Works on the contracts and prompts that are linked into this program")
        .after_help(EXIT_CODES)
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("list")
                .about("Names every contract and prompt, with fingerprints, and every plan"),
        )
        .subcommand(schemas())
        .subcommand(diff())
        .subcommand(check())
        .subcommand(decode())
        .subcommand(docs())
        .subcommand(super::qualify_args::qualify())
        .subcommand(super::qualify_args::evidence())
        .subcommand(super::rehearse::command())
}

fn check() -> Command {
    Command::new("check")
        .about("Verifies what can be verified without asking a model")
        .after_help(format!(
            "Always: whether each model in use has a dialect that can carry each contract that it is asked for, whether it was shut down, whether its id is a known one, and whether committed evidence is stale. The rest is a policy of yours. No key is needed. \
             A dialect that can't carry a contract is told in a note where the same model has another one that can; notes are nothing found.\n\n{EXIT_CODES}"
        ))
        .arg(
            Arg::new("model")
                .long("model")
                .value_name("ID")
                .value_delimiter(',')
                .action(ArgAction::Append)
                .help("The models in use, as `model` or `vendor/model`, each for all contracts; if not given, those of the plans that `driftless::rehearse!` names and of the lock, each for what it is asked"),
        )
        .arg(
            Arg::new("catalogue")
                .long("catalogue")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help("A catalogue of your own (TOML), whose models replace and add to the known ones"),
        )
        .arg(
            Arg::new("descriptions")
                .long("descriptions")
                .action(ArgAction::SetTrue)
                .help("Every field must have a description"),
        )
        .arg(
            Arg::new("max-price-age")
                .long("max-price-age")
                .value_name("DAYS")
                .value_parser(value_parser!(u32))
                .help("Every model must have a price that was read no longer ago, or one that the plan itself gives"),
        )
        .arg(
            Arg::new("warn-before")
                .long("warn-before")
                .value_name("DAYS")
                .value_parser(value_parser!(u32))
                .help("Warns of evidence that expires and of models that are shut down within so many days; a warning is nothing found. To fail ahead of the day, give a later one by --today"),
        )
        .arg(lock("Its evidence must be about the prompts and the data sets as they are, these where it names them; without such a file there is none"))
        .arg(
            Arg::new("max-prompt-tokens")
                .long("max-prompt-tokens")
                .value_name("TOKENS")
                .value_parser(value_parser!(u64))
                .help(
                    "No prompt may take more before its inputs are filled in: templates, examples and contract, in the first dialect of each model that can carry it; an estimate, \
                     within 12 % of OpenAI's o200k on ordinary contracts, and the one that `docs` shows",
                ),
        )
        .arg(today())
        .arg(format())
}

fn today() -> Arg {
    Arg::new("today")
                .long("today")
                .value_name("DAY")
                .value_parser(|text: &str| {
                    beginning(text)
                        .ok_or_else(|| format!("{text:?} is no day; give it as 2026-11-22"))
                })
                .help("The day to hold prices and shutdowns against, as 2026-11-22; the machine's if not given")
}

fn schemas() -> Command {
    Command::new("schemas")
        .about("Writes every contract as a JSON Schema, and every prompt, to be committed")
        .after_help(format!(
            "Each file is replaced as a whole or not at all. Schemas of contracts that are gone are removed.\n\n{EXIT_CODES}"
        ))
        .arg(folder("Where the files are; made if it isn't there"))
        .arg(
            Arg::new("check")
                .long("check")
                .action(ArgAction::SetTrue)
                .help("Writes nothing, and fails if the files are not up to date"),
        )
}

fn diff() -> Command {
    let classes = Class::ALL.iter().rev().map(|class| class.name());
    Command::new("diff")
        .about("Shows changes since the committed schemas or evidence, and whom they break")
        .after_help(format!(
            "producer-breaking: models and stored data may now be rejected. consumer-breaking: data may now carry what its readers don't expect. \
             wording-only: the model reads something else, the data stay the same. compatible: it is only written in another way. A breaking change \
             comes with a document that proves it, or says that none was found. unclassified: a lock says that something changed, and not of which \
             class; it is denied wherever one is that it may be of.\n\n\
             The files of the working tree tell what changed since they were written: nothing, once `schemas` has brought them up to date. In a pull request, \
             `schemas --check` says that they are, and `diff --against origin/main` what the branch breaks.\n\n{EXIT_CODES}"
        ))
        .arg(
            Arg::new("snapshot")
                .value_name("SNAPSHOT")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help(
                    "The folder of schemas that `schemas` wrote before the change, or a `contracts.lock`, which covers contracts with evidence \
                     whether their shape or their words changed",
                ),
        )
        .arg(
            Arg::new("contracts")
                .value_name("CONTRACT")
                .num_args(0..)
                .help("Compares these contracts only, and no prompts"),
        )
        .arg(
            Arg::new("against")
                .long("against")
                .value_name("REVISION")
                .help("Reads the snapshot as this revision of git has it, a branch, a tag or a commit, and not as it is in the working tree"),
        )
        .arg(
            Arg::new("deny")
                .long("deny")
                .value_name("CLASS")
                .value_delimiter(',')
                .action(ArgAction::Append)
                .default_values(["producer-breaking", "consumer-breaking"])
                .value_parser(PossibleValuesParser::new(classes.chain(["none"])))
                .help("Changes of these classes end with exit code 1; `none`: no change does"),
        )
        .arg(format())
}

fn folder(help: &'static str) -> Arg {
    Arg::new("folder")
        .value_name("DIRECTORY")
        .required(true)
        .value_parser(value_parser!(PathBuf))
        .help(help)
}

fn decode() -> Command {
    Command::new("decode")
        .about("Decodes stored documents by a contract and shows every deviation as file:line:pointer")
        .after_help(format!(
            "Files that start like gzip are unpacked. Without --json or --jsonl, a file whose name ends in .json holds one document, any \
             other one document per line; blank lines are skipped. Memory does not grow with the file: no more than a few batches of 256 KiB, or a few of \
             the longest lines, per job are held.\n\n{EXIT_CODES}"
        ))
        .arg(contract())
        .arg(
            Arg::new("files")
                .value_name("FILE")
                .help("Files to read; `-` or none: standard input")
                .num_args(0..)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(format())
        .arg(
            Arg::new("json")
                .long("json")
                .action(ArgAction::SetTrue)
                .conflicts_with("jsonl")
                .help("Each file holds one document"),
        )
        .arg(
            Arg::new("jsonl")
                .long("jsonl")
                .action(ArgAction::SetTrue)
                .help("Each line holds one document"),
        )
        .arg(
            Arg::new("summary")
                .long("summary")
                .action(ArgAction::SetTrue)
                .help("Prints only the counts by kind of drift"),
        )
        .arg(
            Arg::new("jobs")
                .long("jobs")
                .value_name("N")
                .value_parser(value_parser!(u16).range(1..=256))
                .help("Threads that decode, at most one for each processor [default: one for each]"),
        )
        .arg(
            Arg::new("max-document")
                .long("max-document")
                .value_name("BYTES")
                .default_value("268435456")
                .value_parser(value_parser!(u64).range(1..))
                .help("The longest document that is read; a longer one is an error"),
        )
        .arg(
            Arg::new("no-progress")
                .long("no-progress")
                .action(ArgAction::SetTrue)
                .help("Shows no progress bar; there is one on a terminal only"),
        )
}

fn docs() -> Command {
    Command::new("docs")
        .about("Writes a site, Markdown and JSON Schema files for every contract and prompt")
        .after_help(format!(
            "The output is the same for the same contracts, so that it can be committed and held up to date with --check. It is written beside the \
             directory and swapped in whole. A directory that holds files of others is refused.\n\n{EXIT_CODES}"
        ))
        .arg(
            Arg::new("directory")
                .value_name("DIRECTORY")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help("Where the files are or shall be"),
        )
        .arg(
            Arg::new("check")
                .long("check")
                .action(ArgAction::SetTrue)
                .help("Writes nothing; names the files that are out of date"),
        )
        .arg(
            Arg::new("only")
                .long("only")
                .value_name("PART")
                .action(ArgAction::Append)
                .value_parser(PossibleValuesParser::new(Part::ALL.map(Part::name)))
                .help("Writes only this kind of pages, with the schemas that they lead to; schemas alone are written by `schemas`"),
        )
        .arg(
            Arg::new("title")
                .long("title")
                .value_name("TEXT")
                .default_value("Contracts")
                .help("The title of the whole"),
        )
        .arg(
            Arg::new("base-url")
                .long("base-url")
                .value_name("URL")
                .help("Where the schemas will be found; it begins the $id of each, which is a URN without it"),
        )
        .arg(lock("Its evidence stands on the pages of the prompts; without such a file there is none"))
}

fn lock(help: &'static str) -> Arg {
    Arg::new("lock")
        .long("lock")
        .value_name("FILE")
        .default_value(crate::lock::FILE)
        .value_parser(value_parser!(PathBuf))
        .help(help)
}

fn contract() -> Arg {
    Arg::new("contract")
        .value_name("CONTRACT")
        .required(true)
        .help("The contract's name, as `list` shows it")
}

pub(super) fn format() -> Arg {
    Arg::new("format")
        .long("format")
        .value_name("FORMAT")
        .default_value("text")
        .value_parser(PossibleValuesParser::new(["text", "json", "github"]))
        .help("text: for people; json: one object per line; github: annotations of a workflow run")
}
