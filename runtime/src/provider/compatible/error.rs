//! The errors of compatible servers: OpenAI's codes, and those that each server has of its own (their API references, read 2026-11).

use crate::failure::FailureClass::{
    BadRequest, ContextExceeded, Filtered, Malformed, NotFound, Overloaded, QuotaExhausted,
    RateLimited, Refused, SchemaRejected, ServerError, Unauthorized,
};
use crate::provider::error::{Row, code, status, words};

pub(super) const TABLE: &[Row] = &[
    // OpenAI's, which most servers take over.
    code(0, "invalid_json_schema", SchemaRejected),
    code(0, "invalid_function_parameters", SchemaRejected),
    words(400, "Invalid schema for ", SchemaRejected),
    code(0, "context_length_exceeded", ContextExceeded),
    code(0, "model_not_found", NotFound),
    code(0, "insufficient_quota", QuotaExhausted),
    code(0, "rate_limit_exceeded", RateLimited),
    code(0, "content_filter", Filtered),
    code(0, "server_error", ServerError),
    // llama.cpp; 503 while it loads the model.
    code(0, "exceed_context_size_error", ContextExceeded),
    code(0, "unavailable_error", Overloaded),
    // vLLM has no code for it.
    words(400, "maximum context length", ContextExceeded),
    // Groq: the model's own output failed.
    code(400, "json_validate_failed", Malformed),
    code(400, "tool_use_failed", Malformed),
    // OpenRouter's `metadata.error_type`, also within a success.
    code(0, "content_policy_violation", Filtered),
    code(0, "refusal", Refused),
    code(0, "provider_overloaded", Overloaded),
    code(0, "provider_unavailable", Overloaded),
    code(0, "capacity_exhausted", Overloaded),
    code(0, "temporarily_unavailable", Overloaded),
    code(0, "no_endpoints", NotFound),
    words(400, "is not a valid model ID", NotFound),
    // Ollama.
    code(0, "not_found_error", NotFound),
    words(400, "exceeded max context length", ContextExceeded),
    // xAI: one code for all that is wrong with a request, and another for all that a key may not do (recorded and reported, 2025-04 to 2026-08).
    words(400, "Incorrect API key", Unauthorized),
    words(400, "Model not found", NotFound),
    words(400, "maximum prompt length", ContextExceeded),
    words(0, "used all available credits", QuotaExhausted),
    words(403, "doesn't have any credits", QuotaExhausted),
    // Perplexity (recorded 2026-07).
    code(0, "too_many_prompt_tokens", ContextExceeded),
    // Moonshot (reported 2026-04).
    words(400, "exceeded model token limit", ContextExceeded),
    // Within a success, whose status says nothing.
    code(200, "invalid_request_error", BadRequest),
    status(409, ServerError),
];
