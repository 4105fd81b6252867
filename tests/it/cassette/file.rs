//! The file: what is refused, what a kill may leave, and who may write at once.

use std::fs;
use std::sync::Arc;

use driftless::cassette::{Cassette, CassetteMode};
use driftless_tests::fixture::within;
use driftless_tests::loopback::Loopback;

use super::{HEAD, NOWHERE, Scratch, chat, compatible, json, once, recorded};
use crate::provider::{MIB, ask};

fn refused(text: impl AsRef<[u8]>) -> (Option<usize>, String) {
    let scratch = Scratch::with(text);
    let opened = Cassette::builder(scratch.path())
        .mode(CassetteMode::Replay)
        .open();
    let error = opened.expect_err("no cassette");
    assert_eq!(error.path(), scratch.path());
    let place = match error.line() {
        Some(line) => format!("{}:{line}: ", scratch.path().display()),
        None => format!("{}: ", scratch.path().display()),
    };
    let told = error.to_string();
    (
        error.line(),
        told.strip_prefix(&place).expect(&told).to_owned(),
    )
}

const ENTRY: &str = r#"{"request":{"provider":"p","method":"POST","path":"/","body":{}},"response":{"at_us":1,"status":200,"chunks":[]},"end":{"how":"complete","at_us":2}}"#;

/// Checks the line in the error, and the beginning of the problem.
fn is_refused(text: &str, line: usize, problem: &str) {
    let (at, told) = refused(text);
    assert_eq!(at, Some(line), "{text}\n{told}");
    assert!(told.starts_with(problem), "{text}\n{told}");
}

#[test]
fn a_file_that_is_no_cassette_is_refused() {
    let other =
        r#"doesn't begin as a cassette does, with {"driftless_cassette":1}; is it another file?"#;
    for text in ["# notes\n", "notes", "[1]\n", "{}\n", &format!("{ENTRY}\n")] {
        is_refused(text, 1, other);
    }
    let version = "is a cassette of version 2, and this driftless reads version 1; record again, or use the driftless that wrote it";
    is_refused(&HEAD.replace('1', "2"), 1, version);
    let (at, told) = refused([HEAD.as_bytes(), b"\n{\"a\":\"\xff\"}\n"].concat());
    let bytes = "is not UTF-8 at byte 6; undo the edit, or record again";
    assert_eq!((at, told.as_str()), (Some(2), bytes));
}

#[test]
fn an_unresolved_merge_is_refused() {
    let problem = "an unresolved merge; keep the recordings of both sides, or record again";
    for (text, line) in [
        (format!("<<<<<<< HEAD\n{HEAD}\n"), 1),
        (format!("{HEAD}\n<<<<<<< HEAD\n{ENTRY}\n"), 2),
        (format!("{HEAD}\n{ENTRY}\n=======\n{ENTRY}\n"), 3),
        (format!("{HEAD}\n{ENTRY}\n||||||| base\n"), 3),
        (format!("{HEAD}\n{ENTRY}\n>>>>>>> theirs"), 3),
    ] {
        is_refused(&text, line, problem);
    }
}

