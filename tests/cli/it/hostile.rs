//! Bad input and a bad machine: a clear error, an exit code that says so, and no memory that grows
//! with the input.

use std::fs;
use std::io::{Read, Write};
use std::process::Stdio;

use super::run::{Folder, fed, program, run};

const GOOD: &str = r#"{"summary":"Late","severity":"low","refund_usd":null,"products":[]}"#;

#[test]
fn unreadable_files_are_told_and_the_others_are_read() {
    let folder = Folder::new();
    let good = folder.file("good.jsonl", GOOD);
    let missing = folder.path().join("missing.jsonl").display().to_string();
    let directory = folder.path().display().to_string();
    let ran = run(["decode", "Triage", &missing, &good, &directory]);
    assert_eq!(ran.code, 2);
    assert_eq!(ran.out, "0 of 1 documents deviate from `Triage`\n");
    let told: Vec<&str> = ran.err.lines().collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[0].starts_with(&format!("error: can't read {missing}: ")),
        "{told:?}"
    );
    assert!(
        told[1].starts_with(&format!("error: can't read {directory}: ")),
        "{told:?}"
    );
}

/// Runs the program as somebody who owns nothing: the superuser may read and write everything,
/// whatever a file says. `None` where it can't even be started so, since the folders above it are
/// closed as well.
#[cfg(unix)]
fn as_nobody(arguments: &[&str]) -> Option<super::run::Ran> {
    use std::os::unix::fs::MetadataExt;
    use std::os::unix::process::CommandExt;

    const NOBODY: u32 = 65_534;
    let mut command = program();
    if fs::metadata("/proc/self").is_ok_and(|this| this.uid() == 0) {
        command.uid(NOBODY).gid(NOBODY);
    }
    match command.args(arguments).output() {
        Ok(output) => Some(super::run::Ran {
            code: output.status.code()?,
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }),
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => None,
        Err(error) => panic!("{error}"),
    }
}

#[cfg(unix)]
#[test]
fn files_and_folders_without_permission_are_told() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::new();
    let allow = |path: &str, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    let file = folder.file("secret.jsonl", GOOD);
    allow(&file, 0o000);
    let closed = folder.path().join("closed");
    fs::create_dir(&closed).unwrap();
    let inside = closed.join("x.jsonl").display().to_string();
    fs::write(&inside, GOOD).unwrap();
    let closed = closed.to_str().unwrap();
    let below = format!("{closed}/below");
    for (mode, arguments) in [
        (0o000, vec!["decode", "Triage", &file]),
        (0o000, vec!["decode", "Triage", &inside]),
        (0o000, vec!["diff", closed]),
        (0o000, vec!["schemas", closed]),
        (0o555, vec!["schemas", closed]),
        (0o555, vec!["schemas", &below]),
        (0o000, vec!["docs", closed]),
        (0o555, vec!["docs", &below]),
    ] {
        allow(closed, mode);
        let ran = as_nobody(&arguments);
        allow(closed, 0o755);
        let Some(ran) = ran else {
            continue;
        };
        assert_eq!(ran.code, 2, "{arguments:?} {}", ran.err);
        assert!(
            ran.err.starts_with("error: can't "),
            "{arguments:?} {}",
            ran.err
        );
        assert!(
            ran.err.contains("ermission denied"),
            "{arguments:?} {}",
            ran.err
        );
        // Nothing half-written.
        assert_eq!(fs::read_dir(closed).unwrap().count(), 1, "{arguments:?}");
    }
}

