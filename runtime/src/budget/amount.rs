//! Amounts as whole numbers: a ledger adds and subtracts the same amounts millions of times, and
//! must come out exact.

use rust_decimal::Decimal;

use crate::money::Usd;

/// Decimal places that are kept: prices have up to 6 per million tokens, so a cost has up to 12.
const PLACES: u32 = 12;

/// 10^15 dollars; sums of amounts up to it can't overflow.
pub(super) const MOST: Units = 1_000_000_000_000_000 * 1_000_000_000_000;

/// Units of 10^-12 dollars.
pub(super) type Units = u128;

/// The amount in units, rounded up; `None` if it is too large.
pub(super) fn units(amount: Usd) -> Option<Units> {
    let amount = amount.as_decimal();
    let digits = amount.mantissa().unsigned_abs();
    let scale = amount.scale();
    let units = match PLACES.checked_sub(scale) {
        Some(missing) => digits.checked_mul(10_u128.checked_pow(missing)?)?,
        None => digits.div_ceil(10_u128.checked_pow(scale - PLACES)?),
    };
    (units <= MOST).then_some(units)
}

/// The amount that so many units are; as much as a decimal can hold if that is less.
pub(super) fn dollars(units: Units) -> Usd {
    let amount = i128::try_from(units)
        .ok()
        .and_then(|units| Decimal::try_from_i128_with_scale(units, PLACES).ok());
    Usd::from_decimal(amount.unwrap_or(Decimal::MAX).normalize())
}
