//! A vendor's server on a loopback port, so that examples with real requests run offline.

use std::io;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Answers every request with a status and a body; `act` gives them by the number of the request,
/// from 0.
///
/// # Errors
/// No port is free.
pub async fn vendor(act: impl Fn(usize) -> (u16, String) + Send + 'static) -> io::Result<String> {
    let mut request = 0;
    reading_vendor(move |_body| {
        let answer = act(request);
        request += 1;
        answer
    })
    .await
}

/// The same, where `act` gives them by the request's body.
///
/// # Errors
/// No port is free.
pub async fn reading_vendor(
    mut act: impl FnMut(&str) -> (u16, String) + Send + 'static,
) -> io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // A client that hangs up is its own affair.
            let _hung_up = answer(stream, &mut act).await;
        }
    });
    Ok(url)
}

/// One request per connection.
async fn answer(stream: TcpStream, act: &mut impl FnMut(&str) -> (u16, String)) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    let (mut line, mut length) = (String::new(), 0);
    while stream.read_line(&mut line).await? > 2 {
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        line.clear();
    }
    let mut asked = vec![0; length];
    stream.read_exact(&mut asked).await?;
    let (status, body) = act(&String::from_utf8_lossy(&asked));
    let head = format!(
        "HTTP/1.1 {status} Status\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    stream.shutdown().await
}

/// What `OpenAI`'s Chat Completions answers: `content`, of 400 input and 60 output tokens.
#[must_use]
pub fn chat_completion(model: &str, content: &str) -> String {
    serde_json::json!({
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": model,
        "choices": [{"index": 0, "message": {"role": "assistant", "content": content, "refusal": null}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 400, "completion_tokens": 60, "total_tokens": 460}
    })
    .to_string()
}

/// What Anthropic's Messages answers: `content`, of 450 input and 70 output tokens.
#[must_use]
pub fn message(model: &str, content: &str) -> String {
    serde_json::json!({
        "id": "msg_1", "type": "message", "role": "assistant", "model": model, "content": [{"type": "text", "text": content}],
        "stop_reason": "end_turn", "usage": {"input_tokens": 450, "output_tokens": 70}
    })
    .to_string()
}
