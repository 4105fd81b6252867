//! When a breaker opens, and for how long.

use std::time::Duration;

use crate::settings::SettingsError;

/// When a breaker opens, for how long, and what closes it again. [`BreakerPolicy::default`] suits
/// calls that take seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BreakerPolicy {
    /// Time buckets of the window; 10.
    pub buckets: usize,
    /// The length of one bucket; 6 s, so that the window is a minute. Calls are counted when they
    /// end, so the window must be longer than a usual call.
    pub bucket: Duration,
    /// Calls within the window from which on it is judged; 10. Neutral outcomes don't count.
    pub min_calls: u32,
    /// Opens from so many percent of failed calls; 50.
    pub failure_percent: u8,
    /// Opens from so many percent of slow calls; 80.
    pub slow_percent: u8,
    /// A call that succeeds after longer than this counts as slow; `None`: only calls that run into
    /// a limit are slow.
    pub slow_after: Option<Duration>,
    /// The first pause; 30 s. It doubles each time that the breaker opens again before it was
    /// closed for a whole window.
    pub pause: Duration,
    /// The longest pause; 5 min. Pauses are shortened by up to a fifth at random, so that replicas
    /// don't probe all at once.
    pub longest_pause: Duration,
    /// Calls that are let through at once while half-open, and successes that close the breaker; 2.
    pub probes: u32,
    /// A probe of which nothing is heard for so long is taken for lost; 15 min, longer than any
    /// call.
    pub probe_limit: Duration,
}

impl Default for BreakerPolicy {
    fn default() -> Self {
        Self {
            buckets: 10,
            bucket: Duration::from_secs(6),
            min_calls: 10,
            failure_percent: 50,
            slow_percent: 80,
            slow_after: None,
            pause: Duration::from_secs(30),
            longest_pause: Duration::from_secs(300),
            probes: 2,
            probe_limit: Duration::from_secs(900),
        }
    }
}

impl BreakerPolicy {
    /// Sets the window: `buckets` of `bucket` each.
    #[must_use]
    pub const fn window(mut self, buckets: usize, bucket: Duration) -> Self {
        self.buckets = buckets;
        self.bucket = bucket;
        self
    }

    /// Sets the number of calls within the window from which on it is judged.
    #[must_use]
    pub const fn min_calls(mut self, calls: u32) -> Self {
        self.min_calls = calls;
        self
    }

    /// Opens from so many percent of failed calls.
    #[must_use]
    pub const fn failure_percent(mut self, percent: u8) -> Self {
        self.failure_percent = percent;
        self
    }

    /// Opens from so many percent of slow calls.
    #[must_use]
    pub const fn slow_percent(mut self, percent: u8) -> Self {
        self.slow_percent = percent;
        self
    }

    /// Counts a call as slow that succeeds after longer than `limit`.
    #[must_use]
    pub const fn slow_after(mut self, limit: Duration) -> Self {
        self.slow_after = Some(limit);
        self
    }

    /// Sets the first and the longest pause.
    #[must_use]
    pub const fn pauses(mut self, first: Duration, longest: Duration) -> Self {
        self.pause = first;
        self.longest_pause = longest;
        self
    }

    /// Sets how many calls are let through at once while half-open, and how many successes close
    /// the breaker.
    #[must_use]
    pub const fn probes(mut self, probes: u32) -> Self {
        self.probes = probes;
        self
    }

    /// Takes a probe for lost of which nothing is heard for so long.
    #[must_use]
    pub const fn probe_limit(mut self, limit: Duration) -> Self {
        self.probe_limit = limit;
        self
    }

    /// The length of the window.
    pub(super) fn span(&self) -> Duration {
        self.bucket
            .saturating_mul(u32::try_from(self.buckets).unwrap_or(u32::MAX))
    }

    pub(super) fn check(&self) -> Result<(), SettingsError> {
        let percent = 1..=100_u8;
        let wrong = [
            (
                !(1..=1000).contains(&self.buckets),
                "`buckets` must be 1 to 1000".to_owned(),
            ),
            (
                self.bucket.is_zero(),
                "`bucket` is zero; a window of no time holds no call".to_owned(),
            ),
            (
                self.min_calls == 0,
                "`min_calls` is zero; judge at least one call".to_owned(),
            ),
            (
                !percent.contains(&self.failure_percent),
                format!(
                    "`failure_percent` is {}; it must be 1 to 100",
                    self.failure_percent
                ),
            ),
            (
                !percent.contains(&self.slow_percent),
                format!(
                    "`slow_percent` is {}; it must be 1 to 100",
                    self.slow_percent
                ),
            ),
            (
                self.slow_after.is_some_and(|limit| limit.is_zero()),
                "`slow_after` is zero; every call would be slow".to_owned(),
            ),
            (
                self.pause.is_zero(),
                "`pause` is zero; an open breaker would let everything through".to_owned(),
            ),
            (
                self.longest_pause < self.pause,
                "`longest_pause` is shorter than `pause`".to_owned(),
            ),
            (
                self.probes == 0,
                "`probes` is zero; an open breaker could never close".to_owned(),
            ),
            (
                self.probe_limit.is_zero(),
                "`probe_limit` is zero; every probe would be lost at once".to_owned(),
            ),
        ];
        let problems = wrong
            .into_iter()
            .filter_map(|(is_wrong, sentence)| is_wrong.then_some(sentence))
            .collect();
        SettingsError::unless_fine("the breaker policy", problems)
    }
}
