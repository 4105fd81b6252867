//! Strict decoding.

mod drifts;
mod pitfalls;
mod types;
