//! Sets of numbers: intervals with a step, or a list. Every question has an exact answer.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::value::{Exact, decimal};

/// A set of numbers.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Numbers {
    Listed(Vec<Exact>),
    Range(Range),
}

/// An interval, of which a step keeps only the multiples.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Range {
    pub(super) lower: Option<End>,
    pub(super) upper: Option<End>,
    pub(super) step: Option<Exact>,
}

/// One end of an interval.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct End {
    pub(super) value: Exact,
    /// `true` if the value itself is outside.
    pub(super) exclusive: bool,
}

pub(super) fn whole(value: i64) -> Exact {
    Exact::from_integer(BigInt::from(value))
}

fn half(value: &Exact) -> Exact {
    value / whole(2)
}

impl Numbers {
    /// Every number.
    pub(super) fn all() -> Self {
        Self::Range(Range::default())
    }

    pub(super) fn contains(&self, value: &Exact) -> bool {
        match self {
            Self::Listed(values) => values.contains(value),
            Self::Range(range) => range.contains(value),
        }
    }

    /// Returns the intersection.
    pub(super) fn and(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Listed(values), other) | (other, Self::Listed(values)) => Self::Listed(
                values
                    .iter()
                    .filter(|value| other.contains(value))
                    .cloned()
                    .collect(),
            ),
            (Self::Range(one), Self::Range(other)) => Self::Range(one.and(other)),
        }
    }

    /// Up to `most` members; none only if there is none.
    pub(super) fn members(&self, most: usize) -> Vec<Exact> {
        match self {
            Self::Listed(values) => values.iter().take(most).cloned().collect(),
            Self::Range(range) => range.members(most),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.members(1).is_empty()
    }

    /// A member that `other` lacks; `None` only if there is none.
    pub(super) fn outside(&self, other: &Self) -> Option<Exact> {
        let candidates = match (self, other) {
            (Self::Listed(values), _) => values.clone(),
            // One more than it has room for.
            (Self::Range(range), Self::Listed(values)) => range.members(values.len() + 1),
            (Self::Range(range), Self::Range(other)) => range.candidates(other),
        };
        candidates
            .into_iter()
            .find(|value| self.contains(value) && !other.contains(value))
    }

    /// In words.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Listed(values) => {
                let values: Vec<String> = values.iter().map(decimal).collect();
                format!("one of {}", values.join(", "))
            }
            Self::Range(range) => range.words(),
        }
    }
}

impl Range {
    fn contains(&self, value: &Exact) -> bool {
        let above = self
            .lower
            .as_ref()
            .is_none_or(|end| *value > end.value || (*value == end.value && !end.exclusive));
        let below = self
            .upper
            .as_ref()
            .is_none_or(|end| *value < end.value || (*value == end.value && !end.exclusive));
        above
            && below
            && self
                .step
                .as_ref()
                .is_none_or(|step| is_multiple(value, step))
    }

    fn and(&self, other: &Self) -> Self {
        let step = match (&self.step, &other.step) {
            (Some(one), Some(other)) => Some(common_multiple(one, other)),
            (one, other) => one.clone().or_else(|| other.clone()),
        };
        Self {
            lower: tighter(self.lower.as_ref(), other.lower.as_ref(), |one, other| {
                one > other
            }),
            upper: tighter(self.upper.as_ref(), other.upper.as_ref(), |one, other| {
                one < other
            }),
            step,
        }
    }

    /// The first and the last member, where there is a step and an end.
    fn ends(&self, step: &Exact) -> (Option<Exact>, Option<Exact>) {
        let lower = self.lower.as_ref().map(|end| {
            let first = (&end.value / step).ceil() * step;
            if end.exclusive && first == end.value {
                first + step
            } else {
                first
            }
        });
        let upper = self.upper.as_ref().map(|end| {
            let last = (&end.value / step).floor() * step;
            if end.exclusive && last == end.value {
                last - step
            } else {
                last
            }
        });
        (lower, upper)
    }

    fn members(&self, most: usize) -> Vec<Exact> {
        let candidates: Vec<Exact> = match &self.step {
            Some(step) => {
                let (first, last) = self.ends(step);
                let (start, step) = match (first, last) {
                    (Some(first), _) => (first, step.clone()),
                    (None, Some(last)) => (last, -step.clone()),
                    (None, None) => (Exact::zero(), step.clone()),
                };
                std::iter::successors(Some(start), |value| Some(value + &step))
                    .take(most)
                    .take_while(|value| self.contains(value))
                    .collect()
            }
            None => self.spread(most),
        };
        candidates
    }

