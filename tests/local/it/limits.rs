//! Time limits hold a computation in the process as they hold a server, and one that nobody waits
//! for stops.

use std::time::{Duration, Instant};

use driftless::provider::TimeLimit;
use driftless::{Ask, Contract, FailureClass, Plan};
use driftless_local::{Local, Reported};

use super::random_model::{file, gguf};

/// Takes a second or more, token by token.
#[derive(Debug, Contract)]
struct Long {
    #[contract(length(1500..=1500))]
    text: String,
}

#[derive(Debug, Contract)]
struct Short {
    ready: bool,
}

/// A model of its own, so that no other test stands in its queue.
fn alone(name: &str) -> Local {
    let path = file(name, &gguf(11, 2048));
    let local = Local::open_unknown(&path, "random").unwrap();
    std::fs::remove_file(path).unwrap();
    local
}

async fn whole(local: &Local) -> Duration {
    let plan = Plan::<Ask<Long>>::primary(local.model()).build().unwrap();
    let began = Instant::now();
    let answer = plan.call(Ask::new("Go on.")).await.unwrap();
    assert_eq!(answer.value.text.chars().count(), 1500);
    began.elapsed()
}

#[tokio::test]
async fn no_first_token_in_time() {
    let local = alone("first.gguf");
    let model = local.model().first_token(Duration::from_millis(1));
    let plan = Plan::<Ask<Short>>::primary(model).build().unwrap();
    let error = plan.call(Ask::new("word ".repeat(300))).await.unwrap_err();
    assert_eq!(error.class(), FailureClass::TimedOut);
    let attempt = &error.receipt().attempts[0];
    assert_eq!(attempt.limit, Some(TimeLimit::FirstToken));
    let reported = Reported::of(&attempt.provider_details);
    assert_eq!(reported.model_digest.as_deref(), Some(local.digest()));
}

/// The first token ends the wait for it, long before the document is whole.
#[tokio::test]
async fn a_first_token_in_time_is_noticed() {
    let local = alone("noticed.gguf");
    let half = whole(&local).await / 2;
    let model = local.model().first_token(half).stall(half);
    let plan = Plan::<Ask<Long>>::primary(model).build().unwrap();
    let answer = plan.call(Ask::new("Go on.")).await.unwrap();
    let attempt = answer.receipt.answered().unwrap();
    assert!(attempt.first_token_after.unwrap() < half);
}

/// Each call that ran out of time leaves the model to the next one at once: four of them take less
/// than two whole ones would.
#[tokio::test]
async fn a_call_that_ran_out_of_time_computes_no_further() {
    let local = alone("further.gguf");
    let full = whole(&local).await;
    let model = local.model().timeout(Duration::from_millis(10));
    let long = Plan::<Ask<Long>>::primary(model).build().unwrap();
    let short = Plan::<Ask<Short>>::primary(local.model()).build().unwrap();
    let began = Instant::now();
    for _ in 0..4 {
        let error = long.call(Ask::new("Go on.")).await.unwrap_err();
        assert_eq!(error.receipt().attempts[0].limit, Some(TimeLimit::Total));
        short.call(Ask::new("Ready?")).await.unwrap();
    }
    assert!(
        began.elapsed() < full * 2,
        "{:?} of {full:?}",
        began.elapsed()
    );
}
