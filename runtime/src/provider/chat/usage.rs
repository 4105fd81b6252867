//! Tokens as Chat Completions servers tell them.

use serde_json::value::RawValue;

use crate::money::Usd;
use crate::provider::counts::Counts;
use crate::usage::Usage;

/// The tokens and the cost in `raw`; nothing of what isn't readable, which is no reason to throw an answer away.
pub(super) fn paid(raw: &RawValue) -> (Option<Usage>, Option<Usd>) {
    let told = Counts::read(raw);
    (tokens(&told), told.cost())
}

/// Without details: `DeepSeek` (API reference, 2026-11), Mistral, Moonshot and Together, Venice (recorded 2026-08).
const CACHED: &[&str] = &[
    "prompt_cache_hit_tokens",
    "num_cached_tokens",
    "cached_tokens",
    "cache_read_input_tokens",
];

/// The second is Qwen's name, and without details that of Vercel's gateway (2026-08).
const WRITTEN: &[&str] = &["cache_write_tokens", "cache_creation_input_tokens"];

fn tokens(told: &Counts<'_>) -> Option<Usage> {
    let prompt = told.count("prompt_tokens")?;
    let completion = told.count("completion_tokens")?;
    let of_prompt = told.within("prompt_tokens_details");
    let cached = of_prompt
        .count("cached_tokens")
        .or_else(|| told.first(CACHED))
        .unwrap_or_default();
    let written = of_prompt
        .first(WRITTEN)
        .or_else(|| told.first(WRITTEN))
        .unwrap_or_default();
    let reasoning = told
        .within("completion_tokens_details")
        .count("reasoning_tokens")
        // Copilot, and models on Azure (recorded 2026-08).
        .or_else(|| told.count("reasoning_tokens"))
        .unwrap_or_default();
    // What the total has beside the two.
    let total = told.count("total_tokens").unwrap_or_default();
    let beside = total.saturating_sub(prompt.saturating_add(completion));
    let sound = of_prompt.count("audio_tokens").unwrap_or_default();
    let (heard, thought) = match beside {
        0 => (0, 0),
        // Mistral, of sound (recorded 2026-07).
        _ if beside == sound => (sound, 0),
        // A total that holds what the cache gave and took says that the prompt doesn't.
        _ if beside != reasoning && beside == cached.saturating_add(written) => (beside, 0),
        // xAI counts reasoning so (observed 2026-10), and Gemini's compatible address thoughts, which it doesn't tell apart (recorded 2025-05). Of anything else, the dearer is
        // taken: money that was spent must not be missing from a budget.
        _ => (0, beside),
    };
    let input = prompt.saturating_add(heard);
    let output = completion.saturating_add(thought);
    // A part that is more than the whole is none of it: cached tokens of Grok on Azure, reasoning at Vercel's gateway, which bills both beside the others (recorded 2026-07).
    let input = if cached > input {
        input.saturating_add(cached)
    } else {
        input
    };
    let output = if reasoning > output {
        output.saturating_add(reasoning)
    } else {
        output
    };
    Some(Usage {
        input,
        cached,
        cache_written: written.min(input),
        output,
        reasoning: reasoning.max(thought),
    })
}