    /// Members of an interval without a step: whole numbers first, then its ends, then ever finer
    /// ones.
    fn spread(&self, most: usize) -> Vec<Exact> {
        let stepped = Self {
            step: Some(whole(1)),
            ..self.clone()
        };
        let mut found = stepped.members(most);
        let ends = [&self.lower, &self.upper];
        for end in ends.into_iter().flatten() {
            if found.len() < most && self.contains(&end.value) && !found.contains(&end.value) {
                found.push(end.value.clone());
            }
        }
        let (Some(lower), Some(upper)) = (&self.lower, &self.upper) else {
            return found;
        };
        let mut width = &upper.value - &lower.value;
        while found.len() < most && width.is_positive() {
            width = half(&width);
            let mut at = &lower.value + &width;
            while at < upper.value && found.len() < most {
                if self.contains(&at) && !found.contains(&at) {
                    found.push(at.clone());
                }
                at += &width;
            }
        }
        found
    }

    /// Numbers among which there is one of ours that `other` lacks, if there is any.
    fn candidates(&self, other: &Self) -> Vec<Exact> {
        // Two neighbours: if our step isn't a multiple of the other's, one of them isn't either.
        let mut found = self.members(2);
        let ends = |range: &Self| [range.lower.clone(), range.upper.clone()];
        let all: Vec<Exact> = ends(self)
            .into_iter()
            .chain(ends(other))
            .flatten()
            .map(|end| end.value)
            .collect();
        let unit = self.step.clone().unwrap_or_else(|| whole(1));
        for value in &all {
            let near = self
                .step
                .as_ref()
                .map_or_else(|| value.clone(), |step| (value / step).floor() * step);
            let (below, above) = (&near - &unit, &near + &unit);
            found.extend([near, below, above, value.clone()]);
        }
        if self.step.is_none() {
            for (index, one) in all.iter().enumerate() {
                for another in all.iter().skip(index + 1) {
                    found.push(half(&(one + another)));
                }
            }
            // Two of ours that are less than the other's step apart.
            if let Some(step) = &other.step {
                for start in self.members(2) {
                    let mut shift = half(step);
                    for _ in 0..2 {
                        let room = |end: &Option<End>| {
                            end.as_ref().map(|end| half(&(&end.value - &start)).abs())
                        };
                        for room in [room(&self.lower), room(&self.upper)].into_iter().flatten() {
                            if room.is_positive() && room < shift {
                                shift = room;
                            }
                        }
                        found.extend([&start + &shift, &start - &shift]);
                        shift = half(&shift);
                    }
                }
            }
        }
        found
    }

    fn words(&self) -> String {
        let mut out = match &self.step {
            Some(step) if *step == whole(1) => "an integer".to_owned(),
            Some(step) if step.is_integer() => {
                format!("an integer, a multiple of {}", decimal(step))
            }
            Some(step) => format!("a multiple of {}", decimal(step)),
            None => "a number".to_owned(),
        };
        if let Some(end) = &self.lower {
            out.push_str(if end.exclusive { " > " } else { " >= " });
            out.push_str(&decimal(&end.value));
        }
        if let Some(end) = &self.upper {
            out.push_str(if end.exclusive { " < " } else { " <= " });
            out.push_str(&decimal(&end.value));
        }
        out
    }
}

fn tighter(
    one: Option<&End>,
    other: Option<&End>,
    wins: fn(&Exact, &Exact) -> bool,
) -> Option<End> {
    match (one, other) {
        (Some(one), Some(other)) => {
            let first =
                wins(&one.value, &other.value) || (one.value == other.value && one.exclusive);
            Some(if first { one.clone() } else { other.clone() })
        }
        (one, other) => one.or(other).cloned(),
    }
}

fn is_multiple(value: &Exact, step: &Exact) -> bool {
    !step.is_zero() && (value / step).is_integer()
}

/// The smallest number that both divide.
fn common_multiple(one: &Exact, other: &Exact) -> Exact {
    BigRational::new(
        one.numer().lcm(other.numer()),
        one.denom().gcd(other.denom()),
    )
}
