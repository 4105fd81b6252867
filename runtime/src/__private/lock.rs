//! What a program embeds of the evidence beside its code.

/// The crate's `contracts.lock`, or another file that is named from the folder of `Cargo.toml`, as [`Embedded`](crate::lock::Embedded) text.
///
/// rustc compiles anew when the file changes; without it, it says what is missing.
///
/// ```compile_fail
/// // There is no such file.
/// let lock = driftless::lock!("evidence/none.lock");
/// ```
#[macro_export]
macro_rules! lock {
    () => {
        $crate::lock!("contracts.lock")
    };
    ($path:literal) => {
        $crate::lock::Embedded::new($path, $crate::__private::include_lock!($path))
    };
}
