//! Retries as a share of calls, so that an outage isn't answered with more requests.

use std::sync::Arc;
use std::time::Duration;

use crate::settings::SettingsError;
use crate::sync::{Mutex, lock};
use crate::window::Ring;

/// Parts of the window.
const PARTS: usize = 10;

/// A limit on the retries of all calls together. Cheap to clone; clones share their state, so share
/// one among all plans that use one vendor.
///
/// Within any window, retries are at most so many percent of the calls, or a small minimum where
/// calls are few. With a vendor wholly down, attempts thus stay below 1.1 times the calls. (A share
/// of requests as Finagle's `RetryBudget` and the SRE book's 10 % per client have it.)
///
/// ```
/// use std::time::Duration;
/// use driftless::retry::RetryBudget;
///
/// let budget = RetryBudget::default(); // 10 % of the calls of the last 10 s, or 3
/// let now = Duration::from_secs(1); // `Clock::monotonic`
/// budget.call(now);
/// assert!(budget.retry(now) && budget.retry(now) && budget.retry(now));
/// assert!(!budget.retry(now));
/// ```
#[derive(Debug, Clone)]
pub struct RetryBudget(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    percent: u8,
    minimum: u32,
    window: Duration,
    counts: Mutex<Counts>,
}

/// Calls are forgotten early and retries late, by a part of the window at most, so that no call
/// ever pays for more than its share.
#[derive(Debug)]
struct Counts {
    calls: Ring<u64>,
    all_calls: u64,
    retries: Ring<u64>,
    all_retries: u64,
}

impl Counts {
    fn within(window: Duration) -> Self {
        Self {
            calls: Ring::within(window, PARTS),
            all_calls: 0,
            retries: Ring::covering(window, PARTS),
            all_retries: 0,
        }
    }

    fn advance(&mut self, now: Duration) {
        self.calls.advance(now, |gone| {
            self.all_calls = self.all_calls.saturating_sub(gone);
        });
        self.retries.advance(now, |gone| {
            self.all_retries = self.all_retries.saturating_sub(gone);
        });
    }
}

impl RetryBudget {
    /// At most `percent` of the calls within `window` may be retries, or `minimum` where that is
    /// more.
    ///
    /// # Errors
    /// [`SettingsError`] with every invalid value.
    pub fn new(percent: u8, minimum: u32, window: Duration) -> Result<Self, SettingsError> {
        let wrong = [
            (
                percent > 100,
                format!("{percent} % of calls as retries; it must be 0 to 100"),
            ),
            (
                percent == 0 && minimum == 0,
                "no retry is ever allowed; drop the retry policy instead".to_owned(),
            ),
            (
                window.is_zero(),
                "the window is zero; it must hold some calls".to_owned(),
            ),
        ];
        let problems = wrong
            .into_iter()
            .filter_map(|(is_wrong, sentence)| is_wrong.then_some(sentence))
            .collect();
        SettingsError::unless_fine("the retry budget", problems)?;
        Ok(Self::unchecked(percent, minimum, window))
    }

    /// Another budget with the same settings, of which nothing is used.
    #[must_use]
    pub fn fresh(&self) -> Self {
        Self::unchecked(self.0.percent, self.0.minimum, self.0.window)
    }

    fn unchecked(percent: u8, minimum: u32, window: Duration) -> Self {
        Self(Arc::new(Shared {
            percent,
            minimum,
            window,
            counts: Mutex::new(Counts::within(window)),
        }))
    }

    /// Notes a call; once per call, whatever it does then. `now` is
    /// [`Clock::monotonic`](crate::plan::Clock::monotonic), here and elsewhere.
    pub fn call(&self, now: Duration) {
        let mut counts = lock(&self.0.counts);
        counts.advance(now);
        counts.all_calls = counts.all_calls.saturating_add(1);
        if let Some(newest) = counts.calls.newest() {
            *newest = newest.saturating_add(1);
        }
    }

    /// Asks for a retry. `false`: make none, the reason is
    /// [`GiveUp::Budget`](super::GiveUp::Budget).
    #[must_use = "a retry that isn't allowed must not be made"]
    pub fn retry(&self, now: Duration) -> bool {
        let mut counts = lock(&self.0.counts);
        counts.advance(now);
        let share = counts.all_calls.saturating_mul(u64::from(self.0.percent)) / 100;
        if counts.all_retries >= share.max(u64::from(self.0.minimum)) {
            return false;
        }
        counts.all_retries = counts.all_retries.saturating_add(1);
        if let Some(newest) = counts.retries.newest() {
            *newest = newest.saturating_add(1);
        }
        true
    }
}

/// 10 % of the calls of the last 10 s, or 3.
impl Default for RetryBudget {
    fn default() -> Self {
        Self::unchecked(10, 3, Duration::from_secs(10))
    }
}