#[test]
fn damaged_packing_is_an_error_behind_what_could_be_read() {
    let folder = Folder::new();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    for _ in 0..20_000 {
        encoder.write_all(b"{}\n").unwrap();
    }
    let mut bytes = encoder.finish().unwrap();
    bytes.truncate(bytes.len() / 2);
    let file = folder.file("cut.jsonl.gz", bytes);
    let ran = run(["decode", "Triage", "--summary", &file]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(
        ran.err.starts_with(&format!("error: can't read {file}: ")),
        "{}",
        ran.err
    );
}

#[test]
fn invalid_utf8_is_a_deviation_of_its_line_alone() {
    let ran = fed(
        ["decode", "Triage"],
        &[GOOD.as_bytes(), b"\n{\"\xff\":1}\n", GOOD.as_bytes()].concat(),
    );
    assert_eq!(ran.code, 1);
    assert!(
        ran.out
            .starts_with("<stdin>:2: expected UTF-8 text, found a byte that is none\n"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("1 of 3 documents"), "{}", ran.out);
}

#[test]
fn a_line_beyond_the_limit_is_an_error_and_the_next_ones_are_read() {
    let long = format!("\"{}\"", "x".repeat(3_000_000));
    let input = format!("{GOOD}\n{long}\n{GOOD}\n{{}}\n{long}");
    let ran = fed(
        ["decode", "Triage", "--summary", "--max-document", "1000000"],
        input.as_bytes(),
    );
    assert_eq!(ran.code, 2);
    let told: Vec<&str> = ran.err.lines().collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with("error: <stdin>:2: the line is longer than 1000000 bytes"));
    assert!(told[1].starts_with("error: <stdin>:5: the line is longer than 1000000 bytes"));
    assert!(ran.out.starts_with("1 of 3 documents"), "{}", ran.out);
    assert!(ran.out.contains("first at <stdin>:4"), "{}", ran.out);

    let folder = Folder::new();
    let file = folder.file("long.json", &long);
    let ran = run(["decode", "Triage", "--max-document", "1000", &file]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("the document is longer than 1000 bytes"),
        "{}",
        ran.err
    );
}

#[test]
fn a_line_of_a_hundred_megabytes_is_read() {
    let folder = Folder::new();
    let mut text = String::from(r#"{"summary":""#);
    text.push_str(&"x".repeat(100_000_000));
    text.push_str(r#"","severity":"low","refund_usd":null,"products":[]}"#);
    text.push('\n');
    text.push_str(GOOD);
    let file = folder.file("long.jsonl", text);
    let ran = run(["decode", "Triage", &file]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(
        ran.out
            .starts_with(&format!("{file}:1:/summary: expected ")),
        "{}",
        ran.out.get(..500).unwrap_or(&ran.out)
    );
    assert!(ran.out.len() < 5_000, "the document itself is not repeated");
    assert!(ran.out.contains("1 of 2 documents"));
}

/// Feeds 200 MB through a pipe and looks at the most memory that the program ever held.
#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_input() {
    let mut child = program()
        .args(["decode", "Triage"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let block = format!("{GOOD}\n").repeat(16_000);
    let mut peak = 0;
    for _ in 0..(200_000_000 / block.len()) {
        stdin.write_all(block.as_bytes()).unwrap();
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
        let line = status
            .lines()
            .find(|line| line.starts_with("VmHWM:"))
            .unwrap();
        let size: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
        peak = peak.max(size);
    }
    drop(stdin);
    let mut out = String::new();
    child
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut out)
        .unwrap();
    assert!(child.wait().unwrap().success());
    assert!(out.starts_with("0 of "), "{out}");
    assert!(peak > 0 && peak < 64 * 1024, "{peak} KiB at most");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_the_output_is_an_error() {
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let folder = Folder::new();
    let file = folder.file("bad.jsonl", "{}\n".repeat(50_000));
    let output = program()
        .args(["decode", "Triage", &file])
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(
        err.starts_with("error: can't write to standard output: "),
        "{err}"
    );
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_ends_the_program_in_silence() {
    let folder = Folder::new();
    let file = folder.file("bad.jsonl", "{}\n".repeat(200_000));
    let mut child = program()
        .args(["decode", "Triage", &file])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn a_semantic_check_that_panics_ends_the_program_with_an_error() {
    let folder = Folder::new();
    // Far more lines behind it than are read ahead.
    let text = format!(
        "{{\"text\":\"torn\"}}\n{}",
        "{\"text\":\"a\"}\n".repeat(1_000_000)
    );
    let file = folder.file("pages.jsonl", text);
    for jobs in ["1", "2", "7"] {
        let ran = run(["decode", "Page", "--jobs", jobs, &file]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{jobs}");
        assert!(
            ran.err.contains("nobody has thought of torn pages"),
            "{ran:?}"
        );
        assert!(
            ran.err
                .contains("\nerror: a check or the decoder has panicked"),
            "{ran:?}"
        );
    }
}

#[test]
fn control_characters_of_a_document_do_not_reach_the_terminal() {
    let ran = fed(["decode", "Triage"], "{\"\\u001b[31mred\":1}\n".as_bytes());
    assert_eq!(ran.code, 1);
    assert!(!ran.out.contains('\u{1b}'), "{:?}", ran.out);
}
