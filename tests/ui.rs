//! Programs that must not compile, with the words that say why; and programs that must compile and run.

/// One list for both: with a program that must run among them, trybuild builds instead of checking, and only then do errors show that need a type
/// argument. Programs that need no crate of their own run in `pass.rs`.
#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    cases.pass("pass/hygiene/lints.rs");
    cases.pass("pass/prompt/*.rs");
    cases.compile_fail("ui/*/*.rs");
}
