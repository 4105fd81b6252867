//! Programs that must not compile, with the words that say why; and programs that must compile and run.

/// One list, because trybuild builds its programs only if there are some that must run; errors that come after type checking need that.
#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    cases.pass("pass/*/*.rs");
}
