//! Streamed calls, which are the default, beside plain reqwest whose events are read by hand.

use std::error::Error;
use std::rc::Rc;
use std::time::Instant;

use driftless::Plan;
use driftless::provider::OpenAi;

use crate::allocated::allocated;
use crate::contract::{self, Order, ReadOrder, mail};
use crate::plain::Plain;
use crate::sample::{Samples, cpu, median, timed};
use crate::{Server, captured};

/// Calls of each kind, one after another, that are measured, and those before that aren't.
const CALLS: usize = 2_000;
const WARM_UP: usize = 200;
/// Calls of each kind at once, and how often.
const AT_ONCE: usize = 200;
const ROUNDS: usize = 15;
/// Events of an answer that hold a piece of it.
pub const EVENTS: usize = 500;

/// The plan whose calls are streamed.
pub fn plan(url: &str) -> Result<Plan<ReadOrder<'static>>, Box<dyn Error>> {
    let model = OpenAi::new("sk-of-some-length-as-keys-are")
        .chat()
        .base_url(url)
        .model(contract::MODEL);
    Ok(Plan::<ReadOrder>::primary(model).build()?)
}

/// Prints latency, CPU, allocations and throughput of both kinds.
pub async fn measure() -> Result<(), Box<dyn Error>> {
    let server = Server::start()?;
    let plan = plan(&server.url)?;
    let plain = Plain::new(&server.url, &captured(self::plan).await?)?;
    let (mut ours, mut theirs) = (Samples::default(), Samples::default());
    let asked = || async { plan.call(mail()).await };
    for call in 0..WARM_UP + CALLS {
        let mut ours_now = None;
        if call % 2 == 0 {
            ours_now = Some(timed(asked()).await);
        }
        let (answer, theirs_now) = timed(plain.streamed()).await;
        let (mine, ours_now) = match ours_now {
            Some(done) => done,
            None => timed(asked()).await,
        };
        assert_eq!(mine?.value, answer?);
        if call >= WARM_UP {
            ours.push(ours_now);
            theirs.push(theirs_now);
        }
    }
    println!(
        "streamed over loopback, {EVENTS} events in one write, {CALLS} calls each, interleaved; medians"
    );
    println!("  plain      {theirs}");
    println!("  driftless  {ours}");
    println!(
        "  latency {:.3}x (goal: <= 1.05), CPU {:.3}x (goal: <= 1.15)",
        median(&ours.wall) / median(&theirs.wall),
        ours.cpu_median() / theirs.cpu_median()
    );
    let (done, theirs) = allocated(many(100, || plain.streamed())).await;
    done?;
    let (done, ours) = allocated(many(100, || async { Ok(plan.call(mail()).await?.value) })).await;
    done?;
    println!(
        "  allocations per call: plain {} ({} bytes), driftless {} ({} bytes; goal: <= 102400)",
        theirs.count / 100,
        theirs.bytes / 100,
        ours.count / 100,
        ours.bytes / 100
    );
    at_once(plan, plain).await
}

/// Makes `calls` calls, one after another.
async fn many<F: Future<Output = Result<Order, Box<dyn Error>>>>(
    calls: usize,
    call: impl Fn() -> F,
) -> Result<(), Box<dyn Error>> {
    for _ in 0..calls {
        call().await?;
    }
    Ok(())
}

/// Prints throughput and CPU with many calls in flight on one core, in rounds that alternate.
async fn at_once(plan: Plan<ReadOrder<'static>>, plain: Plain) -> Result<(), Box<dyn Error>> {
    let (plan, plain) = (Rc::new(plan), Rc::new(plain));
    let (mut ours, mut theirs) = (Samples::default(), Samples::default());
    for round in 0..=ROUNDS {
        let theirs_now = all(|| {
            let plain = Rc::clone(&plain);
            async move { plain.streamed().await.is_ok() }
        })
        .await?;
        let ours_now = all(|| {
            let plan = Rc::clone(&plan);
            async move { plan.call(mail()).await.is_ok() }
        })
        .await?;
        // The first opens the connections.
        if round > 0 {
            ours.push(ours_now);
            theirs.push(theirs_now);
        }
    }
    println!(
        "{AT_ONCE} streamed calls in flight on one core, {ROUNDS} rounds each, alternating; medians of rounds"
    );
    println!(
        "  throughput {:.3}x (goal: >= 0.95), CPU {:.3}x (goal: <= 1.15); plain {:.0} calls per second, driftless {:.0}",
        median(&theirs.wall) / median(&ours.wall),
        ours.cpu_median() / theirs.cpu_median(),
        AT_ONCE as f64 * 1e6 / median(&theirs.wall),
        AT_ONCE as f64 * 1e6 / median(&ours.wall)
    );
    Ok(())
}

/// Makes calls at once, and returns the microseconds that all of them took on the wall and of CPU.
async fn all<F: Future<Output = bool> + 'static>(
    call: impl Fn() -> F,
) -> Result<(f64, f64), Box<dyn Error>> {
    let tasks = tokio::task::LocalSet::new();
    let (start, before) = (Instant::now(), cpu());
    let calls: Vec<_> = (0..AT_ONCE).map(|_| tasks.spawn_local(call())).collect();
    tasks.await;
    let spent = (start.elapsed().as_secs_f64() * 1e6, cpu() - before);
    for call in calls {
        if !call.await? {
            return Err("a call failed".into());
        }
    }
    Ok(spent)
}
