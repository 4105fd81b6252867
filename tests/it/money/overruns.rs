//! A bill beyond the worst case is reported while it happens, and not only in the receipt.

use std::sync::{Arc, Mutex};

use driftless::receipt::{Attempt, Receipt};
use driftless::{Ask, Observer, Usd};
use driftless_tests::book::Book;
use driftless_tests::loopback::{Act, Loopback};

use crate::plan::signals::Lines;

use super::setup::{budget, chat, open_router, plan, stream};

type Overruns = Arc<Mutex<Vec<(Option<Usd>, usize)>>>;

struct Told(Overruns);

impl Observer for Told {
    fn budget_overrun(&self, attempt: &Attempt, receipt: &Receipt) {
        let told = (attempt.overrun, receipt.attempts.len());
        self.0.lock().unwrap().push(told);
    }
}

#[tokio::test]
async fn a_bill_beyond_the_worst_case_reaches_whoever_observes() {
    let bills = ["0.00001", "0.036", "0.02"];
    let server = Loopback::always(move |number| {
        let cost = bills[number % bills.len()];
        let told = format!(
            r#"{{"prompt_tokens":100,"completion_tokens":10,"cost":{cost},"is_byok":false}}"#
        );
        Act::Send(stream(&chat("a/b", &[&told])))
    })
    .await;
    let overruns = Overruns::default();
    let plan = plan(open_router(&server))
        .budget(&budget("1"))
        .observe(Told(Arc::clone(&overruns)))
        .build()
        .unwrap();
    let mut beyond = Vec::new();
    for _ in bills {
        let receipt = plan.call(Ask::new("Where?")).await.unwrap().receipt;
        beyond.extend(receipt.attempts[0].overrun);
    }
    let told = overruns.lock().unwrap();
    assert_eq!(beyond.len(), 1, "{beyond:?}");
    assert_eq!(*told, [(Some(beyond[0]), 1)]);
    server.finish();
}

#[tokio::test]
async fn a_bill_beyond_the_worst_case_leaves_an_event_and_counts() {
    let told = r#"{"prompt_tokens":100,"completion_tokens":10,"cost":0.036,"is_byok":false}"#;
    let server = Loopback::always(move |_| Act::Send(stream(&chat("a/b", &[told])))).await;
    let plan = plan(open_router(&server))
        .budget(&budget("1"))
        .build()
        .unwrap();
    let (lines, book) = (Lines::default(), Book::default());
    let traced = tracing::subscriber::set_default(lines.clone());
    let counted = metrics::set_default_local_recorder(&book);
    let receipt = plan.call(Ask::new("Where?")).await.unwrap().receipt;
    drop((traced, counted));
    let overrun = receipt.attempts[0].overrun.unwrap();
    let all = lines.all();
    let event = all
        .lines()
        .find(|line| line.starts_with("WARN driftless.budget.overrun"))
        .unwrap_or_else(|| panic!("no event in\n{all}"));
    let dollars = overrun.as_decimal().normalize();
    for part in [
        format!("driftless.overrun.usd={dollars}"),
        "driftless.booked.usd=0.036".to_owned(),
        "gen_ai.request.model=\"a/b\"".to_owned(),
        receipt.id.clone(),
    ] {
        assert!(event.contains(&part), "{part} is missing in {event}");
    }
    let metrics = book.lines();
    let metric = format!(
        "driftless.budget.overrun.usd contract=Pick,prompt=Ask,gen_ai.operation.name=chat,gen_ai.provider.name=openrouter,gen_ai.request.model=a/b {dollars}"
    );
    assert!(
        metrics.contains(&metric),
        "{metric} is missing in\n{metrics}"
    );
    server.finish();
}
