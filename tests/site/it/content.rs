//! The content of the written files.

use std::collections::BTreeSet;
use std::fs;

use super::run::{Folder, docs, tree};

fn text_files(ending: &str) -> Vec<(String, String)> {
    let folder = Folder::new();
    let target = folder.join("docs");
    assert_eq!(docs(&target, &[]).code, Some(0));
    let found: Vec<(String, String)> = tree(&target)
        .into_iter()
        .filter(|(name, _)| name.ends_with(ending))
        .map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap()))
        .collect();
    assert!(found.len() > 3, "{ending}");
    found
}

#[test]
fn two_runs_write_the_same_bytes() {
    let folder = Folder::new();
    let (one, other) = (folder.join("one"), folder.join("other"));
    let ran = docs(&one, &[]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert!(ran.out.starts_with("wrote "), "{}", ran.out);
    docs(&other, &[]);
    let first = tree(&one);
    assert_eq!(first, tree(&other));
    // Once more over its own output.
    assert_eq!(docs(&one, &[]).code, Some(0));
    assert_eq!(first, tree(&one));
}

#[test]
fn every_difference_is_told_and_nothing_is_written_by_a_check() {
    let folder = Folder::new();
    let target = folder.join("docs");
    let fresh = docs(&target, &["--check"]);
    assert_eq!(fresh.code, Some(1));
    assert!(fresh.out.contains("index.html: missing"), "{}", fresh.out);
    assert!(!target.exists());

    docs(&target, &[]);
    let clean = docs(&target, &["--check"]);
    assert_eq!(clean.code, Some(0), "{}", clean.out);

    fs::write(target.join("index.html"), "edited").unwrap();
    fs::remove_file(target.join("contract/Wish.html")).unwrap();
    fs::write(
        target.join("contract/Gone.html"),
        "a contract that is no more",
    )
    .unwrap();
    let before = tree(&target);
    let ran = docs(&target, &["--check"]);
    assert_eq!(ran.code, Some(1));
    let told: Vec<&str> = ran
        .out
        .lines()
        .filter_map(|line| line.strip_prefix(target.to_str().unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            "/contract/Gone.html: not part of the output",
            "/contract/Wish.html: missing",
            "/index.html: out of date",
        ]
    );
    assert_eq!(before, tree(&target));
}

#[test]
fn paths_are_portable() {
    let folder = Folder::new();
    let target = folder.join("docs");
    docs(&target, &[]);
    let mut met = BTreeSet::new();
    for name in tree(&target).keys() {
        assert!(
            met.insert(name.to_lowercase()),
            "{name} differs only in case"
        );
        for part in name.split('/') {
            let plain = part
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || "._-".contains(letter));
            assert!(plain && part.len() < 150, "{name}");
            assert_ne!(part.split('.').next().unwrap().to_lowercase(), "con");
        }
    }
}

#[test]
fn no_word_of_a_contract_becomes_markup() {
    for (name, text) in text_files(".html") {
        let scripts = text.matches("<script").count();
        assert_eq!(scripts, 1, "{name} has its own script alone");
        for tag in ["<img", "<iframe", "<b>", "<!--", "</pre><script"] {
            assert!(!text.contains(tag), "{name}: {tag}");
        }
    }
    for (name, text) in text_files(".md") {
        let words = outside_code(&text);
        for tag in ["<script", "<img", "<iframe", "<b>", "](javascript"] {
            assert!(!words.contains(tag), "{name}: {tag}");
        }
    }
}

/// Returns the parts that a reader of Markdown may take for markup: no fenced block, no code
/// between backticks, no sign behind a backslash.
fn outside_code(text: &str) -> String {
    let mut out = String::new();
    let mut fence = None;
    for line in text.lines() {
        let ticks = line.chars().take_while(|sign| *sign == '`').count();
        match fence {
            Some(open) if ticks == open && line.len() == open => fence = None,
            Some(_) => {}
            None if ticks >= 3 => fence = Some(ticks),
            None => {
                let plain = line.split('`').step_by(2).collect::<String>();
                out.push_str(&plain.replace("\\]", ""));
                out.push('\n');
            }
        }
    }
    assert_eq!(fence, None, "a block has no end");
    out
}

