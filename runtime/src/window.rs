//! Counts within the last so many seconds, in a ring of time buckets: constant space, constant
//! time.

use std::time::Duration;

/// A ring of time buckets, each one `width` long. The newest is the one that holds "now".
#[derive(Debug, Clone)]
pub(crate) struct Ring<T> {
    buckets: Vec<T>,
    /// Width of one bucket, in nanoseconds; never zero.
    width: u64,
    /// The number of the newest bucket, counted from the clock's zero.
    newest: u64,
}

impl<T: Copy + Default> Ring<T> {
    fn new(buckets: usize, width: Duration) -> Self {
        Self {
            buckets: vec![T::default(); buckets.max(1)],
            width: nanos(width).max(1),
            newest: 0,
        }
    }

    /// A ring that never forgets anything within `window`: one bucket more than its `parts`, since
    /// the newest is not full yet.
    pub(crate) fn covering(window: Duration, parts: usize) -> Self {
        let width = nanos(window).div_ceil(u64::try_from(parts).unwrap_or(u64::MAX).max(1));
        Self::new(parts.saturating_add(1), Duration::from_nanos(width))
    }

    /// A ring that never remembers anything from before `window`.
    pub(crate) fn within(window: Duration, parts: usize) -> Self {
        let width = nanos(window) / u64::try_from(parts).unwrap_or(u64::MAX).max(1);
        Self::new(parts, Duration::from_nanos(width))
    }

    /// Goes on to `now` and hands over each bucket that leaves the window. A clock that went
    /// backwards stands still instead.
    pub(crate) fn advance(&mut self, now: Duration, mut leaves: impl FnMut(T)) {
        let number = nanos(now) / self.width;
        let passed = number.saturating_sub(self.newest);
        let len = self.len();
        for step in 1..=passed.min(len) {
            let place = self.place(self.newest.wrapping_add(step));
            if let Some(bucket) = self.buckets.get_mut(place) {
                leaves(std::mem::take(bucket));
            }
        }
        self.newest = self.newest.max(number);
    }

    /// The bucket that holds "now".
    pub(crate) fn newest(&mut self) -> Option<&mut T> {
        let place = self.place(self.newest);
        self.buckets.get_mut(place)
    }

    /// The bucket that holds `time`; `None` if it has left the window.
    pub(crate) fn holding(&mut self, time: Duration) -> Option<&mut T> {
        let number = (nanos(time) / self.width).min(self.newest);
        if self.newest.saturating_sub(number) >= self.len() {
            return None;
        }
        let place = self.place(number);
        self.buckets.get_mut(place)
    }

    /// Each bucket, the oldest first, with the time at which it leaves the window.
    pub(crate) fn oldest_first(&self) -> impl Iterator<Item = (T, Duration)> {
        (1..=self.len()).filter_map(|step| {
            let leaves = self.newest.saturating_add(step).saturating_mul(self.width);
            let bucket = self
                .buckets
                .get(self.place(self.newest.wrapping_add(step)))?;
            Some((*bucket, Duration::from_nanos(leaves)))
        })
    }

    /// Empties all buckets.
    pub(crate) fn clear(&mut self) {
        self.buckets.fill(T::default());
    }

    fn len(&self) -> u64 {
        u64::try_from(self.buckets.len()).unwrap_or(u64::MAX)
    }

    fn place(&self, number: u64) -> usize {
        usize::try_from(number % self.len()).unwrap_or_default()
    }
}

/// Saturates after 584 years.
fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}
