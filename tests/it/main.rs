//! Everything that is proved from outside, in one binary; its modules mirror the runtime's.

mod decode;
mod dialect;
mod provider;
mod schema;
