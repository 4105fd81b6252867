//! Typed prompt contracts: one annotated type gives the schema, the request form for each model
//! family, and a strict decoder.
//!
//! - [`Contract`] (derive) is the type that an answer becomes; [`decode`](decode()) reads one from
//!   text, or reports every deviation as a [`Drift`].
//! - [`Prompt`] (derive) is the question; [`Ask`] is its quick form.
//! - [`provider`] has the vendors; a [`Model`](provider::Model) carries its dialect in the type, so
//!   a contract that the dialect can't express does not compile.
//! - [`Plan`] lists the models that may answer; [`Plan::call`] gives an [`Answer`] with its
//!   [`Receipt`], or an [`Error`] that has the receipt as well.
//! - [`Evidence`] has the grounds for using a fallback instead of the plan's first model;
//!   [`lock`](mod@lock) is its committed form, `contracts.lock`.
//!
//! The root has the names that most programs use; every other name is in one module only.
//!
//! ```
//! use driftless::{Contract, ViolationKind, decode};
//!
//! /// One line of an order.
//! #[derive(Debug, PartialEq, Contract)]
//! struct Line {
//!     sku: String,
//!     #[contract(range(1..=99))]
//!     pieces: u32,
//!     /// Null when none was named.
//!     colour: Option<String>,
//! }
//!
//! let line: Line = decode(r#"{"sku":"K-1","pieces":2,"colour":null}"#)?;
//! assert_eq!(line, Line { sku: "K-1".to_owned(), pieces: 2, colour: None });
//!
//! // A missing key, another case of a key, a number in a string: each is reported, none repaired.
//! let drift = decode::<Line>(r#"{"SKU":"K-1","pieces":"2","colour":null}"#).unwrap_err();
//! let found = |kind| drift.violations().iter().any(|violation| violation.kind() == kind);
//! assert!(found(ViolationKind::MissingKey));
//! assert!(found(ViolationKind::UnknownKey));
//! assert!(found(ViolationKind::WrongType));
//! # Ok::<(), driftless::Drift>(())
//! ```
//!
//! # Features
//!
//! None is on by default.
//!
//! | feature | adds | brings with it |
//! |---|---|---|
//! | `chrono`, `time`, `uuid`, `url`, `rust_decimal` | contract types of these crates | that crate; `rust_decimal` and `url` are in the tree anyway |
//! | `metrics` | counters and histograms of calls through the `metrics` facade | the facade |
//! | `cassette` | record and replay of exchanges with vendors, so that tests run without network and key | `base64`, which is in the tree anyway |
//! | `rehearsal` | a local server that fails as vendors do, and the plan that is driven through it | the server's side of `hyper`, which is in the tree anyway |
//! | `qualify` | the comparison of a candidate model with a reference, on your own data; `lock::update`, `compare` | special functions, Unicode's words, HTML and charts |
//! | `run` | a prompt asked about every row of a file, `run::Run` | CSV, gzip, Zstandard |
//! | `cli` | the command line for all contracts and prompts of a program, `cli::main`, and the changes that its `diff` shows, as a library; registers each contract, prompt and plan | `qualify`, `rehearsal`, `run`, `clap`, big numbers |
//!
//! A small language model in the process, constrained by the contract, is the crate
//! `driftless-local`.
//!
//! # Telemetry of calls
//!
//! - To `tracing`: a span `contract {name}` per call with a span `chat {model}` per attempt; the
//!   events `driftless.call.failed` (a call that ended without a value, dropped ones included),
//!   `driftless.answer.drifted`, `driftless.fallback.activated`, `driftless.fallback.held_back`,
//!   `driftless.model.skipped`, `driftless.model.snapshot_changed` and `driftless.budget.overrun`
//!   (WARN), and `driftless.circuit_breaker.state_changed` (ERROR when it opens). Each has the
//!   call's id, which is in its receipt. Of a plan's `build()`: `driftless.evidence.expiring`,
//!   `driftless.model.retiring`, `driftless.fallback.omitted` and `driftless.settings.ignored`
//!   (WARN). Of a log of receipts: `driftless.receipts.lost` (WARN).
//! - To `metrics`, with that feature; see the table below. All are described, with units, to
//!   whatever recorder is in force.
//! - To your own [`Observer`]s, which are given the [`Receipt`] as far as it is known;
//!   [`receipt_log::ReceiptLog`] is one that writes them to files.
//!
//! Names below `gen_ai.` are those of OpenTelemetry's conventions for generative AI
//! (`semantic-conventions-genai` v0.1.0, read 2026-12-01), all others begin with `driftless.`.
//! Verdicts are the conventions' event `gen_ai.evaluation.result`, with the target
//! `driftless::evaluation`: `driftless.contract` for each answer (DEBUG if it passes, INFO if it
//! fails), `driftless.repair` for one that was sent back, `driftless.evidence` for a fallback
//! that was taken (INFO).
//!
//! | metric | kind | by |
//! |---|---|---|
//! | `gen_ai.client.inference.duration` (s) | histogram | model, `error.type` |
//! | `gen_ai.client.inference.time_to_first_chunk` (s) | histogram | model |
//! | `gen_ai.client.inference.usage.input_tokens`, `….output_tokens`, `….cache_read.input_tokens`, `….cache_write.input_tokens`, `….reasoning.output_tokens` | counter | model |
//! | `gen_ai.client.inference.operation.input_tokens`, `….output_tokens` | histogram | model |
//! | `driftless.calls`, `driftless.call.duration` (s) | counter, histogram | `outcome`: `answered`, or the class of the failure |
//! | `driftless.cost.usd` | histogram | model, `account`: `intended` or `fallback` |
//! | `driftless.cost.unknown` | counter | model |
//! | `driftless.drifts` | counter | `kind`, `field` |
//! | `driftless.repairs` | counter | model, `outcome`: `repaired`, or the class of the failure |
//! | `driftless.served` | counter | model, `driftless.served`: the verdict |
//! | `driftless.model.snapshot_changes` | counter | model |
//! | `driftless.fallback.activations` | counter | `from`, `to`, `reason`, `outcome` |
//! | `driftless.circuit_breaker.rejected`, `driftless.budget.rejected` | counter | `model`, `reason` |
//! | `driftless.circuit_breaker.state`: 0 closed, 1 half-open, 2 open | gauge | `provider`, `model` |
//! | `driftless.budget.left.usd`, `driftless.budget.ceiling.usd` | gauge | `budget`, `window`, `scope` |
//! | `driftless.budget.overrun.usd` | histogram | model |
//! | `driftless.evidence.qualified`, `driftless.evidence.expires`, `driftless.model.shutdown`: days as Unix time | gauge | `model` |
//!
//! Each has the labels `contract` and `prompt` too, but for those of breakers and budgets, which
//! plans share. "Model" stands for `gen_ai.provider.name` and `gen_ai.request.model`. A label has
//! at most 256 values of 120 characters in one process; what is beyond counts as `_other`, and
//! the event `driftless.metrics.too_many_values` (WARN) says so.
//!
//! The fields of a caller, such as tenant and feature, come by [`plan::CallOptions`] into the
//! receipt and the call's span, and with
//! [`count_by`](plan::PlanBuilder::count_by) become labels `driftless.tag.{name}`. A gateway's own
//! spans stand below the attempt's with [`trace_context`](plan::PlanBuilder::trace_context).
//!
//! Classes, kinds and states have one spelling in all of them, that of the receipt:
//! [`FailureClass::name`]. Text of an answer is in none of them; that of a prompt is in the receipt
//! only where the plan [records it](plan::PlanBuilder::record_prompt), and otherwise as a
//! [digest](receipt::PromptRecord::digest).

