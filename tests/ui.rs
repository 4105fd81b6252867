//! Programs that must not compile, with the words that say why; and programs that must compile and run.

use std::process::Command;

/// The compiler whose words the expectations hold. Others word and point some errors differently; what they refuse is the same.
const PINNED: &str = "rustc 1.95.";

/// One list for both: with a program that must run among them, trybuild builds instead of checking, and only then do errors show that need a type
/// argument. Programs that need no crate of their own run in `pass.rs`.
#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    cases.pass("pass/prompt/*.rs");
    let compiler = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .arg("--version")
        .output()
        .expect("a compiler, since this test was compiled");
    let version = String::from_utf8_lossy(&compiler.stdout).into_owned();
    if version.starts_with(PINNED) {
        cases.compile_fail("ui/*/*.rs");
    } else {
        println!(
            "SKIPPED: the compile-fail cases hold the words of {PINNED}x, this is {}",
            version.trim()
        );
    }
}
