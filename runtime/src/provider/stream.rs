//! Reading one answer in pieces, in the form of any vendor.

use std::task::{Context, Waker};
use std::time::Duration;

use serde::de::DeserializeOwned;

use crate::bill::Bill;
use crate::failure::FailureClass;
use crate::json;
use crate::transport::{Body, TransportError};

use super::answer::{Answer, End, Unusable};
use super::attempt::reply;
use super::envelope::Envelope;
use super::error::shown_excerpt;
use super::exchange::{Opened, Received, from_transport};
use super::reader::{Reader, Stopped};
use super::{Facts, Failure, Reply, Request};

/// The pieces of a vendor's answer, put together as they come.
pub(super) trait Pieces: Default + Send {
    /// Takes in the data of one event.
    fn add(&mut self, data: &str) -> Result<Added, Broken>;

    /// Returns `true` if the vendor has said how the answer ended: then it is whole, however the
    /// stream ends.
    fn is_whole(&self) -> bool;

    /// Returns `true` if no counts can be missing where the stream of a whole answer just ends.
    fn is_settled(&self) -> bool {
        true
    }

    /// Notes which model served and what it cost, as far as is known.
    fn note(&self, facts: &mut Facts);

    /// The whole.
    fn into_answer(self, facts: &mut Facts) -> Result<Answer, Unusable>;
}

/// What an event was.
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
pub(super) fn event<T: DeserializeOwned>(data: &str) -> Result<T, Broken> {
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

/// Notes `id` as that of the answer: the first that was told and isn't empty.
pub(super) fn note_id(known: &mut Option<String>, id: Option<String>) {
    if known.is_none() {
        *known = id.filter(|id| !id.is_empty());
    }
}

/// How long what follows the terminator is waited for, so that the connection can be used again.
const LINGER: Duration = Duration::from_secs(1);

impl Stopped {
    fn into_failure<P: Pieces>(
        self,
        running: &Running<'_, P>,
        told: impl Fn(&Running<'_, P>, &str) -> Failure,
    ) -> Failure {
        match self {
            Self::Error(event) => told(running, &event),
            Self::Failed(class, message) => running.failed(class, message),
            Self::Text(message, event) => {
                let told = told(running, &event);
                if told.class != FailureClass::UnknownError {
                    return told;
                }
                let message = message + &shown_excerpt(&event);
                running.failed(FailureClass::Malformed, message)
            }
        }
    }
}

/// A stream on its way. If it is dropped, what it told by then is noted: it has been paid for.
struct Running<'a, P: Pieces> {
    request: &'a Request<'a>,
    facts: Facts,
    pieces: P,
    /// Whether it came to its end.
    complete: bool,
}

impl<P: Pieces> Running<'_, P> {
    fn facts(&self) -> Facts {
        let mut facts = self.facts.clone();
        self.pieces.note(&mut facts);
        facts
    }

    fn failed(&self, class: FailureClass, message: impl Into<String>) -> Failure {
        Failure::new(class, message).with_facts(self.facts())
    }
}

impl<P: Pieces> Drop for Running<'_, P> {
    fn drop(&mut self) {
        if !self.complete {
            let mut facts = std::mem::take(&mut self.facts);
            self.pieces.note(&mut facts);
            self.request.note(facts);
        }
    }
}

/// Reads the answer of `opened` in pieces.
pub(super) async fn streamed<T: Envelope>(
    opened: Opened,
    request: &Request<'_>,
    failure: impl Fn(Received<'_>) -> Failure,
) -> Result<Reply, Failure> {
    let (status, mut body) = (opened.status, opened.body.into_inner());
    let mut running = Running::<T::Pieces> {
        request,
        facts: opened.facts,
        pieces: T::Pieces::default(),
        complete: false,
    };
    let told = |running: &Running<'_, T::Pieces>, body: &str| {
        let mut failure = failure(Received {
            status,
            body: body.as_bytes(),
            facts: &running.facts,
        });
        running.pieces.note(&mut failure.facts);
        failure
    };
    let mut reader = Reader::new(request.max_reply_bytes);
    let ended = match pour(&mut *body, &mut reader, &mut running).await {
        Ok(ended) => ended,
        Err(stopped) => return Err(stopped.into_failure(&running, told)),
    };
    let is_whole = running.pieces.is_whole();
    let terminated = matches!(ended, Ended::Terminator);
    if (is_whole || terminated)
        && let Some(error) = reader.told_error(is_whole)
    {
        return Err(told(&running, error));
    }
    if terminated {
        settle_down(body);
    }
    if !is_whole && let Some(result) = instead::<T>(&reader, &mut running, ended, &told) {
        return result;
    }
    running.complete = true;
    let mut facts = std::mem::take(&mut running.facts);
    if terminated || running.pieces.is_settled() {
        facts.bill = Bill::Closed;
    }
    running.pieces.note(&mut facts);
    let pieces = std::mem::take(&mut running.pieces);
    let answer = pieces.into_answer(&mut facts);
    reply(answer, facts, request)
}

/// An end of the reading of a stream.
enum Ended {
    /// By the stream's terminator.
    Terminator,
    /// With the input, which may have been cut.
    Input(Option<TransportError>),
}

/// Reads `body` into the pieces until the terminator, or to its end.
async fn pour<P: Pieces>(
    body: &mut dyn Body,
    reader: &mut Reader,
    running: &mut Running<'_, P>,
) -> Result<Ended, Stopped> {
    loop {
        if reader.next(&mut running.pieces, running.request)? {
            return Ok(Ended::Terminator);
        }
        match body.next().await {
            Ok(Some(chunk)) => reader.take(&chunk),
            end => {
                reader.end();
                let terminated = reader.next(&mut running.pieces, running.request)?;
                return Ok(if terminated {
                    Ended::Terminator
                } else {
                    Ended::Input(end.err())
                });
            }
        }
    }
}

/// Returns the result of a stream that ended although the vendor hasn't said how the answer did: it
/// may be no stream at all. `None` if its pieces say what is to be said.
fn instead<T: Envelope>(
    reader: &Reader,
    running: &mut Running<'_, T::Pieces>,
    ended: Ended,
    told: impl Fn(&Running<'_, T::Pieces>, &str) -> Failure,
) -> Option<Result<Reply, Failure>> {
    if let Some((whole, text)) = reader.whole::<T>() {
        if whole.is_error() {
            return Some(Err(told(running, text)));
        }
        let mut facts = running.facts.clone();
        facts.bill = Bill::Closed;
        let answer = whole.into_answer(&mut facts);
        if matches!(&answer, Ok(answer) if !matches!(answer.end, End::Unsaid)) {
            running.request.progress();
            running.complete = true;
            return Some(reply(answer, facts, running.request));
        }
    }
    let Ended::Input(cut) = ended else {
        return None;
    };
    Some(Err(if let Some(error) = reader.told_error(false) {
        told(running, error)
    } else if let Some(error) = cut {
        from_transport(error, running.facts())
    } else {
        let message = "the stream ended before the answer did";
        running.failed(FailureClass::Interrupted, message)
    }))
}

/// Reads to the end of the body, without keeping the caller: a connection can be used again only from there.
fn settle_down(mut body: Box<dyn Body>) {
    let rest = async move { while let Ok(Some(_)) = body.next().await {} };
    let mut rest = Box::pin(rest);
    let mut context = Context::from_waker(Waker::noop());
    if rest.as_mut().poll(&mut context).is_pending()
        && let Ok(runtime) = tokio::runtime::Handle::try_current()
    {
        runtime.spawn(tokio::time::timeout(LINGER, rest));
    }
}
