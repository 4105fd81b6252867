//! The model that served an answer of `LiteLLM`, from its headers (versions 1.75.8, 1.85.0 and
//! 1.106.2, recorded 2026-11-22).
//!
//! The model's name in the body is no evidence: newer versions put the requested one there,
//! whatever the upstream said.

use crate::metadata::{AttemptMetadata, RoutingMetadata};
use crate::provider::Headers;
use crate::provider::gateway::{Judged, detour, hidden, is_same, once};
use crate::served::ServedEvidence;

const FALLBACKS: &str = "x-litellm-attempted-fallbacks";
const RETRIES: &str = "x-litellm-attempted-retries";
const ERRORS: &str = "x-litellm-fallback-errors";
const GROUP: &str = "x-litellm-model-group";
const ID: &str = "x-litellm-model-id";
const NAME: &str = "x-litellm-model-name";
const BASE: &str = "x-litellm-model-api-base";

/// The headers that the adapter reads, beside a router's, whose names vary.
pub(super) const HEADERS: &[&str] = &[
    FALLBACKS,
    RETRIES,
    ERRORS,
    GROUP,
    ID,
    NAME,
    BASE,
    super::COST,
];

/// The deployment that shall serve, as far as the user named it.
#[derive(Debug, Clone, Default)]
pub(super) struct Expected {
    /// `model_info.id`
    pub(super) id: Option<String>,
    /// `litellm_params.model`
    pub(super) model: Option<String>,
    /// `litellm_params.api_base`
    pub(super) base: Option<String>,
}

impl Expected {
    /// The headers of an answer that the expected deployment gave.
    pub(super) fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [(ID, &self.id), (NAME, &self.model), (BASE, &self.base)]
            .into_iter()
            .filter_map(|(name, value)| Some((name, value.as_deref()?)))
    }
}

pub(super) fn judge(
    asked: &str,
    expected: &Expected,
    metadata: &AttemptMetadata,
    routing: &RoutingMetadata,
) -> Judged {
    let headers = &metadata.headers;
    no_fallback(headers, routing)?;
    let id = once(headers, ID)?;
    let name = once(headers, NAME)?;
    let base = once(headers, BASE)?;
    let retries = once(headers, RETRIES)?;
    let pinned = [
        (ID, expected.id.as_deref(), id),
        (NAME, expected.model.as_deref(), name),
        (
            BASE,
            expected.base.as_deref().map(bare_url),
            base.map(bare_url),
        ),
    ];
    for (header, expected, found) in pinned {
        if let (Some(expected), Some(found)) = (expected, found)
            && expected != found
        {
            return detour(format!("`{header}` is {found} instead of {expected}"));
        }
    }
    if let Some(group) = once(headers, GROUP)?
        && group != asked
    {
        return detour(format!("`{GROUP}` is {group} instead of {asked}"));
    }
    let behind = expected.model.as_deref().or(name);
    let fits =
        |told: &str| is_same(asked, told) || behind.is_some_and(|behind| is_named(behind, told));
    if let Some(told) = metadata.models().find(|told| !fits(told)) {
        return detour(format!("the answer names {told}"));
    }
    if let Some((header, ..)) = pinned
        .iter()
        .find(|(_, expected, found)| expected.is_some() && found.is_none())
    {
        return hidden(format!("LiteLLM doesn't send `{header}`"));
    }
    // A deployment's id as the model is the narrowest request of all.
    let by_id = expected.id.is_none() && id == Some(asked);
    if !by_id && pinned.iter().all(|(_, expected, _)| expected.is_none()) {
        no_router(headers)?;
        return hidden(unpinned(id, name));
    }
    if let [provider, ..] = routing.providers.as_slice() {
        return hidden(format!(
            "{provider} answered behind the deployment, and LiteLLM hides which model it named"
        ));
    }
    Ok(ServedEvidence::Identified(identified(id, name, retries)))
}

fn no_fallback(headers: &Headers, routing: &RoutingMetadata) -> Result<(), ServedEvidence> {
    match once(headers, FALLBACKS)? {
        None | Some("0") => {}
        Some(count) => return detour(format!("LiteLLM fell back: `{FALLBACKS}` is {count}")),
    }
    if routing.fell_back || headers.get(ERRORS).is_some() {
        return detour("LiteLLM fell back, and lists the earlier errors");
    }
    Ok(())
}

/// Its routers (complexity, quality, adaptive) pick a model by the prompt.
fn no_router(headers: &Headers) -> Result<(), ServedEvidence> {
    let router = headers
        .iter()
        .find(|(name, _)| name.starts_with("x-litellm-") && name.contains("-router-"));
    match router {
        Some((name, value)) => detour(format!("a router chose the model: `{name}` is {value}")),
        None => Ok(()),
    }
}

/// Returns `true` if the answer's name is that of the deployment's model, each with or without the
/// provider in front.
fn is_named(behind: &str, told: &str) -> bool {
    let bare = |name: &str| {
        name.split_once('/')
            .map_or_else(|| name.to_owned(), |(_, bare)| bare.to_owned())
    };
    is_same(behind, told) || is_same(&bare(behind), told) || is_same(&bare(behind), &bare(told))
}

fn bare_url(url: &str) -> &str {
    url.trim_end_matches('/')
}

fn unpinned(id: Option<&str>, name: Option<&str>) -> String {
    let served = match (name, id) {
        (Some(name), Some(id)) => format!("deployment {id} ({name}) served"),
        (None, Some(id)) => format!("deployment {id} served"),
        _ => "LiteLLM doesn't say which deployment served".to_owned(),
    };
    format!(
        "{served}, and the name in the answer is the requested one whatever served; name the deployment with `LiteLlm::deployment`"
    )
}

fn identified(id: Option<&str>, name: Option<&str>, retries: Option<&str>) -> String {
    let which = id.or(name).unwrap_or("at the expected address");
    match retries {
        None | Some("0") => format!("deployment {which} served, without fallback"),
        Some(count) => {
            format!("deployment {which} served, after {count} retries that were not asked for")
        }
    }
}
