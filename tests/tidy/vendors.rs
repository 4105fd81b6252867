//! Vendors: none knows another, and the table of their names in the docs is complete.

use std::fs;
use std::path::PathBuf;

use super::{files, root, shown};

fn base() -> PathBuf {
    root().join("runtime/src/provider")
}

fn provider_module() -> String {
    fs::read_to_string(base().join("mod.rs")).unwrap()
}

/// The rows of `register!`: the module and the type of each vendor.
fn rows(text: &str) -> Vec<(String, String)> {
    let (_, rows) = text.split_once("\nregister! {\n").expect("a registration");
    let (rows, _) = rows.split_once("\n}").expect("its end");
    let rows = rows.lines().map(|row| {
        let (module, provider) = row.trim().trim_end_matches(',').split_once("::").unwrap();
        (module.to_owned(), provider.to_owned())
    });
    rows.collect()
}

/// The sources of one vendor.
fn sources(module: &str) -> Vec<PathBuf> {
    let file = base().join(format!("{module}.rs"));
    if file.exists() {
        return vec![file];
    }
    files(&base().join(module), ".rs")
}

#[test]
fn vendors_do_not_know_each_other() {
    let rows = rows(&provider_module());
    assert!(rows.len() > 10, "{rows:?}");
    let mut wrong = Vec::new();
    for (module, _) in &rows {
        for path in sources(module) {
            let text = fs::read_to_string(&path).unwrap();
            for (other, _) in rows.iter().filter(|(other, _)| other != module) {
                if ["provider", "super"]
                    .iter()
                    .any(|at| text.contains(&format!("{at}::{other}::")))
                {
                    wrong.push(format!("{}: names the vendor `{other}`", shown(&path)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Returns the text of the member `name` of the vendor's `VENDOR`.
fn member<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, vendor) = text.split_once("const VENDOR: Vendor = Vendor {\n")?;
    let (vendor, _) = vendor.split_once("\n};")?;
    let mut lines = vendor.lines().map(str::trim);
    let value = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))?;
    let value = value.trim_end_matches(',');
    let value = value
        .strip_prefix("Some(")
        .map_or(value, |value| value.trim_end_matches(')'));
    (value != "None").then(|| value.trim_matches('"'))
}

#[test]
fn the_table_of_vendors_has_a_row_for_each() {
    let text = provider_module();
    let table: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("//! | [`"))
        .collect();
    let rows = rows(&text);
    assert_eq!(table.len(), rows.len(), "{table:#?}");
    for (module, provider) in rows {
        let sources: Vec<String> = sources(&module)
            .iter()
            .map(|path| fs::read_to_string(path).unwrap())
            .collect();
        let told = |name| sources.iter().find_map(|text| member(text, name));
        assert_eq!(told("provider"), Some(&*provider), "{module}");
        let head = format!("//! | [`{provider}`]");
        let row = table.iter().find(|row| row.starts_with(&head));
        let row = row.unwrap_or_else(|| panic!("no row of the docs begins with `{head}`"));
        for name in ["key", "url", "url_variable"] {
            let Some(value) = told(name) else {
                assert_eq!(name, "url", "{module} has no `{name}`");
                continue;
            };
            assert!(
                row.contains(&format!("| `{value}`")),
                "the docs' row of `{provider}` lacks the {name} `{value}`"
            );
        }
    }
}

#[test]
fn cassettes_keep_every_header_that_a_verdict_reads() {
    let mut verdicts = 0;
    for (module, _) in rows(&provider_module()) {
        let path = base().join(&module).join("verdict.rs");
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        verdicts += 1;
        let (_, list) = text.split_once("const HEADERS: ").expect("a list");
        let (list, _) = list.split_once("];").expect("its end");
        for line in text.lines() {
            let Some((name, _)) = line
                .strip_prefix("const ")
                .and_then(|rest| rest.split_once(": &str = \"x-"))
            else {
                continue;
            };
            let mut words = list.split(|c: char| !c.is_alphanumeric() && c != '_');
            assert!(
                words.any(|word| word == name),
                "{}: `{name}` isn't in HEADERS",
                shown(&path)
            );
        }
    }
    assert_eq!(verdicts, 3);
}
