//! The vendors, played by the library's own server for rehearsals, and the evidence for the
//! fallback. A line on standard input says how they behave from then on.

use std::error::Error;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use driftless::catalogue::Catalogue;
use driftless::lock::{self, Embedded};
use driftless::qualify::{Qualification, Verdict};
use driftless::rehearsal::{Reply, Server};
use driftless::usd;

use crate::triage::{FALLBACK, GATEWAY, PRIMARY, TriageTicket, anthropic, openai};

const TICKETS: u32 = 300;

/// The behaviour of the first model.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Scene {
    #[default]
    Well,
    /// Every request is refused as overloaded.
    Overloaded,
    /// Every other answer leaves the contract.
    Drifting,
    /// Another model answers.
    Substituted,
    /// Answers that cost a thousand times as much.
    Dear,
}

impl Scene {
    fn of(line: &str) -> Option<Self> {
        Some(match line.trim() {
            "well" => Self::Well,
            "overloaded" => Self::Overloaded,
            "drifting" => Self::Drifting,
            "substituted" => Self::Substituted,
            "dear" => Self::Dear,
            _ => return None,
        })
    }
}

pub struct Stage {
    pub vendors: Server,
    pub lock: Embedded,
    /// The models with a day on which the first is shut down.
    pub catalogue: Catalogue,
    scene: Arc<Mutex<Scene>>,
}

/// Returns the right answer for the ticket of this number.
fn right(ticket: u32) -> String {
    let refund = match ticket % 5 {
        0 => (ticket % 90).to_string(),
        _ => "null".to_owned(),
    };
    let urgent = ticket.is_multiple_of(3);
    format!(r#"{{"urgent":{urgent},"refund_usd":{refund}}}"#)
}

/// Returns the text of the ticket of this number.
pub fn ticket(number: u32) -> String {
    format!("Ticket no. {number}: it broke.")
}

/// Returns the number of the ticket that a request is about.
fn asked(request: &str) -> u32 {
    let (_, rest) = request.split_once("Ticket no. ").unwrap_or_default();
    let digits = rest.split(':').next().unwrap_or_default();
    digits.parse().unwrap_or_default()
}

fn data_set() -> String {
    let line = |number| {
        let (text, expected) = (ticket(number), right(number));
        format!(r#"{{"id":"t{number}","input":{{"ticket":"{text}"}},"expected":{expected}}}"#)
            + "\n"
    };
    (0..TICKETS).map(line).collect()
}

impl Stage {
    /// Starts the vendors, and compares the fallback with the first model, as
    /// `contracts qualify` does before a release.
    pub async fn start(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let vendors = Server::start().await?;
        let scene = Arc::new(Mutex::new(Scene::Well));
        let (now, count) = (Arc::clone(&scene), AtomicU32::new(0));
        vendors.respond(PRIMARY, move |request| {
            let reply = Reply::answer(right(asked(&request.body))).tokens(100, 20);
            match *now.lock().unwrap_or_else(PoisonError::into_inner) {
                Scene::Well => reply,
                Scene::Overloaded => Reply::overloaded(),
                Scene::Drifting if count.fetch_add(1, Ordering::Relaxed).is_multiple_of(2) => {
                    Reply::answer(r#"{"urgent":"yes","refund_usd":null}"#).tokens(100, 20)
                }
                Scene::Drifting => reply,
                Scene::Substituted => reply.served_by("gpt-6-nano"),
                Scene::Dear => reply.tokens(100_000, 20_000),
            }
        });
        vendors.respond(FALLBACK, |request| {
            Reply::answer(right(asked(&request.body))).tokens(110, 22)
        });
        vendors.respond(GATEWAY, |_| Reply::answer(r#"{"glad":true}"#).tokens(50, 5));

        let data = folder.join("tickets.jsonl");
        std::fs::write(&data, data_set())?;
        let model = |id| openai(&vendors).model(id).max_output_tokens(200);
        let outcome = Qualification::<TriageTicket<'_>>::new(model(PRIMARY))
            .candidate(anthropic(&vendors).model(FALLBACK).max_output_tokens(200))
            .data(data)
            .margin(0.05)
            .budget(usd("5")?)
            .run()
            .await?;
        let judged = outcome.candidates.first().ok_or("one was named")?;
        if judged.verdict != Verdict::Passed {
            return Err(format!("{}: {:?}", judged.verdict, judged.reasons).into());
        }
        lock::update(&folder.join(lock::FILE), outcome.entries())?;
        let text = std::fs::read_to_string(folder.join(lock::FILE))?.leak();
        Ok(Self {
            vendors,
            lock: Embedded::new(lock::FILE, text),
            catalogue: catalogue(&outcome.expires)?,
            scene,
        })
    }

    /// Changes the scene; `false` if there is none of this name.
    pub fn change(&self, line: &str) -> bool {
        let next = Scene::of(line);
        if let Some(next) = next {
            *self.scene.lock().unwrap_or_else(PoisonError::into_inner) = next;
        }
        next.is_some()
    }

    /// Prints the place in a trace of the last requests that went to the gateway, for the test of
    /// parentage.
    pub fn print_traces(&self) {
        let requests = self.vendors.requests();
        let of_gateway = requests.iter().filter(|request| request.model == GATEWAY);
        for request in of_gateway.rev().take(3) {
            let place = request.headers.get("traceparent");
            println!("traceparent {}", place.map_or("none", String::as_str));
        }
    }
}

/// Returns the catalogue in which the first model has a last `day`.
fn catalogue(day: &str) -> Result<Catalogue, Box<dyn Error>> {
    let row = format!(
        r#"
        [[model]]
        id = "{PRIMARY}"
        vendor = "openai"
        dialects = ["openai_schema"]
        forced_tool = true
        context = 922000
        output = 128000
        price = {{ input = "1", output = "5" }}
        shutdown = "{day}"
        shutdown_source = "made up for this example"
        source = "made up for this example"
        date = "2026-12-01"
        "#
    );
    Ok(Catalogue::builtin().with_toml("stage.toml", &row)?)
}
