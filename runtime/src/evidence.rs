//! Evidence that a model may answer instead of another one.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::estimate::Estimate;

/// The grounds for using a fallback: why its answers are as good as those of the model before it.
///
/// Every receipt and every signal of a fallback repeats it.
///
/// ```
/// use driftless::provider::{Anthropic, OpenAi};
/// use driftless::{Ask, Contract, Evidence, Mode, Plan, When};
///
/// #[derive(Contract)]
/// struct Mood {
///     happy: bool,
/// }
///
/// let plan = |evidence| {
///     Plan::<Ask<Mood>>::primary(OpenAi::new("key").model("gpt-6.1-terra"))
///         .fallback(Anthropic::new("key").model("claude-haiku-4-5"), When::RATE_LIMITED, evidence)
///         .mode(Mode::Production)
///         .build()
/// };
/// assert!(plan(Evidence::vouched("compared by hand on 50 reviews")).is_ok());
/// // Production needs evidence for every fallback.
/// assert!(plan(Evidence::none()).is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Evidence {
    /// Nothing yet. In production, [`build`](crate::plan::PlanBuilder::build) refuses it.
    None,
    /// A person's word.
    Vouched {
        /// The person's reason.
        why: String,
    },
    /// Whatever `contracts.lock` says of the model; [`build`](crate::plan::PlanBuilder::build)
    /// looks, and keeps what it finds. So no receipt has this one, and none is read back.
    #[serde(skip_deserializing)]
    Lock(Embedded),
    /// The model was compared with the plan's first on the user's own data, and nothing that the
    /// comparison depends on has changed since.
    Qualified(Box<Qualified>),
    /// The lock doesn't speak for the model. In production,
    /// [`build`](crate::plan::PlanBuilder::build) refuses it; in development, where nothing falls
    /// back, it is only shown.
    Unqualified {
        /// The missing or changed part, and the command that renews it.
        why: String,
    },
}

/// The text of a `contracts.lock` as it was when the program was compiled;
/// [`lock!`](macro@crate::lock) makes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Embedded {
    pub(crate) origin: &'static str,
    #[serde(skip)]
    pub(crate) text: &'static str,
}

impl Embedded {
    /// Returns a lock of this text; `origin` names it in errors.
    #[must_use]
    pub const fn new(origin: &'static str, text: &'static str) -> Self {
        Self { origin, text }
    }
}

/// A qualification that holds for the plan: the short form of its entry in `contracts.lock`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Qualified {
    /// The model that was qualified, `vendor/model`.
    pub model: String,
    /// The model that it was held against, `vendor/model`.
    pub reference: String,
    /// The fingerprint of the prompt on which it was.
    pub prompt: String,
    /// The day of the run, `YYYY-MM-DD` (UTC).
    pub date: String,
    /// The last day on which it counts, `YYYY-MM-DD` (UTC).
    pub expires: String,
    /// The digest of the data set.
    pub data: String,
    /// Pairs of answers that were compared.
    pub pairs: u64,
    /// By how much the model may be worse, as a proportion of items.
    pub margin: crate::estimate::Measured,
    /// Share of answers, of all calls, that satisfied the contract.
    pub conformance: Option<Estimate>,
    /// The models that the vendor said have served.
    pub served: Vec<String>,
}

impl Evidence {
    /// No evidence: enough for development, where nothing falls back.
    #[must_use]
    pub const fn none() -> Self {
        Self::None
    }

    /// Your word, with what you have done to give it: `"compared by hand on 50 tickets"`. An empty
    /// reason is refused by `build()`.
    #[must_use]
    pub fn vouched(why: impl Into<String>) -> Self {
        Self::Vouched {
            why: why.into().trim().to_owned(),
        }
    }

    /// Returns a comparison on your own data, as `contracts.lock` keeps it:
    /// `Evidence::qualified(driftless::lock!())`.
    ///
    /// In production, [`build`](crate::plan::PlanBuilder::build) refuses a model whose entry is
    /// missing, failed, has too few items, has expired, or is about something that has changed
    /// since: the contract, its words, the prompt's templates and examples, how fields are
    /// compared, the dialect, the plan's first model. Each refusal names the command that renews
    /// the entry.
    ///
    /// ```
    /// use driftless::lock::Embedded;
    /// use driftless::provider::{Anthropic, OpenAi};
    /// use driftless::{Ask, Contract, Evidence, Plan, When};
    ///
    /// #[derive(Contract)]
    /// struct Mood { happy: bool }
    ///
    /// // `driftless::lock!()` in a crate that has a `contracts.lock`; this one is empty.
    /// let lock = Embedded::new("contracts.lock", "version = 1\n");
    /// let refused = Plan::<Ask<Mood>>::primary(OpenAi::new("key").model("gpt-6.1-terra"))
    ///     .fallback(
    ///         Anthropic::new("key").model("claude-haiku-4-5"),
    ///         When::RATE_LIMITED,
    ///         Evidence::qualified(lock),
    ///     )
    ///     .production()
    ///     .build()
    ///     .unwrap_err();
    /// assert!(refused.to_string().contains("contracts qualify Ask --data FILE"));
    /// ```
    #[must_use]
    pub const fn qualified(lock: Embedded) -> Self {
        Self::Lock(lock)
    }

    /// Returns `true` if it is given and says nothing.
    pub(crate) fn is_unreasoned(&self) -> bool {
        match self {
            Self::Vouched { why } => why.trim().is_empty(),
            Self::None | Self::Lock(_) | Self::Qualified(_) | Self::Unqualified { .. } => false,
        }
    }
}

/// `vouched: compared by hand on 50 tickets`
impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("no evidence"),
            Self::Vouched { why } => write!(f, "vouched: {why}"),
            Self::Lock(lock) => write!(f, "whatever {} says", lock.origin),
            Self::Qualified(qualified) => qualified.fmt(f),
            Self::Unqualified { why } => write!(f, "not qualified: {why}"),
        }
    }
}

/// `qualified on 2026-11-23 against openai/gpt-6.1-terra: 240 pairs, margin 0.05, conformance 0.995
/// (0.977 to 0.999), until 2027-02-21`
impl fmt::Display for Qualified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            date,
            reference,
            pairs,
            margin,
            ..
        } = self;
        write!(
            f,
            "qualified on {date} against {reference}: {pairs} pairs, margin {margin}"
        )?;
        if let Some(conformance) = &self.conformance {
            write!(f, ", conformance {conformance}")?;
        }
        write!(f, ", until {}", self.expires)
    }
}
