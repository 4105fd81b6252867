//! Reading one answer in pieces, in the form of any vendor.

use std::ops::Range;
use std::task::{Context, Waker};
use std::time::Duration;

use serde::Deserialize;
use tokio::time::{Instant, timeout, timeout_at};

use crate::bill::Bill;
use crate::dialect::Form;
use crate::failure::FailureClass;
use crate::json;
use crate::metadata::AttemptMetadata;
use crate::transport::{ResponseBody, TransportError};

use super::answer::{Answer, End, Unusable};
use super::attempt::reply;
use super::envelope::Envelope;
use super::error::shown_excerpt;
use super::exchange::{Received, ResponseHead, from_transport};
use super::reader::{Reader, Stopped};
use super::watch::Watch;
use super::{Failure, Reply, Request};

/// The pieces of a vendor's answer, put together as they come.
pub(super) trait StreamParser: Default + Send {
    /// Takes in the data of one event.
    fn add(&mut self, data: &str) -> Result<Added, Broken>;

    /// Returns where in the last event the text stands that was appended, if another event that
    /// differs from it in this text alone would do no more than [`append`](Self::append) its own.
    fn piece(&self) -> Option<Range<usize>> {
        None
    }

    /// Appends `piece` where the last event appended its own.
    fn append(&mut self, _piece: &str) -> Result<Added, Broken> {
        Ok(Added::Other)
    }

    /// Returns `true` if the vendor has said how the answer ended: then it is whole, however the
    /// stream ends.
    fn is_whole(&self) -> bool;

    /// Returns `true` if no counts can be missing where the stream of a whole answer just ends.
    fn is_settled(&self) -> bool {
        true
    }

    /// Writes into `metadata` which model served and what it cost, as far as is known. Called for
    /// each piece of the body that arrives, so that it changes only what isn't there yet.
    fn record(&self, metadata: &mut AttemptMetadata);

    /// Returns the text that `form` asked for, as far as it was said: what
    /// [`into_answer`](Self::into_answer) would begin with, whatever comes. `None` while that isn't
    /// certain.
    fn said<'a>(&'a self, form: &Form) -> Option<&'a str>;

    /// Returns the whole answer.
    fn into_answer(self) -> Result<Answer, Unusable>;
}

/// The meaning of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Added {
    /// A piece of the model's output, and how many bytes of it are kept (reasoning: none).
    Piece(usize),
    /// Something else, such as a ping.
    Other,
    /// The terminator.
    End,
}

/// The reason why a stream can't go on.
#[derive(Debug)]
pub(super) enum Broken {
    /// The event is the vendor's error, or holds this one.
    Error(Option<String>),
    /// The event is something else than the API documents.
    Malformed(String),
    /// The vendor says why.
    Failed(FailureClass, String),
}

/// The event as `T`.
pub(super) fn event<'e, T: Deserialize<'e>>(data: &'e str) -> Result<T, Broken> {
    if !data.trim_start().starts_with('{') {
        // serde would read a list by position.
        let message = "an event of the stream is no JSON object";
        return Err(Broken::Malformed(message.to_owned()));
    }
    json::from_str(data).map_err(|error| {
        let what = if error.is_data() {
            "is not what the API documents"
        } else {
            "is not one JSON document"
        };
        Broken::Malformed(format!(
            "an event of the stream {what} (line {}, column {})",
            error.line(),
            error.column()
        ))
    })
}

/// Notes `id` as that of the answer: the first one that isn't empty.
pub(super) fn note_id(known: &mut Option<String>, id: Option<&str>) {
    if known.is_none() {
        *known = id.filter(|id| !id.is_empty()).map(str::to_owned);
    }
}

/// Time for the bytes behind the terminator, so that the connection can be used again.
const LINGER: Duration = Duration::from_secs(1);

/// The longest wait for what may follow a whole answer, where a server keeps its connection open.
const GRACE: Duration = Duration::from_millis(500);

/// The longest wait for the counts that vendors send behind the end of an answer.
const GRACE_FOR_COUNTS: Duration = Duration::from_secs(1);

impl Stopped {
    /// Returns the failure that it is; `vendors` reads an error of the vendor.
    fn into_failure(self, vendors: impl Fn(&str) -> Failure) -> Failure {
        match self {
            Self::Error(event) => vendors(&event),
            Self::Failed(class, message) => Failure::new(class, message),
            Self::Drifted(drift) => {
                let message = "the answer left its contract while it came";
                let mut failure = Failure::new(FailureClass::Drifted, message);
                failure.drift = Some(drift);
                failure
            }
            Self::Text(message, event) => {
                let failure = vendors(&event);
                if failure.class != FailureClass::UnknownError {
                    return failure;
                }
                let message = message + &shown_excerpt(&event);
                Failure::new(FailureClass::Malformed, message)
            }
        }
    }
}

