//! The answer of Responses in pieces: the last event holds the whole of it, those before tell that it is coming.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::failure::FailureClass;
use crate::provider::Facts;
use crate::provider::answer::{Answer, Unusable};
use crate::provider::envelope::Envelope;
use crate::provider::lenient::Text;
use crate::provider::stream::{Added, Broken, Pieces, event, note_model};

use super::answer::Response;
use super::usage::Told;

/// An event of any kind.
#[derive(Deserialize)]
struct Event {
    #[serde(default)]
    r#type: Text,
    /// Of a piece.
    #[serde(default)]
    delta: Text,
}

/// An event that holds the answer as it stands.
#[derive(Deserialize)]
struct Snapshot {
    response: Option<Box<RawValue>>,
}

/// The events that came.
#[derive(Default)]
pub(super) struct Events {
    model: Option<String>,
    /// As it stood last.
    whole: Option<Response>,
    paid: Told,
}

/// How an event's type ends that brings a piece of output: of the text, a refusal, a call's arguments or reasoning (OpenAI API reference, 2026-11).
const PIECE: &str = ".delta";

impl Pieces for Events {
    fn add(&mut self, data: &str) -> Result<Added, Broken> {
        let Event { r#type, delta } = event(data)?;
        match r#type.0.as_deref() {
            Some("error") => Err(Broken::Error(None)),
            Some("response.created") => {
                self.whole = Some(self.snapshot(data)?.0);
                Ok(Added::Other)
            }
            Some("response.completed" | "response.incomplete" | "response.failed") => {
                let (response, text) = self.snapshot(data)?;
                let failed = response.is_error();
                self.whole = Some(response);
                if failed {
                    return Err(Broken::Error(Some(text)));
                }
                Ok(Added::End)
            }
            Some(kind) if kind.ends_with(PIECE) && delta.0.is_some_and(|text| !text.is_empty()) => {
                // The last event brings it again.
                Ok(Added::Piece(0))
            }
            _ => Ok(Added::Other),
        }
    }

    fn note(&self, facts: &mut Facts) {
        if let Some(whole) = &self.whole {
            whole.note(facts);
        }
        facts.served_model.clone_from(&self.model);
        self.paid.note(facts);
    }

    fn into_answer(self, facts: &mut Facts) -> Result<Answer, Unusable> {
        let Some(mut whole) = self.whole else {
            let message = "the stream holds no answer";
            return Err((FailureClass::Malformed, message.to_owned()));
        };
        whole.model = self.model;
        let answer = whole.into_answer(facts);
        self.paid.note(facts);
        answer
    }
}

impl Events {
    /// The answer as it stands in the event `data`, and its text.
    fn snapshot(&mut self, data: &str) -> Result<(Response, String), Broken> {
        let Snapshot { response } = event(data)?;
        let Some(text) = response else {
            let message = "an event of the stream holds no answer where the API documents one";
            return Err(Broken::Malformed(message.to_owned()));
        };
        let response: Response = event(text.get())?;
        note_model(&mut self.model, response.model.as_deref());
        self.paid.grow(response.paid());
        Ok((response, String::from(Box::<str>::from(text))))
    }
}
