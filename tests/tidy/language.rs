//! The rule of language: counts of what CONTRIBUTING's section "Language" forbids. The counts
//! are committed in `language.txt`, one line a crate, and may only fall.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::{files, root, shown};

/// Longest doc or comment line, in characters.
const COLUMNS: usize = 100;

/// Doc lines that begin so are only understood together with another one.
const BEGINNINGS: &[&str] = &[
    "What", "How", "Why", "Whether", "Who", "Of", "The same", "And", "None of",
];

/// Words that have a plainer one. In lower case, found as whole words.
const WORDS: &[&str] = &[
    "told",
    "tell",
    "tells",
    "telling",
    "anew",
    "held to",
    "holds to",
    "bear on",
    "bears on",
    "none of it",
    "in the place of",
    "in place of",
    "can't hold",
    "hang on",
    "hangs on",
];

/// A crate's name in the table, and the folders of its sources; a file belongs to the first
/// crate with a folder around it.
const CRATES: &[(&str, &[&str])] = &[
    ("base", &["macros/base/src"]),
    ("macros", &["macros/src"]),
    ("core", &["runtime/core/src"]),
    ("runtime", &["runtime/src"]),
    ("local", &["runtime/local/src"]),
    ("tests", &["tests"]),
    ("examples", &["examples/src"]),
    ("benches", &["benches"]),
];

/// Pages for people, counted as the crate `pages`.
const PAGES: &[&str] = &[
    "README.md",
    "RECIPES.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "macros/attributes.md",
];

/// Readers of a text: a crate's users, its maintainers, or whoever runs into a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Public,
    Inside,
    Message,
}

/// Counts of one crate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    public: usize,
    inside: usize,
    messages: usize,
}

impl Counts {
    fn add(&mut self, kind: Kind) {
        match kind {
            Kind::Public => self.public += 1,
            Kind::Inside => self.inside += 1,
            Kind::Message => self.messages += 1,
        }
    }
}

/// A line against the rule.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    kind: Kind,
    /// From 1.
    line: usize,
    why: String,
}

/// Returns the forbidden words that `text` contains.
fn forbidden(text: &str) -> Vec<&'static str> {
    let text = text.to_lowercase();
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    WORDS
        .iter()
        .copied()
        .filter(|word| {
            text.match_indices(word).any(|(at, _)| {
                !text[..at].ends_with(inside) && !text[at + word.len()..].starts_with(inside)
            })
        })
        .collect()
}

/// Returns the forbidden beginning of `text`, if it has one.
fn beginning(text: &str) -> Option<&'static str> {
    BEGINNINGS.iter().copied().find(|word| {
        text.strip_prefix(word)
            .is_some_and(|rest| rest.starts_with([' ', ',', '\'']) || rest.is_empty())
    })
}

/// Tables and addresses can't be wrapped.
fn too_long(line: &str, text: &str) -> bool {
    line.chars().count() > COLUMNS && !text.starts_with('|') && !text.contains("://")
}

fn words_and_columns(line: &str, text: &str) -> Vec<String> {
    let mut why: Vec<String> = forbidden(text)
        .into_iter()
        .map(|word| format!("`{word}`"))
        .collect();
    if too_long(line, text) {
        why.push(format!("{} columns", line.chars().count()));
    }
    why
}

/// Returns the text of the string literals of a line of code without the names in braces, escapes
/// left as they are.
fn literals(line: &str) -> String {
    let mut text = String::new();
    let mut depth = 0_u32;
    for literal in line.split('"').skip(1).step_by(2) {
        for character in literal.chars() {
            match character {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                other if depth == 0 => text.push(other),
                _ => {}
            }
        }
        text.push(' ');
    }
    text
}

