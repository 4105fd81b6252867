//! `schemas` and `diff` over a folder, as a repository has it.

use std::fs;

use serde_json::Value;

use super::super::run::{Folder, program, run};

/// A folder with the schemas of today.
fn committed() -> (Folder, String) {
    let folder = Folder::new();
    let path = folder.path().join("contracts").display().to_string();
    let ran = run(["schemas", &path]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, "8 files, 8 changed\n"),
        "{}",
        ran.err
    );
    (folder, path)
}

fn edit(path: &str, file: &str, from: &str, to: &str) {
    let path = format!("{path}/{file}");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{text}");
    fs::write(&path, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn what_was_written_is_up_to_date_and_shows_no_change() {
    let (_folder, path) = committed();
    assert_eq!(run(["schemas", &path]).out, "8 files, 0 changed\n");
    assert_eq!(run(["schemas", "--check", &path]).code, 0);
    let ran = run(["diff", &path]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, "no change\n"),
        "{}",
        ran.err
    );
    let schema: Value =
        serde_json::from_slice(&fs::read(format!("{path}/Triage.schema.json")).unwrap()).unwrap();
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    assert_eq!(schema["$id"], "Triage.schema.json");
    jsonschema::options().build(&schema).unwrap();
}

#[test]
fn an_outdated_folder_is_told_and_left_as_it_is() {
    let (_folder, path) = committed();
    edit(&path, "Triage.schema.json", "160", "99");
    fs::remove_file(format!("{path}/Severity.schema.json")).unwrap();
    fs::copy(
        format!("{path}/Triage.schema.json"),
        format!("{path}/Old.schema.json"),
    )
    .unwrap();
    fs::write(format!("{path}/Foreign.schema.json"), "{}").unwrap();
    let ran = run(["schemas", "--check", &path]);
    assert_eq!(ran.code, 1);
    for told in [
        "Old.schema.json: its contract is gone",
        "Severity.schema.json: missing",
        "Triage.schema.json: out of date",
    ] {
        assert!(ran.out.contains(told), "{told}\n{}", ran.out);
    }
    assert!(!ran.out.contains("Foreign"));
    assert_eq!(run(["schemas", "--check", &path]).out, ran.out);
    assert_eq!(run(["schemas", &path]).code, 0);
    assert_eq!(run(["schemas", "--check", &path]).code, 0);
    assert!(fs::exists(format!("{path}/Foreign.schema.json")).unwrap());
    assert!(!fs::exists(format!("{path}/Old.schema.json")).unwrap());
}

#[test]
fn changes_are_classed_and_the_policy_decides() {
    let (_folder, path) = committed();
    edit(&path, "Triage.schema.json", "160", "99");
    edit(&path, "prompts.json", "You triage", "Please triage");
    let ran = run(["diff", &path]);
    assert_eq!(ran.code, 1, "{ran:?}");
    let lines: Vec<&str> = ran.out.lines().collect();
    assert!(
        lines[0].starts_with("consumer-breaking Page_Triage /items/*/summary: ")
            || lines[0].starts_with("consumer-breaking Triage /summary: was a text of 1 to 99 characters, is a text of 1 to 160"),
        "{}",
        ran.out
    );
    assert!(
        lines[1]
            .trim_start()
            .starts_with("was rejected, is accepted: {\"summary\":\""),
        "{}",
        ran.out
    );
    assert!(
        ran.out.ends_with("TriageTicket: its `system` changed\n"),
        "{}",
        ran.out
    );
    assert_eq!(run(["diff", &path, "--deny", "producer-breaking"]).code, 0);
    assert_eq!(run(["diff", &path, "--deny", "none"]).code, 0);
    assert_eq!(run(["diff", &path, "--deny", "wording-only"]).code, 1);
    assert_eq!(run(["diff", &path, "Severity"]).code, 0);
    assert_eq!(run(["diff", &path, "Triage"]).code, 1);
    let json = run(["diff", &path, "Triage", "--format", "json"]).out;
    let line: Value = serde_json::from_str(json.trim()).unwrap();
    assert_eq!(
        (&line["class"], &line["denied"], &line["pointer"]),
        (
            &"consumer-breaking".into(),
            &true.into(),
            &"/summary".into()
        )
    );
    let document: Value = serde_json::from_str(line["document"].as_str().unwrap()).unwrap();
    assert_eq!(document["summary"].as_str().unwrap().len(), 100);
    let annotated = run(["diff", &path, "Triage", "--format", "github"]).out;
    assert!(annotated.starts_with(&format!("::error file={path}/Triage.schema.json,line=1,title=consumer-breaking::Triage /summary: ")), "{annotated}");
}

/// A relation that is new refuses what was accepted, one that is gone lets through what it refused.
#[test]
fn relations_of_prompts_are_classed() {
    let sentence = "`items.*.summary` stands word for word in `tickets`";
    let (_folder, path) = committed();
    edit(
        &path,
        "prompts.json",
        sentence,
        "`a` is one of the items of `b`",
    );
    let ran = run(["diff", &path]);
    assert_eq!(ran.code, 1, "{ran:?}");
    for line in [
        format!("producer-breaking prompt contracts_under_test::shop::TriageAll: its relation is new: {sentence}\n"),
        "consumer-breaking prompt contracts_under_test::shop::TriageAll: its relation is gone: `a` is one of the items of `b`\n"
            .to_owned(),
    ] {
        assert!(ran.out.contains(&line), "{line}{}", ran.out);
    }
    assert_eq!(ran.out.lines().count(), 2, "{}", ran.out);
}

#[test]
fn contracts_come_and_go_and_are_renamed() {
    let (_folder, path) = committed();
    fs::remove_file(format!("{path}/Severity.schema.json")).unwrap();
    let ran = run(["diff", &path]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, "compatible        Severity: the contract is new\n")
    );
    // Under another name it was the same.
    run(["schemas", &path]);
    fs::rename(
        format!("{path}/Severity.schema.json"),
        format!("{path}/Urgency.schema.json"),
    )
    .unwrap();
    let ran = run(["diff", &path]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (
            0,
            "wording-only      Urgency: the contract is now called `Severity`\n"
        )
    );
    run(["schemas", &path]);
    fs::copy(
        format!("{path}/Triage.schema.json"),
        format!("{path}/Gone.schema.json"),
    )
    .unwrap();
    let ran = run(["diff", &path]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (
            1,
            "producer-breaking Gone: the contract is gone, and so are all its documents\n"
        )
    );
}

