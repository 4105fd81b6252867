//! DeepSeek's errors (page "Error Codes", read 2026-11): 402 is an empty account, 422 wrong
//! parameters, 503 overload; those three are HTTP's own rows.

use crate::failure::FailureClass::{NotFound, SchemaRejected};
use crate::provider::error::{Row, words};

/// Codes say nothing more than the status (`invalid_request_error` also stands in a 402), so that
/// the message must.
pub(super) const TABLE: &[Row] = &[
    // Recorded 2026-08.
    words(400, "The supported API model names are", NotFound),
    words(400, "schema", SchemaRejected),
    words(422, "schema", SchemaRejected),
];
