//! Numbers as people read them.

use super::super::{Interval, Verdict};

/// A space that no line is broken at.
const NBSP: char = '\u{a0}';

/// Most characters of a text that stands in one place; a page must not be as long as a hostile
/// text.
const LONGEST: usize = 20_000;

/// Larger numbers are shown by their power of ten; nothing real is so large, and hundreds of digits
/// say no more.
const LARGE: f64 = 1e9;

/// A number that no one measures.
fn beyond(value: f64) -> Option<String> {
    (value.is_nan() || value.abs() > LARGE).then(|| format!("{value:e}"))
}

/// `97.3 %`
pub(super) fn percent(share: f64) -> String {
    if let Some(beyond) = beyond(share) {
        return beyond;
    }
    format!("{:.1}{NBSP}%", share * 100.0)
}

/// `+1.2` points, with a real minus.
pub(super) fn points(difference: f64) -> String {
    if let Some(beyond) = beyond(difference) {
        return beyond;
    }
    let written = format!("{:.1}", (difference * 100.0).abs());
    if written == "0.0" {
        written
    } else if difference < 0.0 {
        format!("−{written}")
    } else {
        format!("+{written}")
    }
}

/// `0.041`, `< 0.001`
pub(super) fn probability(p: f64) -> String {
    if p < 0.001 {
        format!("<{NBSP}0.001")
    } else {
        format!("{p:.3}")
    }
}

/// A setting as it was chosen: `5`, `2.5`.
pub(super) fn plain(value: f64) -> String {
    if let Some(beyond) = beyond(value) {
        return beyond;
    }
    let written = format!("{value:.3}");
    let short = written.trim_end_matches('0').trim_end_matches('.');
    short.to_owned()
}

/// Microseconds: `840 ms`, `2.41 s`.
pub(super) fn time(micros: f64) -> String {
    if let Some(beyond) = beyond(micros / 1e9) {
        return format!("{beyond}{NBSP}ks");
    }
    if micros < 1_000.0 {
        format!("{micros:.0}{NBSP}µs")
    } else if micros < 999_500.0 {
        format!("{:.0}{NBSP}ms", micros / 1e3)
    } else {
        format!("{:.2}{NBSP}s", micros / 1e6)
    }
}

/// US dollars of one call: three digits that count.
pub(super) fn dollars(amount: f64) -> String {
    if let Some(beyond) = beyond(amount) {
        return format!("${beyond}");
    }
    if amount == 0.0 {
        return "$0".to_owned();
    }
    // The places behind the point until the third digit that is not a leading zero; an amount of
    // dollars has two.
    let mut places = 2_usize;
    let mut scaled = amount.abs();
    while scaled < 1.0 && places < 12 {
        scaled *= 10.0;
        places += 1;
    }
    format!("${amount:.places$}")
}

/// `1 204`
pub(super) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

/// Both ends of an interval, as `show` writes them.
pub(super) fn ends(interval: &Interval, show: impl Fn(f64) -> String) -> String {
    format!("{} to {}", show(interval.low), show(interval.high))
}

/// Returns the style of a badge.
pub(super) const fn badge(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Passed => "badge yes",
        Verdict::InsufficientData => "badge part",
        Verdict::Failed => "badge no",
    }
}

/// The verdict with a sign, for those who don't see colours.
pub(super) fn sign(verdict: Verdict) -> String {
    let sign = match verdict {
        Verdict::Passed => "✓",
        Verdict::InsufficientData => "?",
        Verdict::Failed => "✗",
    };
    format!("{sign} {verdict}")
}

/// The beginning of a text that may be of any length, and how much is left out.
pub(super) fn cut(text: &str) -> (&str, usize) {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => {
            let (shown, rest) = text.split_at(end);
            (shown, rest.chars().count())
        }
        None => (text, 0),
    }
}

/// A name that can be seen: blanks stand in quotes.
pub(super) fn visible(name: &str) -> String {
    if name.trim().is_empty() {
        format!("\"{name}\"")
    } else {
        name.to_owned()
    }
}
