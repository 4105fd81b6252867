//! A request and its answer as one writes them by hand: typed serde structs over reqwest. It
//! checks no rule and keeps no record.

use std::error::Error;
use std::time::Duration;

use reqwest::Client;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::contract::{self, Order, mail};
use driftless::Prompt;

pub struct Plain {
    client: Client,
    url: String,
    response_format: Value,
    stream: bool,
}

#[derive(Serialize)]
struct Request<'a> {
    model: &'a str,
    messages: [Message<'a>; 2],
    response_format: &'a Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream_options: Option<StreamOptions>,
}

#[derive(Serialize)]
struct StreamOptions {
    include_usage: bool,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: &'a str,
}

#[derive(Deserialize)]
struct Completion {
    choices: Vec<Choice>,
    usage: Usage,
}

#[derive(Deserialize)]
struct Usage {
    prompt_tokens: u64,
    completion_tokens: u64,
}

#[derive(Deserialize)]
struct Choice {
    message: Said,
}

#[derive(Deserialize)]
struct Said {
    content: Option<String>,
}

#[derive(Deserialize)]
struct Chunk {
    choices: Vec<Piece>,
    usage: Option<Usage>,
}

#[derive(Deserialize)]
struct Piece {
    delta: Said,
}

impl Plain {
    /// `body` is a request of driftless, whose schema is sent here as well.
    pub fn new(url: &str, body: &[u8]) -> Result<Self, Box<dyn Error>> {
        let body: Value = serde_json::from_slice(body)?;
        // reqwest sets TLS up although this call has none.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(Duration::from_secs(5))
            .user_agent("plain/0.1.0")
            .build()?;
        let plain = Self {
            client,
            url: format!("{url}/chat/completions"),
            response_format: body["response_format"].clone(),
            stream: body["stream"] == true,
        };
        let same: Value = serde_json::from_slice(&plain.body()?)?;
        if same != body {
            return Err(format!("the requests differ:\n{same}\n{body}").into());
        }
        Ok(plain)
    }

    fn body(&self) -> Result<Vec<u8>, serde_json::Error> {
        let prompt = mail();
        serde_json::to_vec(&Request {
            model: contract::MODEL,
            messages: [
                Message {
                    role: "developer",
                    content: &prompt.system().unwrap_or_default(),
                },
                Message {
                    role: "user",
                    content: &prompt.user().to_string(),
                },
            ],
            response_format: &self.response_format,
            stream: self.stream.then_some(true),
            stream_options: self.stream.then_some(StreamOptions {
                include_usage: true,
            }),
        })
    }

    pub async fn call(&self) -> Result<Order, Box<dyn Error>> {
        let response = self
            .client
            .post(&self.url)
            .bearer_auth("sk-of-some-length-as-keys-are")
            .header("content-type", "application/json")
            .body(self.body()?)
            .send()
            .await?
            .error_for_status()?;
        let completion: Completion = serde_json::from_slice(&response.bytes().await?)?;
        std::hint::black_box((
            completion.usage.prompt_tokens,
            completion.usage.completion_tokens,
        ));
        let choice = completion.choices.into_iter().next().ok_or("no choice")?;
        Ok(serde_json::from_str(
            &choice.message.content.ok_or("no text")?,
        )?)
    }

    /// Reads a stream of events by hand: lines that begin with `data: `, until `[DONE]`.
    pub async fn streamed(&self) -> Result<Order, Box<dyn Error>> {
        let mut response = self
            .client
            .post(&self.url)
            .bearer_auth("sk-of-some-length-as-keys-are")
            .header("content-type", "application/json")
            .body(self.body()?)
            .send()
            .await?
            .error_for_status()?;
        let (mut buffer, mut text, mut done) = (Vec::new(), String::new(), false);
        while let Some(bytes) = response.chunk().await? {
            buffer.extend_from_slice(&bytes);
            let mut read = 0;
            while let Some(end) = buffer[read..].iter().position(|byte| *byte == b'\n') {
                let line = &buffer[read..read + end];
                read += end + 1;
                let Some(data) = line.strip_prefix(b"data: ") else {
                    continue;
                };
                if data == b"[DONE]" {
                    done = true;
                    continue;
                }
                let chunk: Chunk = serde_json::from_slice(data)?;
                if let Some(usage) = chunk.usage {
                    std::hint::black_box((usage.prompt_tokens, usage.completion_tokens));
                }
                if let Some(piece) = chunk.choices.into_iter().next() {
                    text.push_str(piece.delta.content.as_deref().unwrap_or_default());
                }
            }
            buffer.drain(..read);
        }
        if !done {
            return Err("the stream was cut".into());
        }
        Ok(serde_json::from_str(&text)?)
    }
}