/// Edits: the old text, the new text, and the error that follows.
const EDITS: &[(&str, &str, &str)] = &[
    (
        "\"p\"",
        "p",
        "is no recording: expected value at column 24; undo the edit, or record again",
    ),
    ("\"p\"", "7", "is no recording: invalid type: integer `7`"),
    (
        "\"path\"",
        "\"url\"",
        "is no recording: unknown field `url`",
    ),
    (
        "\"path\":\"/\",",
        "",
        "is no recording: missing field `path`",
    ),
    (
        "\"provider\":\"p\"",
        "\"path\":\"p\"",
        "is no recording: duplicate field `path`",
    ),
    ("2}}", "2", "is no recording: EOF"),
    ("2}}", "2}}}", "is no recording: trailing characters"),
    (
        "{\"request",
        "[\"request",
        "is no JSON object; undo the edit, or record again",
    ),
    (
        "200",
        "20",
        "20 is no status of HTTP; undo the edit, or record again",
    ),
    (
        "complete",
        "abondoned",
        "is no recording: unknown variant `abondoned`",
    ),
    (
        "[]",
        r#"[{"at_us":1}]"#,
        "a chunk has neither `text` nor `base64`, or both",
    ),
    (
        "[]",
        r#"[{"at_us":1,"text":"","base64":""}]"#,
        "a chunk has neither",
    ),
    (
        "[]",
        r#"[{"at_us":1,"base64":"/w="}]"#,
        "a chunk is no Base64",
    ),
    (
        "[]",
        r#"[],"headers":{"a b":"c"}"#,
        "\"a b\" can't be a header's name",
    ),
    (
        "[]",
        r#"[],"headers":{"a":"c\nd"}"#,
        "the header `a` can't have this value",
    ),
    (
        r#""response":{"at_us":1,"status":200,"chunks":[]},"#,
        "",
        "`response` and `end` contradict each other",
    ),
];

#[test]
fn an_edit_that_breaks_a_line_is_refused() {
    for (from, to, problem) in EDITS {
        let edited = ENTRY.replacen(from, to, 1);
        assert_ne!(edited, ENTRY);
        is_refused(&format!("{HEAD}\n{ENTRY}\n{edited}\n"), 3, problem);
    }
}

#[test]
fn what_is_no_file_is_refused() {
    let folder = Scratch::with("");
    let parent = folder.path();
    let parent = parent.parent().unwrap();
    let error = Cassette::open(parent).unwrap_err();
    assert!(
        error.to_string().ends_with("can't be read (not a file)"),
        "{error}"
    );
    #[cfg(target_os = "linux")]
    Cassette::open("/dev/zero").expect_err("it never ends");
    let inside = folder.path().join("x.jsonl");
    Cassette::open(inside).expect_err("a file is no folder");
}

#[test]
fn an_empty_file_and_an_empty_line_hold_nothing() {
    for text in ["", HEAD, &format!("{HEAD}\n\n{HEAD}\n\n")] {
        let scratch = Scratch::with(text);
        assert_eq!(scratch.replay().mode(), CassetteMode::Replay);
    }
}

#[test]
fn a_cassette_that_is_not_there_cannot_be_replayed() {
    let scratch = Scratch::new();
    let opened = Cassette::builder(scratch.path())
        .mode(CassetteMode::Replay)
        .open();
    let told = opened.unwrap_err().to_string();
    assert!(
        told.ends_with("one.jsonl: isn't there; record it with `CassetteMode::RecordNew`"),
        "{told}"
    );
}

/// A program of the user's own may print the error.
#[test]
fn nothing_in_a_path_acts_on_a_terminal() {
    let odd = "no/\u{1b}[2J\u{7}a\u{202e}\u{ad}\n::error::b.jsonl";
    let opened = Cassette::builder(odd).mode(CassetteMode::Replay).open();
    let error = opened.unwrap_err();
    assert_eq!(error.path(), std::path::Path::new(odd));
    let printed = error.to_string();
    let start = "no/\u{241b}[2J\u{2407}a\u{fffd}\u{fffd}\u{240a}::error::b.jsonl: ";
    assert!(printed.starts_with(start), "{printed:?}");
    assert_eq!(format!("{error:?}"), printed);
}

