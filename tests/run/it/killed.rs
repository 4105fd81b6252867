//! Kills at drawn points: whatever the moment, the same command goes on.

use std::fs;
use std::time::Duration;

use rand::rngs::SmallRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::Value;

use crate::Test;
use crate::vendor::{Reply, Vendor, right};

/// Some drift, some are refused, the rest is right.
fn mixed(asked: crate::vendor::Asked<'_>) -> Reply {
    match asked.item % 17 {
        3 => Reply::Says(r#"{"severity":"medium","refund_usd":null}"#.to_owned()),
        5 => Reply::Refuses,
        _ => Reply::Says(right(asked.item)),
    }
}

const DOCUMENTS: u64 = 150;
const CONCURRENCY: usize = 6;

fn files(test: &Test) -> Vec<String> {
    ["values.jsonl", "drifted.jsonl", "failed.jsonl"]
        .iter()
        .map(|name| fs::read_to_string(test.folder.path("out").join(name)).unwrap())
        // Each test has a vendor on a port of its own.
        .map(|text| text.replace(&test.vendor.url(), "VENDOR"))
        .collect()
}

#[test]
fn a_run_that_is_killed_at_fifty_points_ends_as_an_undisturbed_one() {
    let arguments = [
        "--input",
        "tickets.jsonl",
        "--concurrency",
        "6",
        "--no-receipts",
    ];
    let undisturbed = Test::new(Vendor::start(mixed), DOCUMENTS);
    let whole = undisturbed.command(&arguments).output().unwrap();
    assert_eq!(whole.status.code(), Some(1), "{whole:?}");
    let expected = files(&undisturbed);

    let mut random = SmallRng::seed_from_u64(1850);
    let (mut kills, mut twice) = (0, 0);
    while kills < 50 {
        let test = Test::new(Vendor::start(mixed), DOCUMENTS);
        *test.vendor.late.lock().unwrap() = Duration::from_millis(10);
        let (mut killed_here, mut journaled) = (0, 0);
        let summary = loop {
            let mut child = test.command(&arguments).spawn().unwrap();
            std::thread::sleep(Duration::from_millis(random.random_range(5..160)));
            child.kill().unwrap();
            let output = child.wait_with_output().unwrap();
            if output.status.code().is_none() {
                (kills, killed_here) = (kills + 1, killed_here + 1);
                // What was journaled stays journaled.
                let now = ends(&test);
                assert!(now >= journaled, "{now} {journaled}");
                journaled = now;
                continue;
            }
            assert_eq!(output.status.code(), Some(1), "{output:?}");
            let summary = fs::read_to_string(test.folder.path("out/summary.json")).unwrap();
            break serde_json::from_str::<Value>(&summary).unwrap();
        };
        assert!(files(&test) == expected, "{:?}", test.folder);
        // Every answer that was paid twice was under way at a kill, and was counted.
        let asked = u64::try_from(test.vendor.all()).unwrap();
        let more = asked - DOCUMENTS;
        let unsure = summary["unsure"].as_u64().unwrap();
        assert!(more <= unsure, "{more} {unsure}");
        let most = u64::try_from(killed_here * CONCURRENCY).unwrap();
        assert!(unsure <= most, "{unsure} {most}");
        twice += more;
    }
    println!("{kills} kills, {twice} calls were made twice");
}

/// Lines of the journal that end a document.
fn ends(test: &Test) -> usize {
    let journal = fs::read_to_string(test.folder.path("out/journal.jsonl")).unwrap_or_default();
    let begins = [r#"{"value":"#, r#"{"drifted":"#, r#"{"failed":"#];
    let whole = journal
        .split_inclusive('\n')
        .filter(|line| line.ends_with('\n'));
    whole
        .filter(|line| begins.iter().any(|begin| line.starts_with(begin)))
        .count()
}

#[test]
fn a_budget_holds_across_kills() {
    let test = Test::new(Vendor::start(mixed), 60);
    *test.vendor.late.lock().unwrap() = Duration::from_millis(300);
    let arguments = [
        "--input",
        "tickets.jsonl",
        "--concurrency",
        "4",
        "--budget",
        "0.002",
    ];
    let mut last = None;
    for _ in 0..30 {
        let mut child = test.command(&arguments).spawn().unwrap();
        let before = test.vendor.all();
        let mut waits = 0;
        while test.vendor.all() == before && child.try_wait().unwrap().is_none() && waits < 2000 {
            std::thread::sleep(Duration::from_millis(1));
            waits += 1;
        }
        if child.try_wait().unwrap().is_some() {
            last = Some(child.wait_with_output().unwrap());
            break;
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let last = last.expect("a budget that kills can't stretch");
    let err = String::from_utf8(last.stderr).unwrap();
    assert_eq!(last.status.code(), Some(3), "{err}");
    // Each call costs 110 tokens at a dollar a million.
    let billed = f64::from(u32::try_from(test.vendor.all()).unwrap()) * 0.000_11;
    assert!(billed <= 0.002, "{billed}");
    let out = String::from_utf8(last.stdout).unwrap();
    assert!(
        out.contains("attempts were under way when an earlier run was killed"),
        "{out}"
    );
}
