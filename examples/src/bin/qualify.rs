//! Qualification: a model becomes a fallback once it was compared, on data of one's own, with the
//! model that it stands in for.
//!
//! Notice: what `build()` refuses is the evidence, not the model: after a word of the contract has
//! changed, or a line of the lock. The vendors are servers on loopback.

use std::path::PathBuf;

use driftless::lock::{Embedded, Lock};
use driftless::provider::{Anthropic, Model, OpenAi};
use driftless::qualify::{Outcome, Qualification, Verdict, report};
use driftless::{BuildError, Contract, Evidence, Plan, Prompt, When, dialect, lock, usd};
use driftless_examples::{chat_completion, message, reading_vendor};

/// What the on-call engineer must know about one ticket.
#[derive(Debug, Contract)]
struct Triage {
    /// Whether somebody must look today.
    urgent: bool,
    /// Refund that the customer asked for, in US dollars; null when none.
    refund_usd: Option<u32>,
}

/// Triages one ticket.
#[derive(Prompt)]
#[prompt(output = Triage, system = "You triage support tickets.", user = "{ticket}")]
struct TriageTicket<'a> {
    ticket: &'a str,
}

/// The same prompt, after somebody has found a better word.
mod reworded {
    use driftless::{Contract, Prompt};

    /// What the on-call engineer must know about one ticket.
    #[derive(Debug, Contract)]
    #[allow(dead_code, reason = "nobody is asked")]
    pub(super) struct Triage {
        /// Whether somebody must look at once.
        urgent: bool,
        /// Refund that the customer asked for, in US dollars; null when none.
        refund_usd: Option<u32>,
    }

    #[derive(Prompt)]
    #[prompt(output = Triage, system = "You triage support tickets.", user = "{ticket}")]
    pub(super) struct TriageTicket<'a> {
        ticket: &'a str,
    }
}

const REFERENCE: &str = "gpt-6.1-terra";
const CANDIDATE: &str = "claude-haiku-4-5";
const TICKETS: u32 = 300;

/// What is right for the ticket of this number.
fn right(ticket: u32) -> String {
    let refund = match ticket % 5 {
        0 => (ticket % 90).to_string(),
        _ => "null".to_owned(),
    };
    format!(
        r#"{{"urgent":{},"refund_usd":{refund}}}"#,
        ticket.is_multiple_of(3)
    )
}

/// One item per line: the prompt's inputs, and the answer that is expected.
fn data_set() -> String {
    let line = |ticket| {
        let expected = right(ticket);
        format!(
            r#"{{"id":"t{ticket}","input":{{"ticket":"Ticket no. {ticket}: it broke."}},"expected":{expected}}}"#
        ) + "\n"
    };
    (0..TICKETS).map(line).collect()
}

/// The number of the ticket that a request is about.
fn ticket(request: &str) -> u32 {
    let (_, rest) = request.split_once("Ticket no. ").unwrap_or_default();
    let digits = rest.split(':').next().unwrap_or_default();
    digits.parse().unwrap_or_default()
}

fn reference(url: &str) -> Model<impl dialect::Dialect + use<>> {
    let openai = OpenAi::new("no-key-needed").base_url(format!("{url}/v1"));
    openai.chat().model(REFERENCE).max_output_tokens(200)
}

fn candidate(url: &str) -> Model<impl dialect::Dialect + use<>> {
    let anthropic = Anthropic::new("no-key-needed").base_url(url);
    anthropic.model(CANDIDATE).max_output_tokens(200)
}

/// Asks both models about every ticket, until it is known whether one may stand in for the other.
async fn qualify(data: PathBuf) -> Result<Outcome, Box<dyn std::error::Error>> {
    // Both err now and then, each on tickets of its own.
    let first = reading_vendor(|request| {
        let asked = ticket(request);
        let seen = if asked == 17 { asked + 1 } else { asked };
        (200, chat_completion(REFERENCE, &right(seen)))
    });
    let second = reading_vendor(|request| {
        let asked = ticket(request);
        let seen = if asked == 40 { asked + 1 } else { asked };
        (200, message(CANDIDATE, &right(seen)))
    });
    let outcome = Qualification::<TriageTicket<'_>>::new(reference(&first.await?))
        .candidate(candidate(&second.await?))
        .data(data)
        .margin(0.05)
        .budget(usd("5")?)
        .run()
        .await?;
    Ok(outcome)
}

/// A plan in production whose fallback stands on what the lock says.
fn plan<P: Prompt>(lock: Embedded) -> Result<Plan<P>, BuildError> {
    Plan::primary(reference("http://127.0.0.1:9"))
        .fallback(
            candidate("http://127.0.0.1:9"),
            When::RATE_LIMITED | When::UNAVAILABLE,
            Evidence::qualified(lock),
        )
        .production()
        .build()
}

#[tokio::main(flavor = "current_thread")]
#[allow(clippy::print_stdout, reason = "an example talks to its reader")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::temp_dir().join(format!("driftless-example-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let (data, page) = (folder.join("tickets.jsonl"), folder.join("report.html"));
    std::fs::write(&data, data_set())?;

    let outcome = qualify(data).await?;
    let judged = outcome.candidates.first().ok_or("one was named")?;
    println!(
        "{} for {}: {} after {} of {} items\n{}\n",
        judged.arm.model,
        outcome.reference.model,
        judged.verdict,
        judged.pairs,
        outcome.data.items,
        judged.reasons.join("\n")
    );
    assert_eq!(judged.verdict, Verdict::Passed);

    // For people, and for the program. `contracts qualify` does both; the lock is committed.
    std::fs::write(&page, report::page(&outcome))?;
    let written = lock::update(&folder.join(lock::FILE), outcome.entries())?;
    assert!(std::fs::read_to_string(&page)?.contains("may stand in for"));

    // A program embeds its lock while compiling: `driftless::lock!()`. This one has just written
    // it, so it reads it.
    let text: &'static str = std::fs::read_to_string(folder.join(lock::FILE))?.leak();
    assert_eq!(Lock::parse(lock::FILE, text)?, written);
    let embedded = Embedded::new(lock::FILE, text);
    let plan_as_qualified = plan::<TriageTicket<'_>>(embedded)?;
    println!("{}\n", plan_as_qualified.describe());

    // The evidence is about the contract as it was, word by word.
    let Err(stale) = plan::<reworded::TriageTicket<'_>>(embedded) else {
        return Err("evidence about another contract was accepted".into());
    };
    println!("{stale}\n");
    assert!(stale.to_string().contains("the contract's wording changed"));

    // And it says what the run has written.
    let edited = text.replace(&outcome.expires, "2099-12-31").leak();
    let Err(edited) = plan::<TriageTicket<'_>>(Embedded::new(lock::FILE, edited)) else {
        return Err("evidence that was edited was accepted".into());
    };
    println!("{edited}");
    assert!(edited.to_string().contains("its seal doesn't fit"));

    std::fs::remove_dir_all(&folder)?;
    Ok(())
}
