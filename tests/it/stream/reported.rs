//! Ends of streams as users of other clients reported them, each with what is right: a whole answer
//! is taken, and half of one is not.

use driftless::FailureClass;
use driftless_tests::loopback::{Act, Exchange, Loopback};
use driftless_tests::sent::{Failure, Reply};
use serde_json::json;

use crate::provider::{MIB, every};

/// The report, the API, and the stream.
type Case = (&'static str, &'static str, String);

const SAID: &str = r#"{"city":"Oslo","n":3}"#;

fn piece(content: &str, finish: Option<&str>) -> String {
    let choice = json!({"index": 0, "delta": {"content": content}, "finish_reason": finish});
    json!({"model": "model-1", "choices": [choice]}).to_string()
}

fn item() -> String {
    json!({"type": "response.output_item.done", "output_index": 0, "item": {"type": "message", "status": "completed", "role": "assistant",
        "content": [{"type": "output_text", "text": SAID}]}})
    .to_string()
}

fn completed() -> String {
    json!({"type": "response.completed", "response": {"model": "model-1", "status": "completed", "output": [],
        "usage": {"input_tokens": 100, "output_tokens": 10}}})
    .to_string()
}

/// Streams that say it, in one way or another.
fn wholes() -> Vec<Case> {
    let (said, stop) = (piece(SAID, None), piece("", Some("stop")));
    let whole = piece(SAID, Some("stop"));
    vec![
        (
            "openai/openai-node#2725 B",
            "chat",
            format!("data: {said}\n\ndata: {stop}\n"),
        ),
        (
            "openai/openai-node#2725 C",
            "chat",
            format!("data: {said}\n\ndata: {stop}"),
        ),
        (
            "lidge-jun/opencodex#1188, no blank",
            "compatible",
            format!("data:{said}\n\ndata:\n\ndata:{stop}\n\n"),
        ),
        (
            "lidge-jun/opencodex#1188, done",
            "compatible",
            format!("data:{said}\n\ndata:{stop}\n\ndata:[DONE]\n\n"),
        ),
        (
            "alfredapp/openai-workflow#52, usage beside each piece",
            "compatible",
            format!(
                "data: {}\n\ndata: {}\n\n",
                said.replacen(
                    '{',
                    r#"{"usage":{"prompt_tokens":9,"completion_tokens":2},"#,
                    1
                ),
                stop
            ),
        ),
        (
            "mlflow/mlflow#20578",
            "chat",
            format!("data: {said}\r\n\r\ndata: {stop}\r\n\r\ndata: [DONE]"),
        ),
        ("one event for all", "compatible", format!("data: {whole}")),
    ]
}

/// More of them in other forms.
fn wholes_of_other_apis() -> Vec<Case> {
    let gemini = json!({"modelVersion": "model-1", "candidates": [{"content": {"role": "model", "parts": [{"text": SAID}]}, "finishReason": "STOP"}],
        "usageMetadata": {"promptTokenCount": 100, "candidatesTokenCount": 10}});
    vec![
        (
            "openai/openai-node#2725, Responses",
            "responses",
            format!("data: {}\n\ndata: {}", item(), completed()),
        ),
        (
            "google-gemini/gemini-cli#29059",
            "gemini",
            format!("data: {gemini}"),
        ),
        (
            "QuantumNous/new-api#4362",
            "responses",
            format!("data: {}\n\ndata: {}\n\n", item(), completed()),
        ),
        (
            "BerriAI/litellm#32724",
            "responses",
            format!(
                "event: response.output_text.done\ndata: {}\n\nevent: response.completed\ndata: {}\n\n",
                json!({"type": "response.output_text.done", "item_id": "m", "output_index": 1, "content_index": 0, "text": SAID}),
                completed()
            ),
        ),
    ]
}

/// Streams that don't say how the answer ended.
fn halves() -> Vec<Case> {
    let said = piece(SAID, None);
    let literal = said.replace("Oslo", "[DONE]");
    vec![
        (
            "rahilp/second-brain-cloudflare#353",
            "compatible",
            format!("data: {literal}\n\n"),
        ),
        ("BerriAI/litellm#40260", "chat", format!("data: {said}\n\n")),
        (
            "anomalyco/opencode#43379",
            "compatible",
            format!("data: {said}\n\ndata: [DONE]\n\n"),
        ),
        (
            "HEXUXIU/M365-Copilot2API#6",
            "compatible",
            format!("data: {said}\n\ndata: [DONE]"),
        ),
        (
            "moeru-ai/airi#2589",
            "responses",
            format!("data: {}\n\n", item()),
        ),
        (
            "moeru-ai/airi#2589, done",
            "responses",
            format!(
                "data: {}\n\ndata: [DONE]\n\n",
                json!({"type": "response.created", "response": {"model": "model-1", "status": "in_progress"}})
            ),
        ),
        (
            "Wei-Shaw/sub2api#2245",
            "responses",
            format!(
                "data: {}\n\n",
                json!({"type": "response.created", "response": {"model": "model-1", "status": "in_progress"}})
            ),
        ),
        (
            "can1357/oh-my-pi#9433",
            "compatible",
            format!("data: {}\n\ndata: [DONE]\n\n", said.replace("null", "\"\"")),
        ),
    ]
}

async fn ask(api: &str, stream: &str) -> Result<Reply, Failure> {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
    let act = Act::SendAndClose(format!("{head}{stream}").into_bytes());
    let server = Loopback::start([Exchange::any(act)]).await;
    let all = every("test-key", &server.url());
    let (_, provider) = all.into_iter().find(|(name, _)| *name == api).unwrap();
    let result = crate::provider::ask(&*provider, MIB).await;
    server.finish();
    result
}

#[tokio::test]
async fn reported_ends_are_told_apart() {
    for (report, api, stream) in wholes().into_iter().chain(wholes_of_other_apis()) {
        let reply = ask(api, &stream).await;
        let reply = reply.unwrap_or_else(|failure| panic!("{report}: {failure}"));
        assert_eq!(reply.text, SAID, "{report}");
    }
    for (report, api, stream) in halves() {
        let failure = ask(api, &stream).await.expect_err(report);
        assert_eq!(
            failure.class,
            FailureClass::Interrupted,
            "{report}: {failure}"
        );
    }
}
