//! `#[prompt(qualified(…))]` and `lock!` in crates that cargo checks: compiled only while the
//! evidence is valid, and again when the lock changes.

use driftless::lock::Entry;
use driftless::{Contract as _, Prompt};
use serde_json::{Value, json};

use crate::crates::{Checked, Crates};
use crate::found::{CANDIDATE, entry_of, judge};
use crate::models::{DECEMBER, OVER, entry_about};

/// The first version of the crates below, so that their fingerprints are known here.
mod at_first {
    use driftless::{Contract, Prompt};

    /// How bad it is.
    #[derive(Debug, Contract)]
    #[allow(dead_code, reason = "only the shape counts here")]
    pub(super) enum Severity {
        Low,
        High,
    }

    /// A ticket.
    #[derive(Debug, Contract)]
    #[allow(dead_code, reason = "only the shape counts here")]
    pub(super) struct Triage {
        /// One sentence.
        #[contract(length(..=160))]
        summary: String,
        severity: Severity,
    }

    #[derive(Debug, Prompt)]
    #[prompt(output = Triage, user = "Ticket: {ticket}")]
    pub(super) struct TriageTicket<'a> {
        ticket: &'a str,
    }
}

const VOCABULARY: &str = r"
/// How bad it is.
#[derive(Debug, driftless::Contract)]
pub enum Severity {
    Low,
    High,
}
";

const SUBJECT: &str = r#"
mod contract {
    /// A ticket.
    #[derive(Debug, driftless::Contract)]
    pub struct Triage {
        /// One sentence.
        #[contract(length(..=160))]
        pub summary: String,
        pub severity: vocabulary::Severity,
    }
}

#[derive(Debug, driftless::Prompt)]
#[prompt(output = contract::Triage, user = "Ticket: {ticket}", qualified("anthropic/claude-haiku-4-5"))]
pub struct TriageTicket<'a> {
    pub ticket: &'a str,
}

pub const LOCK: driftless::lock::Embedded = driftless::lock!();
"#;

const RENEW: &str = "run `contracts qualify TriageTicket --data tickets.jsonl --reference openai/gpt-6.1-terra --candidate anthropic/claude-haiku-4-5`";

const MISSING: &str = "contracts qualify TriageTicket --data FILE --reference VENDOR/MODEL --candidate anthropic/claude-haiku-4-5";

fn about(places: &[(&str, Value)]) -> Entry {
    entry_about::<at_first::TriageTicket<'_>>(places)
}

/// Both crates as they are at first, with evidence that holds.
fn crates(case: &str) -> Crates {
    let crates = Crates::new(case, DECEMBER.0);
    crates.write("vocabulary/src/lib.rs", VOCABULARY);
    crates.write("src/lib.rs", SUBJECT);
    crates.evidence([about(&[])]);
    crates
}

/// There is one error, it stands at the model's name, and says all this.
#[track_caller]
fn refused(checked: &Checked, says: &[&str]) {
    let [error] = checked.errors.as_slice() else {
        panic!("{checked:#?}");
    };
    assert_eq!(error.at, "\"anthropic/claude-haiku-4-5\"", "{error:#?}");
    for part in says {
        assert!(
            error.message.contains(part),
            "no {part:?} in:\n{}",
            error.message
        );
    }
}

#[track_caller]
fn accepted(checked: &Checked, compiled: bool) {
    assert!(
        checked.errors.is_empty() && checked.compiled == compiled,
        "{checked:#?}"
    );
}

/// Both fingerprints stand in the text: the old one as it is in the lock, the new one as the
/// changed types have it.
fn change<'a>(what: &str, old: &str, error: &'a Checked) -> &'a str {
    refused(
        error,
        &[
            "the evidence of 2026-11-23 for `anthropic/claude-haiku-4-5` on the prompt `TriageTicket` is stale: ",
            RENEW,
        ],
    );
    let begin = format!("{what} changed: {old} when qualified, ");
    let message = &error.errors[0].message;
    let at = message
        .find(&begin)
        .unwrap_or_else(|| panic!("no {begin:?} in:\n{message}"));
    let new = &message[at + begin.len()..][..32];
    assert!(
        new != old && new.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "{message}"
    );
    new
}

