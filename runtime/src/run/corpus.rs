//! A run without the prompt's type: checked, estimated, and made.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::call::Job;
use super::error::{Changed, Paused};
use super::held::{Held, Paid, Unsure, plus};
use super::input::{RowReader, spool};
use super::live::{Halt, Live};
use super::options::Options;
use super::output::{self, JOURNAL, STDIN};
use super::record::{Generation, Record};
use super::summary::{Ends, RunEstimate, Summary, real};
use super::survey::{RowState, Survey, Worst};
use super::writer::Writer;
use super::{PauseReason, RunError};
use crate::budget::{Budget, WhenFull};
use crate::journal::{JournalError, Log};
use crate::money::Usd;
use crate::plan::{CallOptions, Checked, Planned};
use crate::registry::PromptEntry;

/// Fewer calls say nothing of what the rest will cost.
const LEAST_FOR_ESTIMATE: u64 = 20;

/// A prompt, the plan that answers it, and the settings of the run.
pub(crate) struct Corpus {
    pub(crate) prompt: PromptEntry,
    pub(crate) plan: Arc<Checked>,
    pub(crate) call: CallOptions,
    pub(crate) options: Options,
}

/// A run after its calls.
struct Asked {
    /// The reason why it isn't whole.
    halt: Option<Halt>,
    rows: Vec<RowState>,
    ends: Ends,
    paid: Paid,
}

/// A run that may begin.
struct Prepared {
    input: PathBuf,
    prompt: Arc<RowReader>,
    survey: Survey,
    generation: Generation,
    unsure: Unsure,
    paid: Paid,
    /// `None` for an estimate of a run that has no journal yet.
    log: Option<Log>,
}

impl Corpus {
    /// Reads and checks everything, and makes no call.
    pub(crate) fn estimate(&self) -> Result<RunEstimate, RunError> {
        let ready = self.prepare(true)?;
        let Prepared {
            survey,
            unsure,
            paid,
            ..
        } = ready;
        let left = survey.selected - survey.kept.all();
        let worst = survey.worst.unwrap_or_else(|| Ok(Worst::default()));
        Ok(RunEstimate {
            documents: survey.selected,
            kept: survey.kept,
            left,
            invalid: survey.invalid,
            booked: plus(paid.booked, unsure.worst).unwrap_or(Usd::ZERO),
            unsure: (unsure.attempts, unsure.worst.unwrap_or(Usd::ZERO)),
            worst_case: worst.map(|worst| worst.all),
            likely: likely(&paid, left),
        })
    }

    /// Asks about every document that has no end yet.
    pub(crate) async fn run(&self) -> Result<Summary, RunError> {
        let prepared = self.prepare(false)?;
        let (survey, unsure) = (&prepared.survey, prepared.unsure);
        let (documents, invalid, kept) = (survey.selected, survey.invalid, survey.kept);
        let generation = prepared.generation.number;
        let Asked {
            halt,
            rows,
            ends,
            paid,
        } = self.ask(prepared).await?;
        // A disk that takes no journal takes no results, and rows of another input are none.
        let halt = match halt {
            Some(Halt::Journal(error)) => return Err(error.into()),
            Some(Halt::Input(error)) => return Err(error),
            Some(Halt::Pause(reason, message)) => Some((reason, message)),
            None => None,
        };
        let folder = &self.options.output;
        let counts = output::write(folder, &rows, halt.is_none(), self.options.receipts)?;
        let summary = Summary {
            folder: folder.clone(),
            documents,
            ends,
            left: documents - ends.all(),
            invalid,
            kept: kept.all(),
            generation,
            cost: paid.cost.unwrap_or(Usd::ZERO),
            booked: plus(paid.booked, unsure.worst).unwrap_or(Usd::ZERO),
            input_tokens: paid.input_tokens,
            output_tokens: paid.output_tokens,
            unsure: unsure.attempts,
            unsure_cost: unsure.worst.unwrap_or(Usd::ZERO),
            drifts: counts.drifts,
            failures: counts.failures,
        };
        output::write_summary(folder, &summary)?;
        match halt {
            None => Ok(summary),
            Some((reason, message)) => Err(RunError::Paused(Box::new(Paused {
                reason,
                message,
                summary,
            }))),
        }
    }

