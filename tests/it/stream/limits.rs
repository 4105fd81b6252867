//! Time limits hold for every provider, one of the user's own included; the clock is tokio's paused
//! one, so that times are exact.

use std::time::Duration;

use driftless::provider::{BoxFuture, Failure, Model, Provider, Reply, Request, TimeLimit};
use driftless::{Ask, BuildError, FailureClass, Plan, Price, Receipt, dialect};

const fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// Waits, and marks progress after each wait, then answers after the last one.
#[derive(Debug, Clone)]
struct Scripted {
    pieces: Vec<u64>,
    last: u64,
    /// From a thread's view: marks through a handle, while the provider's own future sleeps.
    elsewhere: bool,
}

fn pieces(pieces: &[u64], last: u64) -> Scripted {
    Scripted {
        pieces: pieces.to_vec(),
        last,
        elsewhere: false,
    }
}

impl Provider for Scripted {
    fn name(&self) -> &'static str {
        "scripted"
    }

    fn base_url(&self) -> &'static str {
        "nowhere"
    }

    fn send<'a>(&'a self, request: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
        Box::pin(async move {
            let recorder = request.recorder();
            recorder.update(|metadata| metadata.served_model = Some("m".to_owned()));
            let waits = self.pieces.clone();
            if self.elsewhere {
                let handle = recorder.clone();
                let total: u64 = waits.iter().sum();
                tokio::spawn(async move {
                    for wait in waits {
                        tokio::time::sleep(ms(wait)).await;
                        handle.progress();
                    }
                });
                tokio::time::sleep(ms(total)).await;
            } else {
                for wait in waits {
                    tokio::time::sleep(ms(wait)).await;
                    recorder.progress();
                }
            }
            tokio::time::sleep(ms(self.last)).await;
            Ok(Reply::new("7"))
        })
    }
}

fn model(script: Scripted) -> Model<dialect::Instructions> {
    Model::new(script, "m").price(Price::free())
}

async fn call(
    model: Model<dialect::Instructions>,
    deadline: Option<Duration>,
) -> Result<Receipt, driftless::Error> {
    let mut plan = Plan::<Ask<u32>>::primary(model);
    if let Some(deadline) = deadline {
        plan = plan.deadline(deadline);
    }
    let plan = plan.build().unwrap();
    plan.call(Ask::new("How many?"))
        .await
        .map(|answer| answer.receipt)
}

/// The call ends by `limit`, exactly `after` milliseconds, and says so everywhere.
async fn ends(
    model: Model<dialect::Instructions>,
    deadline: Option<Duration>,
    limit: TimeLimit,
    after: u64,
    message: &str,
) {
    let error = call(model, deadline).await.expect_err("out of time");
    assert_eq!(error.class(), FailureClass::TimedOut);
    assert_eq!(
        error.to_string(),
        format!("m (scripted): timed out: {message}")
    );
    let attempt = &error.receipt().attempts[0];
    assert_eq!(attempt.limit, Some(limit));
    // tokio's timers count whole milliseconds.
    let late = attempt.elapsed.saturating_sub(ms(after));
    assert!(
        attempt.elapsed >= ms(after) && late <= ms(2),
        "{:?}",
        attempt.elapsed
    );
    let json = serde_json::to_value(error.receipt()).unwrap();
    let name = serde_json::to_value(limit).unwrap();
    assert_eq!(json["attempts"][0]["limit"], name);
    assert_eq!(json["attempts"][0]["failure"], "timed_out");
}

#[tokio::test(start_paused = true)]
async fn an_answer_within_all_limits_is_taken_and_its_first_piece_is_timed() {
    let model = model(pieces(&[900, 90, 90, 90], 90))
        .first_token(ms(1000))
        .stall(ms(100))
        .timeout(ms(5000));
    let receipt = call(model, Some(ms(4000))).await.unwrap();
    let attempt = &receipt.attempts[0];
    assert_eq!(attempt.limit, None);
    let first = attempt.first_token_after.unwrap();
    assert!(first >= ms(900) && first <= ms(902), "{first:?}");
}

