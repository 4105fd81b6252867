//! Responses: the API that OpenAI recommends for new work.

mod answer;
mod kept;
mod pieces;
mod request;
mod usage;

use ::http::HeaderMap;

use crate::provider::attempt::attempt;
use crate::provider::error::{self, Told};
use crate::provider::exchange::{Endpoint, Received};
use crate::provider::{Failure, Reply, Request};

use super::error::TABLE;

/// One attempt.
pub(super) async fn send(
    endpoint: &Endpoint,
    headers: HeaderMap,
    stream: bool,
    request: &Request<'_>,
) -> Result<Reply, Failure> {
    let body = request::Body::new(request, stream);
    let failure =
        |received: Received<'_>| error::failure(received, Told::read(&received.words()), TABLE);
    attempt::<answer::Response>(endpoint, "/responses", headers, &body, request, failure).await
}
