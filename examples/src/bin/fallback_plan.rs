//! A fallback plan: who may answer when the first model can't, for how long, for how much, and on
//! what evidence.
//!
//! Notice: the same plan in development gives the first model's failure, and says what production
//! would have done. The vendors are the library's own server for rehearsals.

use std::time::Duration;

use driftless::plan::PlanBuilder;
use driftless::provider::{Anthropic, OpenAi};
use driftless::receipt::{Hop, Receipt};
use driftless::rehearsal::{Reply, Server};
use driftless::retry::Retry;
use driftless::{Contract, Evidence, FailureClass, Mode, Observer, Plan, Prompt, When, usd};

/// Urgency of a ticket.
#[derive(Debug, PartialEq, Contract)]
enum Severity {
    Low,
    High,
}

/// One ticket, as the on-call engineer needs it.
#[derive(Debug, Contract)]
struct Triage {
    /// One sentence, present tense.
    #[contract(length(1..=160))]
    summary: String,
    severity: Severity,
}

/// Triage one ticket.
#[derive(Prompt)]
#[prompt(output = Triage, system = "You triage support tickets.", user = "Ticket:\n{ticket}")]
struct TriageTicket<'a> {
    ticket: &'a str,
}

/// Where a pager would hang.
struct Pager;

impl Observer for Pager {
    fn fallback_activated(&self, hop: &Hop, _receipt: &Receipt) {
        println!("pager: {hop}; {} must act", hop.reason.actor());
    }
}

const TICKET: TriageTicket<'static> = TriageTicket {
    ticket: "The checkout page is down for everybody.",
};

fn plan(
    vendors: &Server,
) -> Result<PlanBuilder<TriageTicket<'static>>, Box<dyn std::error::Error>> {
    let primary = OpenAi::new("no-key-needed")
        .base_url(vendors.openai_base_url())
        .model("gpt-6.1-terra")
        .max_output_tokens(500)
        .first_token(Duration::from_secs(3))
        .timeout(Duration::from_secs(4));
    let fallback = Anthropic::new("no-key-needed")
        .base_url(vendors.anthropic_base_url())
        .model("claude-haiku-4-5")
        .max_output_tokens(500)
        .timeout(Duration::from_secs(4))
        .expected(Duration::from_secs(2));
    Ok(Plan::primary(primary)
        .fallback(
            fallback,
            When::RATE_LIMITED | When::UNAVAILABLE | When::TIMED_OUT,
            Evidence::vouched("compared by hand on 50 tickets"),
        )
        .retry(Retry::up_to(1).pauses(Duration::from_millis(10), Duration::from_millis(10)))
        .repair(1)
        .deadline(Duration::from_secs(8))
        .ceiling(usd("0.05")?)
        .fallback_allowance(usd("0.01")?)
        .observe(Pager))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let vendors = Server::start().await?;
    let answer = Reply::answer(r#"{"summary":"Checkout is down","severity":"High"}"#);
    vendors.script("gpt-6.1-terra", [Reply::overloaded()]);
    vendors.script("claude-haiku-4-5", [answer.clone()]);

    // As it is by default: the failure is seen by whoever develops.
    let developing = plan(&vendors)?.mode(Mode::Development).build()?;
    let Err(error) = developing.call(TICKET).await else {
        return Err("development fell back".into());
    };
    assert_eq!(error.class(), FailureClass::Overloaded);
    println!("{error}\n");

    let producing = plan(&vendors)?.production().build()?;
    println!("{}\n", producing.describe());
    let answered = producing.call(TICKET).await?;
    println!("{:?}\n{}", answered.value, answered.receipt);
    assert_eq!(answered.value.severity, Severity::High);
    assert!(!answered.value.summary.is_empty());
    let hop = answered
        .receipt
        .fallback()
        .ok_or("the receipt must name the fallback")?;
    assert_eq!(
        (hop.reason, hop.to.as_str()),
        (FailureClass::Overloaded, "claude-haiku-4-5")
    );

    // Without evidence, the same plan isn't built for production.
    let hasty = Plan::<TriageTicket<'_>>::primary(OpenAi::new("key").model("gpt-6.1-terra"))
        .fallback(
            Anthropic::new("key").model("claude-haiku-4-5"),
            When::DEFAULT,
            Evidence::none(),
        )
        .production()
        .build();
    let Err(refused) = hasty else {
        return Err("a fallback without evidence was accepted".into());
    };
    println!("\n{refused}");

    // And a vendor that is well is the only one asked.
    vendors.script("gpt-6.1-terra", [answer]);
    let answered = plan(&vendors)?.production().build()?.call(TICKET).await?;
    assert!(answered.receipt.fallback().is_none());
    Ok(())
}
