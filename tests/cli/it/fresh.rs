//! A fresh project: the commands that the recipes show to a newcomer succeed, without a key.

use std::process::Command;

use super::run::{Folder, Ran, ended};

const RECIPES: &str = include_str!("../../../RECIPES.md");

/// The program, in a folder of its own and without anything of a vendor in the environment.
fn fresh(folder: &Folder, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fresh_project"));
    command.current_dir(folder.path()).args(arguments);
    command
        .env_remove("OPENAI_API_KEY")
        .env_remove("OPENAI_BASE_URL");
    ended(command)
}

/// The arguments of each command line in the workflow of the recipes.
fn lines_of_the_workflow() -> Vec<Vec<&'static str>> {
    let yaml = RECIPES.split("```yaml").nth(1).unwrap();
    let yaml = yaml.split("```").next().unwrap();
    let lines = yaml.lines().filter_map(|line| line.split(" -- ").nth(1));
    lines
        .map(|line| line.split_whitespace().collect())
        .collect()
}

/// Seen to fail before: red for thirty rows of the library's own catalogue.
#[test]
fn the_check_of_the_recipes_is_green_without_a_key() {
    let folder = Folder::new();
    let check = lines_of_the_workflow();
    let check = check.iter().find(|line| line[0] == "check").unwrap();
    assert!(RECIPES.contains("`contracts check --descriptions --max-price-age 90"));
    // A day on which the catalogue's prices are young.
    let ran = fresh(&folder, &[check, &["--today", "2026-11-30"][..]].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert_eq!(
        ran.out,
        "1 of 2 contracts are asked for, and hold for 1 models\n"
    );
    // No other line depends on the models that nobody asks.
    let ran = fresh(&folder, &["check", "--today", "2026-11-30"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
}

/// Seen to fail before: the plan couldn't be made without a key.
#[test]
fn plans_are_rehearsed_without_a_key() {
    let folder = Folder::new();
    let ran = fresh(&folder, &["rehearse"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.starts_with("triage_plan: "), "{}", ran.out);
}

/// Evidence brings its models into use; one that is known nowhere is reported, and counts only
/// where a policy can't be checked for it.
#[test]
fn models_of_plans_are_told_where_something_is_wrong_with_them() {
    let folder = Folder::new();
    let shut = folder.file(
        "shut.toml",
        "[[model]]\nid = \"gpt-6.1-terra\"\nvendor = \"openai\"\ndialects = [\"instructions\"]\nforced_tool = false\n\
         source = \"https://example.com\"\ndate = \"2026-01-31\"\nshutdown = \"2027-01-31\"\n\
         price = { input = \"1.00\", output = \"2.00\" }\n",
    );
    let on = |day: &str, more: &[&str]| {
        let args = ["check", "--catalogue", &shut, "--today", day];
        fresh(&folder, &[&args[..], more].concat())
    };
    let ran = on("2027-01-31", &[]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (
            1,
            "model gpt-6.1-terra: its vendor has shut it down on 2027-01-31\n"
        )
    );
    let ran = on("2027-01-30", &["--warn-before", "30"]);
    assert_eq!(ran.code, 0);
    assert!(
        ran.out.starts_with(
            "warning: model gpt-6.1-terra: its vendor will shut it down on 2027-01-31; choose another\n"
        ),
        "{}",
        ran.out
    );
    let ran = on("2026-12-01", &["--warn-before", "30", "--format", "github"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    let ran = on("2027-01-30", &["--warn-before", "1", "--format", "github"]);
    assert!(ran.out.starts_with("::warning "), "{}", ran.out);
}

/// A name that resembles a known one is reported, of each form.
#[test]
fn a_model_with_a_slip_in_its_name_is_told() {
    let folder = Folder::new();
    for (given, meant) in [
        ("gpt-6.1-tera", "gpt-6.1-terra"),
        ("openai/gpt-6.1-tera", "gpt-6.1-terra"),
        ("claude-haiku-4.5", "claude-haiku-4-5"),
        ("claude-4-5-haiku", "claude-haiku-4-5"),
        ("GPT-6.1-Terra", "gpt-6.1-terra"),
        ("mistral-lrage-4", "mistral-large-4"),
    ] {
        let ran = fresh(&folder, &["check", "--model", given]);
        assert_eq!(ran.code, 2, "{given}");
        let hint = format!("the catalogue has no model `{given}`; did you mean `{meant}`?");
        assert!(ran.err.contains(&hint), "{given}: {}", ran.err);
    }
    let ran = fresh(&folder, &["check", "--model", "openai/gpt-6.1-terra"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
}