#[test]
fn what_is_no_snapshot_is_an_error() {
    let (_folder, path) = committed();
    edit(&path, "Triage.schema.json", "\"maxLength\"", "\"longest\"");
    let ran = run(["diff", &path]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("Triage.schema.json: not a snapshot of a contract: at `/properties/summary/longest`: the keyword `longest`"), "{}", ran.err);
    let empty = Folder::new();
    let ran = run(["diff", empty.path().to_str().unwrap()]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no schema is in "), "{}", ran.err);
}

/// The size of files is limited as a full disk would limit it.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_files_whole() {
    let (_folder, path) = committed();
    edit(&path, "Triage.schema.json", "160", "99");
    let before = fs::read(format!("{path}/Triage.schema.json")).unwrap();
    let script = format!("trap '' XFSZ; ulimit -f 1; exec \"$0\" schemas '{path}'");
    let output = std::process::Command::new("bash")
        .args(["-c", &script])
        .arg(program().get_program())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(
        err.starts_with("error: can't write ") && err.contains("Triage.schema.json: "),
        "{err}"
    );
    assert_eq!(
        fs::read(format!("{path}/Triage.schema.json")).unwrap(),
        before
    );
    let left = fs::read_dir(&path).unwrap().count();
    assert_eq!(left, 8, "nothing half-written is left");
}
