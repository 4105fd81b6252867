//! Mistral's errors (error glossary and API reference, read 2026-08-21).

use crate::failure::FailureClass::{ContextExceeded, SchemaRejected};
use crate::provider::error::{Row, words};

/// `code` is a number in words; `type` names the case, with names of the shared table.
pub(super) const TABLE: &[Row] = &[
    words(400, "too large for model", ContextExceeded),
    // A 422 names the field in `detail`; the schema itself is refused with 400.
    words(400, "Invalid schema", SchemaRejected),
];
