//! `decode`: verdicts, places, formats, packing, order.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use super::run::{Folder, fed, run};

const GOOD: &str = r#"{"summary":"Late","severity":"low","refund_usd":null,"products":["a","b"]}"#;

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn good_lines_are_clean_and_blank_ones_are_skipped() {
    let ran = fed(
        ["decode", "Triage"],
        format!("{GOOD}\n\n  \r\n{GOOD}\r\n{GOOD}").as_bytes(),
    );
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(ran.out, "0 of 3 documents deviate from `Triage`\n");
}

#[test]
fn every_deviation_has_file_line_and_pointer() {
    let folder = Folder::new();
    let file = folder.file(
        "old.jsonl",
        format!(
            "{GOOD}\n{}\n\n{}\nnot json\n",
            r#"{"summary":"","severity":"HIGH","refundUsd":1,"products":[]}"#,
            r#"{"summary":"x","severity":"low","refund_usd":null,"products":["a","a"]}"#
        ),
    );
    let ran = run(["decode", "Triage", &file]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let text = ran.out.replace(&file, "F");
    let lines: Vec<&str> = text.lines().collect();
    assert!(
        lines[0].starts_with("F:2:/refund_usd: expected the key"),
        "{text}"
    );
    for start in [
        "F:2:/summary: expected ",
        "F:2:/severity: expected one of `low`, `high`, found the string \"HIGH\"; ",
        "F:2:/refundUsd: ",
        "F:4:/products/1: ",
        "F:5: expected a JSON value",
    ] {
        assert!(
            lines.iter().any(|line| line.starts_with(start)),
            "{start}\n{text}"
        );
    }
    assert!(
        text.contains("\n\n3 of 4 documents deviate from `Triage`\n"),
        "{text}"
    );
    assert!(text.contains("1 unknown_key    first at F:2\n"), "{text}");
}

#[test]
fn a_json_file_is_one_document_whose_lines_count() {
    let folder = Folder::new();
    let pretty = "{\n  \"summary\": \"x\",\n  \"severity\": 3,\n  \"refund_usd\": null,\n  \"products\": []\n}\n";
    let file = folder.file("one.json", pretty);
    let ran = run(["decode", "Triage", &file]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.starts_with(&format!("{file}:3:/severity: ")),
        "{}",
        ran.out
    );
    // The same as lines is something else, and the other way round.
    assert!(
        run(["decode", "Triage", "--jsonl", &file])
            .out
            .contains("6 of 6")
    );
    let lines = folder.file("two.jsonl", format!("{GOOD}\n{GOOD}\n"));
    assert_eq!(run(["decode", "Triage", "--json", &lines]).code, 1);
    assert_eq!(run(["decode", "Triage", &lines]).code, 0);
}

#[test]
fn packed_files_are_read_by_their_first_bytes() {
    let folder = Folder::new();
    // Two members in one file, as log rotation leaves them.
    let bytes = [packed(format!("{GOOD}\n").as_bytes()), packed(b"{}\n")].concat();
    for name in ["a.jsonl.gz", "a.jsonl"] {
        let file = folder.file(name, &bytes);
        let ran = run(["decode", "Triage", "--summary", &file]);
        assert_eq!(ran.code, 1);
        assert!(ran.out.starts_with("1 of 2 documents"), "{}", ran.out);
        assert!(
            ran.out
                .contains(&format!("4 missing_key    first at {file}:2")),
            "{}",
            ran.out
        );
    }
    let one = folder.file("one.json.gz", packed(GOOD.replace(',', ",\n").as_bytes()));
    assert_eq!(run(["decode", "Triage", &one]).code, 0);
}

#[test]
fn json_output_is_one_object_per_line() {
    let ran = fed(
        ["decode", "Triage", "--format", "json"],
        b"{\"a\xff\":1}\n[]\n",
    );
    assert_eq!(ran.code, 1);
    let found: Vec<Value> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(found[0]["kind"], "not_utf8");
    assert_eq!(
        (&found[0]["file"], &found[0]["line"]),
        (&"<stdin>".into(), &1.into())
    );
    assert_eq!(found[1]["kind"], "wrong_type");
    assert_eq!(found[1]["pointer"], "");
    let summary = &found.last().unwrap()["summary"];
    assert_eq!(
        (&summary["documents"], &summary["drifted"]),
        (&2.into(), &2.into())
    );
}

#[test]
fn annotations_are_escaped() {
    let folder = Folder::new();
    let file = folder.file("a,b.jsonl", "{\"100%\":1}\n");
    let ran = run(["decode", "Triage", "--format", "github", &file]);
    assert_eq!(ran.code, 1);
    let place = format!(
        "::error file={},line=1,title=drift::",
        file.replace(',', "%2C")
    );
    assert!(
        ran.out
            .lines()
            .any(|line| line.starts_with(&place) && line.contains("/100%25: ")),
        "{}",
        ran.out
    );
}

#[test]
fn order_is_kept_whatever_the_number_of_threads() {
    let mut text = String::new();
    for number in 0..40_000 {
        if number % 3 == 0 {
            text.push_str("{}\n");
        } else {
            text.push_str(GOOD);
            text.push('\n');
        }
    }
    let told: Vec<String> = ["1", "2", "7"]
        .iter()
        .map(|jobs| fed(["decode", "Triage", "--jobs", jobs], text.as_bytes()).out)
        .collect();
    assert!(told[0].contains("13334 of 40000 documents"));
    assert!(told[0] == told[1] && told[1] == told[2]);
    let lines: Vec<u32> = told[0]
        .lines()
        .filter_map(|line| {
            line.strip_prefix("<stdin>:")?
                .split(':')
                .next()?
                .parse()
                .ok()
        })
        .collect();
    assert_eq!(lines.len(), 4 * 13_334);
    assert!(lines.is_sorted());
}
