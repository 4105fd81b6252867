//! Portkey's errors: the upstream's, with a prefix in the message, and its own (gateway 1.15.2 and
//! hosted documentation, 2026-08).

use crate::failure::FailureClass::{BadRequest, Filtered};
use crate::provider::error::{Row, code, status};

pub(super) const TABLE: &[Row] = &[
    // A guardrail denied the request or the answer.
    status(446, Filtered),
    code(0, "inline_config_blocked", BadRequest),
    code(0, "inline_provider_blocked", BadRequest),
    code(0, "inline_custom_host_blocked", BadRequest),
];
