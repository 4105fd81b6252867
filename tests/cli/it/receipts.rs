//! The sums over a folder of receipts, by one command.

use std::time::Duration;

use driftless::receipt::{Attempt, Receipt};
use driftless::{FailureClass, usd};
use serde_json::{Value, json};

use super::run::{Folder, run};

/// 2026-11-30 12:00 UTC.
const NOON: u64 = 1_796_040_000_000;

/// A call that began so many minutes after noon, of `model`.
fn call(minutes: u64, model: &str, millis: u64) -> Receipt {
    let mut attempt = Attempt::new("openai", model);
    attempt.metadata.served_model = Some(format!("{model}-2026-10-01"));
    attempt.elapsed = Duration::from_millis(millis);
    let mut receipt = Receipt::new("TriageTicket", "Triage");
    receipt.id = format!("{minutes:032}");
    receipt.started_unix_ms = NOON + minutes * 60_000;
    receipt.elapsed = Duration::from_millis(millis);
    receipt.attempts.push(attempt);
    receipt.spend.intended = usd("0.001").unwrap();
    receipt
}

/// A call whose first model was overloaded, so that another one answered.
fn fallback(minutes: u64) -> Value {
    let mut receipt = call(minutes, "gpt-6.1-terra", 4000);
    receipt.attempts[0].failure = Some(FailureClass::Overloaded);
    receipt.attempts[0].metadata.served_model = None;
    receipt.spend.intended = usd("0").unwrap();
    receipt.spend.fallback = usd("0.003").unwrap();
    let mut second = Attempt::new("anthropic", "claude-haiku-4-5");
    second.step = 1;
    receipt.attempts.push(second);
    let mut value = serde_json::to_value(&receipt).unwrap();
    value["hops"] = json!([{"from": "gpt-6.1-terra", "to": "claude-haiku-4-5", "reason": "overloaded",
        "evidence": {"kind": "vouched", "why": "by hand"}, "outcome": {"kind": "taken"}, "after_attempts": 1}]);
    value
}

fn drifted(minutes: u64) -> Receipt {
    let mut receipt = call(minutes, "gpt-6.1-terra", 900);
    receipt.failure = Some(FailureClass::Drifted);
    receipt.attempts[0].failure = Some(FailureClass::Drifted);
    receipt.attempts[0].drifted_fields = [("/refund_usd".to_owned(), 2)].into();
    receipt
}

/// Two quiet hours around an outage of two.
fn outage() -> String {
    let mut lines = Vec::new();
    for minutes in (0..240).step_by(10) {
        lines.push(match minutes {
            60..180 => fallback(minutes),
            30 => serde_json::to_value(drifted(minutes)).unwrap(),
            _ => serde_json::to_value(call(minutes, "gpt-6.1-terra", 800)).unwrap(),
        });
    }
    lines.iter().map(|line| line.to_string() + "\n").collect()
}

