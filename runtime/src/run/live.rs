//! The calls of a run: as many at a time as the vendors take, each document until it has its end.

use std::collections::VecDeque;
use std::num::NonZeroU64;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::Builder;
use std::time::Duration;

use tokio::sync::mpsc::{Receiver, channel};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use super::RunError;
use super::call::{Ended, Job, Refused};
use super::error::PauseReason;
use super::held::{Paid, plus};
use super::input::{Document, Row, RowReader, Rows};
use super::limiter::Limiter;
use super::options::Options;
use super::record::{CallRecord, End};
use super::summary::{Ends, Progress, real};
use super::survey::{Digest, RowState};
use super::verdict::Verdict;
use crate::data::DataError;
use crate::failure::FailureClass;
use crate::journal::JournalError;
use crate::money::Usd;

/// Times that a document is asked after passing failures that are not the vendor's refusal.
const TRIES: u32 = 3;
/// Documents that are read ahead.
const AHEAD: usize = 64;
/// Time between two looks for a request to stop, while nothing else happens.
const TICK: Duration = Duration::from_millis(200);
/// Fewer answers say nothing of the share of drift.
const LEAST_FOR_SHARE: u64 = 50;

/// The reason why no further call begins.
pub(super) enum Halt {
    Pause(PauseReason, String),
    Journal(JournalError),
    Input(RunError),
}

/// The calls of a run while they are made.
pub(super) struct Live {
    job: Arc<Job>,
    options: Options,
    limiter: Limiter,
    flying: JoinSet<(Flight, Ended)>,
    again: VecDeque<(Instant, Flight)>,
    halt: Option<Halt>,
    /// Failed calls one after another.
    failures: u64,
    succeeded: u64,
    /// All rows were read.
    is_read: bool,
    /// Documents that don't fit what is left of a budget, and the last one's message.
    too_dear: (u64, Option<String>),
    too_dear_in_a_row: usize,
    waiting: Option<FailureClass>,
    pub(super) rows: Vec<RowState>,
    pub(super) ends: Ends,
    pub(super) paid: Paid,
    documents: u64,
    kept: u64,
}

/// A document on its way.
struct Flight {
    row: usize,
    document: Box<Document>,
    tries: u32,
    epoch: u64,
    /// Calls that had succeeded when it was asked first.
    succeeded: u64,
}

/// A message of the reading thread.
enum Feed {
    Document(usize, Box<Document>),
    /// All was read.
    End(Digest),
    Broken(RunError),
}

impl Live {
    pub(super) fn new(
        job: Job,
        options: &Options,
        (rows, documents, ends): (Vec<RowState>, u64, Ends),
        paid: Paid,
    ) -> Self {
        Self {
            job: Arc::new(job),
            limiter: Limiter::new(options.concurrency),
            options: options.clone(),
            flying: JoinSet::new(),
            again: VecDeque::new(),
            halt: None,
            failures: 0,
            succeeded: 0,
            is_read: false,
            too_dear: (0, None),
            too_dear_in_a_row: 0,
            waiting: None,
            rows,
            ends,
            paid,
            documents,
            kept: ends.all(),
        }
    }

