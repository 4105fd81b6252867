//! Tokens as Chat Completions servers tell them.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::money::Usd;
use crate::usage::Usage;

#[derive(Deserialize)]
struct Told<'a> {
    prompt_tokens: Option<u64>,
    completion_tokens: Option<u64>,
    total_tokens: Option<u64>,
    prompt_tokens_details: Option<PromptDetails>,
    completion_tokens_details: Option<CompletionDetails>,
    /// DeepSeek's name for the cached tokens (API reference, 2026-11).
    prompt_cache_hit_tokens: Option<u64>,
    /// Mistral's (seen 2026-08).
    num_cached_tokens: Option<u64>,
    /// What gateways tell among the tokens (`OpenRouter`, `LiteLLM`'s streams; 2026-08).
    #[serde(borrow)]
    cost: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct PromptDetails {
    cached_tokens: Option<u64>,
    /// The second is Qwen's name (2026-08).
    #[serde(alias = "cache_creation_input_tokens")]
    cache_write_tokens: Option<u64>,
}

#[derive(Deserialize)]
struct CompletionDetails {
    reasoning_tokens: Option<u64>,
}

/// The tokens and the cost in `raw`; nothing of what isn't readable, which is no reason to throw an answer away.
pub(super) fn paid(raw: &RawValue) -> (Option<Usage>, Option<Usd>) {
    if let Ok(told) = serde_json::from_str::<Told<'_>>(raw.get()) {
        return (tokens(&told), told.cost.and_then(dollars));
    }
    // What is wrong may be a count; the cost may be there all the same.
    let costs = serde_json::from_str::<Costs<'_>>(raw.get());
    (
        None,
        costs.ok().and_then(|told| told.cost.and_then(dollars)),
    )
}

fn tokens(told: &Told<'_>) -> Option<Usage> {
    let input = told.prompt_tokens?;
    let completion = told.completion_tokens?;
    let prompt = told.prompt_tokens_details.as_ref();
    let cached = prompt.and_then(|details| details.cached_tokens);
    let written = prompt.and_then(|details| details.cache_write_tokens);
    let reasoning = told
        .completion_tokens_details
        .as_ref()
        .and_then(|details| details.reasoning_tokens)
        .unwrap_or_default();
    // xAI counts reasoning beside the completion (observed 2026-10); the total tells which it is.
    let apart = input.saturating_add(completion).saturating_add(reasoning);
    let output = if reasoning > 0 && told.total_tokens == Some(apart) {
        completion.saturating_add(reasoning)
    } else {
        completion
    };
    Some(Usage {
        input,
        cached: cached
            .or(told.prompt_cache_hit_tokens)
            .or(told.num_cached_tokens)
            .unwrap_or_default()
            .min(input),
        cache_written: written.unwrap_or_default().min(input),
        output,
        reasoning: reasoning.min(output),
    })
}

/// The cost alone.
#[derive(Deserialize)]
struct Costs<'a> {
    #[serde(borrow)]
    cost: Option<&'a RawValue>,
}

/// The amount in `raw`; nothing if it isn't a number.
fn dollars(raw: &RawValue) -> Option<Usd> {
    Usd::told(raw.get())
}
