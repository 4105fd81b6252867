//! The lines of a journal.

use serde::{Deserialize, Serialize};

use crate::journal::Kind;
use crate::money::Usd;
use crate::qualify::Side;

/// Its first line.
pub(super) const KIND: Kind = Kind {
    name: "qualification journal",
    title: "journal of a qualification",
    version: 2,
    without_sums: Some(1),
    cuts_damaged_end: false,
};

/// One line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Record {
    /// An attempt of a call is about to be made.
    Begun {
        key: String,
        /// Which attempt of the call, from 0; a line with 0 begins a call.
        #[serde(default)]
        attempt: u32,
        /// The most that the attempt can cost, which counts against the budget if its end is never
        /// written; `None` if that isn't known, or the model is free.
        #[serde(default)]
        worst: Option<Usd>,
        /// For people: what the key stands for.
        model: String,
        item: String,
        repetition: u8,
    },
    /// It has ended, and says something of the model.
    Ended {
        key: String,
        answered: Box<Answered>,
    },
    /// It has ended and says nothing of the model; it will be made again.
    Void {
        key: String,
        class: String,
        cost: Option<Usd>,
    },
}

/// The end of one call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::qualify) struct Answered {
    pub(in crate::qualify) said: Side,
    /// The model that the vendor says has served.
    pub(in crate::qualify) served: Option<String>,
    pub(in crate::qualify) cost: Option<Usd>,
    /// The amount that counts against the budget, if that is more: attempts without an end count
    /// their worst case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::qualify) booked: Option<Usd>,
    pub(in crate::qualify) input_tokens: u64,
    pub(in crate::qualify) output_tokens: u64,
    /// Duration of the attempt that decided.
    pub(in crate::qualify) elapsed_us: u64,
    pub(in crate::qualify) first_token_us: Option<u64>,
}

impl Answered {
    /// The document; `None`: the call gave none.
    pub(in crate::qualify) fn document(&self) -> Option<&str> {
        match &self.said {
            Side::Answer { json } => Some(json),
            Side::Failure { .. } => None,
        }
    }
}
