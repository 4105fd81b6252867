//! The content of a drift: pointers, spans, hints and the printed report.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::struct_field_names,
    clippy::format_collect,
    clippy::redundant_closure_for_method_calls,
    clippy::items_after_statements,
    clippy::needless_pass_by_value,
    clippy::string_slice,
    reason = "a test's helpers fail loudly"
)]

use driftless::{Contract, Drift, ViolationKind as Kind, decode, decode_slice};

#[derive(Debug, Contract)]
struct Line {
    sku: String,
    #[contract(range(1..=99))]
    qty: u32,
}

#[derive(Debug, Contract)]
struct Invoice {
    #[contract(length(1..=8))]
    invoice_number: String,
    lines: Vec<Line>,
    #[contract(ensure = is_round)]
    total: f64,
    note: Option<String>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the shape of a check")]
fn is_round(total: &f64) -> Result<(), driftless::Violation> {
    if total.fract() == 0.0 {
        Ok(())
    } else {
        Err(driftless::Violation::new("a round total"))
    }
}

fn drift(text: &str) -> Drift {
    let drift = decode::<Invoice>(text).expect_err(text);
    for violation in drift.violations() {
        assert!(text.get(violation.span()).is_some(), "{violation:?}");
        assert_ne!(violation.kind(), Kind::Internal, "{drift}");
    }
    drift
}

/// Pointer, kind, the text at the span.
fn told(text: &str) -> Vec<(String, Kind, String)> {
    drift(text)
        .violations()
        .iter()
        .map(|one| {
            let at = text.get(one.span()).unwrap().to_owned();
            (one.pointer().to_owned(), one.kind(), at)
        })
        .collect()
}

#[test]
fn every_violation_is_told() {
    let text = r#"{"invoiceNumber":"A","lines":[{"sku":1,"qty":0},{"sku":"b","qty":2.5,"x":[]}],"total":12.5,"total":1,"note":7}"#;
    let told = told(text);
    let told: Vec<(&str, Kind, &str)> = told
        .iter()
        .map(|(pointer, kind, at)| (pointer.as_str(), *kind, at.as_str()))
        .collect();
    assert_eq!(told.len(), 9, "{told:?}");
    for expected in [
        ("/invoice_number", Kind::MissingKey, text),
        ("/invoiceNumber", Kind::UnknownKey, "\"invoiceNumber\""),
        ("/lines/0/sku", Kind::WrongType, "1"),
        ("/lines/0/qty", Kind::OutOfRange, "0"),
        ("/lines/1/qty", Kind::NotInteger, "2.5"),
        ("/lines/1/x", Kind::UnknownKey, "\"x\""),
        ("/total", Kind::Ensure, "12.5"),
        ("/total", Kind::DuplicateKey, "\"total\""),
        ("/note", Kind::WrongType, "7"),
    ] {
        assert!(told.contains(&expected), "{expected:?} in {told:?}");
    }
}

#[test]
fn checks_are_told_at_their_value() {
    let text = r#"{"invoice_number":"A","lines":[],"total": 12.5,"note":null}"#;
    assert_eq!(
        told(text),
        [("/total".to_owned(), Kind::Ensure, "12.5".to_owned())]
    );
    // Beside what the explaining pass finds.
    let text = r#"{"invoice_number":"A","lines":[],"total": 12.5,"note":1}"#;
    assert_eq!(told(text).len(), 2);
}

#[test]
fn a_cut_answer_names_the_place_being_read() {
    let whole = r#"{"invoice_number":"A","lines":[{"sku":"a\u00e9","qty":1},{"sku":"b","qty":-2.5e1}],"total":1,"note":null}"#;
    for end in 1..whole.len() {
        let told = told(&whole[..end]);
        assert_eq!(told[0].1, Kind::Truncated, "{}", &whole[..end]);
    }
    let cut = told(&whole[..whole.find("\"b\"").unwrap() + 2]);
    assert_eq!(cut[0].0, "/lines/1/sku");
}

#[test]
fn other_breaks_are_syntax() {
    for (text, kind) in [
        (r#"{"invoice_number":'A'}"#, Kind::Syntax),
        (r#"{"invoice_number":"A\q"}"#, Kind::Syntax),
        ("{\"invoice_number\":\"A\n\"}", Kind::Syntax),
        (r#"{"invoice_number" "A"}"#, Kind::Syntax),
        (r#"{invoice_number:"A"}"#, Kind::Syntax),
        (r#"{"total":01}"#, Kind::Syntax),
        (r#"{"total":tru}"#, Kind::Syntax),
        ("I can't.", Kind::Syntax),
    ] {
        assert_eq!(told(text)[0].1, kind, "{text}");
    }
    let drift = decode_slice::<Invoice>(b"{\"invoice_number\":\"\xff\"}").unwrap_err();
    assert_eq!(drift.violations()[0].kind(), Kind::NotUtf8);
    assert_eq!(drift.violations()[0].span().start, 19);
}

#[test]
fn the_report_reads_like_a_compilers() {
    let text = "{\n  \"invoiceNumber\": \"A-1\",\n  \"lines\": [{\"sku\": \"K\", \"qty\": \"2\"}],\n  \"total\": 3,\n  \"note\": null\n}";
    let report = format!("{:#}", drift(text).said_by("gpt-6.1-terra"));
    insta::assert_snapshot!(report, @r#"
    error: the answer of gpt-6.1-terra deviates from the contract `Invoice`
     --> /invoice_number:1:1
      |
    1 | {
      | ^ expected the key `invoice_number` (a string), found no such key
      |
      = help: found `invoiceNumber`
      |
     ::: /invoiceNumber:2:3
      |
    2 |   "invoiceNumber": "A-1",
      |   ^^^^^^^^^^^^^^^ expected the key `invoice_number`, found the key `invoiceNumber`
      |
      = help: the contract calls it `invoice_number`
      |
     ::: /lines/0/qty:3:33
      |
    3 |   "lines": [{"sku": "K", "qty": "2"}],
      |                                 ^^^ expected a whole number from 0, found the string "2"
      |
      = help: write the number without quotes: 2
    "#);
}

#[test]
fn a_long_answer_prints_small() {
    let long = "x".repeat(200_000);
    let text = format!(r#"{{"invoice_number":"{long}","lines":[],"total":"{long}","note":null}}"#);
    let report = drift(&text).to_string();
    assert!(report.len() < 2000, "{}", report.len());
    assert!(report.contains("200000 characters"), "{report}");
    // Many violations are counted.
    let many = format!(
        r#"{{"invoice_number":"a","lines":[{}],"total":1,"note":null}}"#,
        vec!["1"; 5000].join(",")
    );
    let report = drift(&many).to_string();
    assert!(report.contains("990 more violations"), "{report}");
    assert!(report.len() < 20_000, "{}", report.len());
}

#[test]
fn no_control_character_reaches_the_terminal() {
    let text = "{\"invoice_number\":\"\u{1b}[2J\u{202e}\u{9b}31m\\u001b\",\"lines\u{7f}\u{200b}\":[],\r\"total\":\"\u{2066}\",\"note\":\"\t\"}";
    for report in [
        drift(text).to_string(),
        format!("{:#}", drift(text)),
        format!("{:?}", drift(text)),
    ] {
        let raw: Vec<char> = report
            .chars()
            .filter(|one| {
                (one.is_control() && *one != '\n')
                    || ('\u{200b}'..='\u{200f}').contains(one)
                    || ('\u{202a}'..='\u{202e}').contains(one)
                    || ('\u{2066}'..='\u{2069}').contains(one)
            })
            .collect();
        assert!(raw.is_empty(), "{raw:?} in {report}");
    }
}

/// A fuzzer's finding: Unicode has more white space than JSON, and what is shown for it is wider
/// than it.
#[test]
fn white_space_that_is_none_of_jsons_is_reported() {
    for space in ['\u{b}', '\u{c}', '\u{85}', '\u{a0}', '\u{2028}', '\u{3000}'] {
        for text in [
            format!("\"e\"{space}"),
            format!("{space}"),
            format!("[1{space}]"),
        ] {
            let drift = decode::<String>(&text).unwrap_err();
            let one = drift.violations().last().unwrap();
            assert_eq!(&text[one.span()], space.to_string(), "{text:?}");
            assert!(drift.to_string().contains("expected"));
        }
    }
}

#[test]
fn a_drift_serializes_for_receipts() {
    let drift = drift(r#"{"invoice_number":"","lines":[],"total":1,"note":null}"#);
    insta::assert_snapshot!(serde_json::to_string(&drift).unwrap(), @r#"{"contract":"Invoice","model":null,"violations":[{"pointer":"/invoice_number","kind":"length","span":{"start":18,"end":20},"expected":"1 to 8 characters","found":"0 characters","hint":null}]}"#);
}
