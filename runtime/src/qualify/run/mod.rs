//! Asks every model every item, until all is known that decides.
//!
//! Items are judged in their shuffled order, whatever the order in which answers come in, so that
//! the verdict of a run depends on the answers alone: a run that was killed and goes on from its
//! journal decides the same on the same items.

mod ask;
mod contestant;
mod grade;
mod order;
mod progress;

pub(super) use contestant::Contestant;
pub(super) use grade::opinion;
pub(super) use order::order;
pub use progress::QualificationProgress;
pub(super) use progress::per_call;

pub use crate::stop::Stop;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::QualifyError;
use super::answers::{Answers, Which};
use super::error::Paused;
use super::journal::{Answered, Journal, JournalError};
use super::judging::Judging;
use crate::data::Item;
use crate::failure::FailureClass;
use crate::money::Usd;
use crate::registry::PromptEntry;
use crate::sync::{Mutex, lock};

/// Called after every answer and every judgement.
pub(super) type Observe = Arc<dyn Fn(&QualificationProgress) + Send + Sync>;

/// Everything that calls share.
pub(super) struct Asking {
    pub(super) prompt: PromptEntry,
    /// The reference, then the candidates.
    pub(super) contestants: Vec<Contestant>,
    /// The judge, which compares fields with a rubric.
    pub(super) judge: Option<Contestant>,
    pub(super) judging: Judging,
    /// Draws the order in which a judge sees two values.
    pub(super) seed: u64,
    /// In the order in which they are judged.
    pub(super) items: Vec<Item>,
    /// For each item, how many before it (by name) ask the same.
    pub(super) twins: Vec<u64>,
    pub(super) journal: Arc<Journal>,
    pub(super) permits: Semaphore,
    pub(super) concurrency: usize,
    pub(super) stop: Stop,
    pub(super) budget: Option<Usd>,
    pub(super) progress: Mutex<QualificationProgress>,
    pub(super) observe: Option<Observe>,
}

/// Takes the answers to the next item, and says which candidates need more.
pub(super) type Judge<'j> = dyn FnMut(usize, Answers) -> Vec<bool> + Send + 'j;

/// The reason why no further item is begun. For items that are under way, the judge is still asked.
pub(super) enum Halt {
    /// Somebody asked, or a call has failed in a way that says nothing of the model.
    Paused {
        class: Option<FailureClass>,
        message: String,
    },
    Journal(JournalError),
}

impl Halt {
    fn stopped() -> Self {
        Self::Paused {
            class: None,
            message: "the run was stopped".to_owned(),
        }
    }

    fn failed(class: FailureClass, message: String) -> Self {
        Self::Paused {
            class: Some(class),
            message,
        }
    }

    fn journal(error: JournalError) -> Self {
        Self::Journal(error)
    }

    /// A reason goes before a stop that only follows from it.
    fn is_stop(&self) -> bool {
        matches!(self, Self::Paused { class: None, .. })
    }
}

impl Asking {
    /// By what the journal knows a call.
    pub(super) fn key(&self, which: Which) -> String {
        let twin = self.twins.get(which.item).copied().unwrap_or_default();
        match (
            self.contestants.get(which.model),
            self.items.get(which.item),
        ) {
            (Some(model), Some(item)) => model.key(&item.asked, twin.into(), which.repetition),
            _ => String::new(),
        }
    }

    /// The calls that an item needs for these candidates.
    pub(super) fn calls_of(&self, item: usize, active: &[bool]) -> Vec<Which> {
        let asks = |model, repetition| Which {
            model,
            item,
            repetition,
        };
        let mut calls = vec![asks(0, 0)];
        if self.needs_second(item) {
            calls.push(asks(0, 1));
        }
        let candidates = active.iter().enumerate();
        let candidates = candidates.filter(|(_, active)| **active);
        calls.extend(candidates.map(|(index, _)| asks(index + 1, 0)));
        calls
    }

    fn needs_second(&self, item: usize) -> bool {
        let item = self.items.get(item);
        item.is_some_and(|item| item.expected.is_none())
    }

