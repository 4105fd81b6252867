//! The files of a run that comes to its end.

use std::fs;

use driftless::run::Values;
use serde_json::json;

use crate::vendor::{Reply, Vendor, right, usual};
use crate::{Test, Triage};

#[tokio::test(flavor = "multi_thread")]
async fn every_document_has_one_line_in_the_order_of_the_input() {
    let vendor = Vendor::start(|asked| match asked.item % 10 {
        3 => Reply::Says(r#"{"severity":"medium","refund_usd":null}"#.to_owned()),
        5 => Reply::Refuses,
        7 => Reply::Says(r#"{"severity":"low"}"#.to_owned()),
        _ => Reply::Says(right(asked.item)),
    });
    let test = Test::new(vendor, 100);
    let summary = test.run().run().await.unwrap();
    let ends = summary.ends;
    assert_eq!((ends.values, ends.drifted, ends.failed), (70, 20, 10));
    assert_eq!((summary.documents, summary.left, summary.kept), (100, 0, 0));
    assert_eq!(test.vendor.all(), 100);
    let (values, drifted) = (test.ids("values.jsonl"), test.ids("drifted.jsonl"));
    let failed = test.ids("failed.jsonl");
    let of = |wanted: &[u64]| -> Vec<String> {
        let numbers = (0..100_u64).filter(|number| wanted.contains(&(number % 10)));
        numbers.map(|number| format!("t{number}")).collect()
    };
    assert_eq!(drifted, of(&[3, 7]));
    assert_eq!(failed, of(&[5]));
    assert_eq!(values, of(&[0, 1, 2, 4, 6, 8, 9]));
    // Every deviation, its place, and who said it.
    let first = &test.lines("drifted.jsonl")[0]["drift"];
    assert_eq!(first["violations"][0]["pointer"], json!("/severity"));
    assert_eq!(test.lines("failed.jsonl")[0]["class"], json!("refused"));
    let receipts = test.lines("receipts.jsonl");
    assert_eq!(receipts.len(), 100);
    assert_eq!(receipts[0]["receipt"]["attempts"][0]["status"], json!(200));
    // 100 calls of 110 tokens at a dollar a million.
    assert_eq!(summary.cost.to_string(), "$0.011");
    assert_eq!(
        (summary.input_tokens, summary.output_tokens),
        (10_000, 1_000)
    );
    let common = &summary.drifts;
    assert_eq!(common.len(), 2);
    assert!(common.iter().all(|drift| drift.count == 10), "{common:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn values_are_read_back_strictly() {
    let test = Test::new(Vendor::start(usual), 12);
    test.run().run().await.unwrap();
    let path = test.folder.path("out/values.jsonl");
    let read = || Values::<Triage>::open(&path).unwrap();
    let ids: Vec<String> = read().map(|value| value.unwrap().0).collect();
    assert_eq!(ids, test.ids("values.jsonl"));
    assert_eq!(read().nth(5).unwrap().unwrap().1.refund_usd, Some(5));
    // One that was changed by hand, and the ones after it.
    let written = fs::read_to_string(&path).unwrap();
    fs::write(&path, written.replacen("\"low\"", "\"medium\"", 1)).unwrap();
    let wrong: Vec<String> = read()
        .filter_map(|value| Some(value.err()?.to_string()))
        .collect();
    assert_eq!(wrong.len(), 1);
    assert!(
        wrong[0].contains("values.jsonl:2: ") && wrong[0].contains("/severity"),
        "{wrong:?}"
    );
    assert_eq!(read().flatten().count(), 11);
    assert!(Values::<Triage>::open(test.folder.path("nowhere")).is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_whole_asks_nothing_more() {
    let test = Test::new(Vendor::start(usual), 30);
    let first = test.run().run().await.unwrap();
    let again = test.run().run().await.unwrap();
    assert_eq!(test.vendor.all(), 30);
    assert_eq!(again.kept, 30);
    assert_eq!((first.ends, first.cost), (again.ends, again.cost));
    test.assert_all_right(30);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_the_input_can_be_asked_first() {
    let test = Test::new(Vendor::start(usual), 40);
    let some = test.run().every(10).first(3).run().await.unwrap();
    assert_eq!((some.documents, test.vendor.all()), (3, 3));
    assert_eq!(test.ids("values.jsonl"), ["t0", "t10", "t20"]);
    let all = test.run().run().await.unwrap();
    assert_eq!((all.documents, all.kept, test.vendor.all()), (40, 3, 40));
    test.assert_all_right(40);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_estimate_makes_no_call_and_leaves_no_file() {
    let test = Test::new(Vendor::start(usual), 40);
    let estimate = test.run().estimate().unwrap();
    assert_eq!((estimate.documents, estimate.left), (40, 40));
    let worst = estimate.worst_case.unwrap().unwrap();
    assert!(!test.folder.path("out").exists());
    assert_eq!(test.vendor.all(), 0);
    let summary = test.run().run().await.unwrap();
    assert!(summary.cost <= worst, "{} {worst}", summary.cost);
    let after = test.run().estimate().unwrap();
    assert_eq!((after.left, after.booked), (0, summary.cost));
}
