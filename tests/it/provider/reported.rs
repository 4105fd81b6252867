//! Errors that users of other clients, gateways and servers reported (2024-03 to 2026-09), as
//! bytes.

use driftless::FailureClass::{
    self, BadRequest, ContextExceeded, Filtered, Overloaded, QuotaExhausted, RateLimited,
};

use super::vendors::STREAM;
use super::verdicts::fails;

/// The report, the API, the status, the body (in our own words where they say nothing), the class.
const REPORTED: &[(&str, &str, u16, &str, FailureClass)] = &[
    (
        "macanderson/stella#2",
        "compatible",
        429,
        r#"{"error":{"code":"1113","message":"Insufficient balance or no resource package. Please recharge."}}"#,
        QuotaExhausted,
    ),
    (
        "zai-org/feedback#789",
        "anthropic",
        429,
        r#"{"type":"error","error":{"type":"rate_limit_error","code":"1113","message":"[1113][Insufficient balance or no resource package.]"},"request_id":"2026"}"#,
        QuotaExhausted,
    ),
    (
        "continuedev/continue#11823",
        "compatible",
        429,
        r#"{"error":{"code":"1113","message":"余额不足或无可用资源包,请充值。"}}"#,
        QuotaExhausted,
    ),
    (
        "FoundationAgents/OpenManus#438",
        "compatible",
        403,
        r#"{"code":30011,"message":"The model requires paid balance. Your paid balance is insufficient.","data":null}"#,
        QuotaExhausted,
    ),
    (
        "Wei-Shaw/sub2api#890",
        "responses",
        403,
        r#"{"code":"INSUFFICIENT_BALANCE","message":"Insufficient account balance"}"#,
        QuotaExhausted,
    ),
    (
        "modelscope/modelscope#1691",
        "compatible",
        429,
        r#"{"error":{"http_code":"429","message":"insufficient balance (1008)","type":"insufficient_balance_error"},"request_id":"x"}"#,
        QuotaExhausted,
    ),
    (
        "NousResearch/hermes-agent#16680",
        "anthropic",
        500,
        r#"{"type":"error","error":{"type":"api_error","message":"insufficient balance (1008)"},"request_id":"x"}"#,
        QuotaExhausted,
    ),
    (
        "ding113/claude-code-hub#649",
        "anthropic",
        200,
        "event: error\ndata: {\"error\":{\"code\":\"1302\",\"message\":\"High concurrency\"}}\n\ndata: [DONE]\n\n",
        RateLimited,
    ),
    (
        "anthropics/anthropic-sdk-python#1258",
        "anthropic",
        200,
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n",
        Overloaded,
    ),
    (
        "esengine/DeepSeek-Reasonix#6321",
        "deepseek",
        400,
        r#"{"error":{"message":"Content Exists Risk","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}"#,
        Filtered,
    ),
    (
        "deepseek-ai/DeepSeek-V2#30",
        "deepseek",
        400,
        r#"{"detail":"Content Exists Risk"}"#,
        Filtered,
    ),
    (
        "BerriAI/litellm#10793",
        "litellm",
        400,
        r#"{"error":{"message":"litellm.BadRequestError: OpenAIException - The input (9 tokens) is longer than the model's context length (8 tokens).","type":null,"param":null,"code":"400"}}"#,
        ContextExceeded,
    ),
    (
        "lmstudio-ai/lmstudio-bug-tracker#546",
        "compatible",
        200,
        "event: error\ndata: {\"error\":{\"message\":\"Trying to keep the first 111490 tokens when context the overflows.\"}}\n\n",
        ContextExceeded,
    ),
    (
        "dcdpr/jp#978",
        "openrouter",
        200,
        "data: {\"id\":\"g\",\"choices\":[],\"error\":{\"code\":400,\"message\":\"prompt is too long: 1284668 tokens > 1000000 maximum\"}}\n\n",
        ContextExceeded,
    ),
    (
        "Aider-AI/aider#3550",
        "openrouter",
        200,
        "data: {\"error\":{\"message\":\"Rate limit exceeded: free-models-per-day\",\"code\":429,\"metadata\":{\"headers\":{\"X-RateLimit-Limit\":\"200\"}}},\"user_id\":\"u\"}\n\n",
        QuotaExhausted,
    ),
    (
        "diegosouzapw/OmniRoute#8210",
        "openrouter",
        200,
        "data: {\"choices\":[],\"error\":{\"code\":502,\"message\":\"Provider returned error\",\"metadata\":{\"raw\":\"{\\\"error\\\":{\\\"message\\\":\\\"ResourceExhausted: Worker local total request limit reached (33/32)\\\"}}\"}}}\n\n",
        RateLimited,
    ),
    (
        "vercel/ai#2698",
        "openrouter",
        200,
        "data: {\"error\":{\"message\":\"{\\n  \\\"error\\\": {\\n    \\\"code\\\": 429,\\n    \\\"message\\\": \\\"Resource has been exhausted (e.g. check quota).\\\",\\n    \\\"status\\\": \\\"RESOURCE_EXHAUSTED\\\"\\n  }\\n}\\n\",\"code\":429}}\n\n",
        RateLimited,
    ),
    (
        "continuedev/continue#11926",
        "gemini",
        429,
        r#"{"error":{"message":"{\n \"error\": {\n \"code\": 429,\n \"message\": \"You exceeded your current quota. \\n* Quota exceeded for metric: free_tier_requests, limit: 0, model: g\",\n \"status\": \"RESOURCE_EXHAUSTED\"}}","code":429,"status":"Too Many Requests"}}"#,
        QuotaExhausted,
    ),
    (
        "letta-ai/letta-code#725",
        "compatible",
        500,
        r#"{"error":{"error":{"error_type":"llm_error","message":"An error occurred with the LLM request.","detail":"INTERNAL_SERVER_ERROR: Bad request to Anthropic: Error code: 400 - {'message': 'Invalid signature'}"},"run_id":"r"}}"#,
        BadRequest,
    ),
    (
        "BerriAI/litellm#39703",
        "responses",
        200,
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"too_many_requests\",\"code\":\"too_many_requests\",\"message\":\"have exceeded rate limit\"}}\n\n",
        RateLimited,
    ),
];

#[tokio::test]
async fn reported_errors_have_their_class() {
    for (report, name, status, body, class) in REPORTED {
        let headers = if *status == 200 { STREAM } else { &[] };
        let failure = fails(name, *status, headers, body).await;
        assert_eq!(failure.class, *class, "{report}: {failure}");
    }
}
