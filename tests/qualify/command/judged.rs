//! `contracts qualify --judge` as its users meet it: what it says, what it keeps, and kills.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use driftless::qualify::{QualificationOutcome, Verdict};

use super::Test;
use super::noted::{notes, noting, shown};
use super::vendor::{Asked, Vendor};

fn test(behave: fn(Asked<'_>) -> super::Reply, number: u64) -> Test {
    let test = Test::new(Vendor::start(behave), 0);
    fs::write(&test.data, notes(number, true)).unwrap();
    test
}

fn qualify(test: &Test, more: &[&str]) -> Command {
    let mut command = test.program();
    command
        .args(["qualify", "NoteTicket", "--data"])
        .arg(&test.data)
        .args(["--reference", "mine/reference", "--candidate", "mine/equal"])
        .args(["--concurrency", "3"])
        .args(more)
        .stdout(Stdio::piped());
    command
}

#[test]
fn a_judge_is_named_by_a_flag_and_missed_before_any_call() {
    let test = test(noting, 400);
    let ran = Test::run(qualify(&test, &[]));
    assert_eq!((ran.code, test.vendor.all()), (Some(2), 0), "{ran:?}");
    assert!(
        ran.err.contains("`/note`") && ran.err.contains("--judge VENDOR/MODEL"),
        "{ran:?}"
    );
    let ran = Test::run(qualify(&test, &["--judge", "mine/nobody"]));
    assert_eq!((ran.code, test.vendor.all()), (Some(2), 0), "{ran:?}");
    assert!(
        ran.err.contains("no model is named `mine/nobody`"),
        "{ran:?}"
    );
    let ran = Test::run(qualify(&test, &["--judge", "mine/judge", "--dry-run"]));
    assert_eq!((ran.code, test.vendor.all()), (Some(0), 0), "{ran:?}");
    assert!(
        ran.err.contains("400 items, 800 calls at most")
            && ran.err.contains("and 1600 calls of the judge at most"),
        "{ran:?}"
    );
}

#[test]
fn a_judge_is_told_with_the_verdict_and_by_the_evidence() {
    let test = test(noting, 400);
    let ran = Test::run(qualify(
        &test,
        &["--judge", "mine/judge", "--report", "page.html"],
    ));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let calls = test.vendor.called("judge");
    assert!(ran.out.starts_with("compatible/equal: passed\n"), "{ran:?}");
    let last = ran.out.lines().last().unwrap();
    assert!(
        last.starts_with("judged by compatible/judge: the same in both orders for ")
            && last.contains(&format!("without a grade; {calls} calls, $0.")),
        "{ran:?}"
    );
    let page = fs::read_to_string(test.folder.path("page.html")).unwrap();
    assert!(page.contains("Judged by"));
    let mut shown = test.program();
    shown.args(["evidence", "show"]);
    let ran = Test::run(shown);
    assert!(
        ran.out.contains("judge.model = \"compatible/judge\"\n"),
        "{ran:?}"
    );

    // Evidence by another judge than the one that is wanted is stale, and renewed by that one.
    for (judge, code, said) in [
        ("compatible/judge", 0, "holds until"),
        (
            "mine/other",
            1,
            "the judge changed: compatible/judge when qualified, mine/other now; run `",
        ),
        ("mine/other", 1, " --judge mine/other`"),
    ] {
        let mut explained = test.program();
        explained.args(["evidence", "explain", "--judge", judge]);
        let ran = Test::run(explained);
        assert!(ran.code == Some(code) && ran.out.contains(said), "{ran:?}");
    }

    // Another rubric would show in the comparison; another data set does, with the judge in the
    // command.
    fs::write(&test.data, notes(401, true)).unwrap();
    let mut explained = test.program();
    explained.args(["evidence", "explain"]);
    let ran = Test::run(explained);
    assert!(
        ran.code == Some(1)
            && ran
                .out
                .contains("--candidate compatible/equal --judge compatible/judge`"),
        "{ran:?}"
    );
}

/// No call begins whose end the journal has.
fn begun_again(journal: &str) -> Vec<String> {
    let (mut ended, mut again) = (BTreeSet::new(), Vec::new());
    for line in journal.lines() {
        let Ok(record) = serde_json::from_str::<serde_json::Value>(line) else {
            continue;
        };
        let key = record["key"].as_str().unwrap_or_default().to_owned();
        match record["kind"].as_str() {
            Some("ended") => drop(ended.insert(key)),
            Some("begun") if ended.contains(&key) => again.push(line.to_owned()),
            _ => {}
        }
    }
    again
}

#[test]
fn a_run_that_is_killed_while_it_judges_pays_no_grade_twice_and_decides_the_same() {
    // Judging takes its time, so that most kills come while the judge speaks.
    let behave = |asked: Asked<'_>| {
        let slow = if shown(asked.said).is_some() { 6 } else { 1 };
        std::thread::sleep(Duration::from_millis(slow + asked.item % 5));
        noting(asked)
    };
    let arguments = [
        "--judge",
        "mine/judge",
        "--fixed",
        "240",
        "--margin",
        "0.2",
        "--format",
        "json",
    ];
    let whole = test(behave, 240);
    let ran = Test::run(qualify(&whole, &arguments));
    let expected: QualificationOutcome =
        serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{ran:?}"));
    assert_eq!(expected.candidates[0].verdict, Verdict::Passed);

    let test = test(behave, 240);
    let (mut kills, mut judging) = (0, 0);
    for round in 0..20_u64 {
        let at = test.vendor.all() + 5 + usize::try_from(round * 37 % 23).unwrap();
        let before = test.vendor.called("judge");
        let mut child = qualify(&test, &arguments).spawn().unwrap();
        if test.reaches(at, &mut child) {
            child.kill().unwrap();
            kills += 1;
            judging += usize::from(test.vendor.called("judge") > before);
        }
        child.wait().unwrap();
    }
    assert!(kills == 20 && judging >= 15, "{kills} {judging}");
    let ran = Test::run(qualify(&test, &arguments));
    let resumed: QualificationOutcome =
        serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{ran:?}"));
    assert_eq!(resumed.candidates[0].fields, expected.candidates[0].fields);
    assert_eq!(
        resumed.candidates[0].verdict,
        expected.candidates[0].verdict
    );
    assert_eq!(
        resumed.candidates[0].reasons,
        expected.candidates[0].reasons
    );
    let consistency = |outcome: &QualificationOutcome| outcome.judge.as_ref().unwrap().consistency;
    assert_eq!(consistency(&resumed), consistency(&expected));

    let journal = fs::read_to_string(test.folder.path("tickets.jsonl.journal")).unwrap();
    assert_eq!(begun_again(&journal), Vec::<String>::new());
    // What was under way at a kill is all that was asked again: three calls at most each time.
    let told = ["reference", "equal", "judge"].map(|model| test.vendor.told(model));
    let again: usize = told
        .iter()
        .flat_map(|told| told.values())
        .map(|count| count - 1)
        .sum();
    assert!(again <= 60, "{again}");
    let questions = |test: &Test| test.vendor.told("judge").into_keys().collect::<Vec<_>>();
    assert_eq!(questions(&test), questions(&whole));
}
