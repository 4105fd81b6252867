//! `check --lock`: committed evidence that is about something else than what is linked.

use driftless::lock::Lock;
use driftless::qualify::QualificationOutcome;
use serde_json::{Value, json};

use super::run::{Folder, Ran, run};

/// The results of a run about one model on one prompt of the shop, long ago.
pub(crate) fn outcome(prompt: &str) -> Value {
    let share = json!({"estimate": 1.0, "low": 0.97, "high": 1.0, "level": 0.95});
    let arm = |model: &str| {
        json!({
            "model": model, "dialect": "instructions only", "adapter": "6f", "served": {}, "calls": 120, "conformance": share, "failures": {},
            "latency": null, "first_token": null, "cost": {"total": "0.42", "per_call": null, "input_tokens": 1, "output_tokens": 1},
        })
    };
    json!({
        "prompt": {
            "name": prompt, "fingerprint": "0f", "template": "1f", "contract": "Triage", "shape": "2f", "text": "3f", "comparison": "4f",
        },
        "data": {"path": "tickets.jsonl", "digest": "5f", "items": 120, "expected": 0, "clusters": null},
        "rule": {"margin": 0.05, "alpha": 0.05, "design": {"kind": "sequential"}, "seed": 7, "least_items": 50},
        "reference": arm("openai/gpt-6.1-terra"),
        "self_agreement": null,
        "candidates": [{
            "arm": arm("anthropic/claude-haiku-4-5"), "verdict": "passed", "reasons": ["not worse"], "pairs": 120, "fields": [], "disagreements": [],
        }],
        "date": "2026-11-23", "expires": "2099-12-31",
    })
}

fn check(folder: &Folder, outcomes: &[&Value]) -> Ran {
    let mut lock = Lock::default();
    for outcome in outcomes {
        let outcome: QualificationOutcome = serde_json::from_value((*outcome).clone()).unwrap();
        outcome
            .entries()
            .into_iter()
            .for_each(|entry| lock.put(entry));
    }
    let file = folder.file("contracts.lock", lock.to_string());
    run(["check", "--model", "gpt-6.1-terra", "--lock", &file])
}

/// Every reported change is undone, until none is left: each change is found, and no other is
/// reported.
#[test]
fn every_change_is_told_with_what_is_there_now() {
    let folder = Folder::new();
    let mut outcome = outcome("TriageTicket");
    let mut told = Vec::new();
    loop {
        let ran = check(&folder, &[&outcome]);
        let Some(line) = ran.out.lines().find(|line| line.contains(" changed: ")) else {
            assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
            break;
        };
        assert_eq!(ran.code, 1);
        assert!(
            line.starts_with("anthropic/claude-haiku-4-5 on TriageTicket"),
            "{line}"
        );
        assert!(line.ends_with("; run `contracts qualify TriageTicket --data tickets.jsonl --reference openai/gpt-6.1-terra --candidate anthropic/claude-haiku-4-5`"), "{line}");
        let (what, change) = line.split_once(" changed: ").unwrap();
        let (_, now) = change.split_once(" when qualified, ").unwrap();
        let (now, _) = now.split_once(" now; run").unwrap();
        let (what, place) = [
            ("shape", "/prompt/shape"),
            ("wording", "/prompt/text"),
            ("template", "/prompt/template"),
            ("examples", "/prompt/fingerprint"),
            ("compared", "/prompt/comparison"),
            (
                "what the dialect makes of the contract",
                "/candidates/0/arm/adapter",
            ),
        ]
        .into_iter()
        .find(|(end, _)| what.ends_with(end))
        .unwrap_or_else(|| panic!("{line}"));
        assert!(!told.contains(&what), "{what} again: {line}");
        told.push(what);
        *outcome.pointer_mut(place).unwrap() = json!(now);
    }
    told.sort_unstable();
    assert_eq!(
        told,
        [
            "compared",
            "examples",
            "shape",
            "template",
            "what the dialect makes of the contract",
            "wording"
        ]
    );
    outcome["date"] = json!("2026-01-01");
    outcome["expires"] = json!("2026-01-02");
    let ran = check(&folder, &[&outcome]);
    assert!(
        ran.code == 1
            && ran
                .out
                .contains("the evidence expired on 2026-01-02, and today is "),
        "{}",
        ran.out
    );
}

#[test]
fn evidence_about_no_prompt_and_no_dialect_is_told() {
    let folder = Folder::new();
    let ran = check(&folder, &[&outcome("TriageLetter")]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.contains(
            "anthropic/claude-haiku-4-5 on TriageLetter: no prompt is called `TriageLetter`"
        ),
        "{}",
        ran.out
    );
    let mut foreign = outcome("TriageTicket");
    *foreign.pointer_mut("/candidates/0/arm/dialect").unwrap() = json!("telegraphic");
    let ran = check(&folder, &[&foreign]);
    assert!(
        ran.code == 1
            && ran
                .out
                .contains("the dialect changed: telegraphic when qualified, "),
        "{}",
        ran.out
    );
}

