//! `diff` with `contracts.lock`: the meaning of fingerprints, and that no change which they can't
//! classify passes for harmless.

use driftless::diff::{Class, Snapshot, compare};
use driftless::lock::{Current, Lock};
use driftless::qualify::QualificationOutcome;
use driftless::{Contract, Prompt};
use serde_json::{Value, json};

use super::super::lock::outcome;
use super::super::run::{Folder, Ran, run};

/// The shop's contract and prompt as they are.
mod same {
    #![allow(dead_code, reason = "only the fingerprints are read")]
    use driftless::{Contract, Prompt};

    /// How soon somebody must look.
    #[derive(Contract)]
    #[contract(rename_all = "snake_case")]
    pub(super) enum Severity {
        Low,
        High,
    }

    /// What the on-call engineer must know about one ticket.
    #[derive(Contract)]
    pub(super) struct Triage {
        /// One sentence.
        #[contract(length(1..=160))]
        pub(super) summary: String,
        pub(super) severity: Severity,
        /// In US dollars; null when none was asked for.
        #[contract(range(0.0..=10_000.0))]
        pub(super) refund_usd: Option<f64>,
        #[contract(length(..=8), unique)]
        pub(super) products: Vec<String>,
    }

    #[derive(Prompt)]
    #[prompt(output = Triage, system = "You triage tickets.", user = "Ticket:\n{ticket}")]
    pub(super) struct TriageTicket<'a> {
        pub(super) ticket: &'a str,
    }
}

/// Each as it might have been.
macro_rules! before {
    ($module:ident, $doc:literal, [$($type_attribute:meta),*], $most:literal, $system:literal) => {
        mod $module {
            #![allow(dead_code, reason = "only the fingerprints are read")]
            use super::same::Severity;
            use driftless::{Contract, Prompt};

            #[doc = $doc]
            #[derive(Contract)]
            $(#[$type_attribute])*
            pub(super) struct Triage {
                /// One sentence.
                #[contract(length(1..=$most))]
                pub(super) summary: String,
                pub(super) severity: Severity,
                /// In US dollars; null when none was asked for.
                #[contract(range(0.0..=10_000.0))]
                pub(super) refund_usd: Option<f64>,
                #[contract(length(..=8), unique)]
                pub(super) products: Vec<String>,
            }

            #[derive(Prompt)]
            #[prompt(output = Triage, system = $system, user = "Ticket:\n{ticket}")]
            pub(super) struct TriageTicket<'a> {
                pub(super) ticket: &'a str,
            }

            fn is_short(triage: &Triage) -> Result<(), driftless::Violation> {
                if triage.summary.len() > 80 {
                    return Err(driftless::Violation::new("too long"));
                }
                Ok(())
            }
        }
    };
}

before!(worded, "What to know.", [], 160, "You triage tickets.");
before!(
    looser,
    "What the on-call engineer must know about one ticket.",
    [contract(ensure = is_short)],
    160,
    "You triage tickets."
);
before!(
    shorter,
    "What the on-call engineer must know about one ticket.",
    [],
    99,
    "You triage tickets."
);
before!(
    templated,
    "What the on-call engineer must know about one ticket.",
    [],
    160,
    "Triage tickets."
);

/// A remark before its check.
#[derive(Contract)]
#[allow(dead_code, reason = "only the fingerprints are read")]
struct Remark {
    /// In their words.
    text: String,
    /// In the order of time.
    answers: Vec<Remark>,
}

#[derive(Prompt)]
#[prompt(output = Remark, user = "Discussion:\n{text}")]
#[allow(dead_code, reason = "only the fingerprints are read")]
struct ReadDiscussion<'a> {
    text: &'a str,
}

/// A lock with evidence on a prompt as `P` says it was.
fn lock_of<P: Prompt>(folder: &Folder, name: &str) -> String {
    let of = Current::of::<P>().fingerprints;
    let mut outcome = outcome(name);
    for (key, value) in [
        ("contract", of.contract),
        ("shape", of.shape),
        ("text", of.text),
        ("template", of.template),
        ("fingerprint", of.prompt),
    ] {
        outcome["prompt"][key] = value.into();
    }
    written(folder, outcome)
}

fn written(folder: &Folder, outcome: Value) -> String {
    let outcome: QualificationOutcome = serde_json::from_value(outcome).unwrap();
    let mut lock = Lock::default();
    outcome
        .entries()
        .into_iter()
        .for_each(|entry| lock.put(entry));
    folder.file("contracts.lock", lock.to_string())
}

fn diff(lock: &str, more: &[&str]) -> Ran {
    run(["diff", lock].iter().chain(more))
}

/// The classes that `--deny` refuses one by one.
fn refused(lock: &str) -> Vec<&'static str> {
    let classes = Class::ALL.iter().map(|class| class.name());
    classes
        .filter(|class| {
            let ran = diff(lock, &["--deny", class]);
            assert!(ran.code < 2, "{ran:?}");
            ran.code == 1
        })
        .collect()
}

/// Returns the true changes, by the schemas.
fn truth<Old: Contract, New: Contract>() -> Vec<&'static str> {
    let (old, new) = (
        Snapshot::of::<Old>().unwrap(),
        Snapshot::of::<New>().unwrap(),
    );
    let changes = compare(&old, &new);
    changes.iter().map(|change| change.class().name()).collect()
}

