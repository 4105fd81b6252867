//! Everything that is proved from outside, in one binary; its modules mirror the runtime's.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail loudly"
)]

mod breaker;
mod budget;
mod call;
mod cassette;
mod catalogue;
mod clock;
mod decode;
mod dialect;
mod errors;
mod failure;
mod gateway;
mod media;
mod money;
mod packages;
mod plan;
mod prompt;
mod provider;
mod retry;
mod schema;
mod shape;
mod stream;
