//! Responses: the API that OpenAI recommends for new work.

mod answer;
mod request;

use ::http::HeaderMap;

use crate::provider::error::{self, Row, Told};
use crate::provider::exchange::{Endpoint, envelope};
use crate::provider::{Failure, Reply, Request};

/// One attempt.
pub(super) async fn send(
    endpoint: &Endpoint,
    headers: HeaderMap,
    errors: &[Row],
    request: &Request<'_>,
) -> Result<Reply, Failure> {
    let body = request::Body::new(request);
    let received = endpoint.post("/responses", headers, &body, request).await?;
    if received.status >= 300 {
        let told = Told::read(&received.body);
        return Err(error::failure(&received, told, errors));
    }
    let response: answer::Response = envelope(&received)?;
    if response.error.is_some() {
        let told = Told::read(&received.body);
        let mut failure = error::failure(&received, told, errors);
        response.note(&mut failure.facts);
        return Err(failure);
    }
    response
        .into_answer(received.facts)
        .and_then(|answer| answer.settle(request.form))
}
