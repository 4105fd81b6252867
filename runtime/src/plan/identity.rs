//! A plan's identity: everything that the value of an answer may depend on.

use super::{Checked, Planned};
use crate::fingerprint::Hasher;
use crate::provider::Settings;

impl Checked {
    /// Returns a hash of everything of the plan that the value of an answer may depend on, 128
    /// bits. Limits on money and time, breakers, retries and observers are not in it: they decide
    /// whether there is an answer.
    pub(crate) fn identity(&self) -> u128 {
        // By name, so that a new field does not compile before somebody has decided.
        let Self {
            prompt,
            contract,
            mode,
            steps,
            repair,
            accepted,
            pinned,
            reading: _,
            omitted: _,
            money: _,
            retry: _,
            retry_budget: _,
            #[cfg(feature = "rehearsal")]
                breakers: _,
            random: _,
            deadline: _,
            catalogue: _,
            clock: _,
            pace: _,
            record_prompt: _,
            observers: _,
            counted_tags: _,
            tracing: _,
        } = self;
        let hasher = Hasher::new()
            .text(&prompt.fingerprint)
            .text(&contract.text)
            .text(&mode.to_string())
            .number(u128::from(*repair))
            .flag(*pinned);
        let hasher = accepted
            .iter()
            .fold(hasher, |hasher, verdict| hasher.text(&verdict.to_string()));
        let hasher = steps
            .iter()
            .fold(hasher, |hasher, step| step.hashed(hasher));
        hasher.finish()
    }
}

impl Planned {
    fn hashed(&self, hasher: Hasher) -> Hasher {
        let Self {
            provider,
            model,
            settings,
            adapted,
            edge,
            known: _,
            written: _,
            form_bytes: _,
            guards: _,
            losses: _,
            ignored: _,
            unconfirmed: _,
            parameters: _,
            // Those of the prompt, whose fingerprint has them.
            examples: _,
        } = self;
        let Settings {
            parameters,
            limits: _,
            max_reply_bytes: _,
            price: _,
            expected: _,
        } = settings;
        let hasher = hasher
            .text(provider.name())
            .text(provider.base_url().trim_end_matches('/'))
            .text(model)
            .text(&adapted.digest());
        let hasher = parameters.digest(hasher);
        match edge {
            Some(edge) => hasher.text(&format!("{:?}", edge.when)),
            None => hasher.text(""),
        }
    }
}
