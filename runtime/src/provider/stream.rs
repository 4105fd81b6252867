//! Reading one answer in pieces, in the form of any vendor.

use std::task::{Context, Waker};
use std::time::Duration;

use serde::de::DeserializeOwned;

use crate::bill::Bill;
use crate::failure::FailureClass;
use crate::json;
use crate::transport::{Body, TransportError};

use super::answer::{Answer, Unusable};
use super::attempt::reply;
use super::envelope::Envelope;
use super::error::{Told, names_error, shown_excerpt};
use super::exchange::{Opened, Received, from_transport};
use super::printable::in_one_line;
use super::sse::{Event, Events};
use super::{Facts, Failure, Reply, Request};

/// The pieces of a vendor's answer, put together as they come.
pub(super) trait Pieces: Default + Send {
    /// Takes in the data of one event.
    fn add(&mut self, data: &str) -> Result<Added, Broken>;

    /// Whether the answer may end where the stream ends, for vendors that send no terminator.
    fn may_end(&self) -> bool {
        false
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

/// Why a stream can't go on.
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

/// Notes `name` as that of the model that served. Names that differ within one answer are all kept, so that the verdict is that another model served.
pub(super) fn note_model(served: &mut Option<String>, name: Option<&str>) {
    let Some(name) = name.filter(|name| !name.is_empty()) else {
        return;
    };
    match served {
        None => *served = Some(name.to_owned()),
        Some(known) if known == name || known.len() > LONGEST_NAMES => {}
        Some(known) => {
            if !known.split(", then ").any(|one| one == name) {
                known.push_str(", then ");
                known.push_str(name);
            }
        }
    }
}

/// More bytes of names than these say nothing new.
const LONGEST_NAMES: usize = 150;

/// A token of some bytes comes in an event of some hundred; more than that is no answer but noise.
const OVERHEAD: usize = 64;

/// How long what follows the terminator is waited for, so that the connection can be used again.
const LINGER: Duration = Duration::from_secs(1);

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
    let (status, mut body) = (opened.status, opened.body);
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
    loop {
        match reader.next(&mut running.pieces, request) {
            Ok(true) => {
                if Told::read(reader.events.stray()).is_some() {
                    return Err(told(&running, reader.events.stray()));
                }
                settle_down(body);
                break;
            }
            Ok(false) => {}
            Err(Stopped::Error(event)) => return Err(told(&running, &event)),
            Err(Stopped::Failed(class, message)) => return Err(running.failed(class, message)),
            Err(Stopped::Text(message, event)) => {
                let told = told(&running, &event);
                if told.class != FailureClass::UnknownError {
                    return Err(told);
                }
                let message = message + &shown_excerpt(&event);
                return Err(running.failed(FailureClass::Malformed, message));
            }
        }
        match body.next().await {
            Ok(Some(chunk)) => reader.take(&chunk),
            Ok(None) => {
                let told_so = [reader.events.stray(), &reader.unknown];
                let is_error =
                    |text: &&&str| Told::read(text).is_some_and(|told| told.has_message());
                if let Some(text) = told_so.iter().find(is_error) {
                    return Err(told(&running, text));
                }
                if running.pieces.may_end() {
                    break;
                }
                let message = "the stream ended before the answer did";
                return Err(running.failed(FailureClass::Interrupted, message));
            }
            Err(error) => return Err(cut(&running, error)),
        }
    }
    running.complete = true;
    let mut facts = std::mem::take(&mut running.facts);
    facts.bill = Bill::Closed;
    running.pieces.note(&mut facts);
    let pieces = std::mem::take(&mut running.pieces);
    let answer = pieces.into_answer(&mut facts);
    reply(answer, facts, request)
}

fn cut<P: Pieces>(running: &Running<'_, P>, error: TransportError) -> Failure {
    from_transport(error, running.facts())
}

/// Why reading ended without an answer.
enum Stopped {
    /// With this event, which is the vendor's error.
    Error(String),
    Failed(FailureClass, String),
    /// For this reason, with this event, which is text.
    Text(String, String),
}

/// The events of a stream within its bounds.
struct Reader {
    events: Events,
    limit: usize,
    /// Bytes on the wire that are still allowed.
    wire: usize,
    kept: usize,
    /// The last event before the answer began, which may be an error of a form that nobody knows.
    unknown: String,
}

/// An event that is longer is no error.
const LONGEST_UNKNOWN: usize = 16 * 1024;

impl Reader {
    fn new(limit: usize) -> Self {
        Self {
            events: Events::default(),
            limit,
            wire: limit.saturating_mul(OVERHEAD),
            kept: 0,
            unknown: String::new(),
        }
    }

    fn take(&mut self, chunk: &[u8]) {
        self.events.add(chunk);
        self.wire = self.wire.saturating_sub(chunk.len());
    }

    /// Puts all events that are there into `pieces`; whether the last one was the terminator.
    fn next(&mut self, pieces: &mut impl Pieces, request: &Request<'_>) -> Result<bool, Stopped> {
        let malformed = |message| Stopped::Failed(FailureClass::Malformed, message);
        let mut progress = false;
        loop {
            let data = match self.events.next() {
                Ok(Some(Event::Data(data))) => data,
                Ok(Some(Event::Error(data))) => return Err(Stopped::Error(data.to_owned())),
                Ok(None) => break,
                Err(_invalid) => return Err(malformed("the stream is not UTF-8".to_owned())),
            };
            if data.is_empty() {
                continue;
            }
            match pieces.add(data) {
                Ok(Added::Other) => {
                    if names_error(data, false) {
                        return Err(Stopped::Error(data.to_owned()));
                    }
                    if self.kept == 0 && data.len() <= LONGEST_UNKNOWN {
                        data.clone_into(&mut self.unknown);
                    }
                }
                Ok(Added::Piece(bytes)) => {
                    self.unknown.clear();
                    progress = true;
                    self.kept = self.kept.saturating_add(bytes);
                }
                Ok(Added::End) => {
                    request.progress();
                    return Ok(true);
                }
                Err(Broken::Error(inner)) => {
                    return Err(Stopped::Error(inner.unwrap_or_else(|| data.to_owned())));
                }
                Err(Broken::Malformed(message)) if data.starts_with('{') => {
                    return Err(malformed(message));
                }
                Err(Broken::Malformed(message)) => {
                    return Err(Stopped::Text(message, data.to_owned()));
                }
                Err(Broken::Failed(class, reason)) => {
                    return Err(Stopped::Failed(class, in_one_line(&reason)));
                }
            }
        }
        if progress {
            request.progress();
        }
        if self.wire == 0 || self.events.held().max(self.kept) > self.limit {
            let message = format!("the answer is larger than {} bytes", self.limit);
            return Err(Stopped::Failed(FailureClass::TooLarge, message));
        }
        Ok(false)
    }
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
