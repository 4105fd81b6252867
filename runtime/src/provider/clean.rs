//! Taking keys out of what a server says, before anybody reads it.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use crate::metadata::AttemptMetadata;
use crate::secret::Keys;

use super::Failure;
use super::sanitize::{MESSAGE, NAME, sanitize};

/// Takes the keys out of a failure.
pub(super) fn failure(keys: &Keys, failure: &mut Failure) {
    text(keys, &mut failure.message, MESSAGE);
    if let Some(code) = &mut failure.code {
        text(keys, code, NAME);
    }
    if let Some(address) = &mut failure.address {
        self::address(keys, address);
    }
    if let Some(source) = failure.source.take() {
        failure.source = Some(cause(keys, source));
    }
}

/// Takes the keys out of an address.
pub(super) fn address(keys: &Keys, address: &mut String) {
    text(keys, address, MESSAGE);
}

/// Takes the keys out of the metadata of an attempt, and makes its texts fit to print.
pub(super) fn metadata(keys: &Keys, metadata: &mut AttemptMetadata) {
    // The headers came first, and are clean.
    let names = metadata.served_model.iter_mut();
    let names = names.chain(&mut metadata.further_models);
    let ids = [&mut metadata.request_id, &mut metadata.response_id];
    for name in names.chain(ids.into_iter().flatten()) {
        text(keys, name, NAME);
    }
    for mark in &mut metadata.marks {
        text(keys, &mut mark.value, NAME);
    }
    if let Some(evidence) = &mut metadata.evidence {
        text(keys, evidence.reason_mut(), MESSAGE);
    }
    metadata
        .provider_details
        .change_texts(|detail| text(keys, detail, MESSAGE));
    if let Some(routing) = &mut metadata.routing {
        for name in &mut routing.providers {
            text(keys, name, NAME);
        }
        if let Some(openrouter) = &mut routing.openrouter
            && let Cow::Owned(masked) = keys.mask_strings(openrouter)
        {
            *openrouter = masked;
        }
    }
}

fn text(keys: &Keys, text: &mut String, most: usize) {
    keys.clean(text);
    sanitize(text, most);
}

/// Returns `error` as it is, or what it says without keys if it or a cause of it holds one.
fn cause(keys: &Keys, error: Box<dyn StdError + Send + Sync>) -> Box<dyn StdError + Send + Sync> {
    let mut said = Vec::new();
    let mut next: Option<&dyn StdError> = Some(&*error);
    while let Some(error) = next {
        said.push(error.to_string());
        next = error.source();
    }
    let printed = format!("{error:?}");
    if !said
        .iter()
        .chain([&printed])
        .any(|said| keys.hits(said.as_bytes()))
    {
        return error;
    }
    let masked = said.into_iter().rev().fold(None, |source, said| {
        let message = keys.mask(&said).into_owned();
        Some(Box::new(Masked { message, source }))
    });
    masked.map_or(error, |masked| masked)
}

/// An error that quoted a key.
#[derive(Debug)]
struct Masked {
    message: String,
    source: Option<Box<Self>>,
}

impl fmt::Display for Masked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for Masked {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source
            .as_deref()
            .map(|source| -> &(dyn StdError + 'static) { source })
    }
}
