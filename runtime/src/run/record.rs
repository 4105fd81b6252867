//! The lines of a run's journal.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::journal::Kind;
use crate::money::Usd;

/// Its first line.
pub(super) const KIND: Kind = Kind {
    name: "run journal",
    title: "journal of a run",
    version: 1,
    without_sums: None,
    cuts_damaged_end: true,
};

/// One line, as it is read; values stay the bytes that were written.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Record<'a> {
    /// From here on, calls have this identity.
    Generation(Box<Generation>),
    /// An attempt is about to be made.
    Begun(Begun),
    /// The document has a value.
    #[serde(borrow)]
    Value(ValueRecord<'a>),
    /// The answer deviates from the contract.
    #[serde(borrow)]
    Drifted(DriftedRecord<'a>),
    /// The call failed, and would again.
    #[serde(borrow)]
    Failed(FailedRecord<'a>),
    /// The call failed for a passing reason; the document is asked again.
    Void(Void),
}

/// The identity of calls: what their answers may depend on besides the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Generation {
    /// Counts from 1.
    pub(super) number: u32,
    pub(super) prompt: String,
    pub(super) prompt_fingerprint: String,
    pub(super) contract_fingerprint: String,
    /// `vendor/model` of each model in order.
    pub(super) models: Vec<String>,
    /// Hash of all of it.
    pub(super) identity: String,
    /// Number of documents in the input.
    pub(super) documents: u64,
    /// Hash of the documents, whatever their order.
    pub(super) input: String,
}

/// See [`Record::Begun`].
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Begun {
    pub(super) id: String,
    /// Which attempt of the call, from 0.
    pub(super) attempt: u32,
    /// The most that it can cost; `None` if that isn't known, or the model is free.
    pub(super) worst: Option<Usd>,
}

/// See [`Record::Value`].
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ValueRecord<'a> {
    pub(super) id: String,
    pub(super) key: String,
    #[serde(borrow)]
    pub(super) value: &'a RawValue,
    #[serde(borrow)]
    pub(super) call: CallRecord<'a>,
}

/// See [`Record::Drifted`].
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DriftedRecord<'a> {
    pub(super) id: String,
    pub(super) key: String,
    /// Every violation, as drifts are serialized.
    #[serde(borrow)]
    pub(super) drift: &'a RawValue,
    #[serde(borrow)]
    pub(super) call: CallRecord<'a>,
}

/// See [`Record::Failed`].
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FailedRecord<'a> {
    pub(super) id: String,
    pub(super) key: String,
    pub(super) class: String,
    pub(super) message: String,
    #[serde(borrow)]
    pub(super) call: CallRecord<'a>,
}

/// See [`Record::Void`].
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Void {
    pub(super) id: String,
    pub(super) class: String,
    pub(super) booked: Option<Usd>,
}

/// The facts of a call that a summary adds up.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CallRecord<'a> {
    /// The model that answered or failed last, as `vendor/model`.
    pub(super) model: Option<String>,
    pub(super) cost: Option<Usd>,
    /// The amount that counts against the budget: attempts of unknown cost count their worst case.
    pub(super) booked: Option<Usd>,
    pub(super) input_tokens: u64,
    pub(super) output_tokens: u64,
    pub(super) attempts: u32,
    /// The call's receipt; `None` if the run keeps none.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub(super) receipt: Option<&'a RawValue>,
}

/// The end of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Value,
    Drifted,
    Failed,
}
