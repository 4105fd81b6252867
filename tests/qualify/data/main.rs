//! Data sets: reading, refusals and their words, and the digest.
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
mod related;
