//! The evidence that a program embeds beside its code.

/// The crate's `contracts.lock`, or another file that is named from the folder of `Cargo.toml`, as
/// [`Embedded`](crate::lock::Embedded) text.
///
/// rustc compiles again when the file changes; without it, its error names the missing file.
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
