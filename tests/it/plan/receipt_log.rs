//! A log of receipts: what calls hand over is what the files have.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use driftless::receipt::Receipt;
use driftless::receipt_log::ReceiptLog;
use driftless::{FailureClass, Plan, When};
use tokio::time::timeout;

use super::{DRIFTED, FindMood, GOOD, QUESTION, Say, scripted, vouched};

/// A folder that goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("driftless-receipts-{}-{number}", std::process::id());
        Self(std::env::temp_dir().join(name))
    }

    /// Returns the files in the order of their names.
    fn files(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.0).unwrap();
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files
    }

    fn receipts(&self) -> Vec<Receipt> {
        self.files().iter().flat_map(|file| read(file)).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn read(file: &Path) -> Vec<Receipt> {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.is_empty() || text.ends_with('\n'), "{text}");
    let lines = text.lines().map(serde_json::from_str);
    lines.collect::<Result<_, _>>().unwrap()
}

#[tokio::test(start_paused = true)]
async fn every_call_that_ends_has_its_line() {
    let folder = Folder::new();
    let log = ReceiptLog::builder().open(&folder.0).unwrap();
    let (first, _) = scripted(
        "one",
        "alpha",
        [
            Say::Text(GOOD),
            Say::Text(DRIFTED),
            Say::Fail(FailureClass::Overloaded),
            Say::Hang,
        ],
    );
    let (second, _) = scripted("two", "beta", [Say::Text(GOOD)]);
    let plan = Plan::<FindMood<'_>>::primary(first)
        .fallback(second, When::OVERLOADED, vouched())
        .observe(log.clone())
        .production()
        .build()
        .unwrap();
    let good = plan.call(QUESTION).await.unwrap().receipt;
    let drifted = plan.call(QUESTION).await.unwrap_err().into_receipt();
    let fell_back = plan.call(QUESTION).await.unwrap().receipt;
    let hung = timeout(Duration::from_secs(3), plan.call(QUESTION)).await;
    assert!(hung.is_err());

    log.flush().unwrap();
    let mut read = folder.receipts();
    let dropped = read.pop().unwrap();
    assert_eq!(dropped.failure, Some(FailureClass::Cancelled));
    let ids: Vec<&str> = read.iter().map(|receipt| receipt.id.as_str()).collect();
    assert_eq!(ids, [&good.id, &drifted.id, &fell_back.id]);
    assert_eq!(read[2].fallback().unwrap().to, "beta");
    // Places of the contract, without a word of the answer: `Happy` is no field.
    let fields = &read[1].attempts[0].drifted_fields;
    let fields: Vec<(&str, usize)> = fields
        .iter()
        .map(|(field, count)| (&**field, *count))
        .collect();
    assert_eq!(fields, [("/*", 1), ("/happy", 1)], "{drifted}");
    assert_eq!(
        drifted.attempts[0].drifted_fields,
        read[1].attempts[0].drifted_fields
    );
    assert_eq!(log.lost(), 0);
}

#[tokio::test]
async fn files_are_followed_by_new_ones_and_the_oldest_go() {
    let folder = Folder::new();
    let log = ReceiptLog::builder()
        .rotate_at(1)
        .keep(3)
        .open(&folder.0)
        .unwrap();
    // Files of somebody else stay.
    fs::write(folder.0.join("receipts-of-mine.jsonl"), "").unwrap();
    let (model, _) = scripted("one", "alpha", [Say::Text(GOOD)]);
    let plan = Plan::<FindMood<'_>>::primary(model)
        .observe(log.clone())
        .build()
        .unwrap();
    let mut ids = Vec::new();
    for _ in 0..7 {
        ids.push(plan.call(QUESTION).await.unwrap().receipt.id);
        log.flush().unwrap();
    }
    let mut files = folder.files();
    assert!(files.pop().unwrap().ends_with("receipts-of-mine.jsonl"));
    assert_eq!(files.len(), 3, "{files:?}");
    let kept: Vec<String> = files
        .iter()
        .flat_map(|file| read(file))
        .map(|r| r.id)
        .collect();
    assert_eq!(kept, ids[5..], "the newest file is empty yet");
}

/// A call never waits: what the queue has no room for is lost, and counted.
#[tokio::test]
async fn no_receipt_is_lost_without_being_counted() {
    let folder = Folder::new();
    let log = ReceiptLog::builder().queue(1).open(&folder.0).unwrap();
    let (model, _) = scripted("one", "alpha", [Say::Text(GOOD)]);
    let plan = Plan::<FindMood<'_>>::primary(model)
        .observe(log.clone())
        .build()
        .unwrap();
    for _ in 0..500 {
        plan.call(QUESTION).await.unwrap();
    }
    log.flush().unwrap();
    let written = u64::try_from(folder.receipts().len()).unwrap();
    assert_eq!(written + log.lost(), 500);
}

/// Each log has files of its own, and the last clone writes what waits.
#[tokio::test]
async fn several_logs_share_a_folder() {
    let folder = Folder::new();
    let mut plans = Vec::new();
    for name in ["one", "two", "three"] {
        let log = ReceiptLog::builder().open(&folder.0).unwrap();
        let (model, _) = scripted(name, "alpha", [Say::Text(GOOD)]);
        let plan = Plan::<FindMood<'_>>::primary(model).observe(log).build();
        plans.push(plan.unwrap());
    }
    for plan in plans.iter().cycle().take(30) {
        plan.call(QUESTION).await.unwrap();
    }
    drop(plans);
    assert_eq!((folder.files().len(), folder.receipts().len()), (3, 30));
}

#[test]
fn a_folder_that_cannot_be_one_is_an_error_with_its_name() {
    let folder = Folder::new();
    fs::write(&folder.0, "a file").unwrap();
    let error = ReceiptLog::builder()
        .open(folder.0.join("logs"))
        .unwrap_err();
    assert!(!error.to_string().is_empty());
    fs::remove_file(&folder.0).unwrap();
}
