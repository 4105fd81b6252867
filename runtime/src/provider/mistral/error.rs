//! Mistral's errors (error glossary and API reference, read 2026-08-21).

use crate::failure::FailureClass::{ContextExceeded, NotFound, SchemaRejected};
use crate::provider::error::{Row, code, words};

pub(super) const TABLE: &[Row] = &[
    // `code` is a number in words; `type` tells the case.
    code(0, "invalid_model", NotFound),
    code(0, "context_length_exceeded", ContextExceeded),
    words(400, "maximum context length", ContextExceeded),
    words(400, "too large for model", ContextExceeded),
    // A 422 names the field in `detail`; the schema itself is refused with 400.
    words(400, "Invalid schema", SchemaRejected),
];
