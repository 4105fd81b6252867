//! The conventions of this workspace as a test: floors, file sizes, module docs, paired
//! expectations, the rule of language, and vendors.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test's helpers fail loudly"
)]

mod attributes;
mod language;
mod vendors;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Longest file, docs included.
const LONGEST: usize = 400;

/// A crate's sources, and the floor of each top-level module: a module names modules of lower
/// floors only. What the crate takes from another crate of the workspace lies below all floors.
type Floors = (&'static str, &'static [(u8, &'static [&'static str])]);

const FLOORS: &[Floors] = &[
    (
        "runtime/core/src",
        &[
            (0, &["fingerprint", "pointer", "visible"]),
            (1, &["json", "media", "shape"]),
            (2, &["drift", "schema"]),
            (3, &["bound", "contract"]),
            (4, &["dialect"]),
            (5, &["decode", "prompt"]),
        ],
    ),
    (
        "runtime/src",
        &[
            (
                0,
                &[
                    "clock",
                    "estimate",
                    "failure",
                    "limit",
                    "mode",
                    "pace",
                    "random",
                    "secret",
                    "served",
                    "settings",
                    "statistics",
                    "stop",
                    "sync",
                    "tariff",
                    "usage",
                    "window",
                ],
            ),
            (
                1,
                &["bill", "breaker", "evidence", "media", "money", "retry"],
            ),
            (
                2,
                &["budget", "catalogue", "journal", "metadata", "transport"],
            ),
            (3, &["cassette"]),
            (4, &["compare", "diff", "sample"]),
            (5, &["lock", "provider", "receipt", "registry"]),
            (6, &["data", "docs", "error", "signal"]),
            (7, &["plan", "receipt_log"]),
            (8, &["engine"]),
            (9, &["qualify", "rehearsal", "run"]),
            (10, &["cli"]),
        ],
    ),
];

/// Files that stand above all floors.
const ABOVE: &[&str] = &["lib", "__private"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_path_buf()
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                if !matches!(
                    path.file_name().unwrap().to_str(),
                    Some("target" | "corpus" | "artifacts" | "node_modules")
                ) {
                    folders.push(path);
                }
            } else if path.to_str().unwrap().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    assert!(
        !found.is_empty(),
        "no {ending} file below {}",
        folder.display()
    );
    found
}

fn sources() -> Vec<PathBuf> {
    [
        "macros/src",
        "macros/base/src",
        "runtime",
        "tests",
        "examples",
        "benches",
    ]
    .iter()
    .flat_map(|folder| files(&root().join(folder), ".rs"))
    .collect()
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().display().to_string()
}

/// The top-level modules that `text` names: `crate::x`, `crate::{a, b::c}`, `driftless::x` does not
/// count (that is the outside).
fn named_modules(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    for part in code.split("crate::").skip(1) {
        if let Some(group) = part.strip_prefix('{') {
            let (mut depth, mut word) = (1, String::new());
            for character in group.chars() {
                match character {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
                if depth == 1 {
                    word.push(character);
                }
            }
            found.extend(word.split(',').map(|item| {
                item.trim()
                    .split("::")
                    .next()
                    .unwrap_or_default()
                    .to_owned()
            }));
        } else {
            found.insert(
                part.chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect(),
            );
        }
    }
    found
}

fn floor_of(floors: &[(u8, &[&str])], module: &str) -> Option<u8> {
    floors
        .iter()
        .find(|(_, modules)| modules.contains(&module))
        .map(|(floor, _)| *floor)
}

#[test]
fn modules_import_only_lower_floors() {
    let wrong: Vec<String> = FLOORS
        .iter()
        .flat_map(|(folder, floors)| climbing(&root().join(folder), floors))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The files below `base` that name a module of their own floor or of a higher one.
fn climbing(base: &Path, floors: &[(u8, &[&str])]) -> Vec<String> {
    let mut wrong = Vec::new();
    for path in files(base, ".rs") {
        let inside = path.strip_prefix(base).unwrap();
        let module = inside
            .iter()
            .next()
            .unwrap()
            .to_str()
            .unwrap()
            .trim_end_matches(".rs");
        if ABOVE.contains(&module) {
            continue;
        }
        let Some(floor) = floor_of(floors, module) else {
            wrong.push(format!(
                "{}: the module `{module}` has no floor; add it to FLOORS in tests/tidy/main.rs",
                shown(&path)
            ));
            continue;
        };
        for named in named_modules(&fs::read_to_string(&path).unwrap()) {
            if named == module {
                continue;
            }
            if let Some(other) = floor_of(floors, &named)
                && other >= floor
            {
                wrong.push(format!("{}: floor {floor} names `{named}` of floor {other}; move the code or the floor", shown(&path)));
            }
        }
    }
    wrong
}

#[test]
fn the_floor_scan_sees_a_planted_violation() {
    assert_eq!(
        named_modules(
            "use crate::{engine::Run, shape};\nlet x = crate::plan::y();\n// crate::receipt"
        ),
        BTreeSet::from(["engine".to_owned(), "plan".to_owned(), "shape".to_owned()])
    );
}

#[test]
fn files_are_short_and_say_what_they_are_about() {
    let mut wrong = Vec::new();
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().count();
        if lines > LONGEST {
            wrong.push(format!(
                "{}: {lines} lines, at most {LONGEST}; which noun is missing a file?",
                shown(&path)
            ));
        }
        // Compile cases are shown to people as they are.
        let case = path.starts_with(root().join("tests/compile"))
            || path.starts_with(root().join("tests/pass"));
        if !case && !text.starts_with("//!") {
            wrong.push(format!(
                "{}: no `//!` in the first line; say what the file is about",
                shown(&path)
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_expectation_has_its_case() {
    let mut wrong = Vec::new();
    for folder in ["tests/compile/ui", "tests/compile/built/ui/generics"] {
        for (one, other) in [("stderr", "rs"), ("rs", "stderr")] {
            for path in files(&root().join(folder), &format!(".{one}")) {
                if !path.with_extension(other).exists() {
                    wrong.push(format!("{}: no `.{other}` beside it", shown(&path)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Enums that a user matches can grow; an exhaustive one says why it can't.
#[test]
fn public_enums_can_grow() {
    let mut wrong = Vec::new();
    for path in files(&root().join("runtime"), ".rs") {
        let text = fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        for (index, line) in lines.iter().enumerate() {
            let attributes = lines[..index].iter().rev().take_while(|line| {
                let line = line.trim_start();
                !line.is_empty() && !line.starts_with('}')
            });
            if line.starts_with("pub enum ")
                && !attributes.into_iter().any(|line| {
                    line.contains("non_exhaustive") || line.contains("exhaustive_enums")
                })
            {
                wrong.push(format!(
                    "{}: `{line}` is neither non_exhaustive nor allowed with a reason",
                    shown(&path)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_http_client_is_named_in_one_file() {
    let allowed = root().join("runtime/src/transport/http.rs");
    let wrong: Vec<String> = files(&root().join("runtime"), ".rs")
        .into_iter()
        .filter(|path| *path != allowed && fs::read_to_string(path).unwrap().contains("reqwest::"))
        .map(|path| shown(&path))
        .collect();
    assert!(
        wrong.is_empty(),
        "these name the HTTP client: {}",
        wrong.join(", ")
    );
}
