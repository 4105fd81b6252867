//! The model that served an answer of `OpenRouter`, from its routing metadata, which every request
//! asks for (documentation of 2026-08-22).
//!
//! The model's name in the body is that of the model that served, and billing follows it.

use serde_json::Value;

use crate::metadata::{AttemptMetadata, RoutingMetadata};
use crate::provider::gateway::{Judged, detour, hidden, is_same, once};
use crate::served::ServedEvidence;

const CACHE: &str = "x-openrouter-cache-status";

/// The headers that the verdict reads.
pub(super) const HEADERS: &[&str] = &[CACHE];

pub(super) fn judge(
    asked: &str,
    provider: Option<&str>,
    metadata: &AttemptMetadata,
    routing: &RoutingMetadata,
) -> Judged {
    if let [first, .., last] = routing.providers.as_slice() {
        return detour(format!(
            "the pieces of one answer come from {first} and {last}"
        ));
    }
    let served_by = routing.providers.as_slice().first().map(String::as_str);
    if let (Some(expected), Some(found)) = (provider, served_by)
        && expected != found
    {
        return detour(format!("{found} served instead of {expected}"));
    }
    if let Some(status) = once(&metadata.headers, CACHE)?
        && status.eq_ignore_ascii_case("hit")
    {
        return hidden("the answer was taken from OpenRouter's cache");
    }
    let Some(routed) = &routing.openrouter else {
        return Ok(ServedEvidence::Straight(match served_by {
            Some(provider) => {
                format!("{provider} served, says OpenRouter; it sent no routing metadata")
            }
            None => {
                "OpenRouter sent no routing metadata; it names the model that served".to_owned()
            }
        }));
    };
    let Ok(routed) = serde_json::from_str::<Value>(routed) else {
        return hidden("OpenRouter's routing metadata can't be read");
    };
    direct(asked, &routed)?;
    // A name of which only the answer's own says whether it is the requested one.
    endpoints(&routed, |model| {
        is_same(asked, model) || metadata.models().any(|told| told == model)
    })?;
    let provider = served_by.or_else(|| selected(&routed).find_map(|of| text(of, "provider")));
    let mut reason = format!(
        "the first endpoint that was asked served ({})",
        provider.unwrap_or("its provider is not named")
    );
    if let Some(changed) = rewritten(&routed) {
        reason = format!("{reason}; the account's settings put {changed} into the way");
    }
    Ok(ServedEvidence::Straight(reason))
}

/// Accepts a direct answer of the requested model at the first try.
fn direct(asked: &str, metadata: &Value) -> Result<(), ServedEvidence> {
    if let Some(requested) = text(metadata, "requested")
        && requested != asked
    {
        return detour(format!("OpenRouter was asked for {requested}"));
    }
    if let Some(strategy) = text(metadata, "strategy")
        && strategy != "direct"
    {
        return detour(format!(
            "OpenRouter chose the model by its strategy `{strategy}`"
        ));
    }
    if let Some(attempt) = metadata.get("attempt").and_then(Value::as_u64)
        && attempt > 1
    {
        return detour(format!(
            "attempt {attempt} served, although fallbacks are forbidden"
        ));
    }
    Ok(())
}

/// Every endpoint that was tried or selected serves that model, and one was selected.
fn endpoints(metadata: &Value, fits: impl Fn(&str) -> bool) -> Result<(), ServedEvidence> {
    let attempts = items(metadata.get("attempts"));
    for endpoint in attempts.chain(selected(metadata)) {
        if let Some(model) = text(endpoint, "model")
            && !fits(model)
        {
            return detour(format!("an endpoint of {model} was asked"));
        }
    }
    match selected(metadata).count() {
        0 | 1 => Ok(()),
        many => detour(format!("{many} endpoints were selected for one answer")),
    }
}

fn selected(metadata: &Value) -> impl Iterator<Item = &Value> {
    items(metadata.pointer("/endpoints/available"))
        .filter(|endpoint| endpoint.get("selected").and_then(Value::as_bool) == Some(true))
}

/// The parts of the account's pipeline that change prompts or answers.
fn rewritten(metadata: &Value) -> Option<&str> {
    const CHANGES: [&str; 2] = ["response_healing", "context_compression"];
    items(metadata.get("pipeline"))
        .filter_map(|part| text(part, "type"))
        .find(|kind| CHANGES.contains(kind))
}

fn items(list: Option<&Value>) -> impl Iterator<Item = &Value> {
    list.and_then(Value::as_array).into_iter().flatten()
}

fn text<'v>(of: &'v Value, key: &str) -> Option<&'v str> {
    of.get(key)?.as_str()
}
