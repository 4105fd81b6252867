//! An entry from its keys.

use super::entry::{Data, DecisionRule, Entry, FieldEntry, Fingerprints, JudgeEntry, Quantiles};
use super::error::Wrong;
use super::keys::Keys;
use super::verdict::{Design, Verdict};
use super::write;
use crate::shape::Requirement;

/// Takes everything that an entry has out of `keys`.
pub(super) fn entry(prompt: &str, model: &str, keys: &mut Keys) -> Result<Entry, Wrong> {
    Ok(Entry {
        prompt: prompt.to_owned(),
        model: model.to_owned(),
        verdict: verdict(keys)?,
        reason: keys.text("reason")?.0,
        date: day(keys, "date")?,
        expires: day(keys, "expires")?,
        reference: keys.text("reference")?.0,
        fingerprints: Fingerprints {
            contract: keys.text("contract")?.0,
            shape: digest(keys, "shape")?,
            text: digest(keys, "text")?,
            template: digest(keys, "template")?,
            prompt: digest(keys, "prompt")?,
            comparison: keys.text("comparison")?.0,
        },
        dialect: keys.text("dialect")?.0,
        adapter: digest(keys, "adapter")?,
        parameters: optional_text(keys, "parameters")?,
        reference_parameters: optional_text(keys, "reference_parameters")?,
        served: keys.texts("served")?,
        data: Data {
            path: keys.text("data.path")?.0,
            digest: keys.text("data.digest")?.0,
            items: keys.count("data.items")?,
        },
        calls: keys.count("calls")?,
        pairs: keys.count("pairs")?,
        rule: rule(keys)?,
        conformance: keys.optional_estimate("conformance")?,
        latency: quantiles(keys, "latency_us")?,
        first_token: quantiles(keys, "first_token_us")?,
        cost: keys.amount("cost.total")?,
        cost_per_call: keys.optional_estimate("cost.per_call")?,
        judge: judge(keys)?,
        fields: fields(keys)?,
    })
}

fn verdict(keys: &mut Keys) -> Result<Verdict, Wrong> {
    const ALL: [Verdict; 3] = [Verdict::Passed, Verdict::InsufficientData, Verdict::Failed];
    keys.parsed(
        "verdict",
        "`passed`, `insufficient_data` or `failed`",
        |text| ALL.into_iter().find(|one| write::verdict(*one) == text),
    )
}

fn rule(keys: &mut Keys) -> Result<DecisionRule, Wrong> {
    let is_fixed = keys.parsed(
        "rule.design",
        "`sequential` or `fixed`",
        |text| match text {
            "sequential" => Some(false),
            "fixed" => Some(true),
            _ => None,
        },
    )?;
    Ok(DecisionRule {
        margin: keys.measured("rule.margin")?,
        alpha: keys.measured("rule.alpha")?,
        design: if is_fixed {
            Design::Fixed {
                items: keys.count("rule.items")?,
            }
        } else {
            Design::Sequential
        },
        least_items: keys.count("rule.least_items")?,
    })
}

/// Returns the text, or an empty one where there is none.
fn optional_text(keys: &mut Keys, key: &str) -> Result<String, Wrong> {
    if keys.has(key) {
        Ok(keys.text(key)?.0)
    } else {
        Ok(String::new())
    }
}

fn judge(keys: &mut Keys) -> Result<Option<JudgeEntry>, Wrong> {
    if !keys.has("judge.model") {
        return Ok(None);
    }
    Ok(Some(JudgeEntry {
        model: keys.text("judge.model")?.0,
        pairs: keys.count("judge.pairs")?,
        consistent: keys.count("judge.consistent")?,
        failed: keys.count("judge.failed")?,
    }))
}

fn quantiles(keys: &mut Keys, name: &str) -> Result<Option<Quantiles>, Wrong> {
    if !keys.has(&format!("{name}.p50")) {
        return Ok(None);
    }
    Ok(Some(Quantiles {
        p50: keys.estimate(&format!("{name}.p50"))?,
        p90: keys.estimate(&format!("{name}.p90"))?,
        p99: keys.estimate(&format!("{name}.p99"))?,
    }))
}

fn fields(keys: &mut Keys) -> Result<Vec<FieldEntry>, Wrong> {
    keys.below("field")?
        .into_iter()
        .map(|(pointer, mut keys)| {
            let field = FieldEntry {
                pointer,
                verdict: verdict(&mut keys)?,
                requirement: keys.parsed("requirement", "`required` or `informative`", |text| {
                    match text {
                        "required" => Some(Requirement::Required),
                        "informative" => Some(Requirement::Informative),
                        _ => None,
                    }
                })?,
                method: keys.text("method")?.0,
                items: keys.count("items")?,
                candidate: keys.estimate("candidate")?,
                reference: keys.estimate("reference")?,
                difference: keys.estimate("difference")?,
                p_value: keys.measured("p_value")?,
            };
            keys.end()?;
            Ok(field)
        })
        .collect()
}

/// A hash in hexadecimal digits.
fn digest(keys: &mut Keys, key: &str) -> Result<String, Wrong> {
    keys.parsed(key, "hexadecimal digits", |text| {
        let is_digest = !text.is_empty()
            && text.len() <= 128
            && text
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        is_digest.then(|| text.to_owned())
    })
}

fn day(keys: &mut Keys, key: &str) -> Result<String, Wrong> {
    keys.parsed(key, "a day, written YYYY-MM-DD", |text| {
        driftless_base::calendar::is_day(text.as_bytes()).then(|| text.to_owned())
    })
}
