//! `OpenRouter`'s errors (API reference, 2026-08-22): `metadata.error_type` is the stable class,
//! also within a success; `availability.code` says why nothing serves. Classes that others have
//! too are in the shared table.

use crate::failure::FailureClass::{NotFound, TimedOut, Truncated};
use crate::provider::error::{Row, code, status, words};

pub(super) const TABLE: &[Row] = &[
    code(0, "model_deprecated", NotFound),
    // What the request itself forbids leaves no endpoint: another provider, a dropped parameter,
    // a higher price.
    code(0, "constraint_filtered", NotFound),
    code(0, "privacy_restricted", NotFound),
    code(0, "region_restricted", NotFound),
    // Within a stream, at the output limit (recorded 2025-11).
    words(400, "Token limit reached", Truncated),
    status(408, TimedOut),
    status(524, TimedOut),
];
