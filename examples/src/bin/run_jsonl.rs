//! A prompt asked about every line of a file, and gone on with after a stop.
//!
//! Notice: nothing is paid twice. The first run has too little money for all tickets and pauses;
//! the second one asks about the rest only. What a model got wrong has a file of its own.

use std::fs;

use driftless::provider::OpenAi;
use driftless::rehearsal::{Reply, Server};
use driftless::run::{PauseReason, Run, RunError};
use driftless::{Contract, Plan, Prompt, usd};

#[derive(Debug, Contract)]
#[contract(rename_all = "snake_case")]
#[allow(dead_code, reason = "decoded only")]
enum Team {
    Billing,
    Support,
}

#[derive(Debug, Contract)]
#[allow(dead_code, reason = "decoded only")]
struct Routed {
    team: Team,
}

/// The team that a ticket goes to.
#[derive(Debug, Prompt)]
#[prompt(output = Routed, user = "Which team answers this ticket?\n{ticket}")]
struct RouteTicket<'a> {
    ticket: &'a str,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::temp_dir().join(format!("run-jsonl-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let input = folder.join("tickets.jsonl");
    let tickets = (0..40).map(|number| {
        let about = if number % 2 == 0 {
            "invoice"
        } else {
            "printer"
        };
        format!("{{\"id\":\"t{number}\",\"ticket\":\"My {about} is broken ({number}).\"}}\n")
    });
    fs::write(&input, tickets.collect::<String>())?;

    // A server in the vendor's wire format; `OpenAi::from_env()?` asks the vendor.
    let server = Server::start().await?;
    server.respond("gpt-6.1-terra", |request| {
        let team = if request.body.contains("invoice") {
            "billing"
        } else if request.body.contains("(7)") {
            "sales"
        } else {
            "support"
        };
        Reply::answer(format!(r#"{{"team":"{team}"}}"#)).tokens(60, 5)
    });
    let openai = OpenAi::new("no-key").base_url(server.openai_base_url());
    let model = openai.model("gpt-6.1-terra").max_output_tokens(20);
    let plan = Plan::<RouteTicket<'_>>::primary(model).build()?;
    let run = || Run::new(&plan).input(&input).output(folder.join("routed"));

    println!("at most: {:?}", run().estimate()?.worst_case);
    match run().budget(usd("0.003")?).run().await {
        Err(RunError::Paused(paused)) if paused.reason == PauseReason::Budget => {
            println!("{paused}");
        }
        other => return Err(format!("the budget is too small for all: {other:?}").into()),
    }
    let summary = run().budget(usd("1")?).run().await?;
    println!("{summary}");

    assert_eq!((summary.ends.values, summary.ends.drifted), (39, 1));
    assert_eq!(server.requests().len(), 40);
    let drifted = fs::read_to_string(folder.join("routed/drifted.jsonl"))?;
    assert!(drifted.starts_with(r#"{"id":"t7","#), "{drifted}");
    fs::remove_dir_all(&folder)?;
    Ok(())
}
