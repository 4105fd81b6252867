//! A web page whose form fills field by field while the model answers: drafts as server-sent
//! events, and plain HTML.
//!
//! Notice: what is done is shown in black and stays; what is open is grey; a restart empties the
//! form. Closing the page drops the stream, and with it the request.
//!
//! `cargo run --bin streamed_form -- serve` waits for a browser; without `serve`, the program looks
//! at its own page once.

use driftless::decode::Drafted;
use driftless::provider::OpenAi;
use driftless::rehearsal::{Reply, Server};
use driftless::{Ask, Contract, Draft, Plan, Update};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// One ticket.
#[derive(Debug, Clone, Contract)]
#[contract(draft)]
struct Triage {
    /// One sentence.
    summary: String,
    #[contract(range(1..=5))]
    urgency: u8,
    tags: Vec<String>,
}

const PAGE: &str = include_str!("streamed_form.html");

/// A field of the form: its text, and whether it is final.
fn field<T: Drafted>(draft: &Draft<T>, open: impl Fn(&T::Open) -> Value) -> Value {
    match draft {
        Draft::Absent => json!({"state": "absent"}),
        Draft::Open(so_far) => json!({"state": "open", "value": open(so_far)}),
        Draft::Done(value) => {
            let mut text = String::new();
            value.write(&mut text);
            let value: Value = serde_json::from_str(&text).unwrap_or_default();
            json!({"state": "done", "value": value})
        }
    }
}

/// An update as an event.
fn event(update: Update<Triage>) -> String {
    let (kind, data) = match update {
        Update::Draft(draft) => {
            let fields = json!({
                "summary": field(&draft.summary, |text| json!(text)),
                "urgency": field(&draft.urgency, |never| match *never {}),
                "tags": field(&draft.tags, |list| json!(list.items)),
            });
            ("draft", fields)
        }
        Update::Restarted { to, reason, .. } => {
            let reason = reason.to_string();
            ("restarted", json!({"to": to, "reason": reason}))
        }
        Update::Done(answer) => {
            let Triage {
                summary,
                urgency,
                tags,
            } = answer.value;
            (
                "done",
                json!({"summary": summary, "urgency": urgency, "tags": tags}),
            )
        }
        _ => ("other", Value::Null),
    };
    format!("event: {kind}\ndata: {data}\n\n")
}

async fn serve(mut browser: TcpStream, plan: Plan<Ask<Triage>>) -> Result<(), std::io::Error> {
    let mut request = vec![0; 8192];
    let length = browser.read(&mut request).await?;
    let request = String::from_utf8_lossy(request.get(..length).unwrap_or_default()).into_owned();
    if !request.starts_with("GET /events ") {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\nconnection: close\r\n\r\n";
        browser.write_all(head.as_bytes()).await?;
        return browser.write_all(PAGE.as_bytes()).await;
    }
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-store\r\nconnection: close\r\n\r\n";
    browser.write_all(head.as_bytes()).await?;
    let mut stream = plan.stream(Ask::new("Triage: the printer is on fire!"));
    while let Some(update) = stream.next().await {
        let event = match update {
            Ok(update) => event(update),
            Err(error) => format!("event: failed\ndata: {}\n\n", json!(error.to_string())),
        };
        // A browser that is gone ends the stream here, and the request with it.
        browser.write_all(event.as_bytes()).await?;
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A local server in the vendor's wire format; `OpenAi::from_env()?` asks the vendor.
    let server = Server::start().await?;
    let text = r#"{"summary":"The printer is on fire.","urgency":5,"tags":["hardware","fire"]}"#;
    let replies = vec![Reply::answer(text).tokens(60, 30); 100];
    server.script("gpt-6.1-terra", replies);
    let openai = OpenAi::new("key").base_url(server.openai_base_url());
    let plan = Plan::<Ask<Triage>>::primary(openai.model("gpt-6.1-terra")).build()?;

    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    println!("http://{address}");
    let serving = tokio::spawn(async move {
        while let Ok((browser, _)) = listener.accept().await {
            let plan = plan.clone();
            tokio::spawn(async move { serve(browser, plan).await });
        }
    });
    if std::env::args().any(|argument| argument == "serve") {
        serving.await?;
        return Ok(());
    }
    let mut browser = TcpStream::connect(address).await?;
    browser.write_all(b"GET /events HTTP/1.1\r\n\r\n").await?;
    let mut seen = String::new();
    browser.read_to_string(&mut seen).await?;
    println!("{seen}");
    assert!(seen.contains("event: done"), "the form is filled");
    Ok(())
}
