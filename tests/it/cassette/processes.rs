//! Behaviour that depends on the environment and on the end of a process; each in a child of its
//! own.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use driftless::cassette::{Cassette, CassetteMode};
use driftless::provider::{OpenAi, Provider};
use driftless_tests::loopback::Loopback;

use super::{NOWHERE, Scratch, chat, compatible, json, once, recorded, stale};
use crate::provider::child::in_child;
use crate::provider::{MIB, ask};

const PATH: &str = "DRIFTLESS_TEST_CASSETTE";

fn path() -> PathBuf {
    std::env::var_os(PATH).unwrap().into()
}

fn child(name: &str, scratch: &Scratch, variables: &[(&str, &str)]) {
    let path = scratch.path();
    let mut all: Vec<(&str, &OsStr)> = vec![(PATH, path.as_os_str())];
    all.extend(
        variables
            .iter()
            .map(|(name, value)| (*name, OsStr::new(*value))),
    );
    in_child(&format!("cassette::processes::{name}"), &all);
}

#[tokio::test]
async fn nothing_is_recorded_in_ci() {
    for value in ["true", "1", "yes"] {
        let scratch = recorded("hello").await;
        child("in_ci", &scratch, &[("CI", value)]);
    }
    for value in ["", "0", "false"] {
        let scratch = Scratch::new();
        child("outside_of_ci", &scratch, &[("CI", value)]);
        assert_eq!(scratch.entries().len(), 1);
    }
}

#[tokio::test]
#[ignore = "runs in a child process"]
async fn in_ci() {
    let cassette = Cassette::open(path()).unwrap();
    assert_eq!(cassette.mode(), CassetteMode::Replay);
    let provider = compatible(NOWHERE, &cassette);
    assert_eq!(ask(&provider, MIB).await.unwrap().text, "hello");
    let failure = ask(&provider, MIB).await.unwrap_err();
    let remedy = "record it where `CI` isn't set, and commit the cassette";
    assert!(stale(&failure).to_string().ends_with(remedy));
    let missing = Cassette::open(path().with_file_name("missing.jsonl")).unwrap_err();
    assert!(missing.to_string().ends_with(remedy), "{missing}");
    // Whoever says so records there too.
    let cassette = Cassette::builder(path())
        .mode(CassetteMode::Record)
        .open()
        .unwrap();
    assert_eq!(cassette.mode(), CassetteMode::Record);
}

#[tokio::test]
#[ignore = "runs in a child process"]
async fn outside_of_ci() {
    let server = once(json(200, &chat("hello"))).await;
    let cassette = Cassette::open(path()).unwrap();
    assert_eq!(cassette.mode(), CassetteMode::RecordNew);
    ask(&compatible(&server.url(), &cassette), MIB)
        .await
        .unwrap();
    cassette.finish().await.unwrap();
    server.finish();
}

#[tokio::test]
async fn the_key_comes_from_the_environment_where_something_is_recorded() {
    let scratch = Scratch::new();
    let key = "sk-canary-4f1d9a";
    child(
        "with_a_key",
        &scratch,
        &[("CI", ""), ("OPENAI_API_KEY", key)],
    );
    assert!(!scratch.text().contains(key));
    child("without_a_key", &scratch, &[("CI", "")]);
    child(
        "without_a_key",
        &scratch,
        &[("CI", ""), ("OPENAI_API_KEY", "")],
    );
}

