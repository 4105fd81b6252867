//! Strict decoding.

mod types;
