//! Any reply of a server: no panic, no hang, no more memory than the limit on a reply allows, never
//! a retry or another model after a body that holds a verdict, and the same result wherever its
//! bytes are cut.
#![no_main]

#[path = "../../support/replies.rs"]
mod replies;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{LazyLock, Mutex};
use std::time::Duration;

use driftless::FailureClass;
use driftless::dialect::Form;
use driftless::failure::{Fallback, Retryable};
use driftless::provider::{
    Anthropic, AttemptMetadata, Compatible, Failure, Gemini, OpenAi, Provider, Request, Turn,
};
use libfuzzer_sys::fuzz_target;
use tokio::runtime::{Builder, Runtime};

/// The next answer, and where it is served: one answer for each connection.
static NEXT: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static ADDRESS: LazyLock<String> = LazyLock::new(|| {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("its address");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut stream = stream;
            // A request is longer than one read, and the client hangs up on whoever answers early.
            let _timeout = stream.set_read_timeout(Some(Duration::from_millis(5)));
            let mut request = [0; 4096];
            while matches!(stream.read(&mut request), Ok(1..)) {}
            let _broken = stream.write_all(&NEXT.lock().expect("one thread"));
        }
    });
    format!("http://{address}")
});
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let built = Builder::new_current_thread().enable_all().build();
    built.expect("a runtime")
});

/// Asks the server, which answers with `reply`: the class of a failure, and the outcome in words,
/// without times and headers.
fn ask(api: &str, reply: Vec<u8>) -> (Option<FailureClass>, String) {
    *NEXT.lock().expect("one thread") = reply;
    let provider: Box<dyn Provider> = match api {
        "responses" => Box::new(OpenAi::new("test-key").base_url(&*ADDRESS)),
        "anthropic" => Box::new(Anthropic::new("test-key").base_url(&*ADDRESS)),
        "gemini" => Box::new(Gemini::new("test-key").base_url(&*ADDRESS)),
        _ => Box::new(Compatible::new("test-key").base_url(&*ADDRESS)),
    };
    let turns = [Turn::user("hello")];
    let mut request = Request::new("model-1", &turns, &Form::Text);
    request.max_reply_bytes = 64 * 1024;
    let result = RUNTIME.block_on(async {
        let asked = provider.send(&request);
        tokio::time::timeout(Duration::from_secs(10), asked).await
    });
    let (class, outcome) = match result.expect("an end") {
        Ok(reply) => (None, format!("{:?}", reply.text)),
        Err(Failure {
            class,
            message,
            code,
            retry_after,
            ..
        }) => (
            Some(class),
            format!("{class} {message:?} {code:?} {retry_after:?}"),
        ),
    };
    let AttemptMetadata {
        served_model,
        further_models,
        usage,
        bill,
        reported_cost,
        ..
    } = request.recorder().metadata();
    let paid = format!("{served_model:?} {further_models:?} {usage:?} {bill:?} {reported_cost:?}");
    (class, format!("{outcome} {paid}"))
}

/// Returns the body in pieces of these `sizes`, again and again; the client gets each on its own.
fn cut(body: &[u8], sizes: &[u8]) -> Vec<u8> {
    let mut sizes = sizes.iter().cycle().map(|size| usize::from(*size % 24) + 1);
    let (mut rest, mut pieces) = (body, Vec::new());
    while !rest.is_empty() {
        let (piece, more) = rest.split_at(sizes.next().unwrap_or(1).min(rest.len()));
        pieces.extend(format!("{:x}\r\n", piece.len()).into_bytes());
        pieces.extend(piece);
        pieces.extend(b"\r\n");
        rest = more;
    }
    pieces.extend(b"0\r\n\r\n");
    pieces
}

fuzz_target!(|bytes: &[u8]| {
    let made = replies::made(bytes);
    let kind = if made.is_stream {
        "text/event-stream"
    } else {
        "application/json"
    };
    let head = |framing: &str| {
        format!(
            "HTTP/1.1 {} Status\r\ncontent-type: {kind}\r\n{framing}\r\nconnection: close\r\n\r\n",
            made.status,
        )
    };
    let length = format!("content-length: {}", made.body.len());
    let (class, whole) = ask(made.api, [head(&length).as_bytes(), &made.body].concat());
    let pieces = cut(&made.body, bytes);
    let chunked = head("transfer-encoding: chunked");
    let (_, cut) = ask(made.api, [chunked.as_bytes(), &pieces].concat());
    assert_eq!(whole, cut, "{made:?}");
    if made.is_verdict {
        let class = class.expect("a failure");
        let may = (class.retry(), class.fallback());
        assert_eq!(
            may,
            (Retryable::Never, Fallback::Never),
            "{made:?}: {class}"
        );
    }
});
