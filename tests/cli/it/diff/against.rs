//! `diff --against`: the snapshot as another revision has it.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::super::run::{Folder, run};

/// A repository, without anything of the machine's own settings.
fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null");
    command.env("GIT_CONFIG_SYSTEM", "/dev/null");
    for who in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{who}_NAME"), "Nobody");
        command.env(format!("GIT_{who}_EMAIL"), "nobody@example.com");
    }
    let ran = command.output().unwrap();
    assert!(ran.status.success(), "{arguments:?}: {ran:?}");
}

fn commit(folder: &Path, message: &str) {
    git(folder, &["add", "."]);
    git(folder, &["commit", "-q", "-m", message]);
}

/// `main` has a shorter limit than the code; the branch has brought the schemas up to date.
fn repository(below: &str) -> (Folder, String) {
    let folder = Folder::new();
    git(folder.path(), &["init", "-q", "-b", "main"]);
    let contracts = folder.path().join(below).join("contracts");
    let path = contracts.to_str().unwrap().to_owned();
    assert_eq!(run(["schemas", &path]).code, 0);
    let file = contracts.join("Triage.schema.json");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("160", "99", 1)).unwrap();
    commit(folder.path(), "Add contracts");
    git(folder.path(), &["checkout", "-q", "-b", "longer"]);
    assert_eq!(run(["schemas", &path]).code, 0);
    commit(folder.path(), "Allow longer summaries");
    (folder, path)
}

/// Seen to fail before: with the schemas up to date, `diff` said that there was no change.
#[test]
fn a_branch_with_schemas_up_to_date_is_told_what_it_breaks() {
    for below in ["", "crates/app"] {
        let (_folder, path) = repository(below);
        assert_eq!(run(["schemas", &path, "--check"]).code, 0);
        let ran = run(["diff", &path]);
        assert_eq!((ran.code, ran.out.as_str()), (0, "no change\n"));
        for revision in ["main", "longer~1", "refs/heads/main"] {
            let ran = run(["diff", &path, "--against", revision]);
            assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{}", ran.out);
            let told = "consumer-breaking Triage /summary: was a text of 1 to 99 characters, is a text of 1 to 160";
            assert!(ran.out.contains(told), "{}", ran.out);
        }
        let ran = run(["diff", &path, "--against", "HEAD"]);
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (0, "no change\n"),
            "{}",
            ran.err
        );
        let ran = run(["diff", &path, "Triage", "--against", "main"]);
        assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
        // The folder needn't be there any more.
        fs::remove_dir_all(&path).unwrap();
        let ran = run(["diff", &path, "--against", "main"]);
        assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{}", ran.out);
    }
}

/// A path from the current folder, from the top of the repository and from below it.
#[test]
fn the_folder_is_named_from_wherever_one_stands() {
    let (folder, _) = repository("crates/app");
    for (at, path) in [
        ("", "crates/app/contracts"),
        ("", "./crates/app/contracts/"),
        ("crates/app", "contracts"),
        ("crates", "app/contracts"),
        ("crates/app/contracts", "."),
    ] {
        let mut command = super::super::run::program();
        command.current_dir(folder.path().join(at));
        command.args(["diff", path, "--against", "main"]);
        let ran = super::super::run::ended(command);
        assert_eq!(
            (ran.code, ran.err.as_str()),
            (1, ""),
            "{at} {path}: {}",
            ran.out
        );
    }
}

/// The first schemas of a project break nothing; a folder that is nowhere is a slip.
#[test]
fn a_revision_without_schemas_makes_every_contract_new() {
    let (folder, path) = repository("");
    git(folder.path(), &["checkout", "-q", "--orphan", "fresh"]);
    git(folder.path(), &["rm", "-r", "-q", "-f", "."]);
    fs::write(folder.path().join("README.md"), "").unwrap();
    commit(folder.path(), "Begin");
    assert_eq!(run(["schemas", &path]).code, 0);
    let ran = run(["diff", &path, "--against", "fresh"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(
        ran.out.contains("Triage: the contract is new"),
        "{}",
        ran.out
    );
    let nowhere = folder.path().join("contarcts");
    let ran = run(["diff", nowhere.to_str().unwrap(), "--against", "fresh"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.contains("contarcts at fresh; write them with"),
        "{}",
        ran.err
    );
}

#[test]
fn what_is_no_revision_is_told() {
    let (_folder, path) = repository("");
    for (revision, told) in [
        (
            "origin/main",
            "git knows no revision `origin/main` here; fetch it",
        ),
        ("--upload-pack=x", "is no revision"),
        ("main:contracts", "is no revision"),
        ("", "is no revision"),
        ("ma\nin", "is no revision"),
    ] {
        let against = format!("--against={revision}");
        let ran = run(["diff", &path, &against]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{revision:?}");
        assert!(ran.err.contains(told), "{revision:?}: {}", ran.err);
    }
    let folder = Folder::new();
    let path = folder.path().to_str().unwrap();
    let ran = run(["diff", path, "--against", "main"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("git knows no revision `main` here"),
        "{}",
        ran.err
    );
}
