//! The server by hand, over raw sockets: what it records, what it refuses, how it ends.

use std::net::SocketAddr;
use std::time::Duration;

use driftless::rehearsal::{Reply, Server, WireForm};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Sends bytes and reads until the server closes the connection.
async fn raw(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    read(&mut stream).await
}

async fn read(stream: &mut TcpStream) -> String {
    let mut told = Vec::new();
    // A reset may follow what was sent.
    let _ended = stream.read_to_end(&mut told).await;
    String::from_utf8_lossy(&told).into_owned()
}

fn post(path: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("POST {path} HTTP/1.1\r\nhost: x\r\ncontent-length: {length}\r\n{headers}\r\n{body}")
        .into_bytes()
}

const CHAT: &str = r#"{"model":"m","messages":[{"role":"user","content":"hello"}]}"#;
const ANTHROPIC: &str =
    r#"{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hello"}]}"#;

const VERSION: &str = "anthropic-version: 2023-06-01\r\n";

/// Path, headers, body; the status and some words of the answer.
const WRONG: [(&str, &str, &str, &str, &str); 12] = [
    (
        "/v1/models",
        "",
        CHAT,
        "404",
        "this server has no `/v1/models`",
    ),
    (
        "/v1/chat/completions",
        "",
        CHAT,
        "404",
        "no script for the model `m`; write one with",
    ),
    (
        "/v1/chat/completions",
        "",
        "{",
        "400",
        "the body is not one JSON document",
    ),
    (
        "/v1/chat/completions",
        "",
        "[]",
        "400",
        "the body is no JSON object",
    ),
    (
        "/v1/chat/completions",
        "",
        r#"{"model":"m"}"#,
        "400",
        "the body lacks `messages`",
    ),
    (
        "/v1/chat/completions",
        "",
        r#"{"model":3,"messages":[]}"#,
        "400",
        "`model` is no text",
    ),
    (
        "/v1/responses",
        "",
        r#"{"model":"m"}"#,
        "400",
        "the body lacks `input`",
    ),
    (
        "/v1/messages",
        VERSION,
        CHAT,
        "400",
        "the body lacks `max_tokens`",
    ),
    (
        "/v1/messages",
        "",
        ANTHROPIC,
        "400",
        "the header `anthropic-version` is missing",
    ),
    (
        "/v1/messages",
        VERSION,
        ANTHROPIC,
        "404",
        r#""type":"not_found_error""#,
    ),
    (
        "/v1beta/models/m:generateContent",
        "",
        "{}",
        "400",
        r#""status":"INVALID_ARGUMENT""#,
    ),
    (
        "/v1beta/models/m:countTokens",
        "",
        "{}",
        "404",
        "this server has no",
    ),
];

#[tokio::test]
async fn it_records_what_is_asked_and_no_key() {
    let server = Server::start().await.unwrap();
    server.script("m", [Reply::answer("{}")]);
    let keys = "authorization: Bearer sk-secret\r\nx-api-key: sk-secret\r\napi-key: sk-secret\r\ncookie: sk-secret\r\n\
                x-goog-api-key: sk-secret\r\nx-portkey-api-key: sk-secret\r\nx-of-the-user: told\r\n";
    let answered = raw(
        server.address(),
        &post("/any/prefix/chat/completions", keys, CHAT),
    )
    .await;
    assert!(answered.starts_with("HTTP/1.1 200"), "{answered}");
    let body = r#"{"contents":[]}"#;
    let path = "/v1beta/models/m:generateContent?key=sk-secret";
    raw(server.address(), &post(path, "", body)).await;
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert!(
        !serde_json::to_string(&requests)
            .unwrap()
            .contains("sk-secret")
    );
    assert!(!format!("{requests:?}").contains("sk-secret"));
    assert_eq!(requests[0].form, WireForm::Chat);
    assert_eq!(
        (requests[0].model.as_str(), requests[0].stream),
        ("m", false)
    );
    assert_eq!(requests[0].path, "/any/prefix/chat/completions");
    assert_eq!(requests[0].body, CHAT);
    assert_eq!(requests[0].headers["x-of-the-user"], "told");
    assert_eq!(requests[1].form, WireForm::Gemini);
    server.forget_requests();
    assert_eq!(server.requests(), []);
}

#[tokio::test]
async fn replies_come_in_their_order_and_the_last_one_stays() {
    let server = Server::start().await.unwrap();
    server.script(
        "m",
        [
            Reply::server_error(),
            Reply::unavailable(),
            Reply::answer("{}"),
        ],
    );
    let mut statuses = Vec::new();
    for _ in 0..5 {
        let told = raw(server.address(), &post("/v1/chat/completions", "", CHAT)).await;
        statuses.push(told[9..12].to_owned());
    }
    assert_eq!(statuses, ["500", "503", "200", "200", "200"]);
}