#[test]
fn a_change_of_the_lock_compiles_anew() {
    let crates = crates("lock");
    accepted(&crates.check(), true);
    accepted(&crates.check(), false);
    crates.evidence([about(&[]), entry_of("Other", CANDIDATE)]);
    accepted(&crates.check(), true);
    accepted(&crates.check(), false);
    crates.evidence([about(&[
        ("/candidates/0/verdict", json!("failed")),
        ("/candidates/0/reasons", json!(["worse on `/severity`"])),
    ])]);
    refused(
        &crates.check(),
        &["says that it failed (worse on `/severity`)", RENEW],
    );
    crates.evidence([about(&[])]);
    assert!(crates.check().errors.is_empty());
}

#[test]
fn evidence_that_is_missing_failed_or_too_small_does_not_compile() {
    let crates = crates("missing");
    crates.evidence([
        entry_of("Other", CANDIDATE),
        entry_of("TriageTicket", "anthropic/other"),
    ]);
    refused(
        &crates.check(),
        &[
            "contracts.lock has no evidence for `anthropic/claude-haiku-4-5` on the prompt `TriageTicket`",
            MISSING,
        ],
    );
    crates.evidence([about(&[
        ("/candidates/0/verdict", json!("insufficient_data")),
        ("/judge", judge()),
    ])]);
    refused(
        &crates.check(),
        &[
            "says too little",
            "add to tickets.jsonl",
            "--candidate anthropic/claude-haiku-4-5 --judge mistral/judge`",
        ],
    );
}

#[test]
fn a_lock_that_is_broken_or_gone_does_not_compile() {
    let crates = crates("broken");
    let mut lock = driftless::lock::Lock::default();
    lock.put(about(&[("/candidates/0/verdict", json!("failed"))]));
    let edited = lock
        .to_string()
        .replacen("verdict = \"failed\"", "verdict = \"passed\"", 1);
    crates.write("contracts.lock", &edited);
    refused(
        &crates.check(),
        &["contracts.lock:4: ", "its seal doesn't fit"],
    );
    crates.write("contracts.lock", "version = 1\n<<<<<<< HEAD\n");
    refused(
        &crates.check(),
        &["contracts.lock:2: ", "a merge left its markers"],
    );
    crates.write("contracts.lock", "version = 2\n");
    refused(
        &crates.check(),
        &["contracts.lock:1: ", "`version = 1` is expected here"],
    );
    crates.remove("contracts.lock");
    let checked = crates.check();
    let messages: Vec<&str> = checked
        .errors
        .iter()
        .map(|error| error.message.as_str())
        .collect();
    assert!(
        messages.iter().any(
            |message| message.contains("there is no file") && message.contains("`version = 1`")
        ),
        "{messages:#?}"
    );
    assert!(
        messages.iter().any(|message| message.contains(MISSING)),
        "{messages:#?}"
    );
    crates.evidence([about(&[])]);
    accepted(&crates.check(), true);
}

/// The day of the build is watched like the lock.
#[test]
fn evidence_that_has_expired_does_not_compile() {
    let mut crates = crates("expired");
    accepted(&crates.check(), true);
    crates.today = OVER.0;
    refused(
        &crates.check(),
        &["expired on 2027-02-21, and today is 2027-02-22", RENEW],
    );
    crates.today = OVER.0 - 1;
    assert!(crates.check().errors.is_empty());
}

#[test]
fn what_a_model_reads_or_may_write_does_not_change_without_new_evidence() {
    let crates = crates("changed");
    let contract = at_first::Triage::fingerprint();
    let changed = |old: &str, new: &str| {
        assert!(SUBJECT.contains(old));
        crates.write("src/lib.rs", &SUBJECT.replace(old, new));
        crates.check()
    };
    change(
        "the contract's wording",
        &contract.text(),
        &changed("/// One sentence.", "/// One short sentence."),
    );
    change(
        "the contract's shape",
        &contract.shape(),
        &changed("..=160", "..=161"),
    );
    change(
        "the contract's shape",
        &contract.shape(),
        &changed("pub summary", "pub synopsis"),
    );
    let template = at_first::TriageTicket::template_fingerprint();
    change(
        "the prompt's template",
        &template,
        &changed("Ticket: ", "The ticket: "),
    );
    change(
        "the prompt's template",
        &template,
        &changed("user = ", "system = \"You triage.\", user = "),
    );
    // A prompt of another name has evidence of its own, or none.
    refused(
        &changed("qualified(", "name = \"Triage\", qualified("),
        &["no evidence for `anthropic/claude-haiku-4-5` on the prompt `Triage`"],
    );
}

