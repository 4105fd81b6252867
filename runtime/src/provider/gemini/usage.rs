//! Tokens as `generateContent` reports them.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::metadata::AttemptMetadata;
use crate::provider::usage_reader::{UsageReader, more};
use crate::tariff::{self, Mark};
use crate::usage::Usage;

/// The counts of one answer, as far as they were reported.
#[derive(Debug, Clone, Default)]
pub(super) struct ReportedUsage {
    prompt: Option<u64>,
    tools: Option<u64>,
    cached: Option<u64>,
    media: Option<u64>,
    candidates: Option<u64>,
    thoughts: Option<u64>,
    total: Option<u64>,
    marks: Vec<Mark>,
}

/// The tokens of one kind of input (google-genai 3.6.1, `ModalityTokenCount`).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Modality {
    modality: String,
    token_count: Option<u64>,
}

/// Returns the tokens of everything but text; pages of a document count as images.
fn of_media(details: &str) -> Option<u64> {
    let all: Vec<Modality> = serde_json::from_str(details).ok()?;
    let media = all.iter().filter(|of| of.modality != "TEXT");
    Some(
        media
            .filter_map(|of| of.token_count)
            .fold(0, u64::saturating_add),
    )
}

impl ReportedUsage {
    pub(super) fn read(raw: &RawValue) -> Self {
        let told = UsageReader::read(raw);
        let mut marks = Vec::new();
        tariff::add(&mut marks, tariff::TIER, told.text("serviceTier"));
        tariff::add(&mut marks, tariff::TRAFFIC, told.text(tariff::TRAFFIC));
        Self {
            prompt: told.count("promptTokenCount"),
            tools: told.count("toolUsePromptTokenCount"),
            cached: told.count("cachedContentTokenCount"),
            media: told.parts("promptTokensDetails").and_then(of_media),
            candidates: told.count("candidatesTokenCount"),
            thoughts: told.count("thoughtsTokenCount"),
            total: told.count("totalTokenCount"),
            marks,
        }
    }

    /// Takes in what was reported later: counts only grow within one answer, so that of two the
    /// larger is right.
    pub(super) fn grow(&mut self, later: Self) {
        let Self {
            prompt,
            tools,
            cached,
            media,
            candidates,
            thoughts,
            total,
            marks,
        } = later;
        self.prompt = more(self.prompt, prompt);
        self.tools = more(self.tools, tools);
        self.cached = more(self.cached, cached);
        self.media = more(self.media, media);
        self.candidates = more(self.candidates, candidates);
        self.thoughts = more(self.thoughts, thoughts);
        self.total = more(self.total, total);
        for mark in marks {
            tariff::add(&mut self.marks, mark.member, Some(&mark.value));
        }
    }

    /// Writes the counts into `metadata`.
    pub(super) fn record(&self, metadata: &mut AttemptMetadata) {
        metadata.usage = self.tokens();
        if metadata.marks != self.marks {
            metadata.marks.clone_from(&self.marks);
        }
    }

    /// Thoughts are counted beside the candidates, cached tokens within the prompt. Where parts are
    /// missing, the total has them; what it has beside all parts counts as output, which is the
    /// dearer.
    fn tokens(&self) -> Option<Usage> {
        let (tools, thoughts) = (
            self.tools.unwrap_or_default(),
            self.thoughts.unwrap_or_default(),
        );
        let parts = |prompt: u64| prompt.saturating_add(tools).saturating_add(thoughts);
        let (prompt, candidates) = match (self.prompt, self.candidates, self.total) {
            (Some(prompt), candidates, Some(total)) => {
                let rest = total.saturating_sub(parts(prompt));
                (prompt, candidates.unwrap_or_default().max(rest))
            }
            (Some(prompt), Some(candidates), None) => (prompt, candidates),
            (None, Some(candidates), Some(total)) => {
                (total.saturating_sub(parts(candidates)), candidates)
            }
            _ => return None,
        };
        let input = prompt.saturating_add(tools);
        Some(Usage {
            input,
            cached: self.cached.unwrap_or_default().min(input),
            cache_written: 0,
            cache_written_long: 0,
            media: self.media.unwrap_or_default().min(input),
            output: candidates.saturating_add(thoughts),
            reasoning: thoughts,
        })
    }
}
