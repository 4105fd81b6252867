//! The prompt, the models and the run that most tests start from.

use std::time::{Duration, SystemTime};

use driftless::dialect::OpenAiSchema;
use driftless::plan::Clock;
use driftless::provider::{Compatible, Model};
use driftless::qualify::{Candidate, Qualification, QualificationOutcome};
use driftless::retry::Retry;
use driftless::{Contract, Price, Prompt, usd};

use crate::folder::Folder;
use crate::vendor::{Vendor, items};

#[derive(Debug, Contract)]
#[contract(rename_all = "snake_case")]
pub(crate) enum Severity {
    Low,
    High,
}

#[derive(Debug, Contract)]
pub(crate) struct Triage {
    pub(crate) severity: Severity,
    pub(crate) refund_usd: Option<u32>,
}

#[derive(Prompt)]
#[prompt(output = Triage, system = "You triage tickets.", user = "{ticket}")]
pub(crate) struct TriageTicket<'a> {
    pub(crate) ticket: &'a str,
}

/// A day that stands still.
#[derive(Debug)]
pub(crate) struct Noon;

impl Clock for Noon {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(20_000 * 86_400 + 43_200)
    }
}

/// A dollar per thousand input tokens, so that each call costs 10 cents and a bit.
pub(crate) fn model(vendor: &Vendor, name: &str) -> Model<OpenAiSchema> {
    Compatible::new("key")
        .base_url(vendor.url())
        .model(name)
        .price(Price::per_million(
            usd("1000").unwrap(),
            usd("1000").unwrap(),
        ))
        .max_output_tokens(50)
}

pub(crate) struct Test {
    pub(crate) folder: Folder,
    pub(crate) vendor: Vendor,
    pub(crate) data: std::path::PathBuf,
}

impl Test {
    pub(crate) fn new(vendor: Vendor, number: u64, expected: bool) -> Self {
        let folder = Folder::new();
        let data = folder.file("tickets.jsonl", items(number, expected));
        Self {
            folder,
            vendor,
            data,
        }
    }

    pub(crate) fn with(vendor: Vendor, lines: &str) -> Self {
        let folder = Folder::new();
        let data = folder.file("tickets.jsonl", lines);
        Self {
            folder,
            vendor,
            data,
        }
    }

    pub(crate) fn start(&self, candidates: &[&str]) -> Qualification<TriageTicket<'static>> {
        let reference = model(&self.vendor, "reference");
        let mut run = Qualification::<TriageTicket<'_>>::new(reference)
            .data(&self.data)
            .clock(Noon)
            .concurrency(4)
            .retry(Retry::up_to(2).pauses(Duration::from_millis(1), Duration::from_millis(2)));
        for candidate in candidates {
            run = run.candidate(model(&self.vendor, candidate));
        }
        run
    }

    pub(crate) async fn run_err(&self, candidates: &[&str]) -> driftless::qualify::QualifyError {
        self.start(candidates).run().await.unwrap_err()
    }

    pub(crate) async fn run(&self, candidates: &[&str]) -> QualificationOutcome {
        self.start(candidates).run().await.unwrap()
    }
}

pub(crate) fn only(outcome: &QualificationOutcome) -> &Candidate {
    assert_eq!(outcome.candidates.len(), 1);
    &outcome.candidates[0]
}
