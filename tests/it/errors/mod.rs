//! Errors as people meet them: in one line, in a chain, and as `main` prints them.

mod invisible;
mod kept;
mod told;

use std::fs;
use std::path::{Path, PathBuf};

/// The sources of both crates.
fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    found
}

/// `main` prints the `Debug` of an error, so every error that users meet has its `Display` in it.
#[test]
fn every_public_error_prints_in_debug_what_it_displays() {
    let mut wrong = Vec::new();
    let mut all = 0;
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        let by_hand = text
            .lines()
            .filter_map(|line| line.split_once("Error for ")?.1.split([' ', '<']).next());
        let derived = text.split("thiserror::Error)]").skip(1);
        let derived = derived.filter_map(|rest| {
            let line = rest.lines().find(|line| line.starts_with("pub "))?;
            line.split([' ', '{']).nth(2)
        });
        for name in by_hand.chain(derived) {
            let public = [format!("pub struct {name}"), format!("pub enum {name}")];
            if !public.iter().any(|item| text.contains(item)) {
                continue;
            }
            all += 1;
            // A drift's display quotes the answer, its debug form doesn't.
            let is_alike = text.contains(&format!("debug_as_display!({name})")) || name == "Drift";
            if !is_alike || text.contains(&format!("fmt::Debug for {name} ")) && name != "Drift" {
                wrong.push(format!("{}: {name}", path.display()));
            }
        }
    }
    assert!(all > 20, "only {all} errors were found");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
