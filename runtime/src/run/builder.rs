//! The run as a program writes it.

use std::fmt;
use std::marker::PhantomData;
use std::path::PathBuf;
use std::sync::Arc;

use super::corpus::Corpus;
use super::input::InputFormat;
use super::options::Options;
use super::{Progress, RunError, RunEstimate, Stop, Summary};
use crate::money::Usd;
use crate::plan::Plan;
use crate::prompt::Prompt;
use crate::registry::PromptEntry;

/// A prompt asked about every row of a file, by a plan. See [the module](super) for the files and
/// the guarantees.
///
#[cfg_attr(feature = "rehearsal", doc = "```")]
#[cfg_attr(not(feature = "rehearsal"), doc = "```ignore")]
/// use driftless::provider::OpenAi;
/// use driftless::rehearsal::{Reply, Server};
/// use driftless::run::Run;
/// use driftless::{Contract, Plan, Prompt, usd};
///
/// #[derive(Contract)]
/// struct Mood {
///     happy: bool,
/// }
///
/// #[derive(Prompt)]
/// #[prompt(output = Mood, user = "Is this text happy? {text}")]
/// struct FindMood<'a> {
///     text: &'a str,
/// }
///
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
/// # runtime.block_on(async {
/// # let folder = std::env::temp_dir().join(format!("driftless-run-{}", std::process::id()));
/// # let _none = std::fs::remove_dir_all(&folder);
/// # std::fs::create_dir_all(&folder)?;
/// let input = folder.join("texts.jsonl");
/// let texts = [r#"{"id":"a","text":"Hooray!"}"#, r#"{"id":"b","text":"Oh no."}"#];
/// std::fs::write(&input, texts.join("\n"))?;
///
/// // A local server in the vendor's wire format; `OpenAi::from_env()?` asks the vendor.
/// let server = Server::start().await?;
/// let answer = |happy| Reply::answer(format!(r#"{{"happy":{happy}}}"#)).tokens(40, 6);
/// server.script("gpt-6.1-terra", [answer(true), answer(false)]);
/// let openai = OpenAi::new("key").base_url(server.openai_base_url());
/// let model = openai.model("gpt-6.1-terra").max_output_tokens(20);
///
/// let plan = Plan::<FindMood>::primary(model).build()?;
/// let summary = Run::new(&plan)
///     .input(&input)
///     .output(folder.join("moods"))
///     .concurrency(1)
///     .budget(usd("1")?)
///     .run()
///     .await?;
/// assert_eq!(summary.ends.values, 2);
/// let values = std::fs::read_to_string(folder.join("moods/values.jsonl"))?;
/// assert_eq!(values.lines().next(), Some(r#"{"id":"a","value":{"happy":true}}"#));
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).map_err(|error| error.to_string())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "nothing is asked until `run()`"]
#[doc(alias("batch", "bulk", "corpus"))]
pub struct Run<P> {
    corpus: Corpus,
    prompt: PhantomData<fn() -> P>,
}

impl<P: Prompt> Run<P> {
    /// Starts a run whose documents `plan` is asked about. Its retries, repairs, fallbacks, limits,
    /// breakers, observers and [options of calls](Plan::with) hold as in any other call.
    pub fn new(plan: &Plan<P>) -> Self {
        Self {
            corpus: Corpus {
                prompt: PromptEntry::of::<P>("", &[]),
                plan: Arc::clone(&plan.checked),
                call: plan.options.as_deref().cloned().unwrap_or_default(),
                options: Options::default(),
            },
            prompt: PhantomData,
        }
    }

    /// Sets the file of the documents; `-` is standard input, which is kept in the output folder.
    ///
    /// Each row has the prompt's fields, all of them and no others, and an id: as a line
    /// `{"id": "t-17", "ticket": "…"}`, as a line `{"id": "t-17", "input": {"ticket": "…"}}`, or as
    /// a row of CSV below a header. In CSV an empty cell of an optional field is none. Without an
    /// id, a document is named by its content. gzip and Zstandard are recognised by the first
    /// bytes.
    pub fn input(mut self, path: impl Into<PathBuf>) -> Self {
        self.corpus.options.input = Some(path.into());
        self
    }

    /// Sets the layout of the input; unless set, CSV if the name ends in `.csv`, and JSON Lines
    /// otherwise.
    pub fn format(mut self, format: InputFormat) -> Self {
        self.corpus.options.layout.format = Some(format);
        self
    }

