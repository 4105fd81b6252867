//! Answers that quote the key: neither the journal nor the report has it.

use std::fs;

use driftless::provider::Compatible;
use driftless::qualify::{Qualification, report};
use driftless::{Contract, Price, Prompt};

use crate::folder::Folder;
use crate::setup::Noon;
use crate::vendor::{Reply, Vendor};

const CANARY: &str = "sk-canary-4f1d9a";

#[derive(Debug, Contract)]
struct Note {
    text: String,
    count: u32,
}

#[derive(Prompt)]
#[prompt(output = Note, system = "You take notes.", user = "{ticket}")]
struct TakeNote<'a> {
    ticket: &'a str,
}

#[tokio::test]
async fn an_answer_that_quotes_the_key_is_journaled_without_it() {
    let vendor = Vendor::start(|asked| {
        let hex: String = CANARY.bytes().map(|byte| format!("{byte:02x}")).collect();
        Reply::Says(match asked.item % 4 {
            0 => format!(r#"{{"text":"my key is {CANARY}","count":1}}"#),
            1 => format!(r#"{{"text":"{hex} {}","count":1}}"#, CANARY.to_uppercase()),
            2 => format!(r#"{{"text":"x","count":"{CANARY}"}}"#),
            _ => r#"{"text":"sk-canary","count":1}"#.to_owned(),
        })
    });
    let folder = Folder::new();
    let data = folder.file("tickets.jsonl", crate::vendor::items(60, false));
    let journal = folder.path("journal");
    let model = |name: &str| {
        Compatible::new(CANARY)
            .base_url(vendor.url())
            .model(name)
            .price(Price::free())
            .max_output_tokens(50)
    };
    let outcome = Qualification::<TakeNote<'_>>::new(model("reference"))
        .candidate(model("candidate"))
        .data(data)
        .clock(Noon)
        .journal(&journal)
        .fixed(60)
        .run()
        .await
        .unwrap();
    let told = fs::read_to_string(journal).unwrap() + &report::page(&outcome);
    for canary in [CANARY, &CANARY.to_uppercase(), "736b2d63616e617279"] {
        assert!(!told.contains(canary), "{told}");
    }
    assert!(told.contains(r"my key is (key)"), "{told}");
    assert!(told.contains("found the string"), "{told}");
}
