//! `list`: what is linked.

use std::io::{BufWriter, Write};

use super::exit::{Exit, Fault};
use crate::registry::Registry;

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
    out.flush()?;
    Ok(Exit::Clean)
}