#[tokio::test(start_paused = true)]
async fn no_first_piece_in_time() {
    let slow = || model(pieces(&[20_000], 1)).first_token(ms(2000));
    let message =
        "no piece of the answer within 2000 ms, the model's first-token limit (asked nowhere)";
    ends(slow(), None, TimeLimit::FirstToken, 2000, message).await;
    ends(
        slow().stall(ms(300)),
        None,
        TimeLimit::FirstToken,
        2000,
        message,
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_stall_ends_the_wait_even_far_before_the_other_limits() {
    let message = "the answer stopped coming 1500 ms after it was asked for: nothing more within 700 ms, the model's stall limit (asked nowhere)";
    let script = pieces(&[1000, 500, 30_000], 1);
    let model = model(script).first_token(ms(20_000)).stall(ms(700));
    ends(model, None, TimeLimit::Stall, 2200, message).await;
}

/// The engine's task sleeps while another one marks; the stall is seen at most one stall limit
/// late.
#[tokio::test(start_paused = true)]
async fn marks_from_elsewhere_count() {
    let mut script = pieces(&[1000, 500, 30_000], 1);
    script.elsewhere = true;
    let model = model(script).first_token(ms(20_000)).stall(ms(700));
    let error = call(model, None).await.expect_err("a stall");
    let attempt = &error.receipt().attempts[0];
    assert_eq!(attempt.limit, Some(TimeLimit::Stall));
    assert!(
        attempt.elapsed >= ms(2200) && attempt.elapsed <= ms(2902),
        "{:?}",
        attempt.elapsed
    );
    assert!(
        attempt
            .first_token_after
            .is_some_and(|first| first <= ms(1002))
    );
}

#[tokio::test(start_paused = true)]
async fn pieces_that_keep_coming_end_at_the_total() {
    let script = pieces(&[400; 100], 1);
    let model = model(script).stall(ms(500)).timeout(ms(3000));
    let message = "no complete answer within 3000 ms, the model's timeout (asked nowhere)";
    ends(model, Some(ms(3000)), TimeLimit::Total, 3000, message).await;
}

#[tokio::test(start_paused = true)]
async fn the_deadline_of_the_call_comes_before_the_models_own_limits() {
    let script = pieces(&[400; 100], 1);
    let model = model(script).stall(ms(500)).timeout(ms(3000));
    let message = "no complete answer within 2500 ms, the call's deadline (asked nowhere)";
    ends(model, Some(ms(2500)), TimeLimit::Deadline, 2500, message).await;
}

#[tokio::test(start_paused = true)]
async fn a_model_has_ten_minutes_unless_set() {
    let message = "no complete answer within 600000 ms, the model's timeout (asked nowhere)";
    ends(
        model(pieces(&[], 601_000)),
        None,
        TimeLimit::Total,
        600_000,
        message,
    )
    .await;
    call(model(pieces(&[], 599_000)), None).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn limits_beyond_what_a_clock_can_count_are_none() {
    let forever = model(pieces(&[1000], 3_600_000))
        .timeout(Duration::MAX)
        .stall(Duration::MAX)
        .first_token(Duration::MAX);
    call(forever, Some(Duration::MAX)).await.unwrap();
}

#[test]
fn limits_that_can_not_hold_are_refused_all_at_once() {
    let wrong = model(pieces(&[], 1))
        .connect(ms(0))
        .first_token(ms(9000))
        .stall(ms(0))
        .timeout(ms(4000));
    let error = Plan::<Ask<u32>>::primary(wrong)
        .deadline(ms(3000))
        .build()
        .unwrap_err();
    assert_eq!(
        sentences(&error),
        [
            "m: the deadline of 3000 ms is shorter than the first-token limit of 9000 ms; shorten `first_token`, or lengthen `deadline`",
            "m: the connect limit is zero; give the connection some time",
            "m: the stall limit is zero; give the next piece of the answer some time",
            "m: the first-token limit of 9000 ms is longer than the timeout of 4000 ms, so it can never pass; shorten `first_token`, or lengthen `timeout`",
        ]
    );
    let zero = model(pieces(&[], 1)).first_token(ms(0)).timeout(ms(0));
    let error = Plan::<Ask<u32>>::primary(zero).build().unwrap_err();
    assert_eq!(
        sentences(&error),
        [
            "m: the first-token limit is zero; give the first token some time",
            "m: the timeout is zero; give the model some time",
        ]
    );
}

/// In real time: the kernel takes the connection, and nobody begins the TLS handshake.
#[tokio::test]
async fn a_connection_that_hangs_ends_at_its_limit() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}/v1", silent.local_addr().unwrap());
    let model = driftless::provider::Compatible::at(&url)
        .model("m")
        .price(Price::free())
        .connect(ms(100));
    let plan = Plan::<Ask<u32>>::primary(model).build().unwrap();
    let error = plan.call(Ask::new("How many?")).await.unwrap_err();
    assert_eq!(error.class(), FailureClass::Unreachable, "{error}");
    let attempt = &error.receipt().attempts[0];
    assert_eq!(attempt.limit, Some(TimeLimit::Connect));
    // Far less than the default of five seconds, also on a busy machine.
    assert!(attempt.elapsed < ms(4_000), "{:?}", attempt.elapsed);
}

fn sentences(error: &BuildError) -> Vec<String> {
    error.problems().iter().map(ToString::to_string).collect()
}