#[test]
fn an_outage_of_two_hours_is_told_by_one_command() {
    let folder = Folder::new();
    folder.file("receipts-1.jsonl", outage());
    let ran = run(["receipts", folder.path().to_str().unwrap()]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert_eq!(
        ran.out,
        "24 calls from 2026-11-30 12:00 to 2026-11-30 15:50 UTC: 23 answered, 1 failed (4.1 %)\n  \
           spent     $0.012 as intended, $0.036 on fallback\n  \
           served    claude-haiku-4-5 12 (50.0 %), gpt-6.1-terra-2026-10-01 11 (45.8 %)\n  \
           fallback  answered 12 calls (50.0 %): gpt-6.1-terra -> claude-haiku-4-5 after overloaded 12\n  \
           failed    drifted from the contract 1\n  \
           drifted   Triage/refund_usd 1\n  \
           time      half of the calls within 900 ms, 95 % within 4.00 s, slowest 4.00 s (00000000000000000000000000000060)\n\
         \n\
         time (UTC)        calls  failed  fallback    cost    50 %    95 %  why\n\
         2026-11-30 12:00      6  16.6 %     0.0 %  $0.006  800 ms  900 ms  drifted from the contract 1\n\
         2026-11-30 13:00      6   0.0 %   100.0 %  $0.018  4.00 s  4.00 s  overloaded 6 -> claude-haiku-4-5\n\
         2026-11-30 14:00      6   0.0 %   100.0 %  $0.018  4.00 s  4.00 s  overloaded 6 -> claude-haiku-4-5\n\
         2026-11-30 15:00      6   0.0 %     0.0 %  $0.006  800 ms  800 ms\n"
    );
}

#[test]
fn calls_are_chosen_and_grouped() {
    let folder = Folder::new();
    let file = folder.file("a.jsonl", outage());
    let calls = |more: &[&str]| -> u64 {
        let of = ["receipts", &file, "--format", "json"];
        let ran = run(of.iter().chain(more));
        assert_eq!(ran.code, 0, "{}", ran.err);
        let first: Value = serde_json::from_str(ran.out.lines().next().unwrap()).unwrap();
        first["calls"].as_u64().unwrap()
    };
    assert_eq!(calls(&["--since", "2026-11-30T13:00"]), 18);
    assert_eq!(
        calls(&[
            "--since",
            "2026-11-30T13:00",
            "--until",
            "2026-11-30T14:30Z"
        ]),
        9
    );
    assert_eq!(calls(&["--until", "2026-11-30"]), 0);
    assert_eq!(calls(&["--model", "claude-haiku-4-5"]), 12);
    assert_eq!(calls(&["--model", "gpt-6.1-terra"]), 24);
    assert_eq!(calls(&["--prompt", "Another"]), 0);
    assert_eq!(calls(&["--contract", "Triage"]), 24);
    let ran = run(["receipts", &file, "--by", "model", "--format", "json"]);
    let rows: Vec<Value> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let of = |row: &Value| {
        (
            row["model"].as_str().unwrap().to_owned(),
            row["calls"].as_u64(),
        )
    };
    let rows: Vec<_> = rows[1..].iter().map(of).collect();
    assert_eq!(
        rows,
        [
            ("(none)".to_owned(), Some(1)),
            ("claude-haiku-4-5".to_owned(), Some(12)),
            ("gpt-6.1-terra-2026-10-01".to_owned(), Some(11)),
        ]
    );
    for wrong in [
        "yesterday",
        "2026-02-30",
        "2026-11-30T24:00",
        "2026-11-30T1:00",
        "T",
    ] {
        let ran = run(["receipts", &file, "--since", wrong]);
        assert!(
            ran.code == 2 && ran.err.contains("2026-11-30T14:05"),
            "{wrong}: {}",
            ran.err
        );
    }
}

/// Whose calls they were, by the fields and the budget that the caller gave.
#[test]
fn calls_are_found_and_counted_by_tag_and_account() {
    let folder = Folder::new();
    let mut lines = String::new();
    for (minutes, tenant, feature) in [
        (0, "acme", "inbox"),
        (1, "acme", "search"),
        (2, "birch", "inbox"),
    ] {
        let mut receipt = call(minutes, "m", 10);
        receipt.tags = [("tenant", tenant), ("feature", feature)]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
        receipt.account = (tenant == "acme").then(|| "acme".to_owned());
        lines += &(serde_json::to_string(&receipt).unwrap() + "\n");
    }
    let file = folder.file("a.jsonl", lines);
    let calls = |more: &[&str]| {
        let ran = run(["receipts", &file, "--format", "json"].iter().chain(more));
        let first = ran.out.lines().next().unwrap().to_owned();
        serde_json::from_str::<Value>(&first).unwrap()["calls"]
            .as_u64()
            .unwrap()
    };
    assert_eq!(calls(&["--tag", "tenant=acme"]), 2);
    assert_eq!(
        calls(&["--tag", "tenant=acme", "--tag", "feature=inbox"]),
        1
    );
    assert_eq!(calls(&["--tag", "tenant=nobody"]), 0);
    let rows = |by: &str, key: &str| {
        let ran = run(["receipts", &file, "--by", by, "--format", "json"]);
        let rows = ran.out.lines().skip(1);
        let rows = rows.map(|line| serde_json::from_str::<Value>(line).unwrap());
        rows.map(|row| {
            (
                row[key].as_str().unwrap().to_owned(),
                row["calls"].as_u64().unwrap(),
            )
        })
        .collect::<Vec<_>>()
    };
    let of = |rows: [(&str, u64); 2]| rows.map(|(name, calls)| (name.to_owned(), calls)).to_vec();
    assert_eq!(rows("tag:tenant", "tag"), of([("acme", 2), ("birch", 1)]));
    assert_eq!(rows("account", "account"), of([("(none)", 1), ("acme", 2)]));
    let text = run(["receipts", &file, "--by", "tag:feature"]).out;
    assert!(
        text.contains("tag:feature") && text.contains("\ninbox            2 "),
        "{text}"
    );
    for wrong in [["--tag", "tenant"], ["--by", "tag:"], ["--by", "week"]] {
        let ran = run(["receipts", &file].iter().chain(&wrong));
        assert_eq!(ran.code, 2, "{}", ran.err);
    }
}

#[test]
fn a_longer_time_is_shown_by_day() {
    let folder = Folder::new();
    let days = (0..5).map(|day| call(day * 1440, "m", 10));
    let lines: String = days
        .map(|call| serde_json::to_string(&call).unwrap() + "\n")
        .collect();
    let ran = run(["receipts", &folder.file("a.jsonl", lines)]);
    assert!(ran.out.contains("\n2026-12-01      1"), "{}", ran.out);
    assert!(!ran.out.contains("12:00  "), "{}", ran.out);
}

/// A line that a kill cut off, one of another kind, one of a later version, and one that would move
/// a terminal's cursor: all are counted, and nothing else is lost.
#[test]
fn lines_that_are_no_receipts_are_found() {
    let folder = Folder::new();
    let mut evil = call(1, "\u{1b}[2J", 10);
    evil.id = "\u{7}\u{202e}".to_owned();
    let good = serde_json::to_string(&evil).unwrap();
    let later = good.replacen("\"version\":3", "\"version\":99", 1);
    let cut = good.get(..good.len() / 2).unwrap();
    let file = folder.file(
        "a.jsonl",
        format!("{good}\n\n[]\n{later}\n\u{1b}[31m\n{cut}"),
    );
    let ran = run(["receipts", &file]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.starts_with("1 calls"), "{}", ran.out);
    assert!(ran.out.contains("4 lines are no receipts:"), "{}", ran.out);
    assert!(ran.out.contains("a.jsonl:3 is no receipt"), "{}", ran.out);
    assert!(ran.out.contains("has the layout 99"), "{}", ran.out);
    assert!(ran.out.contains("a.jsonl:6 is cut off"), "{}", ran.out);
    assert!(
        !ran.out.contains(['\u{1b}', '\u{7}', '\u{202e}']),
        "{}",
        ran.out
    );
}

#[test]
fn what_is_not_there_is_an_error() {
    let folder = Folder::new();
    let path = folder.path().to_str().unwrap().to_owned();
    let ran = run(["receipts", &path]);
    assert!(
        ran.code == 2 && ran.err.contains("no `.jsonl` files"),
        "{}",
        ran.err
    );
    let ran = run(["receipts", &format!("{path}/none.jsonl")]);
    assert!(
        ran.code == 2 && ran.err.contains("can't read"),
        "{}",
        ran.err
    );
    let ran = run(["receipts", &folder.file("empty.jsonl", "")]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "no calls\n"));
}
