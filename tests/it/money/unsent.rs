//! Nothing is booked where no byte of the request can have left, however the attempt ended; and the
//! worst case is booked from the first byte on.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use driftless::provider::{Bill, OpenAi, TimeLimit};
use driftless::receipt::Attempt;
use driftless::{Ask, Error, FailureClass, Usd};
use driftless_tests::loopback::{Act, Loopback, answer};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;

use super::setup::{
    Asks, amount, begun, budget, chat, compatible, one, plan, price, spent, stream,
};

const SHORT: Duration = Duration::from_millis(150);

/// A server that takes connections and says nothing, so that no handshake of TLS ends.
async fn silent() -> (
    TcpListener,
    driftless::provider::Model<driftless::dialect::OpenAiSchema>,
) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let model = OpenAi::new("canary-key-4711")
        .base_url(format!("https://{address}/v1"))
        .model("m-1")
        .price(price())
        .max_output_tokens(4000);
    (listener, model)
}

#[track_caller]
fn nothing_is_booked(attempt: &Attempt, case: &str) {
    assert_eq!(
        (attempt.bill, attempt.booked),
        (Bill::Unsent, Some(Usd::ZERO)),
        "{case}: {attempt:?}"
    );
    assert!(attempt.cost_nothing() && !attempt.cost_unknown(), "{case}");
}

/// The error of a call on a plan with a budget, of which nothing may be spent.
async fn unpaid(plan: driftless::plan::PlanBuilder<Asks>, case: &str) -> Error {
    let budget = budget("0.05");
    let plan = plan.budget(&budget).build().unwrap();
    let mut last = None;
    // Four worst cases would be more than the budget.
    for _ in 0..4 {
        let error = plan.call(Ask::new("Where?")).await.unwrap_err();
        nothing_is_booked(&error.receipt().attempts[0], case);
        last = Some(error);
    }
    assert_eq!(spent(&budget), Usd::ZERO, "{case}");
    last.unwrap()
}

#[tokio::test]
async fn a_time_limit_that_passes_before_there_is_a_connection_books_nothing() {
    let (listener, model) = silent().await;
    let address = listener.local_addr().unwrap();
    let error = unpaid(plan(model.clone().timeout(SHORT)), "timeout").await;
    assert_eq!(error.class(), FailureClass::TimedOut);
    let said = error.to_string();
    assert!(
        said.contains("nothing was sent yet") && said.contains(&format!("https://{address}/v1/")),
        "{said}"
    );
    unpaid(plan(model.clone().first_token(SHORT)), "first token").await;
    let error = unpaid(plan(model.clone()).deadline(SHORT), "deadline").await;
    assert_eq!(error.receipt().attempts[0].limit, Some(TimeLimit::Deadline));
    let error = unpaid(plan(model.connect(SHORT)), "connect").await;
    assert!(error.to_string().contains(&address.to_string()), "{error}");
}

#[tokio::test]
async fn a_call_that_is_dropped_before_there_is_a_connection_books_nothing() {
    let (_listener, model) = silent().await;
    let budget = budget("1");
    let plan = plan(model).budget(&budget).build().unwrap();
    let call = plan.call(Ask::new("Where?"));
    let _late = tokio::time::timeout(SHORT, call).await;
    assert_eq!((spent(&budget), budget.open_leases()), (Usd::ZERO, 0));
}

#[tokio::test]
async fn a_time_limit_that_passes_behind_a_connection_books_the_worst_case() {
    for (case, act) in [
        ("silent", Act::Hang),
        ("head", Act::InTurn(vec![Act::Send(begun("")), Act::Hang])),
    ] {
        let server = Loopback::always(move |_| act.clone()).await;
        let (attempt, budget) = one(compatible(&server).timeout(SHORT)).await;
        assert_eq!(attempt.booked, attempt.reserved, "{case}: {attempt:?}");
        assert!(spent(&budget) > amount("0.02"), "{case}");
        server.finish();
    }
    // A connection that is used again is there at once.
    let usage = r#"{"prompt_tokens":1,"completion_tokens":1}"#;
    let server = Loopback::always(move |number| match number {
        0 => Act::Send(stream(&chat("m-1", &[usage]))),
        _ => Act::Hang,
    })
    .await;
    let budget = budget("1");
    let plan = plan(compatible(&server).timeout(Duration::from_millis(400)))
        .budget(&budget)
        .build()
        .unwrap();
    plan.call(Ask::new("Where?")).await.unwrap();
    let error = plan.call(Ask::new("Where?")).await.unwrap_err();
    let attempt = &error.receipt().attempts[0];
    assert_eq!(attempt.booked, attempt.reserved, "{attempt:?}");
    let said = error.to_string();
    let asked = format!("(asked {}/v1/chat/completions)", server.url());
    assert!(said.contains(&asked), "{said}");
    server.finish();
}

#[tokio::test]
async fn a_request_of_which_the_server_read_a_part_is_booked() {
    // The server reads a little and resets.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let read = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&read);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut some = [0; 16];
            let bytes = stream.read(&mut some).await.unwrap_or(0);
            counted.fetch_add(bytes, Ordering::Relaxed);
        }
    });
    let model = driftless::provider::Compatible::at(format!("http://{address}/v1"))
        .model("m-1")
        .price(price())
        .max_output_tokens(4000);
    let (attempt, _) = one(model).await;
    assert!(read.load(Ordering::Relaxed) > 0);
    assert_eq!(attempt.booked, attempt.reserved, "{attempt:?}");
}

#[tokio::test]
async fn the_length_of_the_body_is_told_as_ever() {
    let server = Loopback::start([driftless_tests::loopback::Exchange::new(
        |seen| {
            let length = seen.headers.get("content-length").map(String::as_str);
            let encoding = seen.headers.get("transfer-encoding");
            if length == Some(&seen.body.len().to_string()) && encoding.is_none() {
                Ok(())
            } else {
                Err(format!("{length:?} of {}, {encoding:?}", seen.body.len()))
            }
        },
        Act::Send(answer(401, &[], r#"{"error":{"message":"no"}}"#)),
    )])
    .await;
    let (attempt, _) = one(compatible(&server)).await;
    assert_eq!(attempt.status, Some(401));
    server.finish();
}
