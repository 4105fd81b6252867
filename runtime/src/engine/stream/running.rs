//! A running call, and the part of its answer that may be shown.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until};

use super::super::{Answer, answer, asked};
use crate::decode::{DraftReader, Drafted, Progress};
use crate::dialect::Adapted;
use crate::drift::Drift;
use crate::error::Error;
use crate::plan::{Checked, Plan};
use crate::prompt::Prompt;
use crate::provider::{Held, Restart, Viewer};
use crate::sync::{Mutex, lock};

/// A call, and what is shown of it.
pub(super) struct Running<'p, T: Drafted> {
    screen: Arc<Screen<T>>,
    call: Option<Call<'p, T>>,
    /// The end, which waits until what came before it has been shown.
    ended: Option<Result<Answer<T>, Error>>,
    /// Wakes the task when a draft that was held back may be shown.
    timer: Option<Pin<Box<Sleep>>>,
}

type Call<'p, T> = Pin<Box<dyn Future<Output = Result<Answer<T>, Error>> + Send + 'p>>;

/// The part of an answer that may be shown; the engine writes it, and the stream looks at it.
struct Screen<T: Drafted>(Mutex<State<T>>);

struct State<T: Drafted> {
    shows: Shows<T>,
    reader: Option<DraftReader<T>>,
    /// Changes of the draft that were shown, or items that were handed out.
    shown: u64,
    shown_at: Option<Instant>,
    restarts: VecDeque<Restart>,
    held: Held,
    /// When the last update was handed out; `None` while the next one is waited for.
    away_since: Option<Instant>,
    is_committed: bool,
}

type Count<T> = Box<dyn Fn(&<T as Drafted>::Open) -> usize + Send + Sync>;

pub(super) enum Shows<T: Drafted> {
    /// Drafts, with the shortest time from one to the next.
    Drafts(Duration),
    /// Items, by the number of those that are finished.
    Items(Count<T>),
}

impl<T: Drafted> State<T> {
    /// Returns `true` if there is more than was shown.
    fn has_more(&self) -> bool {
        let Some(reader) = &self.reader else {
            return false;
        };
        match &self.shows {
            Shows::Drafts(_) => reader.draft().is_some() && reader.changes() > self.shown,
            Shows::Items(count) => {
                let count = reader.draft().map_or(0, count);
                u64::try_from(count).unwrap_or(u64::MAX) > self.shown
            }
        }
    }

    /// Returns when the next draft may be shown; `None` if at once.
    fn not_before(&self) -> Option<Instant> {
        match self.shows {
            Shows::Drafts(every) if !every.is_zero() => self
                .shown_at?
                .checked_add(every)
                .filter(|at| *at > Instant::now()),
            _ => None,
        }
    }

    fn is_full(&self) -> bool {
        !self.restarts.is_empty() || (self.has_more() && self.not_before().is_none())
    }
}

impl<T: Drafted> Viewer for Screen<T> {
    fn begin(&self, adapted: &Adapted) {
        let mut state = lock(&self.0);
        state.reader = Some(DraftReader::of(adapted));
        state.shown = 0;
    }

    fn take(&self, more: &str) -> Option<Drift> {
        let mut state = lock(&self.0);
        let reader = state.reader.as_mut()?;
        match reader.push(more) {
            Progress::Violated => reader.drift(),
            Progress::Viable | Progress::Complete => None,
        }
    }

    fn is_full(&self) -> bool {
        lock(&self.0).is_full()
    }

    fn restart(&self, restart: Restart) {
        let mut state = lock(&self.0);
        state.reader = None;
        state.shown = 0;
        state.restarts.push_back(restart);
    }

    fn held(&self) -> Held {
        lock(&self.0).held
    }

    fn is_committed(&self) -> bool {
        lock(&self.0).is_committed
    }
}

impl<'p, T: Drafted> Running<'p, T> {
    pub(super) fn of<P: Prompt<Output = T> + 'p>(
        plan: &Plan<P>,
        prompt: P,
        shows: Shows<T>,
    ) -> Self {
        let (rendered, bound) = asked(prompt);
        let checked: Arc<Checked> = Arc::clone(&plan.checked);
        let options = plan.options.clone();
        let screen = Arc::new(Screen(Mutex::new(State {
            shows,
            reader: None,
            shown: 0,
            shown_at: None,
            restarts: VecDeque::new(),
            held: Held::default(),
            away_since: None,
            is_committed: false,
        })));
        let viewer = Arc::clone(&screen);
        let call = async move {
            let options = options.as_deref();
            answer(&checked, &rendered, bound, Some(&*viewer), options).await
        };
        Self {
            screen,
            call: Some(Box::pin(call)),
            ended: None,
            timer: None,
        }
    }

    /// Notes that whoever looks has come back.
    pub(super) fn resume(&self) {
        let mut state = lock(&self.screen.0);
        if let Some(since) = state.away_since.take() {
            let now = Instant::now();
            state.held.time += now.saturating_duration_since(since);
            state.held.until = Some(now);
        }
    }

    /// Notes that something was handed out.
    pub(super) fn leave(&self) {
        lock(&self.screen.0).away_since = Some(Instant::now());
    }

    pub(super) fn restarted(&self) -> Option<Restart> {
        lock(&self.screen.0).restarts.pop_front()
    }

    /// Polls the call until there is something to show or it has ended.
    pub(super) fn drive(&mut self, context: &mut Context<'_>) {
        if self.is_full() {
            return;
        }
        if let Some(call) = &mut self.call
            && let Poll::Ready(ended) = call.as_mut().poll(context)
        {
            self.call = None;
            self.ended = Some(ended);
        }
    }

    /// Sets the timer for a draft that is held back; returns `true` if its time has come.
    pub(super) fn is_due(&mut self, context: &mut Context<'_>) -> bool {
        let at = {
            let state = lock(&self.screen.0);
            match state.not_before() {
                None => return state.has_more(),
                Some(at) if state.has_more() => at,
                Some(_) => return false,
            }
        };
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(at)));
        if timer.deadline() != at {
            timer.as_mut().reset(at);
        }
        timer.as_mut().poll(context).is_ready()
    }

    /// Returns the draft as it is now.
    pub(super) fn draft(&self) -> Option<Arc<T::Open>> {
        let mut state = lock(&self.screen.0);
        let reader = state.reader.as_ref()?;
        let (draft, changes) = (reader.shared()?, reader.changes());
        state.shown = changes;
        state.shown_at = Some(Instant::now());
        Some(draft)
    }

    /// Sets what is shown.
    pub(super) fn shows(&self, shows: Shows<T>) {
        lock(&self.screen.0).shows = shows;
    }

    /// Returns `true` while there is something to be shown.
    pub(super) fn is_full(&self) -> bool {
        lock(&self.screen.0).is_full()
    }

    /// Returns `true` once the call has ended.
    pub(super) fn is_over(&self) -> bool {
        self.call.is_none()
    }

    /// Takes the end of the call, if it has come.
    pub(super) fn ended(&mut self) -> Option<Result<Answer<T>, Error>> {
        self.ended.take()
    }

    /// Notes that so many items were handed out for good.
    pub(super) fn handed_out(&self, count: usize) {
        let mut state = lock(&self.screen.0);
        state.shown = u64::try_from(count).unwrap_or(u64::MAX);
        state.is_committed = true;
    }

    /// Returns what `look` finds in the draft.
    pub(super) fn look<I>(&self, look: impl FnOnce(&T::Open) -> Option<I>) -> Option<I> {
        let state = lock(&self.screen.0);
        look(state.reader.as_ref()?.draft()?)
    }
}
