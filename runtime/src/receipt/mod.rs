//! Receipts: one record per call, kept on success and on failure.
//!
//! Printed, a receipt is a few lines, each only where there is something to say:
//!
//! ```text
//! TriageTicket -> Triage                     prompt, contract
//!   attempt 1 (first)                        if there are several: first, retry, repair, …
//!   model    gpt-6.1-terra (openai)          served by; `not confirmed` if the vendor names none
//!   failed   overloaded                      class of the failure
//!   tokens   412 in, 58 out                  counted by the vendor
//!   cost     $0.000702                       by the price; `unknown` without one,
//!                                            `at least` before the answer's end
//!   booked   $0.0411                         if another amount counts against limits
//!   time     1.32 s, first token after 410.2 ms
//!   request  req_1                           the id for the vendor's support
//!   undone   …                               rewrites of the dialect, undone before decoding
//!   reported grade: test                     reported by the provider itself, by name
//!   in words 2 rule(s) that … can't carry    sent in words; the decoder checks them
//!   skipped  gpt-6.1-terra: …                a model that was not asked, and the reason
//!   fallback gpt-6.1-terra -> claude-haiku-4-5: overloaded (vouched: compared by hand)
//!   without  claude-haiku-4-5: …             a fallback that was left out, and the reason
//!   spent    $0.000702 as intended, $0.0011 on fallback
//!   tags     feature: inbox, tenant: acme      the caller's own fields
//!   account  acme                              the budget that was given for this call
//!   key      order-17                          the idempotency key
//! ```
//!
//! Serialised, a receipt is one JSON object whose layout [`RECEIPT_VERSION`] names. Names of fields
//! and of classes never change within a version, and new fields may come; times are whole
//! microseconds (`…_us`), amounts are decimal strings in US dollars, and what isn't known is
//! `null`.
//!
//! Read back, a receipt is what it was, but for the parts of a microsecond. Fields that this
//! version doesn't know are passed over, since a newer one may have written them; an unknown
//! layout, and a class or a word that this version doesn't know, is an error, since nobody could
//! say what it means.
//!
//! ```
//! use driftless::Receipt;
//!
//! let receipt = Receipt::new("TriageTicket", "Triage");
//! let line = serde_json::to_string(&receipt)?;
//! assert_eq!(serde_json::from_str::<Receipt>(&line)?, receipt);
//! # Ok::<(), serde_json::Error>(())
//! ```

mod attempt;
mod form;
mod hop;
mod show;
mod spend;

pub use attempt::{Attempt, AttemptKind, SnapshotChange};
pub use hop::{Hop, HopOutcome, Omitted, Skip};
pub use spend::Spend;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

use ring::digest::{Context, SHA256};
use serde::de::{self, Deserializer};
use serde::{Deserialize, Serialize};

use crate::failure::FailureClass;
use crate::media::{MediaRecord, MediaSource};
use crate::metadata::{from_micros, micros};
use crate::mode::Mode;
use crate::money::Usd;
use crate::prompt::{KnownPart, Part, RenderedPrompt, Role};

/// The layout of the serialised receipt; raised when a field changes its meaning or goes.
pub const RECEIPT_VERSION: u32 = 3;

/// The oldest layout that is read; see `form`.
const OLDEST_VERSION: u32 = 2;

/// Reads a layout that this program knows; what is read has the present one.
fn known_version<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    match u32::deserialize(from)? {
        OLDEST_VERSION..=RECEIPT_VERSION => Ok(RECEIPT_VERSION),
        other => Err(de::Error::custom(format!(
            "the receipt has the layout {other}, and this version of driftless reads {OLDEST_VERSION} to {RECEIPT_VERSION}; read it with the version that wrote it"
        ))),
    }
}

