//! `contracts run`: arguments, exit codes, events.

use std::fs;
use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::vendor::{Reply, Vendor, right, usual};
use crate::{Test, tickets};

impl Test {
    /// Returns the command on this test's input.
    pub(crate) fn command(&self, more: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_run_under_test"));
        command
            .current_dir(self.folder.folder())
            .env("VENDOR_URL", self.vendor.url())
            .args([
                "run",
                "TriageTicket",
                "--output",
                "out",
                "--model",
                "mine/perfect",
            ])
            .args(more)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}

fn said(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

#[test]
fn exit_codes_say_how_a_run_ended() {
    let test = Test::new(Vendor::start(usual), 20);
    let input = ["--input", "tickets.jsonl"];
    let (code, out, err) = said(&test.command(&input).output().unwrap());
    assert_eq!(code, Some(0), "{out}{err}");
    assert!(out.starts_with("20 documents: 20 values, 0 drifted, 0 failed, 0 left\ncost $0.0022, 2000 tokens in, 200 out\n"), "{out}");
    assert_eq!(err, "");
    test.assert_all_right(20);

    let drifting = Vendor::start(|asked| match asked.item {
        3 => Reply::Says("{}".to_owned()),
        4 => Reply::Refuses,
        item => Reply::Says(right(item)),
    });
    let test = Test::new(drifting, 20);
    let (code, out, _) = said(&test.command(&input).output().unwrap());
    assert_eq!(code, Some(1), "{out}");
    assert!(
        out.contains("drift    missing at /severity: 1") || out.contains("drift "),
        "{out}"
    );
    assert!(out.contains("failed   refused: 1"), "{out}");

    let test = Test::new(Vendor::start(usual), 20);
    let (code, out, err) = said(
        &test
            .command(&["--input", "nowhere.jsonl"])
            .output()
            .unwrap(),
    );
    assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
    assert!(err.contains("nowhere.jsonl: can't be read"), "{err}");

    let paused = test
        .command(&[&input[..], &["--budget", "0.001"]].concat())
        .output()
        .unwrap();
    let (code, out, err) = said(&paused);
    assert_eq!(code, Some(3), "{out}{err}");
    assert!(err.contains("raise it to go on"), "{err}");
    let (code, out, _) = said(
        &test
            .command(&[&input[..], &["--budget", "1"]].concat())
            .output()
            .unwrap(),
    );
    assert_eq!((code, test.vendor.all()), (Some(0), 20), "{out}");
}

#[test]
fn a_dry_run_says_what_it_can_cost_and_asks_nothing() {
    let test = Test::new(Vendor::start(usual), 20);
    let (code, out, err) = said(
        &test
            .command(&["--input", "tickets.jsonl", "--dry-run"])
            .output()
            .unwrap(),
    );
    assert_eq!(code, Some(0), "{err}");
    assert!(
        out.starts_with("20 documents, 0 of them in the journal; 20 would be asked\n"),
        "{out}"
    );
    assert!(out.contains("they can't cost more than $"), "{out}");
    assert_eq!(test.vendor.all(), 0);
    assert!(!test.folder.path("out").exists());
}

#[test]
fn standard_input_is_kept_so_that_the_run_can_go_on() {
    let test = Test::new(Vendor::start(usual), 1);
    let mut child = test.command(&["--input", "-", "--json"]);
    let mut child = child.stdin(Stdio::piped()).spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(tickets(20).as_bytes())
        .unwrap();
    let (code, out, err) = said(&child.wait_with_output().unwrap());
    assert_eq!(code, Some(0), "{err}");
    test.assert_all_right(20);
    let last: Value = serde_json::from_str(out.lines().last().unwrap()).unwrap();
    assert_eq!(last["event"], "summary");
    assert_eq!(last["summary"]["ends"]["values"], 20);
    let kept = fs::read_to_string(test.folder.path("out/input.jsonl")).unwrap();
    assert_eq!(kept, tickets(20));
}

#[test]
fn a_dry_run_reads_standard_input_too() {
    let test = Test::new(Vendor::start(usual), 1);
    let mut child = test.command(&["--input", "-", "--dry-run"]);
    let mut child = child.stdin(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(tickets(20).as_bytes()).unwrap();
    drop(input);
    let (code, out, err) = said(&child.wait_with_output().unwrap());
    assert_eq!((code, test.vendor.all()), (Some(0), 0), "{err}");
    assert!(out.starts_with("20 documents"), "{out}");
}

#[cfg(unix)]
#[test]
fn a_full_disk_loses_nothing_that_was_journaled() {
    let test = Test::new(Vendor::start(usual), 200);
    // Files of 64 KiB at most, and no signal for it: writes fail as on a full disk.
    let program = env!("CARGO_BIN_EXE_run_under_test");
    let line = format!(
        "trap '' XFSZ; ulimit -f 64; exec {program} run TriageTicket --output out --model mine/perfect --input tickets.jsonl"
    );
    let full = Command::new("bash")
        .args(["-c", &line])
        .current_dir(test.folder.folder())
        .env("VENDOR_URL", test.vendor.url())
        .output()
        .unwrap();
    let (code, out, err) = said(&full);
    assert_eq!(code, Some(2), "{out}{err}");
    assert!(err.contains("can't be written"), "{err}");
    let paid = test.vendor.all();
    assert!(paid < 200, "{paid}");
    let (code, out, err) = said(
        &test
            .command(&["--input", "tickets.jsonl"])
            .output()
            .unwrap(),
    );
    assert_eq!(code, Some(0), "{out}{err}");
    test.assert_all_right(200);
    // At most those that were under way were asked twice.
    assert!(
        test.vendor.all() <= 200 + 16,
        "{} {paid}",
        test.vendor.all()
    );
}
