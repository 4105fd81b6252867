//! Money that a vendor has billed, or may have billed, is booked: over real sockets, whatever
//! becomes of the request.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use driftless::budget::{Budget, Unfinished};
use driftless::plan::SystemClock;
use driftless::provider::{Bill, Compatible, OpenAi};
use driftless::receipt::Attempt;
use driftless::retry::Retry;
use driftless::{Ask, Price, Usd};
use driftless_tests::loopback::{Act, Loopback, answer};

use super::setup::{
    amount, anthropic, begun, budget, chat, compatible, gemini, one, open_router, plan, price,
    spent, stream,
};

#[track_caller]
pub(super) fn worst_case_is_booked((attempt, budget): (Attempt, Budget), case: &str) {
    let worst = attempt.reserved.unwrap();
    assert_eq!(attempt.booked, Some(worst), "{case}: {attempt:?}");
    assert_eq!(spent(&budget), worst, "{case}");
    assert!(worst > amount("0.02"), "{case}: 4,000 tokens of output");
    assert!(attempt.cost_unknown(), "{case}");
    assert_eq!(budget.open_leases(), 0, "{case}");
}

#[tokio::test]
async fn the_vendors_own_bill_is_booked_where_it_is_more_than_ours() {
    let told = r#"{"prompt_tokens":100,"completion_tokens":10,"total_tokens":110,"cost":0.036,"is_byok":false}"#;
    let server = Loopback::always(move |_| Act::Send(stream(&chat("a/b", &[told])))).await;
    let budget = budget("0.10");
    let plan = plan(open_router(&server)).budget(&budget).build().unwrap();
    let (mut paid, mut receipts) = (0_u32, Vec::new());
    for _ in 0..20 {
        match plan.call(Ask::new("Where?")).await {
            Ok(answer) => {
                paid += 1;
                receipts.push(answer.receipt);
            }
            Err(error) => assert!(error.receipt().attempts.is_empty()),
        }
    }
    assert!((2..=4).contains(&paid), "{paid} calls of 0.036 on 0.10");
    assert_eq!(
        spent(&budget).as_decimal(),
        amount("0.036").as_decimal() * rust_decimal::Decimal::from(paid)
    );
    let attempt = &receipts[0].attempts[0];
    assert_eq!(attempt.cost, Some(amount("0.00015")));
    assert_eq!(attempt.booked, Some(amount("0.036")));
    let beyond = amount("0.036").saturating_sub(attempt.reserved.unwrap());
    assert_eq!(attempt.overrun, Some(beyond));
    assert_eq!(receipts[0].spend.intended, amount("0.036"));
    assert_eq!(receipts[0].cost(), Some(amount("0.036")));
    let shown = receipts[0].to_string();
    assert!(
        shown.contains("booked   $0.036") && shown.contains("beyond the worst case"),
        "{shown}"
    );
    assert!(budget.overrun() > Usd::ZERO);
    server.finish();
}

#[tokio::test]
async fn a_model_that_is_declared_free_is_booked_at_its_bill() {
    let told = r#"{"prompt_tokens":100,"completion_tokens":10,"cost":0.036}"#;
    let server = Loopback::always(move |_| Act::Send(stream(&chat("a/b", &[told])))).await;
    let (attempt, budget) = one(open_router(&server).price(Price::free())).await;
    assert_eq!(attempt.booked, Some(amount("0.036")));
    assert_eq!(attempt.overrun, Some(amount("0.036")));
    assert_eq!(spent(&budget), amount("0.036"));
    server.finish();
}

