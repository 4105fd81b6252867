//! Tails and quantiles of the normal, binomial, beta and Student's t distribution, by the special
//! functions of `statrs`.

use std::f64::consts::SQRT_2;

use statrs::function::beta::checked_beta_reg;
use statrs::function::erf::{erfc, erfc_inv};

/// P(Z ≥ `z`) for a standard normal Z, exact in the far tail too.
pub(super) fn normal_upper(z: f64) -> f64 {
    erfc(z / SQRT_2) / 2.0
}

/// The z with P(Z ≥ z) = `tail`.
pub(super) fn normal_upper_quantile(tail: f64) -> f64 {
    SQRT_2 * erfc_inv(2.0 * tail)
}

/// The regularised incomplete beta function Iₓ(a, b). The shapes are counts above zero here, so it
/// can't fail; NaN, which passes no test, if it did.
fn beta_cdf(a: f64, b: f64, x: f64) -> f64 {
    if x >= 1.0 {
        return 1.0;
    }
    checked_beta_reg(a, b, x.max(0.0)).unwrap_or(f64::NAN)
}

/// The x with Iₓ(a, b) = `probability`.
pub(super) fn beta_quantile(a: f64, b: f64, probability: f64) -> f64 {
    bisect(0.0, 1.0, |x| beta_cdf(a, b, x) < probability)
}

/// P(X ≤ `k`) for X binomial with `n` trials of chance `p`.
pub(super) fn binomial_lower(k: u32, n: u32, p: f64) -> f64 {
    if k >= n {
        return 1.0;
    }
    let k = f64::from(k);
    beta_cdf(f64::from(n) - k, k + 1.0, 1.0 - p)
}

/// P(X ≥ `k`) for X binomial with `n` trials of chance `p`.
pub(super) fn binomial_upper(k: u32, n: u32, p: f64) -> f64 {
    if k == 0 {
        return 1.0;
    }
    if k > n {
        return 0.0;
    }
    let k = f64::from(k);
    beta_cdf(k, f64::from(n) - k + 1.0, p)
}

/// P(T ≥ `t`) for Student's T with `freedom` degrees of freedom.
pub(super) fn student_upper(t: f64, freedom: f64) -> f64 {
    let both = beta_cdf(freedom / 2.0, 0.5, freedom / t.mul_add(t, freedom)) / 2.0;
    if t >= 0.0 { both } else { 1.0 - both }
}

/// The t with P(T ≥ t) = `tail`, for `tail` below one half.
pub(super) fn student_upper_quantile(tail: f64, freedom: f64) -> f64 {
    let mut high = 1.0;
    while student_upper(high, freedom) > tail && high < 1e150 {
        high *= 2.0;
    }
    bisect(0.0, high, |t| student_upper(t, freedom) > tail)
}

/// Where `is_below` turns from true to false between `low` and `high`, to the last bit.
pub(super) fn bisect(mut low: f64, mut high: f64, is_below: impl Fn(f64) -> bool) -> f64 {
    loop {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            return middle;
        }
        if is_below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
}
