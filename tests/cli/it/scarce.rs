//! A machine that gives less than was asked for, and names that mean to be more than names.
#![cfg(unix)]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::process::Command;

use super::run::{Folder, ended, run};

const GOOD: &str = r#"{"summary":"s","severity":"low","refund_usd":null,"products":[]}"#;

/// Seen to fail before: the program panicked when a thread could not be started.
#[test]
fn decoding_makes_do_with_the_threads_that_there_can_be() {
    let folder = Folder::new();
    let text = [GOOD, "\n"].concat().repeat(2000);
    let file = folder.file("answers.jsonl", text);
    let program = env!("CARGO_BIN_EXE_contracts_under_test");
    // Address space for some of 256 threads, each with a stack of 2 MiB and the allocator's own
    // room.
    for kilobytes in [400_000, 700_000, 1_500_000] {
        let mut shell = Command::new("sh");
        let line = format!("ulimit -v {kilobytes}; exec {program} decode Triage {file} --jobs 256");
        shell.args(["-c", &line]);
        let ran = ended(shell);
        assert_eq!(
            (ran.code, ran.err.as_str()),
            (0, ""),
            "{kilobytes}: {}",
            ran.out
        );
    }
}

fn is_plain(text: &str) -> bool {
    let acts = |letter: char| {
        (letter.is_control() && letter != '\n') || "\u{202e}\u{200f}\u{2028}".contains(letter)
    };
    !text.contains(acts)
}

/// Seen to fail before: the escape sequences reached the terminal, and a line break forged a
/// finding.
#[test]
#[allow(clippy::too_many_lines, reason = "a table of commands")]
fn names_of_files_and_arguments_do_not_act_on_a_terminal() {
    let folder = Folder::new();
    let evil = "a\u{1b}[2J\u{7}\u{202e}\nforged.jsonl:1: b";
    let path = folder.path().join(evil);
    fs::write(&path, "{}\n").unwrap();
    let path = path.to_str().unwrap();
    for format in ["text", "github", "json"] {
        let ran = run(["decode", "Triage", path, "--format", format]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(is_plain(&ran.out) && is_plain(&ran.err), "{ran:?}");
        assert!(
            !ran.out.lines().any(|line| line.starts_with("forged")),
            "{ran:?}"
        );
    }
    let missing = format!("{path}.gone");
    let folder_of = format!("{path}.folder");
    for arguments in [
        vec!["decode", "Triage", &missing],
        vec!["decode", evil],
        vec!["diff", &folder_of],
        vec!["diff", &folder_of, evil],
        vec!["schemas", &folder_of, "--check"],
        vec!["schemas", path],
        vec!["check", "--model", evil],
        vec!["check", "--catalogue", &missing],
        vec!["check", "--lock", path],
        vec!["docs", path],
        vec!["docs", &folder_of, "--check"],
        vec!["evidence", "list", "--lock", &missing],
        vec!["evidence", "list", "--lock", path],
        vec!["rehearse", "--plan", evil],
        vec!["receipts", &missing],
        vec!["receipts", path],
        vec!["receipts", evil],
        vec!["models", "--catalogue", &missing],
        vec!["run", evil, "--input", path, "--output", &folder_of],
        vec![
            "run",
            "TriageTicket",
            "--input",
            &missing,
            "--output",
            &folder_of,
        ],
        vec!["decode", "Triage", "--format", evil],
        vec![evil],
        vec![
            "qualify",
            evil,
            "--data",
            path,
            "--reference",
            evil,
            "--candidate",
            evil,
        ],
        vec![
            "qualify",
            "TriageTicket",
            "--data",
            path,
            "--reference",
            evil,
            "--candidate",
            evil,
        ],
    ] {
        let ran = run(&arguments);
        assert!(ran.code != 0, "{arguments:?}: {ran:?}");
        assert!(
            is_plain(&ran.out) && is_plain(&ran.err),
            "{arguments:?}: {ran:?}"
        );
    }
    // A name that is no UTF-8 is no reason to stop.
    let raw = folder.path().join(OsStr::from_bytes(b"\xff\x1b.jsonl"));
    fs::write(&raw, GOOD).unwrap();
    let ran = run([OsStr::new("decode"), OsStr::new("Triage"), raw.as_os_str()]);
    assert_eq!(ran.code, 0, "{ran:?}");
}

/// Seen to fail before: each file was out of date, as a checkout on Windows has it.
#[test]
fn line_ends_of_windows_are_no_change() {
    let folder = Folder::new();
    let path = folder.path().to_str().unwrap();
    assert_eq!(run(["schemas", path]).code, 0);
    for entry in fs::read_dir(path).unwrap() {
        let file = entry.unwrap().path();
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, text.replace('\n', "\r\n")).unwrap();
    }
    let ran = run(["schemas", path, "--check"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    let ran = run(["diff", path]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, "no change\n"),
        "{}",
        ran.err
    );
}

/// Before, a lock of any size was read whole, and a device without end.
#[test]
fn a_lock_beyond_the_limit_is_told_by_every_command_that_reads_one() {
    let folder = Folder::new();
    let line = format!("# {}\n", "x".repeat(997));
    let huge = folder.file(
        "huge.lock",
        ["version = 1\n", &line.repeat(17 * 1024 + 512)].concat(),
    );
    let site = folder.path().join("site").display().to_string();
    for lock in [huge.as_str(), "/dev/zero"] {
        for arguments in [
            vec!["evidence", "list", "--lock", lock],
            vec!["evidence", "show", "--lock", lock],
            vec!["evidence", "explain", "--lock", lock],
            vec!["check", "--model", "gpt-6.1-terra", "--lock", lock],
            vec!["docs", &site, "--lock", lock],
        ] {
            let ran = run(&arguments);
            assert_eq!(ran.code, 2, "{arguments:?}: {ran:?}");
            assert!(
                ran.err.contains("larger than 16 MiB"),
                "{arguments:?}: {ran:?}"
            );
        }
    }
    let ran = run(["evidence", "list", "--lock", &format!("{site}.gone")]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.starts_with("error: can't read "), "{ran:?}");
}
