//! The same request and answer as one writes them by hand: typed serde structs over reqwest. It
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
}

#[derive(Serialize)]
struct Request<'a> {
    model: &'a str,
    messages: [Message<'a>; 2],
    temperature: f64,
    response_format: &'a Value,
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
                Message { role: "developer", content: &prompt.system().unwrap_or_default() },
                Message { role: "user", content: &prompt.user().to_string() },
            ],
            temperature: 0.0,
            response_format: &self.response_format,
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
        std::hint::black_box((completion.usage.prompt_tokens, completion.usage.completion_tokens));
        let choice = completion.choices.into_iter().next().ok_or("no choice")?;
        Ok(serde_json::from_str(&choice.message.content.ok_or("no text")?)?)
    }
}
