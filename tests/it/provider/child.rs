//! Tests that need an environment of their own run in a child process: changing one's own is unsafe
//! beside other threads.

use std::ffi::OsStr;
use std::process::Command;

/// Variables that the outside may have set and that a child must not see.
const CLEARED: &[&str] = &[
    "HTTP_PROXY",
    "http_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
    "NO_PROXY",
    "no_proxy",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "ANTHROPIC_API_KEY",
    "ANTHROPIC_BASE_URL",
    "GEMINI_API_KEY",
    "GOOGLE_GEMINI_BASE_URL",
    "DRIFTLESS_COMPATIBLE_API_KEY",
    "DRIFTLESS_COMPATIBLE_BASE_URL",
    "DRIFTLESS_MODE",
];

/// Runs the ignored test `name` of this binary with `variables`; fails if it does. Returns what it
/// printed.
pub(crate) fn in_child(name: &str, variables: &[(&str, &OsStr)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([name, "--exact", "--ignored", "--nocapture"]);
    for cleared in CLEARED {
        command.env_remove(cleared);
    }
    let output = command.envs(variables.iter().copied()).output().unwrap();
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.status.success(), "{name} failed:\n{text}");
    assert!(text.contains("1 passed"), "{name} didn't run:\n{text}");
    text
}
