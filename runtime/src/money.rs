//! Amounts of money and prices of tokens, in exact decimal arithmetic.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::usage::Usage;
use crate::visible::debug_as_display;

/// An amount in US dollars; exact, never negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Usd(Decimal);

/// A text that is no amount, or an amount too large to calculate with.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum AmountError {
    /// Not a plain decimal number, such as `0.01`.
    NotDecimal(String),
    /// Below zero.
    Negative(String),
    /// A sum or product that no longer fits 28 digits.
    Overflow,
}

debug_as_display!(AmountError);

impl fmt::Display for AmountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotDecimal(text) => write!(
                f,
                "{text:?} is no amount; write a plain decimal number such as \"0.01\""
            ),
            Self::Negative(text) => write!(f, "{text:?} is below zero; an amount of money is not"),
            Self::Overflow => f.write_str("the amount does not fit 28 digits"),
        }
    }
}

impl std::error::Error for AmountError {}

impl Usd {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// Returns the sum; `None` if it does not fit.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The amount times `factor`, which is not negative; `None` if it does not fit.
    pub(crate) fn times(self, factor: Decimal) -> Option<Self> {
        let product = self.0.checked_mul(factor)?;
        Some(Self(product.normalize()))
    }

    /// Returns the difference, or zero if `other` is larger.
    #[must_use]
    pub fn saturating_sub(self, other: Self) -> Self {
        let left = self.0.checked_sub(other.0);
        Self(left.filter(Decimal::is_sign_positive).unwrap_or_default())
    }

    /// Returns the sum; what no bill reaches stays as it was.
    #[cfg(any(feature = "qualify", feature = "run"))]
    pub(crate) fn plus(self, cost: Option<Self>) -> Self {
        cost.and_then(|cost| self.checked_add(cost)).unwrap_or(self)
    }

    /// An amount that is known not to be negative.
    pub(crate) const fn from_decimal(amount: Decimal) -> Self {
        Self(amount)
    }

    /// An amount as somebody else wrote it, such as `3.5e-05`; `None` if it is none. Digits past
    /// the 28th are rounded.
    pub(crate) fn told(text: &str) -> Option<Self> {
        let text = text.trim();
        let amount = Decimal::from_str(text)
            .or_else(|_exponent| Decimal::from_scientific(text))
            .ok()?;
        (!amount.is_sign_negative()).then_some(Self(amount))
    }

    /// Returns the amount as a decimal number of dollars.
    #[must_use]
    pub const fn as_decimal(self) -> Decimal {
        self.0
    }
}

/// Reads a plain decimal number of dollars, such as `"0.01"`.
///
/// # Errors
/// [`AmountError`] if the text is none, or is negative.
pub fn usd(text: &str) -> Result<Usd, AmountError> {
    text.parse()
}

impl FromStr for Usd {
    type Err = AmountError;

    fn from_str(text: &str) -> Result<Self, AmountError> {
        let amount = Decimal::from_str_exact(text)
            .map_err(|_no_number| AmountError::NotDecimal(text.to_owned()))?;
        if amount.is_sign_negative() && !amount.is_zero() {
            return Err(AmountError::Negative(text.to_owned()));
        }
        Ok(Self(amount.abs()))
    }
}

/// `$0.000072`: all digits, trailing zeros dropped.
impl fmt::Display for Usd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "${}", self.0.normalize())
    }
}

/// As a string, since a JSON number would be read as a binary float.
impl Serialize for Usd {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0.normalize())
    }
}

/// From a string, as it is written.
impl<'de> Deserialize<'de> for Usd {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// The price of a model's tokens, in US dollars per million.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    rates: Rates,
    /// Rates for prompts above so many input tokens, ascending.
    tiers: Vec<(u64, Rates)>,
    declared_free: bool,
}

/// US dollars per million tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Rates {
    input: Usd,
    cached: Usd,
    cache_written: Usd,
    output: Usd,
}

/// Writing to a cache for hours costs twice the input price: Anthropic for 1 hour, OpenAI for 12
/// (pages "Prompt caching" and price table of litellm 1.109.1, 2026-11). No vendor sells it cheaper
/// than caching for minutes.
const LONG_WRITE: Decimal = Decimal::TWO;

impl Rates {
    fn cache_written_long(&self) -> Result<Usd, AmountError> {
        let twice = self.input.0.checked_mul(LONG_WRITE);
        let twice = twice.map(Usd).ok_or(AmountError::Overflow)?;
        Ok(twice.max(self.cache_written))
    }
}

impl Price {
    /// Returns a price of `input` and `output` per million tokens; cached input costs the same as
    /// other input until said otherwise.
    #[must_use]
    pub const fn per_million(input: Usd, output: Usd) -> Self {
        Self {
            rates: Rates {
                input,
                cached: input,
                cache_written: input,
                output,
            },
            tiers: Vec::new(),
            declared_free: false,
        }
    }

