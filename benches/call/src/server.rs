//! A server that gives every request the same answer over kept connections.

use std::io;
use std::rc::Rc;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::contract;

/// Answers until the process ends, all connections on one thread, so that none has a better place
/// than another; `seen` gets each request's body.
pub async fn serve(listener: std::net::TcpListener, seen: impl Fn(&[u8]) + 'static) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = TcpListener::from_std(listener)?;
    let (answer, seen) = (Rc::new(response()), Rc::new(seen));
    let tasks = tokio::task::LocalSet::new();
    tasks
        .run_until(async {
            loop {
                let (stream, _) = listener.accept().await?;
                let (answer, seen) = (Rc::clone(&answer), Rc::clone(&seen));
                tokio::task::spawn_local(async move { connection(stream, &answer, &*seen).await });
            }
        })
        .await
}

async fn connection(stream: TcpStream, answer: &[u8], seen: &impl Fn(&[u8])) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    let (mut line, mut body) = (String::new(), Vec::new());
    loop {
        let mut length = 0;
        loop {
            line.clear();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            if line == "\r\n" {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap_or_default();
            }
        }
        body.resize(length, 0);
        stream.read_exact(&mut body).await?;
        seen(&body);
        stream.write_all(answer).await?;
    }
}

/// What OpenAI's Chat Completions answers, headers included.
fn response() -> Vec<u8> {
    let body = completion();
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nx-request-id: req_0123456789abcdef\r\nopenai-processing-ms: 812\r\nopenai-version: 2020-10-01\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

fn completion() -> String {
    serde_json::json!({
        "id": "chatcmpl-0123456789", "object": "chat.completion", "created": 1_793_000_000, "model": contract::MODEL,
        "choices": [{
            "index": 0, "finish_reason": "stop", "logprobs": null,
            "message": { "role": "assistant", "content": contract::document(), "refusal": null, "annotations": [] },
        }],
        "usage": {
            "prompt_tokens": 412, "completion_tokens": 530, "total_tokens": 942,
            "prompt_tokens_details": { "cached_tokens": 0, "audio_tokens": 0 },
            "completion_tokens_details": { "reasoning_tokens": 0, "audio_tokens": 0, "accepted_prediction_tokens": 0, "rejected_prediction_tokens": 0 },
        },
        "service_tier": "default", "system_fingerprint": null,
    })
    .to_string()
}
