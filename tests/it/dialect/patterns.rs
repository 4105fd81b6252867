//! The language of `pattern` at OpenAI: Python's `re`, which is asked itself where it is there.

use std::io::Write as _;
use std::process::{Command, Stdio};

use driftless::dialect::{self, Dialect, adapt};
use driftless::json::Json;
use driftless::{Contract, ViolationKind, decode};

#[derive(Debug, Contract)]
struct Patterns {
    #[contract(pattern = r"^[A-Z]{3}-[0-9]{4}$")]
    p01: String,
    #[contract(pattern = r"^\d{2}$")]
    p02: String,
    #[contract(pattern = r"^\w+$")]
    p03: String,
    #[contract(pattern = r"^(?<year>\d{4})-(?<month>\d\d)$")]
    p04: String,
    #[contract(pattern = r"^a\u{2013}b$")]
    p05: String,
    #[contract(pattern = r"^\u{1f600}$")]
    p06: String,
    #[contract(pattern = r"^\p{Lu}")]
    p07: String,
    #[contract(pattern = r"\P{L}")]
    p08: String,
    #[contract(pattern = r"^[^\p{Cc}]*$")]
    p09: String,
    #[contract(pattern = r"^.$")]
    p10: String,
    #[contract(pattern = r"^\S+\s\S+$")]
    p11: String,
    #[contract(pattern = r"^[\d.,-]+?$")]
    p12: String,
    #[contract(pattern = r"^[\w]+(?:a|b|)$")]
    p13: String,
    #[contract(pattern = r"^a\/b\x41\u0042$")]
    p14: String,
    #[contract(pattern = r"\bx\b")]
    p15: String,
    #[contract(pattern = r"^[\D]$")]
    p16: String,
    #[contract(pattern = r"^\D$")]
    p17: String,
    #[contract(pattern = r"^[\s]+$")]
    p18: String,
    #[contract(pattern = r"^[^\x00-\x1f]*$")]
    p19: String,
    #[contract(pattern = r"^\$\{x\}\.\[\]$")]
    p20: String,
}

/// Sent of each pattern; `None` where Python has no equivalent.
const SENT: &[(&str, Option<&str>)] = &[
    ("p01", Some(r"^[A-Z]{3}-[0-9]{4}$")),
    ("p02", Some(r"^[0-9]{2}$")),
    ("p03", Some(r"^[0-9A-Za-z_]+$")),
    ("p04", Some(r"^([0-9]{4})-([0-9][0-9])$")),
    ("p05", Some(r"^a\u2013b$")),
    ("p06", Some(r"^😀$")),
    ("p07", None),
    ("p08", None),
    ("p09", None),
    ("p10", Some(r"^[^\n\r\u2028\u2029]$")),
    (
        "p11",
        Some(
            r"^[^\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+[\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff][^\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+$",
        ),
    ),
    ("p12", Some(r"^[0-9.,-]+?$")),
    ("p13", Some(r"^[0-9A-Za-z_]+(?:a|b|)$")),
    ("p14", Some(r"^a\/b\x41\x42$")),
    ("p15", None),
    ("p16", None),
    ("p17", Some(r"^[^0-9]$")),
    (
        "p18",
        Some(r"^[\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+$"),
    ),
    ("p19", Some(r"^[^\x00-\x1f]*$")),
    ("p20", Some(r"^\$\{x\}\.\[\]$")),
];

const TEXTS: &[&str] = &[
    "ABC-1234", "abc-1234", "12", "٣٤", "a_1", "été", "2026-11", "a–b", "a-b", "😀", "É", "é",
    "\u{1}", "x", "\u{2028}", "\u{85}", "a\u{a0}b", "a\u{85}b", "a b", "\u{feff}", "\u{1f}",
    "1,5-", "aab", "a/bAB", "${x}.[]", "", "x y", "\u{e000}",
];

