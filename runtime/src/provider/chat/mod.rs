//! Chat Completions: the request form that OpenAI made and many servers speak.

mod answer;
mod media;
mod request;
mod stream_parser;
mod usage;
mod vendor;

pub(super) use media::{ChatMedia, DocumentForm, FilmForm, SoundForm};
pub(super) use vendor::{ChatVendor, chat_vendor, send as vendor_send};

use ::http::HeaderMap;
use serde_json::Value;

use super::error::{self, Row, VendorError};
use super::exchange::{Endpoint, Received};
use super::parameters::Wire;
use super::{Failure, Reply, Request};
use answer::Completion;
use stream_parser::Chunks;

/// In what servers of this form differ.
#[derive(Debug, Clone)]
pub(super) struct Style {
    /// Where requests go below the base URL.
    pub(super) path: &'static str,
    /// The role of the system text.
    pub(super) system_role: &'static str,
    /// The members by which it takes settings.
    pub(super) wire: &'static Wire,
    /// The name of the output limit.
    pub(super) limit: LimitName,
    /// `true` if `parallel_tool_calls` is known.
    pub(super) one_call: bool,
    /// Members of the body that no other server knows.
    pub(super) extra: Vec<(&'static str, Value)>,
    /// The form in which the answer arrives.
    pub(super) streaming: Streaming,
    /// The media that it takes, and their forms.
    pub(super) media: ChatMedia,
    /// The server's errors.
    pub(super) errors: &'static [Row],
}

/// Where Chat Completions are below a base URL that ends in a version.
pub(super) const PATH: &str = "/chat/completions";

/// A form in which an answer arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Streaming {
    /// Whole.
    Off,
    /// In pieces; the server reports the usage without a request for it, and knows no
    /// `stream_options`.
    Plain,
    /// In pieces, with the usage only if `stream_options.include_usage` asks for it.
    AskUsage,
}

impl Streaming {
    /// Returns the same, or none if answers are to come whole.
    pub(super) const fn unless(self, unary: bool) -> Self {
        if unary { Self::Off } else { self }
    }
}

/// The name of the output limit. Servers reject, or ignore, the name that they don't know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LimitName {
    /// `max_tokens`, which most compatible servers know.
    MaxTokens,
    /// `max_completion_tokens`, OpenAI's name since 2024.
    MaxCompletionTokens,
}

/// One attempt.
pub(super) async fn send(
    endpoint: &Endpoint,
    headers: HeaderMap,
    style: &Style,
    request: &Request<'_>,
) -> Result<Reply, Failure> {
    let settings = style.wire.members(request.parameters)?;
    let body = request::Body::new(request, style, settings);
    let failure = |received: Received<'_>| {
        error::failure(received, VendorError::read(&received.words()), style.errors)
    };
    endpoint
        .run::<Completion, Chunks>(style.path, headers, &body, request, failure)
        .await
}