    /// Asks about every open row; the input must still be the one of `digest`.
    pub(super) async fn run(
        &mut self,
        input: PathBuf,
        asked: &Arc<RowReader>,
        digest: Digest,
    ) -> Option<Halt> {
        let open: Vec<bool> = self.rows.iter().map(|row| *row == RowState::OPEN).collect();
        let mut feed = match feed(input, Arc::clone(asked), open) {
            Ok(feed) => feed,
            Err(error) => return Some(Halt::Input(error)),
        };
        loop {
            if self.halt.is_none() && self.options.stop.is_asked() {
                let stopped = "it was stopped".to_owned();
                self.halt = Some(Halt::Pause(PauseReason::Stopped, stopped));
            }
            let now = Instant::now();
            let held = self.limiter.until(now);
            let room =
                self.halt.is_none() && held.is_none() && self.flying.len() < self.limiter.allowed();
            if room && let Some(flight) = self.due(now) {
                self.launch(flight);
                continue;
            }
            let rests = self.flying.is_empty() && (self.halt.is_some() || self.again.is_empty());
            if rests && (self.halt.is_some() || self.is_read) {
                break;
            }
            let wake = self.wake(now, held);
            tokio::select! {
                biased;
                Some(ended) = self.flying.join_next(), if !self.flying.is_empty() => match ended {
                    Ok((flight, ended)) => self.ended(flight, ended),
                    Err(error) => self.pause(PauseReason::Failure(FailureClass::Cancelled), error.to_string()),
                },
                next = feed.recv(), if room && !self.is_read => match next {
                    Some(Feed::Document(row, document)) => {
                        let succeeded = self.succeeded;
                        self.launch(Flight { row, document, tries: 0, epoch: 0, succeeded });
                    }
                    Some(Feed::End(found)) => {
                        self.is_read = true;
                        if found != digest {
                            self.halt = Some(Halt::Input(changed_meanwhile()));
                        }
                    }
                    Some(Feed::Broken(error)) => self.halt = Some(Halt::Input(error)),
                    None => self.is_read = true,
                },
                () = sleep_until(wake) => {}
            }
        }
        if self.halt.is_none() && self.too_dear.0 > 0 {
            self.out_of_money();
        }
        self.halt.take()
    }

    /// Returns a document that is to be asked again and whose time has come.
    fn due(&mut self, now: Instant) -> Option<Flight> {
        let at = self.again.iter().position(|(when, _)| *when <= now)?;
        self.again.remove(at).map(|(_, flight)| flight)
    }

    /// Returns the time at which something may have to be done.
    fn wake(&self, now: Instant, held: Option<Instant>) -> Instant {
        let due = self.again.iter().map(|(when, _)| *when);
        // What is due already waits for room, and a call that ends makes that.
        let next = held.into_iter().chain(due).filter(|when| *when > now).min();
        let tick = now + TICK;
        next.map_or(tick, |next| next.min(tick))
    }

    fn launch(&mut self, mut flight: Flight) {
        flight.epoch = self.limiter.epoch();
        flight.tries += 1;
        // Where everything fails, it is not the document.
        let is_alone = self.is_read && self.flying.is_empty() && self.again.is_empty();
        let others_succeed = self.succeeded > flight.succeeded;
        let last = flight.tries >= TRIES && (others_succeed || is_alone);
        let job = Arc::clone(&self.job);
        self.flying.spawn(async move {
            let ended = job.ask(&flight.document, last).await;
            (flight, ended)
        });
        self.observe();
    }

    fn ended(&mut self, flight: Flight, ended: Ended) {
        match ended {
            Ended::Done {
                offset,
                end,
                class,
                call,
                refused,
            } => {
                self.slowed(refused, flight.epoch);
                self.done(flight.row, (offset, end), class, &call);
            }
            Ended::Open {
                verdict,
                class,
                message,
                booked,
                refused,
            } => {
                self.paid.booked = plus(self.paid.booked, booked);
                self.slowed(refused, flight.epoch);
                self.open(flight, (verdict, class), message, refused.wait);
            }
            Ended::Journal(error) => {
                if !matches!(self.halt, Some(Halt::Journal(_))) {
                    self.halt = Some(Halt::Journal(error));
                }
            }
        }
        self.observe();
    }

    fn slowed(&mut self, refused: Refused, epoch: u64) {
        if refused.is_refused {
            self.limiter.refused(epoch, refused.wait, Instant::now());
        }
    }

    fn done(
        &mut self,
        row: usize,
        (offset, end): (NonZeroU64, End),
        class: Option<FailureClass>,
        call: &CallRecord<'_>,
    ) {
        if let Some(state) = self.rows.get_mut(row) {
            *state = RowState::done(offset);
        }
        self.ends.add(end);
        self.paid.add(call);
        self.too_dear_in_a_row = 0;
        if let (End::Failed, Some(class)) = (end, class) {
            self.failed(class);
        } else {
            self.failures = 0;
            self.succeeded += 1;
            self.waiting = None;
            self.limiter.succeeded();
        }
        let Ends {
            values, drifted, ..
        } = self.ends;
        let answers = values + drifted;
        if let Some(most) = self.options.most_drift
            && answers >= LEAST_FOR_SHARE
            && real(drifted) > most * real(answers)
        {
            let message = format!(
                "{drifted} of {answers} answers drifted, more than the share of {most}; see drifted.partial.jsonl"
            );
            self.pause(PauseReason::Drift, message);
        }
    }

