//! The statistics: published tables, properties that must hold for all data, and simulations with a
//! known truth.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test's helpers fail loudly and show their figures"
)]

mod draw;
mod exactness;
mod inputs;
mod peeking;
mod planning;
mod properties;
mod published;
mod sequential;
mod several;
