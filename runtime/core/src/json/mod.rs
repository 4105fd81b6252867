//! JSON text whose reading driftless owns: strict, ordered, aware of duplicates and spans, and
//! independent of any crate's features.

mod canonical;
mod de;
mod decimal;
mod escape;
mod keys;
mod number;
mod parse;
mod reader;
mod scan;
mod short;
mod string;
mod syntax;
mod tag;
mod tree;
mod value;
mod write;

pub use keys::Keys;
pub use number::Number;
pub(crate) use number::{DOUBLE_DIGITS, SINGLE_DIGITS};
pub use parse::NotJson;
pub use reader::{Reader, Stop};
pub use value::Json;

#[doc(hidden)]
pub use canonical::{canonical, sorted_members, with_sorted_keys};
#[doc(hidden)]
pub use de::from_str;
#[doc(hidden)]
pub use decimal::Decimal;
pub(crate) use escape::swallowed;
pub(crate) use reader::{Failed, Refused};
pub(crate) use scan::plain as plain_run;
pub(crate) use string::pair;
#[doc(hidden)]
pub use string::scan_string;
#[doc(hidden)]
pub use syntax::{PathStep, Syntax};
#[doc(hidden)]
pub use tree::{Node, NodeKind};
#[doc(hidden)]
pub use write::{write_float, write_string};

/// Deepest nesting of arrays and objects that is read; the limit that `serde_json` has as well.
pub const MAX_DEPTH: u32 = 128;