    /// Makes the calls.
    async fn ask(&self, prepared: Prepared) -> Result<Asked, RunError> {
        let Prepared {
            input,
            prompt,
            survey,
            unsure,
            paid,
            log,
            ..
        } = prepared;
        let journal = self.options.output.join(JOURNAL);
        let writer = match log {
            Some(log) => Writer::start(&journal, log)?,
            None => return Err(JournalError::unwritable(&journal, "it is not open").into()),
        };
        let digest = survey.digest();
        let (rows, kept) = (survey.rows, survey.kept);
        let spent = plus(paid.booked, unsure.worst).unwrap_or(Usd::ZERO);
        let Some(options) = self.account(spent)? else {
            let halt = (kept.all() < survey.selected).then(|| nothing_left(spent));
            return Ok(Asked {
                halt,
                rows,
                ends: kept,
                paid,
            });
        };
        let job = Job {
            contract: self.prompt.output,
            plan: Arc::clone(&self.plan),
            options,
            receipts: self.options.receipts,
            writer,
        };
        let mut live = Live::new(job, &self.options, (rows, survey.selected, kept), paid);
        let halt = live.run(input, &prompt, digest).await;
        Ok(Asked {
            halt,
            rows: live.rows,
            ends: live.ends,
            paid: live.paid,
        })
    }

    fn prepare(&self, estimate: bool) -> Result<Prepared, RunError> {
        let problems = self.options.problems();
        if !problems.is_empty() {
            return Err(RunError::Settings(problems));
        }
        let folder = &self.options.output;
        output::check_folder(folder)?;
        // What comes from standard input is kept there, whatever it is read for.
        let is_stdin = self.options.input.as_deref() == Some(Path::new("-"));
        if !estimate || is_stdin {
            fs::create_dir_all(folder).map_err(|error| RunError::output(folder, &error))?;
        }
        let input = self.input(folder)?;
        let layout = self.options.layout.clone();
        let prompt = RowReader::new(self.prompt, layout, self.plan.identity(), &input)?;
        let prompt = Arc::new(prompt);
        // Nothing is written to it before the input is known to be whole.
        let journal = folder.join(JOURNAL);
        let (mut held, mut log) = if estimate && !journal.exists() {
            (Held::default(), None)
        } else {
            let (held, log) = Held::open(&journal)?;
            (held, Some(log))
        };
        let unsure = held.unsure();
        let price = estimate || (self.options.budget.is_some() && unsure.unpriced > 0);
        let price = price.then_some(&*self.plan);
        let survey = Survey::read(&input, &prompt, &mut held, &self.options, (price, estimate))?;
        let unsure = priced(unsure, &survey);
        let of_journal = log.as_mut().filter(|_| !estimate);
        let generation = self.generation(&survey, &held, of_journal)?;
        Ok(Prepared {
            input,
            prompt,
            survey,
            generation,
            unsure,
            paid: held.money,
            log,
        })
    }

    /// Returns the file to read; standard input is kept in the folder, since it is read twice.
    fn input(&self, folder: &Path) -> Result<PathBuf, RunError> {
        let input = self.options.input.clone().unwrap_or_default();
        if input != Path::new("-") {
            return Ok(input);
        }
        let kept = folder.join(STDIN);
        spool(&kept).map_err(|error| RunError::output(&kept, &error))?;
        Ok(kept)
    }

