//! `contracts qualify` and `contracts evidence` as their users meet them: a real program, files,
//! exit codes, and kills.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::format_collect,
    reason = "helpers of tests fail loudly"
)]

#[path = "../support/folder.rs"]
mod folder;
#[path = "../support/noted.rs"]
mod noted;
#[path = "../support/vendor.rs"]
mod vendor;

mod judged;
mod killed;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use driftless::lock::Lock;
use folder::Folder;
use rand::rngs::SmallRng;
use rand::{Rng as _, SeedableRng as _};
use vendor::{Reply, Vendor, chance, items, right, usual, wrong};

struct Test {
    folder: Folder,
    vendor: Vendor,
    data: PathBuf,
}

/// The results of the program.
#[derive(Debug)]
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Test {
    fn new(vendor: Vendor, number: u64) -> Self {
        let folder = Folder::new();
        let data = folder.file("tickets.jsonl", items(number, true));
        Self {
            folder,
            vendor,
            data,
        }
    }

    fn program(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_qualify_under_test"));
        command
            .current_dir(self.folder.folder())
            .env("VENDOR_URL", self.vendor.url())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn qualify(&self, more: &[&str]) -> Command {
        let mut command = self.program();
        command
            .args(["qualify", "TriageTicket", "--data"])
            .arg(&self.data)
            .args(["--reference", "mine/reference", "--concurrency", "3"])
            .args(more);
        command
    }

    fn run(mut command: Command) -> Ran {
        let output = command.output().unwrap();
        Ran {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Waits until the vendor has seen so many calls; false if the program has ended before.
    fn reaches(&self, calls: usize, child: &mut Child) -> bool {
        while self.vendor.all() < calls {
            if child.try_wait().unwrap().is_some() {
                return false;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        true
    }

    /// The calls that the journal has the answers of: model and item.
    fn journaled(&self) -> BTreeSet<(String, u64)> {
        let text =
            fs::read_to_string(self.folder.path("tickets.jsonl.journal")).unwrap_or_default();
        let mut begun = std::collections::BTreeMap::new();
        let mut ended = BTreeSet::new();
        for line in text.lines() {
            // The last one may be torn.
            let Ok(record) = serde_json::from_str::<serde_json::Value>(line) else {
                continue;
            };
            let key = record["key"].as_str().unwrap_or_default().to_owned();
            match record["kind"].as_str() {
                Some("begun") => {
                    let model = record["model"]
                        .as_str()
                        .unwrap()
                        .trim_start_matches("compatible/");
                    let item = record["item"].as_str().unwrap()[1..].parse().unwrap();
                    begun.insert(key, (model.to_owned(), item));
                }
                Some("ended") => {
                    ended.insert(begun[&key].clone());
                }
                _ => {}
            }
        }
        ended
    }
}

#[test]
fn verdicts_are_exit_codes_and_go_into_the_lock() {
    let test = Test::new(Vendor::start(usual), 400);
    let ran = Test::run(test.qualify(&["--candidate", "mine/equal", "--report", "page.html"]));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.starts_with("compatible/equal: passed\n"), "{ran:?}");
    let lock = fs::read_to_string(test.folder.path("contracts.lock")).unwrap();
    assert!(
        lock.contains("compatible/equal") && lock.contains("passed"),
        "{lock}"
    );
    assert!(
        fs::read_to_string(test.folder.path("page.html"))
            .unwrap()
            .contains("<!DOCTYPE html>")
    );

    let ran = Test::run(test.qualify(&["--candidate", "mine/worse", "--format", "json"]));
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let outcome: driftless::qualify::QualificationOutcome = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        outcome.candidates[0].verdict,
        driftless::qualify::Verdict::Failed
    );

    let mut listed = test.program();
    listed.args(["evidence", "list"]);
    let ran = Test::run(listed);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), 2, "{ran:?}");
    assert!(
        lines[0].contains("compatible/equal: passed") && lines[0].ends_with(", holds"),
        "{ran:?}"
    );
    assert!(
        lines[1].contains("compatible/worse: failed") && lines[1].ends_with("doesn't hold"),
        "{ran:?}"
    );

    // Another data set makes the evidence stale, and the command that renews it is shown.
    fs::write(&test.data, items(401, true)).unwrap();
    for command in [
        ["evidence", "explain", "TriageTicket", "compatible/equal"].as_slice(),
        &["check", "--model", "gpt-6.1-terra"],
    ] {
        let mut told = test.program();
        told.args(command);
        let ran = Test::run(told);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(
            ran.out.contains("the data set changed: ")
                && ran.out.contains("contracts qualify TriageTicket --data"),
            "{ran:?}"
        );
    }
}

/// Evidence that `build()` would refuse is invalid here as well, though no plan is asked.
#[test]
fn evidence_of_another_dialect_or_adapter_does_not_hold() {
    let test = Test::new(Vendor::start(usual), 400);
    let ran = Test::run(test.qualify(&["--candidate", "mine/perfect"]));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let path = test.folder.path("contracts.lock");
    let lock = Lock::parse("", &fs::read_to_string(&path).unwrap()).unwrap();
    let entry = lock.get("TriageTicket", "compatible/perfect").unwrap();
    let (mut dialect, mut adapter) = (entry.clone(), entry.clone());
    "telegraphic".clone_into(&mut dialect.dialect);
    "6f".clone_into(&mut adapter.adapter);
    for (entry, said) in [
        (entry, "holds until"),
        (
            &dialect,
            "the dialect changed: telegraphic when qualified, ",
        ),
        (
            &adapter,
            "what the dialect makes of the contract changed: 6f when qualified, ",
        ),
    ] {
        driftless::lock::update(&path, [entry.clone()]).unwrap();
        let mut explained = test.program();
        explained.args(["evidence", "explain"]);
        let ran = Test::run(explained);
        assert!(ran.out.contains(said), "{ran:?}");
    }
}

#[test]
fn what_can_not_begin_is_told_and_costs_nothing() {
    let test = Test::new(Vendor::start(usual), 60);
    let ran = Test::run(test.qualify(&["--candidate", "mine/equal", "--dry-run"]));
    assert_eq!((ran.code, test.vendor.all()), (Some(0), 0), "{ran:?}");
    assert!(
        ran.err.contains("60 items, 120 calls at most")
            && ran.err.contains("can't cost more than $"),
        "{ran:?}"
    );
    // The number of items that it takes is reported before any is paid: nobody can pass on these.
    assert!(
        ran.err.contains(
            "a pass takes at least 89 items, and there are 60, so nobody can pass; add 29 or more"
        ),
        "{ran:?}"
    );
    for (more, said) in [
        (
            ["--candidate", "mine/other"],
            "no model is named `mine/other`",
        ),
        (["--candidate", "openai/gpt-6.1-terra"], "OPENAI_API_KEY"),
        (["--candidate", "mine/reference"], "stands there twice"),
    ] {
        let mut command = test.qualify(&more);
        command.env_remove("OPENAI_API_KEY");
        let ran = Test::run(command);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains(said), "{ran:?}");
    }
    // Where nothing is asked, no key is needed.
    let mut command = test.qualify(&["--candidate", "openai/gpt-6.1-terra", "--dry-run"]);
    command.args(["--max-output-tokens", "100"]);
    command.env_remove("OPENAI_API_KEY");
    let ran = Test::run(command);
    assert_eq!((ran.code, test.vendor.all()), (Some(0), 0), "{ran:?}");
    assert!(ran.err.contains("can't cost more than $"), "{ran:?}");
    fs::write(&test.data, "{\"id\": \"1\", \"input\": {}}\n").unwrap();
    let ran = Test::run(test.qualify(&["--candidate", "mine/equal"]));
    assert!(
        ran.code == Some(2) && ran.err.contains("tickets.jsonl:1: input.ticket: missing"),
        "{ran:?}"
    );
    assert!(!test.folder.path("contracts.lock").exists());
    assert_eq!(test.vendor.all(), 0);
}

