//! The model that served an answer of Portkey, from its headers (open-source gateway 1.15.2,
//! recorded 2026-11-22). The model's name in the body is the upstream's own.

use crate::provider::Headers;
use crate::provider::gateway::{Judged, detour, hidden, once};
use crate::served::ServedEvidence;

const OPTION: &str = "x-portkey-last-used-option-index";
const PROVIDER: &str = "x-portkey-provider";
const RETRIES: &str = "x-portkey-retry-attempt-count";
const CACHE: &str = "x-portkey-cache-status";

/// The headers that the verdict reads.
pub(super) const HEADERS: &[&str] = &[OPTION, PROVIDER, RETRIES, CACHE];

/// The path of the first target, in a config without a strategy and in one with a single target.
const FIRST: [&str; 2] = ["config", "config.targets[0]"];

/// The headers of an answer that the expected target gave.
pub(super) fn headers<'a>(
    option: Option<&'a str>,
    provider: Option<&'a str>,
) -> impl Iterator<Item = (&'static str, &'a str)> {
    let [first, _] = FIRST;
    let provider = provider.map(|provider| (PROVIDER, provider));
    std::iter::once((OPTION, option.unwrap_or(first))).chain(provider)
}

pub(super) fn judge(option: Option<&str>, provider: Option<&str>, headers: &Headers) -> Judged {
    let used = once(headers, OPTION)?;
    if let Some(used) = used {
        let expected = match option {
            Some(option) => used == option,
            None => FIRST.contains(&used),
        };
        if !expected {
            let expected = option.unwrap_or("the first target");
            return detour(format!("`{OPTION}` is {used} instead of {expected}"));
        }
    }
    let served_by = once(headers, PROVIDER)?;
    if let (Some(expected), Some(found)) = (provider, served_by)
        && expected != found
    {
        return detour(format!("`{PROVIDER}` is {found} instead of {expected}"));
    }
    let retries = once(headers, RETRIES)?;
    match once(headers, CACHE)? {
        Some(status) if status.eq_ignore_ascii_case("semantic hit") => {
            return detour("the answer to another prompt was taken from the semantic cache");
        }
        Some(status) if status.eq_ignore_ascii_case("hit") => {
            return hidden("the answer was taken from the gateway's cache");
        }
        _ => {}
    }
    let Some(used) = used else {
        return hidden(format!("Portkey doesn't send `{OPTION}`"));
    };
    let mut reason =
        format!("the target `{used}` served, and Portkey hands on the name that it gave");
    if let Some(count) = retries
        && count != "0"
    {
        reason = format!("{reason}; retries that were not asked for: {count}");
    }
    Ok(ServedEvidence::Straight(reason))
}
