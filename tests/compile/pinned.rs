//! A check that this compiler words its errors as the expectations do.

use std::process::Command;

/// The compiler whose words the expectations have. Others word and point some errors differently;
/// they refuse the same programs.
const PINNED: &str = "rustc 1.95.";

/// Returns `true` if the compiler is the pinned one; prints what is skipped if it isn't.
pub(crate) fn is_pinned() -> bool {
    let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(compiler)
        .arg("--version")
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default();
    let is_pinned = version.starts_with(PINNED);
    if !is_pinned {
        println!(
            "SKIPPED: the compile-fail cases have the words of {PINNED}x, this is {}",
            version.trim()
        );
    }
    is_pinned
}
