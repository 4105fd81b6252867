//! Calls whose answers are tied to their inputs: what choices and quotations cost.

use std::error::Error;

use driftless::dialect::OpenAiSchema;
use driftless::provider::Model;
use driftless::{Contract, Plan, Price, Prompt};

use crate::engine::AtOnce;
use crate::sample::{Samples, timed};

const CALLS: usize = 300;

#[derive(Contract)]
struct Pick {
    id: String,
}

/// The list is shown by no template, so the engine writes it behind the user message.
#[derive(Prompt)]
#[prompt(output = Pick, user = "{text}", choices(id = ids))]
struct Choose<'a> {
    text: &'a str,
    ids: &'a [String],
}

#[derive(Prompt)]
#[prompt(output = Pick, user = "{text}", quotes(id = text))]
struct Quote<'a> {
    text: &'a str,
}

#[derive(Prompt)]
#[prompt(output = Pick, user = "{text}", quotes(normalized, id = text))]
struct QuoteLoosely<'a> {
    text: &'a str,
}

#[derive(Prompt)]
#[prompt(output = Pick, user = "{text}")]
struct Untied<'a> {
    text: &'a str,
}

/// Returns the samples of calls that are all answered with `id`.
async fn calls<P: Prompt<Output = Pick>>(
    id: &str,
    ask: impl Fn() -> P,
) -> Result<Samples, Box<dyn Error>> {
    let mut document = String::from("{\"id\":");
    document.push_str(&serde_json::to_string(id)?);
    document.push('}');
    let model = Model::<OpenAiSchema>::new(AtOnce(document), "gpt-6.1-terra")
        .price(Price::free())
        .max_output_tokens(100);
    let plan = Plan::<P>::primary(model).build()?;
    let mut samples = Samples::default();
    for _ in 0..CALLS {
        // The prompt is made, and its values are taken out, before the future is polled.
        let (answer, spent) = timed(async { plan.call(ask()).await }).await;
        if answer?.value.id != id {
            return Err("another answer".into());
        }
        samples.push(spent);
    }
    Ok(samples)
}

/// Prints what a call costs with more and more choices, and with a quotation from a long text.
pub async fn measure() -> Result<(), Box<dyn Error>> {
    println!("answers tied to inputs, {CALLS} calls each; medians");
    let text = "Which of them?";
    println!(
        "  nothing tied             {}",
        calls("item-9", || Untied { text }).await?
    );
    for many in [10_usize, 1_000, 10_000] {
        let ids: Vec<String> = (0..many).map(|id| format!("item-{id}")).collect();
        let samples = calls("item-9", || Choose { text, ids: &ids }).await?;
        println!("  {many:6} choices           {samples}");
    }
    let mut text = "The “weather” of the day – wind, rain and more wind – stays. ".repeat(16_500);
    text.push_str("At last, the end.");
    let text = text.as_str();
    let (quote, loose) = ("At last, the end.", "At  last,\nthe end.");
    println!("  a text of {} bytes, quoted at its end", text.len());
    println!(
        "  nothing tied             {}",
        calls(quote, || Untied { text }).await?
    );
    println!(
        "  word for word            {}",
        calls(quote, || Quote { text }).await?
    );
    println!(
        "  normalized               {}",
        calls(loose, || QuoteLoosely { text }).await?
    );
    Ok(())
}
