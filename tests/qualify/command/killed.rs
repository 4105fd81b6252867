//! A budget across kills: amounts that may have been paid stay booked, and are reported unchanged.

use std::fs;
use std::time::Duration;

use serde_json::Value;

use crate::Test;
use crate::vendor::{Vendor, usual};

/// The attempts of which the journal has the beginning and no end, each with its worst case.
fn left(test: &Test) -> Vec<f64> {
    let journal = fs::read_to_string(test.folder.path("tickets.jsonl.journal")).unwrap();
    let lines = journal
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut left: Vec<(String, f64)> = Vec::new();
    for line in lines {
        let key = line["key"].as_str().unwrap_or_default().to_owned();
        match line["kind"].as_str() {
            Some("begun") => {
                let worst = line["worst"].as_str().expect("its worst case").parse();
                left.push((key, worst.unwrap()));
            }
            Some("ended" | "void") => {
                let last = left.iter().rposition(|(of, _)| *of == key).unwrap();
                left.remove(last);
            }
            _ => {}
        }
    }
    left.into_iter().map(|(_, worst)| worst).collect()
}

#[test]
fn a_run_that_is_killed_again_and_again_never_asks_for_more_than_its_budget() {
    let test = Test::new(Vendor::start(usual), 60);
    *test.vendor.late.lock().unwrap() = Duration::from_secs(2);
    let arguments = ["--candidate", "mine/equal", "--budget", "0.014"];
    let mut refused = None;
    for _ in 0..20 {
        let before = test.vendor.all();
        let mut child = test.qualify(&arguments).spawn().unwrap();
        if !test.reaches(before + 1, &mut child) {
            refused = Some(child.wait_with_output().unwrap());
            break;
        }
        // Some of the others are on their way as well.
        std::thread::sleep(Duration::from_millis(50));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let refused = refused.expect("a budget that kills can't stretch");
    let said = String::from_utf8(refused.stderr).unwrap();
    let left = left(&test);
    let sum: f64 = left.iter().sum();
    assert_eq!(refused.status.code(), Some(2), "{said}");
    assert!(sum <= 0.014, "{left:?}");
    assert!(
        test.vendor.all() <= left.len(),
        "{} {left:?}",
        test.vendor.all()
    );
    assert!(
        said.contains(&format!(
            "{} attempts without an end can have cost $0.0",
            left.len()
        )),
        "{} in {said}",
        left.len()
    );
    // With more money it goes on, and reports the uncertain part.
    let ran = Test::run(test.qualify(&["--candidate", "mine/equal", "--dry-run"]));
    assert!(
        ran.err
            .contains(&format!("{} attempts were under way", left.len())),
        "{ran:?}"
    );
}
