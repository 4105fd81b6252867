//! The output of `run`: progress on a terminal as a bar, elsewhere a line a minute, and events.

use std::fmt::Write as _;
use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use crate::run::{Progress, RunEstimate, Summary, real};
use crate::sync::{Mutex, lock};

/// Time between two events.
const EVENT: Duration = Duration::from_secs(1);
/// Time between two lines where no terminal is.
const LINE: Duration = Duration::from_secs(60);

/// Progress as people or programs read it.
pub(super) struct Shown {
    bar: ProgressBar,
    is_json: bool,
    is_quiet: bool,
    begun: Instant,
    last: Mutex<Instant>,
}

impl Shown {
    pub(super) fn new(is_json: bool, is_off: bool) -> Arc<Self> {
        let is_terminal = std::io::stderr().is_terminal();
        let bar = if is_off || is_json || !is_terminal {
            ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden())
        } else {
            let style = ProgressStyle::with_template("{bar:40} {pos}/{len} documents {msg}");
            let bar = ProgressBar::new(0);
            match style {
                Ok(style) => bar.with_style(style),
                Err(_) => bar,
            }
        };
        let now = Instant::now();
        Arc::new(Self {
            bar,
            is_json,
            is_quiet: is_off || (is_terminal && !is_json),
            begun: now,
            last: Mutex::new(now),
        })
    }

    pub(super) fn progress(&self, progress: &Progress) {
        self.bar.set_length(progress.documents);
        self.bar.set_position(progress.ends.all());
        let rates = Rates::of(progress, self.begun.elapsed());
        self.bar.set_message(rates.words(progress));
        if !self.is_due() {
            return;
        }
        if self.is_json {
            let ends = progress.ends;
            let event = json!({
                "event": "progress",
                "documents": progress.documents,
                "values": ends.values,
                "drifted": ends.drifted,
                "failed": ends.failed,
                "under_way": progress.under_way,
                "allowed": progress.allowed,
                "booked": progress.booked,
                "waiting": progress.waiting.map(crate::FailureClass::name),
                "documents_per_second": rates.documents,
                "tokens_per_second": rates.tokens,
                "seconds_left": rates.left,
            });
            // Whoever doesn't read any more misses nothing.
            let _closed = writeln!(std::io::stdout(), "{event}");
        } else if !self.is_quiet {
            let ends = progress.ends.all();
            let words = rates.words(progress);
            let _closed = writeln!(
                std::io::stderr(),
                "{ends}/{} documents {words}",
                progress.documents
            );
        }
    }

    fn is_due(&self) -> bool {
        let mut last = lock(&self.last);
        let due = last.elapsed() >= if self.is_json { EVENT } else { LINE };
        if due {
            *last = Instant::now();
        }
        due
    }

    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }
}

/// Speeds of a run so far.
struct Rates {
    documents: f64,
    tokens: f64,
    left: Option<u64>,
}

impl Rates {
    fn of(progress: &Progress, elapsed: Duration) -> Self {
        let seconds = elapsed.as_secs_f64().max(0.001);
        let done = progress.ends.all().saturating_sub(progress.kept);
        let tokens = progress.input_tokens.saturating_add(progress.output_tokens);
        let documents = real(done) / seconds;
        let left = progress.documents.saturating_sub(progress.ends.all());
        let left = Duration::try_from_secs_f64(real(left) / documents).ok();
        let left = left.map(|left| left.as_secs());
        Self {
            documents,
            tokens: real(tokens) / seconds,
            left,
        }
    }

    fn words(&self, progress: &Progress) -> String {
        let Progress {
            ends,
            booked,
            waiting,
            ..
        } = progress;
        let mut words = format!(
            "({} drifted, {} failed), {:.1}/s, {:.0} tokens/s, {booked}",
            ends.drifted, ends.failed, self.documents, self.tokens
        );
        // Writing to a String doesn't fail.
        if let Some(left) = self.left {
            let _written = write!(words, ", {left} s to go");
        }
        if let Some(class) = waiting {
            let _written = write!(words, "; waiting: {class}");
        }
        words
    }
}

/// Writes what a run would cost.
pub(super) fn estimate(estimate: &RunEstimate, out: &mut impl Write) -> std::io::Result<()> {
    let RunEstimate {
        documents,
        kept,
        left,
        invalid,
        booked,
        unsure,
        worst_case,
        likely,
        ..
    } = estimate;
    writeln!(
        out,
        "{documents} documents, {} of them in the journal; {left} would be asked",
        kept.all()
    )?;
    if *invalid > 0 {
        writeln!(out, "{invalid} rows are no documents and would be skipped")?;
    }
    writeln!(out, "{booked} counts against the budget so far")?;
    if unsure.0 > 0 {
        writeln!(
            out,
            "of that {} for {} attempts that were under way when an earlier run was killed",
            unsure.1, unsure.0
        )?;
    }
    match worst_case {
        Ok(Some(worst)) => writeln!(out, "asked once each, they can't cost more than {worst}")?,
        Ok(None) => writeln!(out, "the model is free")?,
        Err(why) => writeln!(out, "what they can cost isn't known: {why}")?,
    }
    match likely {
        Some((low, high)) => writeln!(
            out,
            "as the calls in the journal did, they would cost ${low:.4} to ${high:.4} (95 %)"
        ),
        None => Ok(()),
    }
}

/// Writes the result.
pub(super) fn summary(
    summary: &Summary,
    is_json: bool,
    out: &mut impl Write,
) -> std::io::Result<()> {
    if is_json {
        let event = json!({"event": "summary", "summary": summary});
        return writeln!(out, "{event}");
    }
    writeln!(out, "{summary}")
}
