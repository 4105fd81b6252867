//! A run over a file against the same calls in a loop. See README.md.

use std::env;
use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use driftless::provider::Compatible;
use driftless::run::Run;
use driftless::{Contract, Plan, Prompt};
use rustix::time::{ClockId, clock_gettime};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

const DOCUMENTS: u64 = 20_000;
const CONCURRENCY: usize = 32;
const ANSWER: &str = r#"{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"{\"severity\":\"low\"}","refusal":null},"finish_reason":"stop"}],"usage":{"prompt_tokens":40,"completion_tokens":6,"total_tokens":46}}"#;

#[derive(Debug, Contract)]
#[contract(rename_all = "snake_case")]
pub enum Severity {
    Low,
    High,
}

#[derive(Debug, Contract)]
pub struct Triage {
    pub severity: Severity,
}

#[derive(Debug, Prompt)]
#[prompt(output = Triage, user = "How severe is this ticket?\n{ticket}")]
pub struct TriageTicket<'a> {
    ticket: &'a str,
}

type Anything = Result<(), Box<dyn Error>>;

#[tokio::main]
async fn main() -> Anything {
    let argument = env::args().nth(1);
    if argument.as_deref() == Some("serve") {
        return serve().await;
    }
    let (documents, rounds) = match argument {
        Some(number) => (number.parse()?, 1),
        None => (DOCUMENTS, 3),
    };
    let (mut server, address) = start()?;
    let folder = env::temp_dir().join(format!("bench-run-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let measured = measure(&folder, &address, documents, rounds).await;
    server.kill()?;
    fs::remove_dir_all(&folder)?;
    measured
}

async fn measure(folder: &Path, address: &str, documents: u64, rounds: u32) -> Anything {
    let input = folder.join("tickets.jsonl");
    write_input(&input, documents)?;
    let model = Compatible::at(format!("http://{address}/v1"))
        .unary()
        .model("m");
    let plan = Plan::<TriageTicket<'static>>::primary(model.max_output_tokens(50)).build()?;
    for _ in 0..rounds {
        let before = Spent::now();
        in_a_loop(&plan, documents).await?;
        let plain = before.show("calls in a loop", documents, None);
        for (name, receipts) in [("a run", true), ("without receipts", false)] {
            let out = folder.join("out");
            let run = Run::new(&plan)
                .input(&input)
                .output(&out)
                .concurrency(CONCURRENCY);
            let run = if receipts {
                run
            } else {
                run.without_receipts()
            };
            let before = Spent::now();
            let summary = run.run().await?;
            assert_eq!(summary.ends.values, documents);
            before.show(name, documents, Some(plain));
            fs::remove_dir_all(&out)?;
        }
    }
    Ok(())
}

async fn in_a_loop(plan: &Plan<TriageTicket<'static>>, documents: u64) -> Anything {
    let mut flying = JoinSet::new();
    for number in 0..documents {
        if flying.len() == CONCURRENCY {
            flying.join_next().await.ok_or("none")??;
        }
        let plan = plan.clone();
        flying.spawn(async move {
            let ticket = ticket(number);
            let called = plan.with(Default::default()).call(TriageTicket {
                ticket: leaked(&ticket),
            });
            called
                .await
                .map(drop)
                .unwrap_or_else(|error| println!("{error}"));
        });
    }
    while let Some(ended) = flying.join_next().await {
        ended?;
    }
    Ok(())
}

/// The prompt borrows; the loop's tickets are few bytes and are never freed.
fn leaked(text: &str) -> &'static str {
    text.to_owned().leak()
}

fn ticket(number: u64) -> String {
    format!(
        "The printer on floor {number} is on fire again, and the invoice for it was paid twice. Please call back soon."
    )
}

fn write_input(path: &Path, documents: u64) -> Anything {
    let mut file = std::io::BufWriter::new(fs::File::create(path)?);
    for number in 0..documents {
        writeln!(
            file,
            "{{\"id\":\"t{number}\",\"ticket\":\"{}\"}}",
            ticket(number)
        )?;
    }
    Ok(file.flush()?)
}

struct Spent {
    begun: Instant,
    cpu: f64,
}

impl Spent {
    fn now() -> Self {
        let time = clock_gettime(ClockId::ProcessCPUTime);
        let cpu = time.tv_sec as f64 * 1e6 + time.tv_nsec as f64 / 1e3;
        Self {
            begun: Instant::now(),
            cpu,
        }
    }

    /// Prints what was spent since then, and returns the CPU time per document in µs.
    fn show(&self, name: &str, documents: u64, plain: Option<f64>) -> f64 {
        let count = documents as f64;
        let cpu = (Self::now().cpu - self.cpu) / count;
        let rate = count / self.begun.elapsed().as_secs_f64();
        let more = plain.map_or_else(String::new, |plain| {
            format!(", {:+.1} µs over the loop", cpu - plain)
        });
        println!(
            "{name:18} {rate:8.0} documents/s, {cpu:6.1} µs CPU each{more}; peak {}",
            peak()
        );
        cpu
    }
}

fn peak() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.unwrap_or("unknown").trim().to_owned()
}

fn start() -> Result<(Child, String), Box<dyn Error>> {
    let mut server = Command::new(env::current_exe()?)
        .arg("serve")
        .stdout(Stdio::piped())
        .spawn()?;
    let mut line = String::new();
    BufReader::new(server.stdout.take().ok_or("no output")?).read_line(&mut line)?;
    Ok((server, line.trim().to_owned()))
}

async fn serve() -> Anything {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    loop {
        let (stream, _) = listener.accept().await?;
        tokio::spawn(async move { connection(stream).await });
    }
}

async fn connection(stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = tokio::io::BufReader::new(stream);
    let (mut line, mut body) = (String::new(), Vec::new());
    let reply = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{ANSWER}",
        ANSWER.len()
    );
    loop {
        let mut length = 0;
        loop {
            line.clear();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            if line == "\r\n" {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap_or_default();
            }
        }
        body.resize(length, 0);
        stream.read_exact(&mut body).await?;
        stream.write_all(reply.as_bytes()).await?;
    }
}