// docs.rs shows beside each item the feature that it takes.
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod breaker;
pub mod budget;
#[cfg(feature = "cassette")]
pub mod cassette;
pub mod catalogue;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "qualify")]
pub mod compare;
#[cfg(feature = "cli")]
pub mod diff;
pub mod failure;
pub mod lock;
pub mod media;
pub mod money;
pub mod plan;
pub mod provider;
#[cfg(feature = "qualify")]
pub mod qualify;
pub mod receipt;
pub mod receipt_log;
#[cfg(feature = "rehearsal")]
pub mod rehearsal;
pub mod retry;
#[cfg(feature = "run")]
pub mod run;
pub mod transport;

mod bill;
mod clock;
#[cfg(any(feature = "qualify", feature = "run"))]
#[cfg_attr(
    not(feature = "qualify"),
    allow(
        dead_code,
        unused_imports,
        unreachable_pub,
        reason = "a run reads rows, not data sets"
    )
)]
mod data;
#[cfg(feature = "cli")]
mod docs;
mod engine;
mod error;
mod estimate;
mod evidence;
#[cfg(any(feature = "qualify", feature = "run"))]
mod journal;
mod limit;
mod metadata;
mod mode;
mod pace;
mod random;
#[cfg(any(feature = "qualify", feature = "run"))]
mod registry;
#[cfg(feature = "rehearsal")]
mod sample;
mod secret;
mod served;
mod settings;
mod signal;
#[cfg(feature = "qualify")]
mod statistics;
#[cfg(any(feature = "qualify", feature = "run"))]
mod stop;
mod sync;
mod tariff;
mod usage;
mod window;

#[doc(hidden)]
pub mod __private;
// Seen by the tests that hold the statistics to published tables, to SciPy and to simulations; no
// part of the public surface, and no promise of semantic versioning covers it.
#[doc(hidden)]
#[cfg(feature = "qualify")]
pub mod __statistics {
    pub use crate::statistics::*;
}

pub(crate) use driftless_core::{bound, fingerprint, schema, visible};
pub use driftless_core::{contract, dialect, drift, json, prompt, shape};

// What most programs name; all else is in its module only. `decode` is the function and the module.
pub use driftless_core::{
    Ask, Contract, Draft, Drift, Prompt, Violation, ViolationKind, decode, decode_slice,
};
pub use engine::{Answer, ItemStream, PlanStream, Update};
pub use error::Error;
pub use evidence::Evidence;
pub use failure::{FailureClass, When};
pub use mode::Mode;
pub use money::{Price, Usd, usd};
pub use plan::{BuildError, Plan};
pub use receipt::Receipt;
pub use signal::Observer;
