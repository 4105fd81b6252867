//! Tokens as Responses reports them.

use serde_json::value::RawValue;

use crate::metadata::AttemptMetadata;
use crate::money::Usd;
use crate::provider::usage_reader::{LONG_WRITES, UsageReader, more};
use crate::tariff::{self, Mark};
use crate::usage::Usage;

/// The counts of one answer, as far as they were reported.
#[derive(Debug, Clone, Default)]
pub(super) struct ReportedUsage {
    input: Option<u64>,
    output: Option<u64>,
    total: Option<u64>,
    cached: Option<u64>,
    written: Option<u64>,
    written_long: Option<u64>,
    reasoning: Option<u64>,
    cost: Option<Usd>,
    marks: Vec<Mark>,
}

impl ReportedUsage {
    pub(super) fn read(raw: &RawValue) -> Self {
        let told = UsageReader::read(raw);
        let of_input = told.within("input_tokens_details");
        let of_output = told.within("output_tokens_details");
        let written_long = of_input.inner("cache_write_tokens_details");
        let written_long = written_long.first(LONG_WRITES);
        let mut marks = Vec::new();
        told.mark_unread_bill(&mut marks);
        Self {
            input: told.count("input_tokens"),
            output: told.count("output_tokens"),
            total: told.count("total_tokens"),
            cached: of_input.count("cached_tokens"),
            written: more(of_input.count("cache_write_tokens"), written_long),
            written_long,
            reasoning: of_output.count("reasoning_tokens"),
            cost: told.cost(),
            marks,
        }
    }

    /// Takes in what was reported later: counts only grow within one answer, so that of two the
    /// larger is right.
    pub(super) fn grow(&mut self, later: Self) {
        let Self {
            input,
            output,
            total,
            cached,
            written,
            written_long,
            reasoning,
            cost,
            marks,
        } = later;
        self.input = more(self.input, input);
        self.output = more(self.output, output);
        self.total = more(self.total, total);
        self.cached = more(self.cached, cached);
        self.written = more(self.written, written);
        self.written_long = more(self.written_long, written_long);
        self.reasoning = more(self.reasoning, reasoning);
        self.cost = self.cost.max(cost);
        for mark in marks {
            tariff::add(&mut self.marks, mark.member, Some(&mark.value));
        }
    }

    /// Notes the service tier, which stands beside the counts.
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

    /// The total gives the size of a missing part; the rest of the total beside both counts as
    /// output, which is the dearer.
    fn tokens(&self) -> Option<Usage> {
        let (input, output) = match (self.input, self.output, self.total) {
            (Some(input), Some(output), total) => {
                let rest = total.unwrap_or_default().saturating_sub(input);
                (input, output.max(rest))
            }
            (Some(input), None, Some(total)) => (input, total.saturating_sub(input)),
            (None, Some(output), Some(total)) => (total.saturating_sub(output), output),
            _ => return None,
        };
        let cache_written = self.written.unwrap_or_default().min(input);
        Some(Usage {
            input,
            cached: self.cached.unwrap_or_default().min(input),
            cache_written,
            cache_written_long: self.written_long.unwrap_or_default().min(cache_written),
            media: 0,
            output,
            reasoning: self.reasoning.unwrap_or_default().min(output),
        })
    }
}