    /// Sets the column of the ids, which may be a field of the prompt as well; `id` unless set.
    pub fn id_column(mut self, name: impl Into<String>) -> Self {
        self.corpus.options.layout.id = name.into();
        self
    }

    /// Passes over columns that the prompt doesn't have, which are errors otherwise.
    pub fn ignore_unknown_columns(mut self) -> Self {
        self.corpus.options.layout.lenient = true;
        self
    }

    /// Passes over rows that are no documents of the prompt, and lists them in `invalid.jsonl`.
    /// Without it, such a row is an error, and nothing is asked.
    pub fn skip_invalid(mut self) -> Self {
        self.corpus.options.skip_invalid = true;
        self
    }

    /// Sets the folder of the journal and the results, which is made if it isn't there.
    pub fn output(mut self, folder: impl Into<PathBuf>) -> Self {
        self.corpus.options.output = folder.into();
        self
    }

    /// Sets the most calls at a time; 16 unless set. While a vendor refuses calls since there are
    /// too many, there are fewer.
    pub fn concurrency(mut self, calls: usize) -> Self {
        self.corpus.options.concurrency = calls;
        self
    }

    /// Sets the most that the run may cost, earlier runs on its journal included. A call begins
    /// only if its worst case fits what is left, and waits while others hold that. A run that is
    /// out of money pauses; with a higher budget it goes on.
    pub fn budget(mut self, most: Usd) -> Self {
        self.corpus.options.budget = Some(most);
        self
    }

    /// Asks about the first `documents` only.
    pub fn first(mut self, documents: u64) -> Self {
        self.corpus.options.first = Some(documents);
        self
    }

    /// Asks about every `n`th document only, from the first on.
    pub fn every(mut self, n: u64) -> Self {
        self.corpus.options.every = n;
        self
    }

    /// Pauses once more than this share of the answers drifted, from 0 to 1; it is looked at from
    /// the 50th answer on.
    pub fn stop_at_drift(mut self, share: f64) -> Self {
        self.corpus.options.most_drift = Some(share);
        self
    }

    /// Pauses after so many failed calls one after another; 20 unless set.
    pub fn stop_after_failures(mut self, calls: u64) -> Self {
        self.corpus.options.failures_in_a_row = calls;
        self
    }

    /// Asks again about documents that failed in an earlier run. Drifted answers stay.
    pub fn retry_failed(mut self) -> Self {
        self.corpus.options.retry_failed = true;
        self
    }

    /// Goes on with a journal of another prompt, contract, model, setting or input. Answers that
    /// would be asked for in the same words stay; all else is asked.
    pub fn new_generation(mut self) -> Self {
        self.corpus.options.new_generation = true;
        self
    }

    /// Keeps no receipts, which are the larger part of a journal.
    pub fn without_receipts(mut self) -> Self {
        self.corpus.options.receipts = false;
        self
    }

    /// Pauses when `stop` is asked: calls under way end and are journaled.
    pub fn stop(mut self, stop: &Stop) -> Self {
        self.corpus.options.stop = stop.clone();
        self
    }

    /// Calls `observe` with the progress, at the begin and the end of every call.
    pub fn observe(mut self, observe: impl Fn(&Progress) + Send + Sync + 'static) -> Self {
        self.corpus.options.observe = Some(Arc::new(observe));
        self
    }

    /// Reads and checks everything, and returns what the run would cost. Makes no call.
    ///
    /// # Errors
    /// [`RunError`] as [`run`](Self::run) would give it before its first call.
    pub fn estimate(&self) -> Result<RunEstimate, RunError> {
        self.corpus.estimate()
    }

    /// Asks about every document that has no end yet, and writes the results. Needs a Tokio
    /// runtime. Dropping the future cancels the calls under way, as a kill does.
    ///
    /// Drifted answers, refusals, content filters, truncated answers, rejected requests and answers
    /// of a substitute are a document's end. What may pass is asked again, three times in all. A
    /// vendor that refuses calls is asked less. What no further call could get past (a key, a
    /// quota, a budget) pauses the run.
    ///
    /// # Errors
    /// [`RunError`]: nothing could be asked, or the run has paused. The same run goes on from its
    /// journal.
    pub async fn run(self) -> Result<Summary, RunError> {
        self.corpus.run().await
    }
}

impl<P> fmt::Debug for Run<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run")
            .field("prompt", &self.corpus.prompt.name)
            .field("options", &self.corpus.options)
            .finish_non_exhaustive()
    }
}