#[test]
fn every_schema_is_one_of_the_draft_and_has_a_name_of_its_own() {
    let mut ids = BTreeSet::new();
    for (name, text) in text_files(".schema.json") {
        let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            schema["$schema"], "https://json-schema.org/draft/2020-12/schema",
            "{name}"
        );
        assert!(jsonschema::meta::is_valid(&schema), "{name}");
        // Its references lead somewhere, `$id` or not.
        jsonschema::validator_for(&schema).unwrap();
        assert!(
            ids.insert(schema["$id"].as_str().unwrap().to_owned()),
            "{name}"
        );
    }
    let folder = Folder::new();
    let target = folder.join("docs");
    docs(
        &target,
        &[
            "--only",
            "markdown",
            "--base-url",
            "https://schemas.example.com/v1/",
        ],
    );
    let text = fs::read_to_string(target.join("schema/Money.schema.json")).unwrap();
    let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        schema["$id"],
        "https://schemas.example.com/v1/Money.schema.json"
    );
    assert!(!target.join("index.html").exists());
}

#[test]
fn the_example_document_is_taken_by_the_schema_beside_it() {
    let folder = Folder::new();
    let target = folder.join("docs");
    docs(&target, &[]);
    let mut seen = 0;
    for (name, bytes) in tree(&target) {
        let Some(stem) = name.strip_prefix("markdown/contract/") else {
            continue;
        };
        let text = String::from_utf8(bytes).unwrap();
        let Some(rest) = text.split("## Example\n\n```json\n").nth(1) else {
            continue;
        };
        let document = serde_json::from_str(rest.split("\n```").next().unwrap()).unwrap();
        let schema = format!("schema/{}.schema.json", stem.trim_end_matches(".md"));
        let schema = fs::read_to_string(target.join(schema)).unwrap();
        let schema = serde_json::from_str(&schema).unwrap();
        assert!(
            jsonschema::is_valid(&schema, &document),
            "{name}: {document}"
        );
        seen += 1;
    }
    assert!(seen > 4, "{seen} examples");
}

#[test]
fn a_contract_tells_rules_recursion_and_who_uses_it() {
    let pages = text_files(".html");
    let page = |end: &str| {
        &pages
            .iter()
            .find(|(name, _)| name.ends_with(end))
            .unwrap()
            .1
    };
    let wish = page("contract/Wish.html");
    for words in [
        "contains itself",
        "How much, in cents.",
        "0 to 1000000",
        "hostile-Tree.html#field-wish",
        "can’t carry it",
    ] {
        assert!(wish.contains(words), "{words}");
    }
    assert!(page("contract/Money.html").contains("<code>is_whole</code>"));
    let prompt = page("prompt/Everything.html");
    assert!(prompt.contains("<mark>{tone}</mark>") && prompt.contains("{{not an input}}"));
    assert!(page("prompt/Grow.html").contains("oak"));
}

/// Counted with OpenAI's o200k (tiktoken 0.12, 2026-11): the words of `Wish` are 130 tokens, those
/// of `Loud` 61.
#[test]
fn token_counts_are_near_a_real_tokenizer() {
    for (name, text) in text_files(".md") {
        let exact = match name.as_str() {
            "markdown/contract/Wish.md" => 130.0,
            "markdown/contract/hostile-Loud.md" => 61.0,
            _ => continue,
        };
        let row = text
            .lines()
            .find(|line| line.starts_with("| instructions only |"));
        let told = row
            .unwrap()
            .trim_end_matches(" |")
            .rsplit(' ')
            .next()
            .unwrap();
        let told: f64 = told.parse().unwrap();
        assert!(
            (told - exact).abs() / exact < 0.12,
            "{name}: {told}, not {exact}"
        );
    }
}
