//! A server that gives every request the same answer over kept connections.

use std::io;
use std::rc::Rc;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::contract;

/// Answers until the process ends, all connections on one thread, so that none has a better place
/// than another; `seen` gets each request's body.
pub async fn serve(
    listener: std::net::TcpListener,
    seen: impl Fn(&[u8]) + 'static,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = TcpListener::from_std(listener)?;
    let (answers, seen) = (Rc::new((response(), streamed())), Rc::new(seen));
    let tasks = tokio::task::LocalSet::new();
    tasks
        .run_until(async {
            loop {
                let (stream, _) = listener.accept().await?;
                let (answers, seen) = (Rc::clone(&answers), Rc::clone(&seen));
                tokio::task::spawn_local(async move { connection(stream, &answers, &*seen).await });
            }
        })
        .await
}

async fn connection(
    stream: TcpStream,
    (whole, streamed): &(Vec<u8>, Vec<u8>),
    seen: &impl Fn(&[u8]),
) -> io::Result<()> {
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
        let is_stream = body.windows(13).any(|part| part == b"\"stream\":true");
        stream
            .write_all(if is_stream { streamed } else { whole })
            .await?;
    }
}

/// Returns the answer of OpenAI's Chat Completions in events, each in an HTTP chunk of its own.
fn streamed() -> Vec<u8> {
    let document = contract::document();
    let characters: Vec<char> = document.chars().collect();
    let chunk = |choices: serde_json::Value, usage: serde_json::Value| {
        serde_json::json!({
            "id": "chatcmpl-0123456789", "object": "chat.completion.chunk", "created": 1_793_000_000, "model": contract::MODEL,
            "service_tier": "default", "system_fingerprint": "fp_0123456789", "choices": choices, "usage": usage,
            "obfuscation": "aB3dE5",
        })
    };
    let piece = |delta: serde_json::Value, finish: serde_json::Value| {
        let choices = serde_json::json!([{ "index": 0, "delta": delta, "logprobs": null, "finish_reason": finish }]);
        chunk(choices, serde_json::Value::Null)
    };
    let mut events = vec![piece(
        serde_json::json!({ "role": "assistant", "content": "", "refusal": null }),
        serde_json::Value::Null,
    )];
    for part in 0..crate::stream::EVENTS {
        let place = |part: usize| part * characters.len() / crate::stream::EVENTS;
        let text: String = characters[place(part)..place(part + 1)].iter().collect();
        events.push(piece(
            serde_json::json!({ "content": text }),
            serde_json::Value::Null,
        ));
    }
    events.push(piece(serde_json::json!({}), "stop".into()));
    let usage =
        serde_json::json!({ "prompt_tokens": 412, "completion_tokens": 530, "total_tokens": 942 });
    events.push(chunk(serde_json::json!([]), usage));
    let mut out = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\nx-request-id: req_0123456789abcdef\r\nopenai-processing-ms: 812\r\n\r\n".to_vec();
    for event in events
        .iter()
        .map(ToString::to_string)
        .chain(["[DONE]".to_owned()])
    {
        let data = format!("data: {event}\n\n");
        out.extend_from_slice(format!("{:x}\r\n{data}\r\n", data.len()).as_bytes());
    }
    out.extend_from_slice(b"0\r\n\r\n");
    out
}

/// An answer of OpenAI's Chat Completions, headers included.
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
