//! Tokens as Chat Completions servers tell them.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::money::Usd;
use crate::usage::Usage;

#[derive(Deserialize)]
struct Told {
    prompt_tokens: Option<u64>,
    completion_tokens: Option<u64>,
    total_tokens: Option<u64>,
    prompt_tokens_details: Option<PromptDetails>,
    completion_tokens_details: Option<CompletionDetails>,
    /// DeepSeek's name for the cached tokens (API reference, 2026-11).
    prompt_cache_hit_tokens: Option<u64>,
    /// Mistral's (seen 2026-08).
    num_cached_tokens: Option<u64>,
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

/// The usage in `raw`; nothing if it isn't readable, which is no reason to throw an answer away.
pub(in crate::provider) fn tokens(raw: Option<&RawValue>) -> Option<Usage> {
    let told: Told = serde_json::from_str(raw?.get()).ok()?;
    let input = told.prompt_tokens?;
    let completion = told.completion_tokens?;
    let prompt = told.prompt_tokens_details;
    let cached = prompt.as_ref().and_then(|details| details.cached_tokens);
    let written = prompt.and_then(|details| details.cache_write_tokens);
    let reasoning = told
        .completion_tokens_details
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

#[derive(Deserialize)]
struct Costs {
    cost: Option<Box<RawValue>>,
}

/// The cost in US dollars that gateways tell among the tokens (`OpenRouter`, `LiteLLM`'s streams; 2026-08); nothing if that isn't a number.
pub(in crate::provider) fn cost(raw: Option<&RawValue>) -> Option<Usd> {
    let told: Costs = serde_json::from_str(raw?.get()).ok()?;
    Usd::told(told.cost?.get())
}
