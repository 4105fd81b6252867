//! `contracts.lock`, and what it keeps a program from doing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::format_collect,
    reason = "helpers of tests fail loudly"
)]

mod broken;
mod build;
mod compile;
mod crates;
mod expired;
mod folder;
mod found;
mod lock;
mod merge;
mod models;
mod mood;
mod rehearsed;
mod snapshot;
mod stale;
#[path = "../support/vendor.rs"]
mod vendor;
mod whole;
mod writers;
