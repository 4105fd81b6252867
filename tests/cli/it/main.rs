//! The command line as its users meet it: a real program, its arguments, files, streams and exit
//! codes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail loudly"
)]

mod check;
mod decode;
mod diff;
mod fresh;
mod hostile;
mod lock;
mod models;
mod receipts;
mod registry;
mod run;
mod scarce;