/// Draws where the kills come; the same as before with `DRIFTLESS_KILL_SEED`.
fn kill_points() -> (u64, SmallRng) {
    let set = std::env::var("DRIFTLESS_KILL_SEED").ok();
    let seed = set.map_or_else(rand::random, |seed| seed.parse().expect("a number"));
    (seed, SmallRng::seed_from_u64(seed))
}

#[test]
fn a_run_that_is_killed_at_twenty_random_points_pays_no_journaled_answer_twice_and_decides_the_same()
 {
    // Calls differ in how long they take, so that the kills meet all states.
    let behave = |asked: vendor::Asked<'_>| {
        std::thread::sleep(Duration::from_millis(1 + asked.item % 7));
        let errs = asked.model == "equal" && chance(2, asked.item, 30);
        Reply::Says(if errs {
            wrong(asked.item)
        } else {
            right(asked.item)
        })
    };
    let (seed, mut random) = kill_points();
    // Shown if the test fails.
    println!("DRIFTLESS_KILL_SEED={seed}");
    let whole = Test::new(Vendor::start(behave), 800);
    let arguments = [
        "--candidate",
        "mine/equal",
        "--fixed",
        "800",
        "--format",
        "json",
    ];
    let ran = Test::run(whole.qualify(&arguments));
    let expected: driftless::qualify::QualificationOutcome =
        serde_json::from_str(&ran.out).unwrap();

    let test = Test::new(Vendor::start(behave), 800);
    let mut kills = 0;
    for round in 0..20 {
        let known = test.journaled();
        let before = test.vendor.calls();
        // After any of the next calls, or before them; 20 times that is less than a third of the
        // 1,600 calls, so that no run ends before it is killed, however late a busy machine kills.
        let at = test.vendor.all() + random.random_range(0..24_usize);
        let mut child = test.qualify(&arguments).spawn().unwrap();
        if test.reaches(at, &mut child) {
            child.kill().unwrap();
            kills += 1;
        }
        child.wait().unwrap();
        let after = test.vendor.calls();
        for call in known {
            assert_eq!(
                before.get(&call),
                after.get(&call),
                "round {round}: {call:?}"
            );
        }
    }
    assert_eq!(kills, 20);
    let ran = Test::run(test.qualify(&arguments));
    let resumed: driftless::qualify::QualificationOutcome =
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
    // What was under way at a kill is all that was asked again: three calls at most each time.
    let again: usize = test.vendor.calls().values().map(|count| count - 1).sum();
    assert!(again <= 60, "{again}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_whole_and_the_run_goes_on() {
    let test = Test::new(Vendor::start(usual), 400);
    *test.vendor.late.lock().unwrap() = Duration::from_millis(20);
    let mut child = test
        .qualify(&["--candidate", "mine/equal"])
        .spawn()
        .unwrap();
    assert!(test.reaches(20, &mut child));
    let id = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &id])
            .status()
            .unwrap()
            .success()
    );
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{said}");
    assert!(
        said.contains("the run was stopped") && said.contains("run the same again to go on"),
        "{said}"
    );
    // Calls under way have ended and are all there.
    assert_eq!(test.journaled().len(), test.vendor.all());
    let ran = Test::run(test.qualify(&["--candidate", "mine/equal"]));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(test.vendor.calls().values().all(|count| *count == 1));
}
