//! `Plan::stream` and `Plan::items`: what is shown of an answer while it comes, over all four wire
//! forms.

mod items;
mod pace;

use std::time::Duration;

use driftless::budget::Budget;
use driftless::plan::{PlanBuilder, SystemClock};
use driftless::provider::{Anthropic, Gemini, OpenAi, TimeLimit};
use driftless::receipt::AttemptKind;
use driftless::{
    Ask, Contract, Draft, Error, Evidence, FailureClass, Plan, Price, Update, Usd, When, usd,
};
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};
use driftless_tests::stream::frame;
use tokio::time::{sleep, timeout};

use super::abort::{APIS, form, hung_up, said_by};

#[derive(Debug, Clone, PartialEq, Contract)]
#[contract(draft)]
pub(super) struct Order {
    /// The customer's name.
    customer: String,
    #[contract(range(1..=5))]
    urgency: u8,
    lines: Vec<Line>,
}

#[derive(Debug, Clone, PartialEq, Contract)]
#[contract(draft)]
pub(super) struct Line {
    sku: String,
    pieces: u32,
}

pub(super) const GOOD: &str = r#"{"customer":"Ann Arbor of Ypsilanti","urgency":3,"lines":[{"sku":"K-1","pieces":12},{"sku":"K-2","pieces":7},{"sku":"K-3","pieces":1}]}"#;
/// No urgency begins with 9.
pub(super) const WRONG: &str = r#"{"customer":"Bob Dylan","urgency":9"#;
/// Two lines, and then one that has no such key.
pub(super) const LATE: &str = r#"{"customer":"Cleo","urgency":1,"lines":[{"sku":"K-1","pieces":12},{"sku":"K-2","pieces":7},{"price"#;

pub(super) fn ms(count: u64) -> Duration {
    Duration::from_millis(count)
}

pub(super) fn plan(api: &str, server: &Loopback) -> PlanBuilder<Ask<Order>> {
    plan_of(api, server, ms(10_000))
}

pub(super) fn plan_of(api: &str, server: &Loopback, stall: Duration) -> PlanBuilder<Ask<Order>> {
    macro_rules! primary {
        ($model:expr) => {
            Plan::primary(
                $model
                    .max_output_tokens(500)
                    .price(Price::per_million(usd("1").unwrap(), usd("5").unwrap()))
                    .stall(stall),
            )
        };
    }
    let url = server.url();
    let anthropic = || Anthropic::new("key").base_url(&url).model("model-1");
    match api {
        "responses" => primary!(OpenAi::new("key").base_url(&url).model("model-1")),
        "chat" => primary!(OpenAi::new("key").base_url(&url).chat().model("model-1")),
        "anthropic" => primary!(anthropic()),
        "tool" => primary!(anthropic().strict_tool()),
        _ => primary!(Gemini::new("key").base_url(&url).model("model-1")),
    }
}

/// The head of an answer, and each event on its own.
pub(super) fn parts(api: &str, text: &str, without: usize) -> Vec<Vec<u8>> {
    let mut events = said_by(api, "Order", text);
    events.truncate(events.len() - without);
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
    let events = events
        .into_iter()
        .map(|event| frame(form(api), &[event]).into_bytes());
    std::iter::once(head.as_bytes().to_vec())
        .chain(events)
        .collect()
}

/// The number of events that end an answer.
pub(super) fn end(api: &str) -> usize {
    match api {
        "responses" => 2,
        "gemini" => 1,
        _ => 3,
    }
}

/// Says all of `text`, piece by piece.
pub(super) fn paced(api: &str, text: &str) -> Act {
    Act::Closing(Box::new(Act::Pieces(ms(2), parts(api, text, 0))))
}

/// Says `text` piece by piece, and then does something else than to end.
pub(super) fn then(api: &str, text: &str, act: Act) -> Act {
    Act::InTurn(vec![Act::Pieces(ms(2), parts(api, text, end(api))), act])
}

/// Everything that a stream gives, in a form of its own; `None` ends it.
pub(super) async fn all<T: driftless::decode::Drafted>(
    mut stream: driftless::PlanStream<'_, T>,
) -> Vec<Result<Update<T>, Error>> {
    let mut updates = Vec::new();
    let reading = async {
        while let Some(update) = stream.next().await {
            updates.push(update);
        }
        assert!(stream.next().await.is_none(), "it goes on behind its end");
    };
    timeout(Duration::from_secs(20), reading)
        .await
        .expect("it ends");
    updates
}

