//! One answer of a model in words that belong to no vendor, and what becomes of it.
//!
//! Each vendor's envelope is read into an [`Answer`]; whether it arrived whole or in pieces makes no difference from there on.

use crate::dialect::Form;
use crate::failure::FailureClass;

/// What a model said and how it stopped.
#[derive(Debug, Default)]
pub(super) struct Answer {
    /// The message's text; `None` where there was none at all.
    pub(super) text: Option<String>,
    /// The refusal in the model's words.
    pub(super) refusal: Option<String>,
    pub(super) calls: Vec<Call>,
    pub(super) end: End,
}

/// Why an answer can't be used, in words.
pub(super) type Unusable = (FailureClass, String);

/// A tool call.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) name: String,
    /// The JSON text as it was sent.
    pub(super) arguments: String,
}

/// How an answer ended.
#[derive(Debug, Default)]
pub(super) enum End {
    /// The vendor says that it is complete.
    Complete,
    /// The vendor says nothing.
    #[default]
    Unsaid,
    /// Something else, in this class, for this reason.
    Failed(FailureClass, String),
}

/// One row of a vendor's table of finish reasons.
pub(super) type FinishRow = (&'static str, Option<FailureClass>);

impl End {
    /// The row of `reason` in `table`. A reason that isn't in the table may mean anything, so the answer isn't used; an empty one says nothing.
    pub(super) fn from_table(field: &str, reason: Option<&str>, table: &[FinishRow]) -> Self {
        let Some(reason) = reason.filter(|reason| !reason.is_empty()) else {
            return Self::Unsaid;
        };
        match table.iter().find(|(name, _)| *name == reason) {
            Some((_, None)) => Self::Complete,
            Some((_, Some(class))) => Self::Failed(*class, format!("`{field}` is `{reason}`")),
            None => Self::Failed(
                FailureClass::Malformed,
                format!(
                    "unknown `{field}` `{}`",
                    super::printable::in_one_line(reason)
                ),
            ),
        }
    }
}

impl Answer {
    /// Appends a part of the message.
    pub(super) fn add_text(&mut self, text: String) {
        match &mut self.text {
            Some(whole) => whole.push_str(&text),
            None => self.text = Some(text),
        }
    }

    /// The text that `form` asked for, or why there is none.
    pub(super) fn settle(mut self, form: &Form) -> Result<String, Unusable> {
        if let Some(refusal) = self.refusal {
            let words = super::printable::in_one_line(&refusal);
            let message = if words.is_empty() {
                "the model refused".to_owned()
            } else {
                format!("the model refused: {words}")
            };
            return Err((FailureClass::Refused, message));
        }
        match self.end {
            End::Complete => {}
            End::Unsaid => {
                return Err((
                    FailureClass::Interrupted,
                    "the answer doesn't say how it ended".to_owned(),
                ));
            }
            End::Failed(class, reason) => return Err((class, reason)),
        }
        let malformed = |message: String| Err((FailureClass::Malformed, message));
        let Form::Tool { name, .. } = form else {
            if !self.calls.is_empty() {
                return malformed("a tool was called, though none was offered".to_owned());
            }
            return self.text.ok_or((
                FailureClass::Malformed,
                "the answer holds no text".to_owned(),
            ));
        };
        match (self.calls.pop(), self.calls.len()) {
            (None, _) => malformed(format!("the tool `{name}` was not called")),
            (Some(call), 0) if call.name == *name => Ok(call.arguments),
            (Some(call), 0) => malformed(format!(
                "the tool `{}` was called instead of `{name}`",
                super::printable::in_one_line(&call.name)
            )),
            (Some(_), more) => malformed(format!(
                "{} tool calls where one was asked for",
                more.saturating_add(1)
            )),
        }
    }
}
