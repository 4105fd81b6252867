//! A model hub on this machine, that serves one file and misbehaves as the test says.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use driftless_local::Local;

use super::random_model::{file, gguf};

/// A hub's answer to one request.
#[derive(Clone)]
pub(crate) enum Act {
    /// The file, or the part that is asked for.
    Serve,
    /// The whole file in forty pieces, with a pause after each.
    Slowly,
    /// The length of the whole file, half of its bytes, and a closed connection.
    Break,
    /// Another place.
    Redirect(String),
    /// Nothing there.
    Missing,
    /// The whole file, whatever part is asked for.
    Whole,
}

pub(crate) struct Hub {
    pub(crate) url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Hub {
    /// Acts once for each request; whoever comes after finds nothing.
    pub(crate) fn new(bytes: Vec<u8>, acts: Vec<Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        std::thread::spawn(move || {
            for act in acts.into_iter().chain(std::iter::repeat(Act::Missing)) {
                let (stream, _) = listener.accept().unwrap();
                answer(stream, &act, &bytes, &log);
            }
        });
        Self { url, asked }
    }

    /// The heads of all requests so far, in lower case.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn answer(mut stream: TcpStream, act: &Act, bytes: &[u8], log: &Mutex<Vec<String>>) {
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
    let from = if matches!(act, Act::Whole) { 0 } else { from };
    let rest = bytes.get(from..).unwrap_or_default();
    let status = match act {
        Act::Redirect(_) => "302 Found",
        Act::Missing => "404 Not Found",
        _ if from > 0 && rest.is_empty() => "416 Range Not Satisfiable",
        _ if from > 0 => "206 Partial Content",
        _ => "200 OK",
    };
    let (length, body) = match act {
        Act::Serve | Act::Whole | Act::Slowly => (rest.len(), rest),
        Act::Break => (rest.len(), &rest[..rest.len() / 2]),
        Act::Redirect(_) | Act::Missing => (0, &[][..]),
    };
    let location = match act {
        Act::Redirect(to) => format!("location: {to}\r\n"),
        _ => String::new(),
    };
    let head = format!("HTTP/1.1 {status}\r\n{location}content-length: {length}\r\n");
    // A client that was killed reads no further; that is for the test to judge.
    let mut sent = write!(stream, "{head}connection: close\r\n\r\n");
    for piece in body.chunks(body.len().div_ceil(40).max(1)) {
        sent = sent.and_then(|()| stream.write_all(piece));
        if matches!(act, Act::Slowly) {
            std::thread::sleep(Duration::from_millis(15));
        }
        if sent.is_err() {
            return;
        }
    }
}

/// An empty directory of this test.
pub(crate) fn directory(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("fetch")
        .join(format!("{}-{name}", std::process::id()));
    if path.exists() {
        std::fs::remove_dir_all(&path).unwrap();
    }
    path
}

/// A file, and its digest as this crate says it.
pub(crate) fn weights() -> (Vec<u8>, String) {
    let bytes = gguf(5, 256);
    let path = file(&format!("{:?}.gguf", std::thread::current().id()), &bytes);
    let digest = Local::open_unknown(&path, "digest")
        .unwrap()
        .digest()
        .to_owned();
    std::fs::remove_file(path).unwrap();
    (bytes, digest)
}
