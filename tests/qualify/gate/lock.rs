//! A lock that is written is read again, is equal for equal evidence, and is TOML.

use std::sync::Barrier;

use driftless::lock::{Entry, Lock, LockErrorKind, Measured, Verdict, update};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use serde_json::json;

use crate::folder::Folder;
use crate::found::{
    CANDIDATE, REFERENCE, between, changed, entry, entry_of, entry_with, field, judge,
};

fn lock_of(entries: impl IntoIterator<Item = Entry>) -> Lock {
    let mut lock = Lock::default();
    entries.into_iter().for_each(|entry| lock.put(entry));
    lock
}

#[test]
fn an_outcome_becomes_an_entry_that_tomls_own_reader_understands() {
    let text = lock_of([entry()]).to_string();
    let read: toml::Table = text.parse().unwrap();
    assert_eq!(read["version"].as_integer(), Some(1));
    let entry = &read["evidence"]["TriageTicket"][CANDIDATE];
    for (key, value) in [
        ("verdict", "passed"),
        ("reason", "not worse by more than 5 points"),
        ("date", "2026-11-23"),
        ("expires", "2027-02-21"),
        ("reference", REFERENCE),
        ("contract", "Triage"),
        ("shape", "2f"),
        ("text", "3f"),
        ("template", "1f"),
        ("prompt", "0f"),
        ("comparison", "4f"),
        ("dialect", "Anthropic schema"),
        ("adapter", "6f"),
    ] {
        assert_eq!(entry[key].as_str(), Some(value), "{key}");
    }
    let served: Vec<_> = entry["served"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap())
        .collect();
    assert_eq!(
        served,
        ["claude-haiku-4-5-20251001", "claude-haiku-4-5-20251002"]
    );
    assert_eq!(entry["data"]["path"].as_str(), Some("tickets.jsonl"));
    assert_eq!(entry["data"]["items"].as_integer(), Some(120));
    assert_eq!(entry["pairs"].as_integer(), Some(119));
    assert_eq!(entry["rule"]["margin"].as_float(), Some(0.05));
    assert_eq!(entry["rule"]["design"].as_str(), Some("sequential"));
    assert_eq!(entry["conformance"]["estimate"].as_float(), Some(0.991_667));
    assert_eq!(
        entry["latency_us"]["p90"]["estimate"].as_float(),
        Some(1_234_570.0)
    );
    assert!(entry.get("first_token_us").is_none());
    assert_eq!(entry["cost"]["total"].as_str(), Some("0.0123"));
    assert_eq!(
        entry["field"]["/severity"]["requirement"].as_str(),
        Some("required")
    );
    assert_eq!(
        entry["field"][""]["difference"]["low"].as_float(),
        Some(-0.03)
    );
}

#[test]
fn models_that_failed_have_entries_as_well() {
    for (word, verdict) in [
        ("failed", Verdict::Failed),
        ("insufficient_data", Verdict::InsufficientData),
    ] {
        let entry = entry_with(&[
            ("/candidates/0/verdict", json!(word)),
            ("/candidates/0/arm/calls", json!(0)),
            ("/candidates/0/arm/latency", json!(null)),
            ("/candidates/0/fields", json!([])),
            ("/candidates/0/pairs", json!(0)),
        ]);
        let lock = lock_of([entry]);
        let read = Lock::parse("contracts.lock", &lock.to_string()).unwrap();
        let read = read.get("TriageTicket", CANDIDATE).unwrap();
        assert_eq!(
            (read.verdict, read.conformance, read.latency),
            (verdict, None, None)
        );
    }
}

#[test]
fn what_is_written_does_not_hang_on_the_order_in_which_it_came() {
    let all = [
        entry_of("B", "x/1"),
        entry_of("A", "y/1"),
        entry_of("A", "x/2"),
    ];
    let one = lock_of(all.clone()).to_string();
    assert_eq!(one, lock_of(all.into_iter().rev()).to_string());
    let at = |header: &str| {
        one.find(header)
            .unwrap_or_else(|| panic!("no {header} in {one}"))
    };
    assert!(
        at("[evidence.A.\"x/2\"]") < at("[evidence.A.\"y/1\"]")
            && at("[evidence.A.\"y/1\"]") < at("[evidence.B.\"x/1\"]")
    );
    assert!(!one.contains('\r') && one.ends_with("\"\n"));
}

