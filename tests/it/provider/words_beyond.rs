//! Verdicts that vendors and servers report by words or codes alone, under a type or a status that
//! only says that something failed.

use driftless::FailureClass::{
    self, BadRequest, ContextExceeded, Filtered, NotFound, QuotaExhausted, Unauthorized,
};

use super::vendors::STREAM;
use super::verdicts::fails;

const WORDS: &[(&str, FailureClass)] = &[
    (
        "Input length (9 tokens) exceeds the maximum allowed length (8 tokens). Use a shorter input.",
        ContextExceeded,
    ),
    (
        "The prompt (length 9) is longer than the maximum model length of 8",
        ContextExceeded,
    ),
    (
        "too many tokens: total tokens 9 must be less than 8",
        ContextExceeded,
    ),
    (
        "prompt token count of 9 exceeds the limit of 8",
        ContextExceeded,
    ),
    (
        "Please reduce the length of the messages or completion.",
        ContextExceeded,
    ),
    (
        "input length and `max_tokens` exceed context limit: 9 + 1 > 8",
        ContextExceeded,
    ),
    ("No auth credentials found", Unauthorized),
    ("User not found.", Unauthorized),
    ("Country, region, or territory not supported", Unauthorized),
    (
        "The model `x` does not exist or you do not have access to it.",
        NotFound,
    ),
    ("model 'x' not found, try pulling it first", NotFound),
    (
        "Your organization must be verified to use the model `x`.",
        NotFound,
    ),
    (
        "The API deployment for this resource does not exist.",
        NotFound,
    ),
    ("Requested entity was not found.", NotFound),
    (
        "Your account is not active, please check your billing details",
        QuotaExhausted,
    ),
    (
        "Unsupported parameter: 'max_tokens' is no parameter of x.",
        BadRequest,
    ),
    (
        "'temperature' is not supported with this model.",
        BadRequest,
    ),
];

const CODES: &[(&str, FailureClass)] = &[
    ("image_content_policy_violation", Filtered),
    ("sensitive_words_detected", Filtered),
    ("ExpiredTokenException", Unauthorized),
    ("account_deactivated", Unauthorized),
    ("invalid_organization", Unauthorized),
    ("expired_api_key", Unauthorized),
    ("ForbiddenError", Unauthorized),
    ("ResourceNotFoundException", NotFound),
    ("unknown_url", NotFound),
    ("array_above_max_length", BadRequest),
    ("invalid_value", BadRequest),
    ("data_residency_mismatch", BadRequest),
    ("invalid_image", BadRequest),
    ("image_parse_error", BadRequest),
    ("failed_to_download_image", BadRequest),
];

/// Seen to fail before: each was a server error under 500, and the words were one within a success.
#[tokio::test]
async fn a_verdict_in_words_or_codes_alone_is_no_server_error() {
    let words = WORDS.iter().map(|(words, class)| {
        let error = serde_json::json!({"message": words, "type": "server_error", "code": null});
        (error, *class)
    });
    let codes = CODES.iter().map(|(code, class)| {
        let error = serde_json::json!({"message": "no", "type": "error", "code": code});
        (error, *class)
    });
    for (error, class) in words.chain(codes) {
        let body = serde_json::json!({"error": error}).to_string();
        let event = format!("data: {body}\n\ndata: [DONE]\n\n");
        for name in ["compatible", "responses", "anthropic"] {
            let within = fails(name, 200, STREAM, &event).await;
            assert_eq!(within.class, class, "{name}, within 200: {within}");
            let under = fails(name, 500, &[], &body).await;
            assert_eq!(under.class, class, "{name}, under 500: {under}");
        }
    }
}
