//! The answer of Messages, read leniently: kinds of blocks and fields that aren't known are passed
//! over.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::failure::FailureClass;
use crate::metadata::AttemptMetadata;
use crate::provider::answer::{Answer, Call, End, FinishRow, Unusable, named};
use crate::provider::envelope::Envelope;
use crate::provider::lenient::{Objects, Text};
use crate::provider::usage_reader::{LONG_WRITES, UsageReader, more};
use crate::tariff::{self, Mark};
use crate::usage::Usage;

#[derive(Default, Deserialize)]
pub(super) struct Message {
    pub(super) r#type: Option<String>,
    pub(super) error: Option<Box<RawValue>>,
    #[serde(default)]
    pub(super) id: Text,
    pub(super) model: Option<String>,
    pub(super) content: Option<Objects<Block>>,
    pub(super) stop_reason: Option<String>,
    pub(super) stop_details: Option<Box<RawValue>>,
    pub(super) usage: Option<Box<RawValue>>,
}

/// A block of any kind.
#[derive(Deserialize)]
pub(super) struct Block {
    #[serde(default)]
    r#type: Text,
    /// The text of a text block.
    #[serde(default)]
    text: Text,
    /// The name in a tool's use.
    #[serde(default)]
    name: Text,
    /// The arguments in a tool's use: an object, kept as the text that was sent. Its duplicate keys
    /// are for the decoder to find.
    input: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct StopDetails {
    category: Option<String>,
    explanation: Option<String>,
}

/// `stop_reason` (Anthropic API reference, 2026-11); `refusal` is read apart.
const STOP: &[FinishRow] = &[
    ("end_turn", None),
    ("stop_sequence", None),
    ("tool_use", None),
    ("max_tokens", Some(FailureClass::Truncated)),
    (
        "model_context_window_exceeded",
        Some(FailureClass::Truncated),
    ),
    ("pause_turn", Some(FailureClass::Interrupted)),
];

impl Envelope for Message {
    fn is_error(&self) -> bool {
        self.error.is_some() || self.r#type.as_deref() == Some("error")
    }

    fn record_paid(model: Option<&str>, usage: Option<&RawValue>, metadata: &mut AttemptMetadata) {
        metadata.served_model = named(model);
        usage
            .map(ReportedUsage::read)
            .unwrap_or_default()
            .record(metadata);
    }

    fn record(&self, metadata: &mut AttemptMetadata) {
        Self::record_paid(self.model.as_deref(), self.usage.as_deref(), metadata);
        metadata.response_id.clone_from(&self.id.0);
    }

    fn into_answer(self) -> Result<Answer, Unusable> {
        let mut answer = Answer {
            end: End::Complete,
            place: "content[].text",
            ..Answer::default()
        };
        if self.stop_reason.as_deref() == Some("refusal") {
            // What came before is no answer.
            answer.refusal = Some(why(self.stop_details.as_deref()));
            return Ok(answer);
        }
        answer.end = End::from_table("stop_reason", self.stop_reason.as_deref(), STOP);
        for block in self.content.unwrap_or_default().0 {
            if add_block(&mut answer, block).is_none() {
                let message = "a block of the answer lacks what the API documents";
                return Err((FailureClass::Malformed, message.to_owned()));
            }
        }
        Ok(answer)
    }
}

fn add_block(answer: &mut Answer, block: Block) -> Option<()> {
    match block.r#type.0.as_deref() {
        Some("text") => answer.add_text(block.text.0?),
        Some("tool_use") => answer.calls.push(Call {
            name: block.name.0?,
            arguments: String::from(Box::<str>::from(block.input?)),
        }),
        kind => answer.note_elsewhere(kind.map(str::to_owned)),
    }
    Some(())
}

fn why(details: Option<&RawValue>) -> String {
    let details = details.and_then(|raw| serde_json::from_str::<StopDetails>(raw.get()).ok());
    let Some(details) = details else {
        return String::new();
    };
    let words = [details.category, details.explanation];
    words.into_iter().flatten().collect::<Vec<_>>().join(": ")
}

/// The vendor's count of tokens.
#[derive(Debug, Clone, Default)]
pub(super) struct ReportedUsage {
    input: Option<u64>,
    /// With what the cache gave and took.
    whole: Option<u64>,
    output: Option<u64>,
    cached: Option<u64>,
    cache_written: Option<u64>,
    cache_written_long: Option<u64>,
    marks: Vec<Mark>,
    thinking: Option<u64>,
}

impl ReportedUsage {
    /// An unreadable part counts as missing, and is no reason to discard an answer.
    pub(super) fn read(raw: &RawValue) -> Self {
        let told = UsageReader::read(raw);
        let creation = told.within("cache_creation");
        let cache_written_long = creation.first(LONG_WRITES);
        let parts = creation.count("ephemeral_5m_input_tokens");
        let parts = parts.map_or(cache_written_long, |minutes| {
            Some(minutes.saturating_add(cache_written_long.unwrap_or_default()))
        });
        let mut marks = Vec::new();
        for member in [tariff::TIER, tariff::SPEED, tariff::GEO] {
            tariff::add(&mut marks, member, told.text(member));
        }
        let mut this = Self {
            input: told.count("input_tokens"),
            whole: None,
            output: told.count("output_tokens"),
            cached: told.count("cache_read_input_tokens"),
            cache_written: more(told.count("cache_creation_input_tokens"), parts),
            cache_written_long,
            marks,
            thinking: told
                .within("output_tokens_details")
                .count("thinking_tokens"),
        };
        this.whole = this.sum();
        this
    }

    /// Takes in what was reported later: counts only grow within one answer, so that of two the
    /// larger is right. The whole input is compared as well: a compatible server was seen to begin
    /// with it as `input_tokens`, and to report later what of it the cache gave (2026-08).
    pub(super) fn grow(&mut self, later: Self) {
        let filled = Self {
            input: later.input.or(self.input),
            cached: later.cached.or(self.cached),
            cache_written: later.cache_written.or(self.cache_written),
            ..Self::default()
        };
        self.whole = more(self.whole, more(later.whole, filled.sum()));
        let Self {
            input,
            whole: _,
            output,
            cached,
            cache_written,
            cache_written_long,
            marks,
            thinking,
        } = later;
        self.input = more(self.input, input);
        self.output = more(self.output, output);
        self.cached = more(self.cached, cached);
        self.cache_written = more(self.cache_written, cache_written);
        self.cache_written_long = more(self.cache_written_long, cache_written_long);
        self.thinking = more(self.thinking, thinking);
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

    /// `input_tokens` leaves cached tokens out; the three together are the input.
    fn sum(&self) -> Option<u64> {
        let cached = self.cached.unwrap_or_default();
        let written = self.cache_written.unwrap_or_default();
        Some(self.input?.saturating_add(cached).saturating_add(written))
    }

    fn tokens(&self) -> Option<Usage> {
        let (input, output) = (self.whole?, self.output?);
        let cached = self.cached.unwrap_or_default();
        let cache_written = self.cache_written.unwrap_or_default();
        let long = self.cache_written_long.unwrap_or_default();
        Some(Usage {
            input: input.max(cached.saturating_add(cache_written)),
            cached,
            cache_written,
            cache_written_long: long.min(cache_written),
            media: 0,
            output,
            reasoning: self.thinking.unwrap_or_default().min(output),
        })
    }
}
