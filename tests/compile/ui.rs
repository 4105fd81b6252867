//! Programs that must not compile, with the words that say why.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test's helpers fail loudly, and say what they skip"
)]

mod pinned;

use std::fs;
use std::path::PathBuf;

/// Checked all at once: trybuild starts the compiler only once where nothing must be built.
#[test]
fn ui() {
    if pinned::is_pinned() {
        let cases = trybuild::TestCases::new();
        for path in paths() {
            cases.compile_fail(path);
        }
    }
}

/// Returns all cases, relative to the crate's folder, in order.
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
