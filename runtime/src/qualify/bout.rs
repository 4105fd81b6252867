//! A qualification, prepared: everything is checked, and what it may cost is known, before the
//! first call.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

use super::decide::Setup;
use super::journal::Journal;
use super::judge::Question;
use super::judging::Judging;
use super::options::Options;
use super::run::{Asking, Contestant, QualificationProgress, order};
use super::{Design, Estimate, QualifyError};
use crate::budget::Budget;
use crate::compare::Comparer;
use crate::data::{DataSet, Item};
use crate::money::Usd;
use crate::plan::{AnyModel, Shared};
use crate::prompt::RenderedPrompt;
use crate::registry::PromptEntry;
use crate::retry::RetryBudget;
use crate::statistics::{Alpha, Margin};
use crate::sync::Mutex;

/// A qualification before it runs: the candidates, the reference and the data set.
pub(crate) struct Bout {
    pub(crate) prompt: PromptEntry,
    pub(crate) reference: AnyModel,
    pub(crate) candidates: Vec<AnyModel>,
    /// The model that compares fields with a rubric.
    pub(crate) judge: Option<AnyModel>,
    /// Nobody may have named it.
    pub(crate) data: Option<PathBuf>,
    pub(crate) options: Options,
}

/// A run that may begin.
pub(crate) struct Prepared {
    pub(super) asking: Arc<Asking>,
    pub(super) setup: Setup,
    pub(super) data: DataSet,
    /// For each item in order: its group, and whether it is the last of it.
    pub(super) groups: Vec<(usize, bool)>,
    /// Items that may be judged.
    pub(super) most: usize,
    pub(super) options: Options,
    pub(crate) estimate: Estimate,
}

impl Bout {
    /// Checks and reads everything.
    pub(crate) fn prepare(self) -> Result<Prepared, QualifyError> {
        let (margin, alpha) = self.checked()?;
        let Self {
            prompt,
            reference,
            candidates,
            judge,
            data,
            options,
        } = self;
        let data = DataSet::read_for(&prompt, &data.unwrap_or_default(), options.format)?;
        let most = most(&data, options.design)?;
        let judging = judging(&prompt, judge.is_some())?;
        let setup = Setup {
            margin,
            alpha,
            design: options.design,
            least: options.least,
            clustered: data.clusters().is_some(),
            fields: judging.fields().to_vec(),
        };
        let (items, groups) = arranged(&data, options.seed);
        let twins = twins(&items);
        let models = Models {
            // Without anything to judge it is asked nothing.
            judge: judge.filter(|_| judging.judges()),
            all: std::iter::once(reference).chain(candidates).collect(),
        };
        // The budget of calls depends on the spend in the journal, and that on keys: so plans are
        // made twice.
        let (contestants, judge) = models.planned(&prompt, &options, None)?;
        let journal = match &options.journal {
            Some(path) => Journal::open(path)?,
            None => Journal::in_memory(),
        };
        let mut asking = Asking {
            prompt,
            contestants,
            judge,
            judging,
            seed: options.seed,
            items,
            twins,
            journal: Arc::new(journal),
            permits: Semaphore::new(options.concurrency),
            concurrency: options.concurrency,
            stop: options.stop.clone(),
            budget: options.budget,
            progress: Mutex::new(QualificationProgress::default()),
            observe: options.observe.clone(),
        };
        let estimate = estimated(&asking, &setup, &groups, most);
        asking.limit(&models, &options, &estimate)?;
        Ok(Prepared {
            asking: Arc::new(asking),
            setup,
            data,
            groups,
            most,
            options,
            estimate,
        })
    }