    /// Compares the journal's generation with this run's, and writes a new one where that is
    /// wanted.
    fn generation(
        &self,
        survey: &Survey,
        held: &Held,
        log: Option<&mut Log>,
    ) -> Result<Generation, RunError> {
        let mut now = Generation {
            number: 1,
            prompt: self.prompt.name.to_owned(),
            prompt_fingerprint: self.plan.prompt.fingerprint.clone(),
            contract_fingerprint: self.plan.contract.text.clone(),
            models: self.plan.steps.iter().map(Planned::id).collect(),
            identity: format!("{:032x}", self.plan.identity()),
            documents: survey.documents,
            input: survey.digest().text(),
        };
        if let Some(before) = &held.generation {
            now.number = before.number;
            let differences = differences(before, &now, survey);
            if differences.is_empty() {
                return Ok(now);
            }
            if !self.options.new_generation {
                return Err(RunError::Changed(Box::new(Changed {
                    journal: self.options.output.join(JOURNAL),
                    differences,
                    kept: survey.kept.all(),
                })));
            }
            now.number = before.number.saturating_add(1);
        }
        if let Some(log) = log {
            log.append(&Record::Generation(Box::new(now.clone())))?;
            log.sync()?;
        }
        Ok(now)
    }

    /// Returns the options of calls, with the account that holds what is left of the budget; `None`
    /// if nothing is left.
    fn account(&self, spent: Usd) -> Result<Option<CallOptions>, RunError> {
        let Some(budget) = self.options.budget else {
            return Ok(Some(self.call.clone()));
        };
        let left = budget.saturating_sub(spent);
        if left == Usd::ZERO {
            return Ok(None);
        }
        let account = Budget::builder().name("run").lifetime(left).build();
        let account = account.map_err(|error| RunError::Settings(error.problems().to_vec()))?;
        let call = self.call.clone().budget(&account);
        // What other calls hold comes back.
        Ok(Some(call.when_full(WhenFull::Wait)))
    }
}

fn nothing_left(spent: Usd) -> Halt {
    let message = format!("the budget is used up: {spent} counts against it; raise it to go on");
    Halt::Pause(PauseReason::Budget, message)
}

/// Counts attempts of unknown cost as the dearest document that is open.
fn priced(mut unsure: Unsure, survey: &Survey) -> Unsure {
    if let Some(Ok(worst)) = &survey.worst {
        for _ in 0..unsure.unpriced {
            unsure.worst = plus(unsure.worst, worst.one);
        }
    }
    unsure
}

/// Returns each difference between two generations as a sentence.
fn differences(before: &Generation, now: &Generation, survey: &Survey) -> Vec<String> {
    let mut all = Vec::new();
    if before.prompt != now.prompt {
        all.push(format!(
            "it is of the prompt `{}`, and this is `{}`",
            before.prompt, now.prompt
        ));
    } else if before.contract_fingerprint != now.contract_fingerprint {
        all.push("the contract has changed".to_owned());
    } else if before.prompt_fingerprint != now.prompt_fingerprint {
        all.push("the prompt's text has changed".to_owned());
    }
    if before.models != now.models {
        all.push(format!(
            "it is of {}, and this is {}",
            before.models.join(", "),
            now.models.join(", ")
        ));
    } else if before.identity != now.identity && all.is_empty() {
        all.push("the settings of the models or of the plan have changed".to_owned());
    }
    if before.input == now.input || before.identity != now.identity {
        return all;
    }
    let mut input = format!(
        "the input has {} documents with other content or ids, and had {}",
        now.documents, before.documents
    );
    // Writing to a String doesn't fail.
    if let (changed, Some(id)) = &survey.changed {
        let _written = write!(input, "; {changed} have changed, such as {id:?}");
    }
    if survey.gone > 0 {
        let _written = write!(input, "; {} that have an end are gone", survey.gone);
    }
    all.push(input);
    all
}

/// Returns what `left` documents will cost if they cost as those before: an interval of 95 %.
fn likely(paid: &Paid, left: u64) -> Option<(f64, f64)> {
    if paid.calls < LEAST_FOR_ESTIMATE {
        return None;
    }
    let (calls, left) = (real(paid.calls), real(left));
    let mean = paid.sum / calls;
    let variance = (paid.squares / calls - mean * mean).max(0.0);
    // Of the mean, and of the sum of the calls to come.
    let error = 1.96 * (variance * left * (left / calls + 1.0)).sqrt();
    let all = mean * left;
    Some(((all - error).max(0.0), all + error))
}
