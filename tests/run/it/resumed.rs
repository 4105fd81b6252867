//! Runs on a journal that is there: those that go on, and those that are refused.

use std::fs;

use driftless::Plan;
use driftless::provider::Compatible;
use driftless::run::{Run, RunError, Stop};
use serde_json::json;

use crate::vendor::{Reply, Vendor, right, usual};
use crate::{PauseReason, Test, TriageTicket, reason, tickets};

/// Returns the differences, and the number of answers that would stay.
fn changed(error: RunError) -> (String, u64) {
    match error {
        RunError::Changed(changed) => (changed.differences.join("; "), changed.kept),
        other => panic!("{other}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_run_goes_on_and_pays_nothing_twice() {
    let test = Test::new(Vendor::start(usual), 60);
    let stop = Stop::new();
    let asked = stop.clone();
    let run = test
        .run()
        .concurrency(4)
        .stop(&stop)
        .observe(move |progress| {
            if progress.ends.all() >= 10 {
                asked.ask();
            }
        });
    assert_eq!(reason(run.run().await.unwrap_err()), PauseReason::Stopped);
    let before = test.vendor.all();
    assert!((10..20).contains(&before), "{before}");
    assert!(!test.folder.path("out/values.jsonl").exists());
    assert_eq!(test.lines("values.partial.jsonl").len(), before);
    let summary = test.run().run().await.unwrap();
    assert_eq!((test.vendor.all(), summary.unsure), (60, 0));
    test.assert_all_right(60);
    assert!(!test.folder.path("out/values.partial.jsonl").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn another_run_is_refused_or_a_new_generation() {
    let mut test = Test::new(Vendor::start(usual), 20);
    test.run().run().await.unwrap();
    // One document more, one gone, one with other words.
    let more = tickets(21).replace("ticket 3.", "ticket 30.");
    let more: Vec<&str> = more.lines().skip(1).collect();
    test.input = test.folder.file("more.jsonl", more.join("\n"));
    let (said, kept) = changed(test.run().run().await.unwrap_err());
    assert!(said.contains("1 have changed, such as \"t3\""), "{said}");
    assert!(said.contains("1 that have an end are gone"), "{said}");
    assert_eq!((kept, test.vendor.all()), (18, 20));
    let summary = test.run().new_generation().run().await.unwrap();
    assert_eq!((summary.generation, summary.kept), (2, 18));
    assert_eq!((summary.documents, test.vendor.all()), (20, 22));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_model_or_setting_is_another_generation() {
    let test = Test::new(Vendor::start(usual), 20);
    test.run().run().await.unwrap();
    // Another model: nothing stays.
    let other = Compatible::at(test.vendor.url())
        .model("other")
        .max_output_tokens(50);
    let plan = Plan::<TriageTicket<'static>>::primary(other)
        .build()
        .unwrap();
    let run = || {
        Run::new(&plan)
            .input(&test.input)
            .output(test.folder.path("out"))
    };
    let (said, kept) = changed(run().run().await.unwrap_err());
    assert!(
        said.contains("compatible/perfect, and this is compatible/other"),
        "{said}"
    );
    assert_eq!(kept, 0);
    let summary = run().new_generation().run().await.unwrap();
    assert_eq!(
        (summary.generation, summary.kept, test.vendor.all()),
        (2, 0, 40)
    );
    // A setting that the model reads.
    let warm = Compatible::at(test.vendor.url())
        .model("other")
        .max_output_tokens(50)
        .temperature(0.5);
    let plan = Plan::<TriageTicket<'static>>::primary(warm)
        .build()
        .unwrap();
    let run = Run::new(&plan)
        .input(&test.input)
        .output(test.folder.path("out"));
    let (said, _) = changed(run.run().await.unwrap_err());
    assert!(said.contains("settings"), "{said}");
    // The order of the input, and limits, are no difference.
    let all = tickets(20);
    let mut lines: Vec<&str> = all.lines().collect();
    lines.reverse();
    fs::write(&test.input, lines.join("\n")).unwrap();
    let plan = {
        let other = Compatible::at(test.vendor.url())
            .model("other")
            .max_output_tokens(50);
        Plan::<TriageTicket<'static>>::primary(other.timeout(std::time::Duration::from_secs(7)))
    };
    let plan = plan.build().unwrap();
    let run = Run::new(&plan)
        .input(&test.input)
        .output(test.folder.path("out"))
        .concurrency(2);
    assert_eq!(run.run().await.unwrap().kept, 20);
    assert_eq!(test.ids("values.jsonl")[0], "t19");
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_documents_are_asked_again_if_wanted() {
    let vendor = Vendor::start(|asked| {
        if asked.item.is_multiple_of(4) && asked.before == 0 {
            Reply::Refuses
        } else {
            Reply::Says(right(asked.item))
        }
    });
    let test = Test::new(vendor, 20);
    let first = test.run().run().await.unwrap();
    assert_eq!((first.ends.values, first.ends.failed), (15, 5));
    let same = test.run().run().await.unwrap();
    assert_eq!((same.ends.failed, test.vendor.all()), (5, 20));
    let again = test.run().retry_failed().run().await.unwrap();
    assert_eq!((again.ends.values, test.vendor.all()), (20, 25));
    test.assert_all_right(20);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journal_that_was_changed_is_refused_and_a_torn_end_is_not() {
    let test = Test::new(Vendor::start(usual), 20);
    test.run().run().await.unwrap();
    let journal = test.folder.path("out/journal.jsonl");
    let whole = fs::read_to_string(&journal).unwrap();
    let changed = whole.replacen("\"low\"", "\"high\"", 1);
    fs::write(&journal, changed).unwrap();
    let error = test.run().run().await.unwrap_err();
    assert!(matches!(error, RunError::Journal(_)), "{error}");
    assert!(
        error
            .to_string()
            .contains("its checksum is that of another line"),
        "{error}"
    );
    // Cut within the last line, as a kill cuts.
    fs::write(&journal, &whole[..whole.len() - 30]).unwrap();
    let summary = test.run().run().await.unwrap();
    assert_eq!((summary.kept, test.vendor.all()), (19, 21));
    // The attempt whose end was cut may have been paid.
    assert_eq!(summary.unsure, 1);
    test.assert_all_right(20);
}

/// A loss of power leaves the length of a file, and blocks of it that were never written.
#[tokio::test(flavor = "multi_thread")]
async fn an_end_that_was_never_written_is_cut() {
    let test = Test::new(Vendor::start(usual), 20);
    test.run().run().await.unwrap();
    let journal = test.folder.path("out/journal.jsonl");
    let whole = fs::read(&journal).unwrap();
    let keep = whole.len() - 700;
    let ends = [
        vec![0; 700],
        [vec![0; 600], b"\n".to_vec(), vec![0; 99]].concat(),
        [vec![0; 300], whole[keep + 300..].to_vec()].concat(),
    ];
    for (round, end) in ends.into_iter().enumerate() {
        let is_within = round == 2;
        fs::write(&journal, [&whole[..keep], &end].concat()).unwrap();
        let before = test.vendor.all();
        match test.run().run().await {
            Ok(summary) => {
                assert!(summary.kept < 20 && summary.unsure > 0, "{summary:?}");
                assert!(test.vendor.all() > before);
                test.assert_all_right(20);
            }
            // A whole line stands behind the hole.
            Err(error) => assert!(
                is_within && error.to_string().contains("checksum"),
                "{error}"
            ),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_of_somebody_else_stays_as_it_is() {
    let test = Test::new(Vendor::start(usual), 5);
    fs::create_dir(test.folder.path("out")).unwrap();
    let theirs = test.folder.file("out/values.jsonl", "precious\n");
    let error = test.run().run().await.unwrap_err().to_string();
    assert!(
        error.contains("the folder has no journal of a run"),
        "{error}"
    );
    fs::remove_file(&theirs).unwrap();
    test.folder
        .file("out/journal.jsonl", json!({"mine": 1}).to_string());
    let error = test.run().run().await.unwrap_err().to_string();
    assert!(error.contains("this is no journal of a run"), "{error}");
    assert_eq!(test.vendor.all(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_runs_do_not_share_one_folder() {
    let test = Test::new(Vendor::start(usual), 50);
    let (first, second) = tokio::join!(test.run().run(), test.run().run());
    let error = second.unwrap_err().to_string();
    assert!(error.contains("another run is using it"), "{error}");
    first.unwrap();
    assert_eq!(test.vendor.all(), 50);
}