pub(super) fn drafts(updates: &[Result<Update<Order>, Error>]) -> Vec<&OrderDraft> {
    let drafts = updates.iter().filter_map(|update| match update {
        Ok(Update::Draft(draft)) => Some(&**draft),
        _ => None,
    });
    drafts.collect()
}

/// Drafts grow, and what is done stays as it is.
fn grows(api: &str, drafts: &[&OrderDraft]) {
    for pair in drafts.windows(2) {
        let [before, after] = pair else { continue };
        assert!(
            after.customer.text().starts_with(before.customer.text()),
            "{api}: {pair:?}"
        );
        assert!(
            !before.customer.is_done() || after.customer.is_done(),
            "{api}: {pair:?}"
        );
        assert!(
            before.urgency.is_absent() || after.urgency.done() == Some(&3),
            "{api}: {pair:?}"
        );
        assert!(
            after.lines.items().starts_with(before.lines.items()),
            "{api}: {pair:?}"
        );
    }
}

#[tokio::test]
async fn drafts_grow_to_the_value() {
    for api in APIS {
        let server = Loopback::start([Exchange::any(paced(api, GOOD))]).await;
        let plan = plan(api, &server).build().unwrap();
        let updates = all(plan.stream(Ask::new("x"))).await;
        let drafts = drafts(&updates);
        assert!(drafts.len() > 10, "{api}: {}", drafts.len());
        assert!(
            drafts.iter().any(|draft| draft.customer.open().is_some()),
            "{api}"
        );
        assert!(
            drafts
                .iter()
                .any(|draft| matches!(&draft.lines, Draft::Open(lines) if lines.open.is_some())),
            "{api}"
        );
        grows(api, &drafts);
        let Some(Ok(Update::Done(answer))) = updates.last() else {
            panic!("{api}: {updates:?}");
        };
        assert_eq!(answer.value.lines.len(), 3, "{api}");
        assert!(
            answer
                .value
                .lines
                .starts_with(drafts[drafts.len() - 1].lines.items()),
            "{api}"
        );
        assert_eq!(
            answer.value.customer,
            drafts[drafts.len() - 1].customer.text(),
            "{api}"
        );
        assert_eq!(answer.receipt.attempts.len(), 1, "{api}");
        assert!(
            !updates
                .iter()
                .any(|update| matches!(update, Ok(Update::Restarted { .. })))
        );
        server.finish();
    }
}

#[tokio::test]
async fn a_repair_begins_anew() {
    for api in APIS {
        let script = [then(api, WRONG, Act::Hang), paced(api, GOOD)];
        let server = Loopback::start(script.map(Exchange::any)).await;
        let plan = plan(api, &server).repair(1).build().unwrap();
        let updates = all(plan.stream(Ask::new("x"))).await;
        let at = updates
            .iter()
            .position(|update| matches!(update, Ok(Update::Restarted { .. })));
        let at = at.unwrap_or_else(|| panic!("{api}: {updates:?}"));
        let Ok(Update::Restarted {
            from, to, reason, ..
        }) = &updates[at]
        else {
            panic!("{api}");
        };
        assert_eq!(
            (from.as_str(), to.as_str()),
            ("model-1", "model-1"),
            "{api}"
        );
        assert_eq!(*reason, FailureClass::Drifted, "{api}");
        let (before, after) = (drafts(&updates[..at]), drafts(&updates[at..]));
        assert!(
            before
                .iter()
                .any(|draft| draft.customer.text() == "Bob Dylan"),
            "{api}"
        );
        assert!(
            before.iter().all(|draft| draft.urgency.is_absent()),
            "{api}"
        );
        assert!(after[0].customer.text().len() < 8, "{api}: {:?}", after[0]);
        grows(api, &after);
        let Some(Ok(Update::Done(answer))) = updates.last() else {
            panic!("{api}: {updates:?}");
        };
        assert_eq!(
            answer.receipt.attempts[0].stopped_at,
            Some(WRONG.len()),
            "{api}"
        );
        assert_eq!(
            answer.receipt.attempts[1].kind,
            AttemptKind::Repair,
            "{api}"
        );
        assert!(hung_up(&server).await, "{api}: the connection stays open");
        server.finish();
    }
}