#[test]
fn what_has_the_same_fingerprints_is_unchanged() {
    let folder = Folder::new();
    let lock = lock_of::<same::TriageTicket<'_>>(&folder, "TriageTicket");
    let ran = diff(&lock, &[]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, "no change\n"),
        "{}",
        ran.err
    );
    assert_eq!(refused(&lock), [""; 0]);
}

/// A check in code has a name among the words, so that words alone are no proof of anything: a
/// check that is gone looks like words that were said in another way, and lets data through that
/// were none before.
#[test]
fn the_same_schema_is_no_proof_of_wording_only() {
    let folder = Folder::new();
    let lock = lock_of::<worded::TriageTicket<'_>>(&folder, "TriageTicket");
    assert_eq!(
        Current::of::<worded::TriageTicket<'_>>().fingerprints.shape,
        Current::of::<looser::TriageTicket<'_>>().fingerprints.shape
    );
    assert_eq!(truth::<worded::Triage, same::Triage>(), ["wording-only"]);
    let of_words = diff(&lock, &[]);
    let possible = refused(&lock);
    assert_eq!(possible, ["wording-only", "consumer-breaking"]);
    assert_eq!(
        (of_words.code, of_words.out.as_str()),
        (
            1,
            "unclassified      Triage: its schema is the same; its words changed, or a check in code went, and a lock doesn't show which; compare with a \
             folder that `schemas` wrote\n"
        ),
        "{}",
        of_words.err
    );
    let lock = lock_of::<looser::TriageTicket<'_>>(&folder, "TriageTicket");
    assert_eq!(
        truth::<looser::Triage, same::Triage>(),
        ["consumer-breaking"]
    );
    assert_eq!(diff(&lock, &[]).out, of_words.out);
    assert_eq!(refused(&lock), possible);
}

/// Where there is a check now, it may be new.
#[test]
fn a_check_that_may_be_new_may_break_producers() {
    let folder = Folder::new();
    let lock = lock_of::<ReadDiscussion<'_>>(&folder, "ReadDiscussion");
    let ran = diff(&lock, &[]);
    assert!(
        ran.code == 1 && ran.out.contains(" a check in code came or went, "),
        "{ran:?}"
    );
    assert_eq!(
        refused(&lock),
        ["wording-only", "consumer-breaking", "producer-breaking"]
    );
}

#[test]
fn another_shape_may_be_of_any_class() {
    let folder = Folder::new();
    let lock = lock_of::<shorter::TriageTicket<'_>>(&folder, "TriageTicket");
    let all: Vec<&str> = Class::ALL.iter().map(|class| class.name()).collect();
    assert_eq!(refused(&lock), all);
    assert_eq!(diff(&lock, &["--deny", "none"]).code, 0);
    let ran = diff(&lock, &[]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (
            1,
            "unclassified      Triage: its shape changed; a lock has no schema to class that by: compare with a folder that `schemas` wrote\n"
        ),
        "{}",
        ran.err
    );
    let json = diff(&lock, &["Triage", "--format", "json"]);
    let line: Value = serde_json::from_str(json.out.trim()).unwrap();
    assert_eq!(
        (
            json.code,
            &line["of"],
            &line["class"],
            &line["denied"],
            &line["possible"]
        ),
        (
            1,
            &"Triage".into(),
            &"unclassified".into(),
            &true.into(),
            &json!(all)
        )
    );
    let github = diff(&lock, &["--format", "github"]).out;
    let start =
        format!("::error file={lock},line=1,title=unclassified::Triage : its shape changed; ");
    assert!(github.starts_with(&start), "{github}");
}

#[test]
fn templates_are_words() {
    let folder = Folder::new();
    let lock = lock_of::<templated::TriageTicket<'_>>(&folder, "TriageTicket");
    let ran = diff(&lock, &[]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (
            0,
            "wording-only      prompt TriageTicket: its templates or relations changed\n"
        ),
        "{}",
        ran.err
    );
    assert_eq!(refused(&lock), ["wording-only"]);
    // For a contract that is named, no prompts are reported.
    assert_eq!(
        diff(&lock, &["Triage", "--deny", "wording-only"]).out,
        "no change\n"
    );
}

#[test]
fn what_a_lock_does_not_speak_of_is_no_silence() {
    let folder = Folder::new();
    let lock = written(&folder, outcome("TriageLetter"));
    let ran = diff(&lock, &[]);
    assert!(
        ran.code == 1
            && ran
                .out
                .starts_with("unclassified      Triage: no prompt is called "),
        "{ran:?}"
    );
    let lock = lock_of::<same::TriageTicket<'_>>(&folder, "TriageTicket");
    let ran = diff(&lock, &["Severity"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.contains("has no evidence about `Severity`"),
        "{}",
        ran.err
    );
    let empty = folder.file("empty.lock", Lock::default().to_string());
    let ran = diff(&empty, &[]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.contains("empty.lock has no evidence"),
        "{}",
        ran.err
    );
    let none = Folder::new();
    let none = none.path().join("contracts.lock");
    let ran = diff(none.to_str().unwrap(), &[]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.starts_with("error: can't read "), "{}", ran.err);
}
