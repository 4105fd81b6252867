//! The answer of Responses in pieces: the last event holds the whole of it, mostly; those before
//! say it piece by piece.

use std::ops::Range;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::dialect::Form;
use crate::failure::FailureClass;
use crate::metadata::AttemptMetadata;
use crate::provider::answer::{Answer, Unusable};
use crate::provider::envelope::Envelope;
use crate::provider::lenient::TextRef;
use crate::provider::names::Names;
use crate::provider::stream::{Added, Broken, StreamParser, event};

use super::answer::Response;
use super::kept::Kept;
use super::usage::ReportedUsage;

/// An event of any kind.
#[derive(Deserialize)]
struct Event<'a> {
    #[serde(borrow, default)]
    r#type: TextRef<'a>,
}

/// An event that holds the answer as it stands.
#[derive(Deserialize)]
struct Snapshot<'a> {
    #[serde(borrow)]
    response: Option<&'a RawValue>,
}

/// The events that came.
#[derive(Default)]
pub(super) struct Events {
    models: Names,
    /// As it stood last.
    whole: Option<Response>,
    paid: ReportedUsage,
    /// The output of the events before the last one.
    kept: Kept,
    /// `true` if the last event came.
    ended: bool,
}

/// The beginning of an event's type.
const PREFIX: &str = "response.";

impl StreamParser for Events {
    fn add(&mut self, data: &str) -> Result<Added, Broken> {
        let Event { r#type } = event(data)?;
        let kind = r#type.0.unwrap_or_default();
        match &*kind {
            "error" => Err(Broken::Error(None)),
            "response.created" => {
                self.whole = Some(self.snapshot(data)?.0);
                Ok(Added::Other)
            }
            "response.completed" | "response.incomplete" | "response.failed" => {
                let (mut response, text) = self.snapshot(data)?;
                if response.status.is_none() {
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

    fn piece(&self) -> Option<Range<usize>> {
        self.kept.piece()
    }

    fn append(&mut self, piece: &str) -> Result<Added, Broken> {
        self.kept.append(piece)
    }

    fn is_whole(&self) -> bool {
        self.ended
    }

    fn record(&self, metadata: &mut AttemptMetadata) {
        if let Some(whole) = &self.whole {
            metadata.response_id.clone_from(&whole.id.0);
        }
        self.models.record(metadata);
        self.paid.record(metadata);
    }

    fn said<'a>(&'a self, form: &Form) -> Option<&'a str> {
        match form {
            // The name of a call may come at its end alone.
            Form::Tool { .. } => None,
            _ => self.kept.text(),
        }
    }

    fn into_answer(self) -> Result<Answer, Unusable> {
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
        Ok((response, text.get().to_owned()))
    }
}
