//! Layouts, compression, and input that is no input.

use std::fs;
use std::io::Write;

use driftless::run::RunError;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::vendor::{Vendor, usual};
use crate::{Test, said, tickets};

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn csv(documents: u64) -> String {
    let rows = (0..documents).map(|number| format!("t{number},\"{}\"\r\n", said(number)));
    format!("id,ticket\r\n{}", rows.collect::<String>())
}

fn nested(documents: u64) -> String {
    let lines = (0..documents).map(|number| {
        let said = said(number);
        format!("{{\"id\":\"t{number}\",\"input\":{{\"ticket\":\"{said}\"}}}}\n")
    });
    lines.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_corpus_in_every_form_gives_the_same_values() {
    // Two frames and one that holds no data, written by the `zstd` program 1.5.4.
    let zstd = include_bytes!("../fixtures/tickets.jsonl.zst").to_vec();
    let two_members = [gzip(&tickets(10)), gzip(&tickets(20)[tickets(10).len()..])].concat();
    let forms = [
        ("plain.jsonl", tickets(20).into_bytes()),
        (
            "windows.jsonl",
            tickets(20).replace('\n', "\r\n").into_bytes(),
        ),
        (
            "marked.jsonl",
            format!("\u{feff}{}", tickets(20)).into_bytes(),
        ),
        (
            "blank.jsonl",
            tickets(20).replace('\n', "\n\n").into_bytes(),
        ),
        ("open.jsonl", tickets(20).trim_end().as_bytes().to_vec()),
        ("nested.jsonl", nested(20).into_bytes()),
        ("one.jsonl.gz", gzip(&tickets(20))),
        ("two.jsonl.gz", two_members),
        ("some.jsonl.zst", zstd),
        ("rows.csv", csv(20).into_bytes()),
        ("rows.csv.gz", gzip(&csv(20))),
        ("marked.csv", format!("\u{feff}{}", csv(20)).into_bytes()),
    ];
    for (name, bytes) in forms {
        let mut test = Test::new(Vendor::start(usual), 1);
        test.input = test.folder.file(name, bytes);
        let summary = test
            .run()
            .run()
            .await
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!((summary.documents, test.vendor.all()), (20, 20), "{name}");
        test.assert_all_right(20);
    }
}

/// Files that are no input, with a part of the message.
#[allow(clippy::too_many_lines, reason = "a table")]
fn wrong() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let line = |text: &str| {
        format!(
            "{}{text}\n{}",
            tickets(2),
            r#"{"id":"z","ticket":"ticket 9"}"#
        )
    };
    let long = format!("{{\"id\":\"x\",\"ticket\":\"{}\"}}", "a".repeat(17 << 20));
    vec![
        (
            "a.jsonl",
            line("{\"id\":\"x\",").into_bytes(),
            "a.jsonl:3: no JSON",
        ),
        (
            "a.jsonl",
            line("[1]").into_bytes(),
            "a.jsonl:3: expected a JSON object",
        ),
        (
            "a.jsonl",
            line(r#"{"id":"x"}"#).into_bytes(),
            "a.jsonl:3: ticket: missing",
        ),
        (
            "a.jsonl",
            line(r#"{"id":"x","ticket":1}"#).into_bytes(),
            "a.jsonl:3: ticket: not a",
        ),
        (
            "a.jsonl",
            line(r#"{"id":"x","ticket":"a","tenant":"b"}"#).into_bytes(),
            "a.jsonl:3: tenant: unknown",
        ),
        (
            "a.jsonl",
            line(r#"{"id":"x","ticket":"a","ticket":"b"}"#).into_bytes(),
            "a.jsonl:3: ticket: the key stands twice",
        ),
        (
            "a.jsonl",
            line(r#"{"id":"t1","ticket":"a"}"#).into_bytes(),
            "stands in line 2 as well",
        ),
        (
            "a.jsonl",
            line(r#"{"id":"","ticket":"a"}"#).into_bytes(),
            "a.jsonl:3: id: an id is a text or a number",
        ),
        (
            "a.jsonl",
            line(r#"{"id":null,"ticket":"a"}"#).into_bytes(),
            "a.jsonl:3: id: an id is",
        ),
        (
            "a.jsonl",
            [b"{\"id\":\"x\",\"ticket\":\"\xff\"}".as_slice(), b"\n"].concat(),
            "a.jsonl:1: byte 21 is not UTF-8",
        ),
        (
            "a.jsonl",
            line(&long).into_bytes(),
            "a.jsonl:3: the line is longer than",
        ),
        ("a.jsonl", Vec::new(), "it has no document"),
        ("a.jsonl", b"\n\n".to_vec(), "it has no document"),
        (
            "a.jsonl.gz",
            gzip(&tickets(50))[..60].to_vec(),
            "a.jsonl.gz: can't be read",
        ),
        (
            "a.jsonl.zst",
            include_bytes!("../fixtures/tickets.jsonl.zst")[..90].to_vec(),
            "a.jsonl.zst: can't be read",
        ),
        (
            "a.csv",
            b"id,text\n1,a\n".to_vec(),
            "a.csv:1: text: unknown",
        ),
        (
            "a.csv",
            b"id\n1\n".to_vec(),
            "a.csv:1: ticket: no such column",
        ),
        (
            "a.csv",
            b"id,ticket\n1,a,b\n".to_vec(),
            "a.csv:2: the row has 3 cells",
        ),
        (
            "a.csv",
            b"id,ticket\n1,a\n,b\n".to_vec(),
            "a.csv:3: id: no id",
        ),
        (
            "a.csv",
            b"id,ticket\n1,\xff\n".to_vec(),
            "a.csv:2: a cell is not UTF-8",
        ),
        (
            "a.csv",
            b"id,ticket,ticket\n1,a,b\n".to_vec(),
            "ticket: the column stands twice",
        ),
        (
            "a.csv",
            format!("id,ticket\n1,\"{}", "a,\n".repeat(20 << 20)).into_bytes(),
            "is a quotation mark never closed?",
        ),
        ("a.csv", b"id,ticket\n".to_vec(), "it has no document"),
    ]
}

/// Nothing is asked, no result is written, and the message says where.
#[tokio::test(flavor = "multi_thread")]
async fn input_that_is_wrong_is_refused_before_the_first_call() {
    for (name, bytes, said) in wrong() {
        let mut test = Test::new(Vendor::start(usual), 1);
        test.input = test.folder.file(name, bytes);
        let error = test.run().run().await.unwrap_err();
        assert!(matches!(error, RunError::Input(_)), "{said}: {error}");
        let error = error.to_string();
        assert!(
            error.contains(said),
            "{said}: {}",
            &error[..error.len().min(500)]
        );
        assert_eq!(test.vendor.all(), 0, "{said}");
        assert!(!test.folder.path("out/values.jsonl").exists(), "{said}");
    }
    let mut test = Test::new(Vendor::start(usual), 1);
    for (path, said) in [
        ("nowhere.jsonl", "can't be read"),
        (".", "it is a directory"),
    ] {
        test.input = test.folder.path(path);
        let error = test.run().run().await.unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_are_no_documents_can_be_skipped_and_are_listed() {
    let mut test = Test::new(Vendor::start(usual), 1);
    let lines = format!(
        "{}not json\n{{\"id\":\"t1\",\"ticket\":\"twice\"}}\n{{\"id\":\"x\"}}\n",
        tickets(3)
    );
    test.input = test.folder.file("some.jsonl", lines);
    let estimate = test.run().skip_invalid().estimate().unwrap();
    assert_eq!((estimate.left, estimate.invalid), (3, 3));
    assert!(!test.folder.path("out").exists());
    let summary = test.run().skip_invalid().run().await.unwrap();
    assert_eq!((summary.documents, summary.invalid), (3, 3));
    test.assert_all_right(3);
    let invalid = test.lines("invalid.jsonl");
    let numbers: Vec<_> = invalid.iter().map(|line| line["line"].as_u64()).collect();
    assert_eq!(numbers, [Some(4), Some(5), Some(6)]);
    assert_eq!(invalid[2]["problems"][0]["field"], "ticket");
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_are_numbers_other_columns_or_the_content() {
    let mut test = Test::new(Vendor::start(usual), 1);
    test.input = test.folder.file(
        "some.jsonl",
        "{\"ticket\":\"ticket 1\",\"number\":17,\"tenant\":\"a\"}\n{\"ticket\":\"ticket 2\",\"number\":18}\n",
    );
    let run = || test.run().ignore_unknown_columns();
    run().id_column("number").run().await.unwrap();
    assert_eq!(test.ids("values.jsonl"), ["17", "18"]);
    fs::remove_dir_all(test.folder.path("out")).unwrap();
    run().run().await.unwrap();
    let ids = test.ids("values.jsonl");
    assert!(
        ids.iter().all(|id| id.starts_with("doc-")) && ids[0] != ids[1],
        "{ids:?}"
    );
    // The field itself.
    fs::remove_dir_all(test.folder.path("out")).unwrap();
    run().id_column("ticket").run().await.unwrap();
    assert_eq!(test.ids("values.jsonl"), ["ticket 1", "ticket 2"]);
}
