//! An aggregator in between: asked in its own words for one model, and checked by its headers.
//!
//! Notice: both answers say 200, both name the requested model and both fit the contract; only the
//! second call's header shows that another deployment served. The proxy is the library's own server
//! for rehearsals, with the headers that `LiteLLM` sends.

use driftless::provider::{LiteLlm, Served};
use driftless::rehearsal::{Reply, Server};
use driftless::{Contract, FailureClass, Plan, Price, Prompt, usd};

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

/// An answer of `deployment` under the requested name.
fn answer(deployment: &str) -> Reply {
    Reply::answer(r#"{"city":"Oslo"}"#)
        .tokens(40, 6)
        .header("x-litellm-model-id", deployment)
        .header("x-litellm-attempted-fallbacks", "0")
        .header("x-litellm-response-cost", "7e-05")
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let proxy = Server::start().await?;
    proxy.script("gpt", [answer("gpt-eu"), answer("cheap-us")]);

    // One deployment may serve; `LiteLlm` forbids fallbacks and retries by itself.
    let model = LiteLlm::new("sk-virtual")
        .base_url(proxy.openai_base_url())
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
