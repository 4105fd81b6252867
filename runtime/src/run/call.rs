//! One document: asked, and its end written down.

use std::num::NonZeroU64;
use std::sync::Arc;
use std::time::Duration;

use serde_json::value::{RawValue, to_raw_value};

use super::input::Document;
use super::record::{
    Begun, CallRecord, DriftedRecord, End, FailedRecord, Record, ValueRecord, Void,
};
use super::verdict::{Verdict, verdict};
use super::writer::Writer;
use crate::drift::shown;
use crate::engine::ask_solo;
use crate::error::Error;
use crate::failure::FailureClass;
use crate::journal::JournalError;
use crate::money::Usd;
use crate::plan::{CallOptions, Checked};
use crate::receipt::{Attempt, Receipt};
use crate::registry::ContractEntry;
use crate::sync::{Mutex, lock};
use crate::usage::Usage;

/// Most characters of a failure's message.
const LONGEST: usize = 500;

/// Everything that the calls of a run share.
pub(super) struct Job {
    pub(super) contract: ContractEntry,
    pub(super) plan: Arc<Checked>,
    pub(super) options: CallOptions,
    /// Receipts are kept.
    pub(super) receipts: bool,
    pub(super) writer: Writer,
}

/// The end of one call.
pub(super) enum Ended {
    /// The document has its end, which stands at `offset` of the journal.
    Done {
        offset: NonZeroU64,
        end: End,
        class: Option<FailureClass>,
        call: CallRecord<'static>,
        refused: Refused,
    },
    /// It has none.
    Open {
        verdict: Verdict,
        class: FailureClass,
        message: String,
        booked: Option<Usd>,
        refused: Refused,
    },
    Journal(JournalError),
}

/// A vendor's refusal of attempts since there were too many, with the wait that it asked for.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Refused {
    pub(super) is_refused: bool,
    pub(super) wait: Option<Duration>,
}

impl Job {
    /// Asks about a document; `last` makes a passing failure its end.
    pub(super) async fn ask(&self, document: &Document, last: bool) -> Ended {
        match self.asked(document, last).await {
            Ok(ended) => ended,
            Err(error) => Ended::Journal(error),
        }
    }

    async fn asked(&self, document: &Document, last: bool) -> Result<Ended, JournalError> {
        let (broken, worst) = (Mutex::new(None), Mutex::new(Vec::new()));
        let begins = |attempt: u32, possible: Option<Usd>| {
            lock(&worst).push(possible);
            let begun = Record::Begun(Begun {
                id: document.id.clone(),
                attempt,
                worst: possible,
            });
            self.writer.note(&begun).map_err(|error| {
                let why = error.to_string();
                *lock(&broken) = Some(error);
                why
            })
        };
        let asked = (&document.asked, &document.bindings);
        let options = Some(&self.options);
        let ended = ask_solo(&self.plan, &self.contract, asked, &begins, options).await;
        if let Some(error) = lock(&broken).take() {
            return Err(error);
        }
        let worst = std::mem::take(&mut *lock(&worst));
        match ended {
            Ok((json, receipt)) => self.value(document, &json, &receipt, &worst).await,
            Err(error) => match verdict(error.class()) {
                Verdict::Final => self.failure(document, &error, &worst).await,
                Verdict::Again if last => self.failure(document, &error, &worst).await,
                verdict => self.open(document, verdict, &error, &worst),
            },
        }
    }

    async fn value(
        &self,
        document: &Document,
        json: &str,
        receipt: &Receipt,
        worst: &[Option<Usd>],
    ) -> Result<Ended, JournalError> {
        let value = self.raw(serde_json::from_str::<Box<RawValue>>(json))?;
        let kept = self.receipt(receipt)?;
        let call = facts(receipt, worst);
        let record = Record::Value(ValueRecord {
            id: document.id.clone(),
            key: written(document.key),
            value: &value,
            call: CallRecord {
                receipt: kept.as_deref(),
                ..call.clone()
            },
        });
        let offset = self.writer.put(&record).await?;
        Ok(Ended::Done {
            offset,
            end: End::Value,
            class: None,
            call,
            refused: refused(receipt),
        })
    }

