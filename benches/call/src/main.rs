//! The whole call against plain reqwest and serde_json, and the engine without a network. See
//! README.md.

mod allocated;
mod bound;
mod contract;
mod cores;
mod engine;
mod plain;
mod sample;
mod server;
mod stream;

use std::env;
use std::error::Error;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

use driftless::Plan;
use driftless::provider::OpenAi;

use allocated::{Counting, allocated};
use contract::{ReadOrder, mail};
use plain::Plain;
use sample::{Samples, median, timed};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Calls of each kind that are measured, and those before that aren't.
const CALLS: usize = 5_000;
const WARM_UP: usize = 500;

fn main() -> Result<(), Box<dyn Error>> {
    pin(0);
    let mut arguments = env::args().skip(1);
    match arguments.next().as_deref() {
        Some("serve") => {
            let listener = TcpListener::bind("127.0.0.1:0")?;
            println!("{}", listener.local_addr()?);
            pin(1);
            Ok(runtime()?.block_on(server::serve(listener, |_| {}))?)
        }
        Some("cores") => cores::measure(),
        Some("stream") => runtime()?.block_on(stream::measure()),
        Some("bound") => runtime()?.block_on(bound::measure()),
        Some("engine") => runtime()?.block_on(engine::measure()),
        // One kind alone, for profilers.
        Some(only) => {
            let calls = arguments.next().map_or(Ok(CALLS), |calls| calls.parse())?;
            runtime()?.block_on(profile(only, calls))
        }
        None => {
            runtime()?.block_on(compare())?;
            runtime()?.block_on(stream::measure())?;
            runtime()?.block_on(engine::measure())
        }
    }
}

fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
}

/// Keeps the process on one core: who runs beside whom would decide more than what is measured.
fn pin(core: usize) {
    let mut cores = rustix::thread::CpuSet::new();
    cores.set(core);
    if let Err(error) = rustix::thread::sched_setaffinity(None, &cores) {
        eprintln!("not pinned to core {core}: {error}");
    }
}

/// A server in a process of its own, so that its CPU time doesn't count.
struct Server {
    process: Child,
    url: String,
}

impl Server {
    fn start() -> Result<Self, Box<dyn Error>> {
        let mut process = Command::new(env::current_exe()?)
            .arg("serve")
            .stdout(Stdio::piped())
            .spawn()?;
        let mut address = String::new();
        if let Some(out) = process.stdout.take() {
            std::io::BufRead::read_line(&mut std::io::BufReader::new(out), &mut address)?;
        }
        let url = format!("http://{}/v1", address.trim());
        Ok(Self { process, url })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn plan(url: &str) -> Result<Plan<ReadOrder<'static>>, Box<dyn Error>> {
    let model = OpenAi::new("sk-of-some-length-as-keys-are")
        .chat()
        .unary()
        .base_url(url)
        .model(contract::MODEL);
    Ok(Plan::<ReadOrder>::primary(model).build()?)
}

async fn compare() -> Result<(), Box<dyn Error>> {
    let server = Server::start()?;
    let plain = Plain::new(&server.url, &captured(plan).await?)?;
    let plan = plan(&server.url)?;
    let (mut ours, mut theirs) = (Samples::default(), Samples::default());
    // The prompt is rendered before the future is polled, and is part of the call all the same.
    let asked = || async { plan.call(mail()).await };
    for call in 0..WARM_UP + CALLS {
        // Who goes first changes, so that neither always finds the caches the other's.
        let mut ours_now = None;
        if call % 2 == 0 {
            ours_now = Some(timed(asked()).await);
        }
        let (answer, theirs_now) = timed(plain.call()).await;
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
    println!("the whole call over loopback, {CALLS} calls each, interleaved; medians");
    println!("  plain      {theirs}");
    println!("  driftless  {ours}");
    let added = median(&ours.wall) - median(&theirs.wall);
    println!(
        "  added latency {added:.1} µs (goal: <= 10); CPU ratio {:.3} (goal: <= 1.15)",
        ours.cpu_median() / theirs.cpu_median()
    );
    let (done, theirs) = allocated(async {
        for _ in 0..100 {
            plain.call().await?;
        }
        Ok::<_, Box<dyn Error>>(())
    })
    .await;
    done?;
    let (done, ours) = allocated(async {
        for _ in 0..100 {
            plan.call(mail()).await?;
        }
        Ok::<_, Box<dyn Error>>(())
    })
    .await;
    done?;
    println!(
        "  allocations per call: plain {} ({} bytes), driftless {} ({} bytes)",
        theirs.count / 100,
        theirs.bytes / 100,
        ours.count / 100,
        ours.bytes / 100
    );
    Ok(())
}

async fn profile(only: &str, calls: usize) -> Result<(), Box<dyn Error>> {
    let server = Server::start()?;
    let captured_by = if only == "plain-streamed" { stream::plan } else { plan };
    let plain = Plain::new(&server.url, &captured(captured_by).await?)?;
    let plan = plan(&server.url)?;
    let streaming = stream::plan(&server.url)?;
    for _ in 0..calls {
        if only == "plain" {
            plain.call().await?;
        } else if only == "plain-streamed" {
            plain.streamed().await?;
        } else if only == "streamed" {
            streaming.call(mail()).await?;
        } else {
            plan.call(mail()).await?;
        }
    }
    Ok(())
}

/// Returns the request body that `plan` sends, so that the plain call sends the same.
async fn captured(
    plan: fn(&str) -> Result<Plan<ReadOrder<'static>>, Box<dyn Error>>,
) -> Result<Vec<u8>, Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}/v1", listener.local_addr()?);
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let serving = server::serve(listener, move |body| {
            let _ = sender.send(body.to_vec());
        });
        runtime().map(|runtime| runtime.block_on(serving))
    });
    plan(&url)?.call(mail()).await?;
    Ok(receiver.recv()?)
}
