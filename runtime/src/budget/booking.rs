//! Bookings that can still be corrected: a bounded memory of what was booked where.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use serde::de::{self, Deserialize, Deserializer};
use serde::{Serialize, Serializer};

use super::amount::Units;
use super::state::Set;
use crate::visible::debug_as_display;

/// The most bookings of each kind that a budget remembers; the oldest is forgotten first.
const MOST: usize = 4096;

/// The id of one booking; receipts carry it, and [`Budget::correct`](super::Budget::correct) takes
/// it.
///
/// Written as `bk-` and two hexadecimal numbers: the budget's, drawn at random, and the booking's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BookingId {
    pub(super) budget: u64,
    pub(super) number: u64,
}

/// `bk-9f86d081884c7d65-11`
impl fmt::Display for BookingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "bk-{:016x}-{:x}", self.budget, self.number)
    }
}

/// As text.
impl Serialize for BookingId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// From the text, as it is written.
impl<'de> Deserialize<'de> for BookingId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let read = |text: &str| {
            let (budget, number) = text.strip_prefix("bk-")?.split_once('-')?;
            Some(Self {
                budget: u64::from_str_radix(budget, 16).ok()?,
                number: u64::from_str_radix(number, 16).ok()?,
            })
        };
        read(&text)
            .filter(|id| id.to_string() == text)
            .ok_or_else(|| de::Error::custom("no id of a booking"))
    }
}

/// A correction that a budget does not make; nothing has changed.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CorrectionRefused {
    /// No booking that the budget remembers has this id: it is of another budget, or too long ago.
    Unknown(String),
    /// Several bookings have this request id; name one by its [`BookingId`].
    Ambiguous(String),
}

debug_as_display!(CorrectionRefused);

impl fmt::Display for CorrectionRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(id) => write!(
                f,
                "the budget remembers no booking {id:?}; it remembers the last {MOST}, each by the id in the receipt's `booking` or the vendor's request id"
            ),
            Self::Ambiguous(id) => write!(
                f,
                "several bookings have the request id {id:?}; name one by the id in its receipt's `booking`"
            ),
        }
    }
}

impl std::error::Error for CorrectionRefused {}

/// The amount that was booked for one attempt.
#[derive(Debug)]
pub(super) struct Booked {
    pub(super) set: Set,
    pub(super) spent: Units,
    /// The worst case that was held for it.
    pub(super) reserved: Units,
    /// When.
    pub(super) at: Duration,
    pub(super) request_id: Option<Box<str>>,
}

/// Bookings by number, those at a worst case apart, so that final ones never push them out.
#[derive(Debug, Default)]
pub(super) struct Bookings {
    estimated: BTreeMap<u64, Booked>,
    billed: BTreeMap<u64, Booked>,
}

impl Bookings {
    pub(super) fn insert(&mut self, number: u64, booked: Booked, estimated: bool) {
        self.estimated.remove(&number);
        let kept = if estimated {
            &mut self.estimated
        } else {
            &mut self.billed
        };
        kept.insert(number, booked);
        if kept.len() > MOST {
            kept.pop_first();
        }
    }

    pub(super) fn get_mut(&mut self, number: u64) -> Option<&mut Booked> {
        match self.estimated.get_mut(&number) {
            Some(booked) => Some(booked),
            None => self.billed.get_mut(&number),
        }
    }

    /// The number of the booking that `id` names for the budget `budget`.
    pub(super) fn find(&self, budget: u64, id: &str) -> Result<u64, CorrectionRefused> {
        let all = || self.estimated.iter().chain(&self.billed);
        let by_own = all().find(|(number, _)| {
            let number = **number;
            BookingId { budget, number }.to_string() == id
        });
        if let Some((number, _)) = by_own {
            return Ok(*number);
        }
        let mut named = all().filter(|(_, booked)| booked.request_id.as_deref() == Some(id));
        match (named.next(), named.next()) {
            (Some((number, _)), None) => Ok(*number),
            (Some(_), Some(_)) => Err(CorrectionRefused::Ambiguous(id.to_owned())),
            (None, _) => Err(CorrectionRefused::Unknown(id.to_owned())),
        }
    }
}
