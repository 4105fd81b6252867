//! Qualification: a model becomes a fallback once it was compared, on data of one's own, with the
//! model that it stands in for.
//!
//! Notice: what `build()` refuses is the evidence, not the model: after a word of the contract has
//! changed, or a line of the lock. The vendors are the library's own server for rehearsals.

use std::path::PathBuf;

use driftless::lock::{Embedded, Lock};
use driftless::provider::{Anthropic, Model, OpenAi};
use driftless::qualify::{Qualification, QualificationOutcome, Verdict, report};
use driftless::rehearsal::{Reply, Server};
use driftless::{BuildError, Contract, Evidence, Plan, Prompt, When, dialect, lock, usd};

/// One ticket, as the on-call engineer needs it.
#[derive(Debug, Contract)]
struct Triage {
    /// `true` if somebody must look today.
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

/// A prompt like the first, after somebody has found a better word.
mod reworded {
    use driftless::{Contract, Prompt};

    /// One ticket, as the on-call engineer needs it.
    #[derive(Debug, Contract)]
    pub(super) struct Triage {
        /// `true` if somebody must look at once.
        urgent: bool,
        /// Refund that the customer asked for, in US dollars; null when none.
        refund_usd: Option<u32>,
    }

    #[derive(Prompt)]
    #[prompt(output = Triage, system = "You triage support tickets.", user = "{ticket}")]
    pub(super) struct TriageTicket<'a> {
        pub(super) ticket: &'a str,
    }
}

const REFERENCE: &str = "gpt-6.1-terra";
const CANDIDATE: &str = "claude-haiku-4-5";
const TICKETS: u32 = 300;

/// Returns the right answer for the ticket of this number.
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

fn reference(vendors: &Server) -> Model<impl dialect::Dialect + use<>> {
    let openai = OpenAi::new("no-key-needed").base_url(vendors.openai_base_url());
    openai.model(REFERENCE).max_output_tokens(200)
}

fn candidate(vendors: &Server) -> Model<impl dialect::Dialect + use<>> {
    let anthropic = Anthropic::new("no-key-needed").base_url(vendors.anthropic_base_url());
    anthropic.model(CANDIDATE).max_output_tokens(200)
}

/// Asks both models about every ticket, until it is known whether one may stand in for the other.
async fn qualify(
    vendors: &Server,
    data: PathBuf,
) -> Result<QualificationOutcome, Box<dyn std::error::Error>> {
    // Both err now and then, each on a ticket of its own.
    for (model, wrong) in [(REFERENCE, 17), (CANDIDATE, 40)] {
        vendors.respond(model, move |request| {
            let asked = ticket(&request.body);
            let seen = if asked == wrong { asked + 1 } else { asked };
            Reply::answer(right(seen))
        });
    }
    let outcome = Qualification::<TriageTicket<'_>>::new(reference(vendors))
        .candidate(candidate(vendors))
        .data(data)
        .margin(0.05)
        .budget(usd("5")?)
        .run()
        .await?;
    Ok(outcome)
}

/// A plan in production whose fallback stands on what the lock says.
fn plan<P: Prompt>(vendors: &Server, lock: Embedded) -> Result<Plan<P>, BuildError> {
    Plan::primary(reference(vendors))
        .fallback(
            candidate(vendors),
            When::RATE_LIMITED | When::UNAVAILABLE,
            Evidence::qualified(lock),
        )
        .production()
        .build()
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::temp_dir().join(format!("driftless-example-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let (data, page) = (folder.join("tickets.jsonl"), folder.join("report.html"));
    std::fs::write(&data, data_set())?;

    let vendors = Server::start().await?;
    let outcome = qualify(&vendors, data).await?;
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
    let plan_as_qualified = plan::<TriageTicket<'_>>(&vendors, embedded)?;
    println!("{}\n", plan_as_qualified.describe());

    // The evidence is about the contract as it was, word by word.
    let Err(stale) = plan::<reworded::TriageTicket<'_>>(&vendors, embedded) else {
        return Err("evidence about another contract was accepted".into());
    };
    println!("{stale}\n");
    let question = reworded::TriageTicket {
        ticket: "It broke.",
    };
    assert_eq!(
        question.user(),
        "It broke.",
        "the prompt's own words stayed"
    );
    assert!(stale.to_string().contains("the contract's wording changed"));

    // And it says what the run has written.
    let edited = text.replace(&outcome.expires, "2099-12-31").leak();
    let Err(edited) = plan::<TriageTicket<'_>>(&vendors, Embedded::new(lock::FILE, edited)) else {
        return Err("evidence that was edited was accepted".into());
    };
    println!("{edited}");
    assert!(edited.to_string().contains("its seal doesn't fit"));

    std::fs::remove_dir_all(&folder)?;
    Ok(())
}