/// A record of one call: the models that served, the cost and the time. It exists on success and on
/// failure, and contains neither keys nor the prompt's or the answer's text, unless the plan
/// [records the prompt](crate::plan::PlanBuilder::record_prompt); of the prompt's text it has a
/// [digest](PromptRecord::digest).
///
#[cfg_attr(feature = "rehearsal", doc = "```")]
#[cfg_attr(not(feature = "rehearsal"), doc = "```ignore")]
/// use driftless::provider::OpenAi;
/// use driftless::rehearsal::{Reply, Server};
/// use driftless::{Ask, Contract, Plan};
///
/// #[derive(Contract)]
/// struct Mood {
///     happy: bool,
/// }
///
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
/// # runtime.block_on(async {
/// // A local server in the vendor's wire format; `OpenAi::from_env()?` asks the vendor.
/// let server = Server::start().await?;
/// server.script("gpt-6.1-terra", [Reply::answer(r#"{"happy":true}"#).tokens(40, 6)]);
/// let openai = OpenAi::new("key").base_url(server.openai_base_url());
///
/// let plan = Plan::<Ask<Mood>>::primary(openai.model("gpt-6.1-terra")).build()?;
/// let answer = plan.call(Ask::new("The mood of: Hooray!")).await?;
/// let receipt = &answer.receipt;
/// assert_eq!(receipt.attempts.len(), 1);
/// let usage = receipt.answered().and_then(|attempt| attempt.usage.as_ref());
/// assert_eq!(usage.map(|usage| usage.input), Some(40));
/// println!("{receipt}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).map_err(|error| error.to_string())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Receipt {
    /// The layout; see [`RECEIPT_VERSION`].
    #[serde(deserialize_with = "known_version")]
    pub version: u32,
    /// The call's own id, 32 hexadecimal digits, which its spans and events repeat; empty in a
    /// receipt that no call has made.
    #[serde(default)]
    pub id: String,
    /// The prompt.
    pub prompt: PromptRecord,
    /// The contract of the answer.
    pub contract: ContractRecord,
    /// The caller's own fields, by name; see [`CallOptions::tag`](crate::plan::CallOptions::tag).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, String>,
    /// The key that was sent with each request; `None` if the call had none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotency_key: Option<String>,
    /// The name of the budget that the call drew on besides the plan's; `None` if there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The plan's mode: fallbacks permitted or not.
    pub mode: Mode,
    /// The class of failure; `None` if the call gave a value.
    pub failure: Option<FailureClass>,
    /// Every attempt, in order; empty if none was made.
    pub attempts: Vec<Attempt>,
    /// Models that were not asked, and why: an open breaker, a budget that is used up, a deadline
    /// that has passed.
    pub skips: Vec<Skip>,
    /// Every fallback that a failure triggered, taken or not.
    pub hops: Vec<Hop>,
    /// Fallbacks that the plan left out when it started, since their evidence had expired; see
    /// [`omit_expired_fallbacks`](crate::plan::PlanBuilder::omit_expired_fallbacks).
    #[serde(default)]
    pub omitted: Vec<Omitted>,
    /// The cost of all attempts.
    pub spend: Spend,
    /// When the call began, in milliseconds since 1970-01-01 UTC.
    pub started_unix_ms: u64,
    /// From the call to its result.
    #[serde(
        rename = "elapsed_us",
        serialize_with = "micros",
        deserialize_with = "from_micros"
    )]
    pub elapsed: Duration,
}

/// The prompt of a [`Receipt`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PromptRecord {
    /// [`Prompt::NAME`](crate::Prompt::NAME)
    pub name: String,
    /// Templates, examples and contract text in 128 bits. Texts that are given at run time aren't
    /// in it, so it is the same for all questions of an [`Ask`](crate::Ask), and for all texts that
    /// a prompt written by hand loads.
    pub fingerprint: String,
    /// The rendered system text and user message in 128 bits; see [`PromptRecord::digest`]. Two
    /// calls that said something else have two digests; empty in a receipt that no call has made.
    #[serde(default)]
    pub text_digest: String,
    /// The media of the messages before the user message and of that, in their order: what they are
    /// and a digest of each, never the bytes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<MediaRecord>,
    /// The prompt's text, if the plan records it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<RenderedPrompt>,
}

impl PromptRecord {
    /// Returns the media of `prompt` as a receipt has them.
    pub(crate) fn media_of(prompt: &RenderedPrompt) -> Vec<MediaRecord> {
        let history = prompt.history.iter().map(|turn| &turn.content);
        let all = history.chain([&prompt.user]);
        all.flat_map(|content| content.media().map(MediaRecord::from))
            .collect()
    }