/// The data set counts where it is at hand: here beside the lock, from another folder than the
/// current one.
#[test]
fn a_data_set_that_changed_or_broke_is_told() {
    let folder = Folder::new();
    let outcome = outcome("TriageTicket");
    let ran = check(&folder, &[&outcome]);
    assert!(!ran.out.contains("the data set"), "{}", ran.out);
    let item = |text: &str| format!("{{\"id\": \"1\", \"input\": {{\"ticket\": \"{text}\"}}}}\n");
    folder.file("tickets.jsonl", item("It broke."));
    let ran = check(&folder, &[&outcome]);
    let (_, told) = ran
        .out
        .split_once("TriageTicket: the data set changed: 5f when qualified, ")
        .unwrap_or_else(|| panic!("{}", ran.out));
    let (digest, _) = told.split_once(" now; run `contracts qualify").unwrap();
    let mut same = outcome.clone();
    *same.pointer_mut("/data/digest").unwrap() = json!(digest);
    let ran = check(&folder, &[&same]);
    assert!(!ran.out.contains("the data set"), "{}", ran.out);

    folder.file("tickets.jsonl", item("It broke.") + "{\"id\": \"2\"}\n");
    let ran = check(&folder, &[&same]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.contains("tickets.jsonl:2: "),
        "{}{}",
        ran.out,
        ran.err
    );
}

#[test]
fn without_a_lock_there_is_nothing_to_tell_and_a_broken_one_is_an_error() {
    let folder = Folder::new();
    let none = folder.path().join("none.lock");
    let ran = run([
        "check",
        "--model",
        "gpt-6.1-terra",
        "--lock",
        none.to_str().unwrap(),
    ]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let file = folder.file("contracts.lock", "version = 1\n<<<<<<< HEAD\n");
    let ran = run(["check", "--model", "gpt-6.1-terra", "--lock", &file]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err
            .contains("contracts.lock:2: a merge left its markers"),
        "{}",
        ran.err
    );
}

/// The pages of a prompt say which models were compared on it, and whether that is about the prompt
/// as it is; of a prompt without any, nothing.
#[test]
fn documentation_shows_the_evidence() {
    let folder = Folder::new();
    let mut lock = Lock::default();
    let outcome: QualificationOutcome = serde_json::from_value(outcome("TriageTicket")).unwrap();
    outcome
        .entries()
        .into_iter()
        .for_each(|entry| lock.put(entry));
    let file = folder.file("contracts.lock", lock.to_string());
    let target = folder.path().join("docs");
    let ran = run(["docs", target.to_str().unwrap(), "--lock", &file]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    let page = |path: &str| std::fs::read_to_string(target.join(path)).unwrap();
    let markdown = page("markdown/prompt/TriageTicket.md");
    assert!(
        markdown.contains("| `anthropic/claude-haiku-4-5` | `openai/gpt-6.1-terra` | stale (passed) | 2026-11-23 | 2099-12-31 | 120 | 1.0 (0.97 to 1.0) |"),
        "{markdown}"
    );
    assert!(
        markdown.contains("the contract's shape changed: 2f when qualified, "),
        "{markdown}"
    );
    let html = page("prompt/TriageTicket.html");
    assert!(
        html.contains("id=\"evidence\"") && html.contains("stale (passed)"),
        "{html}"
    );
    let others = std::fs::read_dir(target.join("markdown/prompt")).unwrap();
    let with: Vec<_> = others
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            std::fs::read_to_string(path)
                .unwrap()
                .contains("## Evidence")
        })
        .collect();
    assert_eq!(with.len(), 1, "{with:?}");
}

/// A lock is committed, and so may come from anybody; a seal is no obstacle, since anybody can make
/// one.
#[test]
#[allow(clippy::too_many_lines, reason = "a table of commands")]
fn evidence_prints_nothing_that_a_terminal_acts_on() {
    let folder = Folder::new();
    let odd = "x\u{1b}[2J\u{7}\u{202e}\u{2066}\u{9b}1m";
    let mut told = outcome("TriageTicket");
    told["reference"]["model"] = json!(format!("openai/{odd}"));
    told["candidates"][0]["arm"]["dialect"] = json!(odd);
    told["candidates"][0]["reasons"] = json!([odd]);
    told["data"]["path"] = json!(format!("{odd}\nerror: forged"));
    let mut other = outcome(&format!("Other{odd}"));
    other["date"] = json!(odd);
    let mut lock = Lock::default();
    for outcome in [told, other] {
        let outcome: QualificationOutcome = serde_json::from_value(outcome).unwrap();
        outcome
            .entries()
            .into_iter()
            .for_each(|entry| lock.put(entry));
    }
    let file = folder.file("contracts.lock", lock.to_string());
    for arguments in [
        vec!["evidence", "list", "--lock", &file],
        vec!["evidence", "show", "--lock", &file],
        vec!["evidence", "explain", "--lock", &file],
        vec!["check", "--model", "gpt-6.1-terra", "--lock", &file],
        vec![
            "check",
            "--model",
            "gpt-6.1-terra",
            "--lock",
            &file,
            "--format",
            "github",
        ],
    ] {
        let ran = run(&arguments);
        let acts = |c: char| {
            (c.is_control() && c != '\n')
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(
            !ran.out.contains(acts) && !ran.err.contains(acts),
            "{arguments:?}: {ran:?}"
        );
        assert!(
            !ran.out
                .lines()
                .any(|line| line.starts_with("error: forged")),
            "{ran:?}"
        );
    }
    // Not sealed: the wrong line is reported.
    let forged =
        "version = 1\n\n[evidence.A.\"x/1\"]\nreference = \"x\\u001b[2J\\u0007\\u202e/m\"\n";
    let file = folder.file("forged.lock", forged);
    for command in ["list", "show", "explain"] {
        let ran = run(["evidence", command, "--lock", &file]);
        assert_eq!(ran.code, 2);
        assert!(
            !ran.err.contains(['\u{1b}', '\u{7}', '\u{202e}']),
            "{:?}",
            ran.err
        );
    }
}
