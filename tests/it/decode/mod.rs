//! Strict decoding.

mod agreement;
mod drifts;
mod errors;
mod pitfalls;
mod strict;
mod types;