#[tokio::test]
async fn what_it_can_not_answer_it_says_in_the_form_of_the_vendor() {
    let server = Server::start().await.unwrap();
    for (path, headers, body, status, words) in WRONG {
        let told = raw(server.address(), &post(path, headers, body)).await;
        assert_eq!(&told[9..12], status, "{path}: {told}");
        let (_, json) = told.split_once("\r\n\r\n").unwrap();
        assert!(
            serde_json::from_str::<serde_json::Value>(json).is_ok(),
            "{told}"
        );
        assert!(json.contains(words), "{path}: {told}");
    }
    let told = raw(
        server.address(),
        b"GET /v1/chat/completions HTTP/1.1\r\nhost: x\r\n\r\n",
    )
    .await;
    assert!(
        told.contains("405") && told.contains("takes POST, not GET"),
        "{told}"
    );
}

#[tokio::test]
async fn hostile_bytes_end_a_connection_and_nothing_else() {
    let server = Server::start().await.unwrap();
    server.script("m", [Reply::answer("{}")]);
    let long_header = format!("POST / HTTP/1.1\r\nx: {}\r\n\r\n", "y".repeat(2_000_000));
    for bytes in [
        b"\x16\x03\x01 no HTTP at all \xff\xfe\r\n\r\n".to_vec(),
        b"POST /v1/chat/completions HTTP/9.9\r\n\r\n".to_vec(),
        b"POST /v1/chat/completions HTTP/1.1\r\ncontent-length: nine\r\n\r\n".to_vec(),
        long_header.into_bytes(),
    ] {
        let mut stream = TcpStream::connect(server.address()).await.unwrap();
        // It may hang up before it has read all of it.
        let _sent = stream.write_all(&bytes).await;
        let told = read(&mut stream).await;
        assert!(told.is_empty() || told.starts_with("HTTP/1.1 4"), "{told}");
    }
    // Half a request, left open; others are served meanwhile.
    let mut half = TcpStream::connect(server.address()).await.unwrap();
    half.write_all(b"POST /v1/chat/completions HTTP/1.1\r\ncontent-le")
        .await
        .unwrap();
    let told = raw(server.address(), &post("/v1/chat/completions", "", CHAT)).await;
    assert!(told.starts_with("HTTP/1.1 200"), "{told}");
}

#[tokio::test]
async fn a_body_of_100_mb_is_told_to_be_too_large() {
    let server = Server::start().await.unwrap();
    let mut stream = TcpStream::connect(server.address()).await.unwrap();
    let size = 100_000_000;
    let head =
        format!("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: {size}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let piece = vec![b' '; 1_000_000];
    for _ in 0..100 {
        stream.write_all(&piece).await.unwrap();
    }
    let told = read(&mut stream).await;
    assert!(told.starts_with("HTTP/1.1 413"), "{told}");
    assert!(told.contains("larger than 8388608 bytes"), "{told}");
}

#[tokio::test]
async fn a_dropped_server_stops() {
    let server = Server::start().await.unwrap();
    server.script(
        "m",
        [Reply::answer("{}").first_piece_after(Duration::from_secs(600))],
    );
    let address = server.address();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = post("/v1/chat/completions", "", CHAT);
    stream.write_all(&request).await.unwrap();
    let mut head = [0; 12];
    stream.read_exact(&mut head).await.unwrap();
    assert_eq!(&head, b"HTTP/1.1 200");
    drop(server);
    // The open connection ends, and no further one is taken.
    read(&mut stream).await;
    for _ in 0..200 {
        if TcpStream::connect(address).await.is_err() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("the port is still served");
}

#[tokio::test]
async fn the_refusing_address_refuses() {
    let server = Server::start().await.unwrap();
    let url = server.refusing_base_url().unwrap();
    let address = url.strip_prefix("http://").unwrap();
    let refused = TcpStream::connect(address).await.unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::ConnectionRefused);
    // Nobody else can listen there meanwhile.
    assert!(tokio::net::TcpListener::bind(address).await.is_err());
}

#[test]
fn without_a_runtime_it_says_so() {
    let mut start = Box::pin(Server::start());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match start.as_mut().poll(&mut context) {
        std::task::Poll::Ready(Err(error)) => {
            assert!(error.to_string().contains("runtime"), "{error}");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_reply_may_depend_on_the_request() {
    let server = Server::start().await.unwrap();
    server.respond("m", |request| {
        assert!(!request.body.contains("panic"), "as the test wants it");
        let asked = request.body.contains("hello");
        Reply::answer(format!("greeted: {asked}"))
    });
    let ask = |words: &str| {
        let body = CHAT.replace("hello", words);
        let address = server.address();
        async move { raw(address, &post("/v1/chat/completions", "", &body)).await }
    };
    let (one, two) = tokio::join!(ask("hello"), ask("good bye"));
    assert!(one.contains("greeted: true"), "{one}");
    assert!(two.contains("greeted: false"), "{two}");
    assert_eq!(ask("panic").await, "", "closed without an answer");
    assert!(ask("hello").await.contains("greeted: true"), "still there");
    assert_eq!(server.requests().len(), 4);
    server.script("m", [Reply::answer("scripted")]);
    assert!(ask("hello").await.contains("scripted"));
}
