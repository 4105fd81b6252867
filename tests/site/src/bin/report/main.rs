//! Writes reports on qualifications into a folder: one that passed, one with two candidates that
//! didn't, one where every text is hostile, and one that knows nothing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a program for a check, which fails loudly"
)]

mod outcome;

use std::path::PathBuf;

fn main() {
    let target = PathBuf::from(std::env::args_os().nth(1).expect("a folder"));
    std::fs::create_dir_all(&target).unwrap();
    for (name, outcome) in outcome::all() {
        let page = driftless::qualify::report::page(&outcome);
        // The same bytes for the same outcome.
        assert_eq!(page, driftless::qualify::report::page(&outcome));
        std::fs::write(target.join(name), page).unwrap();
    }
}
