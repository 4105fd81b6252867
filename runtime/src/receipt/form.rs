//! The serialised form of an attempt, for reading.
//!
//! One flat object, which `serde(flatten)` would read through a buffer: with the feature
//! `arbitrary_precision` of `serde_json`, which any crate of a program may switch on, numbers don't
//! survive that (serde-rs/json issue 505).

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::attempt::{Attempt, AttemptKind, SnapshotChange};
use crate::bill::Bill;
use crate::breaker::BreakerState;
use crate::budget::BookingId;
use crate::dialect::{Loss, Step};
use crate::failure::FailureClass;
use crate::limit::TimeLimit;
use crate::metadata::{AttemptMetadata, Details, from_micros, from_optional_micros};
use crate::money::Usd;
use crate::served::Served;
use crate::usage::Usage;

/// An attempt with its metadata among its own members.
#[derive(Deserialize)]
pub(super) struct Form {
    kind: AttemptKind,
    step: usize,
    #[serde(rename = "begun_after_us", deserialize_with = "from_micros")]
    begun_after: Duration,
    provider: String,
    base_url: String,
    dialect: String,
    requested_model: String,
    #[serde(default)]
    parameters: BTreeMap<String, Value>,
    #[serde(default)]
    ignored_parameters: Vec<String>,
    served_model: Option<String>,
    served: Option<Served>,
    served_reason: Option<String>,
    snapshot_changed: Option<SnapshotChange>,
    failure: Option<FailureClass>,
    limit: Option<TimeLimit>,
    code: Option<String>,
    status: Option<u16>,
    request_id: Option<String>,
    response_id: Option<String>,
    bill: Bill,
    usage: Option<Usage>,
    cost: Option<Usd>,
    reported_cost: Option<Usd>,
    cost_note: Option<String>,
    reserved: Option<Usd>,
    booked: Option<Usd>,
    overrun: Option<Usd>,
    booking: Option<BookingId>,
    breaker: Option<BreakerState>,
    not_retried: Option<String>,
    #[serde(
        rename = "headers_after_us",
        default,
        deserialize_with = "from_optional_micros"
    )]
    headers_after: Option<Duration>,
    #[serde(
        rename = "first_token_after_us",
        default,
        deserialize_with = "from_optional_micros"
    )]
    first_token_after: Option<Duration>,
    #[serde(rename = "elapsed_us", deserialize_with = "from_micros")]
    elapsed: Duration,
    #[serde(
        rename = "retry_after_us",
        default,
        deserialize_with = "from_optional_micros"
    )]
    retry_after: Option<Duration>,
    no_retry: bool,
    #[serde(default)]
    provider_details: Details,
    // Until layout 2, facts of the model in the process were members of their own.
    forced_tokens: Option<u64>,
    grade: Option<String>,
    model_digest: Option<String>,
    #[serde(default)]
    closed_early: bool,
    steps: Vec<Step>,
    losses: Vec<Loss>,
    violations: usize,
    #[serde(default)]
    drifted_fields: BTreeMap<String, usize>,
    #[serde(default)]
    stopped_at: Option<usize>,
}

impl Form {
    /// Takes the details, with those that layout 2 has as members of their own.
    fn take_details(&mut self) -> Details {
        let mut details = std::mem::take(&mut self.provider_details);
        if let Some(forced) = self.forced_tokens {
            details.set("forced_tokens", forced);
        }
        if let Some(grade) = self.grade.take() {
            details.set("grade", grade);
        }
        if let Some(digest) = self.model_digest.take() {
            details.set("model_digest", digest);
        }
        if self.closed_early {
            details.set("closed_early", true);
        }
        details
    }
}

impl From<Form> for Attempt {
    fn from(mut form: Form) -> Self {
        let provider_details = form.take_details();
        Self {
            kind: form.kind,
            step: form.step,
            begun_after: form.begun_after,
            provider: form.provider,
            base_url: form.base_url,
            dialect: form.dialect,
            requested_model: form.requested_model,
            parameters: Arc::new(form.parameters),
            ignored_parameters: form.ignored_parameters,
            metadata: AttemptMetadata {
                served_model: form.served_model,
                status: form.status,
                request_id: form.request_id,
                response_id: form.response_id,
                bill: form.bill,
                usage: form.usage,
                reported_cost: form.reported_cost,
                headers_after: form.headers_after,
                first_token_after: form.first_token_after,
                provider_details,
                ..AttemptMetadata::default()
            },
            served: form.served,
            served_reason: form.served_reason,
            snapshot_changed: form.snapshot_changed,
            failure: form.failure,
            limit: form.limit,
            code: form.code,
            cost: form.cost,
            cost_note: form.cost_note,
            floor: None,
            reserved: form.reserved,
            booked: form.booked,
            overrun: form.overrun,
            booking: form.booking,
            breaker: form.breaker,
            not_retried: form.not_retried,
            elapsed: form.elapsed,
            retry_after: form.retry_after,
            no_retry: form.no_retry,
            steps: form.steps,
            losses: Arc::from(form.losses),
            violations: form.violations,
            drifted_fields: form.drifted_fields,
            stopped_at: form.stopped_at,
        }
    }
}
