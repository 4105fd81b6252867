//! The journal: what it takes, what it refuses, and on what an answer hangs.

use std::fs;

use driftless::qualify::QualifyError;

use crate::setup::{Test, model, only};
use crate::vendor::{Vendor, usual};

fn broken(error: &QualifyError) -> String {
    assert!(matches!(error, QualifyError::Journal(_)), "{error}");
    error.to_string()
}

#[tokio::test]
async fn a_torn_last_line_is_dropped_and_asked_again() {
    let test = Test::new(Vendor::start(usual), 60, true);
    let journal = test.folder.path("journal");
    let run = || test.start(&["equal"]).journal(&journal).fixed(60).run();
    let outcome = run().await.unwrap();
    assert_eq!(test.vendor.all(), 120);
    let whole = fs::read(&journal).unwrap();
    // Cut anywhere inside the last line, as a kill may.
    let last = whole[..whole.len() - 1]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .unwrap()
        + 1;
    for (round, cut) in [last + 1, last + 40, whole.len() - 1]
        .into_iter()
        .enumerate()
    {
        fs::write(&journal, &whole[..cut]).unwrap();
        let again = run().await.unwrap();
        assert_eq!(test.vendor.all(), 121 + round);
        assert_eq!(again.candidates[0].fields, outcome.candidates[0].fields);
        let repaired = fs::read_to_string(&journal).unwrap();
        assert!(repaired.ends_with('\n'));
        let lines: Vec<&str> = repaired.lines().collect();
        assert!(
            lines
                .iter()
                .all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok())
        );
    }
    // Even the first line may be torn.
    fs::write(&journal, &whole[..7]).unwrap();
    run().await.unwrap();
    assert_eq!(test.vendor.all(), 123 + 120);
}

#[tokio::test]
async fn whatever_else_is_wrong_is_told_with_its_line_and_left_as_it_is() {
    let test = Test::new(Vendor::start(usual), 60, true);
    let journal = test.folder.path("journal");
    test.start(&["equal"])
        .journal(&journal)
        .fixed(60)
        .run()
        .await
        .unwrap();
    let whole = fs::read_to_string(&journal).unwrap();
    let lines: Vec<&str> = whole.lines().collect();
    let mut garbled = lines.clone();
    garbled[16] = "{\"kind\":\"ended\"}";
    let mut future = lines.clone();
    future[0] = r#"{"driftless":"qualification journal","version":3}"#;
    let cases = [
        (
            garbled.join("\n") + "\n",
            "journal:17: no line of a journal",
        ),
        (
            future.join("\n") + "\n",
            "journal:1: a journal of another version",
        ),
        (
            "id,text\n1,hello\n".to_owned(),
            "journal:1: this is no journal",
        ),
        ("precious".to_owned(), "journal:1: this is no journal"),
        ("\n".to_owned(), "journal:1: this is no journal"),
        (lines.join("\n") + "\n\u{0}\n", "no line of a journal"),
    ];
    let before = test.vendor.all();
    for (text, said) in cases {
        fs::write(&journal, &text).unwrap();
        let error = test
            .start(&["equal"])
            .journal(&journal)
            .run()
            .await
            .unwrap_err();
        assert!(broken(&error).contains(said), "{error}");
        assert_eq!(fs::read_to_string(&journal).unwrap(), text);
    }
    assert_eq!(test.vendor.all(), before);
}

