//! One item, judged for two models.

use super::error::counted;
use super::{StatisticsError, holds};

/// The results of one item: the primary's and the candidate's answer, each right or wrong.
///
/// "Right" is whatever both are held against: the expected value, or the primary's first answer. In
/// the latter case the primary's part is whether its *second* answer agrees with its first, so that
/// its own noise is not charged to the candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Pair {
    /// The primary's answer is right.
    pub primary: bool,
    /// The candidate's answer is right.
    pub candidate: bool,
}

impl Pair {
    /// One item's judgement.
    #[must_use]
    pub const fn new(primary: bool, candidate: bool) -> Self {
        Self { primary, candidate }
    }

    /// 1 where only the candidate is right, −1 where only the primary is, else 0.
    #[must_use]
    pub fn difference(self) -> f64 {
        f64::from(u8::from(self.candidate)) - f64::from(u8::from(self.primary))
    }
}

/// Pairs, counted. What decides is where the two differ: the discordant pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct PairedCounts {
    both: u32,
    only_primary: u32,
    only_candidate: u32,
    neither: u32,
}

impl PairedCounts {
    /// By the four kinds of pairs.
    ///
    /// # Errors
    /// [`StatisticsError`] without any, or with more than can be counted.
    pub fn new(
        both: u32,
        only_primary: u32,
        only_candidate: u32,
        neither: u32,
    ) -> Result<Self, StatisticsError> {
        let all = [both, only_primary, only_candidate, neither];
        let total = all.iter().map(|count| u64::from(*count)).sum::<u64>();
        holds(total > 0, || StatisticsError::TooFew {
            what: "pairs",
            given: 0,
            needed: 1,
        })?;
        counted(usize::try_from(total).unwrap_or(usize::MAX))?;
        Ok(Self {
            both,
            only_primary,
            only_candidate,
            neither,
        })
    }

    /// Counts `pairs`.
    ///
    /// # Errors
    /// [`StatisticsError`] without any, or with more than can be counted.
    pub fn of(pairs: &[Pair]) -> Result<Self, StatisticsError> {
        counted(pairs.len())?;
        let (mut both, mut only_primary, mut only_candidate, mut neither) = (0, 0, 0, 0);
        for pair in pairs {
            let cell: &mut u32 = match (pair.primary, pair.candidate) {
                (true, true) => &mut both,
                (true, false) => &mut only_primary,
                (false, true) => &mut only_candidate,
                (false, false) => &mut neither,
            };
            *cell = cell.saturating_add(1);
        }
        Self::new(both, only_primary, only_candidate, neither)
    }

    /// Items that both got right.
    #[must_use]
    pub const fn both(self) -> u32 {
        self.both
    }

    /// Items that only the primary got right: losses.
    #[must_use]
    pub const fn only_primary(self) -> u32 {
        self.only_primary
    }

    /// Items that only the candidate got right: gains.
    #[must_use]
    pub const fn only_candidate(self) -> u32 {
        self.only_candidate
    }

    /// Items that neither got right.
    #[must_use]
    pub const fn neither(self) -> u32 {
        self.neither
    }

    /// Returns the number of all items.
    #[must_use]
    pub const fn total(self) -> u32 {
        self.both
            .saturating_add(self.only_primary)
            .saturating_add(self.only_candidate)
            .saturating_add(self.neither)
    }

    /// Returns the candidate's rate minus the primary's: gains less losses, by all.
    #[must_use]
    pub fn difference(self) -> f64 {
        (f64::from(self.only_candidate) - f64::from(self.only_primary)) / f64::from(self.total())
    }
}
