//! One attempt from the request to the reply, whole or in pieces.

use ::http::HeaderMap;
use ::http::header::CONTENT_TYPE;
use serde::Serialize;

use crate::failure::FailureClass;

use super::answer::{Answer, Unusable};
use super::envelope::{Envelope, envelope, note_refusal};
use super::error::{names_error, shown_excerpt};
use super::exchange::{Endpoint, Received};
use super::stream::streamed;
use super::{Facts, Failure, Reply, Request};

/// One attempt: asks, and reads the answer in the form `T`, whether it streams or not; `failure` reads the vendor's errors.
///
/// The result holds no key, in whatever way the attempt ends.
pub(super) async fn attempt<T: Envelope>(
    endpoint: &Endpoint,
    path: &str,
    headers: HeaderMap,
    body: &(impl Serialize + Sync),
    request: &Request<'_>,
    failure: impl Fn(Received<'_>) -> Failure,
) -> Result<Reply, Failure> {
    let _noted = endpoint.clean_noted(request);
    let mut result = exchange::<T>(endpoint, path, headers, body, request, failure).await;
    if let Err(failure) = &mut result {
        failure.address = endpoint.address(path);
    }
    endpoint.clean(request, &mut result);
    result
}

async fn exchange<T: Envelope>(
    endpoint: &Endpoint,
    path: &str,
    headers: HeaderMap,
    body: &(impl Serialize + Sync),
    request: &Request<'_>,
    failure: impl Fn(Received<'_>) -> Failure,
) -> Result<Reply, Failure> {
    let mut opened = endpoint.open(path, headers, body, request).await?;
    if opened.status < 300 && (is_stream(&opened.facts) || opened.body.begins_a_stream().await) {
        // Apart, since it is larger than all else that an attempt keeps.
        return Box::pin(streamed::<T>(opened, request, failure)).await;
    }
    let body = opened.read(request).await?;
    let received = Received {
        status: opened.status,
        body: &body,
        facts: &opened.facts,
    };
    if received.status >= 300 {
        let mut failure = failure(received);
        note_refusal::<T>(received, &mut failure.facts);
        return Err(failure);
    }
    let whole: T = match envelope(received) {
        Ok(whole) => whole,
        Err(misread) => return Err(instead(misread, received, failure)),
    };
    if whole.is_error() {
        let mut failure = failure(received);
        whole.note(&mut failure.facts);
        return Err(failure);
    }
    let mut facts = opened.facts.clone();
    let answer = whole.into_answer(&mut facts);
    reply(answer, facts, request).map_err(|misread| instead(misread, received, failure))
}

/// Returns the failure that a whole body is which gave no answer: the error that it tells, however
/// it tells it, else `misread` with a part of what came.
fn instead(
    mut misread: Failure,
    received: Received<'_>,
    failure: impl Fn(Received<'_>) -> Failure,
) -> Failure {
    if !matches!(
        misread.class,
        FailureClass::Malformed | FailureClass::Interrupted
    ) {
        return misread;
    }
    let body = received.words();
    let body = body.trim_start_matches('\u{feff}').trim();
    let is_text = !body.starts_with(['{', '[', '<']);
    if !is_text && !names_error(body, true) {
        if body.starts_with('<') {
            misread.message.push_str(&shown_excerpt(body));
        }
        return misread;
    }
    let mut told = failure(received);
    if is_text && told.class == FailureClass::UnknownError {
        // Text may be anything; it is an error only if it says which.
        misread.message.push_str(&shown_excerpt(body));
        return misread;
    }
    told.facts = misread.facts;
    told
}

/// The text of `answer` as it was asked for, with all that is known of the attempt.
pub(super) fn reply(
    answer: Result<Answer, Unusable>,
    facts: Facts,
    request: &Request<'_>,
) -> Result<Reply, Failure> {
    match answer.and_then(|answer| answer.settle(request.form)) {
        Ok(text) => Ok(Reply::new(text, facts)),
        Err((class, message)) => Err(Failure::new(class, message).with_facts(facts)),
    }
}

/// Returns `true` if the headers declare a stream of events.
fn is_stream(facts: &Facts) -> bool {
    const STREAM: &[u8] = b"text/event-stream";
    let kind = facts.headers.known(&CONTENT_TYPE).unwrap_or_default();
    let kind = kind.as_bytes().trim_ascii_start();
    let (kind, parameters) = kind.split_at_checked(STREAM.len()).unwrap_or_default();
    kind.eq_ignore_ascii_case(STREAM)
        && matches!(parameters.trim_ascii_start().first(), None | Some(b';'))
}
