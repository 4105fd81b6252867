//! Fetching from several processes and tasks at once, and what the environment says to it. The
//! processes are this test program again.

use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use driftless_local::Fetch;

use super::hub::{Act, Hub, directory, weights};

/// Arguments of the process that fetches: the hub's address, the directory, the digest.
const CHILD: [&str; 3] = ["TEST_FETCH_HUB", "TEST_FETCH_PLACE", "TEST_FETCH_DIGEST"];

/// Not a test of its own: what the other processes run.
#[tokio::test]
#[ignore = "run by the tests of this file, in a process of its own"]
async fn child() {
    let [hub, place, digest] = CHILD.map(|name| std::env::var(name).unwrap());
    let fetch = Fetch::unknown("owner/name", "tiny.gguf", digest)
        .hub(hub)
        .directory(place)
        .progress(|_| ());
    fetch.run().await.unwrap();
}

fn process(hub: &Hub, place: &Path, digest: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["fetching_processes::child", "--exact", "--ignored"])
        .env(CHILD[0], &hub.url)
        .env(CHILD[1], place)
        .env(CHILD[2], digest)
        .env_remove("HF_TOKEN")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn ended(child: Child) -> Output {
    child.wait_with_output().unwrap()
}

fn held(output: &Output) {
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("1 passed"), "{said}");
}

#[test]
fn processes_that_fetch_the_same_file_share_one_download() {
    let (bytes, digest) = weights();
    let place = directory("processes");
    let hub = Hub::new(bytes.clone(), vec![Act::Slowly]);
    let children: Vec<Child> = (0..4)
        .map(|_| process(&hub, &place, &digest).spawn().unwrap())
        .collect();
    children
        .into_iter()
        .map(ended)
        .for_each(|output| held(&output));
    assert_eq!(hub.asked().len(), 1, "{:?}", hub.asked());
    let found = std::fs::read(place.join(format!("{digest}.gguf"))).unwrap();
    assert_eq!(found, bytes);
    assert_eq!(std::fs::read_dir(&place).unwrap().count(), 1);
}

#[tokio::test]
async fn tasks_that_fetch_the_same_file_share_one_download() {
    let (bytes, digest) = weights();
    let place = directory("tasks");
    let hub = Hub::new(bytes, vec![Act::Slowly]);
    let fetch = || {
        Fetch::unknown("owner/name", "tiny.gguf", &digest)
            .hub(&hub.url)
            .directory(&place)
            .progress(|_| ())
            .run()
    };
    let (one, two, three) = tokio::join!(fetch(), fetch(), fetch());
    one.unwrap();
    two.unwrap();
    three.unwrap();
    assert_eq!(hub.asked().len(), 1);
}

/// A process that is killed loses its lock; the one that waited goes on from what is there.
#[test]
fn a_killed_process_leaves_its_part_to_the_next() {
    let (bytes, digest) = weights();
    let place = directory("killed");
    let hub = Hub::new(bytes, vec![Act::Slowly, Act::Serve]);
    let part = place.join(format!("{digest}.part"));
    let mut first = process(&hub, &place, &digest).spawn().unwrap();
    while std::fs::metadata(&part).map_or(0, |meta| meta.len()) == 0 {
        assert!(first.try_wait().unwrap().is_none(), "it ended too soon");
        std::thread::sleep(Duration::from_millis(1));
    }
    let second = process(&hub, &place, &digest).spawn().unwrap();
    first.kill().unwrap();
    assert!(!ended(first).status.success());
    held(&ended(second));
    let asked = hub.asked();
    assert!(asked[1].contains("range: bytes="), "{asked:?}");
}

/// A task that is dropped gives its turn to the next one.
#[tokio::test]
async fn a_dropped_fetch_is_continued_by_the_next() {
    let (bytes, digest) = weights();
    let place = directory("dropped");
    let hub = Hub::new(bytes, vec![Act::Slowly, Act::Serve]);
    let (seen, mut first_bytes) = tokio::sync::mpsc::unbounded_channel();
    let fetch = || {
        Fetch::unknown("owner/name", "tiny.gguf", &digest)
            .hub(&hub.url)
            .directory(&place)
    };
    let dropped = fetch().progress(move |at| {
        if at.done > 0 {
            let _closed = seen.send(());
        }
    });
    tokio::select! {
        outcome = dropped.run() => panic!("it ended by itself: {outcome:?}"),
        _ = first_bytes.recv() => {}
    }
    fetch().progress(|_| ()).run().await.unwrap();
    assert!(hub.asked()[1].contains("range: bytes="));
}

#[test]
fn the_token_goes_to_the_hub_and_nowhere_else() {
    let (bytes, digest) = weights();
    let elsewhere = Hub::new(bytes, vec![Act::Serve]);
    let acts = [
        Act::Redirect("/moved".to_owned()),
        Act::Redirect(format!("{}/signed", elsewhere.url)),
    ];
    let hub = Hub::new(Vec::new(), acts.into());
    let output = process(&hub, &directory("token"), &digest)
        .env("HF_TOKEN", "hf_Secret1")
        .output()
        .unwrap();
    held(&output);
    let carries = |request: &String| request.contains("authorization: bearer hf_secret1");
    assert_eq!(
        hub.asked().iter().map(carries).collect::<Vec<_>>(),
        [true; 2]
    );
    assert!(!elsewhere.asked()[0].contains("authorization"));
}

#[test]
fn nothing_is_downloaded_where_the_hub_is_switched_off() {
    let (bytes, digest) = weights();
    let hub = Hub::new(bytes, vec![Act::Serve]);
    let output = process(&hub, &directory("offline"), &digest)
        .env("HF_HUB_OFFLINE", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("HF_HUB_OFFLINE is set"), "{said}");
    assert!(hub.asked().is_empty());
}

#[test]
fn what_the_hubs_own_clients_have_is_used_where_it_lies() {
    let (bytes, digest) = weights();
    let hub = Hub::new(Vec::new(), Vec::new());
    let home = directory("hub-home");
    let blobs = home.join("hub/models--owner--name/blobs");
    std::fs::create_dir_all(&blobs).unwrap();
    std::fs::write(blobs.join(&digest), bytes).unwrap();
    let place = directory("hub-cache");
    let output = process(&hub, &place, &digest)
        .env("HF_HOME", &home)
        .env_remove("HF_HUB_CACHE")
        .output()
        .unwrap();
    held(&output);
    assert!(hub.asked().is_empty() && !place.exists());
}