#[tokio::test]
async fn a_fallback_begins_anew_with_the_other_model() {
    let script = [
        then("anthropic", WRONG, Act::Hang),
        paced("responses", GOOD),
    ];
    let server = Loopback::start(script.map(Exchange::any)).await;
    let second = OpenAi::new("key").base_url(server.url()).model("model-1");
    let price = Price::per_million(usd("1").unwrap(), usd("5").unwrap());
    let plan = plan("anthropic", &server)
        .fallback(
            second.max_output_tokens(500).price(price),
            When::DRIFTED,
            Evidence::vouched("a test"),
        )
        .production()
        .build()
        .unwrap();
    let updates = all(plan.stream(Ask::new("x"))).await;
    let restarts = updates.iter().filter(|update| {
        matches!(
            update,
            Ok(Update::Restarted {
                reason: FailureClass::Drifted,
                ..
            })
        )
    });
    assert_eq!(restarts.count(), 1, "{updates:?}");
    let Some(Ok(Update::Done(answer))) = updates.last() else {
        panic!("{updates:?}");
    };
    assert_eq!(answer.receipt.attempts[1].kind, AttemptKind::Fallback);
    server.finish();
}

#[tokio::test]
async fn what_breaks_off_ends_in_an_error_with_its_receipt() {
    let cases = [
        ("cut", FailureClass::Interrupted, None),
        ("reset", FailureClass::Interrupted, None),
        ("stall", FailureClass::TimedOut, Some(TimeLimit::Stall)),
    ];
    for api in APIS {
        for (case, class, limit) in cases {
            let act = match case {
                "cut" => Act::Closing(Box::new(Act::Pieces(ms(2), parts(api, LATE, end(api) + 4)))),
                "reset" => then(api, &LATE[..40], Act::Reset),
                _ => then(api, &LATE[..40], Act::Hang),
            };
            let server = Loopback::start([Exchange::any(act)]).await;
            let plan = plan_of(api, &server, ms(300));
            let updates = all(plan.build().unwrap().stream(Ask::new("x"))).await;
            assert!(!drafts(&updates).is_empty(), "{api}, {case}");
            let Some(Err(error)) = updates.last() else {
                panic!("{api}, {case}: {updates:?}");
            };
            assert_eq!(error.class(), class, "{api}, {case}: {error}");
            assert_eq!(error.receipt().attempts[0].limit, limit, "{api}, {case}");
            server.finish();
        }
    }
}

#[tokio::test]
async fn who_drops_the_stream_closes_the_connection_and_frees_the_budget() {
    for api in APIS {
        let server = Loopback::start([Exchange::any(then(api, &LATE[..40], Act::Hang))]).await;
        let budget = Budget::builder()
            .lifetime(usd("1").unwrap())
            .build()
            .unwrap();
        let plan = plan(api, &server).budget(&budget).build().unwrap();
        let mut stream = plan.stream(Ask::new("x"));
        let first = timeout(ms(10_000), stream.next()).await.unwrap();
        assert!(
            matches!(first, Some(Ok(Update::Draft(_)))),
            "{api}: {first:?}"
        );
        assert_ne!(
            budget.standing(&SystemClock::default())[0].reserved,
            Usd::ZERO,
            "{api}"
        );
        // The server has said all that it says, and waits.
        sleep(ms(300)).await;
        drop(stream);
        let standing = &budget.standing(&SystemClock::default())[0];
        assert_eq!(standing.reserved, Usd::ZERO, "{api}");
        assert_ne!(standing.spent, Usd::ZERO, "{api}: what was paid counts");
        assert!(hung_up(&server).await, "{api}: the connection stays open");
        server.finish();
    }
}

/// A server that doesn't stream.
#[tokio::test]
async fn an_answer_in_one_piece_has_its_value_at_once() {
    let body = crate::provider::paid_body("chat", &GOOD.replace('"', "\\\""));
    let act = Act::Send(answer(200, &[("content-type", "application/json")], body));
    let server = Loopback::start([Exchange::any(act)]).await;
    let plan = plan("chat", &server).build().unwrap();
    let updates = all(plan.stream(Ask::new("x"))).await;
    assert!(
        matches!(updates.last(), Some(Ok(Update::Done(_)))),
        "{updates:?}"
    );
    server.finish();
}

/// A stream moves to another thread, and so does what it gives.
#[test]
fn streams_can_be_sent() {
    fn is_send<T: Send + 'static>(_: Option<T>) {}
    is_send(None::<driftless::PlanStream<'static, Order>>);
    is_send(None::<driftless::ItemStream<'static, Order, Line>>);
    is_send(None::<Update<Order>>);
}
