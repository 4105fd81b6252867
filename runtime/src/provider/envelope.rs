//! A whole answer's JSON, and what is to be said where it is something else.

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::value::RawValue;

use crate::bill::Bill;
use crate::failure::FailureClass;
use crate::json;
use crate::metadata::AttemptMetadata;
use crate::money::Usd;

use super::Failure;
use super::answer::{Answer, Unusable};
use super::error::VendorError;
use super::exchange::Received;
use super::lenient::Text;

/// The form of a vendor's answers.
pub(super) trait Envelope: DeserializeOwned {
    /// Returns `true` if it is an error, which some servers send with status 200.
    fn is_error(&self) -> bool;

    /// Returns the answer in words that belong to no vendor.
    fn into_answer(self) -> Result<Answer, Unusable>;

    /// Writes into `metadata` what is known whether the answer is used or not.
    fn record(&self, metadata: &mut AttemptMetadata);

    /// Writes into `metadata` what is known of an answer of another form.
    fn record_paid(model: Option<&str>, usage: Option<&RawValue>, metadata: &mut AttemptMetadata);
}

/// The billed usage in an answer of any other form; the names are those of all vendors.
#[derive(Deserialize)]
struct Paid {
    #[serde(default, alias = "modelVersion")]
    model: Text,
    #[serde(alias = "usageMetadata")]
    usage: Option<Box<RawValue>>,
    cost: Option<Box<RawValue>>,
    /// An error may hold the same members.
    error: Option<Box<RawValue>>,
}

/// Records what an error's body reports of tokens and cost, and whether the vendor itself wrote it.
pub(super) fn record_refusal<T: Envelope>(received: Received<'_>) {
    received
        .recorder
        .update(|metadata| refusal::<T>(received, metadata));
}

/// Writes into `metadata` what `received` reports, as [`record_refusal`] does.
fn refusal<T: Envelope>(received: Received<'_>, metadata: &mut AttemptMetadata) {
    let Ok(body) = str::from_utf8(received.body) else {
        return;
    };
    let body = body.trim_start();
    // Text and pages are a proxy's, behind which the vendor may have worked.
    let is_json = body.starts_with(['{', '[']) && json::from_str::<IgnoredAny>(body).is_ok();
    if is_json && VendorError::read(body).is_some_and(|told| told.has_message()) {
        metadata.bill = Bill::Refused;
    }
    let Ok(outer) = serde_json::from_str::<Paid>(body) else {
        return;
    };
    let error = outer.error.as_deref().map(RawValue::get);
    let inner = error.and_then(|error| serde_json::from_str::<Paid>(error).ok());
    for paid in inner.into_iter().chain([outer]) {
        let mut found = AttemptMetadata::default();
        T::record_paid(None, paid.usage.as_deref(), &mut found);
        let cost = paid.cost.and_then(|cost| Usd::told(cost.get()));
        let cost = cost.max(found.reported_cost);
        if found.usage.is_some() || cost.is_some() {
            metadata.usage = metadata.usage.or(found.usage);
            metadata.reported_cost = metadata.reported_cost.max(cost);
            metadata.bill = Bill::Closed;
        }
    }
}

/// The envelope `T` in `received`, or what stands there instead.
pub(super) fn envelope<T: Envelope>(received: Received<'_>) -> Result<T, Failure> {
    let body = match str::from_utf8(received.body) {
        // Some servers begin with a byte order mark.
        Ok(text) => text.trim_start_matches('\u{feff}').trim_start(),
        Err(error) => {
            let at = error.valid_up_to();
            let message = format!("the answer is not UTF-8 at byte {at}");
            return Err(Failure::new(FailureClass::Malformed, message));
        }
    };
    let error = match json::from_str(body) {
        Ok(envelope) => return Ok(envelope),
        Err(error) => error,
    };
    let (class, message) = misread(body, &error);
    if error.is_data()
        && let Ok(paid) = serde_json::from_str::<Paid>(body)
    {
        let (model, usage) = (paid.model.0.as_deref(), paid.usage.as_deref());
        received
            .recorder
            .update(|metadata| T::record_paid(model, usage, metadata));
    }
    // Without the parser's error as a source: it quotes the answer.
    Err(Failure::new(class, message))
}

/// Returns a description of a `body` that is no answer.
fn misread(body: &str, error: &serde_json::Error) -> Unusable {
    if body.is_empty() {
        (FailureClass::Malformed, "the answer is empty".to_owned())
    } else if body.starts_with('<') {
        (
            FailureClass::Malformed,
            "the answer is HTML or XML, not JSON; is the base URL right?".to_owned(),
        )
    } else if error.is_eof() {
        (
            FailureClass::Interrupted,
            "the answer's JSON breaks off".to_owned(),
        )
    } else if error.is_data() {
        (
            FailureClass::Malformed,
            format!(
                "the answer's JSON is not the one that the API documents (line {}, column {})",
                error.line(),
                error.column()
            ),
        )
    } else {
        (
            FailureClass::Malformed,
            format!(
                "the answer is not one JSON document (line {}, column {})",
                error.line(),
                error.column()
            ),
        )
    }
}
