//! The parts of a grammar, and what a scalar must satisfy.

use rust_decimal::Decimal;

use super::text::Text;

/// The index of a node.
pub(super) type Id = usize;

/// One part.
#[derive(Debug)]
pub(super) enum Node {
    Null,
    Bool,
    /// One of these JSON texts.
    Literal(Vec<String>),
    Integer(Integer),
    Number(Number),
    Text(Text),
    List(List),
    Object(Vec<Member>),
    Map(Map),
    Any(Vec<Id>),
}

/// Whole numbers between two bounds, both included.
#[derive(Debug, Clone, Copy)]
pub(super) struct Integer {
    pub(super) min: i128,
    pub(super) max: i128,
    pub(super) multiple: Option<i128>,
}

/// Decimal numbers between two bounds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number {
    pub(super) min: Edge,
    pub(super) max: Edge,
    pub(super) multiple: Option<Decimal>,
    pub(super) digits: usize,
}

/// One end of a [`Number`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub(super) value: Decimal,
    pub(super) exclusive: bool,
}

#[derive(Debug)]
pub(super) struct List {
    pub(super) items: Id,
    pub(super) min: u64,
    pub(super) max: u64,
    pub(super) unique: bool,
}

/// One declared member of an object.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: String,
    /// The name as a JSON string literal.
    pub(super) key: String,
    pub(super) value: Id,
    pub(super) required: bool,
}

#[derive(Debug)]
pub(super) struct Map {
    pub(super) key: Text,
    pub(super) value: Id,
    pub(super) min: u64,
    pub(super) max: u64,
}

impl Integer {
    pub(super) fn holds(&self, text: &str) -> bool {
        text.parse::<i128>().is_ok_and(|value| {
            self.min <= value
                && value <= self.max
                && self
                    .multiple
                    .is_none_or(|multiple| value.checked_rem(multiple) == Some(0))
        })
    }

    /// The `nth` value, those near zero first.
    pub(super) fn value(&self, nth: usize) -> Option<String> {
        let step = self.multiple.map_or(1, |multiple| multiple.max(1));
        let nearest = 0.clamp(self.min, self.max);
        let offset = i128::try_from(nth).ok()?.checked_mul(step)?;
        let up = nearest.div_euclid(step).checked_mul(step)?;
        let first_up = if up < nearest {
            up.checked_add(step)?
        } else {
            up
        };
        let candidate = if self.max <= 0 {
            up.checked_sub(offset)?
        } else {
            first_up.checked_add(offset)?
        };
        let other = first_up.checked_sub(offset)?;
        [candidate, other]
            .into_iter()
            .find(|value| self.min <= *value && *value <= self.max)
            .map(|value| value.to_string())
    }
}

impl Number {
    pub(super) fn holds(&self, text: &str) -> bool {
        let digits = text
            .bytes()
            .filter(u8::is_ascii_digit)
            .skip_while(|digit| *digit == b'0')
            .count();
        digits <= self.digits
            && text.len() <= self.digits + 12
            && !text.ends_with('.')
            && text
                .parse::<Decimal>()
                .is_ok_and(|value| self.allows(value))
    }

    fn allows(&self, value: Decimal) -> bool {
        let above = if self.min.exclusive {
            value > self.min.value
        } else {
            value >= self.min.value
        };
        let below = if self.max.exclusive {
            value < self.max.value
        } else {
            value <= self.max.value
        };
        above
            && below
            && self.multiple.is_none_or(|multiple| {
                value
                    .checked_rem(multiple)
                    .is_some_and(|rest| rest.is_zero())
            })
    }

    /// A short value within the bounds, the `nth` of several.
    pub(super) fn value(&self, nth: usize) -> Option<String> {
        let offset = Decimal::from(nth);
        let start = Decimal::ZERO.clamp(self.min.value, self.max.value);
        if let Some(multiple) = self.multiple {
            let base = start.checked_div(multiple)?.ceil();
            return [base.checked_add(offset)?, base.checked_sub(offset)?]
                .into_iter()
                .chain([base.checked_sub(offset)?.checked_sub(Decimal::ONE)?])
                .filter_map(|count| count.checked_mul(multiple))
                .find(|value| self.allows(*value))
                .map(|value| value.normalize().to_string());
        }
        let width = self.max.value.checked_sub(self.min.value)?;
        (0..=15).find_map(|scale| {
            let step = Decimal::new(1, scale);
            let base = start
                .round_dp_with_strategy(scale, rust_decimal::RoundingStrategy::ToPositiveInfinity);
            let shift = step.checked_mul(offset.checked_add(Decimal::ONE)?)?;
            [Decimal::ZERO.min(width), shift]
                .into_iter()
                .filter(|shift| nth == 0 || !shift.is_zero())
                .flat_map(|shift| [base.checked_add(shift), base.checked_sub(shift)])
                .flatten()
                .find(|value| self.allows(*value))
                .map(|value| value.normalize().to_string())
        })
    }
}
