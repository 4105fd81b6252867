//! Programs that must not compile, with the words that say why; and programs that must compile and run.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test's helpers fail loudly, and say what they skip"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The compiler whose words the expectations have. Others word and point some errors differently;
/// they refuse the same programs.
const PINNED: &str = "rustc 1.95.";

/// Cases whose errors need machine code: the compiler meets them where it makes an instance of
/// something generic, which it doesn't while it only checks.
const BUILT: &[&str] = &[
    "generics/double-option-argument.rs",
    "generics/rule-on-argument.rs",
    "generics/too-many-ways.rs",
];

/// Checked all at once, since trybuild starts the compiler only once for cases that needn't be built.
#[test]
fn ui() {
    if !is_pinned() {
        return;
    }
    let cases = trybuild::TestCases::new();
    for path in paths() {
        if !BUILT.iter().any(|built| path.ends_with(built)) {
            cases.compile_fail(path);
        }
    }
}

/// Built one by one: with a program that must run among them, trybuild builds instead of checking.
/// Programs that need no crate of their own run in `pass.rs`.
#[test]
fn ui_built() {
    let cases = trybuild::TestCases::new();
    cases.pass("pass/prompt/*.rs");
    if is_pinned() {
        for built in BUILT {
            cases.compile_fail(Path::new("ui").join(built));
        }
    }
}

/// All compile-fail cases, relative to the crate's folder, in order.
fn paths() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for topic in fs::read_dir("ui").expect("the folder of cases") {
        let topic = topic.expect("an entry").path();
        for case in fs::read_dir(topic).expect("a topic's folder") {
            let case = case.expect("an entry").path();
            if case.extension().is_some_and(|ending| ending == "rs") {
                found.push(case);
            }
        }
    }
    found.sort();
    assert!(found.len() > 100, "{} cases", found.len());
    found
}

fn is_pinned() -> bool {
    let compiler = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .arg("--version")
        .output()
        .expect("a compiler, since this test was compiled");
    let version = String::from_utf8_lossy(&compiler.stdout).into_owned();
    let is_pinned = version.starts_with(PINNED);
    if !is_pinned {
        println!(
            "SKIPPED: the compile-fail cases have the words of {PINNED}x, this is {}",
            version.trim()
        );
    }
    is_pinned
}
