//! Programs that compile until machine code is made of them: the errors are in instances of
//! something generic, which the compiler doesn't make while it only checks.
#![allow(clippy::print_stdout, reason = "a test says what it skips")]

#[path = "../pinned.rs"]
mod pinned;

#[test]
fn built() {
    if pinned::is_pinned() {
        let cases = trybuild::TestCases::new();
        // With a program that must run among them, trybuild builds instead of checking.
        cases.pass("ui/runs.rs");
        cases.compile_fail("ui/generics/*.rs");
    }
}
