//! Random histories of calls with random ends: a budget never books less than the vendor has
//! billed.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use driftless::budget::{Budget, WhenFull};
use driftless::dialect::JsonMode;
use driftless::provider::{
    AttemptRecorder, Bill, BoxFuture, Failure, Model, Provider, Reply, Request, Usage,
};
use driftless::retry::Retry;
use driftless::{Ask, FailureClass, Plan};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use rust_decimal::Decimal;

use super::setup::{Pick, amount, price, spent};

/// The output limit of every request.
const LIMIT: u32 = 400;

/// A vendor that bills what it has worked, whatever it says of that.
#[derive(Debug)]
struct Vendor {
    random: Mutex<StdRng>,
    billed: Arc<Mutex<Decimal>>,
}

fn tokens(input: u64, output: u64) -> Usage {
    let mut usage = Usage::default();
    (usage.input, usage.output) = (input, output);
    usage
}

/// At 1 and 5 dollars per million.
fn cost(input: u64, output: u64) -> Decimal {
    Decimal::from(input + 5 * output) / Decimal::from(1_000_000)
}

impl Vendor {
    /// What it says, or nothing at all, and what it bills.
    fn end(
        &self,
        model: &str,
        recorder: &AttemptRecorder,
    ) -> (Option<Result<Reply, Failure>>, Decimal) {
        let mut random = self.random.lock().unwrap();
        let (input, output) = (random.random_range(1..200), random.random_range(1..=400));
        let mut facts = recorder.metadata();
        facts.served_model = Some(model.to_owned());
        facts.status = Some(200);
        let good = r#"{"city":"Oslo","n":3}"#;
        let paid = cost(input, output);
        let end = match random.random_range(0..11) {
            0 | 1 => {
                facts.usage = Some(tokens(input, output));
                (Some(Ok(Reply::new(good))), paid)
            }
            2 => {
                let factor = Decimal::from(random.random_range(1..6)) / Decimal::TWO;
                facts.usage = Some(tokens(input, output));
                facts.reported_cost = Some(amount(&(paid * factor).to_string()));
                (Some(Ok(Reply::new(good))), paid.max(paid * factor))
            }
            3 => {
                facts.usage = Some(tokens(input, 1));
                let failure = Failure::new(FailureClass::Interrupted, "cut");
                (Some(Err(failure)), paid)
            }
            4 => (None, paid),
            5 => {
                facts.status = Some(500);
                let failure = Failure::new(FailureClass::ServerError, "500");
                (Some(Err(failure)), paid)
            }
            6 => {
                (facts.status, facts.bill) = (Some(429), Bill::Refused);
                let failure = Failure::new(FailureClass::RateLimited, "429");
                (Some(Err(failure)), Decimal::ZERO)
            }
            7 => {
                let failure = Failure::new(FailureClass::Unreachable, "refused").unsent();
                (Some(Err(failure)), Decimal::ZERO)
            }
            8 => (Some(Ok(Reply::new(good))), paid),
            9 => {
                facts.usage = Some(tokens(u64::MAX, output));
                (Some(Ok(Reply::new(good))), paid)
            }
            _ => {
                // Drifted, and paid for.
                facts.usage = Some(tokens(input, output));
                (Some(Ok(Reply::new("{}"))), paid)
            }
        };
        recorder.update(|metadata| *metadata = facts);
        end
    }
}

impl Provider for Vendor {
    fn name(&self) -> &'static str {
        "vendor"
    }

    fn base_url(&self) -> &'static str {
        "script:"
    }

    fn send<'a>(&'a self, request: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(1)).await;
            let (said, billed) = self.end(request.model, request.recorder());
            *self.billed.lock().unwrap() += billed;
            match said {
                Some(said) => said,
                None => std::future::pending().await,
            }
        })
    }
}

#[tokio::test(start_paused = true)]
async fn no_history_books_less_than_was_billed() {
    for seed in 0..200 {
        let billed = Arc::new(Mutex::new(Decimal::ZERO));
        let vendor = Vendor {
            random: Mutex::new(StdRng::seed_from_u64(seed)),
            billed: Arc::clone(&billed),
        };
        let mut random = StdRng::seed_from_u64(seed + 1_000);
        let budget = Budget::builder().lifetime(amount("0.05")).build().unwrap();
        let model = Model::<JsonMode>::new(vendor, "m-1")
            .price(price())
            .max_output_tokens(LIMIT)
            .timeout(Duration::from_millis(50));
        let plan = Plan::<Ask<Pick>>::primary(model)
            .budget(&budget)
            .when_full(if seed % 2 == 0 {
                WhenFull::Wait
            } else {
                WhenFull::Refuse
            })
            .retry(Retry::up_to(1).pauses(Duration::from_millis(1), Duration::from_millis(2)))
            .repair(1)
            .build()
            .unwrap();
        let mut calls = Vec::new();
        for _ in 0..40 {
            let call = plan.call(Ask::new("Where?"));
            let patience = Duration::from_millis(random.random_range(0..400));
            calls.push(tokio::spawn(tokio::time::timeout(patience, call)));
        }
        for call in calls {
            let _given_up = call.await.unwrap();
        }
        let (spent, billed) = (spent(&budget).as_decimal(), *billed.lock().unwrap());
        assert!(
            spent >= billed,
            "seed {seed}: {spent} booked, {billed} billed"
        );
        assert!(
            billed <= amount("0.06").as_decimal(),
            "seed {seed}: {billed}"
        );
        assert_eq!(budget.open_leases(), 0);
    }
}
