//! A plan that starts without the fallbacks whose evidence has expired.

use crate::failure::When;
use crate::plan::Planned;
use crate::receipt::Omitted;

/// A step that the gate has looked at.
pub(in crate::plan) struct Judged {
    pub(in crate::plan) step: Planned,
    /// The reason to leave it out; `None` if it stays.
    pub(in crate::plan) expired: Option<String>,
}

/// The way from the last step that stays to the next one.
#[derive(Clone, Copy)]
enum Way {
    /// There is nothing between.
    Direct,
    /// Over steps that are left out: only the failures that trigger each edge lead on.
    Over(When),
    /// No failure leads on.
    Cut,
}

/// Returns the steps that stay, and those that are left out.
pub(in crate::plan) fn without(judged: Vec<Judged>) -> (Vec<Planned>, Vec<Omitted>) {
    let (mut steps, mut omitted) = (Vec::new(), Vec::new());
    let mut way = Way::Direct;
    for Judged { mut step, expired } in judged {
        let Some(edge) = &mut step.edge else {
            steps.push(step);
            continue;
        };
        let when = match way {
            Way::Direct => Some(edge.when),
            Way::Over(before) => before.both(edge.when),
            Way::Cut => None,
        };
        let (Some(when), None) = (when, &expired) else {
            way = when.map_or(Way::Cut, Way::Over);
            let cut = "no failure of the model before leads to it without those that are left out";
            let why = expired.unwrap_or_else(|| cut.to_owned());
            omitted.push(Omitted::new(step.model, why));
            continue;
        };
        edge.when = when;
        way = Way::Direct;
        steps.push(step);
    }
    (steps, omitted)
}
