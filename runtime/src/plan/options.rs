//! Settings of single calls, given without building another plan.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tracing::Level;

use super::Plan;
use crate::budget::{Budget, WhenFull};
use crate::visible::shown;

/// The most tags of a call.
const MOST_TAGS: usize = 16;

/// The most characters of a tag's value.
const LONGEST_VALUE: usize = 128;

/// The most bytes of an idempotency key: the draft of the header leaves that to servers, and those
/// that document a limit have 255.
const LONGEST_KEY: usize = 200;

/// The settings of single calls, for [`Plan::with`]. What isn't set is as the plan has it.
///
#[cfg_attr(feature = "rehearsal", doc = "```")]
#[cfg_attr(not(feature = "rehearsal"), doc = "```ignore")]
/// use std::time::Duration;
///
/// use driftless::plan::CallOptions;
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
/// # let server = Server::start().await?;
/// # server.script("gpt-6.1-terra", [Reply::answer(r#"{"happy":true}"#).tokens(40, 6)]);
/// # let openai = OpenAi::new("key").base_url(server.openai_base_url());
/// let plan = Plan::<Ask<Mood>>::primary(openai.model("gpt-6.1-terra")).build()?;
///
/// let options = CallOptions::new()
///     .tag("tenant", "acme")
///     .tag("feature", "inbox")
///     .deadline(Duration::from_secs(5));
/// let answer = plan.with(options).call(Ask::new("The mood of: Hooray!")).await?;
/// assert_eq!(answer.receipt.tags["tenant"], "acme");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).map_err(|error| error.to_string())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
#[must_use = "options do nothing until a plan is used with them"]
pub struct CallOptions {
    pub(crate) deadline: Option<Duration>,
    pub(crate) tags: BTreeMap<&'static str, String>,
    pub(crate) idempotency_key: Option<String>,
    pub(crate) budget: Option<Budget>,
    pub(crate) when_full: Option<WhenFull>,
}

impl CallOptions {
    /// Returns options that change nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Limits the time of each call, instead of the plan's
    /// [deadline](super::PlanBuilder::deadline).
    #[doc(alias("timeout"))]
    pub fn deadline(mut self, limit: Duration) -> Self {
        self.deadline = Some(limit);
        self
    }

    /// Adds a field of your own, such as a tenant, a feature, or the id of a trace: it is in the
    /// [receipt](crate::Receipt::tags), which observers and the log of receipts get, and on the
    /// call's span. [`PlanBuilder::count_by`](super::PlanBuilder::count_by) makes it a label of
    /// metrics.
    ///
    /// A call has at most 16 tags, and a value at most 128 characters; a longer one is cut, which
    /// `…` shows, and a tag beyond is left out, which the event `driftless.tag.omitted` (WARN)
    /// says. Receipts go to logs, so a tag is no place for personal data.
    #[doc(alias("metadata", "label", "attribute"))]
    pub fn tag(mut self, name: &'static str, value: impl AsRef<str>) -> Self {
        self.add(name, shown(value.as_ref(), LONGEST_VALUE));
        self
    }

    /// Sends `key` with each request as the header `Idempotency-Key`, and keeps it in the
    /// [receipt](crate::Receipt::idempotency_key). Retries repeat it; a repair and a fallback are
    /// other requests, so that the number of the plan's model and that of the repair follow it
    /// (`key-1.0`).
    ///
    /// A server or gateway that knows the header answers a repeated request once. That isn't
    /// known of any vendor of models (2026-12-01), so the key alone doesn't keep a call from being
    /// billed twice. Visible ASCII, at most 200 characters; a call with another key fails before
    /// anything is sent.
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.idempotency_key = Some(key.into());
        self
    }

    /// Draws on `budget` as well as on the plan's own, such as the budget of a tenant: an attempt
    /// is made if both have room, and booked on both. The receipt has its
    /// [name](crate::Receipt::account).
    #[doc(alias("account"))]
    pub fn budget(mut self, budget: &Budget) -> Self {
        self.budget = Some(budget.clone());
        self
    }

    /// Sets what a call does where the [budget](Self::budget) of these options has too little left,
    /// instead of what the plan does where its own has: refuse, or wait for room.
    pub fn when_full(mut self, reaction: WhenFull) -> Self {
        self.when_full = Some(reaction);
        self
    }

    fn add(&mut self, name: &'static str, value: String) {
        if self.tags.len() < MOST_TAGS || self.tags.contains_key(name) {
            self.tags.insert(name, value);
        } else {
            tracing::event!(
                name: "driftless.tag.omitted",
                Level::WARN,
                driftless.tag = name,
                driftless.most = MOST_TAGS,
                "a call has too many tags; this one is left out"
            );
        }
    }

    /// Returns what is wrong with the options, if anything.
    pub(crate) fn problem(&self) -> Option<&'static str> {
        let key = self.idempotency_key.as_deref()?;
        let is_plain = key.bytes().all(|byte| byte.is_ascii_graphic());
        (key.is_empty() || key.len() > LONGEST_KEY || !is_plain)
            .then_some("the idempotency key can't be sent; use 1 to 200 visible ASCII characters")
    }

    /// Returns these options, with `more` over them.
    fn and(&self, more: Self) -> Self {
        let mut both = self.clone();
        both.deadline = more.deadline.or(both.deadline);
        both.idempotency_key = more.idempotency_key.or(both.idempotency_key);
        both.budget = more.budget.or(both.budget);
        both.when_full = more.when_full.or(both.when_full);
        for (name, value) in more.tags {
            both.add(name, value);
        }
        both
    }
}

impl<P> Plan<P> {
    /// Returns the same plan, whose calls have `options`: [`call`](Self::call),
    /// [`stream`](Self::stream) and [`items`](Self::items) alike. It is cheap, nothing is built or
    /// checked again, and budgets, breakers and observers stay the plan's. Options of a plan that
    /// has some already are laid over these.
    #[must_use]
    pub fn with(&self, options: CallOptions) -> Self {
        let options = match &self.options {
            Some(own) => own.and(options),
            None => options,
        };
        Self {
            options: Some(Arc::new(options)),
            ..self.clone()
        }
    }
}
