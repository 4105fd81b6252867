//! An aggregator in between: asked in its own words for one model, and held to what its headers
//! tell.
//!
//! Notice: both answers say 200, both name the requested model and both fit the contract; only the
//! second call's header tells that another deployment served. The proxy is a server on loopback
//! that answers as `LiteLLM` does.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

use driftless::provider::LiteLlm;
use driftless::{Contract, FailureClass, Plan, Price, Prompt, Served, usd};

/// Which city a sentence speaks of.
#[derive(Debug, Contract)]
struct Place {
    /// The city's English name.
    city: String,
}

/// Finds the city.
#[derive(Prompt)]
#[prompt(output = Place, user = "Which city? {sentence}")]
struct FindPlace<'a> {
    sentence: &'a str,
}

#[tokio::main]
#[allow(clippy::print_stdout, reason = "an example talks to its reader")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let proxy = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}/v1", proxy.local_addr()?);
    std::thread::spawn(move || {
        for (stream, deployment) in proxy.incoming().zip(["gpt-eu", "cheap-us"]) {
            answer(stream?, deployment)?;
        }
        Ok::<(), std::io::Error>(())
    });

    // One deployment may serve; `LiteLlm` forbids fallbacks and retries by itself.
    let model = LiteLlm::new("sk-virtual")
        .base_url(url)
        .deployment("gpt-eu")
        .model("gpt")
        .price(Price::per_million(usd("1")?, usd("5")?));
    let plan = Plan::<FindPlace<'_>>::primary(model).build()?;
    let sentence = "The opera house stands in the fjord.";

    let answer = plan.call(FindPlace { sentence }).await?;
    println!("{:?}\n{}\n", answer.value, answer.receipt);

    let Err(error) = plan.call(FindPlace { sentence }).await else {
        return Err("an answer of another deployment was taken".into());
    };
    assert_eq!(error.class(), FailureClass::Substituted);
    let attempt = error.receipt().attempts.first().ok_or("no attempt")?;
    assert_eq!(attempt.served, Some(Served::Substituted));
    println!("{error}\n{}", error.receipt());
    Ok(())
}

/// One request, and an answer of `deployment` under the requested name.
fn answer(mut stream: TcpStream, deployment: &str) -> std::io::Result<()> {
    let mut request = BufReader::new(stream.try_clone()?);
    let (mut line, mut length) = (String::new(), 0);
    while request.read_line(&mut line)? > 2 {
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        line.clear();
    }
    request.take(length).read_to_end(&mut Vec::new())?;
    let body = r#"{"model":"gpt","choices":[{"message":{"content":"{\"city\":\"Oslo\"}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":40,"completion_tokens":6}}"#;
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\nx-litellm-model-id: {deployment}\r\nx-litellm-attempted-fallbacks: 0\r\nx-litellm-response-cost: 7e-05\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body.as_bytes())
}