/// However far a write came: what was whole before is still read, and the rest is recorded again.
#[tokio::test]
async fn a_cut_last_line_is_left_out_and_recorded_again() {
    let scratch = recorded("hello").await;
    let whole = fs::read(scratch.path()).unwrap();
    let line = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    for end in (0..whole.len() - 1)
        .step_by(7)
        .chain([line - 1, line, whole.len() - 2])
    {
        let cut = Scratch::with(&whole[..end]);
        cut.replay();
        let server = once(json(200, &chat("again"))).await;
        let cassette = cut.open(CassetteMode::RecordNew);
        let reply = ask(&compatible(&server.url(), &cassette), MIB).await;
        assert_eq!(reply.unwrap().text, "again", "cut at {end}");
        cassette.finish().await.unwrap();
        server.finish();
        assert_eq!(cut.entries().len(), 1, "cut at {end}");
        let reply = ask(&compatible(NOWHERE, &cut.replay()), MIB).await;
        assert_eq!(reply.unwrap().text, "again");
    }
    // Whole but for the end of its line, which an editor may take.
    let cut = Scratch::with(&whole[..whole.len() - 1]);
    let server = once(json(200, &chat("again"))).await;
    let cassette = cut.open(CassetteMode::RecordNew);
    let provider = compatible(&server.url(), &cassette);
    for text in ["hello", "again"] {
        assert_eq!(ask(&provider, MIB).await.unwrap().text, text);
    }
    server.finish();
    assert_eq!(cut.entries().len(), 2);
}

#[test]
fn record_replaces_cassettes_only() {
    let scratch = Scratch::with("fn main() {}\n");
    let opened = Cassette::builder(scratch.path())
        .mode(CassetteMode::Record)
        .open();
    let told = opened.unwrap_err().to_string();
    assert!(
        told.ends_with(":1: is no cassette, and would be overwritten; name another file"),
        "{told}"
    );
    // A broken one, and one of another version, may go.
    for text in [
        format!("{HEAD}\n<<<<<<<\n"),
        HEAD.replace('1', "9"),
        String::new(),
    ] {
        Scratch::with(text).open(CassetteMode::Record);
    }
}

/// Threads of one cassette, and cassettes of one file.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_record_and_replay_at_once() {
    let scratch = Scratch::new();
    let server = Loopback::always(|_| json(200, &chat("hello"))).await;
    let url = Arc::new(server.url());
    let cassettes = [
        scratch.open(CassetteMode::RecordNew),
        scratch.open(CassetteMode::RecordNew),
    ];
    let all = |url: Arc<String>, cassettes: Vec<Cassette>, count: usize| async move {
        let tasks: Vec<_> = (0..count)
            .map(|number| {
                let (url, cassette) = (
                    Arc::clone(&url),
                    cassettes[number % cassettes.len()].clone(),
                );
                tokio::spawn(async move {
                    let reply = ask(&compatible(&url, &cassette), MIB).await;
                    reply.unwrap().text
                })
            })
            .collect();
        for task in tasks {
            assert_eq!(within(task).await.unwrap(), "hello");
        }
    };
    all(url, cassettes.to_vec(), 40).await;
    for cassette in &cassettes {
        assert_eq!(cassette.finish().await.unwrap().recorded, 20);
    }
    server.finish();
    assert_eq!(scratch.entries().len(), 40);

    let cassette = scratch.replay();
    all(Arc::new(NOWHERE.to_owned()), vec![cassette.clone()], 40).await;
    let report = cassette.finish().await.unwrap();
    assert_eq!((report.replayed, report.unused.len()), (40, 0));
    ask(&compatible(NOWHERE, &cassette), MIB)
        .await
        .expect_err("all are used");
}

/// The folder can't be made: the call fails, and so does every later one.
#[tokio::test]
async fn a_recording_that_cannot_be_written_is_told() {
    let scratch = Scratch::with("");
    let server = once(json(200, &chat("hello"))).await;
    let beneath = scratch.path().with_file_name("later");
    let cassette = Cassette::builder(beneath.join("two.jsonl"))
        .mode(CassetteMode::RecordNew)
        .open()
        .unwrap();
    fs::write(&beneath, "a file where the folder should be").unwrap();
    let provider = compatible(&server.url(), &cassette);
    for _ in 0..2 {
        let failure = ask(&provider, MIB).await.unwrap_err();
        assert!(
            failure
                .message
                .contains("two.jsonl: a recording can't be written ("),
            "{}",
            failure.message
        );
    }
    cassette.finish().await.expect_err("reported once more");
    server.finish();
}
