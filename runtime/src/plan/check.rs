//! Validates the plan as a whole. Checks of a single model are in `chosen`.

use std::time::Duration;

use super::Money;
use super::chosen::Chosen;
use crate::evidence::Evidence;
use crate::failure::FailureClass;
use crate::mode::Mode;
use crate::retry::Retry;
use crate::served::Served;

/// The facts by which the parts of a plan are checked.
pub(super) struct Draft<'a> {
    pub(super) steps: &'a [Chosen],
    pub(super) mode: Mode,
    pub(super) deadline: Option<Duration>,
    pub(super) accepted: &'a [Served],
    pub(super) money: &'a Money,
    pub(super) retry: Option<&'a Retry>,
    pub(super) has_breakers: bool,
    pub(super) has_quality_breakers: bool,
}

/// Every problem, each a sentence with its remedy.
pub(super) fn of_plan(draft: &Draft<'_>) -> Vec<String> {
    let mut problems = Vec::new();
    problems.extend(of_deadline(draft.steps, draft.deadline));
    problems.extend(twice(draft.steps));
    problems.extend(of_edges(draft));
    problems.extend(draft.money.problems());
    if let Some(Err(wrong)) = draft.retry.map(Retry::check) {
        let wrong = wrong.problems().iter();
        problems.extend(wrong.map(|problem| format!("the retry policy: {problem}")));
    }
    problems
}

fn of_deadline(steps: &[Chosen], deadline: Option<Duration>) -> Option<String> {
    let deadline = deadline?;
    if deadline.is_zero() {
        return Some(
            "the deadline is zero; give the call some time, or drop `deadline`".to_owned(),
        );
    }
    steps.first()?.beyond(deadline)
}

/// Finds a model that occurs twice at one place: a failure there would repeat.
fn twice(steps: &[Chosen]) -> Vec<String> {
    let place = |chosen: &Chosen| {
        let base_url = chosen.provider.base_url().trim_end_matches('/').to_owned();
        (
            chosen.provider.name().to_owned(),
            base_url,
            chosen.model.clone(),
        )
    };
    let mut seen = Vec::new();
    let mut problems = Vec::new();
    for chosen in steps {
        let place = place(chosen);
        if seen.contains(&place) {
            problems.push(format!(
                "{} of {} stands in the plan twice; what fails there fails there again, so use `retry` to ask it more often, or name another model",
                chosen.model,
                chosen.provider.name()
            ));
        } else {
            seen.push(place);
        }
    }
    problems
}

fn of_edges(draft: &Draft<'_>) -> Vec<String> {
    let mut problems = Vec::new();
    for (before, chosen) in draft.steps.iter().zip(draft.steps.iter().skip(1)) {
        let Some(edge) = &chosen.edge else { continue };
        let (from, to) = (&before.model, &chosen.model);
        if let Some(why) = chosen.provider.against_fallback() {
            problems.push(format!("{to} may not answer instead of {from}: {why}"));
        }
        if edge.evidence.is_unreasoned() {
            problems.push(format!(
                "the evidence for {to} gives no reason; say in `Evidence::vouched(…)` what was done to know that it answers as well as {from}"
            ));
        } else if draft.mode.falls_back() && edge.evidence == Evidence::None {
            problems.push(format!(
                "{to} may not answer instead of {from} without evidence in production; qualify it by `Evidence::qualified(driftless::lock!())`, or compare them yourself and name the comparison by `Evidence::vouched(…)`"
            ));
        }
        let reasons: Option<Vec<String>> = edge
            .when
            .classes()
            .map(|class| draft.never(class).map(|why| format!("{class}: {why}")))
            .collect();
        if let Some(reasons) = reasons {
            problems.push(format!(
                "the fallback to {to} can never be reached ({}); name another trigger, or drop it",
                reasons.join("; ")
            ));
        }
    }
    problems
}

impl Draft<'_> {
    /// Returns the reason why no call of this plan can fail with `class`.
    fn never(&self, class: FailureClass) -> Option<&'static str> {
        let accepts = |served| self.accepted.contains(&served);
        match class {
            FailureClass::Substituted
                if accepts(Served::Substituted) && accepts(Served::Unverifiable) =>
            {
                Some("the plan accepts whatever served")
            }
            FailureClass::BudgetExceeded if !self.money.is_limited() => {
                Some("the plan has neither a ceiling nor a budget")
            }
            FailureClass::BreakerOpen if !self.has_breakers => Some("the plan has no breakers"),
            FailureClass::QualityBreakerOpen if !self.has_quality_breakers => {
                Some("the plan has no quality breakers")
            }
            _ => None,
        }
    }
}
