//! Validates the plan as a whole. Checks of a single model are in `chosen`.

use std::time::Duration;

use super::chosen::Chosen;
use super::draft::Draft;
use super::error::broken_example;
use super::{Problem, fallback};
use crate::decode::decode;
use crate::media::MediaKinds;
use crate::prompt::{Content, Prompt};
use crate::retry::Retry;

/// Returns every problem.
pub(super) fn of_plan(draft: &Draft<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    problems.extend(of_deadline(draft.steps, draft.deadline));
    problems.extend(twice(draft.steps));
    problems.extend(fallback::problems(draft));
    problems.extend(draft.money.problems());
    if let Some(Err(wrong)) = draft.retry.map(Retry::check) {
        let wrong = wrong.problems().iter();
        problems.extend(wrong.map(|sentence| Problem::RetryPolicy {
            sentence: sentence.clone(),
        }));
    }
    problems
}

fn of_deadline(steps: &[Chosen], deadline: Option<Duration>) -> Option<Problem> {
    let deadline = deadline?;
    if deadline.is_zero() {
        return Some(Problem::ZeroDeadline);
    }
    steps.first()?.beyond(deadline)
}

/// Finds a model that occurs twice at one place: a failure there would repeat.
fn twice(steps: &[Chosen]) -> Vec<Problem> {
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
            problems.push(Problem::NamedTwice {
                model: chosen.model.clone(),
                provider: chosen.provider.name().to_owned(),
            });
        } else {
            seen.push(place);
        }
    }
    problems
}

/// Returns the kinds of media that a prompt's template and its few-shot examples hold.
pub(super) fn media_kinds<P: Prompt>() -> MediaKinds {
    let all = P::MEDIA.iter().flat_map(|(_, kinds)| kinds.iter());
    let kinds = all.fold(MediaKinds::NONE, MediaKinds::with);
    P::examples().iter().fold(kinds, |kinds, example| {
        let media = example.user().media();
        media.fold(kinds, |kinds, medium| kinds.with(medium.kind()))
    })
}

/// Returns the few-shot examples as questions and answers in the contract's own JSON; one that
/// breaks the contract is a problem.
pub(super) fn examples<P: Prompt>(problems: &mut Vec<Problem>) -> Vec<(Content, String)> {
    let mut kept = Vec::new();
    for (index, example) in P::examples().iter().enumerate() {
        let answer = example.answer();
        if let Err(drift) = decode::<P::Output>(&answer) {
            problems.push(broken_example(index, &drift));
        }
        kept.push((example.user().clone(), answer));
    }
    kept
}
