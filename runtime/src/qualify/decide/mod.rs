//! From marks to verdicts.
//!
//! A candidate passes if it is shown that it isn't worse than the reference by the margin or more,
//! in keeping the contract and on every required field: an intersection–union test, so each is
//! tested at α without a correction (Berger, *Technometrics* 24:295–300, 1982). Its p is the
//! largest of theirs. Of several candidates any that passes may be chosen, so their p-values are
//! corrected by Holm. With the sequential design all p-values hold at any time and only ever fall,
//! so whoever Holm lets through at some time stays through, and needs no further call. A candidate
//! fails as soon as one required field is shown to be worse by more than the margin, at α divided
//! by their number. A pair that a judge left without a grade counts against passing, and not at all
//! for failing: α holds for failing if what is missing has nothing to do with who is right.

mod fields;
mod needed;
mod reasons;
mod trial;

pub(super) use fields::{LEVEL, share};
pub(super) use reasons::reasons;
pub(super) use trial::Mark;

use super::{Design, Requirement, Verdict};
use crate::statistics::{Alpha, Margin, StatisticsError, holm};

use trial::{Standing, Trial};

/// The settings of a decision.
#[derive(Debug, Clone)]
pub(super) struct Setup {
    pub(super) margin: Margin,
    pub(super) alpha: Alpha,
    pub(super) design: Design,
    /// Fewer independent pairs pass nobody.
    pub(super) least: u64,
    /// `true` if items belong to groups of several.
    pub(super) clustered: bool,
    /// The fields, keeping the contract being the first of them.
    pub(super) fields: Vec<Field>,
}

/// One field.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    pub(super) pointer: String,
    pub(super) method: String,
    pub(super) requirement: Requirement,
    /// `true` if a judge model is asked.
    pub(super) judged: bool,
}

impl Setup {
    /// Returns the number of required fields.
    fn required(&self) -> f64 {
        let fields = self.fields.iter();
        let required = fields.filter(|field| field.requirement == Requirement::Required);
        required.map(|_| 1.0).sum::<f64>().max(1.0)
    }

    /// Returns `true` if one of them is judged by a model.
    pub(super) fn hangs_on_the_judge(&self) -> bool {
        let mut fields = self.fields.iter();
        fields.any(|field| field.judged && field.requirement == Requirement::Required)
    }
}

/// One candidate's fields.
#[derive(Debug, Clone)]
pub(super) struct Trials {
    fields: Vec<Trial>,
    pub(super) verdict: Verdict,
    /// Corrected for the number of candidates.
    pub(super) p: f64,
    /// Items that were judged.
    pub(super) pairs: u64,
}

/// Decides about all candidates.
#[derive(Debug)]
pub(super) struct Decider {
    pub(super) setup: Setup,
    pub(super) candidates: Vec<Trials>,
}

impl Decider {
    pub(super) fn new(setup: Setup, candidates: usize) -> Self {
        let trial = Trial::new(setup.margin, setup.alpha);
        let trials = Trials {
            fields: vec![trial; setup.fields.len()],
            verdict: Verdict::InsufficientData,
            p: 1.0,
            pairs: 0,
        };
        Self {
            candidates: vec![trials; candidates],
            setup,
        }
    }

    /// Which candidates aren't decided.
    pub(super) fn active(&self) -> Vec<bool> {
        let candidates = self.candidates.iter();
        candidates
            .map(|candidate| candidate.verdict == Verdict::InsufficientData)
            .collect()
    }

    /// One more item of an undecided candidate: a mark per field, `None` where the item says
    /// nothing of the field.
    pub(super) fn push(
        &mut self,
        candidate: usize,
        group: usize,
        share: f64,
        marks: &[Option<Mark>],
    ) {
        let margin = self.setup.margin.get();
        let Some(candidate) = self.candidates.get_mut(candidate) else {
            return;
        };
        candidate.pairs += 1;
        for (trial, mark) in candidate.fields.iter_mut().zip(marks) {
            if let Some(mark) = mark {
                trial.push(group, *mark, share, margin);
            }
        }
    }

    /// The items of a group are all there. With the sequential design this may decide.
    pub(super) fn end_group(&mut self) -> Result<(), StatisticsError> {
        for candidate in &mut self.candidates {
            if candidate.verdict == Verdict::InsufficientData {
                for trial in &mut candidate.fields {
                    trial.end_group()?;
                }
            }
        }
        if self.setup.design == Design::Sequential {
            let setup = self.setup.clone();
            self.judge(|trial| Ok(trial.running(&setup)))?;
        }
        Ok(())
    }

    /// All items are there. With the fixed design this decides.
    pub(super) fn end(&mut self) -> Result<(), StatisticsError> {
        if let Design::Fixed { .. } = self.setup.design {
            let setup = self.setup.clone();
            self.judge(|trial| trial.fixed(&setup))?;
        }
        Ok(())
    }

    fn judge(
        &mut self,
        standing: impl Fn(&Trial) -> Result<Standing, StatisticsError>,
    ) -> Result<(), StatisticsError> {
        let fields = &self.setup.fields;
        let mut standings: Vec<Standing> = Vec::new();
        for candidate in &self.candidates {
            let mut whole = Standing {
                p: 0.0,
                fails: false,
                independent: u64::MAX,
            };
            for (trial, field) in candidate.fields.iter().zip(fields) {
                if field.requirement != Requirement::Required {
                    continue;
                }
                let one = if trial.pairs().is_empty() {
                    Standing {
                        p: 1.0,
                        fails: false,
                        independent: 0,
                    }
                } else {
                    standing(trial)?
                };
                whole.p = whole.p.max(one.p);
                whole.fails |= one.fails;
                whole.independent = whole.independent.min(one.independent);
            }
            standings.push(whole);
        }
        let alone: Vec<f64> = standings.iter().map(|standing| standing.p).collect();
        let corrected = holm(&alone)?;
        let found = standings.iter().zip(corrected);
        for (candidate, (standing, p)) in self.candidates.iter_mut().zip(found) {
            if candidate.verdict != Verdict::InsufficientData {
                continue;
            }
            candidate.p = p;
            if standing.fails {
                candidate.verdict = Verdict::Failed;
            } else if p <= self.setup.alpha.get() && standing.independent >= self.setup.least {
                candidate.verdict = Verdict::Passed;
            }
        }
        Ok(())
    }
}
