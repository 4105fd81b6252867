//! Record and replay: exchanges with vendors in a file, so that tests run without network, key and
//! cost.
//!
//! ```no_run
//! use driftless::cassette::Cassette;
//! use driftless::provider::OpenAi;
//! use driftless::{Contract, Plan, Ask};
//!
//! #[derive(Debug, Contract)]
//! struct Sentiment { positive: bool }
//!
//! # async fn test() -> Result<(), Box<dyn std::error::Error>> {
//! let cassette = Cassette::open("tests/cassettes/sentiment.jsonl")?;
//! // With the key in `OPENAI_API_KEY`, which only recording needs.
//! let model = OpenAi::with_cassette(&cassette).model("gpt-6.1-luna");
//! let plan = Plan::<Ask<Sentiment>>::primary(model).build()?;
//! let answer = plan.call(Ask::new("Is this praise? `It works.`")).await?;
//! assert!(answer.value.positive);
//! cassette.finish().await?;
//! # Ok(())
//! # }
//! ```
//!
//! The first run asks the model and writes `sentiment.jsonl`; commit it. Every later run, and every
//! run where the environment variable `CI` is set, answers from it: with the same bytes, so that
//! decoding, the verdict on who served, usage and cost are those of the real answer. After a
//! change, the next run with the key records the new requests; unused recordings stay until the
//! file is deleted and recorded again.
//!
//! # What is matched
//!
//! A request is answered by the recording of an equal one: the same provider, method, path and
//! query, the same values of the headers that are kept, and an equal body, whatever the order of
//! its keys. The host doesn't count, so that recordings outlive a port and a move. So a changed
//! word in a prompt, a changed contract and another model are other requests. Equal requests are
//! answered in the order in which they were recorded. After the last, there is none, as for any
//! other request without a recording ([`CassetteBuilder::repeat_last`] gives the last one again).
//!
//! A request without a recording is recorded in [`CassetteMode::RecordNew`], which is the default
//! outside of CI. In [`CassetteMode::Replay`] it fails with [`Stale`], which says in what it
//! differs from the nearest recording.
//!
//! # What is kept
//!
//! - Headers and parts of the query that are on a list: content types, versions of APIs, request
//!   ids, limits, and the headers that adapters of gateways judge by.
//!   [`CassetteBuilder::allow_header`] adds to it; a header that carries a key can't be added, and
//!   none is ever written.
//! - Bodies, whole. The provider's own key, if it has eight characters or more, is masked in
//!   everything that a server sends back: in any case, backwards, with blanks or other characters
//!   between its letters, percent-encoded, escaped, as HTML entities, in hexadecimal digits and in
//!   Base64, also twice; in the pieces of a stream; and its beginning where a body breaks off. Any
//!   other encoding of it, and any other secret in a prompt or an answer, is written as it is: it
//!   can't be distinguished from other words.
//! - The pieces in which an answer came, and when. They are replayed at once, or with their times
//!   ([`Pace`]).
//! - Failures of the network, as such: a refused connection, a limit on connecting, an answer that
//!   breaks off. Where the program gave up waiting, the replay waits until it gives up again.
//!   Retries and redirects are exchanges of their own, as the program makes them.
//!
//! # The file
//!
//! JSON Lines: `{"driftless_cassette":1}`, then a line for each exchange, with sorted keys and
//! without white space. A kill leaves whole lines; a last line that is cut off is left out with a
//! warning. Any other unreadable part is an error with file and line: another version, an
//! unresolved merge, an edit that broke a line. Several threads and processes may record into one
//! file.

mod allow;
mod entry;
mod error;
mod file;
mod record;
mod replay;
mod request;
mod shared;
mod stale;
mod track;

pub use error::CassetteError;
pub use stale::{Difference, Stale};
pub(crate) use track::Track;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ::http::HeaderName;

use allow::{Allowed, carries_keys};
use file::Tape;
use shared::Shared;

/// A file of recorded exchanges. Clones share it, and how far it has been replayed.
///
/// Providers take one by `cassette`, and by `with_cassette` where only recording shall need a key.
#[derive(Clone)]
pub struct Cassette(Arc<Shared>);

/// When a cassette answers, and when the network does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum CassetteMode {
    /// [`CassetteMode::RecordNew`], and [`CassetteMode::Replay`] where the environment variable
    /// `CI` is set to something else than nothing, `0` and `false`.
    #[default]
    Auto,
    /// Recordings answer; a request without one is sent and recorded.
    RecordNew,
    /// Recordings answer, and nothing is ever sent.
    Replay,
    /// Every request is sent and recorded. The first recording of a process replaces what was in
    /// the file.
    Record,
}

/// A pace of recorded answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pace {
    /// At once.
    #[default]
    AtOnce,
    /// With the times of the recording, for tests that depend on them, such as of the time to the
    /// first token. Tokio's paused time makes them quick.
    Recorded,
}

