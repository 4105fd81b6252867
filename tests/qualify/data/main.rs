//! Data sets: what is read, what is refused and in which words, and what the digest hangs on.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail loudly"
)]

mod digest;
mod file;
mod formats;
mod inputs;
mod refused;
