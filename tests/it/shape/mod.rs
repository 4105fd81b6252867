//! The description that everything is derived from.

mod fingerprint;
mod layers;
