//! Shared parts of the tests: a loopback server that accepts no unexpected request, and the reader
//! of wire fixtures.
#![allow(
    missing_docs,
    missing_debug_implementations,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::missing_errors_doc,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::must_use_candidate,
    clippy::exhaustive_enums,
    clippy::exhaustive_structs,
    reason = "helpers of tests fail loudly, and nobody depends on their surface"
)]

pub mod book;
pub mod clock;
pub mod contracts;
pub mod fixture;
pub mod loopback;
pub mod numbers;
pub mod ordered;
pub mod replies;
pub mod sent;
pub mod spelling;
pub mod stream;
pub mod tls;

/// The README's programs. Here and not in `runtime`, whose package has the README elsewhere.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct ReadmeDoctests;