    async fn failure(
        &self,
        document: &Document,
        error: &Error,
        worst: &[Option<Usd>],
    ) -> Result<Ended, JournalError> {
        let (id, key) = (document.id.clone(), written(document.key));
        let receipt = error.receipt();
        let kept = self.receipt(receipt)?;
        let facts = facts(receipt, worst);
        let call = CallRecord {
            receipt: kept.as_deref(),
            ..facts.clone()
        };
        let (offset, end) = if let Some(drift) = error.drift() {
            let drift = self.raw(to_raw_value(drift))?;
            let record = Record::Drifted(DriftedRecord {
                id,
                key,
                drift: &drift,
                call,
            });
            (self.writer.put(&record).await?, End::Drifted)
        } else {
            let record = Record::Failed(FailedRecord {
                id,
                key,
                class: error.class().name().to_owned(),
                message: shown(&error.to_string(), LONGEST),
                call,
            });
            (self.writer.put(&record).await?, End::Failed)
        };
        Ok(Ended::Done {
            offset,
            end,
            class: Some(error.class()),
            call: facts,
            refused: refused(receipt),
        })
    }

    fn open(
        &self,
        document: &Document,
        verdict: Verdict,
        error: &Error,
        worst: &[Option<Usd>],
    ) -> Result<Ended, JournalError> {
        let receipt = error.receipt();
        let booked = booked(receipt, worst);
        // What wasn't sent has no line to end.
        if !receipt.attempts.is_empty() {
            let void = Record::Void(Void {
                id: document.id.clone(),
                class: error.class().name().to_owned(),
                booked,
            });
            self.writer.note(&void)?;
        }
        Ok(Ended::Open {
            verdict,
            class: error.class(),
            message: shown(&error.to_string(), LONGEST),
            booked,
            refused: refused(receipt),
        })
    }

    fn receipt(&self, receipt: &Receipt) -> Result<Option<Box<RawValue>>, JournalError> {
        let kept = self.receipts.then(|| to_raw_value(receipt));
        kept.map(|raw| self.raw(raw)).transpose()
    }

    fn raw(
        &self,
        raw: Result<Box<RawValue>, serde_json::Error>,
    ) -> Result<Box<RawValue>, JournalError> {
        raw.map_err(|error| JournalError::unwritable(self.writer.path(), &error.to_string()))
    }
}

fn written(key: u128) -> String {
    format!("{key:032x}")
}

fn facts(receipt: &Receipt, worst: &[Option<Usd>]) -> CallRecord<'static> {
    let sum = |of: fn(&Usage) -> u64| {
        let usages = receipt.attempts.iter();
        let usages = usages.filter_map(|attempt| attempt.usage.as_ref());
        usages.map(of).fold(0, u64::saturating_add)
    };
    let of = |attempt: &Attempt| format!("{}/{}", attempt.provider, attempt.requested_model);
    CallRecord {
        model: receipt.attempts.last().map(of),
        cost: receipt.cost(),
        booked: booked(receipt, worst),
        input_tokens: sum(|usage| usage.input),
        output_tokens: sum(|usage| usage.output),
        attempts: u32::try_from(receipt.attempts.len()).unwrap_or(u32::MAX),
        receipt: None,
    }
}

/// Returns the amount that counts against the budget: for an attempt of unknown cost, its worst
/// case. `None` if nothing is known.
fn booked(receipt: &Receipt, worst: &[Option<Usd>]) -> Option<Usd> {
    let mut worst = worst.iter();
    let attempts = receipt.attempts.iter().filter_map(|attempt| {
        let worst = worst.next().copied().flatten();
        attempt.counted(worst)
    });
    attempts.reduce(|sum, one| sum.plus(Some(one)))
}

fn refused(receipt: &Receipt) -> Refused {
    let refusals = receipt.attempts.iter().filter(|attempt| {
        let class = attempt.failure;
        matches!(
            class,
            Some(FailureClass::RateLimited | FailureClass::Overloaded)
        )
    });
    let mut refused = Refused::default();
    for attempt in refusals {
        refused.is_refused = true;
        refused.wait = refused.wait.max(attempt.retry_after);
    }
    refused
}