#[tokio::test]
#[ignore = "runs in a child process"]
async fn with_a_key() {
    let server = once(json(
        401,
        &format!(r#"{{"error":{{"message":"not {}"}}}}"#, "sk-canary-4f1d9a"),
    ))
    .await;
    let cassette = Cassette::open(path()).unwrap();
    let provider = OpenAi::with_cassette(&cassette).base_url(server.url());
    let failure = ask(&provider, MIB).await.unwrap_err();
    assert_eq!(
        failure.message,
        "status 401: not (key); is OPENAI_API_KEY right?"
    );
    cassette.finish().await.unwrap();
    let seen = server.finish();
    assert_eq!(seen[0].headers["authorization"], "Bearer sk-canary-4f1d9a");
}

#[tokio::test]
#[ignore = "runs in a child process"]
async fn without_a_key() {
    let cassette = Cassette::open(path()).unwrap();
    assert_eq!(cassette.mode(), CassetteMode::RecordNew);
    let provider = OpenAi::with_cassette(&cassette).base_url(NOWHERE);
    assert!(provider.check().is_ok());
    let failure = ask(&provider, MIB).await.unwrap_err();
    assert_eq!(
        failure.message,
        "status 401: not (key); is OPENAI_API_KEY right?"
    );
    // What isn't recorded says what it would take.
    let failure = ask(&provider, MIB).await.unwrap_err();
    let told = stale(&failure).to_string();
    assert!(
        told.ends_with("set OPENAI_API_KEY, so that it can be recorded"),
        "{told}"
    );
}

/// Killed at any moment, many times over: what is there is whole.
#[tokio::test]
async fn a_kill_leaves_a_cassette_that_can_be_read() {
    let scratch = Scratch::new();
    let mut held = 0;
    for round in 0..6 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "cassette::processes::records_for_ever",
                "--exact",
                "--ignored",
            ])
            .env(PATH, scratch.path())
            .env("CI", "")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Until it has written more than before, however busy the machine is.
        let size = || std::fs::metadata(scratch.path()).map_or(0, |file| file.len());
        let before = size();
        let started = Instant::now();
        while size() <= before + 2_000 * round {
            assert!(
                started.elapsed() < Duration::from_secs(60),
                "it doesn't record"
            );
            assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let cassette = scratch.replay();
        let unused = cassette.finish().await.unwrap().unused.len();
        assert!(unused > held, "{unused} after {held}");
        held = unused;
    }
    let provider = compatible(NOWHERE, &scratch.replay());
    for _ in 0..held {
        assert_eq!(ask(&provider, MIB).await.unwrap().text, "hello");
    }
}

#[tokio::test]
#[ignore = "runs in a child process, until it is killed"]
async fn records_for_ever() {
    let server = Loopback::always(|_| json(200, &chat("hello"))).await;
    loop {
        // Opened each time, since a recording is no answer for its own recorder.
        let cassette = Cassette::open(path()).unwrap();
        let held = cassette.finish().await.unwrap().unused.len();
        let provider = compatible(&server.url(), &cassette);
        for _ in 0..held + 5 {
            ask(&provider, MIB).await.unwrap();
        }
    }
}

/// The size of files is limited as a full disk would limit it.
#[cfg(unix)]
#[tokio::test]
async fn a_full_disk_leaves_the_cassette_whole() {
    let scratch = recorded("hello").await;
    let before = scratch.text();
    // In blocks of 1024 bytes: there is room for a part of the second recording.
    let blocks = before.len() / 1024 + 1;
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    let output = Command::new("bash")
        .args(["-c", &script])
        .arg(std::env::current_exe().unwrap())
        .args([
            "cassette::processes::fills_the_disk",
            "--exact",
            "--ignored",
        ])
        .env(PATH, scratch.path())
        .env("CI", "")
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"));
    assert_eq!(scratch.text(), before);
}

#[tokio::test]
#[ignore = "runs in a child process"]
async fn fills_the_disk() {
    let long = "x".repeat(3_000);
    let server = once(json(200, &chat(&long))).await;
    let cassette = Cassette::open(path()).unwrap();
    let provider = compatible(&server.url(), &cassette);
    assert_eq!(ask(&provider, MIB).await.unwrap().text, "hello");
    let failure = ask(&provider, MIB).await.unwrap_err();
    assert!(
        failure.message.contains("a recording can't be written ("),
        "{}",
        failure.message
    );
    cassette.finish().await.unwrap_err();
    server.finish();
}
