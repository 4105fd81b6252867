//! `list`: what is linked.

use std::io::{BufWriter, Write};

use clap::Command;

use super::exit::{Exit, Fault};
use super::rehearse::shown;
use crate::registry::Registry;
use crate::rehearsal::PlanEntry;

/// Returns the command and its arguments.
pub(super) fn command() -> Command {
    Command::new("list").about("Names every contract and prompt, with fingerprints, and every plan")
}

/// Prints every contract and prompt with its fingerprint.
pub(super) fn run(registry: &Registry) -> Result<Exit, Fault> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    for contract in registry.contracts.values() {
        let fingerprint = (contract.fingerprint)();
        writeln!(
            out,
            "contract {}  shape {}  text {}",
            registry.shown(contract),
            fingerprint.shape(),
            fingerprint.text()
        )?;
    }
    for prompt in registry.prompts.values() {
        let inputs: Vec<String> = prompt
            .inputs
            .iter()
            .map(|(name, ty)| format!("{name}: {ty}"))
            .collect();
        writeln!(
            out,
            "prompt {}({}) -> {}  {}",
            prompt.name,
            inputs.join(", "),
            registry.shown(&prompt.output),
            (prompt.fingerprint)()
        )?;
    }
    let plans = PlanEntry::linked();
    for plan in plans.values() {
        writeln!(out, "plan {}", shown(&plans, plan))?;
    }
    out.flush()?;
    Ok(Exit::Clean)
}