/// A summary of a cassette's use; see [`Cassette::finish`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Exchanges that were replayed.
    pub replayed: usize,
    /// Exchanges that were recorded.
    pub recorded: usize,
    /// The lines of unused recordings, in order; those of a changed prompt stay in the file until
    /// it is deleted or recorded again.
    pub unused: Vec<usize>,
}

impl Cassette {
    /// Returns the cassette at `path`, in [`CassetteMode::Auto`]. The file need not be there unless
    /// it is to be replayed only.
    ///
    /// # Errors
    /// [`CassetteError`]: the file can't be read, is no cassette of this version, has a line that
    /// is none of its own, or isn't there in CI.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, CassetteError> {
        Self::builder(path).open()
    }

    /// Returns the cassette at `path`, to be set up.
    pub fn builder(path: impl Into<PathBuf>) -> CassetteBuilder {
        CassetteBuilder {
            path: path.into(),
            mode: CassetteMode::Auto,
            pace: Pace::AtOnce,
            repeat_last: false,
            headers: Vec::new(),
        }
    }

    /// Returns the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// Returns the mode; never [`CassetteMode::Auto`], but what that has become here.
    #[must_use]
    pub fn mode(&self) -> CassetteMode {
        self.0.mode
    }

    /// Waits until every exchange under way has been written, and says what became of the cassette.
    /// Call it at the end of a test that may record.
    ///
    /// # Errors
    /// [`CassetteError`]: a recording couldn't be written.
    pub async fn finish(&self) -> Result<Report, CassetteError> {
        self.0.idle().await;
        self.0.check()?;
        Ok(self.0.report())
    }
}

impl fmt::Debug for Cassette {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cassette")
            .field("path", &self.0.path)
            .field("mode", &self.0.mode)
            .field("recordings", &self.0.recordings().len())
            .finish_non_exhaustive()
    }
}

/// A cassette that is being set up; made by [`Cassette::builder`].
#[derive(Debug, Clone)]
#[must_use = "a builder does nothing until `open`"]
pub struct CassetteBuilder {
    path: PathBuf,
    mode: CassetteMode,
    pace: Pace,
    repeat_last: bool,
    headers: Vec<String>,
}

impl CassetteBuilder {
    /// Sets when recordings answer; [`CassetteMode::Auto`] unless set.
    pub fn mode(mut self, mode: CassetteMode) -> Self {
        self.mode = mode;
        self
    }

    /// Sets how fast recordings answer; [`Pace::AtOnce`] unless set.
    pub fn pace(mut self, pace: Pace) -> Self {
        self.pace = pace;
        self
    }

    /// Gives the last recording of a request again and again, instead of none after it.
    pub fn repeat_last(mut self) -> Self {
        self.repeat_last = true;
        self
    }

    /// Keeps the header `name` as well, of requests, which then must have the same value to be
    /// matched, and of answers.
    pub fn allow_header(mut self, name: impl Into<String>) -> Self {
        self.headers.push(name.into());
        self
    }

    /// Opens the cassette.
    ///
    /// # Errors
    /// As [`Cassette::open`]; and a header was allowed that carries keys, or whose name can't be
    /// one.
    pub fn open(self) -> Result<Cassette, CassetteError> {
        let mut allowed = Allowed::default();
        for name in &self.headers {
            let wrong = |problem| CassetteError::new(&self.path, None, problem);
            let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_invalid| {
                wrong(format!(
                    "{name:?} can't be a header's name; give it as a word, such as `x-region`"
                ))
            })?;
            if carries_keys(&header) {
                return Err(wrong(format!(
                    "the header `{header}` carries keys, which are never recorded; take it off the list"
                )));
            }
            allowed.more.insert(header.as_str().to_owned());
        }
        let in_ci = self.mode == CassetteMode::Auto && is_ci();
        let mode = match self.mode {
            CassetteMode::Auto if in_ci => CassetteMode::Replay,
            CassetteMode::Auto => CassetteMode::RecordNew,
            mode => mode,
        };
        let tape = if mode == CassetteMode::Record {
            Tape::replaced(&self.path)?
        } else {
            Tape::read(&self.path)?
        };
        if mode == CassetteMode::Replay && !tape.exists {
            let problem = format!("isn't there; {}", track::how_to_record(in_ci));
            return Err(CassetteError::new(&self.path, None, problem));
        }
        let playing = (self.pace, self.repeat_last);
        let shared = Shared::new(self.path, (mode, in_ci), playing, allowed, tape);
        Ok(Cassette(Arc::new(shared)))
    }
}

/// Returns `true` if the program runs in continuous integration, by the variable that all services
/// set.
fn is_ci() -> bool {
    std::env::var_os("CI")
        .is_some_and(|value| !value.is_empty() && value != "0" && value != "false")
}
