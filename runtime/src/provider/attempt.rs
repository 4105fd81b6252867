//! One attempt from the request to the reply, whole or in pieces.

use ::http::HeaderMap;
use ::http::header::CONTENT_TYPE;
use serde::Serialize;

use crate::failure::FailureClass;

use super::answer::{Answer, Unusable};
use super::envelope::{Envelope, envelope, record_refusal};
use super::error::{coded, holds_no_answer, names_error, shown_excerpt};
use super::exchange::{Endpoint, Received};
use super::stream::{StreamParser, streamed};
use super::{Failure, Headers, Reply, Request};

impl Endpoint {
    /// Makes one attempt: asks, and reads the answer, whole in the form `T` or in the pieces `P`;
    /// `failure` reads the vendor's errors.
    ///
    /// Neither the result nor what is recorded holds a key, in whatever way the attempt ends.
    pub(super) async fn run<T: Envelope, P: StreamParser>(
        &self,
        path: &str,
        headers: HeaderMap,
        body: &(impl Serialize + Sync),
        request: &Request<'_>,
        failure: impl Fn(Received<'_>) -> Failure,
    ) -> Result<Reply, Failure> {
        let keys = self.keys_of(request);
        request.recorder().hide(keys.clone());
        let asked = exchange::<T, P>(self, path, headers, body, request, failure).await;
        asked.map_err(|mut failure| {
            if matches!(
                failure.class,
                FailureClass::Malformed | FailureClass::Interrupted
            ) && let Some(coded) = request
                .recorder()
                .update(|metadata| coded(&metadata.headers))
            {
                failure.class = FailureClass::Malformed;
                failure.message = coded;
            }
            failure.address = self.address(path);
            self.clean(&keys, request, &mut failure);
            failure
        })
    }
}

async fn exchange<T: Envelope, P: StreamParser>(
    endpoint: &Endpoint,
    path: &str,
    headers: HeaderMap,
    body: &(impl Serialize + Sync),
    request: &Request<'_>,
    failure: impl Fn(Received<'_>) -> Failure,
) -> Result<Reply, Failure> {
    let mut opened = endpoint.open(path, headers, body, request).await?;
    if opened.status < 300 && (is_stream(&opened.headers) || opened.body.begins_a_stream().await) {
        // Apart, since it is larger than all else that an attempt keeps.
        return Box::pin(streamed::<T, P>(opened, request, failure)).await;
    }
    let body = opened.read(request).await?;
    let received = Received {
        status: opened.status,
        body: &body,
        headers: &opened.headers,
        recorder: request.recorder(),
    };
    if received.status >= 300 {
        record_refusal::<T>(received);
        return Err(failure(received));
    }
    let whole: T = match envelope(received) {
        Ok(whole) => whole,
        Err(misread) => return Err(instead(misread, received, failure)),
    };
    request.recorder().update(|metadata| whole.record(metadata));
    if whole.is_error() {
        return Err(failure(received));
    }
    let answer = whole.into_answer();
    reply(answer, request).map_err(|misread| instead(misread, received, failure))
}

/// Returns the failure that a whole body is which gave no answer: the error that it reports,
/// however it does so, else `misread` with a part of what came.
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
    if !is_text && !names_error(body, true) && !holds_no_answer(body) {
        if body.starts_with('<') {
            misread.message.push_str(&shown_excerpt(body));
        }
        return misread;
    }
    let reported = failure(received);
    if is_text && reported.class == FailureClass::UnknownError {
        // Text may be anything; it is an error only if it says which.
        misread.message.push_str(&shown_excerpt(body));
        return misread;
    }
    reported
}

/// Returns the text of `answer` as it was asked for.
pub(super) fn reply(
    answer: Result<Answer, Unusable>,
    request: &Request<'_>,
) -> Result<Reply, Failure> {
    match answer.and_then(|answer| answer.settle(request.form)) {
        Ok(text) => Ok(Reply::new(text)),
        Err((class, message)) => Err(Failure::new(class, message)),
    }
}

/// Returns `true` if the headers declare a stream of events.
fn is_stream(headers: &Headers) -> bool {
    const STREAM: &[u8] = b"text/event-stream";
    let kind = headers.known(&CONTENT_TYPE).unwrap_or_default();
    let kind = kind.as_bytes().trim_ascii_start();
    let (kind, parameters) = kind.split_at_checked(STREAM.len()).unwrap_or_default();
    kind.eq_ignore_ascii_case(STREAM)
        && matches!(parameters.trim_ascii_start().first(), None | Some(b';'))
}