    /// Checks the settings and reports every invalid one at once.
    fn checked(&self) -> Result<(Margin, Alpha), QualifyError> {
        let options = &self.options;
        let mut problems = Vec::new();
        let margin = Margin::new(options.margin).map_err(|error| problems.push(error.to_string()));
        let alpha = Alpha::new(options.alpha).map_err(|error| problems.push(error.to_string()));
        if self.candidates.is_empty() {
            problems.push("there is no candidate; name a model that may stand in".to_owned());
        }
        let mut names = vec![self.reference.name()];
        for candidate in &self.candidates {
            let name = candidate.name();
            if names.contains(&name) {
                problems.push(format!(
                    "{name} stands there twice; compare a model with another, once"
                ));
            }
            names.push(name);
        }
        let wrong = [
            (
                self.data.is_none(),
                "there is no data set; name its file by `.data(path)`",
            ),
            (
                !(1..=256).contains(&options.concurrency),
                "the concurrency must be 1 to 256 calls at a time",
            ),
            (
                options.design == Design::Fixed { items: 0 },
                "a fixed design of no items decides nothing; give it some hundred",
            ),
            (
                options.least == 0,
                "the least number of items is 0; a pass on nothing is no evidence",
            ),
            (
                options.budget == Some(Usd::ZERO),
                "the budget is zero, which no call fits; name an amount, or drop it",
            ),
            (
                options.valid < Duration::from_secs(86_400),
                "the evidence would be valid for less than a day; give it some weeks",
            ),
        ];
        let wrong = wrong.into_iter().filter(|(is_wrong, _)| *is_wrong);
        problems.extend(wrong.map(|(_, sentence)| sentence.to_owned()));
        if let Err(error) = options.retry.check() {
            problems.extend(
                error
                    .problems()
                    .iter()
                    .map(|problem| format!("the retry policy: {problem}")),
            );
        }
        match (margin, alpha) {
            (Ok(margin), Ok(alpha)) if problems.is_empty() => Ok((margin, alpha)),
            _ => Err(QualifyError::Settings(problems)),
        }
    }
}

/// Returns what a run may take, and how many items a pass takes at least.
fn estimated(asking: &Asking, setup: &Setup, groups: &[(usize, bool)], most: usize) -> Estimate {
    let mut estimate = asking.estimate(most);
    let candidates = asking.contestants.len().saturating_sub(1);
    estimate.needed = setup.needed(candidates).ok().flatten();
    let whole = groups.iter().take(most).filter(|(_, is_last)| *is_last);
    estimate.independent = u64::try_from(whole.count()).unwrap_or(u64::MAX);
    estimate
}

/// Returns the comparison of the answers, or an error if a required field can't be compared.
fn judging(prompt: &PromptEntry, judge: bool) -> Result<Judging, QualifyError> {
    let judging = Judging::new(
        Comparer::related(prompt.output.shape, prompt.relations),
        judge,
    );
    let unjudged = judging.unjudged();
    if unjudged.is_empty() {
        Ok(judging)
    } else {
        Err(QualifyError::Settings(unjudged))
    }
}

/// Returns the number of items that may be judged.
fn most(data: &DataSet, design: Design) -> Result<usize, QualifyError> {
    let there = data.items().len();
    let Design::Fixed { items } = design else {
        return Ok(there);
    };
    let wanted = usize::try_from(items).unwrap_or(usize::MAX);
    if wanted > there {
        return Err(QualifyError::Settings(vec![format!(
            "the design wants {wanted} items, and {} has {there}; add items, or fix a smaller number",
            data.path()
        )]));
    }
    let weights: Vec<f64> = data.items().iter().map(|item| item.weight).collect();
    if weights
        .windows(2)
        .any(|pair| matches!(pair, [one, other] if one.total_cmp(other).is_ne()))
    {
        return Err(QualifyError::Settings(vec![format!(
            "{} gives items weights, which the test of a fixed number of items can't take; drop them, or use the sequential design",
            data.path()
        )]));
    }
    Ok(wanted)
}

