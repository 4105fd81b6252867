//! The types of the standard library and of other crates that are contracts by themselves.

mod list;
mod map;
mod number;
mod text;
mod untyped;
mod wrap;

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "time")]
mod time;
#[cfg(feature = "url")]
mod url;
#[cfg(feature = "uuid")]
mod uuid;

pub use untyped::Untyped;
