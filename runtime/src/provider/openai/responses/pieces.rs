//! The answer of Responses in pieces: the last event holds the whole of it, mostly; those before
//! say it piece by piece.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::failure::FailureClass;
use crate::provider::Facts;
use crate::provider::answer::{Answer, Unusable};
use crate::provider::envelope::Envelope;
use crate::provider::lenient::Text;
use crate::provider::names::Names;
use crate::provider::stream::{Added, Broken, Pieces, event};

use super::answer::Response;
use super::kept::Kept;
use super::usage::Told;

/// An event of any kind.
#[derive(Deserialize)]
struct Event {
    #[serde(default)]
    r#type: Text,
}

/// An event that holds the answer as it stands.
#[derive(Deserialize)]
struct Snapshot {
    response: Option<Box<RawValue>>,
}

/// The events that came.
#[derive(Default)]
pub(super) struct Events {
    models: Names,
    /// As it stood last.
    whole: Option<Response>,
    paid: Told,
    /// The output of the events before the last one.
    kept: Kept,
    /// `true` if the last event came.
    ended: bool,
}

/// The beginning of an event's type.
const PREFIX: &str = "response.";

/// The last event where nothing is missing.
const COMPLETED: &str = "response.completed";

impl Pieces for Events {
    fn add(&mut self, data: &str) -> Result<Added, Broken> {
        let Event { r#type } = event(data)?;
        let kind = r#type.0.unwrap_or_default();
        match kind.as_str() {
            "error" => Err(Broken::Error(None)),
            "response.created" => {
                self.whole = Some(self.snapshot(data)?.0);
                Ok(Added::Other)
            }
            COMPLETED | "response.incomplete" | "response.failed" => {
                let (mut response, text) = self.snapshot(data)?;
                if kind == COMPLETED && response.status.is_none() {
                    response.status = kind.strip_prefix(PREFIX).map(str::to_owned);
                }
                let failed = response.is_error();
                self.whole = Some(response);
                if failed {
                    return Err(Broken::Error(Some(text)));
                }
                self.ended = true;
                Ok(Added::End)
            }
            kind => match kind.strip_prefix(PREFIX) {
                Some(kind) => self.kept.add(kind, data),
                None => Ok(Added::Other),
            },
        }
    }

    fn is_whole(&self) -> bool {
        self.ended
    }

    fn note(&self, facts: &mut Facts) {
        if let Some(whole) = &self.whole {
            whole.note(facts);
        }
        self.models.note(facts);
        self.paid.note(facts);
    }

    fn into_answer(self, _: &mut Facts) -> Result<Answer, Unusable> {
        let Some(whole) = self.whole else {
            let message = "the stream holds no answer";
            return Err((FailureClass::Malformed, message.to_owned()));
        };
        whole.said(|| self.kept.into_items())
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
        self.models.add(response.model.0.as_deref())?;
        self.paid.grow(response.paid());
        Ok((response, String::from(Box::<str>::from(text))))
    }
}
