//! Typed prompt contracts without a network: derives, JSON Schema, dialects, and the strict
//! decoder.
//!
//! This is the lower half of [`driftless`](https://github.com/driftless-rs/driftless), which
//! re-exports all of it beside providers and plans. Depend on this crate alone where contracts are
//! only published, or stored data is decoded: it builds no HTTP client, no TLS, and no async
//! runtime. The derives write code for a crate named `driftless`, so rename it in the manifest:
//!
//! ```toml
//! [dependencies]
//! driftless = { package = "driftless-core", version = "0.1" }
//! ```
//!
//! ```
//! use driftless::{Contract, decode};
//!
//! /// One line of an order.
//! #[derive(Debug, PartialEq, Contract)]
//! struct Line {
//!     sku: String,
//!     #[contract(range(1..=99))]
//!     pieces: u32,
//! }
//!
//! let line: Line = decode(r#"{"sku":"K-1","pieces":2}"#)?;
//! assert_eq!(line, Line { sku: "K-1".to_owned(), pieces: 2 });
//! assert!(decode::<Line>(r#"{"SKU":"K-1","pieces":"2"}"#).is_err());
//! # Ok::<(), driftless::Drift>(())
//! ```
//!
//! # Features
//!
//! None is on by default.
//!
//! | feature | adds |
//! |---|---|
//! | `chrono`, `time`, `uuid`, `url`, `rust_decimal` | contract types of these crates |
//! | `qualify` | prompts that can be read from a data set; `driftless/qualify` needs it |

// docs.rs shows beside each item the feature that it takes.
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod contract;
pub mod decode;
pub mod dialect;
pub mod drift;
pub mod json;
pub mod media;
pub mod prompt;
pub mod shape;

// Seen by the `driftless` crate, which is of the same version; no part of the public surface.
#[doc(hidden)]
pub mod bound;
#[doc(hidden)]
pub mod fingerprint;
#[doc(hidden)]
pub mod pointer;
#[doc(hidden)]
pub mod schema;
#[doc(hidden)]
pub mod visible;

#[doc(hidden)]
pub mod __private;

// What most programs name; all else is in its module only.
pub use contract::Contract;
pub use decode::{Draft, decode, decode_slice};
pub use drift::{Drift, Violation, ViolationKind};
pub use driftless_macros::{Contract, Prompt};
pub use prompt::{Ask, Prompt};