/// Returns `true` if the docs above `lines[at]` are those of a public item. `around` is the
/// indentation of the public enum or trait that the line is in.
fn is_public(lines: &[&str], at: usize, around: Option<usize>) -> bool {
    let mut depth = 0_i32;
    let item = lines[at..].iter().find(|line| {
        let text = line.trim_start();
        let attribute = depth > 0 || text.starts_with("#[");
        if attribute {
            depth += i32::try_from(text.matches('[').count()).unwrap()
                - i32::try_from(text.matches(']').count()).unwrap();
        }
        !attribute && !text.starts_with("//")
    });
    item.is_some_and(|line| {
        let text = line.trim_start();
        text.starts_with("pub ")
            || around.is_some_and(|indent| line.len() - text.len() == indent + 4)
    })
}

/// Finds what the rule forbids in a Rust file. `module` says that the file's own docs (`//!`)
/// are those of a public module.
fn findings(source: &str, module: bool) -> Vec<Finding> {
    let lines: Vec<&str> = source.lines().collect();
    let mut found = Vec::new();
    let mut around = None;
    for (index, line) in lines.iter().enumerate() {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        if ["pub enum ", "pub trait "]
            .iter()
            .any(|item| text.starts_with(item))
        {
            around = Some(indent).filter(|_| !line.ends_with('}'));
        } else if around == Some(indent) && text.starts_with('}') {
            around = None;
        }
        let docs = text
            .strip_prefix("///")
            .filter(|rest| !rest.starts_with('/'));
        let docs = docs.or_else(|| text.strip_prefix("//!"));
        let (kind, why) = if let Some(docs) = docs {
            let docs = docs.trim_start();
            let mut why = words_and_columns(line, docs);
            why.extend(beginning(docs).map(|word| format!("begins with `{word}`")));
            let public = if text.starts_with("//!") {
                module
            } else {
                is_public(&lines, index, around)
            };
            (if public { Kind::Public } else { Kind::Inside }, why)
        } else if let Some(comment) = text.strip_prefix("//") {
            (Kind::Inside, words_and_columns(line, comment))
        } else {
            let words = forbidden(&literals(line));
            let why = words.into_iter().map(|word| format!("`{word}`"));
            (Kind::Message, why.collect())
        };
        found.extend(why.into_iter().map(|why| Finding {
            kind,
            line: index + 1,
            why,
        }));
    }
    found
}

/// Finds what the rule forbids in a Markdown page.
fn page_findings(source: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut fenced = false;
    for (index, line) in source.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            let why = words_and_columns(line, line);
            found.extend(why.into_iter().map(|why| Finding {
                kind: Kind::Public,
                line: index + 1,
                why,
            }));
        }
    }
    found
}

/// Returns `true` if the module that `path` holds is declared `pub mod`, or is a crate's root.
fn is_public_module(path: &Path) -> bool {
    let name = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
    let mut folder = path.parent().unwrap();
    let mut module = name(path);
    if module == "lib" {
        return true;
    }
    if module == "mod" {
        module = name(folder);
        folder = folder.parent().unwrap();
    }
    let declaration = format!("pub mod {module};");
    ["mod.rs", "lib.rs", "main.rs"].iter().any(|parent| {
        fs::read_to_string(folder.join(parent)).is_ok_and(|text| text.contains(&declaration))
    })
}

/// Returns the findings of the whole workspace by crate, each with its file.
fn by_crate() -> BTreeMap<&'static str, Vec<(PathBuf, Finding)>> {
    let mut all: BTreeMap<&str, Vec<(PathBuf, Finding)>> = BTreeMap::new();
    for (name, folders) in CRATES {
        if folders.iter().all(|folder| !root().join(folder).is_dir()) {
            continue;
        }
        let all = all.entry(name).or_default();
        for path in folders
            .iter()
            .flat_map(|folder| files(&root().join(folder), ".rs"))
        {
            // This file lists the words that it forbids.
            if path.ends_with("tidy/language.rs") {
                continue;
            }
            let source = fs::read_to_string(&path).unwrap();
            let found = findings(&source, is_public_module(&path));
            all.extend(found.into_iter().map(|finding| (path.clone(), finding)));
        }
    }
    let pages = all.entry("pages").or_default();
    for page in PAGES {
        let path = root().join(page);
        let found = page_findings(&fs::read_to_string(&path).unwrap());
        pages.extend(found.into_iter().map(|finding| (path.clone(), finding)));
    }
    all
}