#[tokio::test]
async fn a_line_that_was_changed_is_refused_even_if_it_reads_well() {
    let test = Test::new(Vendor::start(usual), 60, true);
    let journal = test.folder.path("journal");
    let start = || test.start(&["equal"]).journal(&journal);
    start().fixed(60).run().await.unwrap();
    let before = test.vendor.all();
    let whole = fs::read_to_string(&journal).unwrap();
    let lines: Vec<&str> = whole.lines().collect();
    let at = lines
        .iter()
        .position(|line| line.contains(r#""input_tokens":100"#))
        .expect("an answer");
    let changed = lines[at].replace(r#""input_tokens":100"#, r#""input_tokens":101"#);
    let bare = lines[at].split(r#","sum":"#).next().unwrap().to_owned() + "}";
    for (line, said) in [
        (&changed, "its checksum is that of another line"),
        (&bare, "it has no checksum"),
    ] {
        let mut lines = lines.clone();
        lines[at] = line;
        let damaged = lines.join("\n") + "\n";
        fs::write(&journal, &damaged).unwrap();
        let error = broken(&start().run().await.unwrap_err());
        assert!(error.contains(&format!("journal:{}: ", at + 1)), "{error}");
        assert!(error.contains(said), "{error}");
        assert_eq!(fs::read_to_string(&journal).unwrap(), damaged);
    }
    assert_eq!(test.vendor.all(), before);
}

#[tokio::test]
async fn a_journal_from_before_checksums_goes_on() {
    let test = Test::new(Vendor::start(usual), 60, true);
    let journal = test.folder.path("journal");
    let run = || test.start(&["equal"]).journal(&journal).fixed(60).run();
    let outcome = run().await.unwrap();
    assert_eq!(test.vendor.all(), 120);
    let whole = fs::read_to_string(&journal).unwrap();
    let mut older: Vec<String> = whole
        .lines()
        .map(|line| match line.split_once(r#","sum":"#) {
            Some((record, _sum)) => format!("{record}}}"),
            None => line.replace(r#""version":2"#, r#""version":1"#),
        })
        .collect();
    // One answer is missing, so that a line is added.
    older.pop();
    fs::write(&journal, older.join("\n") + "\n").unwrap();
    for _ in 0..2 {
        let again = run().await.unwrap();
        assert_eq!(again.candidates[0].fields, outcome.candidates[0].fields);
        assert_eq!(test.vendor.all(), 121);
    }
    let added = fs::read_to_string(&journal).unwrap();
    assert!(added.starts_with(&(older.join("\n") + "\n")));
    assert!(added.lines().last().unwrap().contains(r#","sum":"#));
}

/// Seen to fail before: it was reported as one of another version, and all that it had was paid
/// again.
#[tokio::test]
async fn a_journal_with_line_ends_of_windows_goes_on() {
    let test = Test::new(Vendor::start(usual), 60, true);
    let journal = test.folder.path("journal");
    let start = || test.start(&["equal"]).journal(&journal).fixed(60);
    let outcome = start().run().await.unwrap();
    assert_eq!(test.vendor.all(), 120);
    let held = fs::read_to_string(&journal).unwrap();
    let fewer: Vec<&str> = held.lines().collect();
    let fewer = fewer[..fewer.len() - 1].join("\r\n") + "\r\n";
    fs::write(&journal, fewer).unwrap();
    let again = start().run().await.unwrap();
    assert_eq!(test.vendor.all(), 121);
    assert_eq!(again.candidates[0].fields, outcome.candidates[0].fields);
    start().run().await.unwrap();
    assert_eq!(test.vendor.all(), 121);
}

#[tokio::test]
async fn two_runs_do_not_share_one_journal() {
    let test = Test::new(Vendor::start(usual), 200, true);
    let journal = test.folder.path("journal");
    let first = test.start(&["equal"]).journal(&journal).fixed(200);
    let second = test.start(&["equal"]).journal(&journal).fixed(200);
    let (first, second) = tokio::join!(first.run(), second.run());
    let error = second.unwrap_err();
    assert!(
        broken(&error).contains("another run is using it"),
        "{error}"
    );
    first.unwrap();
    assert_eq!(test.vendor.all(), 400);
    let nowhere = test
        .start(&["equal"])
        .journal(test.folder.path("no/such/folder"));
    assert!(broken(&nowhere.run().await.unwrap_err()).contains("can't be opened"));
}

#[tokio::test]
async fn an_answer_hangs_on_what_is_asked_and_on_nothing_else() {
    let test = Test::new(Vendor::start(usual), 100, true);
    let journal = test.folder.path("journal");
    let start = || test.start(&["equal"]).journal(&journal).fixed(100);
    start().run().await.unwrap();
    assert_eq!(test.vendor.all(), 200);
    // Another margin, another order: all answers are there.
    let outcome = start().margin(0.1).alpha(0.01).seed(9).run().await.unwrap();
    assert_eq!(test.vendor.all(), 200);
    assert_eq!(only(&outcome).pairs, 100);
    // Another candidate: only its own calls.
    start()
        .candidate(model(&test.vendor, "perfect"))
        .run()
        .await
        .unwrap();
    assert_eq!(test.vendor.all(), 300);
    // Other settings of a model are another model.
    let hot = test
        .start(&[])
        .journal(&journal)
        .fixed(100)
        .candidate(model(&test.vendor, "equal").temperature(0.5));
    hot.run().await.unwrap();
    assert_eq!(test.vendor.all(), 400);
}

#[tokio::test]
async fn items_that_ask_the_same_are_asked_one_by_one() {
    let line = |id: u32| format!("{{\"id\": \"{id}\", \"input\": {{\"ticket\": \"ticket 3\"}}}}\n");
    let lines: String = (0..60).map(line).collect();
    let test = Test::with(Vendor::start(usual), &lines);
    let journal = test.folder.path("journal");
    let run = || test.start(&["equal"]).journal(&journal).fixed(60).run();
    run().await.unwrap();
    assert_eq!(test.vendor.all(), 180);
    run().await.unwrap();
    assert_eq!(test.vendor.all(), 180);
}
