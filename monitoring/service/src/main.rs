//! A service wired for operations as users wire theirs: `telemetry.rs` says where telemetry goes,
//! `triage.rs` has the plans. `stage.rs` plays the vendors, since this one runs without a network.
//!
//! Twenty tickets a second are triaged, until standard input ends. A line there changes the scene:
//! `overloaded`, `drifting`, `substituted`, `dear`, `well`.
//!
//! | variable | meaning | else |
//! |---|---|---|
//! | `METRICS_ADDRESS` | where Prometheus fetches metrics | `127.0.0.1:9464` |
//! | `OTEL_EXPORTER_OTLP_ENDPOINT` | where spans go | `http://localhost:4318` |
//! | `STATE_DIRECTORY` | where receipts and evidence are kept | a folder for temporary files |
//! | `BUDGET_WINDOW_SECONDS` | the window of the budget | 3600 |

mod stage;
mod telemetry;
mod triage;

use std::env;
use std::error::Error;
use std::path::PathBuf;
use std::time::Duration;

use driftless::Ask;
use driftless::plan::CallOptions;
use tokio::io::{AsyncBufReadExt, BufReader, stdin};
use tokio::time::{MissedTickBehavior, interval};

use stage::{Stage, ticket};
use triage::{Plans, TriageTicket};

const EVERY: Duration = Duration::from_millis(50);
const TENANTS: [&str; 3] = ["acme", "birch", "cedar"];
const FEATURES: [&str; 2] = ["inbox", "search"];

fn main() -> Result<(), Box<dyn Error>> {
    let address = env::var("METRICS_ADDRESS").unwrap_or("127.0.0.1:9464".to_owned());
    // Before the runtime: the exporter's client is a blocking one.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let spans = {
        let _inside = runtime.enter();
        telemetry::start(address.parse()?)?
    };
    runtime.block_on(serve())?;
    // What is still in a batch is sent.
    spans.shutdown()?;
    Ok(())
}

async fn serve() -> Result<(), Box<dyn Error>> {
    let folder = env::var_os("STATE_DIRECTORY").map_or_else(
        || env::temp_dir().join(format!("triage-{}", std::process::id())),
        PathBuf::from,
    );
    std::fs::create_dir_all(&folder)?;
    let window = env::var("BUDGET_WINDOW_SECONDS").unwrap_or("3600".to_owned());
    let window = Duration::from_secs(window.parse()?);
    let stage = Stage::start(&folder).await?;
    let plans = triage::plans(&stage, window, &folder.join("receipts"))?;
    println!("ready");
    let mut lines = BufReader::new(stdin()).lines();
    let mut clock = interval(EVERY);
    clock.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let mut number = 0;
    loop {
        tokio::select! {
            line = lines.next_line() => match line? {
                Some(line) if stage.change(&line) => println!("now {}", line.trim()),
                Some(line) => eprintln!("no such scene: {line:?}"),
                None => break,
            },
            _ = clock.tick() => {
                work(&plans, number);
                number = (number + 1) % 300;
            }
        }
    }
    // Calls that are under way end, and the last receipts are written.
    tokio::time::sleep(Duration::from_millis(300)).await;
    stage.print_traces();
    Ok(())
}

/// Triages one ticket, and reads the mood of each tenth. What becomes of it is in the telemetry.
fn work(plans: &Plans, number: u32) {
    let of = |names: &[&'static str]| names[number as usize % names.len()];
    let options = CallOptions::new()
        .tag("tenant", of(&TENANTS))
        .tag("feature", of(&FEATURES));
    let (triage, mood) = (plans.triage.with(options.clone()), plans.mood.with(options));
    tokio::spawn(async move {
        let text = ticket(number);
        // A failure has left its event, its receipt and its counts.
        let _triaged = triage.call(TriageTicket { ticket: &text }).await;
        if number.is_multiple_of(10) {
            let _mood = mood.call(Ask::new(format!("The mood of: {text}"))).await;
        }
    });
}
