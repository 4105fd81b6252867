//! Documentation from the types themselves: a site, Markdown and JSON Schema files, and a check
//! that they are up to date.
//!
//! Notice: the output is the same for the same contracts, so it is committed
//! (`examples/contracts`), and CI fails when somebody forgets to write it again.

use std::path::Path;
use std::process::{Command, ExitCode, Output};

use driftless_examples as _;

fn docs(directory: &Path, more: &[&str]) -> std::io::Result<Output> {
    Command::new(std::env::current_exe()?)
        .arg("docs")
        .arg(directory)
        .args(more)
        .output()
}

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    if std::env::args_os().len() > 1 {
        // The three lines of a program with the command line; the rest of this example calls them
        // as a CI job would.
        return Ok(driftless::cli::main());
    }
    let directory = std::env::temp_dir().join(format!("driftless-docs-{}", std::process::id()));
    let written = docs(&directory, &["--title", "Shop contracts"])?;
    println!("{}", String::from_utf8_lossy(&written.stdout));
    let page = std::fs::read_to_string(directory.join("markdown/contract/Triage.md"))?;
    println!("{page}");
    assert!(page.contains("| `refund_usd` | number or null |"));

    // Another title is another text: the check names every file that differs.
    let same = docs(&directory, &["--check", "--title", "Shop contracts"])?;
    let other = docs(&directory, &["--check", "--title", "Contracts of the shop"])?;
    std::fs::remove_dir_all(&directory)?;
    assert_eq!(same.status.code(), Some(0), "up to date");
    assert_eq!(other.status.code(), Some(1), "out of date");
    let told = String::from_utf8(other.stdout)?;
    assert!(told.contains("index.html: out of date"), "{told}");
    println!("{told}");
    Ok(ExitCode::SUCCESS)
}
