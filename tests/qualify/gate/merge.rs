//! Branches that qualify different things, merged by git.

use std::path::Path;
use std::process::Command;

use driftless::lock::{Lock, LockErrorKind, update};

use crate::folder::Folder;
use crate::found::entry_of;

/// Runs git without anybody's settings; gives whether it succeeded, and what it printed.
fn git(folder: &Path, arguments: &[&str]) -> (bool, String) {
    let output = Command::new("git")
        .args([
            "-c",
            "user.name=t",
            "-c",
            "user.email=t@example.com",
            "-c",
            "commit.gpgsign=false",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .expect("git is here, since this is a checkout");
    (
        output.status.success(),
        String::from_utf8(output.stdout).unwrap(),
    )
}

/// Two branches, each of which has added one entry to a lock that had some, and are being merged.
fn merging(base: &[&str], one: &str, other: &str) -> (Folder, bool) {
    let folder = Folder::new();
    let path = folder.path("contracts.lock");
    let commit = |message: &str| {
        assert!(
            git(folder.root(), &["add", "."]).0
                && git(folder.root(), &["commit", "-qm", message]).0
        );
    };
    assert!(git(folder.root(), &["init", "-q"]).0);
    update(&path, base.iter().map(|prompt| entry_of(prompt, "x/1"))).unwrap();
    commit("base");
    assert!(git(folder.root(), &["checkout", "-qb", "other"]).0);
    update(&path, [entry_of(other, "x/1")]).unwrap();
    commit("other");
    assert!(git(folder.root(), &["checkout", "-q", "-"]).0);
    update(&path, [entry_of(one, "x/1")]).unwrap();
    commit("one");
    let is_clean = git(folder.root(), &["merge", "-q", "other"]).0;
    (folder, is_clean)
}

#[test]
fn entries_at_different_places_merge_by_themselves() {
    let (folder, is_clean) = merging(&["F", "M", "T"], "A", "R");
    let text = folder.read("contracts.lock");
    assert!(is_clean, "{text}");
    let lock = Lock::parse("contracts.lock", &text).unwrap();
    let prompts: Vec<_> = lock.entries().map(|entry| entry.prompt.as_str()).collect();
    assert_eq!(prompts, ["A", "F", "M", "R", "T"]);
    assert_eq!(lock.to_string(), text);
}

/// Side by side, git can't know their order; the reader says what to do, and doing it gives both.
#[test]
fn entries_at_one_place_conflict_and_the_reader_says_what_to_do() {
    let (folder, is_clean) = merging(&["A"], "M", "N");
    assert!(!is_clean);
    let error = Lock::parse("contracts.lock", &folder.read("contracts.lock")).unwrap_err();
    assert_eq!(error.kind(), LockErrorKind::Merge);
    let told = error.to_string();
    assert!(
        told.contains("`git checkout --ours contracts.lock`")
            && told.contains("`git show MERGE_HEAD:contracts.lock`"),
        "{told}"
    );
    assert!(git(folder.root(), &["checkout", "--ours", "contracts.lock"]).0);
    let (_, theirs) = git(folder.root(), &["show", "MERGE_HEAD:contracts.lock"]);
    let table = &theirs[theirs.find("[evidence.N.").unwrap()..];
    folder.write(
        "contracts.lock",
        &format!("{}\n{table}", folder.read("contracts.lock")),
    );
    let lock = update(&folder.path("contracts.lock"), []).unwrap();
    assert_eq!(lock.entries().count(), 3);
    assert_eq!(folder.read("contracts.lock"), lock.to_string());
}
