//! Responses: the API that OpenAI recommends for new work.

mod answer;
mod kept;
mod request;
mod stream_parser;
mod usage;

use ::http::HeaderMap;

use crate::provider::error::{self, VendorError};
use crate::provider::exchange::{Endpoint, Received};
use crate::provider::{Failure, Reply, Request, wire};

use super::error::TABLE;

/// One attempt.
pub(super) async fn send(
    endpoint: &Endpoint,
    headers: HeaderMap,
    stream: bool,
    request: &Request<'_>,
) -> Result<Reply, Failure> {
    let settings = wire::RESPONSES.members(request.parameters)?;
    let body = request::Body::new(request, stream, settings);
    let failure = |received: Received<'_>| {
        error::failure(received, VendorError::read(&received.words()), TABLE)
    };
    endpoint
        .run::<answer::Response, stream_parser::Events>(
            "/responses",
            headers,
            &body,
            request,
            failure,
        )
        .await
}
