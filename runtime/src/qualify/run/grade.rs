//! A judge model's grades of the answers to one item: calls like all others of a run, made once
//! those answers are there.
//!
//! The journal's key of such a call is made of the judge, its question (the rubric, the place and
//! both values, in this order) and the item: equal values in another item are judged again, so that
//! no two items share a mark. An invalid answer of the judge (it drifted, was refused or cut off,
//! came late) leaves its pair without a grade; a failure that is not the judge's own pauses the
//! run, like every other call.

use std::sync::Arc;

use tokio::task::JoinSet;

use super::contestant::Contestant;
use super::{Asking, Halt, all};
use crate::bound::Bindings;
use crate::compare::Ungraded;
use crate::decode::decode;
use crate::fingerprint::Hasher;
use crate::prompt::{Prompt, RenderedPrompt};
use crate::qualify::answers::{Answers, Grades};
use crate::qualify::journal::{About, Answered};
use crate::qualify::judge::{Graded, Opinion, identity, questions};

/// A pair in one order, as it is put to the judge.
pub(in crate::qualify) struct Put {
    pub(in crate::qualify) key: String,
    asked: RenderedPrompt,
}

impl Put {
    /// Returns the judge's question.
    pub(in crate::qualify) fn asked(&self) -> &RenderedPrompt {
        &self.asked
    }
}

impl Asking {
    /// The most opinions that the answers of one model to an item need, lists and maps with rubrics
    /// inside having one item.
    pub(in crate::qualify) fn opinions(&self) -> usize {
        match self.judge {
            Some(_) => 2 * self.judging.judged(),
            None => 0,
        }
    }

    /// A pair of an item in both orders.
    pub(in crate::qualify) fn puts(
        &self,
        judge: &Contestant,
        item: usize,
        pair: &Ungraded,
    ) -> [Put; 2] {
        let twin = self.twins.get(item).copied().unwrap_or_default();
        let asked = self.items.get(item).map(|item| item.asked.clone());
        let of = asked.unwrap_or_default().hashed(Hasher::new());
        let of = of.number(twin.into()).finish();
        questions(pair, self.seed).map(|question| {
            let asked = question.render();
            Put {
                key: judge.key(&asked, of, 0),
                asked,
            }
        })
    }

    /// Returns the journal's grades of an item, with the answers behind them; `None` if a call is
    /// still needed.
    pub(super) fn known_grades(
        &self,
        item: usize,
        answers: &Answers,
        active: &[bool],
    ) -> Option<(Grades, Vec<Answered>)> {
        let (mut grades, mut all) = (Grades::default(), Vec::new());
        let Some((judge, of)) = self.judge.as_ref().zip(self.items.get(item)) else {
            return Some((grades, all));
        };
        for pair in self.judging.pairs(of, answers, active) {
            let mut opinions = Vec::new();
            for put in self.puts(judge, item, &pair) {
                let answered = self.journal.get(&put.key)?;
                let said = opinion(&answered);
                all.push(answered);
                let Some(said) = said else { break };
                opinions.push(said);
            }
            grades.insert(&pair, Graded::of(opinions, pair.at_least));
        }
        Some((grades, all))
    }

    /// Asks the judge for the grades of an item.
    pub(super) async fn grades(
        self: &Arc<Self>,
        item: usize,
        answers: &Answers,
        active: &[bool],
    ) -> Result<Grades, Halt> {
        let Some(of) = self.items.get(item) else {
            return Ok(Grades::default());
        };
        let mut calls = JoinSet::new();
        for pair in self.judging.pairs(of, answers, active) {
            let this = Arc::clone(self);
            calls.spawn(async move {
                let graded = this.grade(item, &pair).await?;
                Ok((identity(&pair), graded))
            });
        }
        Ok(all(calls).await?.into_iter().collect())
    }

    /// One order after the other: after a first one without an opinion, the second could not lead
    /// to a grade.
    async fn grade(&self, item: usize, pair: &Ungraded) -> Result<Graded, Halt> {
        let mut opinions = Vec::new();
        let Some((judge, of)) = self.judge.as_ref().zip(self.items.get(item)) else {
            return Ok(Graded::default());
        };
        for (put, repetition) in self.puts(judge, item, pair).into_iter().zip(0..) {
            let about = About {
                model: &judge.name,
                item: &of.id,
                repetition,
            };
            let answered = self
                .answer(judge, (&put.asked, &Bindings::none()), &put.key, about)
                .await?;
            let Some(said) = opinion(&answered) else {
                break;
            };
            opinions.push(said);
        }
        Ok(Graded::of(opinions, pair.at_least))
    }
}

/// Returns the opinion in a call of the judge, if it has one.
pub(in crate::qualify) fn opinion(answered: &Answered) -> Option<Opinion> {
    decode(answered.document()?).ok()
}
