//! Programs that must not compile, with the words that say why; and programs that must compile and run.

/// One list for both: with a program that must run among them, trybuild builds instead of checking, and only then do errors show that need a type
/// argument.
#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    cases.pass("pass/*/*.rs");
    cases.compile_fail("ui/*/*.rs");
}