/// Reads the answer of `opened` in pieces.
pub(super) async fn streamed<T: Envelope, P: StreamParser>(
    opened: ResponseHead,
    request: &Request<'_>,
    failure: impl Fn(Received<'_>) -> Failure,
) -> Result<Reply, Failure> {
    let ResponseHead {
        status,
        headers,
        body,
    } = opened;
    let mut body = body.into_inner();
    let vendors = |text: &str| {
        failure(Received {
            status,
            body: text.as_bytes(),
            headers: &headers,
            recorder: request.recorder(),
        })
    };
    let mut pieces = P::default();
    let mut reader = Reader::new(request.max_reply_bytes);
    let ended = match pour(&mut *body, &mut reader, &mut pieces, request).await {
        Ok(ended) => ended,
        Err(stopped) => return Err(stopped.into_failure(vendors)),
    };
    let is_whole = pieces.is_whole();
    let terminated = matches!(ended, StreamEnd::Terminator);
    if (is_whole || terminated)
        && let Some(error) = reader.told_error(is_whole)
    {
        return Err(vendors(error));
    }
    if !matches!(ended, StreamEnd::Input(_)) {
        drain(body);
    }
    if !is_whole && let Some(result) = instead::<T>(&reader, request, ended, &vendors) {
        return result;
    }
    // A stream of something else than an answer, with its terminator.
    if terminated
        && !is_whole
        && let Some(unknown) = reader.unknown()
    {
        return Err(vendors(unknown));
    }
    if terminated || pieces.is_settled() {
        request
            .recorder()
            .update(|metadata| metadata.bill = Bill::Closed);
    } else {
        request.recorder().counts_are_partial();
    }
    reply(pieces.into_answer(), request)
}

/// An end of the reading of a stream.
enum StreamEnd {
    /// By the stream's terminator.
    Terminator,
    /// By the vendor's word that the answer is whole, behind which nothing came.
    Whole,
    /// With the input, which may have been cut.
    Input(Option<TransportError>),
}

/// Reads `body` into `pieces` until the terminator, or to its end, and records their content as
/// they come: the attempt may be dropped at any time, and has been paid for.
async fn pour<P: StreamParser>(
    body: &mut dyn ResponseBody,
    reader: &mut Reader,
    pieces: &mut P,
    request: &Request<'_>,
) -> Result<StreamEnd, Stopped> {
    let next = |reader: &mut Reader, pieces: &mut P| {
        let terminated = reader.next(pieces, request);
        request
            .recorder()
            .update(|metadata| pieces.record(metadata));
        terminated
    };
    let mut patience = Patience::default();
    let mut watch = Watch::of(request);
    loop {
        if next(reader, pieces)? {
            return Ok(StreamEnd::Terminator);
        }
        // A whole answer is judged by its end, with all that is wrong with it.
        if let Some(watch) = &mut watch
            && !pieces.is_whole()
            && let Some(text) = pieces.said(request.form)
            && let Some(drift) = watch.look(text)
        {
            return Err(Stopped::Drifted(Box::new(drift)));
        }
        if let Some(watch) = &watch {
            watch.looked_at().await;
        }
        let arrived = match patience.until(&*pieces) {
            None => body.next().await,
            Some(at) => match timeout_at(at, body.next()).await {
                Ok(arrived) => arrived,
                Err(_passed) => return Ok(StreamEnd::Whole),
            },
        };
        match arrived {
            Ok(Some(chunk)) => reader.take(&chunk),
            end => {
                reader.end();
                return Ok(if next(reader, pieces)? {
                    StreamEnd::Terminator
                } else {
                    StreamEnd::Input(end.err())
                });
            }
        }
    }
}

/// The end of the time for what may follow a whole answer; comments that only keep the connection
/// open don't put it off.
#[derive(Default)]
struct Patience(Option<(bool, Instant)>);

impl Patience {
    /// Returns when the time is up, or `None` while the answer isn't whole.
    fn until(&mut self, pieces: &impl StreamParser) -> Option<Instant> {
        if !pieces.is_whole() {
            return None;
        }
        let settled = pieces.is_settled();
        if let Some((_, at)) = self.0.filter(|(known, _)| *known == settled) {
            return Some(at);
        }
        let grace = if settled { GRACE } else { GRACE_FOR_COUNTS };
        let at = Instant::now().checked_add(grace)?;
        self.0 = Some((settled, at));
        Some(at)
    }
}

/// Returns the result of a stream that ended although the vendor hasn't said how the answer did: it
/// may be no stream at all. `None` if its pieces say what is to be said.
fn instead<T: Envelope>(
    reader: &Reader,
    request: &Request<'_>,
    ended: StreamEnd,
    vendors: impl Fn(&str) -> Failure,
) -> Option<Result<Reply, Failure>> {
    if let Some((whole, text)) = reader.whole::<T>() {
        if whole.is_error() {
            return Some(Err(vendors(text)));
        }
        let mut found = request.recorder().update(|metadata| metadata.clone());
        whole.record(&mut found);
        let answer = whole.into_answer();
        if matches!(&answer, Ok(answer) if !matches!(answer.end, End::Unsaid)) {
            found.bill = Bill::Closed;
            request.recorder().update(|metadata| *metadata = found);
            request.recorder().progress();
            return Some(reply(answer, request));
        }
    }
    let StreamEnd::Input(cut) = ended else {
        return None;
    };
    Some(Err(if let Some(error) = reader.told_error(false) {
        vendors(error)
    } else if let Some(error) = cut {
        from_transport(error)
    } else {
        let message = "the stream ended before the answer did";
        Failure::new(FailureClass::Interrupted, message)
    }))
}

/// Reads to the end of the body, without keeping the caller: a connection can be used again only
/// from there.
fn drain(mut body: Box<dyn ResponseBody>) {
    let rest = async move { while let Ok(Some(_)) = body.next().await {} };
    let mut rest = Box::pin(rest);
    let mut context = Context::from_waker(Waker::noop());
    if rest.as_mut().poll(&mut context).is_pending()
        && let Ok(runtime) = tokio::runtime::Handle::try_current()
    {
        runtime.spawn(timeout(LINGER, rest));
    }
}
