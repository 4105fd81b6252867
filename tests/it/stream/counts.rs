//! Parts of an answer that hostile input makes many of are counted, so that no table grows and no
//! look-up takes longer with each.

use driftless::FailureClass;
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};
use driftless_tests::sent::{Failure, Reply};

use crate::provider::every;

const LIMIT: usize = 16 * 1024 * 1024;

async fn ask(api: &str, stream: String) -> Result<Reply, Failure> {
    let act = Act::Send(answer(
        200,
        &[("content-type", "text/event-stream")],
        stream,
    ));
    let server = Loopback::start([Exchange::any(act)]).await;
    let all = every("test-key", &server.url());
    let (_, provider) = all.into_iter().find(|(name, _)| *name == api).unwrap();
    let result = crate::provider::ask(&*provider, LIMIT).await;
    server.finish();
    result
}

async fn is_malformed(about: &str, api: &str, stream: String) {
    let failure = ask(api, stream).await.expect_err(about);
    assert_eq!(failure.class, FailureClass::Malformed, "{about}: {failure}");
}

/// So many of each that a table which is searched from end to end would take hours.
const MANY: usize = 300_000;

fn events(one: fn(usize) -> String) -> String {
    let event = |index| format!("data: {}\n\n", one(index));
    (0..MANY).map(event).collect()
}

#[tokio::test]
async fn a_flood_of_tool_calls_is_malformed_at_once() {
    let calls = |one: fn(usize) -> String| {
        let calls: Vec<String> = (0..MANY).map(one).collect();
        let calls = calls.join(",");
        format!("data: {{\"choices\":[{{\"delta\":{{\"tool_calls\":[{calls}]}}}}]}}\n\n")
    };
    let stream = calls(|index| format!("{{\"index\":{index}}}"));
    is_malformed("by index", "chat", stream).await;
    let stream = calls(|index| format!("{{\"id\":\"c{index}\"}}"));
    is_malformed("by id", "compatible", stream).await;
    let stream = events(|index| {
        format!("{{\"choices\":[{{\"delta\":{{\"tool_calls\":[{{\"index\":{index}}}]}}}}]}}")
    });
    is_malformed("one call an event", "chat", stream).await;
}

#[tokio::test]
async fn a_flood_of_names_is_malformed_at_once() {
    let stream = events(|index| format!("{{\"model\":\"m{index}\",\"choices\":[]}}"));
    is_malformed("models", "chat", stream).await;
    let stream = events(|index| format!("{{\"provider\":\"p{index}\",\"choices\":[]}}"));
    is_malformed("providers", "compatible", stream).await;
    let stream = events(|index| format!("{{\"modelVersion\":\"m{index}\"}}"));
    is_malformed("models", "gemini", stream).await;
    let stream = events(|index| {
        format!("{{\"type\":\"message_start\",\"message\":{{\"model\":\"m{index}\"}}}}")
    });
    is_malformed("models", "anthropic", stream).await;
}

#[tokio::test]
async fn a_flood_of_blocks_or_items_is_malformed_at_once() {
    let stream = events(|index| {
        format!(
            "{{\"type\":\"content_block_start\",\"index\":{index},\"content_block\":{{\"type\":\"x\"}}}}"
        )
    });
    is_malformed("blocks", "anthropic", stream).await;
    let stream = events(|index| {
        format!(
            "{{\"type\":\"response.output_item.added\",\"output_index\":{index},\"item\":{{}}}}"
        )
    });
    is_malformed("items", "responses", stream).await;
    let stream = events(|index| {
        format!(
            "{{\"type\":\"response.output_text.delta\",\"output_index\":0,\"content_index\":{index},\"delta\":\"\"}}"
        )
    });
    is_malformed("parts", "responses", stream).await;
}
