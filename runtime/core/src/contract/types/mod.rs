//! The types of the standard library and of other crates that are contracts by themselves.

mod clock;
mod list;
mod map;
mod net;
mod number;
mod spelled;
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

pub use map::{MapKey, one_null};
pub use untyped::Untyped;