    /// Returns the [`text_digest`](Self::text_digest) of calls that say `prompt`, as 32 hexadecimal
    /// digits: the first half of a SHA-256.
    ///
    /// It is equal in every program and version, so a digest can be looked up among the texts that
    /// a program may have sent. No text can be read off it, but who can guess a text, a phone
    /// number for example, can prove the guess.
    #[must_use]
    pub fn digest(prompt: &RenderedPrompt) -> String {
        let mut context = Context::new(&SHA256);
        let RenderedPrompt {
            system,
            history,
            user,
            ..
        } = prompt;
        context.update(&[u8::from(system.is_some())]);
        let system = system.as_deref().unwrap_or_default();
        // With its length, so that no other division into two texts has this digest.
        context.update(&length(system));
        context.update(system.as_bytes());
        if let Some(text) = user.as_text() {
            context.update(text.as_bytes());
        } else {
            // No text begins with this byte, so no list of parts looks like one.
            context.update(&[0xff]);
            let parts = user.parts().iter();
            parts.for_each(|part| digest_part(&mut context, part));
        }
        for turn in history {
            // No text has this byte either.
            context.update(&[0xfe, u8::from(turn.role == Role::User)]);
            let parts = turn.content.parts().iter();
            parts.for_each(|part| digest_part(&mut context, part));
        }
        let mut text = String::with_capacity(32);
        for byte in context.finish().as_ref().iter().take(16) {
            // Writing to a String doesn't fail.
            let _written = write!(text, "{byte:02x}");
        }
        text
    }
}

/// Adds one of several parts, with its kind and length.
fn digest_part(context: &mut Context, part: &Part) {
    match part.known() {
        KnownPart::Text(text) => {
            context.update(&[0]);
            context.update(&length(text));
            context.update(text.as_bytes());
        }
        KnownPart::Media(medium) => {
            let (one, two) = match medium.source() {
                MediaSource::Url(url) => (url, ""),
                MediaSource::File { vendor, id } => (vendor, id),
                _ => (medium.sha256().unwrap_or_default(), ""),
            };
            let of = medium
                .media_type()
                .map_or("", crate::media::MediaType::mime);
            let name = medium.name().unwrap_or_default();
            context.update(&[1]);
            for text in [medium.kind().name(), of, name, one, two] {
                context.update(&length(text));
                context.update(text.as_bytes());
            }
        }
    }
}

fn length(text: &str) -> [u8; 8] {
    u64::try_from(text.len()).unwrap_or(u64::MAX).to_le_bytes()
}

/// The contract of a [`Receipt`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ContractRecord {
    /// The type's name.
    pub name: String,
    /// Fingerprint of what the wire may carry.
    pub shape: String,
    /// Fingerprint of the shape and every word of it.
    pub text: String,
}

impl Receipt {
    /// The record of a call of `prompt` for `contract` that has made no attempt. Calls make their
    /// own, this is for tests of whatever reads one: all its fields can be set.
    #[must_use]
    pub fn new(prompt: impl Into<String>, contract: impl Into<String>) -> Self {
        Self {
            version: RECEIPT_VERSION,
            prompt: PromptRecord {
                name: prompt.into(),
                ..PromptRecord::default()
            },
            contract: ContractRecord {
                name: contract.into(),
                ..ContractRecord::default()
            },
            ..Self::default()
        }
    }

    /// The attempt that gave the answer.
    #[must_use]
    pub fn answered(&self) -> Option<&Attempt> {
        self.attempts
            .iter()
            .find(|attempt| attempt.failure.is_none())
    }

    /// Returns what all attempts cost together, of two statements the larger, as far as it is
    /// known; `None` if nothing is.
    #[must_use]
    pub fn cost(&self) -> Option<Usd> {
        let mut known = self.attempts.iter().filter_map(Attempt::paid);
        let first = known.next()?;
        known.try_fold(first, Usd::checked_add)
    }

    /// The fallback that was taken last; `None` if the plan's first model was the only one that was
    /// asked.
    #[must_use]
    pub fn fallback(&self) -> Option<&Hop> {
        self.hops.iter().rev().find(|hop| hop.taken())
    }

    /// Adds an attempt and what it cost.
    pub(crate) fn push(&mut self, attempt: Attempt) {
        self.spend.add(&attempt);
        // Most calls make one, and a list makes room for four by itself.
        self.attempts
            .reserve_exact(usize::from(self.attempts.is_empty()));
        self.attempts.push(attempt);
    }
}
