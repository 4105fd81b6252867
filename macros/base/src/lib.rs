//! Parts that the derives of driftless and its runtime share: a stable hash, calendar days, and
//! the lines of a `contracts.lock`.
//!
//! A derive macro can't depend on the crate that it writes code for, so both depend on this one.
//! It has no dependencies and no stable interface: use the `driftless` crate.

pub mod calendar;
pub mod hash;
pub mod lock;
