//! The costs of a plan: worst cases, ceilings, and their invalid combinations.

use super::{Checked, ModelProblem, Planned, Problem, UnknownCost};
use crate::budget::{Budget, Reservation, Spend, WhenFull};
use crate::media::{Medium, most_tokens};
use crate::money::{Price, Usd};
use crate::tariff;
use crate::usage::{Usage, most_input_tokens};

/// The limits on a plan's cost.
#[derive(Debug, Default)]
pub(crate) struct Money {
    /// The ceiling of one call, all its attempts together.
    pub(crate) ceiling: Option<Usd>,
    /// The ceiling of one call's attempts of other models than the first, all together.
    pub(crate) allowance: Option<Usd>,
    /// Shared with other calls and plans.
    pub(crate) budget: Option<Budget>,
    /// The reaction to a budget with too little left.
    pub(crate) when_full: WhenFull,
}

impl Money {
    /// Returns `true` if any limit needs to know worst cases.
    pub(crate) fn is_limited(&self) -> bool {
        self.ceiling.is_some() || self.allowance.is_some() || self.budget.is_some()
    }

    /// Amounts that no call fits.
    pub(super) fn problems(&self) -> Vec<Problem> {
        [
            (self.ceiling, "ceiling"),
            (self.allowance, "fallback allowance"),
        ]
        .into_iter()
        .filter(|(amount, _)| *amount == Some(Usd::ZERO))
        .map(|(_, limit)| Problem::ZeroLimit { limit })
        .collect()
    }

    /// Finds the problems with the model at `at`, even for an empty prompt.
    pub(super) fn problems_of(&self, at: usize, step: &Planned, day: &str) -> Vec<Problem> {
        if !self.is_limited() {
            return Vec::new();
        }
        let worst = match step.worst_case(0, &[], day) {
            Ok(Some(worst)) => worst,
            Ok(None) => return Vec::new(),
            Err(why) => return vec![Problem::of(&step.model, why.into())],
        };
        let remedy = || step.lower_output();
        let mut problems = Vec::new();
        if let Some(ceiling) = self.ceiling.filter(|ceiling| worst > *ceiling) {
            problems.push(ModelProblem::AboveCeiling {
                worst,
                ceiling,
                remedy: remedy(),
            });
        }
        if let Some(allowance) = self.allowance.filter(|most| at > 0 && worst > *most) {
            problems.push(ModelProblem::AboveAllowance {
                worst,
                allowance,
                remedy: remedy(),
            });
        }
        if let Some(budget) = &self.budget
            && let Err(refused) = budget.could_hold(&reservation(at, step, worst))
        {
            problems.push(ModelProblem::AboveBudget {
                refusal: refused.to_string(),
                remedy: remedy(),
            });
        }
        let of_step = |problem| Problem::of(&step.model, problem);
        problems.into_iter().map(of_step).collect()
    }
}

/// Returns the reservation of an attempt of the model at `at`; it lapses some time after the
/// attempt must have ended.
pub(crate) fn reservation(at: usize, step: &Planned, worst: Usd) -> Reservation<'_> {
    const GRACE: std::time::Duration = std::time::Duration::from_secs(60);
    let spend = if at == 0 {
        Spend::Intended
    } else {
        Spend::Fallback
    };
    Reservation::new(worst, &step.model, spend)
        .ttl(step.settings.limits.total.saturating_add(GRACE))
}

impl Planned {
    /// The price for a prompt of so many tokens today (`YYYY-MM-DD`): the user's own, or else the
    /// catalogue's, as far as that is recorded.
    fn price(&self, input: u64, today: impl FnOnce() -> String) -> Option<&Price> {
        match (&self.settings.price, &self.known) {
            (Some(price), _) => Some(price),
            (None, known) => known.as_ref()?.price_for(input, today),
        }
    }

    /// Returns the remedy for an attempt whose output may cost too much.
    fn lower_output(&self) -> String {
        if self.settings.parameters.max_output_tokens.is_some() {
            return "lower `.max_output_tokens(…)`".to_owned();
        }
        let own = self.provider.default_output_limit().map(u64::from);
        let own = own.or_else(|| self.known.as_ref()?.output);
        own.map_or_else(
            || "set `.max_output_tokens(…)`".to_owned(),
            |own| {
                format!(
                    "set `.max_output_tokens(…)`, without which an answer may have {own} tokens"
                )
            },
        )
    }

    /// Returns the cost of `usage` today.
    pub(crate) fn cost(&self, usage: &Usage, today: impl FnOnce() -> String) -> Option<Usd> {
        self.price(usage.input, today)?.cost(usage).ok()
    }

    /// Returns the most tokens that the media can be billed as: those that nothing bounds as the
    /// model's whole context.
    fn media_tokens(&self, media: &[&Medium]) -> Result<u64, UnknownCost> {
        let context = self.known.as_ref().and_then(|known| known.context);
        let mut all = 0_u64;
        for medium in media {
            let most = most_tokens(self.provider.name(), &self.model, medium);
            let Some(most) = most.or(context) else {
                return Err(UnknownCost::Media {
                    kind: medium.kind(),
                });
            };
            all = all.saturating_add(most);
        }
        Ok(all)
    }

    /// Returns the highest cost of an attempt whose conversation has so many bytes and these media;
    /// `None` if the model is free. The error is the reason why it is unknown, with the remedy.
    pub(crate) fn worst_case(
        &self,
        bytes: u64,
        media: &[&Medium],
        day: &str,
    ) -> Result<Option<Usd>, UnknownCost> {
        if self.settings.price.as_ref().is_some_and(Price::is_free) {
            return Ok(None);
        }
        let texts = most_input_tokens(bytes.saturating_add(self.form_bytes));
        let input = texts.saturating_add(self.media_tokens(media)?);
        let Some(price) = self.price(input, || day.to_owned()) else {
            if self.price(0, || day.to_owned()).is_none() {
                return Err(UnknownCost::NoPrice);
            }
            return Err(UnknownCost::NoPriceFor { tokens: input });
        };
        if price.is_free() {
            return Ok(None);
        }
        let known = self.known.as_ref().and_then(|known| known.output);
        let limit = self.settings.parameters.max_output_tokens;
        let limit = limit.or_else(|| self.provider.default_output_limit());
        let Some(output) = limit.map(u64::from).or(known) else {
            return Err(UnknownCost::NoOutputLimit);
        };
        let tier = self.settings.parameters.service_tier.as_deref();
        let factor = tariff::asked(self.provider.name(), &self.model, tier);
        let worst = price
            .worst_case(input, output)
            .map_err(UnknownCost::Amount)?;
        let worst = worst.times(factor);
        worst.map(Some).ok_or(UnknownCost::TooLarge)
    }
}

impl Checked {
    /// Returns the tags that are labels of metrics.
    pub(crate) fn counted_tags(&self) -> &[&'static str] {
        &self.counted_tags
    }

    /// The day on which prices hold now.
    pub(crate) fn today(&self) -> String {
        crate::clock::day(self.clock.now())
    }
}
