//! The evidence check: compares each fallback's entry in the lock with the plan as it is now.

use std::time::Duration;

use super::Edge;
use super::omission::Judged;
use crate::evidence::{Embedded, Evidence, Qualified};
use crate::lock::{Current, Entry, Lock, renewal};
use crate::plan::chosen::Chosen;
use crate::plan::{EvidenceState, Planned, Problem, model_id};

/// The facts by which evidence is checked.
pub(in crate::plan) struct Gate<'a> {
    /// The prompt's name.
    pub(in crate::plan) prompt: &'a str,
    /// The plan's first model.
    pub(in crate::plan) reference: &'a Reference,
    /// Present state of the prompt and its contract.
    pub(in crate::plan) current: Current,
    /// `true` if other models may answer.
    pub(in crate::plan) falls_back: bool,
    /// `true` if a snapshot that was not qualified is refused.
    pub(in crate::plan) pinned: bool,
    /// `true` if the plan starts without a fallback whose evidence has expired.
    pub(in crate::plan) omits_expired: bool,
}

/// The model whose place a fallback would take, as evidence names it.
#[derive(Default)]
pub(in crate::plan) struct Reference {
    /// `vendor/model`
    id: String,
    /// The settings of its calls in one line.
    parameters: String,
}

impl Reference {
    /// Returns the first of a plan's models.
    pub(in crate::plan) fn of(steps: &[Chosen]) -> Self {
        let of = |first: &Chosen| Self {
            id: model_id(&*first.provider, &first.model),
            parameters: first.parameters(),
        };
        steps.first().map(of).unwrap_or_default()
    }
}

/// The reason why evidence doesn't speak for a model.
struct Objection {
    why: String,
    state: EvidenceState,
}

impl Objection {
    fn new(state: EvidenceState, why: String) -> Self {
        Self { why, state }
    }
}

impl Gate<'_> {
    /// Looks up the evidence of a step; in production, everything that is missing or has changed is
    /// a problem, unless the plan starts without the step.
    pub(in crate::plan) fn hold(&self, mut step: Planned) -> Result<Judged, Vec<Problem>> {
        let id = step.id();
        let mut expired = None;
        let mut problems = Vec::new();
        let Some(edge) = &step.edge else {
            return Ok(Judged { step, expired });
        };
        if let Evidence::Lock(lock) = edge.evidence {
            let evidence = match self.look(lock, &id, &step) {
                Ok(entry) => {
                    take_expected(&mut step, &entry);
                    Evidence::Qualified(Box::new(qualified(entry)))
                }
                Err(Objection { why, state }) => {
                    if self.falls_back && state == EvidenceState::Expired && self.omits_expired {
                        expired = Some(why.clone());
                    } else if self.falls_back {
                        problems.push(Problem::Evidence {
                            model: step.model.clone(),
                            state,
                            why: why.clone(),
                        });
                    }
                    Evidence::Unqualified { why }
                }
            };
            if let Some(edge) = &mut step.edge {
                edge.evidence = evidence;
            }
        }
        if self.pinned && self.falls_back && problems.is_empty() && expired.is_none() {
            problems.extend(step.edge.as_ref().and_then(|edge| unpinned(&step, edge)));
        }
        if problems.is_empty() {
            Ok(Judged { step, expired })
        } else {
            Err(problems)
        }
    }

    /// The entry of a model, or why it doesn't speak for it.
    fn look(&self, lock: Embedded, id: &str, step: &Planned) -> Result<Entry, Objection> {
        let origin = lock.origin;
        let lock = Lock::parse(origin, lock.text)
            .map_err(|error| Objection::new(EvidenceState::Unreadable, error.to_string()))?;
        let Some(entry) = lock.get(self.prompt, id) else {
            let command = renewal(self.prompt, None, &self.reference.id, id);
            let why = format!(
                "{origin} has no evidence for {id} on the prompt `{}`; run `{command}`",
                self.prompt
            );
            return Err(Objection::new(EvidenceState::Missing, why));
        };
        let adapted = &step.adapted;
        let current = self.current.clone().reference(self.reference.id.as_str());
        let current = current.adapter(adapted.dialect, adapted.digest());
        let own = step.settings.parameters.summary();
        let current = current.parameters(own, self.reference.parameters.as_str());
        match entry.objection(&current) {
            None => Ok(entry.clone()),
            Some(why) => {
                let state = if entry.is_only_expired(&current) {
                    EvidenceState::Expired
                } else if entry.staleness(&current).is_empty() {
                    EvidenceState::NotPassed
                } else {
                    EvidenceState::Stale
                };
                Err(Objection::new(state, format!("{origin}: {why}")))
            }
        }
    }
}

/// A fallback that can't finish in the time left is not started; what nine of ten answers take is
/// the best guess where the user made none.
fn take_expected(step: &mut Planned, entry: &Entry) {
    let p90 = entry.latency.map(|latency| latency.p90.estimate.get());
    let p90 = p90.and_then(|micros| Duration::try_from_secs_f64(micros / 1e6).ok());
    let expected = &mut step.settings.expected;
    *expected = expected.or(p90.filter(|time| !time.is_zero()));
}

fn qualified(entry: Entry) -> Qualified {
    Qualified {
        model: entry.model,
        reference: entry.reference,
        prompt: entry.fingerprints.prompt,
        date: entry.date,
        expires: entry.expires,
        data: entry.data.digest,
        pairs: entry.pairs,
        margin: entry.rule.margin,
        conformance: entry.conformance,
        served: entry.served,
    }
}

/// A step whose snapshots can't be pinned since nobody knows them.
fn unpinned(step: &Planned, edge: &Edge) -> Option<Problem> {
    match &edge.evidence {
        Evidence::Qualified(qualified) if !qualified.served.is_empty() => None,
        _ => Some(Problem::NoSnapshot {
            model: step.model.clone(),
        }),
    }
}
