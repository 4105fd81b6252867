//! A plan as a table: who may answer, when, within which limits.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

use super::{Checked, Plan, Planned};
use crate::evidence::Evidence;
use crate::failure::FailureClass;
use crate::limit::Limits;
use crate::media::MediaKind;
use crate::metadata::{micros, optional_micros};
use crate::mode::Mode;
use crate::money::Usd;
use crate::receipt::Omitted;

/// A description of a plan as data, made by [`Plan::describe`]. Its `Display` is a table for
/// people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Description {
    /// The prompt's name.
    pub prompt: String,
    /// The contract's name.
    pub contract: String,
    /// The mode: fallbacks permitted or not.
    pub mode: Mode,
    /// The models, in order.
    pub steps: Vec<StepDescription>,
    /// Fallbacks without which the plan started.
    pub omitted: Vec<Omitted>,
    /// The longest that a call may take.
    #[serde(rename = "deadline_us", serialize_with = "optional_micros")]
    pub deadline: Option<Duration>,
    /// The most that a call may cost.
    pub ceiling: Option<Usd>,
    /// The part of it that fallbacks may spend at most.
    pub fallback_allowance: Option<Usd>,
    /// `true` if calls draw on a budget that others may share.
    pub budgeted: bool,
    /// Retries of each model.
    pub retries: u32,
    /// Repairs of each model.
    pub repairs: u32,
}

/// One model of a [`Description`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct StepDescription {
    /// The provider's name.
    pub provider: String,
    /// Where its requests go.
    pub base_url: String,
    /// The model's id, as it is asked for.
    pub model: String,
    /// The dialect that carries the contract.
    pub dialect: String,
    /// Rules that the dialect can't carry; they are said in words and held by the decoder.
    pub losses: usize,
    /// The failures of the model before it for which this one may answer; empty for the first.
    pub when: Vec<FailureClass>,
    /// The grounds for using this fallback; `None` for the first model.
    pub evidence: Option<Evidence>,
    /// The longest wait for the first piece of its output.
    #[serde(rename = "first_token_us", serialize_with = "optional_micros")]
    pub first_token: Option<Duration>,
    /// The longest wait from one piece to the next.
    #[serde(rename = "stall_us", serialize_with = "optional_micros")]
    pub stall: Option<Duration>,
    /// The longest that an attempt may take.
    #[serde(rename = "timeout_us", serialize_with = "micros")]
    pub timeout: Duration,
    /// Time in which nearly all answers arrive.
    #[serde(rename = "expected_us", serialize_with = "optional_micros")]
    pub expected: Option<Duration>,
    /// The highest cost of an attempt with an empty prompt; `None` if it is zero, or unknown for
    /// lack of an output limit.
    pub worst_case: Option<Usd>,
    /// Kinds of the prompt's media of which nobody knows whether the model takes them.
    pub unconfirmed_media: Vec<MediaKind>,
    /// `true` if a breaker may hold it back.
    pub guarded: bool,
}

impl<P> Plan<P> {
    /// Returns a description of the plan, as data and as a table.
    ///
    /// ```
    /// use driftless::provider::OpenAi;
    /// use driftless::{Ask, Contract, Plan};
    ///
    /// #[derive(Contract)]
    /// struct Mood { happy: bool }
    ///
    /// let plan = Plan::<Ask<Mood>>::primary(OpenAi::new("key").model("gpt-6.1-terra")).build()?;
    /// let described = plan.describe();
    /// assert_eq!(described.steps[0].model, "gpt-6.1-terra");
    /// assert!(described.to_string().contains("1. gpt-6.1-terra (openai, "));
    /// # Ok::<(), driftless::BuildError>(())
    /// ```
    #[must_use]
    pub fn describe(&self) -> Description {
        let checked = &*self.checked;
        let today = checked.today();
        Description {
            prompt: checked.prompt.name.clone(),
            contract: checked.contract.name.clone(),
            mode: checked.mode,
            steps: checked
                .steps
                .iter()
                .map(|step| StepDescription::of(step, &today))
                .collect(),
            omitted: checked.omitted.clone(),
            deadline: checked.deadline,
            ceiling: checked.money.ceiling,
            fallback_allowance: checked.money.allowance,
            budgeted: checked.money.budget.is_some(),
            retries: retries(checked),
            repairs: checked.repair,
        }
    }
}

