//! The vendors' forms, from their side: what they write into an answer, a stream and an error.
//!
//! Sources: the references of the vendors and what their own SDKs read (openai 3.54.0, anthropic
//! 2.12.0, google-genai 3.4.0; 2026-11). A script under `tests/` runs the SDKs against it.

mod anthropic;
mod chat;
mod error;
mod gemini;
mod responses;
mod stream;

pub(crate) use error::{Problem, problem};

use std::time::Duration;

use serde::Serialize;

use super::script::{Pace, Part, Reply, Said, Says};
use crate::pace::Come;
use stream::Event;

/// A wire format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WireForm {
    /// OpenAI's Responses.
    Responses,
    /// OpenAI's Chat Completions, and that of all servers compatible with it.
    Chat,
    /// Anthropic's Messages.
    Anthropic,
    /// Gemini's `generateContent`.
    Gemini,
}

/// The content of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) form: WireForm,
    pub(crate) model: String,
    pub(crate) stream: bool,
    /// The tool whose arguments the answer shall be.
    pub(crate) tool: Option<String>,
    /// Chat Completions reports tokens within a stream only on request.
    pub(crate) usage_in_stream: bool,
}

/// The words of every refusal.
const REFUSAL: &str = "I can't help with that.";

/// An answer as it goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) parts: Vec<Part>,
}

/// Everything that a form writes an answer from.
struct Saying<'a> {
    asked: &'a Asked,
    said: &'a Said,
    /// The model that is named.
    model: &'a str,
    input: u64,
    output: u64,
}

/// Writes `reply` in the form in which was asked, or says why that form has no place for it.
pub(crate) fn write(asked: &Asked, reply: &Reply) -> Result<Written, &'static str> {
    let mut written = match &reply.says {
        Says::Answer(said) => {
            carries(asked.form, said)?;
            let saying = Saying {
                asked,
                said,
                model: reply.served.as_deref().unwrap_or(&asked.model),
                input: reply.tokens.0,
                output: reply.tokens.1,
            };
            if asked.stream {
                streamed(&saying, reply.pace)?
            } else {
                whole(&saying, reply.pace)?
            }
        }
        Says::Error(fails, retry_after) => error::of(asked.form, *fails, *retry_after),
        Says::Reset => return Err("a reset is nothing that can be written"),
    };
    written.headers.extend(reply.headers.iter().cloned());
    Ok(written)
}

/// Returns `true` if a form has words for what is said.
pub(crate) fn carries(form: WireForm, said: &Said) -> Result<(), &'static str> {
    match (form, said) {
        (WireForm::Gemini, Said::Refusal) => Err("Gemini has no form for a refusal"),
        (WireForm::Anthropic, Said::Filtered) => {
            Err("Anthropic has no form for a filter but the refusal")
        }
        _ => Ok(()),
    }
}

/// Where a form holds a tool's arguments as JSON and not as text, and `text` is none.
const NO_JSON: &str =
    "this form holds a tool's arguments as JSON, so that none can be anything else";

fn streamed(saying: &Saying<'_>, pace: Pace) -> Result<Written, &'static str> {
    let events = match saying.asked.form {
        WireForm::Responses => responses::events(saying),
        WireForm::Chat => chat::events(saying),
        WireForm::Anthropic => anthropic::events(saying),
        WireForm::Gemini => gemini::events(saying)?,
    };
    Ok(Written {
        status: 200,
        headers: headers(saying.asked.form, "text/event-stream; charset=utf-8"),
        parts: paced(events, pace),
    })
}

/// Puts the silences and the end between the events.
fn paced(events: Vec<Event>, pace: Pace) -> Vec<Part> {
    let mut parts = Vec::new();
    let first = events.iter().position(|event| event.speaks);
    for (at, event) in events.into_iter().enumerate() {
        if Some(at) != first {
            parts.push(Part::Text(event.text));
            continue;
        }
        let wait = |time: Option<Duration>, come| time.map(|time| Part::Wait(time, come));
        parts.extend(wait(pace.first, Come::Headers));
        parts.push(Part::Text(event.text));
        parts.extend(wait(pace.stall, Come::Piece));
        if pace.cut {
            parts.push(Part::Break);
            break;
        }
    }
    parts
}

fn whole(saying: &Saying<'_>, pace: Pace) -> Result<Written, &'static str> {
    let text = match saying.asked.form {
        WireForm::Responses => responses::whole(saying),
        WireForm::Chat => chat::whole(saying),
        WireForm::Anthropic => anthropic::whole(saying)?,
        WireForm::Gemini => gemini::whole(saying)?,
    };
    let mut parts = Vec::new();
    if let Some(time) = pace.first {
        parts.push(Part::Wait(time, Come::Headers));
    }
    if pace.stall.is_some() || pace.cut {
        let (one, other) = stream::halves(&text);
        parts.push(Part::Text(one.to_owned()));
        if let Some(time) = pace.stall {
            parts.push(Part::Wait(time, Come::Headers));
        }
        parts.push(if pace.cut {
            Part::Break
        } else {
            Part::Text(other.to_owned())
        });
    } else {
        parts.push(Part::Text(text));
    }
    Ok(Written {
        status: 200,
        headers: headers(saying.asked.form, "application/json"),
        parts,
    })
}

/// Returns the headers of every answer: its content type, and the header by which the vendor names
/// a request, if it has one.
fn headers(form: WireForm, kind: &str) -> Vec<(String, String)> {
    let id = match form {
        WireForm::Responses | WireForm::Chat => Some("x-request-id"),
        WireForm::Anthropic => Some("request-id"),
        WireForm::Gemini => None,
    };
    let id = id.map(|name| (name.to_owned(), "req_rehearsed".to_owned()));
    let kind = ("content-type".to_owned(), kind.to_owned());
    std::iter::once(kind).chain(id).collect()
}
