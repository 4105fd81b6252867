//! The documentation as files: the same for the same contracts, inert whatever names and words
//! hold, and never half-written. Pages are looked at in a browser by `run.sh`. Reports on
//! qualifications likewise.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail loudly"
)]

mod content;
mod disk;
mod report;
mod run;
