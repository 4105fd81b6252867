//! The answers to one item, and a judge's grades of them.

use std::collections::BTreeMap;

use super::journal::Answered;
use super::judge::{Graded, identity};
use crate::compare::Ungraded;

/// Which call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Which {
    /// 0: the reference; the candidates follow.
    pub(super) model: usize,
    pub(super) item: usize,
    /// 0, or 1 for the reference's second answer.
    pub(super) repetition: u8,
}

/// The judge's grades of the pairs of values in the answers to one item.
#[derive(Debug, Default)]
pub(super) struct Grades(BTreeMap<u128, Graded>);

impl Grades {
    /// Returns the grade of this pair; `None` if it was not put to a judge.
    pub(super) fn of(&self, pair: &Ungraded) -> Option<&Graded> {
        self.0.get(&identity(pair))
    }

    /// Keeps the grade of this pair.
    pub(super) fn insert(&mut self, pair: &Ungraded, graded: Graded) {
        self.0.insert(identity(pair), graded);
    }
}

impl FromIterator<(u128, Graded)> for Grades {
    fn from_iter<I: IntoIterator<Item = (u128, Graded)>>(of: I) -> Self {
        Self(of.into_iter().collect())
    }
}

/// All answers to one item.
#[derive(Debug)]
pub(super) struct Answers {
    pub(super) reference: Answered,
    /// The reference's second answer, where nothing else says what is right.
    pub(super) second: Option<Answered>,
    /// One per candidate; `None` where it was decided before.
    pub(super) candidates: Vec<Option<Answered>>,
    /// The judge's grades of the answers.
    pub(super) grades: Grades,
}

impl Answers {
    /// In their places; `None` without one of the reference.
    pub(super) fn of(answered: Vec<(Which, Answered)>, candidates: usize) -> Option<Self> {
        let (mut reference, mut second) = (None, None);
        let mut others = vec![None; candidates];
        for (which, answered) in answered {
            match (which.model.checked_sub(1), which.repetition) {
                (None, 0) => reference = Some(answered),
                (None, _) => second = Some(answered),
                (Some(candidate), _) => {
                    if let Some(slot) = others.get_mut(candidate) {
                        *slot = Some(answered);
                    }
                }
            }
        }
        Some(Self {
            reference: reference?,
            second,
            candidates: others,
            grades: Grades::default(),
        })
    }
}
