//! Pictures, documents, recordings and films as inputs of prompts, and what each vendor takes of
//! them.
//!
//! The types [`Image`], [`Document`], [`Audio`] and [`Video`] are made as `media` of
//! `driftless-core` says: from bytes, a file, an `https` address or a vendor's file id, and checked
//! at once. A plan checks the rest before anything is sent:
//!
//! - A kind that no model of a dialect's vendor takes is a compile error.
//! - A kind that the provider, or the model by the catalogue, doesn't take is an error of
//!   `build()`.
//! - A type, a size, a number or a source that the provider doesn't take ends the call, with a
//!   [`MediaProblem`] in [`Error::media`](crate::Error::media). Fallbacks that the plan may come to
//!   are checked as well, so that an outage finds no message that can't be sent.
//!
//! A kind of which the catalogue says neither yes nor no for a model is sent, and shown: `build()`
//! reports the event `driftless.media.unconfirmed`, and [`describe`](crate::Plan::describe) has a
//! line.
//!
//! A provider of your own takes none unless its
//! [`media`](crate::provider::Provider::media) says otherwise.

mod problem;
mod record;
mod rules;
mod tokens;

pub use driftless_core::media::{
    Audio, Document, Image, MediaError, MediaKind, MediaKinds, MediaSource, MediaType, Medium,
    Video,
};
pub use driftless_core::prompt::MediaInput;
pub use problem::MediaProblem;
pub use record::MediaRecord;
pub(crate) use rules::base64_length;
pub use rules::{MediaRule, MediaRules};
pub(crate) use tokens::most_tokens;
