//! Metadata of one attempt: everything that its provider learns beside the text of the answer.

mod details;
mod headers;
mod micros;
mod routing;

pub use details::{Detail, Details};
pub use headers::Headers;
pub(crate) use micros::{from_micros, from_optional_micros, micros, optional_micros};
pub(crate) use routing::RoutingMetadata;

use std::time::Duration;

use serde::Serialize;

use crate::bill::Bill;
use crate::money::Usd;
use crate::served::ServedEvidence;
use crate::tariff::Mark;
use crate::usage::Usage;

/// Metadata about one attempt, available on success and on failure.
///
/// A provider writes it while the attempt runs, through the attempt's
/// [recorder](crate::provider::AttemptRecorder); the receipt's
/// [`Attempt`](crate::receipt::Attempt) contains it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AttemptMetadata {
    /// The model that the vendor says has served; `None` if it doesn't say. In a receipt, the names
    /// on which the verdict rests.
    pub served_model: Option<String>,
    /// Further names that the pieces of the same answer give, such as a snapshot's after its alias;
    /// each is judged like `served_model`, and the worst verdict counts. Empty in a receipt.
    #[serde(skip)]
    pub further_models: Vec<String>,
    /// HTTP status; `None` if no answer came, or none by HTTP.
    pub status: Option<u16>,
    /// The vendor's id of the HTTP request, for support; `None` if it gave none.
    pub request_id: Option<String>,
    /// The vendor's id of the answer itself, such as `chatcmpl-…`; `None` if it gave none.
    pub response_id: Option<String>,
    /// A mark of how far the attempt came, as far as its cost depends on it: only where it is
    /// [`Bill::Closed`] are the counts final; otherwise they are a floor. An attempt that gave a
    /// reply is always closed.
    pub bill: Bill,
    /// Tokens, as the vendor reported them; `None` if it reported none, or an impossible number.
    pub usage: Option<Usage>,
    /// The amount that the vendor or gateway itself reports as the attempt's cost; `None` if it
    /// reports none.
    pub reported_cost: Option<Usd>,
    /// Marks of the answer that change its price, such as the service tier. Empty in a receipt.
    #[serde(skip)]
    pub marks: Vec<Mark>,
    /// Time from sending to the response's headers; `None` if none came.
    #[serde(rename = "headers_after_us", serialize_with = "optional_micros")]
    pub headers_after: Option<Duration>,
    /// Time from sending to the first piece of the model's output, reasoning included; where an
    /// answer isn't streamed, to the whole of it. `None` if no output came. Providers need not set
    /// it: the recorder does, by
    /// [`AttemptRecorder::progress`](crate::provider::AttemptRecorder::progress).
    #[serde(rename = "first_token_after_us", serialize_with = "optional_micros")]
    pub first_token_after: Option<Duration>,
    /// The provider's report on itself beyond all of this; see [`Details`].
    pub provider_details: Details,
    /// Evidence of a gateway on the way that the answer took; `None` in a receipt, whose verdict
    /// rests on it.
    #[serde(skip)]
    pub evidence: Option<ServedEvidence>,
    /// The response's headers. Empty in a receipt.
    #[serde(skip)]
    pub headers: Headers,
    /// Marks in the body of the way that the answer took.
    #[serde(skip)]
    pub(crate) routing: Option<Box<RoutingMetadata>>,
}

impl AttemptMetadata {
    /// Returns every name that the answer gives of the model that served, in order.
    pub(crate) fn models(&self) -> impl Iterator<Item = &str> {
        let names = self.served_model.iter().chain(&self.further_models);
        names.map(String::as_str).filter(|name| !name.is_empty())
    }

    /// Drops all that a verdict needs and a receipt doesn't keep.
    pub(crate) fn keep_for_receipt(&mut self) {
        self.further_models = Vec::new();
        self.marks = Vec::new();
        self.evidence = None;
        self.headers = Headers::default();
        self.routing = None;
    }
}
