//! The embedded model: what it generates is valid whatever the weights say.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "helpers of tests fail loudly, and figures need no precision"
)]

mod any_contract;
mod bad_input;
mod calls;
mod choices;
mod contracts;
mod fetching;
mod fetching_processes;
mod golden;
mod hub;
mod limits;
mod random_model;
mod schemas;
mod validity;
