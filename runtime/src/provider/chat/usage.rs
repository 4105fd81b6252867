//! Tokens as Chat Completions servers report them.

use serde_json::value::RawValue;

use crate::metadata::AttemptMetadata;
use crate::money::Usd;
use crate::provider::usage_reader::{LONG_WRITES, UsageReader, more};
use crate::tariff::{self, Mark};
use crate::usage::Usage;

/// The counts of one answer, as far as they were reported; what isn't readable is unknown, which is
/// no reason to throw an answer away.
#[derive(Debug, Clone, Default)]
pub(super) struct ReportedUsage {
    prompt: Option<u64>,
    completion: Option<u64>,
    total: Option<u64>,
    cached: Option<u64>,
    written: Option<u64>,
    written_long: Option<u64>,
    reasoning: Option<u64>,
    sound: Option<u64>,
    /// Pictures, as OpenAI and xAI report them (2026-11).
    pictures: Option<u64>,
    cost: Option<Usd>,
    marks: Vec<Mark>,
}

/// Without details: `DeepSeek` (API reference, 2026-11), Mistral, Moonshot and Together, Venice
/// (recorded 2026-08).
const CACHED: &[&str] = &[
    "prompt_cache_hit_tokens",
    "num_cached_tokens",
    "cached_tokens",
    "cache_read_input_tokens",
];

/// The second is Qwen's name, and without details that of Vercel's gateway (2026-08).
const WRITTEN: &[&str] = &["cache_write_tokens", "cache_creation_input_tokens"];

/// Where gateways hand on Anthropic's details (`LiteLLM` 1.106.2), and OpenAI its own (2026-11).
const WRITTEN_DETAILS: &[&str] = &["cache_creation_token_details", "cache_write_tokens_details"];

impl ReportedUsage {
    pub(super) fn read(raw: &RawValue) -> Self {
        let told = UsageReader::read(raw);
        let of_prompt = told.within("prompt_tokens_details");
        let of_completion = told.within("completion_tokens_details");
        let mut written_long = told.within("cache_creation").first(LONG_WRITES);
        for name in WRITTEN_DETAILS {
            written_long = more(written_long, of_prompt.inner(name).first(LONG_WRITES));
        }
        let mut marks = Vec::new();
        // Mistral's place (API reference, 2026-11).
        tariff::add(&mut marks, tariff::TIER, told.text(tariff::TIER));
        told.mark_unread_bill(&mut marks);
        Self {
            prompt: told.count("prompt_tokens"),
            completion: told.count("completion_tokens"),
            total: told.count("total_tokens"),
            cached: of_prompt
                .count("cached_tokens")
                .or_else(|| told.first(CACHED)),
            written: more(
                of_prompt.first(WRITTEN).or_else(|| told.first(WRITTEN)),
                written_long,
            ),
            written_long,
            // Copilot, and models on Azure (recorded 2026-08).
            reasoning: of_completion
                .count("reasoning_tokens")
                .or_else(|| told.count("reasoning_tokens")),
            sound: of_prompt.count("audio_tokens"),
            pictures: of_prompt.count("image_tokens"),
            cost: told.cost(),
            marks,
        }
    }

    /// Takes in what was reported later: counts only grow within one answer, so that of two the
    /// larger is right.
    pub(super) fn grow(&mut self, later: Self) {
        let Self {
            prompt,
            completion,
            total,
            cached,
            written,
            written_long,
            reasoning,
            sound,
            pictures,
            cost,
            marks,
        } = later;
        self.prompt = more(self.prompt, prompt);
        self.completion = more(self.completion, completion);
        self.total = more(self.total, total);
        self.cached = more(self.cached, cached);
        self.written = more(self.written, written);
        self.written_long = more(self.written_long, written_long);
        self.reasoning = more(self.reasoning, reasoning);
        self.sound = more(self.sound, sound);
        self.pictures = more(self.pictures, pictures);
        self.cost = self.cost.max(cost);
        for mark in marks {
            tariff::add(&mut self.marks, mark.member, Some(&mark.value));
        }
    }

    /// Notes a service tier that stands beside the counts.
    pub(super) fn tier(&mut self, tier: Option<&str>) {
        tariff::add(&mut self.marks, tariff::TIER, tier);
    }

    /// Writes the counts into `metadata`.
    pub(super) fn record(&self, metadata: &mut AttemptMetadata) {
        metadata.usage = self.tokens();
        metadata.reported_cost = self.cost;
        if metadata.marks != self.marks {
            metadata.marks.clone_from(&self.marks);
        }
    }

    /// Input and output; of one that is missing, the total says how much it is.
    fn parts(&self) -> Option<(u64, u64)> {
        match (self.prompt, self.completion, self.total) {
            (Some(prompt), Some(completion), _) => Some((prompt, completion)),
            (Some(prompt), None, Some(total)) => Some((prompt, total.saturating_sub(prompt))),
            (None, Some(completion), Some(total)) => {
                Some((total.saturating_sub(completion), completion))
            }
            _ => None,
        }
    }

    fn tokens(&self) -> Option<Usage> {
        let (prompt, completion) = self.parts()?;
        let cached = self.cached.unwrap_or_default();
        let written = self.written.unwrap_or_default();
        let reasoning = self.reasoning.unwrap_or_default();
        // What the total has beside the two.
        let total = self.total.unwrap_or_default();
        let beside = total.saturating_sub(prompt.saturating_add(completion));
        let sound = self.sound.unwrap_or_default();
        let (heard, thought) = match beside {
            0 => (0, 0),
            // Mistral, of sound (recorded 2026-07).
            _ if beside == sound => (sound, 0),
            // A total that holds what the cache gave and took says that the prompt doesn't.
            _ if beside != reasoning && beside == cached.saturating_add(written) => (beside, 0),
            // xAI counts reasoning so (observed 2026-10), and Gemini's compatible address thoughts,
            // which it doesn't list separately (recorded 2025-05). In any other case, the dearer
            // reading counts: money that was spent must not be missing from a budget.
            _ => (0, beside),
        };
        let input = prompt.saturating_add(heard);
        let output = completion.saturating_add(thought);
        // A part that is larger than the whole is not included in it: cached tokens of Grok on
        // Azure, reasoning at Vercel's gateway, which bills both beside the others (recorded
        // 2026-07).
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
        let cache_written = written.min(input);
        let of_sound = self.sound.unwrap_or_default();
        let media = of_sound.saturating_add(self.pictures.unwrap_or_default());
        Some(Usage {
            input,
            media: media.min(input),
            cached,
            cache_written,
            cache_written_long: self.written_long.unwrap_or_default().min(cache_written),
            output,
            reasoning: reasoning.max(thought),
        })
    }
}
