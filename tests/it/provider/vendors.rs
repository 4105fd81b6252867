//! Servers' recorded reports of tokens, cost and ends beyond what the API's reference says
//! (forms: recorded answers, 2025-05 to 2026-08; numbers: ours).

use driftless::FailureClass::{self, Malformed, RateLimited};
use driftless::provider::{AttemptMetadata, Compatible, OpenAi, OpenRouter, Provider};
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};
use driftless_tests::sent::{Failure, Reply};
use serde_json::json;

use super::{MIB, ask, every, says};

/// Input, cached, written to the cache, output, reasoning.
type Tokens = [u64; 5];

fn tokens(facts: &AttemptMetadata) -> Option<Tokens> {
    let usage = facts.usage?;
    Some([
        usage.input,
        usage.cached,
        usage.cache_written,
        usage.output,
        usage.reasoning,
    ])
}

fn cost(facts: &AttemptMetadata) -> Option<String> {
    facts.reported_cost.map(|cost| cost.to_string())
}

pub(super) async fn asked(
    provider: impl Fn(&str) -> Box<dyn Provider>,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<Reply, Failure> {
    let act = Act::Send(answer(200, headers, body));
    let server = Loopback::start([Exchange::any(act)]).await;
    let result = ask(&*provider(&server.url()), MIB).await;
    server.finish();
    result
}

pub(super) fn compatible(url: &str) -> Box<dyn Provider> {
    Box::new(Compatible::at(url))
}

pub(super) const STREAM: &[(&str, &str)] = &[("content-type", "text/event-stream")];

/// The vendor, the `usage` object, and what it means.
const CHAT: &[(&str, &str, Option<Tokens>, Option<&str>)] = &[
    (
        "a cost that is reported twice takes nothing with it, and is none",
        r#"{"prompt_tokens":30,"completion_tokens":4,"cost":0.1,"cost":0.2}"#,
        Some([30, 0, 0, 4, 0]),
        None,
    ),
    (
        "the same reported twice",
        r#"{"prompt_tokens":30,"prompt_tokens":30,"completion_tokens":4,"cost":0.1,"cost":0.1}"#,
        Some([30, 0, 0, 4, 0]),
        Some("$0.1"),
    ),
    (
        "tokens that are reported twice are unknown",
        r#"{"prompt_tokens":30,"prompt_tokens":31,"completion_tokens":4,"cost":0.1}"#,
        None,
        Some("$0.1"),
    ),
    (
        "details that are reported twice are unknown, and so is a cost of two forms",
        r#"{"prompt_tokens":30,"completion_tokens":4,"prompt_tokens_details":{"cached_tokens":5},"prompt_tokens_details":{},"cost":{"total_cost":0.1},"cost":5}"#,
        Some([30, 0, 0, 4, 0]),
        None,
    ),
    (
        "a text that is none takes nothing with it",
        r#"{"prompt_tokens":30,"note":"\ud800","completion_tokens":4,"cost":0.01,"is_byok":true,"cost_details":{"note":"\ud800","upstream_inference_cost":4}}"#,
        Some([30, 0, 0, 4, 0]),
        Some("$4.01"),
    ),
    (
        "details of another form take nothing with them",
        r#"{"prompt_tokens":30,"completion_tokens":4,"prompt_tokens_details":[],"completion_tokens_details":{"reasoning_tokens":["2"]}}"#,
        Some([30, 0, 0, 4, 0]),
        None,
    ),
    (
        "both names of what was written to the cache",
        r#"{"prompt_tokens":30,"completion_tokens":4,"prompt_tokens_details":{"cache_write_tokens":9,"cache_creation_input_tokens":9}}"#,
        Some([30, 0, 9, 4, 0]),
        None,
    ),
    (
        "Moonshot, Together: cached tokens without details",
        r#"{"prompt_tokens":30,"completion_tokens":4,"total_tokens":34,"cached_tokens":20}"#,
        Some([30, 20, 0, 4, 0]),
        None,
    ),
    (
        "Venice, Vercel's gateway: Anthropic's names",
        r#"{"prompt_tokens":30,"completion_tokens":4,"cache_read_input_tokens":20,"cache_creation_input_tokens":8}"#,
        Some([30, 20, 8, 4, 0]),
        None,
    ),
    (
        "Copilot, models on Azure: reasoning without details",
        r#"{"prompt_tokens":30,"completion_tokens":40,"total_tokens":70,"reasoning_tokens":25}"#,
        Some([30, 0, 0, 40, 25]),
        None,
    ),
    (
        "Grok on Azure: more cached tokens than prompt tokens are no part of them; and no ticks are no cost",
        r#"{"prompt_tokens":31,"completion_tokens":9,"total_tokens":40,"prompt_tokens_details":{"cached_tokens":161,"text_tokens":31},"cost_in_usd_ticks":0}"#,
        Some([192, 161, 0, 9, 0]),
        None,
    ),
    (
        "Vercel's gateway: more reasoning than completion is no part of it",
        r#"{"prompt_tokens":61,"completion_tokens":10,"total_tokens":71,"completion_tokens_details":{"reasoning_tokens":96},"cost":0.0002833,"is_byok":false,"cost_details":{"upstream_inference_cost":null}}"#,
        Some([61, 0, 0, 106, 96]),
        Some("$0.0002833"),
    ),
    (
        "Gemini's compatible address: thoughts are in the total alone",
        r#"{"prompt_tokens":35,"completion_tokens":12,"total_tokens":109}"#,
        Some([35, 0, 0, 74, 62]),
        None,
    ),
    (
        "Mistral: seconds of sound are in the total alone, and are input",
        r#"{"prompt_tokens":9,"completion_tokens":20,"total_tokens":404,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":375}}"#,
        Some([384, 0, 0, 20, 0]),
        None,
    ),
    (
        "cached tokens beside the prompt, as the total says",
        r#"{"prompt_tokens":31,"completion_tokens":9,"total_tokens":60,"prompt_tokens_details":{"cached_tokens":20}}"#,
        Some([51, 20, 0, 9, 0]),
        None,
    ),
    (
        "a total that holds more than its parts: whatever it is, it is not free",
        r#"{"prompt_tokens":31,"completion_tokens":9,"total_tokens":50,"completion_tokens_details":{"reasoning_tokens":5}}"#,
        Some([31, 0, 0, 19, 10]),
        None,
    ),
    (
        "xAI: the cost in ticks",
        r#"{"prompt_tokens":331,"completion_tokens":11,"total_tokens":674,"prompt_tokens_details":{"cached_tokens":283},"completion_tokens_details":{"reasoning_tokens":332},"cost_in_usd_ticks":2071250}"#,
        Some([331, 283, 0, 343, 332]),
        Some("$0.000207125"),
    ),
    (
        "Perplexity: the cost in parts",
        r#"{"prompt_tokens":9,"completion_tokens":16,"total_tokens":25,"cost":{"input_tokens_cost":0.00002,"output_tokens_cost":0.00005,"request_cost":0.005,"total_cost":0.00507}}"#,
        Some([9, 0, 0, 16, 0]),
        Some("$0.00507"),
    ),
    (
        "OpenRouter with the user's own key: the vendor's bill comes on top of the fee",
        r#"{"prompt_tokens":14,"completion_tokens":164,"total_tokens":178,"cost":0.0002,"is_byok":true,"cost_details":{"upstream_inference_cost":0.00417}}"#,
        Some([14, 0, 0, 164, 0]),
        Some("$0.00437"),
    ),
    (
        "the same without the vendor's bill: unknown",
        r#"{"prompt_tokens":14,"completion_tokens":164,"cost":0,"is_byok":true,"cost_details":{"upstream_inference_cost":null}}"#,
        Some([14, 0, 0, 164, 0]),
        None,
    ),
];

#[tokio::test]
async fn tokens_and_cost_are_what_each_server_means() {
    for (about, usage, expected, dollars) in CHAT {
        let whole = says("chat", "hi").replacen('{', &format!(r#"{{"usage":{usage},"#), 1);
        let stream = format!(
            "data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"hi\"}},\"finish_reason\":\"stop\"}}]}}\n\ndata: {{\"choices\":[],\"usage\":{usage}}}\n\ndata: [DONE]\n\n"
        );
        for (headers, body) in [(&[][..], whole), (STREAM, stream)] {
            let reply = asked(compatible, headers, &body).await.unwrap();
            assert_eq!(reply.text, "hi", "{about}");
            assert_eq!(tokens(&reply.metadata), *expected, "{about}");
            assert_eq!(cost(&reply.metadata).as_deref(), *dollars, "{about}");
        }
    }
}

/// The members of `usage` with white space wherever JSON takes it, behind others that look like an
/// end or a count of theirs.
fn spread(usage: &str) -> String {
    let strange = r#"{"note":"} ] , \" \\","of":{"prompt_tokens":1,"cost":9},"rows":[[{"cost":9}],"]"],"empty":{},"":{"prompt_tokens":1},"#;
    let whole = usage.replacen('{', strange, 1);
    let (mut text, mut quoted, mut escaped) = (String::new(), false, false);
    for character in whole.chars() {
        let ends = character == '"' && !escaped;
        escaped = character == '\\' && !escaped;
        quoted ^= ends;
        match character {
            '{' | '}' | '[' | ']' | ':' | ',' if !quoted => {
                text.extend(["\r\n", "\t", character.encode_utf8(&mut [0; 4]), " \n"]);
            }
            _ => text.push(character),
        }
    }
    text
}

#[tokio::test]
async fn what_stands_around_the_tokens_makes_no_difference() {
    for (about, usage, expected, dollars) in CHAT {
        let usage = spread(usage);
        let body = says("chat", "hi").replacen('{', &format!(r#"{{"usage":{usage},"#), 1);
        let facts = asked(compatible, &[], &body).await.unwrap().metadata;
        assert_eq!(tokens(&facts), *expected, "{about}");
        assert_eq!(cost(&facts).as_deref(), *dollars, "{about}");
    }
}

#[tokio::test]
async fn responses_tell_their_cost_too() {
    let body = r#"{"status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"hi"}]}],
        "usage":{"input_tokens":20,"input_tokens":20,"output_tokens":5,"cost_in_usd_ticks":37756000,"x":1,"x":2}}"#;
    let responses = |url: &str| -> Box<dyn Provider> { Box::new(OpenAi::new("k").base_url(url)) };
    let facts = asked(responses, &[], body).await.unwrap().metadata;
    assert_eq!(tokens(&facts), Some([20, 0, 0, 5, 0]));
    assert_eq!(cost(&facts).as_deref(), Some("$0.0037756"));
}

/// One member that can't be read takes no other with it, whatever the API.
#[tokio::test]
async fn one_strange_count_costs_no_other() {
    for index in 0..every("", "").len() {
        let (api, _) = every("", "").swap_remove(index);
        let usage = match api {
            "responses" => {
                r#""usage":{"input_tokens":30,"output_tokens":4,"input_tokens_details":{"cached_tokens":-1},"output_tokens_details":7}"#
            }
            "anthropic" => {
                r#""usage":{"input_tokens":30,"output_tokens":4,"cache_read_input_tokens":"none","output_tokens_details":[]}"#
            }
            "gemini" => {
                r#""usageMetadata":{"promptTokenCount":30,"candidatesTokenCount":4,"cachedContentTokenCount":{},"totalTokenCount":34,"totalTokenCount":35}"#
            }
            _ => {
                r#""usage":{"prompt_tokens":30,"completion_tokens":4,"total_tokens":"34","num_cached_tokens":1.5}"#
            }
        };
        let body = says(api, "hi").replacen('{', &format!("{{{usage},"), 1);
        let provider = |url: &str| every("test-key", url).swap_remove(index).1;
        let reply = asked(provider, &[], &body).await.unwrap();
        assert_eq!(tokens(&reply.metadata), Some([30, 0, 0, 4, 0]), "{api}");
    }
}

/// Recorded from `OpenRouter` (2025-11): the chunk with the error is the one with the tokens.
#[tokio::test]
async fn an_error_within_a_stream_leaves_the_tokens_told() {
    let error = json!({"model": "model-1", "provider": "P", "error": {"code": 429, "message": "slow down"}, "choices": [{"index": 0, "delta": {"content": ""}, "finish_reason": null}],
        "usage": {"prompt_tokens": 43, "completion_tokens": 10, "total_tokens": 53, "cost": 0.5}});
    let body = format!("data: {error}\n\ndata: [DONE]\n\n");
    let openrouter =
        |url: &str| -> Box<dyn Provider> { Box::new(OpenRouter::new("k").base_url(url)) };
    let failure = asked(openrouter, STREAM, &body).await.unwrap_err();
    assert_eq!(failure.class, RateLimited, "{failure}");
    assert_eq!(tokens(&failure.metadata), Some([43, 0, 0, 10, 0]));
    assert_eq!(cost(&failure.metadata).as_deref(), Some("$0.5"));
    assert_eq!(failure.metadata.served_model.as_deref(), Some("model-1"));

    let error = json!({"modelVersion": "model-1", "usageMetadata": {"promptTokenCount": 43, "candidatesTokenCount": 10}, "error": {"code": 503, "message": "later", "status": "UNAVAILABLE"}});
    let gemini = |url: &str| every("k", url).swap_remove(3).1;
    let failure = asked(gemini, STREAM, &format!("data: {error}\n\n"))
        .await
        .unwrap_err();
    assert_eq!(failure.class, FailureClass::Overloaded, "{failure}");
    assert_eq!(tokens(&failure.metadata), Some([43, 0, 0, 10, 0]));
}

/// Perplexity and `GPUStack` (recorded 2026-06 to 2026-08) send no `[DONE]`: their last chunk says
/// how the answer ended and what it cost.
#[tokio::test]
async fn a_chunk_with_the_end_is_the_last() {
    let usage = r#""usage":{"prompt_tokens":30,"completion_tokens":4}"#;
    let end = r#"{"choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"stop"}]"#;
    let begin = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hel\"},\"finish_reason\":\"\"}]}\n\n";
    let body = format!("{begin}data: {end},{usage}}}\n\n");
    let reply = asked(compatible, STREAM, &body).await.unwrap();
    assert_eq!(reply.text, "hello");
    assert_eq!(tokens(&reply.metadata), Some([30, 0, 0, 4, 0]));

    // The end without the tokens: whole, and of unknown cost.
    let body = format!("{begin}data: {end}}}\n\n");
    let reply = asked(compatible, STREAM, &body).await.unwrap();
    assert_eq!(reply.text, "hello");
    assert_eq!(tokens(&reply.metadata), None);

    // Tokens are reported with every chunk; only the end makes one the last.
    let cut = format!(
        "data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"hel\"}},\"finish_reason\":null}}],{usage}}}\n\n"
    );
    let failure = asked(compatible, STREAM, &cut).await.unwrap_err();
    assert_eq!(failure.class, FailureClass::Interrupted, "{failure}");
}

/// Snowflake leaves the reason empty, others do so in all chunks but the last; Together's base
/// models end with `eos`.
#[tokio::test]
async fn an_empty_reason_is_none() {
    let body = says("chat", "hi").replacen("\"stop\"", "\"\"", 1);
    let failure = asked(compatible, &[], &body).await.unwrap_err();
    assert_eq!(failure.class, FailureClass::Interrupted, "{failure}");
    let body = says("chat", "hi").replacen("\"stop\"", "\"eos\"", 1);
    assert_eq!(asked(compatible, &[], &body).await.unwrap().text, "hi");
}

/// Azure (recorded 2026-03): a choice whose message was filtered has none.
#[tokio::test]
async fn a_choice_without_a_message_tells_how_it_ended() {
    for (reason, class) in [
        ("content_filter", FailureClass::Filtered),
        ("length", FailureClass::Truncated),
        ("stop", Malformed),
    ] {
        let body = format!(r#"{{"choices":[{{"index":0,"finish_reason":"{reason}"}}]}}"#);
        let failure = asked(compatible, &[], &body).await.unwrap_err();
        assert_eq!(failure.class, class, "{failure}");
    }
}
