//! Runs over a real socket: who passes, what is called how often, and how a run pauses and goes on.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_cmp,
    clippy::format_collect,
    reason = "helpers of tests fail loudly"
)]

#[path = "../support/folder.rs"]
mod folder;
#[path = "../support/noted.rs"]
mod noted;
#[path = "../support/vendor.rs"]
mod vendor;

mod counted;
mod journal;
mod judged;
mod keys;
mod opinions;
mod pauses;
mod related;
mod setup;
mod verdicts;