/// Reads the table: a crate's name and its three counts a line.
fn table(text: &str) -> BTreeMap<String, Counts> {
    let rows = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|line| {
        let mut words = line.split_whitespace();
        let name = words.next().unwrap().to_owned();
        let mut count = || words.next().unwrap().parse().unwrap();
        let counts = Counts {
            public: count(),
            inside: count(),
            messages: count(),
        };
        (name, counts)
    })
    .collect()
}

/// `TIDY_LIST=runtime/src/plan cargo tidy language -- --nocapture` lists every finding below a
/// path, so that they can be mended.
#[test]
fn the_counts_of_forbidden_language_only_fall() {
    let committed = table(&fs::read_to_string(root().join("tests/tidy/language.txt")).unwrap());
    let below = std::env::var("TIDY_LIST").ok();
    let mut wrong = Vec::new();
    for (name, found) in by_crate() {
        let mut counts = Counts::default();
        let mut list = String::new();
        for (path, Finding { kind, line, why }) in found {
            counts.add(kind);
            let path = shown(&path);
            if below.as_ref().is_some_and(|below| path.starts_with(below)) {
                println!("{path}:{line}: {kind:?}: {why}");
            }
            let _infallible = writeln!(list, "    {path}:{line}: {kind:?}: {why}");
        }
        let Counts {
            public,
            inside,
            messages,
        } = counts;
        let row = format!("{name:<9} {public:>4} {inside:>4} {messages:>4}");
        let Some(old) = committed.get(name) else {
            wrong.push(format!(
                "`{name}` has no line; write `{row}` in tests/tidy/language.txt"
            ));
            continue;
        };
        if public > old.public || inside > old.inside || messages > old.messages {
            let few = list.lines().count() <= 30;
            wrong.push(format!(
                "`{name}` has more forbidden language than before: `{row}` where the table has \
                 {old:?}; reword the new lines (CONTRIBUTING.md, Language){}",
                if few {
                    format!(":\n{list}")
                } else {
                    format!(
                        "; `TIDY_LIST=<path>` lists all below a path, see the head of {}",
                        file!()
                    )
                }
            ));
        } else if counts != *old {
            wrong.push(format!(
                "`{name}` has less forbidden language than before; write `{row}` in \
                 tests/tidy/language.txt"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_language_scan_sees_planted_violations() {
    let long = "x".repeat(COLUMNS);
    let source = format!(
        "//! Why it is.\n\
         /// How a plan is told.\n\
         #[derive(\n    Debug,\n)]\n\
         pub enum Plan {{\n    /// What it was.\n    One,\n}}\n\
         /// Whether\n\
         fn inside() {{\n    // Retold, and tells.\n    // {long}\n    f(\"made anew {{told}}\");\n}}\n\
         /// | {long} |\n\
         /// Returns the whole.\n"
    );
    let seen: Vec<(Kind, usize, String)> = findings(&source, true)
        .into_iter()
        .map(|finding| (finding.kind, finding.line, finding.why))
        .collect();
    let expected = [
        (Kind::Public, 1, "begins with `Why`"),
        (Kind::Public, 2, "`told`"),
        (Kind::Public, 2, "begins with `How`"),
        (Kind::Public, 7, "begins with `What`"),
        (Kind::Inside, 10, "begins with `Whether`"),
        (Kind::Inside, 12, "`tells`"),
        (Kind::Inside, 13, "107 columns"),
        (Kind::Message, 14, "`anew`"),
    ];
    let expected: Vec<(Kind, usize, String)> = expected
        .map(|(kind, line, why)| (kind, line, why.to_owned()))
        .into();
    assert_eq!(seen, expected);
}
