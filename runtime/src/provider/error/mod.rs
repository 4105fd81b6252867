//! Classes of vendors' errors: tables with one row per documented case, read by one function.
//!
//! The order is the contract. (1) A verdict, that is a class which is never retried, wins in any
//! spelling and place: first by the vendor's own table, then by the shared one. (2) The vendor's
//! and the shared rows of failures that pass. (3) The status; within a success, or under one that
//! only reports a failure, the status in the body. (4) General words such as `server_error`. (5)
//! The status' hundred. An error within a success that is none of these is
//! [`UnknownError`](FailureClass::UnknownError).

mod excerpt;
mod members;
mod named;
mod shared;
mod vendor_error;
mod verdicts;

pub(super) use excerpt::{coded, shown_excerpt};
pub(super) use named::{holds_no_answer, names_error};
pub(super) use vendor_error::VendorError;

use crate::failure::{FailureClass, Retryable};

use super::exchange::Received;
use super::sanitize::in_one_line;
use super::{Failure, retry_after};

/// One documented case. The first row that fits decides.
#[derive(Debug)]
pub(super) struct Row {
    /// HTTP status; 0 for any, 200 included.
    pub(super) status: u16,
    /// One of the error's codes; empty for any. Case and separators make no difference.
    pub(super) code: &'static str,
    /// Words within the message, where the vendor has no code for the case; empty for any. Case
    /// makes no difference.
    pub(super) words: &'static str,
    /// The class.
    pub(super) class: FailureClass,
}

/// A row with a code.
pub(super) const fn code(status: u16, code: &'static str, class: FailureClass) -> Row {
    Row {
        status,
        code,
        words: "",
        class,
    }
}

/// A row without a code.
pub(super) const fn status(status: u16, class: FailureClass) -> Row {
    code(status, "", class)
}

/// Returns a row for a case that only the message shows.
pub(super) const fn words(status: u16, words: &'static str, class: FailureClass) -> Row {
    Row {
        status,
        code: "",
        words,
        class,
    }
}

impl Row {
    /// Returns `true` if the row says nothing but a status.
    fn is_status(&self) -> bool {
        self.code.is_empty() && self.words.is_empty()
    }

    /// Returns `true` if the row describes this error, under one of `statuses`.
    fn fits(&self, statuses: &[u16], told: &VendorError) -> bool {
        (self.status == 0 || statuses.contains(&self.status))
            && (self.code.is_empty() || told.has_code(self.code))
            && (self.words.is_empty() || told.has_words(self.words))
    }
}

/// Returns the failure that `received` is.
pub(super) fn failure(received: Received<'_>, told: Option<VendorError>, table: &[Row]) -> Failure {
    // Bytes that can't be read say nothing, whatever their replacements look like.
    let is_coded = str::from_utf8(received.body).is_err() && coded(received.headers).is_some();
    let told = told.filter(|_| !is_coded);
    let known = told.is_some();
    let told = told.unwrap_or_default();
    let class = told
        .class
        .unwrap_or_else(|| classify(received.status, &told, table));
    let message = if known && !told.message.is_empty() {
        let words = in_one_line(&told.message);
        let said = [words.as_str(), &told.codes.join(" ")].join(" ");
        let remedy = match class {
            FailureClass::NotFound | FailureClass::BadRequest => {
                excerpt::address_remedy(received.status, &said)
            }
            _ => "",
        };
        [words.as_str(), remedy].concat()
    } else {
        excerpt::without_words(received)
    };
    let mut failure = Failure::new(class, format!("status {}: {message}", received.status));
    failure.code = told.codes.first().map(|code| in_one_line(code));
    failure.retry_after = match class {
        // Waiting doesn't fill an account.
        FailureClass::QuotaExhausted => None,
        _ => told
            .retry_after
            .or_else(|| retry_after::from_headers(received.headers)),
    };
    failure.no_retry = retry_after::is_refused(received.headers);
    // A page, or a proxy on the way, says nothing about the key.
    failure.asks_for_key = known && class == FailureClass::Unauthorized && received.status != 407;
    received.recorder.update(|metadata| {
        metadata.request_id = metadata.request_id.take().or(told.request_id);
    });
    failure
}

/// Returns the class of an error under the HTTP status `outer`.
fn classify(outer: u16, told: &VendorError, vendor: &[Row]) -> FailureClass {
    let mut statuses = vec![outer];
    statuses.extend(&told.statuses);
    let find =
        |table: &'static [Row], statuses: &[u16]| table.iter().find(|row| row.fits(statuses, told));
    let named = |table, statuses: &[u16]| find(table, statuses).map(|row| row.class);
    let own = vendor
        .iter()
        .find(|row| !row.is_status() && row.fits(&statuses, told));
    let class = match (own, find(verdicts::VERDICTS, &statuses)) {
        (Some(own), _) if own.class.retry() == Retryable::Never => Some(own.class),
        // The vendor's own code says more than words that somebody else might have used.
        (Some(own), Some(words)) if !own.code.is_empty() && !words.words.is_empty() => {
            Some(own.class)
        }
        (_, Some(verdict)) => Some(verdict.class),
        (Some(own), None) => Some(own.class),
        (None, None) => named(shared::PASSING, &statuses),
    };
    if let Some(class) = class {
        return class;
    }
    let status = effective(outer, &told.statuses);
    let own = vendor
        .iter()
        .find(|row| row.is_status() && row.status == status);
    if let Some(class) = own
        .map(|row| row.class)
        .or_else(|| named(shared::HTTP, &[status]))
    {
        return class;
    }
    if says_little(status)
        && let Some(class) = named(shared::PASSING_WORDS, &[status])
    {
        return class;
    }
    match status {
        400..500 => FailureClass::BadRequest,
        200..300 => named(shared::GENERAL, &[status]).unwrap_or(FailureClass::UnknownError),
        500..600 => named(shared::GENERAL, &[status]).unwrap_or(FailureClass::ServerError),
        _ => FailureClass::UnknownError,
    }
}

/// Returns `true` if `status` says no more than that there is an error, or not even that.
const fn says_little(status: u16) -> bool {
    matches!(status, 200..300 | 500 | 502)
}

/// Returns the status that counts: the body's, where HTTP's own says little. Of several the first
/// that is never retried.
fn effective(outer: u16, inner: &[u16]) -> u16 {
    if !says_little(outer) {
        return outer;
    }
    let is_verdict = |status: &&u16| {
        let row = shared::HTTP.iter().find(|row| row.status == **status);
        let class = row.map(|row| row.class);
        match class {
            Some(class) => class.retry() == Retryable::Never,
            None => (400..500).contains(*status),
        }
    };
    let found = inner.iter().find(is_verdict).or(inner.first());
    found.copied().unwrap_or(outer)
}