    /// No price at all, as a model in the process has; declared, so that a forgotten price is never
    /// taken for it.
    #[must_use]
    pub const fn free() -> Self {
        let mut free = Self::per_million(Usd::ZERO, Usd::ZERO);
        free.declared_free = true;
        free
    }

    /// Sets the price of input read from the vendor's cache.
    #[must_use]
    pub const fn cached(mut self, rate: Usd) -> Self {
        self.rates.cached = rate;
        self
    }

    /// Sets the price of input written to the vendor's cache for minutes; what it keeps for hours
    /// is priced at twice the input price, or this if that is more.
    #[must_use]
    pub const fn cache_written(mut self, rate: Usd) -> Self {
        self.rates.cache_written = rate;
        self
    }

    /// Returns the price of a million tokens of input, of input that the vendor has cached, and of
    /// output, for a prompt below the first tier.
    #[cfg(feature = "cli")]
    pub(crate) const fn per_million_tokens(&self) -> [Usd; 3] {
        [self.rates.input, self.rates.cached, self.rates.output]
    }

    /// Returns `true` if it was declared by [`free`](Self::free), and no rate was set afterwards.
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.declared_free && self.is_zero()
    }

    /// Returns `true` if every rate is zero, although nobody declared it [`free`](Self::free): most
    /// likely a price that was forgotten. Plans refuse it.
    #[must_use]
    pub fn is_undeclared_zero(&self) -> bool {
        !self.declared_free && self.is_zero()
    }

    fn is_zero(&self) -> bool {
        self.all_rates().all(|rates| {
            [rates.input, rates.cached, rates.cache_written, rates.output]
                .iter()
                .all(|rate| *rate == Usd::ZERO)
        })
    }

    fn all_rates(&self) -> impl Iterator<Item = &Rates> {
        std::iter::once(&self.rates).chain(self.tiers.iter().map(|(_, rates)| rates))
    }

    /// Prices prompts of more than `above` input tokens by `price`, wholly, as the vendors do.
    #[must_use]
    pub fn tier(mut self, above: u64, price: &Self) -> Self {
        self.tiers.push((above, price.rates));
        self.tiers.sort_by_key(|(above, _)| *above);
        self
    }

    /// Returns the most that a call can cost with at most so many input and output tokens: the
    /// dearest tier that it may reach, every input token at the dearest of the rates for input
    /// (plain, read from and written to the cache).
    ///
    /// For the input see [`most_input_tokens`](crate::provider::most_input_tokens); the output is
    /// the limit that the request carries.
    ///
    /// # Errors
    /// [`AmountError::Overflow`] if the amount does not fit.
    pub fn worst_case(&self, most_input: u64, most_output: u64) -> Result<Usd, AmountError> {
        let reached = self.tiers.iter().filter(|(above, _)| most_input > *above);
        let mut reached = std::iter::once(&self.rates).chain(reached.map(|(_, rates)| rates));
        reached.try_fold(Usd::ZERO, |worst, rates| {
            let input = rates.input.max(rates.cached).max(rates.cache_written);
            let parts = [(most_input, input), (most_output, rates.output)];
            Ok(worst.max(sum(&parts)?))
        })
    }

    /// Returns the cost of `usage`.
    ///
    /// # Errors
    /// [`AmountError::Overflow`] if the amount does not fit.
    pub fn cost(&self, usage: &Usage) -> Result<Usd, AmountError> {
        let rates = self
            .tiers
            .iter()
            .rev()
            .find(|(above, _)| usage.input > *above)
            .map_or(&self.rates, |(_, rates)| rates);
        let long = usage.cache_written_long.min(usage.cache_written);
        let plain = usage
            .input
            .saturating_sub(usage.cached)
            .saturating_sub(usage.cache_written);
        let parts = [
            (plain, rates.input),
            (usage.cached, rates.cached),
            (
                usage.cache_written.saturating_sub(long),
                rates.cache_written,
            ),
            (long, rates.cache_written_long()?),
            (usage.output, rates.output),
        ];
        sum(&parts)
    }
}

/// So many tokens at so much per million each.
fn sum(parts: &[(u64, Usd)]) -> Result<Usd, AmountError> {
    let mut used = parts.iter().filter(|(tokens, _)| *tokens > 0);
    let sum = used.try_fold(Decimal::ZERO, |sum, (tokens, rate)| {
        sum.checked_add(rate.0.checked_mul(Decimal::from(*tokens))?)
    });
    sum.and_then(per_million)
        .map(Usd)
        .ok_or(AmountError::Overflow)
}

/// A millionth of `sum`: its point moves by six places, where they are there.
fn per_million(mut sum: Decimal) -> Option<Decimal> {
    match sum.set_scale(sum.scale().saturating_add(6)) {
        Ok(()) => Some(sum.normalize()),
        Err(_too_many_places) => sum.checked_div(Decimal::from(1_000_000)),
    }
}