fn retries(checked: &Checked) -> u32 {
    checked.retry.as_ref().map_or(0, |retry| retry.most)
}

impl StepDescription {
    fn of(step: &Planned, today: &str) -> Self {
        let Limits {
            first_token,
            stall,
            total,
            ..
        } = step.settings.limits;
        let edge = step.edge.as_ref();
        Self {
            provider: step.provider.name().to_owned(),
            base_url: step.provider.base_url().to_owned(),
            model: step.model.clone(),
            dialect: step.adapted.dialect.to_owned(),
            losses: step.adapted.losses.len(),
            when: edge.map_or_else(Vec::new, |edge| edge.when.classes().collect()),
            evidence: edge.map(|edge| edge.evidence.clone()),
            first_token,
            stall,
            timeout: total,
            expected: step.settings.expected,
            worst_case: step.worst_case(0, &[], today).ok().flatten(),
            unconfirmed_media: step.unconfirmed.iter().collect(),
            guarded: step.guards.health.is_some() || step.guards.quality.is_some(),
        }
    }
}

impl fmt::Display for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} -> {}, in {}", self.prompt, self.contract, self.mode)?;
        for (index, step) in self.steps.iter().enumerate() {
            write!(f, "\n  {}. {step}", index + 1)?;
        }
        for omitted in &self.omitted {
            write!(f, "\n  without {}: {}", omitted.model, omitted.why)?;
        }
        f.write_str("\n  each call: ")?;
        match self.deadline {
            Some(deadline) => write!(f, "within {} ms", deadline.as_millis())?,
            None => f.write_str("no deadline")?,
        }
        match self.ceiling {
            Some(ceiling) => write!(f, ", at most {ceiling}")?,
            None => f.write_str(", no ceiling")?,
        }
        if let Some(allowance) = self.fallback_allowance {
            write!(f, ", at most {allowance} of it on fallbacks")?;
        }
        if self.budgeted {
            f.write_str(", out of a budget")?;
        }
        write!(
            f,
            "; of each model up to {} retries and {} repairs",
            self.retries, self.repairs
        )
    }
}

impl fmt::Display for StepDescription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}, {})", self.model, self.provider, self.dialect)?;
        if let Some(evidence) = &self.evidence {
            let when: Vec<String> = self.when.iter().map(ToString::to_string).collect();
            write!(f, "\n     when      {}", when.join(" | "))?;
            write!(f, "\n     evidence  {evidence}")?;
        }
        write!(f, "\n     limits    {} ms", self.timeout.as_millis())?;
        for (limit, what) in [
            (self.first_token, "to the first token"),
            (self.stall, "between pieces"),
            (self.expected, "expected"),
        ] {
            if let Some(limit) = limit {
                write!(f, ", {} ms {what}", limit.as_millis())?;
            }
        }
        if let Some(worst) = self.worst_case {
            write!(f, "\n     costs     up to {worst} with an empty prompt")?;
        }
        if !self.unconfirmed_media.is_empty() {
            let kinds: Vec<&str> = self
                .unconfirmed_media
                .iter()
                .map(|kind| kind.name())
                .collect();
            let kinds = kinds.join(", ");
            write!(f, "\n     media     not confirmed for the model: {kinds}")?;
        }
        if self.losses > 0 {
            write!(
                f,
                "\n     in words  {} rule(s) that the dialect can't carry",
                self.losses
            )?;
        }
        Ok(())
    }
}
