//! The scripts of the server, and the requests that it got.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::Arc;

use http::HeaderMap;
use http::request::Parts;
use serde::Serialize;

use super::hush::Hush;
use crate::rehearsal::script::Reply;
use crate::rehearsal::wire::{Asked, WireForm};
use crate::sync::{Mutex, lock};

/// The bytes of requests that are kept; beyond it, the oldest are forgotten.
const KEPT: usize = 64 * 1024 * 1024;

/// A request as the server got it, without keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Recorded {
    /// The form that it was of.
    pub form: WireForm,
    /// The model that it asked for.
    pub model: String,
    /// `true` if it asked for a stream.
    pub stream: bool,
    /// The path, without the query.
    pub path: String,
    /// Names in lower case and values, in the order of the names; without those that carry keys or
    /// cookies.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: String,
}

/// A function that gives the reply to a request.
type Respond = Arc<dyn Fn(&Recorded) -> Reply + Send + Sync>;

/// A model's replies.
enum Script {
    /// One after another.
    InTurn(VecDeque<Reply>),
    /// By what is asked.
    By(Respond),
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InTurn(replies) => f.debug_tuple("InTurn").field(replies).finish(),
            Self::By(_) => f.write_str("By"),
        }
    }
}

/// Shared by all connections.
#[derive(Debug, Default)]
pub(super) struct State {
    scripts: Mutex<BTreeMap<String, Script>>,
    /// The script of every other model.
    pub(super) always: Mutex<VecDeque<Reply>>,
    records: Mutex<Records>,
    /// The content of the last readable request.
    pub(super) last: Mutex<Option<Asked>>,
    pub(super) hush: Arc<Hush>,
}

#[derive(Debug, Default)]
struct Records {
    all: VecDeque<Recorded>,
    bytes: usize,
}

impl State {
    pub(super) fn with(hush: Arc<Hush>) -> Self {
        Self {
            hush,
            ..Self::default()
        }
    }

    pub(super) fn script(&self, model: String, replies: VecDeque<Reply>) {
        lock(&self.scripts).insert(model, Script::InTurn(replies));
    }

    pub(super) fn respond(&self, model: String, respond: Respond) {
        lock(&self.scripts).insert(model, Script::By(respond));
    }

    /// The reply to `asked`; the last one of a script again and again.
    pub(super) fn next(&self, asked: &Recorded) -> Option<Reply> {
        let respond = match lock(&self.scripts).get_mut(&asked.model) {
            Some(Script::InTurn(script)) => return next(script),
            Some(Script::By(respond)) => Arc::clone(respond),
            None => return next(&mut lock(&self.always)),
        };
        // Outside the lock: the user's code may take its time, and may panic.
        Some(respond(asked))
    }

    pub(super) fn record(&self, recorded: Recorded) {
        let mut records = lock(&self.records);
        records.bytes = records.bytes.saturating_add(recorded.body.len());
        records.all.push_back(recorded);
        while records.bytes > KEPT && records.all.len() > 1 {
            if let Some(oldest) = records.all.pop_front() {
                records.bytes = records.bytes.saturating_sub(oldest.body.len());
            }
        }
    }

    pub(super) fn records(&self) -> Vec<Recorded> {
        lock(&self.records).all.iter().cloned().collect()
    }

    pub(super) fn forget(&self) {
        *lock(&self.records) = Records::default();
    }
}

/// The first of a script, which goes unless it is the last one.
fn next(script: &mut VecDeque<Reply>) -> Option<Reply> {
    if script.len() > 1 {
        script.pop_front()
    } else {
        script.front().cloned()
    }
}

/// The headers that say nothing secret.
pub(super) fn told_headers(parts: &Parts) -> BTreeMap<String, String> {
    let headers: &HeaderMap = &parts.headers;
    headers
        .iter()
        .filter(|(name, _)| !is_secret(name.as_str()))
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            (name.as_str().to_owned(), value.into_owned())
        })
        .collect()
}

/// By its name, since users may choose the header of their key.
fn is_secret(name: &str) -> bool {
    ["auth", "cookie", "key", "secret", "token"]
        .iter()
        .any(|part| name.contains(part))
}