fn sent(table: &'static dialect::Table) -> Vec<(String, Option<String>)> {
    let adapted = super::adapted(Patterns::SHAPE, table);
    let schema = super::schema_of(&adapted).unwrap();
    let Some(Json::Object(properties)) = schema.get("properties") else {
        panic!("no properties");
    };
    let pattern = |property: &Json| match property.get("pattern") {
        Some(Json::String(text)) => Some(text.clone()),
        _ => None,
    };
    let all = properties.iter();
    let all: Vec<_> = all.map(|(key, of)| (key.clone(), pattern(of))).collect();
    for (key, pattern) in &all {
        let lost = adapted.losses.iter();
        let lost =
            lost.filter(|loss| loss.pointer == format!("/{key}") && loss.keyword == "pattern");
        assert_eq!(lost.count(), usize::from(pattern.is_none()), "{key}");
    }
    all
}

#[test]
fn patterns_are_sent_in_the_language_of_the_vendor() {
    for table in [dialect::OpenAiSchema::TABLE, dialect::OpenAiTool::TABLE] {
        let sent = sent(table);
        let sent: Vec<_> = sent
            .iter()
            .map(|(key, of)| (key.as_str(), of.as_deref()))
            .collect();
        assert_eq!(sent, SENT);
    }
    // The plain schema has them as they were written.
    let plain = dialect::json_schema(Patterns::SHAPE);
    let plain = serde_json::to_string(&plain).unwrap();
    assert!(
        plain.contains(r"(?<year>\\d{4})") && plain.contains(r"\\p{Lu}"),
        "{plain}"
    );
    assert!(adapt(Patterns::SHAPE, dialect::GeminiSchema::TABLE).is_ok());
}

/// The fields whose pattern the decoder finds in the text.
fn matched(text: &str) -> Vec<&'static str> {
    let text = serde_json::to_string(text).unwrap();
    let members: Vec<String> = SENT
        .iter()
        .map(|(key, _)| format!("\"{key}\":{text}"))
        .collect();
    let json = format!("{{{}}}", members.join(","));
    let missed: Vec<String> = match decode::<Patterns>(&json) {
        Ok(_) => Vec::new(),
        Err(drift) => {
            let all = drift.violations().iter();
            all.inspect(|violation| assert_eq!(violation.kind(), ViolationKind::Pattern))
                .map(|violation| violation.pointer().trim_start_matches('/').to_owned())
                .collect()
        }
    };
    let keys = SENT.iter().map(|(key, _)| *key);
    keys.filter(|key| !missed.iter().any(|missed| missed == key))
        .collect()
}

/// Reads patterns and texts, and writes for each pattern the texts that it is found in.
const ORACLE: &str = r#"
import json, re, sys, warnings
warnings.simplefilter("error")
patterns, texts = json.load(sys.stdin)
json.dump([[bool(re.search(p, t)) for t in texts] for p in patterns], sys.stdout)
"#;

#[test]
fn python_reads_what_is_sent_as_the_decoder_does() {
    let found = Command::new("python3")
        .args(["-c", ORACLE])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut python) = found else {
        println!("SKIPPED: there is no python3");
        return;
    };
    let sent: Vec<(&str, &str)> = SENT
        .iter()
        .filter_map(|(key, of)| Some((*key, (*of)?)))
        .collect();
    let patterns: Vec<&str> = sent.iter().map(|(_, pattern)| *pattern).collect();
    let input = serde_json::to_string(&(&patterns, TEXTS)).unwrap();
    python
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success());
    let verdicts: Vec<Vec<bool>> = serde_json::from_slice(&output.stdout).unwrap();
    for (at, text) in TEXTS.iter().enumerate() {
        let matched = matched(text);
        for ((key, pattern), verdicts) in sent.iter().zip(&verdicts) {
            assert_eq!(matched.contains(key), verdicts[at], "{pattern} {text:?}");
        }
    }
}
