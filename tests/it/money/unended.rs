//! Counts and bills of streams that end before their end is reported, in other forms than the
//! first that was seen.

use driftless_tests::loopback::{Act, Loopback};

use super::bills::worst_case_is_booked;
use super::setup::{anthropic, begun, compatible, gemini, one, open_router};

const STARTED: &str = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"model\":\"claude-x\",\"content\":[],\"usage\":{\"input_tokens\":500,\"output_tokens\":1}}}\n\n";

#[tokio::test]
async fn a_running_count_is_a_floor_whoever_tells_it() {
    for (case, body) in [
        (
            "two running counts",
            "data: {\"model\":\"m-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"{\"}}],\"usage\":{\"prompt_tokens\":500,\"completion_tokens\":1}}\n\n\
             data: {\"model\":\"m-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"}\"}}],\"usage\":{\"prompt_tokens\":500,\"completion_tokens\":2}}\n\n",
        ),
        (
            "a count without choices",
            "data: {\"model\":\"m-1\",\"choices\":[],\"usage\":{\"prompt_tokens\":500,\"completion_tokens\":0,\"total_tokens\":500}}\n\n\
             data: {\"model\":\"m-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"{\"}}]}\n\n",
        ),
        (
            "cut within the next event",
            "data: {\"model\":\"m-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"{\"}}],\"usage\":{\"prompt_tokens\":500,\"completion_tokens\":1}}\n\ndata: {\"mod",
        ),
    ] {
        let server = Loopback::always(move |_| Act::SendAndClose(begun(body))).await;
        worst_case_is_booked(one(compatible(&server)).await, case);
        server.finish();
    }
    let body = "data: {\"model\":\"a/b\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"{\"}}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1,\"cost\":0.00001}}\n\n";
    let server = Loopback::always(move |_| Act::SendAndClose(begun(body))).await;
    worst_case_is_booked(one(open_router(&server)).await, "a running bill");
    server.finish();
    let body = format!(
        "{STARTED}event: message_delta\ndata: {{\"type\":\"message_delta\",\"delta\":{{\"stop_reason\":null}},\"usage\":{{\"output_tokens\":3}}}}\n\n"
    );
    let server = Loopback::always(move |_| Act::SendAndClose(begun(&body))).await;
    worst_case_is_booked(one(anthropic(&server)).await, "a delta without a reason");
    server.finish();
    let body = "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"x\",\"thought\":true}]}}],\"modelVersion\":\"gemini-x\",\"usageMetadata\":{\"promptTokenCount\":500,\"thoughtsTokenCount\":40,\"totalTokenCount\":540}}\n\n";
    let server = Loopback::always(move |_| Act::SendAndClose(begun(body))).await;
    worst_case_is_booked(one(gemini(&server)).await, "thoughts alone");
    server.finish();
}