/// The items in the order in which they are judged.
fn arranged(data: &DataSet, seed: u64) -> (Vec<Item>, Vec<(usize, bool)>) {
    let (mut items, mut groups) = (Vec::new(), Vec::new());
    for (number, group) in order(data.items(), seed).into_iter().enumerate() {
        let last = group.len().saturating_sub(1);
        for (place, index) in group.into_iter().enumerate() {
            if let Some(item) = data.items().get(index) {
                items.push(item.clone());
                groups.push((number, place == last));
            }
        }
    }
    (items, groups)
}

/// For each item, how many before it by name ask the same.
fn twins(items: &[Item]) -> Vec<u64> {
    let mut by_name: Vec<usize> = (0..items.len()).collect();
    by_name.sort_by_key(|index| items.get(*index).map(|item| item.id.as_str()));
    let mut seen: HashMap<&RenderedPrompt, u64> = HashMap::new();
    let mut twins = vec![0; items.len()];
    for index in by_name {
        let Some(item) = items.get(index) else {
            continue;
        };
        let count = seen.entry(&item.asked).or_default();
        if let Some(slot) = twins.get_mut(index) {
            *slot = *count;
        }
        *count += 1;
    }
    twins
}

/// The models of a run.
struct Models {
    /// The reference, then the candidates.
    all: Vec<AnyModel>,
    judge: Option<AnyModel>,
}

impl Models {
    /// Plans for all of them, which share a budget; or every problem.
    fn planned(
        &self,
        prompt: &PromptEntry,
        options: &Options,
        budget: Option<Budget>,
    ) -> Result<(Vec<Contestant>, Option<Contestant>), QualifyError> {
        let retries = RetryBudget::new(100, 1000, Duration::from_secs(10));
        let shared = Shared {
            budget,
            retry: options.retry.clone(),
            retry_budget: retries.unwrap_or_default(),
            accepted: options.accepted.clone(),
            // Each answer is the model's own first word.
            repair: 0,
            catalogue: options.catalogue.clone(),
            clock: Arc::clone(&options.clock),
        };
        let mut problems = Vec::new();
        let mut plan = |prompt: &PromptEntry, model: &AnyModel| {
            let planned = Contestant::new(prompt, model.clone(), &shared);
            planned.map_err(|all| problems.extend(all)).ok()
        };
        let all = self.all.iter().filter_map(|model| plan(prompt, model));
        let all = all.collect();
        let question = PromptEntry::of::<Question>("", &[]);
        let judge = self.judge.as_ref();
        let judge = judge.and_then(|model| plan(&question, model));
        if problems.is_empty() {
            Ok((all, judge))
        } else {
            Err(QualifyError::Settings(problems))
        }
    }
}

impl Asking {
    /// Holds all calls to what is left of the budget.
    fn limit(
        &mut self,
        models: &Models,
        options: &Options,
        estimate: &Estimate,
    ) -> Result<(), QualifyError> {
        let Some(budget) = options.budget else {
            return Ok(());
        };
        let unsure = estimate.unsure_cost;
        let answers = estimate.spent;
        let spent = answers.plus(Some(unsure));
        let left = budget.saturating_sub(spent);
        let too_little = |why: &str| {
            let unsure = match estimate.unsure {
                0 => String::new(),
                many => format!(", {many} attempts without an end can have cost {unsure}"),
            };
            QualifyError::Settings(vec![format!(
                "the journal's answers have cost {answers}{unsure}, and the budget is {budget}; raise it to go on ({why})"
            )])
        };
        if left > Usd::ZERO {
            let built = Budget::builder().lifetime(left).build();
            let limit = built.map_err(|error| QualifyError::Settings(error.problems().to_vec()))?;
            let planned = models.planned(&self.prompt, options, Some(limit));
            (self.contestants, self.judge) = planned.map_err(|error| {
                if spent == Usd::ZERO {
                    error
                } else {
                    too_little(&error.to_string())
                }
            })?;
        } else if estimate.calls + estimate.judge_calls > 0 {
            return Err(too_little("nothing is left"));
        }
        Ok(())
    }
}
