//! Contracts and a plan that several examples share, as a crate of a program's own would hold them.

pub mod plans;
pub mod shop;
