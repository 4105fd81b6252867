//! Runs as their users meet them: files in, files out, real sockets, real processes, and kills.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::format_collect,
    reason = "helpers of tests fail loudly"
)]

#[path = "../../qualify/support/folder.rs"]
mod folder;
#[path = "../../qualify/support/vendor.rs"]
mod vendor;

mod command;
mod input;
mod killed;
mod limits;
mod resumed;
mod whole;

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use driftless::plan::PlanBuilder;
use driftless::provider::Compatible;
use driftless::run::{PauseReason, Paused, Run, RunError};
use driftless::{Contract, Plan, Price, Prompt, usd};
use folder::Folder;
use serde_json::{Value, json};
use vendor::{Vendor, right};

#[derive(Debug, Contract)]
#[contract(rename_all = "snake_case")]
#[allow(dead_code, reason = "decoded only")]
enum Severity {
    Low,
    High,
}

#[derive(Debug, Contract)]
#[allow(dead_code, reason = "decoded only")]
struct Triage {
    severity: Severity,
    refund_usd: Option<u32>,
}

#[derive(Debug, Prompt)]
#[prompt(output = Triage, user = "{ticket}")]
struct TriageTicket<'a> {
    ticket: &'a str,
}

/// A vendor, a folder and an input.
struct Test {
    folder: Folder,
    vendor: Vendor,
    input: PathBuf,
}

impl Test {
    fn new(vendor: Vendor, documents: u64) -> Self {
        let folder = Folder::new();
        let input = folder.file("tickets.jsonl", tickets(documents));
        Self {
            folder,
            vendor,
            input,
        }
    }

    fn plan(&self) -> PlanBuilder<TriageTicket<'static>> {
        let dollar = usd("1").unwrap();
        let model = Compatible::at(self.vendor.url())
            .model("perfect")
            .price(Price::per_million(dollar, dollar))
            .max_output_tokens(50)
            .timeout(Duration::from_secs(20));
        Plan::primary(model)
    }

    fn run(&self) -> Run<TriageTicket<'static>> {
        let plan = self.plan().build().unwrap();
        Run::new(&plan)
            .input(&self.input)
            .output(self.folder.path("out"))
    }

    fn lines(&self, name: &str) -> Vec<Value> {
        let text = fs::read_to_string(self.folder.path("out").join(name)).unwrap();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    fn ids(&self, name: &str) -> Vec<String> {
        let lines = self.lines(name);
        let ids = lines.iter().map(|line| line["id"].as_str().unwrap());
        ids.map(str::to_owned).collect()
    }

    /// The values are exactly the right ones of so many tickets, in their order.
    fn assert_all_right(&self, documents: u64) {
        let expected: Vec<Value> = (0..documents).map(value_of).collect();
        assert_eq!(self.lines("values.jsonl"), expected);
    }
}

fn tickets(documents: u64) -> String {
    (0..documents)
        .map(|number| {
            let line = json!({"id": format!("t{number}"), "ticket": said(number)});
            format!("{line}\n")
        })
        .collect()
}

fn said(number: u64) -> String {
    format!("This is ticket {number}.")
}

fn value_of(number: u64) -> Value {
    let value: Value = serde_json::from_str(&right(number)).unwrap();
    json!({"id": format!("t{number}"), "value": value})
}

fn paused(error: RunError) -> Paused {
    match error {
        RunError::Paused(paused) => *paused,
        other => panic!("{other}"),
    }
}

fn reason(error: RunError) -> PauseReason {
    paused(error).reason
}
