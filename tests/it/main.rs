//! Everything that is proved from outside, in one binary; its modules mirror the runtime's.

mod decode;
mod provider;
mod schema;
