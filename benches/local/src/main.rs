//! Figures of the embedded model: start, speed, forced tokens, cost of the constraint, reuse of the
//! prompt, memory.
//!
//! Reads the weights that `DRIFTLESS_LOCAL_MODEL` names or the cache holds, and fetches nothing.
//! `cargo run --release -- 3` makes three rounds.

use std::error::Error;
use std::time::{Duration, Instant};

use driftless::dialect::{Dialect, Form, LocalGrammar, adapt};
use driftless::provider::Turn;
use driftless::{Contract, decode};
use driftless_local::{Generated, Generation, Local};

#[derive(Debug, Contract)]
#[contract(rename_all = "snake_case")]
enum Severity {
    Low,
    Medium,
    High,
    Critical,
}

#[derive(Debug, Contract)]
#[contract(rename_all = "snake_case")]
enum Product {
    Billing,
    Website,
    Api,
}

/// The reporter.
#[derive(Debug, Contract)]
struct Reporter {
    #[contract(length(..=20))]
    name: String,
    /// Null if the ticket doesn't say.
    users_affected: Option<u32>,
}

/// A support ticket, as the engineer on call needs it.
#[derive(Debug, Contract)]
struct Triage {
    /// One sentence, present tense.
    #[contract(length(1..=80))]
    summary: String,
    severity: Severity,
    reporter: Reporter,
    #[contract(length(1..=3))]
    products: Vec<Product>,
}

const TICKETS: [&str; 3] = [
    "The checkout page has been down for all 1200 customers since noon. Ana",
    "I was charged twice for my October invoice. Please refund one of them. Ben",
    "The invoice PDF shows our old company address. Not urgent. Chiara",
];

/// Peak resident memory of this process, in MiB; Linux only.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes / 1024)
}

fn rate(count: usize, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64().max(1e-9)
}

fn main() -> Result<(), Box<dyn Error>> {
    let rounds: usize = std::env::args().nth(1).map_or(Ok(2), |word| word.parse())?;
    let began = Instant::now();
    let local = Local::from_env()?;
    println!(
        "start: {:?} (digest and weights of {})",
        began.elapsed(),
        local.id()
    );
    println!("memory after it: {:?} MiB", peak());
    let adapted = adapt(Triage::SHAPE, LocalGrammar::TABLE).map_err(|all| format!("{all:?}"))?;
    let Form::Schema { schema, .. } = &adapted.form else {
        return Err("no schema".into());
    };
    let mut all: Vec<Generated> = Vec::new();
    for (seed, ticket) in (0..).zip((0..rounds).flat_map(|_| TICKETS)) {
        let turns = [Turn::user(ticket)];
        let mut generation = Generation::new(&turns, schema);
        generation.system = adapted.instructions.as_deref();
        generation.temperature = 0.7;
        generation.seed = seed;
        let made = local.generate(&generation)?;
        decode::<Triage>(&made.text)?;
        println!(
            "{:?}: {} prompt tokens ({} reused), first token after {:?}, {} tokens ({} forced, {} steps), constraint {:?}",
            made.total_time,
            made.prompt_tokens,
            made.reused_tokens,
            made.first_token_after.unwrap_or_default(),
            made.tokens,
            made.forced_tokens,
            made.sampled_tokens,
            made.constraint_time,
        );
        all.push(made);
    }
    summary(&all);
    Ok(())
}

fn summary(all: &[Generated]) {
    let first = |made: &Generated| made.first_token_after.unwrap_or_default();
    if let Some(cold) = all.first() {
        println!(
            "prompt: {:.0} tokens/s",
            rate(cold.prompt_tokens, first(cold))
        );
        println!("first token, nothing held: {:?}", first(cold));
    }
    let mut held: Vec<Duration> = all.iter().skip(1).map(first).collect();
    held.sort();
    println!(
        "first token, system text held: {:?} (median)",
        held.get(held.len() / 2)
    );
    let sum = |of: fn(&Generated) -> usize| all.iter().map(of).sum::<usize>();
    let time = |of: fn(&Generated) -> Duration| all.iter().map(of).sum::<Duration>();
    let decoding = time(|made| {
        made.total_time
            .saturating_sub(made.first_token_after.unwrap_or_default())
    });
    let constraint = time(|made| made.constraint_time);
    let (tokens, steps, forced) = (
        sum(|made| made.tokens),
        sum(|made| made.sampled_tokens),
        sum(|made| made.forced_tokens),
    );
    println!(
        "decode: {:.1} tokens/s, {:.1} steps/s",
        rate(tokens, decoding),
        rate(steps, decoding)
    );
    println!(
        "forced: {:.0} % of {tokens} tokens",
        100.0 * forced as f64 / tokens as f64
    );
    println!(
        "constraint: {:?} a step, {:.2} % of the decoding time",
        constraint / u32::try_from(steps.max(1)).unwrap_or(u32::MAX),
        100.0 * constraint.as_secs_f64() / decoding.as_secs_f64()
    );
    println!("peak memory: {:?} MiB", peak());
}