#[test]
fn a_change_in_another_crate_counts_as_well() {
    let crates = crates("elsewhere");
    let contract = at_first::Triage::fingerprint();
    crates.write(
        "vocabulary/src/lib.rs",
        &VOCABULARY.replace("How bad it is.", "How urgent it is."),
    );
    change("the contract's wording", &contract.text(), &crates.check());
    crates.write(
        "vocabulary/src/lib.rs",
        &VOCABULARY.replace("High", "High,\n    Highest"),
    );
    change("the contract's shape", &contract.shape(), &crates.check());
    crates.write("vocabulary/src/lib.rs", VOCABULARY);
    accepted(&crates.check(), true);
}

#[test]
fn what_no_model_sees_needs_no_new_evidence() {
    let crates = crates("unchanged");
    let moved = SUBJECT.replace("mod contract", "/// Elsewhere.\n#[derive(driftless::Contract)]\npub struct Unrelated { pub number: u8 }\n\npub mod tickets");
    let moved = moved
        .replace("contract::Triage", "tickets::Triage")
        .replace("#[derive(Debug, ", "#[derive(");
    let moved = moved.replace(
        "        pub summary",
        "            // For people.\n            pub  summary",
    );
    crates.write("src/lib.rs", &moved);
    accepted(&crates.check(), true);
    // Another file, and a lifetime of another name.
    crates.write(
        "src/lib.rs",
        &SUBJECT
            .replace("'a", "'ticket")
            .replace("mod contract {", "mod contract { /*")
            .replace(
                "\n}\n\n#[derive(Debug, driftless::Prompt)]",
                "*/ pub use vocabulary::Triage; }\n\n#[derive(Debug, driftless::Prompt)]",
            ),
    );
    let triage = "/// A ticket.\n#[derive(Debug, driftless::Contract)]\npub struct Triage { /** One sentence. */ #[contract(length(0..=160))] pub summary: String, pub severity: Severity }\n";
    crates.write("vocabulary/src/lib.rs", &format!("{triage}{VOCABULARY}"));
    accepted(&crates.check(), true);
}

/// A contract whose cycle leads through several types is known as a whole at run time only; the
/// rest is held while compiling.
#[test]
fn of_a_contract_with_a_marked_cycle_as_much_is_held_as_is_known() {
    mod known {
        use driftless::{Contract, Prompt};

        #[derive(Debug, Contract)]
        #[allow(dead_code, reason = "only the shape counts here")]
        pub(super) struct Folder {
            name: String,
            #[contract(recursive)]
            entries: Vec<Item>,
        }

        #[derive(Debug, Contract)]
        #[allow(dead_code, reason = "only the shape counts here")]
        pub(super) struct Item {
            folder: Option<Folder>,
        }

        #[derive(Debug, Prompt)]
        #[prompt(output = Folder, user = "{text}")]
        pub(super) struct Sort {
            text: String,
        }
    }
    const SOURCE: &str = r#"
#[derive(Debug, driftless::Contract)]
pub struct Folder {
    pub name: String,
    #[contract(recursive)]
    pub entries: Vec<Item>,
}

#[derive(Debug, driftless::Contract)]
pub struct Item {
    pub folder: Option<Folder>,
}

#[derive(Debug, driftless::Prompt)]
#[prompt(output = Folder, user = "{text}", qualified("anthropic/claude-haiku-4-5"), lock = "evidence/sort.lock")]
pub struct Sort {
    pub text: String,
}
"#;
    let crates = crates("cycle");
    crates.remove("contracts.lock");
    crates.write("src/lib.rs", SOURCE);
    let mut lock = driftless::lock::Lock::default();
    lock.put(entry_about::<known::Sort>(&[]));
    crates.write("evidence/sort.lock", &lock.to_string());
    accepted(&crates.check(), true);
    crates.write("src/lib.rs", &SOURCE.replace("pub name", "pub title"));
    let template = known::Sort::template_fingerprint();
    refused(
        &crates.check(),
        &[
            &format!("the prompt's template or its contract changed: {template} when qualified, "),
            // What renews it must go where it is looked for.
            "--candidate anthropic/claude-haiku-4-5 --lock evidence/sort.lock`",
        ],
    );
}
