//! `LiteLLM`'s errors: the upstream's status, and the class as the first word of the message
//! (version 1.106.2, read 2026-11). The names of the classes are in the shared table.

use crate::failure::FailureClass::{TimedOut, Unauthorized};
use crate::provider::error::{Row, code, words};

pub(super) const TABLE: &[Row] = &[
    code(0, "token_not_found_in_db", Unauthorized),
    code(0, "expired_key", Unauthorized),
    words(0, "litellm.Timeout", TimedOut),
];
