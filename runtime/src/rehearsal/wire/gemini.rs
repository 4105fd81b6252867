//! `generateContent` (Gemini API reference, 2026-11).

use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::stream::{Event, json, pieces};
use super::{NO_JSON, Saying};
use crate::rehearsal::script::Said;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::struct_field_names, reason = "the API's names")]
struct Response<'a> {
    candidates: [Candidate<'a>; 1],
    usage_metadata: Value,
    model_version: &'a str,
    response_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Candidate<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<Content<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    finish_reason: Option<&'static str>,
    index: u32,
}

#[derive(Serialize)]
struct Content<'a> {
    role: &'static str,
    parts: Vec<Part<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Part<'a> {
    Text(&'a str),
    FunctionCall {
        name: &'a str,
        /// The text as it is: a model's duplicate keys stay.
        args: Box<RawValue>,
    },
}

fn response<'a>(
    saying: &Saying<'a>,
    part: Option<Part<'a>>,
    finish: Option<&'static str>,
) -> Response<'a> {
    let content = part.map(|part| Content {
        role: "model",
        parts: vec![part],
    });
    Response {
        candidates: [Candidate {
            content,
            finish_reason: finish,
            index: 0,
        }],
        usage_metadata: json!({
            "promptTokenCount": saying.input,
            "candidatesTokenCount": saying.output,
            "totalTokenCount": saying.input.saturating_add(saying.output),
        }),
        model_version: saying.model,
        response_id: "rehearsed",
    }
}

fn finish(said: &Said) -> &'static str {
    match said {
        Said::Truncated(_) => "MAX_TOKENS",
        Said::Filtered => "SAFETY",
        Said::Answer(_) | Said::Refusal => "STOP",
    }
}

/// The one part of an answer that isn't cut into pieces: a call, or all of the text.
fn part<'a>(saying: &Saying<'a>) -> Result<Option<Part<'a>>, &'static str> {
    let (Said::Answer(text) | Said::Truncated(text)) = saying.said else {
        return Ok(None);
    };
    let Some(name) = &saying.asked.tool else {
        return Ok(Some(Part::Text(text)));
    };
    let args = RawValue::from_string(text.clone()).map_err(|_no_json| NO_JSON)?;
    Ok(Some(Part::FunctionCall { name, args }))
}

pub(super) fn whole(saying: &Saying<'_>) -> Result<String, &'static str> {
    let whole = response(saying, part(saying)?, Some(finish(saying.said)));
    Ok(json(&whole))
}

pub(super) fn events(saying: &Saying<'_>) -> Result<Vec<Event>, &'static str> {
    let last = Some(finish(saying.said));
    let mut events = Vec::new();
    if saying.asked.tool.is_some() {
        if let Some(call) = part(saying)? {
            events.push(Event::data(true, &response(saying, Some(call), None)));
        }
    } else {
        for piece in pieces(saying.said.text()) {
            let chunk = response(saying, Some(Part::Text(&piece)), None);
            events.push(Event::data(true, &chunk));
        }
    }
    let empty = matches!(saying.said, Said::Answer(_)).then_some(Part::Text(""));
    events.push(Event::data(false, &response(saying, empty, last)));
    Ok(events)
}
