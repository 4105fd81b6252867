//! Everything that exercises driftless from outside.
mod schema;