/// Names with anything in them, numbers of every size: read as written, and understood alike by
/// TOML's own reader.
#[test]
fn whatever_stands_in_an_entry_is_read_as_it_was_written() {
    const ALPHABET: &[char] = &[
        'a', 'Z', '7', '-', '_', '.', '/', ' ', '"', '\\', '\'', '#', '=', '[', ']', '\n', '\r',
        '\t', '\u{1}', '\u{7f}', '\u{85}', 'é', '🦀', '<', '>',
    ];
    let mut random = SmallRng::seed_from_u64(6);
    for round in 0..400 {
        let mut word = || -> String {
            (0..random.random_range(0..9))
                .map(|_| ALPHABET[random.random_range(0..ALPHABET.len())])
                .collect()
        };
        let (prompt, model, reason, path, pointer) = (word(), word(), word(), word(), word());
        let mut number =
            || random.random_range(-1.0_f64..1.0) * 10_f64.powi(random.random_range(-12..12));
        let bounds = between(number(), number(), number());
        let items: u64 = random.random_range(0..=i64::MAX.unsigned_abs());
        let entry = entry_with(&[
            ("/prompt/name", json!(prompt)),
            ("/candidates/0/arm/model", json!(model)),
            ("/candidates/0/reasons", json!([reason])),
            ("/candidates/0/arm/conformance", bounds),
            ("/data/path", json!(path)),
            ("/data/items", json!(items)),
            ("/judge", judge()),
            ("/judge/arm/model", json!(path)),
            ("/judge/consistency/pairs", json!(items)),
            ("/rule/design", json!({"kind": "fixed", "items": round})),
            (
                "/candidates/0/fields",
                json!([field(&pointer, "passed", "required")]),
            ),
        ]);
        let lock = lock_of([entry]);
        let text = lock.to_string();
        assert_eq!(
            Lock::parse("contracts.lock", &text).unwrap_or_else(|error| panic!("{error}\n{text}")),
            lock
        );
        let read: toml::Table = text
            .parse()
            .unwrap_or_else(|error| panic!("{error}\n{text}"));
        let read = &read["evidence"][&prompt][&model];
        assert_eq!(read["reason"].as_str(), Some(&*reason));
        assert_eq!(
            read["data"]["items"].as_integer(),
            i64::try_from(items).ok()
        );
        assert_eq!(read["judge"]["model"].as_str(), Some(&*path));
        let estimate = lock
            .get(&prompt, &model)
            .unwrap()
            .conformance
            .unwrap()
            .estimate
            .get();
        assert_eq!(read["conformance"]["estimate"].as_float(), Some(estimate));
    }
}

#[test]
fn a_number_has_six_digits_and_one_form() {
    for (number, written) in [
        (0.1 + 0.2, "0.3"),
        (-0.0, "0.0"),
        (1.0, "1.0"),
        (123_456_789.0, "123457000.0"),
        (1e-9, "0.000000001"),
        (2.0 / 3.0, "0.666667"),
    ] {
        assert_eq!(Measured::new(number).unwrap().to_string(), written);
    }
    assert_eq!(Measured::new(f64::INFINITY), None);
}

#[test]
fn an_update_leaves_every_other_line_as_it_was() {
    let folder = Folder::new();
    let path = folder.path("contracts.lock");
    update(
        &path,
        [
            entry_of("A", "x/1"),
            entry_of("B", "x/1"),
            entry_of("C", "x/1"),
        ],
    )
    .unwrap();
    let before = folder.read("contracts.lock");
    let mut renewed = entry_of("B", "x/1");
    renewed.date = "2026-11-24".to_owned();
    let lock = update(&path, [renewed]).unwrap();
    assert_eq!(lock.entries().count(), 3);
    let after = folder.read("contracts.lock");
    let differing: Vec<_> = before
        .lines()
        .zip(after.lines())
        .filter(|(old, new)| old != new)
        .collect();
    assert_eq!(before.lines().count(), after.lines().count());
    assert!(
        matches!(differing.as_slice(), [("date = \"2026-11-23\"", "date = \"2026-11-24\""), (old, new)] if old.starts_with("seal") && new.starts_with("seal")),
        "{differing:?}"
    );
    let left: Vec<_> = std::fs::read_dir(folder.root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["contracts.lock"]);
}

#[test]
fn writers_at_once_lose_nothing() {
    let folder = Folder::new();
    let path = folder.path("contracts.lock");
    let (writers, each) = (8, 5);
    let start = Barrier::new(writers);
    std::thread::scope(|scope| {
        for writer in 0..writers {
            let (path, start) = (&path, &start);
            scope.spawn(move || {
                start.wait();
                for number in 0..each {
                    update(
                        path,
                        [entry_of(&format!("P{writer}"), &format!("x/{number}"))],
                    )
                    .unwrap();
                }
            });
        }
    });
    let lock = Lock::parse("contracts.lock", &folder.read("contracts.lock")).unwrap();
    assert_eq!(lock.entries().count(), writers * each);
}

#[test]
fn a_verdict_that_does_not_follow_is_not_written() {
    let folder = Folder::new();
    let path = folder.path("contracts.lock");
    update(&path, [entry()]).unwrap();
    let before = folder.read("contracts.lock");
    let worse = changed(&[(
        "/candidates/0/fields",
        json!([field("/severity", "failed", "required")]),
    )]);
    let error = update(&path, worse.entries()).unwrap_err();
    assert_eq!(error.kind(), LockErrorKind::Verdict, "{error}");
    assert_eq!(folder.read("contracts.lock"), before);
    // An informative field decides nothing.
    let told = changed(&[(
        "/candidates/0/fields",
        json!([field("/severity", "failed", "informative")]),
    )]);
    update(&path, told.entries()).unwrap();
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let folder = Folder::new();
    folder.write("elsewhere/evidence.lock", "version = 1\n");
    let path = folder.path("contracts.lock");
    std::os::unix::fs::symlink(folder.path("elsewhere/evidence.lock"), &path).unwrap();
    update(&path, [entry()]).unwrap();
    assert!(std::fs::symlink_metadata(&path).unwrap().is_symlink());
    assert!(
        folder
            .read("elsewhere/evidence.lock")
            .contains("[evidence.TriageTicket.")
    );
}
