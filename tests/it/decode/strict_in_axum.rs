//! `Strict<T>` in a handler of a web framework: axum's `Json`, asked over a socket.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test's helpers fail loudly"
)]

use axum::Json;
use axum::routing::post;
use driftless::Contract;
use driftless::decode::Strict;
use serde::Deserialize;

#[derive(Debug, PartialEq, Contract)]
struct Line {
    sku: String,
    #[contract(range(1..=99))]
    qty: u32,
}

#[derive(Debug, PartialEq, Contract)]
struct Order {
    invoice_number: String,
    lines: Vec<Line>,
    note: Option<String>,
}

/// A type of the user's around the contract.
#[derive(Deserialize)]
struct Wrapped {
    order: Strict<Order>,
}

const GOOD: &str = r#"{"invoice_number":"a","lines":[{"sku":"b","qty":2.0}],"note":null}"#;

async fn take(Json(order): Json<Strict<Order>>) -> Json<Strict<Order>> {
    Json(order)
}

async fn take_wrapped(Json(wrapped): Json<Wrapped>) -> Json<Strict<Order>> {
    Json(wrapped.order)
}

/// The address of a server that runs until the test's runtime ends.
async fn served() -> String {
    let app = axum::Router::new()
        .route("/", post(take))
        .route("/wrapped", post(take_wrapped));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    address.to_string()
}

/// One request as it stands on the wire; gives status and body.
async fn posted(address: &str, path: &str, body: &str) -> (u16, String) {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let mut socket = tokio::net::TcpStream::connect(address).await.unwrap();
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, body.to_owned())
}

#[tokio::test]
async fn a_good_body_reaches_the_handler() {
    let address = served().await;
    let written = GOOD.replace("2.0", "2");
    assert_eq!(posted(&address, "/", GOOD).await, (200, written.clone()));
    let wrapped = format!(r#"{{"order":{GOOD}}}"#);
    assert_eq!(posted(&address, "/wrapped", &wrapped).await, (200, written));
}

#[tokio::test]
async fn a_drifted_body_is_rejected_with_the_place_and_the_hint() {
    let address = served().await;
    let drifted = [
        (
            GOOD.replace("invoice_number", "invoiceNumber"),
            ["/invoiceNumber", "invoice_number"],
        ),
        (GOOD.replace("2.0", "100"), ["/lines/0/qty", "99"]),
        (
            GOOD.replace(r#""note":null"#, r#""note":null,"note":"a""#),
            ["/note", "each key once"],
        ),
        (
            GOOD.replace(r#"{"sku":"b","qty":2.0}"#, r#"["b",2]"#),
            ["/lines/0", "expected"],
        ),
        (
            GOOD.replace(r#","note":null"#, ""),
            ["expected", "the key `note`"],
        ),
    ];
    for (body, words) in drifted {
        let wrapped = format!(r#"{{"order":{body}}}"#);
        for (path, body) in [("/", &body), ("/wrapped", &wrapped)] {
            let (status, text) = posted(&address, path, body).await;
            assert_eq!(status, 422, "{body}: {text}");
            assert!(text.contains("not a `Order`"), "{text}");
            for word in words {
                assert!(text.contains(word), "{word}: {text}");
            }
        }
    }
}

#[tokio::test]
async fn what_is_no_json_is_no_drift() {
    let address = served().await;
    for body in ["", "{", "{\"lines\":[}"] {
        let (status, text) = posted(&address, "/", body).await;
        assert_eq!(status, 400, "{body}: {text}");
    }
}