const STARTED: &str = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"model\":\"claude-x\",\"content\":[],\"usage\":{\"input_tokens\":500,\"output_tokens\":1}}}\n\n\
    event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n\
    event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"{\"}}\n\n";

#[tokio::test]
async fn the_counts_of_a_stream_without_an_end_are_a_floor() {
    let chat = "data: {\"model\":\"m-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"{\"}}],\"usage\":{\"prompt_tokens\":500,\"completion_tokens\":1}}\n\n";
    let chunk = "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"{\"}]}}],\"modelVersion\":\"gemini-x\",\"usageMetadata\":{\"promptTokenCount\":500,\"candidatesTokenCount\":1,\"totalTokenCount\":501}}\n\n";
    let error = format!(
        "{STARTED}event: error\ndata: {{\"type\":\"error\",\"error\":{{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}}}\n\n"
    );
    for (case, body) in [("cut", STARTED), ("error event", error.as_str())] {
        let body = body.to_owned();
        let server = Loopback::always(move |_| Act::SendAndClose(begun(&body))).await;
        let one = one(anthropic(&server)).await;
        assert_eq!(one.0.usage.unwrap().input, 500, "shown all the same");
        assert_eq!(one.0.bill, Bill::Open);
        worst_case_is_booked(one, case);
        server.finish();
    }
    let server = Loopback::always(move |_| Act::SendAndClose(begun(chat))).await;
    worst_case_is_booked(one(compatible(&server)).await, "chat");
    server.finish();
    let server = Loopback::always(move |_| Act::SendAndClose(begun(chunk))).await;
    worst_case_is_booked(one(gemini(&server)).await, "gemini");
    server.finish();
}

#[tokio::test]
async fn calls_that_time_out_within_a_stream_use_the_budget_up() {
    let server =
        Loopback::always(|_| Act::InTurn(vec![Act::Send(begun(STARTED)), Act::Hang])).await;
    let budget = budget("0.20");
    let model = anthropic(&server).timeout(Duration::from_millis(60));
    let plan = plan(model).budget(&budget).build().unwrap();
    let mut made = 0;
    for _ in 0..30 {
        let error = plan.call(Ask::new("Where?")).await.unwrap_err();
        made += error.receipt().attempts.len();
    }
    // Each may be billed at 500 in and up to 4,000 out: 0.0205.
    assert!((4..10).contains(&made), "{made} of 30");
    assert!(spent(&budget) > amount("0.15"));
    server.finish();
}

#[tokio::test]
async fn a_dropped_call_is_booked_at_its_worst_case() {
    let server = Loopback::always(|_| Act::Hang).await;
    let budget = budget("1");
    let plan = plan(compatible(&server)).budget(&budget).build().unwrap();
    let call = plan.call(Ask::new("Where?"));
    let _late = tokio::time::timeout(Duration::from_millis(50), call).await;
    assert!(spent(&budget) > amount("0.02"));
    assert_eq!(budget.open_leases(), 0);
    server.finish();
}

#[test]
fn a_runtime_that_is_dropped_books_the_requests_in_flight() {
    let servers = tokio::runtime::Runtime::new().unwrap();
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let server = servers.block_on(Loopback::always(move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
        Act::Hang
    }));
    let budget = budget("100");
    let calls = tokio::runtime::Runtime::new().unwrap();
    let plan = plan(compatible(&server)).budget(&budget).build().unwrap();
    calls.block_on(async {
        for _ in 0..50 {
            tokio::spawn(plan.call(Ask::new("Where?")));
        }
        while asked.load(Ordering::Relaxed) < 50 {
            tokio::task::yield_now().await;
        }
    });
    drop(calls);
    assert_eq!(budget.open_leases(), 0);
    assert!(spent(&budget) > amount("1"), "{:?}", spent(&budget));
    let _guard = servers.enter();
    server.finish();
}

/// A whole answer whose only counts stand in a piece before its end.
const RUNNING: &str = concat!(
    r#"data: {"model":"m-1","choices":[{"index":0,"delta":{"content":"{\"city\":\"Oslo\","},"finish_reason":null}],"usage":{"prompt_tokens":100,"completion_tokens":1}}"#,
    "\n\n",
    r#"data: {"model":"m-1","choices":[{"index":0,"delta":{"content":"\"n\":3}"},"finish_reason":null}]}"#,
    "\n\n",
    r#"data: {"model":"m-1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#,
    "\n\n",
);

#[tokio::test]
async fn a_server_that_gives_nothing_back_may_have_worked() {
    for (case, act) in [
        ("hangs", Act::Hang),
        ("reset", Act::Reset),
        ("closes", Act::SendAndClose(Vec::new())),
        ("half a head", Act::SendAndClose(b"HTTP/1.1 200 OK\r\ncontent-".to_vec())),
        ("504", Act::Send(answer(504, &[], "<html>gateway timeout</html>"))),
        ("502", Act::Send(answer(502, &[], r#"{"error":{"message":"bad gateway"}}"#))),
        ("500", Act::Send(answer(500, &[], r#"{"error":{"message":"internal"}}"#))),
        ("503 of a proxy", Act::Send(answer(503, &[], "upstream connect error"))),
        ("408", Act::Send(answer(408, &[], r#"{"error":{"message":"timeout"}}"#))),
        ("400", Act::Send(answer(400, &[], r#"{"error":{"message":"filtered","code":"content_filter"}}"#))),
        ("no usage", Act::Send(stream(&chat("m-1", &[])))),
        ("empty usage", Act::Send(stream(&chat("m-1", &["{}"])))),
        ("counts before the end alone", Act::SendAndClose(begun(RUNNING))),
        ("cut whole answer", Act::SendAndClose(b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{\"model\":\"m-1\",\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}".to_vec())),
    ] {
        let server = Loopback::always(move |_| act.clone()).await;
        let model = compatible(&server).timeout(Duration::from_millis(300));
        worst_case_is_booked(one(model).await, case);
        server.finish();
    }
}

#[tokio::test]
async fn an_answer_in_one_piece_that_comes_too_late_is_booked_each_time() {
    let server =
        Loopback::always(|_| Act::Late(Duration::from_millis(400), Box::new(Act::Hang))).await;
    let unary = Compatible::at(format!("{}/v1", server.url())).unary();
    let model = unary.model("m-1").price(price()).max_output_tokens(4000);
    let budget = budget("0.10");
    let plan = plan(model.timeout(Duration::from_millis(40)))
        .retry(Retry::up_to(2).pauses(Duration::from_millis(1), Duration::from_millis(2)))
        .budget(&budget)
        .build()
        .unwrap();
    let mut made = 0;
    for _ in 0..20 {
        let error = plan.call(Ask::new("Where?")).await.unwrap_err();
        for attempt in &error.receipt().attempts {
            made += 1;
            assert_eq!(attempt.booked, attempt.reserved);
        }
    }
    assert!((2..5).contains(&made), "{made}");
    server.finish();
}

#[tokio::test]
async fn usage_and_cost_in_the_body_of_an_error_are_read() {
    for body in [
        r#"{"error":{"message":"late"},"usage":{"prompt_tokens":100,"completion_tokens":3000},"cost":0.03}"#,
        r#"{"error":{"message":"late","usage":{"prompt_tokens":100,"completion_tokens":3000,"cost":0.03}}}"#,
    ] {
        let server = Loopback::always(move |_| Act::Send(answer(500, &[], body))).await;
        let (attempt, budget) = one(compatible(&server)).await;
        assert_eq!(attempt.cost, Some(amount("0.0151")), "{attempt:?}");
        assert_eq!(attempt.booked, Some(amount("0.03")));
        assert_eq!(spent(&budget), amount("0.03"));
        server.finish();
    }
}

#[tokio::test]
async fn nothing_is_booked_where_nothing_can_have_been_billed() {
    for (status, body) in [
        (401, r#"{"error":{"message":"bad key"}}"#),
        (404, r#"{"error":{"message":"no such model"}}"#),
        (429, r#"{"error":{"message":"slow down"}}"#),
        (
            503,
            r#"{"error":{"message":"no capacity","type":"overloaded"}}"#,
        ),
    ] {
        let server = Loopback::always(move |_| Act::Send(answer(status, &[], body))).await;
        let (attempt, budget) = one(compatible(&server)).await;
        assert_eq!(
            (attempt.booked, spent(&budget)),
            (Some(Usd::ZERO), Usd::ZERO),
            "{status}"
        );
        assert!(
            attempt.cost_nothing() && !attempt.cost_unknown(),
            "{status}"
        );
        server.finish();
    }
    let port = {
        let gone = Loopback::always(|_| Act::Hang).await;
        let port = gone.port();
        gone.finish();
        port
    };
    tokio::time::sleep(Duration::from_millis(20)).await;
    let model = Compatible::at(format!("http://127.0.0.1:{port}/v1")).model("m-1");
    let (attempt, budget) = one(model.price(price()).max_output_tokens(4000)).await;
    assert_eq!(
        (attempt.bill, spent(&budget)),
        (Bill::Unsent, Usd::ZERO),
        "{attempt:?}"
    );
    let plain = Loopback::always(|_| Act::SendAndClose(b"no tls".to_vec())).await;
    let model = OpenAi::new("canary-key-4711")
        .base_url(format!("https://127.0.0.1:{}/v1", plain.port()))
        .model("m-1");
    let (attempt, budget) = one(model.price(price()).max_output_tokens(4000)).await;
    assert_eq!(
        (attempt.bill, spent(&budget)),
        (Bill::Unsent, Usd::ZERO),
        "{attempt:?}"
    );
    plain.finish();
}

#[tokio::test]
async fn errors_that_a_vendor_documents_not_to_bill_cost_nothing() {
    let body = r#"{"error":{"code":500,"message":"internal","status":"INTERNAL"}}"#;
    let server = Loopback::always(move |_| Act::Send(answer(500, &[], body))).await;
    let (attempt, _) = one(gemini(&server)).await;
    assert_eq!(attempt.booked, Some(Usd::ZERO), "{attempt:?}");
    let (attempt, _) = one(open_router(&server)).await;
    assert_eq!(attempt.booked, Some(Usd::ZERO), "{attempt:?}");
    worst_case_is_booked(one(anthropic(&server)).await, "anthropic documents nothing");
    server.finish();
}

#[tokio::test]
async fn a_budget_may_trust_what_was_reported() {
    let server = Loopback::always(|_| Act::SendAndClose(begun(STARTED))).await;
    let budget = Budget::builder()
        .lifetime(amount("1"))
        .unfinished(Unfinished::AsReported)
        .build()
        .unwrap();
    let plan = plan(anthropic(&server)).budget(&budget).build().unwrap();
    let error = plan.call(Ask::new("Where?")).await.unwrap_err();
    assert_eq!(error.receipt().attempts[0].booked, Some(amount("0.000505")));
    assert_eq!(spent(&budget), amount("0.000505"));
    server.finish();
}

#[tokio::test]
async fn a_ceiling_counts_the_worst_case_of_what_has_no_end() {
    let server = Loopback::always(|_| Act::SendAndClose(Vec::new())).await;
    let plan = plan(compatible(&server))
        .retry(Retry::up_to(2).pauses(Duration::from_millis(1), Duration::from_millis(2)))
        .ceiling(amount("0.05"))
        .build()
        .unwrap();
    let error = plan.call(Ask::new("Where?")).await.unwrap_err();
    let receipt = error.receipt();
    assert_eq!(
        (receipt.attempts.len(), receipt.skips.len()),
        (2, 1),
        "{receipt}"
    );
    assert!(receipt.to_string().contains("booked   $0.02"), "{receipt}");
    server.finish();
}

#[tokio::test]
async fn a_booking_is_corrected_by_what_the_receipt_carries() {
    let server = Loopback::always(|number| match number {
        0 => Act::Hang,
        _ => Act::SendAndClose(
            b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nx-request-id: req_9\r\n\r\n"
                .to_vec(),
        ),
    })
    .await;
    let budget = budget("1");
    let clock = SystemClock::default();
    let model = compatible(&server).timeout(Duration::from_millis(200));
    let plan = plan(model).budget(&budget).build().unwrap();
    let timed_out = plan.call(Ask::new("Where?")).await.unwrap_err();
    let cut = plan.call(Ask::new("Where?")).await.unwrap_err();
    let [first, second] = [&timed_out, &cut].map(|error| &error.receipt().attempts[0]);
    assert_eq!(
        (first.request_id.as_deref(), second.request_id.as_deref()),
        (None, Some("req_9"))
    );
    let json = serde_json::to_value(timed_out.receipt()).unwrap();
    let id = json["attempts"][0]["booking"].as_str().unwrap();
    assert_eq!(
        budget.correct(id, amount("0.001"), &clock),
        Ok(first.booked.unwrap())
    );
    assert_eq!(
        budget.correct("req_9", amount("0.002"), &clock),
        Ok(second.booked.unwrap())
    );
    assert_eq!(spent(&budget), amount("0.003"));
    let unknown = budget
        .correct("req_8", amount("0.002"), &clock)
        .unwrap_err();
    assert!(unknown.to_string().contains("req_8"), "{unknown}");
    server.finish();
}
