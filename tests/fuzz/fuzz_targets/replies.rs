//! Any reply of a server: no panic, no hang, no more memory than the limit on a reply allows, and never a retry or another model after a body that holds a
//! verdict.
#![no_main]

#[path = "../../support/replies.rs"]
mod replies;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{LazyLock, Mutex};
use std::time::Duration;

use driftless::dialect::Form;
use driftless::failure::{Fallback, Retryable};
use driftless::provider::{Anthropic, Compatible, Gemini, OpenAi, Provider, Request, Turn};
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

fuzz_target!(|bytes: &[u8]| {
    let made = replies::made(bytes);
    let kind = if made.is_stream { "text/event-stream" } else { "application/json" };
    let head = format!(
        "HTTP/1.1 {} Status\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        made.status,
        made.body.len()
    );
    *NEXT.lock().expect("one thread") = [head.as_bytes(), &made.body].concat();
    let provider: Box<dyn Provider> = match made.api {
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
    let result = result.expect("an end");
    if made.is_verdict {
        let class = result.expect_err("a failure").class;
        let may = (class.retry(), class.fallback());
        assert_eq!(may, (Retryable::Never, Fallback::Never), "{made:?}: {class}");
    }
});
