//! Counts and tariffs in an answer: of two reports of one count the larger is right, nothing that
//! is there goes unread, and what isn't possible isn't counted.

use driftless::provider::{Compatible, Model, OpenAi};
use driftless::receipt::Attempt;
use driftless::{Ask, Usd};
use driftless_tests::loopback::{Act, Loopback, answer};
use serde_json::json;

use super::setup::{
    amount, anthropic, budget, chat, compatible, gemini, one, plan, price, spent, stream,
};

async fn chat_with(usage: &'static [&'static str]) -> Attempt {
    let server = Loopback::always(move |_| Act::Send(stream(&chat("m-1", usage)))).await;
    let (attempt, budget) = one(compatible(&server)).await;
    assert_eq!(Some(spent(&budget)), attempt.booked);
    server.finish();
    attempt
}

#[track_caller]
fn tokens(attempt: &Attempt) -> (u64, u64) {
    let usage = attempt.usage.unwrap_or_else(|| panic!("{attempt:?}"));
    (usage.input, usage.output)
}

#[tokio::test]
async fn later_zeros_replace_no_count() {
    let real = r#"{"prompt_tokens":100,"completion_tokens":10,"total_tokens":110}"#;
    let zeros = r#"{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}"#;
    for usage in [
        vec![real, zeros],
        vec![zeros, real],
        vec![real, "{}"],
        vec![real, r#"{"completion_tokens":3}"#],
    ] {
        let body = chat("m-1", &usage);
        let server = Loopback::always(move |_| Act::Send(stream(&body))).await;
        let (attempt, _) = one(compatible(&server)).await;
        assert_eq!(tokens(&attempt), (100, 10), "{usage:?}");
        assert_eq!(attempt.booked, Some(amount("0.00015")));
        server.finish();
    }
}

#[tokio::test]
async fn cached_counts_only_grow_as_well() {
    let attempt = chat_with(&[
        r#"{"prompt_tokens":100,"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":60,"cache_write_tokens":20}}"#,
        r#"{"prompt_tokens":100,"completion_tokens":10,"prompt_tokens_details":{"cached_tokens":0}}"#,
    ])
    .await;
    let usage = attempt.usage.unwrap();
    assert_eq!(
        (usage.cached, usage.cache_written, usage.output),
        (60, 20, 10)
    );
}

fn message(start: &str, delta: &str) -> Vec<u8> {
    stream(&format!(
        "data: {{\"type\":\"message_start\",\"message\":{{\"model\":\"claude-x\",\"content\":[],\"usage\":{start}}}}}\n\n\
         data: {{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{{\"type\":\"text\",\"text\":\"\"}}}}\n\n\
         data: {{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{{\"type\":\"text_delta\",\"text\":\"{{\\\"city\\\":\\\"Oslo\\\",\\\"n\\\":3}}\"}}}}\n\n\
         data: {{\"type\":\"content_block_stop\",\"index\":0}}\n\n\
         data: {{\"type\":\"message_delta\",\"delta\":{{\"stop_reason\":\"end_turn\"}},\"usage\":{delta}}}\n\n\
         data: {{\"type\":\"message_stop\"}}\n\n"
    ))
}

async fn anthropic_says(start: &'static str, delta: &'static str) -> Attempt {
    let server = Loopback::always(move |_| Act::Send(message(start, delta))).await;
    let (attempt, _) = one(anthropic(&server)).await;
    server.finish();
    assert_eq!(attempt.failure, None);
    attempt
}

#[tokio::test]
async fn a_start_with_counts_outlives_a_delta_without() {
    let start = r#"{"input_tokens":100,"output_tokens":1,"cache_read_input_tokens":1000,"cache_creation_input_tokens":50}"#;
    let delta = r#"{"input_tokens":0,"output_tokens":10,"cache_read_input_tokens":0,"cache_creation_input_tokens":0}"#;
    let usage = anthropic_says(start, delta).await.usage.unwrap();
    assert_eq!(
        (usage.input, usage.cached, usage.cache_written, usage.output),
        (1150, 1000, 50, 10)
    );
}

/// bifrost#6598: a compatible server begins with the whole prompt, and reports later which part of
/// it the cache had.
#[tokio::test]
async fn a_prompt_is_not_counted_beside_what_the_cache_had_of_it() {
    let start = r#"{"input_tokens":1150,"output_tokens":1}"#;
    let delta = r#"{"input_tokens":100,"output_tokens":10,"cache_read_input_tokens":1000,"cache_creation_input_tokens":50}"#;
    let usage = anthropic_says(start, delta).await.usage.unwrap();
    assert_eq!(
        (usage.input, usage.cached, usage.cache_written),
        (1150, 1000, 50)
    );
    // Without the remainder, the cache's counts are beside the start's.
    let delta = r#"{"output_tokens":10,"cache_read_input_tokens":1000}"#;
    let usage = anthropic_says(start, delta).await.usage.unwrap();
    assert_eq!((usage.input, usage.cached), (2150, 1000));
}

/// litellm#17748: the tier may stand within the usage. bifrost#3451, browser-use#5305: what is
/// written to the cache is no plain input as well.
#[tokio::test]
async fn cache_writes_are_priced_once_and_a_tier_within_the_usage_counts() {
    let start = r#"{"input_tokens":6,"output_tokens":1,"cache_creation_input_tokens":159217,"cache_read_input_tokens":0}"#;
    let attempt = anthropic_says(start, r#"{"output_tokens":2745}"#).await;
    assert_eq!(attempt.cost, Some(amount("0.172948")));
    let attempt =
        chat_with(&[r#"{"prompt_tokens":100,"completion_tokens":10,"service_tier":"priority"}"#])
            .await;
    assert_eq!((attempt.cost, attempt.booked), (None, attempt.reserved));
}

#[tokio::test]
async fn what_a_cache_keeps_for_an_hour_costs_twice_the_input() {
    let start = r#"{"input_tokens":100,"output_tokens":1,"cache_creation_input_tokens":3000,"cache_creation":{"ephemeral_5m_input_tokens":1000,"ephemeral_1h_input_tokens":2000}}"#;
    let attempt = anthropic_says(start, r#"{"output_tokens":10}"#).await;
    let usage = attempt.usage.unwrap();
    assert_eq!(
        (usage.cache_written, usage.cache_written_long),
        (3000, 2000)
    );
    // 100 + 1,000 at 1, 2,000 at 2, 10 at 5 per million.
    assert_eq!(attempt.cost, Some(amount("0.00515")));
    // Without their sum, the parts are the sum.
    let start = r#"{"input_tokens":100,"output_tokens":1,"cache_creation":{"ephemeral_5m_input_tokens":1000,"ephemeral_1h_input_tokens":2000}}"#;
    let attempt = anthropic_says(start, r#"{"output_tokens":10}"#).await;
    assert_eq!(attempt.cost, Some(amount("0.00515")));
}

async fn gemini_says(usage: &str) -> Attempt {
    let body = format!(
        "data: {{\"candidates\":[{{\"content\":{{\"parts\":[{{\"text\":\"{{\\\"city\\\":\\\"Oslo\\\",\\\"n\\\":3}}\"}}]}},\"finishReason\":\"STOP\"}}],\"modelVersion\":\"gemini-x\",\"usageMetadata\":{usage}}}\n\n"
    );
    let server = Loopback::always(move |_| Act::Send(stream(&body))).await;
    let (attempt, _) = one(gemini(&server)).await;
    server.finish();
    assert_eq!(attempt.failure, None);
    attempt
}

#[tokio::test]
async fn a_total_stands_for_the_part_that_is_missing() {
    let attempt = gemini_says(r#"{"promptTokenCount":100,"totalTokenCount":110}"#).await;
    assert_eq!(tokens(&attempt), (100, 10));
    let attempt =
        gemini_says(r#"{"promptTokenCount":100,"thoughtsTokenCount":40,"totalTokenCount":150}"#)
            .await;
    assert_eq!(tokens(&attempt), (100, 50));
    let attempt = chat_with(&[r#"{"prompt_tokens":100,"total_tokens":110}"#]).await;
    assert_eq!(tokens(&attempt), (100, 10));
    let attempt = chat_with(&[r#"{"completion_tokens":10,"total_tokens":110}"#]).await;
    assert_eq!(tokens(&attempt), (100, 10));
    for usage in [r#"{"total_tokens":110}"#, r#"{"prompt_tokens":100}"#] {
        let body = chat("m-1", &[usage]);
        let server = Loopback::always(move |_| Act::Send(stream(&body))).await;
        let (attempt, _) = one(compatible(&server)).await;
        assert_eq!(
            (attempt.usage, attempt.booked),
            (None, attempt.reserved),
            "{usage}"
        );
        server.finish();
    }
}

#[tokio::test]
async fn counts_that_are_not_possible_are_unknown_and_close_no_budget() {
    for usage in [
        r#"{"prompt_tokens":100,"completion_tokens":10,"total_tokens":18446744073709551615}"#,
        r#"{"prompt_tokens":18446744073709551615,"completion_tokens":10}"#,
        r#"{"prompt_tokens":100,"completion_tokens":5000000000}"#,
        r#"{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}"#,
        r#"{"prompt_tokens":100,"completion_tokens":0}"#,
        r#"{"prompt_tokens":-1,"completion_tokens":-1}"#,
        r#"{"cost":1e25}"#,
    ] {
        let body = chat("m-1", &[usage]);
        let server = Loopback::always(move |_| Act::Send(stream(&body))).await;
        let (attempt, budget) = one(compatible(&server)).await;
        assert_eq!(attempt.booked, attempt.reserved, "{usage}");
        assert_eq!(attempt.cost, None, "{usage}");
        assert!(spent(&budget) < amount("0.1"), "{usage}");
        server.finish();
    }
    let attempt =
        chat_with(&[r#"{"prompt_tokens":18446744073709551615,"completion_tokens":10}"#]).await;
    let note = attempt.cost_note.unwrap();
    assert!(
        note.contains("18446744073709551615") && note.contains("not counted"),
        "{note}"
    );
}

fn openai(server: &Loopback, id: &str) -> Model<driftless::dialect::OpenAiSchema> {
    OpenAi::new("canary-key-4711")
        .base_url(format!("{}/v1", server.url()))
        .chat()
        .model(id)
        .price(price())
        .max_output_tokens(4000)
}

fn tiered(model: &str, tier: &str) -> Vec<u8> {
    let body = json!({
        "model": model, "service_tier": tier,
        "choices": [{"index": 0, "message": {"content": "{\"city\":\"Oslo\",\"n\":3}"}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
    });
    answer(200, &[], body.to_string())
}

#[tokio::test]
async fn the_tier_that_served_is_priced() {
    for (model, tier, cost) in [
        ("gpt-6.1-terra", "default", "0.00015"),
        ("gpt-6.1-terra", "auto", "0.00015"),
        ("gpt-6.1-terra", "priority", "0.0003"),
        ("gpt-6.1-terra", "flex", "0.000075"),
        ("gpt-5.5", "priority", "0.000375"),
    ] {
        let server = Loopback::always(move |_| Act::Send(tiered(model, tier))).await;
        let (attempt, _) = one(openai(&server, model)).await;
        assert_eq!(
            attempt.cost,
            Some(amount(cost)),
            "{model} {tier}: {attempt:?}"
        );
        server.finish();
    }
    let usage = r#"{"promptTokenCount":100,"candidatesTokenCount":10,"totalTokenCount":110,"serviceTier":"priority"}"#;
    assert_eq!(gemini_says(usage).await.cost, Some(amount("0.00027")));
    let start =
        r#"{"input_tokens":100,"output_tokens":1,"service_tier":"standard","speed":"fast"}"#;
    let attempt = anthropic_says(start, r#"{"output_tokens":10}"#).await;
    assert_eq!(attempt.cost, Some(amount("0.0003")));
}

#[tokio::test]
async fn a_tier_without_a_known_price_has_no_known_cost() {
    let server = Loopback::always(|_| Act::Send(tiered("m-1", "priority"))).await;
    let (attempt, _) = one(compatible(&server)).await;
    assert_eq!((attempt.cost, attempt.booked), (None, attempt.reserved));
    assert!(
        attempt
            .cost_note
            .unwrap()
            .contains("`service_tier` `priority`")
    );
    // A short worst case is no reason to book less than the dearest tier that is known.
    let short = Compatible::at(format!("{}/v1", server.url())).model("m-1");
    let (attempt, _) = one(short.price(price()).max_output_tokens(1)).await;
    assert!(attempt.booked >= Some(amount("0.0009")), "{attempt:?}");
    let plan = plan(compatible(&server))
        .budget(&budget("1"))
        .build()
        .unwrap();
    let receipt = plan.call(Ask::new("Where?")).await.unwrap().receipt;
    assert_eq!(receipt.spend.intended, Usd::ZERO);
    assert_eq!(receipt.spend.unknown, 1);
    server.finish();
}
