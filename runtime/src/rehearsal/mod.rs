//! Failing on purpose: a local server that speaks the vendors' wire formats and fails by a script.
//!
//! [`Server`] is a test aid of its own. It answers as OpenAI (Responses and Chat Completions),
//! Anthropic, Gemini and every server that is compatible with OpenAI do, streaming or whole as it
//! is asked, and injects what goes wrong with them: throttling with each form of `retry-after`,
//! failures, resets, a slow first token, a stall, a cut stream, refusals, truncation, another model
//! than the one that was asked for.
//!
//! ```
//! use driftless::provider::OpenAi;
//! use driftless::rehearsal::{Reply, RetryAfter, Server};
//! use driftless::retry::Retry;
//! use driftless::{Ask, Contract, Plan};
//!
//! #[derive(Contract)]
//! struct Mood { happy: bool }
//!
//! # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
//! # runtime.block_on(async {
//! let server = Server::start().await?;
//! server.script("gpt-6.1-terra", [
//!     Reply::rate_limited(RetryAfter::Millis(5)),
//!     Reply::answer(r#"{"happy":true}"#),
//! ]);
//! let openai = OpenAi::new("no-key").base_url(server.openai_base_url());
//! let model = openai.model("gpt-6.1-terra");
//! let plan = Plan::<Ask<Mood>>::primary(model).retry(Retry::up_to(1)).build()?;
//! let answer = plan.call(Ask::new("Hooray!")).await?;
//! assert!(answer.value.happy);
//! assert_eq!(server.requests().len(), 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # }).map_err(|error| error.to_string())?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Plan::rehearse`](crate::Plan::rehearse) drives every path of a plan of your own through such a
//! server and gives the [`Rehearsal`], a table. With the feature `cli`, `contracts rehearse` does
//! so for every plan that [`rehearse!`](crate::rehearse) names; in CI its exit code is 1 where a
//! plan takes a drifted answer for a right one. No key needs to be right, and where a plan reads
//! one by `from_env`, the variable needn't be set.

mod drift;
mod error;
mod fault;
mod pace;
#[cfg(feature = "cli")]
mod register;
mod run;
mod script;
mod server;
mod show;
mod signal;
mod stage;
mod table;
mod tried;
mod wire;

pub use drift::{DriftKind, NoDrift, drifted};
pub use error::RehearsalError;
pub use fault::Fault;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub use register::{PlanEntry, run as rehearse_plan, uses as plan_uses};
pub use run::Rehearse;
pub use script::{Reply, RetryAfter};
pub use server::{Recorded, Server};
pub use signal::Signal;
pub use table::{CallOutcome, Rehearsal, RehearsedStep, Row};
pub use wire::WireForm;