    fn open(
        &mut self,
        flight: Flight,
        (verdict, class): (Verdict, FailureClass),
        message: String,
        wait: Option<Duration>,
    ) {
        let now = Instant::now();
        match verdict {
            Verdict::Final | Verdict::Pause => self.pause(PauseReason::Failure(class), message),
            Verdict::TooDear => {
                self.too_dear = (self.too_dear.0 + 1, Some(message));
                self.too_dear_in_a_row += 1;
                if self.too_dear_in_a_row > self.options.concurrency {
                    self.out_of_money();
                }
            }
            Verdict::SlowDown => {
                self.limiter.refused(flight.epoch, wait, now);
                self.waiting = Some(class);
                // Nothing is wrong with the document.
                let tries = flight.tries.saturating_sub(1);
                self.again.push_back((now, Flight { tries, ..flight }));
                self.failed(class);
            }
            Verdict::Again => {
                let wait = Duration::from_millis(500) * flight.tries;
                self.again.push_back((now + wait, flight));
                self.failed(class);
            }
        }
    }

    fn failed(&mut self, class: FailureClass) {
        self.failures += 1;
        if self.failures >= self.options.failures_in_a_row {
            let message = format!(
                "{} calls failed one after another, the last one as {class}",
                self.failures
            );
            self.pause(PauseReason::Failures(class), message);
        }
    }

    fn out_of_money(&mut self) {
        let (documents, message) = &self.too_dear;
        let message = format!(
            "{documents} documents don't fit what is left of a budget: {}; raise it to go on",
            message.as_deref().unwrap_or_default()
        );
        self.pause(PauseReason::Budget, message);
    }

    /// The first reason counts.
    fn pause(&mut self, reason: PauseReason, message: String) {
        if self.halt.is_none() {
            self.halt = Some(Halt::Pause(reason, message));
        }
    }

    fn observe(&self) {
        let Some(observe) = &self.options.observe else {
            return;
        };
        observe(&Progress {
            documents: self.documents,
            ends: self.ends,
            kept: self.kept,
            under_way: self.flying.len(),
            allowed: self.limiter.allowed(),
            booked: self.paid.booked.unwrap_or(Usd::ZERO),
            input_tokens: self.paid.input_tokens,
            output_tokens: self.paid.output_tokens,
            waiting: self.waiting,
        });
    }
}

fn changed_meanwhile() -> RunError {
    let message = "it has changed while the run read it; answers are in the journal by the documents that were asked, so restore the input and run again";
    RunError::Input(DataError::of_file("the input", message))
}

/// Reads the open rows on a thread of its own, a little ahead of the calls.
fn feed(
    input: PathBuf,
    asked: Arc<RowReader>,
    open: Vec<bool>,
) -> Result<Receiver<Feed>, RunError> {
    let (send, receive) = channel(AHEAD);
    let read = move || {
        let mut digest = Digest::default();
        let ended = (|| {
            let mut rows = Rows::open(&input, &asked)?;
            let mut index = 0;
            while let Some(row) = rows.next()? {
                if let Row::Document(document) = row {
                    digest.add(&document);
                    if open.get(index).copied().unwrap_or(false)
                        && send.blocking_send(Feed::Document(index, document)).is_err()
                    {
                        return Ok(());
                    }
                }
                index += 1;
            }
            Ok(())
        })();
        let last = match ended {
            Ok(()) => Feed::End(digest),
            Err(error) => Feed::Broken(error),
        };
        // Whoever has left needs no end.
        let _left = send.blocking_send(last);
    };
    let started = Builder::new()
        .name("driftless-input".to_owned())
        .spawn(read);
    started
        .map(|_detached| receive)
        .map_err(|error| RunError::Settings(vec![format!("no thread could be started: {error}")]))
}
