//! Time that a budget, a breaker and a retry budget take per call: `cargo run --release cores`.

use std::error::Error;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use driftless::breaker::{AttemptOutcome, BreakerKey, BreakerPolicy, Breakers};
use driftless::budget::{Budget, Reservation, Spend};
use driftless::plan::{Clock, SystemClock};
use driftless::retry::RetryBudget;
use driftless::usd;

const ROUNDS: u32 = 200_000;
/// Number of samples, of which the median counts: others run on the machine as well.
const SAMPLES: usize = 15;

pub fn measure() -> Result<(), Box<dyn Error>> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
    let (hour, cent) = (Duration::from_secs(3_600), usd("0.01")?);
    let worst = Reservation::new(cent, "m", Spend::Fallback);
    let one = Budget::builder().per(hour, usd("1000000")?).build()?;
    let four = Budget::builder()
        .per(hour, usd("1000000")?)
        .lifetime(usd("1000000")?)
        .fallback_per(hour, usd("1000000")?)
        .model_per("m", hour, usd("1000000")?)
        .build()?;
    // As a busy process has them.
    let mut running = Vec::new();
    for _ in 0..10_000 {
        running.push(four.reserve(&worst, &clock)?);
    }
    let breakers = Breakers::new(BreakerPolicy::default())?;
    let breaker = breakers.get(&BreakerKey::new("p", "u", "m"));
    let retries = RetryBudget::default();
    show("the clock, read once", || {
        black_box(clock.monotonic());
    });
    show("reserve and settle, one ceiling", || {
        if let Ok(lease) = one.reserve(&worst, &clock) {
            black_box(lease.settle(cent));
        }
    });
    show(
        "reserve and settle, four ceilings, 10,000 calls in flight",
        || {
            if let Ok(lease) = four.reserve(&worst, &clock) {
                black_box(lease.settle(cent));
            }
        },
    );
    show("admit and record", || {
        if let Ok(permit) = breaker.admit(clock.monotonic()) {
            black_box(permit.record(AttemptOutcome::Success, clock.monotonic()));
        }
    });
    show("note a call for the retry budget", || {
        retries.call(clock.monotonic());
    });
    Ok(())
}

fn show(name: &str, mut round: impl FnMut()) {
    let mut samples: Vec<f64> = (0..SAMPLES)
        .map(|_| {
            let start = Instant::now();
            (0..ROUNDS).for_each(|_| round());
            start.elapsed().as_secs_f64() * 1e9 / f64::from(ROUNDS)
        })
        .collect();
    samples.sort_by(f64::total_cmp);
    println!("{:7.1} ns  {name}", samples[SAMPLES / 2]);
}