    /// Asks about the first `most` items at most, as long as `judge` needs more.
    pub(super) async fn run(
        self: &Arc<Self>,
        most: usize,
        judge: &mut Judge<'_>,
    ) -> Result<(), QualifyError> {
        let mut active = vec![true; self.contestants.len().saturating_sub(1)];
        let mut under_way: JoinSet<Result<(usize, Answers), Halt>> = JoinSet::new();
        let mut ready: BTreeMap<usize, Answers> = BTreeMap::new();
        let (mut next, mut judged) = (0, 0);
        let mut halt: Option<Halt> = None;
        loop {
            while let Some(answers) = ready.remove(&judged) {
                if !active.contains(&true) {
                    break;
                }
                active = judge(judged, answers);
                judged += 1;
                self.judged(judged, most, &active);
            }
            let goes_on = halt.is_none() && active.contains(&true) && !self.stop.is_asked();
            // Not far ahead of what is judged: those calls may turn out not to be needed.
            if goes_on && next < most.min(judged + 2 * self.concurrency) {
                if let Some(answers) = self.known(next, &active) {
                    ready.insert(next, answers);
                    next += 1;
                    continue;
                }
                if under_way.len() < self.concurrency {
                    let (this, active) = (Arc::clone(self), active.clone());
                    under_way.spawn(async move { this.item(next, &active).await });
                    next += 1;
                    continue;
                }
            }
            let Some(ended) = under_way.join_next().await else {
                break;
            };
            match ended {
                Ok(Ok((item, answers))) => {
                    ready.insert(item, answers);
                }
                Ok(Err(found)) => {
                    if halt.as_ref().is_none_or(Halt::is_stop) {
                        halt = Some(found);
                    }
                }
                Err(error) => {
                    halt = Some(Halt::failed(FailureClass::Cancelled, error.to_string()));
                }
            }
        }
        let done = judged == most || !active.contains(&true);
        match halt {
            _ if done => Ok(()),
            Some(Halt::Journal(error)) => Err(error.into()),
            Some(Halt::Paused { class, message }) => Err(self.paused(class, message)),
            None => Err(self.paused(None, "the run was stopped".to_owned())),
        }
    }

    /// Every answer that an item needs, if the journal has them all.
    fn known(&self, item: usize, active: &[bool]) -> Option<Answers> {
        let calls = self.calls_of(item, active);
        let known: Option<Vec<(Which, Answered)>> = calls
            .into_iter()
            .map(|which| Some((which, self.journal.get(&self.key(which))?)))
            .collect();
        let known = known?;
        let mut answers = Answers::of(known.clone(), active.len())?;
        let (grades, opinions) = self.known_grades(item, &answers, active)?;
        let models = known
            .iter()
            .map(|(which, answered)| (self.contestants.get(which.model), answered));
        let judges = opinions
            .iter()
            .map(|opinion| (self.judge.as_ref(), opinion));
        for (model, answered) in models.chain(judges) {
            if let Some(model) = model {
                self.keep(model, answered);
            }
        }
        answers.grades = grades;
        Some(answers)
    }

    /// Every answer that an item needs, and what the judge says of them.
    async fn item(self: Arc<Self>, item: usize, active: &[bool]) -> Result<(usize, Answers), Halt> {
        let mut calls = JoinSet::new();
        for which in self.calls_of(item, active) {
            let this = Arc::clone(&self);
            calls.spawn(async move { Ok((which, this.ask(which).await?)) });
        }
        let answered = all(calls).await?;
        let mut answers = Answers::of(answered, active.len()).ok_or_else(Halt::stopped)?;
        answers.grades = self.grades(item, &answers, active).await?;
        Ok((item, answers))
    }

    pub(super) fn paused(&self, class: Option<FailureClass>, message: String) -> QualifyError {
        let progress = lock(&self.progress).clone();
        QualifyError::Paused(Box::new(Paused {
            class,
            message,
            answered: progress.answers,
            spent: progress.spent,
            journal: self.journal.path().map(ToOwned::to_owned),
        }))
    }

    fn judged(&self, judged: usize, most: usize, active: &[bool]) {
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let active = active.iter().filter(|active| **active).count();
        let opinions = self.opinions().saturating_mul(active + 1);
        let left = most
            .saturating_sub(judged)
            .saturating_mul(opinions.saturating_add(active + 2));
        self.tell(|progress| {
            progress.judged = count(judged);
            progress.items = count(most);
            progress.undecided = count(active);
            // Answers that came in ahead of their turn are counted once more, and each item as one
            // that the reference is asked twice: the most that may be needed.
            progress.left = if progress.undecided == 0 {
                0
            } else {
                count(left)
            };
        });
    }

    /// Changes the progress and notifies the observer.
    fn tell(&self, change: impl FnOnce(&mut QualificationProgress)) {
        let mut progress = lock(&self.progress);
        change(&mut progress);
        let now = progress.clone();
        drop(progress);
        if let Some(observe) = &self.observe {
            observe(&now);
        }
    }
}

/// Returns the results of all calls, or the reason why one of them ended the run; a failure goes
/// before a stop that only follows from it.
async fn all<T: 'static>(mut calls: JoinSet<Result<T, Halt>>) -> Result<Vec<T>, Halt> {
    let (mut given, mut halt) = (Vec::new(), None);
    while let Some(ended) = calls.join_next().await {
        match ended {
            Ok(Ok(one)) => given.push(one),
            Ok(Err(found)) => {
                if halt.as_ref().is_none_or(Halt::is_stop) {
                    halt = Some(found);
                }
            }
            Err(error) => {
                halt = Some(Halt::failed(FailureClass::Cancelled, error.to_string()));
            }
        }
    }
    halt.map_or(Ok(given), Err)
}

impl fmt::Debug for Asking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Asking").finish_non_exhaustive()
    }
}
