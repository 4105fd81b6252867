//! A whole answer's JSON, and what is to be said where it is something else.

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::value::RawValue;

use crate::bill::Bill;
use crate::failure::FailureClass;
use crate::json;
use crate::money::Usd;

use super::answer::{Answer, Unusable};
use super::error::Told;
use super::exchange::Received;
use super::lenient::Text;
use super::stream::Pieces;
use super::{Facts, Failure};

/// The form of a vendor's answers.
pub(super) trait Envelope: DeserializeOwned {
    /// The same answer in pieces.
    type Pieces: Pieces;

    /// Whether it is an error, which some servers send with status 200.
    fn is_error(&self) -> bool;

    /// The answer in words that belong to no vendor; notes into `facts` what is known besides.
    fn into_answer(self, facts: &mut Facts) -> Result<Answer, Unusable>;

    /// Notes what is known whether the answer is used or not.
    fn note(&self, facts: &mut Facts);

    /// Notes what is known of an answer of another form.
    fn note_paid(model: Option<&str>, usage: Option<&RawValue>, facts: &mut Facts);
}

/// What has been paid for, in an answer of whatever other form; the names are those of all vendors.
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

/// Notes what an error's body reports of tokens and cost, and whether the vendor itself wrote it.
pub(super) fn note_refusal<T: Envelope>(received: Received<'_>, facts: &mut Facts) {
    let Ok(body) = str::from_utf8(received.body) else {
        return;
    };
    let body = body.trim_start();
    // Text and pages are a proxy's, behind which the vendor may have worked.
    let is_json = body.starts_with(['{', '[']) && json::from_str::<IgnoredAny>(body).is_ok();
    if is_json && Told::read(body).is_some_and(|told| told.has_message()) {
        facts.bill = Bill::Refused;
    }
    let Ok(outer) = serde_json::from_str::<Paid>(body) else {
        return;
    };
    let error = outer.error.as_deref().map(RawValue::get);
    let inner = error.and_then(|error| serde_json::from_str::<Paid>(error).ok());
    for paid in inner.into_iter().chain([outer]) {
        let mut found = Facts::default();
        T::note_paid(None, paid.usage.as_deref(), &mut found);
        let cost = paid.cost.and_then(|cost| Usd::told(cost.get()));
        let cost = cost.max(found.reported_cost);
        if found.usage.is_some() || cost.is_some() {
            facts.usage = facts.usage.or(found.usage);
            facts.reported_cost = facts.reported_cost.max(cost);
            facts.bill = Bill::Closed;
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
            let failure = Failure::new(FailureClass::Malformed, message);
            return Err(failure.with_facts(received.facts.clone()));
        }
    };
    let error = match json::from_str(body) {
        Ok(envelope) => return Ok(envelope),
        Err(error) => error,
    };
    let (class, message) = misread(body, &error);
    // Without the parser's error as a source: it quotes the answer.
    let mut failure = Failure::new(class, message);
    failure.facts = received.facts.clone();
    if error.is_data()
        && let Ok(paid) = serde_json::from_str::<Paid>(body)
    {
        T::note_paid(
            paid.model.0.as_deref(),
            paid.usage.as_deref(),
            &mut failure.facts,
        );
    }
    Err(failure)
}

/// What `body` is instead, in words.
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
