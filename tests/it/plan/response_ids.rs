//! The answer's own id and the id of the HTTP request: both in the receipt, each under its own name
//! in the span.

use driftless::provider::{Anthropic, Compatible, Gemini, OpenAi, Served};
use driftless::{Ask, Contract, Plan, Receipt};
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};
use driftless_tests::stream::{events, frame};
use serde_json::{Value, json};

use super::GOOD;
use super::signals::Lines;

/// The mood of a text.
#[derive(Debug, Contract)]
struct Mood {
    happy: bool,
}

/// The body of an answer of `api` whose id is `id`.
fn body(api: &str, id: &str) -> Value {
    match api {
        "responses" => {
            json!({"id": id, "object": "response", "created_at": 1, "status": "completed", "model": "m",
            "output": [{"type": "message", "id": "msg_inner", "status": "completed", "role": "assistant",
                "content": [{"type": "output_text", "text": GOOD, "annotations": []}]}],
            "usage": {"input_tokens": 1, "output_tokens": 1, "total_tokens": 2}})
        }
        "anthropic" => {
            json!({"id": id, "type": "message", "role": "assistant", "model": "m",
            "content": [{"type": "text", "text": GOOD}], "stop_reason": "end_turn", "stop_sequence": null,
            "usage": {"input_tokens": 1, "output_tokens": 1}})
        }
        "gemini" => {
            json!({"responseId": id, "modelVersion": "m",
            "candidates": [{"content": {"parts": [{"text": GOOD}], "role": "model"}, "finishReason": "STOP"}],
            "usageMetadata": {"promptTokenCount": 1, "candidatesTokenCount": 1, "totalTokenCount": 2}})
        }
        _ => {
            json!({"id": id, "object": "chat.completion", "created": 1, "model": "m",
            "choices": [{"index": 0, "message": {"role": "assistant", "content": GOOD}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}})
        }
    }
}

/// Returns the records of a call: its receipt, and its spans and events.
async fn traced(api: &str, content: &str, header: (&str, &str), body: String) -> (Receipt, String) {
    let headers = [("content-type", content), header];
    let act = Act::Send(answer(200, &headers, body));
    let server = Loopback::start([Exchange::any(act)]).await;
    let url = server.url();
    let builder = match api {
        "responses" => Plan::<Ask<Mood>>::primary(OpenAi::new("key").base_url(url).model("m")),
        "anthropic" => Plan::primary(
            Anthropic::new("key")
                .base_url(url)
                .model("m")
                .max_output_tokens(100),
        ),
        "gemini" => Plan::primary(Gemini::new("key").base_url(url).model("m")),
        _ => Plan::primary(Compatible::at(url).model("m")),
    };
    let plan = builder.accept(Served::Unverifiable).build().unwrap();
    let lines = Lines::default();
    let guard = tracing::subscriber::set_default(lines.clone());
    let receipt = plan.call(Ask::new("?")).await.unwrap().receipt;
    drop(guard);
    server.finish();
    (receipt, lines.all())
}

fn told(receipt: &Receipt, lines: &str, answers: &str, requests: Option<&str>) {
    let attempt = receipt.answered().unwrap();
    assert_eq!(attempt.response_id.as_deref(), Some(answers), "{lines}");
    assert_eq!(attempt.request_id.as_deref(), requests, "{lines}");
    let own = format!(r#" gen_ai.response.id="{answers}""#);
    // On the span once, and on the contract's verdict.
    let ids = lines
        .lines()
        .filter(|line| line.contains(" gen_ai.response.id="));
    let (events, spans): (Vec<&str>, Vec<&str>) =
        ids.partition(|line| line.contains("gen_ai.evaluation.result"));
    assert_eq!((events.len(), spans.len()), (1, 1), "{lines}");
    assert_eq!(lines.matches(&own).count(), 2, "{lines}");
    assert!(lines.contains(&own), "{own} is missing in\n{lines}");
    let http = requests.map(|id| format!(r#" driftless.request.id="{id}""#));
    assert_eq!(
        lines.matches(" driftless.request.id=").count(),
        usize::from(http.is_some()),
        "{lines}"
    );
    assert!(http.is_none_or(|http| lines.contains(&http)), "{lines}");
}

const APIS: [(&str, &str); 3] = [
    ("chat", "x-request-id"),
    ("responses", "x-request-id"),
    ("anthropic", "request-id"),
];

#[tokio::test]
async fn a_span_has_the_answers_own_id_and_beside_it_that_of_the_request() {
    for (api, header) in APIS {
        let body = body(api, "answer-7").to_string();
        let (receipt, lines) = traced(api, "application/json", (header, "request-9"), body).await;
        told(&receipt, &lines, "answer-7", Some("request-9"));
    }
    // Google names one id, in the body, and its support asks for that.
    let body = body("gemini", "answer-7").to_string();
    let (receipt, lines) = traced("gemini", "application/json", ("x-other", "1"), body).await;
    told(&receipt, &lines, "answer-7", Some("answer-7"));
}

#[tokio::test]
async fn the_ids_of_a_streamed_answer_are_the_same() {
    for (api, header) in APIS {
        // The stream writes the ids of its fixtures.
        let stream = frame(api, &events(api, &body(api, "c1")));
        let (receipt, lines) =
            traced(api, "text/event-stream", (header, "request-9"), stream).await;
        let own = receipt.answered().unwrap().response_id.clone().unwrap();
        assert_ne!(own, "request-9");
        told(&receipt, &lines, &own, Some("request-9"));
    }
}

#[tokio::test]
async fn an_answer_without_an_id_takes_none_from_the_request() {
    let mut body = body("chat", "");
    body.as_object_mut().unwrap().remove("id");
    let header = ("x-request-id", "request-9");
    let (receipt, lines) = traced("chat", "application/json", header, body.to_string()).await;
    assert_eq!(receipt.answered().unwrap().response_id, None);
    assert!(!lines.contains("gen_ai.response.id="), "{lines}");
    assert!(
        lines.contains(r#"driftless.request.id="request-9""#),
        "{lines}"
    );
}
