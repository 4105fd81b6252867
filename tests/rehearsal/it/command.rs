//! `rehearse` as its users meet it: a real program, its arguments, streams and exit codes.

use std::process::{Command, Output};

fn run(arguments: &[&str]) -> (i32, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new(env!("CARGO_BIN_EXE_contracts_rehearsed"))
        .args(arguments)
        .env_remove("REHEARSED_KEY")
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

const MOOD: &str = "contracts_rehearsed::plans::mood_plan";
const OTHER: &str = "contracts_rehearsed::plans::other::mood_plan";

#[test]
fn a_plan_that_rejects_every_drift() {
    let (code, out, err) = run(&["rehearse", "--plan", MOOD]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.starts_with(&format!("{MOOD}: ")), "{out}");
    assert!(out.contains("slow first token"), "{out}");
    assert!(out.contains("2. claude-haiku-4-5 (anthropic"), "{out}");
}

#[test]
fn json_is_one_object_per_plan() {
    let (code, out, err) = run(&[
        "rehearse",
        "--format",
        "json",
        "--plan",
        &format!("{OTHER},{MOOD}"),
    ]);
    assert_eq!((code, err.as_str()), (0, ""));
    let lines: Vec<serde_json::Value> = out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let [first, second] = lines.as_slice() else {
        panic!("{out}");
    };
    assert_eq!(first["plan"], OTHER);
    assert_eq!(first["rehearsal"]["steps"][0]["form"], "chat");
    assert_eq!(second["plan"], MOOD);
    assert_eq!(second["sound"], true);
    assert_eq!(second["rehearsal"]["mode"], "production");
}

#[test]
fn a_plan_that_takes_drifted_answers_is_found() {
    let (code, out, err) = run(&["rehearse", "--plan", "lenient_plan"]);
    assert_eq!((code, err.as_str()), (1, ""), "{out}");
    assert!(
        out.contains("MISREAD") && !out.contains("0 misread"),
        "{out}"
    );
    let (code, out, _) = run(&["rehearse", "--plan", "lenient_plan", "--format", "github"]);
    assert_eq!(code, 1);
    assert!(
        out.contains("::error title=lenient_plan takes a wrong answer::gpt-6.1-terra, drift: missing key: MISREAD"),
        "{out}"
    );
    let (_, out, _) = run(&["rehearse", "--plan", "lenient_plan", "--format", "json"]);
    let line: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(line["sound"], false);
}

#[test]
fn what_can_not_be_rehearsed_is_an_error() {
    let cases = [
        (
            "keyless_plan",
            "error: keyless_plan: the plan can't be made: REHEARSED_KEY is not set",
        ),
        (
            "mood_plan",
            "several plans are named `mood_plan`; write one of",
        ),
        ("mod_plan", "no plan is named `mod_plan`; there are"),
    ];
    for (plan, words) in cases {
        let (code, out, err) = run(&["rehearse", "--plan", plan]);
        assert_eq!((code, out.as_str()), (2, ""), "{plan}");
        assert!(err.contains(words), "{err}");
    }
}

#[test]
fn plans_are_listed_and_the_help_says_how_to_name_them() {
    let (code, out, _) = run(&["list"]);
    assert_eq!(code, 0);
    for plan in [MOOD, OTHER, "lenient_plan", "keyless_plan"] {
        assert!(out.contains(&format!("plan {plan}\n")), "{out}");
    }
    let (code, out, _) = run(&["rehearse", "--help"]);
    assert_eq!(code, 0);
    assert!(out.contains("driftless::rehearse!(my_plan);"), "{out}");
    assert!(out.contains("--plan <NAME>"), "{out}");
}
