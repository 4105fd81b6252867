//! The checks of each way from one model of a plan to the next.

use crate::evidence::Evidence;
use crate::plan::Problem;
use crate::plan::draft::Draft;

/// Returns every problem with the ways from one model to the next.
pub(in crate::plan) fn problems(draft: &Draft<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (before, chosen) in draft.steps.iter().zip(draft.steps.iter().skip(1)) {
        let Some(edge) = &chosen.edge else { continue };
        let (from, to) = (before.model.clone(), chosen.model.clone());
        if let Some(why) = chosen.provider.against_fallback() {
            let (from, to) = (from.clone(), to.clone());
            problems.push(Problem::FallbackObjection { from, to, why });
        }
        let reasons: Option<Vec<String>> = edge
            .when
            .classes()
            .map(|class| draft.never(class).map(|why| format!("{class}: {why}")))
            .collect();
        let unreachable = reasons.map(|reasons| Problem::Unreachable {
            to: to.clone(),
            reasons,
        });
        if edge.evidence.is_unreasoned() {
            problems.push(Problem::NoReason { from, to });
        } else if draft.mode.falls_back() && edge.evidence == Evidence::None {
            problems.push(Problem::NoEvidence { from, to });
        }
        problems.extend(unreachable);
    }
    problems
}
