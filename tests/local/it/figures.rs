//! Figures of the real model: speed, forced tokens, cost of the constraint, reuse of the prompt, memory. Run by hand, in an optimised build:
//!
//! `DRIFTLESS_LOCAL_TESTS=1 cargo test --release -p driftless-tests-local figures -- --ignored --nocapture`

use std::time::{Duration, Instant};

use driftless::dialect::{Dialect, Form, LocalGrammar, adapt};
use driftless::provider::Turn;
use driftless::provider::local::{Generated, Generation};
use driftless::{Contract, decode};

use super::contracts::{Triage, real};

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

fn seconds(time: Duration) -> f64 {
    time.as_secs_f64().max(1e-9)
}

#[test]
#[ignore = "prints figures; holds nothing"]
fn figures() {
    let Some(local) = real() else { return };
    let adapted = adapt(Triage::SHAPE, LocalGrammar::TABLE).unwrap();
    let Form::Schema { schema, .. } = &adapted.form else {
        panic!("{:?}", adapted.form)
    };
    let mut all: Vec<Generated> = Vec::new();
    for (seed, ticket) in (0..).zip(TICKETS.iter().chain(&TICKETS)) {
        let turns = [Turn::user(*ticket)];
        let mut generation = Generation::new(&turns, schema);
        generation.system = adapted.instructions.as_deref();
        generation.temperature = 0.7;
        generation.seed = seed;
        let began = Instant::now();
        let made = local.generate(&generation).unwrap();
        decode::<Triage>(&made.text).unwrap();
        println!(
            "{:?}: {} prompt tokens ({} reused), first token after {:?}, {} tokens ({} forced, {} steps), constraint {:?}",
            began.elapsed(),
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
    let first = &all[0];
    let prompt = seconds(first.first_token_after.unwrap_or_default());
    println!(
        "prompt: {:.0} tokens/s",
        first.prompt_tokens as f64 / prompt
    );
    let (mut steps, mut tokens, mut forced) = (0, 0, 0);
    let (mut decoding, mut constraint) = (Duration::ZERO, Duration::ZERO);
    for made in &all {
        steps += made.sampled_tokens;
        tokens += made.tokens;
        forced += made.forced_tokens;
        decoding += made
            .total_time
            .saturating_sub(made.first_token_after.unwrap_or_default());
        constraint += made.constraint_time;
    }
    println!(
        "decode: {:.1} tokens/s, {:.1} steps/s",
        tokens as f64 / seconds(decoding),
        steps as f64 / seconds(decoding)
    );
    println!(
        "forced: {:.0} % of {tokens} tokens",
        100.0 * f64::from(forced as u32) / tokens as f64
    );
    println!(
        "constraint: {:.2} % of the decoding time",
        100.0 * seconds(constraint) / seconds(decoding)
    );
    println!("peak memory: {:?} MiB", peak());
}
