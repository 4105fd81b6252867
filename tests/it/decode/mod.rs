//! Strict decoding.

mod agreement;
mod checks;
mod corners;
mod depth;
mod drifts;
mod errors;
mod everything;
mod formats;
mod hints;
mod hostile;
mod pitfalls;
mod shortcuts;
mod strict;
mod strict_in_axum;
mod types;
