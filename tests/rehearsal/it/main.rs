//! The rehearsal from outside: the server over real sockets, tables of real plans, the command as a
//! program.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail loudly"
)]

mod command;
mod drifts;
mod forms;
mod plan;
mod recovery;
mod relation;
mod server;
mod shop;
mod table;
