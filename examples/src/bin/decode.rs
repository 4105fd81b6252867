//! Drift in stored data: years of answers in JSON Lines, checked by the contract of today.
//!
//! Notice: every deviation has its file, line and pointer, the counts say which drift is common,
//! and the exit code says it to a CI job.

use std::process::{Command, ExitCode};

use driftless_examples as _;

const STORED: &str = r#"{"summary":"Checkout is down","severity":"high","refund_usd":null,"products":["checkout"]}
{"summary":"Charged twice","severity":"HIGH","refundUsd":49.9,"products":["billing"]}
{"summary":"Wants a feature","severity":"low","refund_usd":"none","products":[]}
"#;

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    if std::env::args_os().len() > 1 {
        // The three lines of a program with the command line; the rest of this example calls them
        // as a CI job would.
        return Ok(driftless::cli::main());
    }
    let file = std::env::temp_dir().join(format!("driftless-example-{}.jsonl", std::process::id()));
    std::fs::write(&file, STORED)?;
    let output = Command::new(std::env::current_exe()?)
        .args(["decode", "Triage"])
        .arg(&file)
        .output()?;
    std::fs::remove_file(&file)?;
    let told = String::from_utf8(output.stdout)?;
    println!("{told}");
    assert_eq!(output.status.code(), Some(1), "drift was found");
    assert!(told.contains("2 of 3 documents deviate from `Triage`"));
    assert!(told.contains(":2:/refund_usd: ") && told.contains(":3:/refund_usd: "));
    Ok(ExitCode::SUCCESS)
}
