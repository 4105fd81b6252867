//! Spellings of times without a zone and of durations, for all crates that have such types.

use std::fmt::Write as _;

/// `hh:mm:ss`, with up to nine digits of a second.
#[cfg(any(feature = "chrono", feature = "time"))]
macro_rules! time_pattern {
    () => {
        "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,9})?"
    };
}

/// A time of day.
#[cfg(any(feature = "chrono", feature = "time"))]
pub(super) const TIME: &str = concat!("^", time_pattern!(), "$");

/// A date and a time of day, without a zone.
#[cfg(any(feature = "chrono", feature = "time"))]
pub(super) const DATE_TIME: &str = concat!(
    "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T",
    time_pattern!(),
    "$"
);

/// ISO 8601 without years and months, whose length is not fixed; a day has 24 hours, a week seven
/// days.
macro_rules! duration_pattern {
    ($sign:literal) => {
        concat!(
            "^",
            $sign,
            "P(?:[0-9]+W|[0-9]+D|(?:[0-9]+D)?T(?:[0-9]+H(?:[0-9]+M)?(?:[0-9]+(?:\\.[0-9]{1,9})?S)?|",
            "[0-9]+M(?:[0-9]+(?:\\.[0-9]{1,9})?S)?|[0-9]+(?:\\.[0-9]{1,9})?S))$"
        )
    };
}

/// A duration that is not negative.
pub(super) const DURATION: &str = duration_pattern!("");

/// A duration that may be negative.
#[cfg(any(feature = "chrono", feature = "time"))]
pub(super) const SIGNED: &str = duration_pattern!("-?");

/// A length of time, as its text says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) negative: bool,
    pub(super) seconds: u64,
    /// Below a thousand million.
    pub(super) nanos: u32,
}

impl Span {
    /// Returns what a text of [`DURATION`] or [`SIGNED`] says; `None` if its seconds don't fit into
    /// 64 bits.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let mut span = Self {
            negative,
            seconds: 0,
            nanos: 0,
        };
        let mut rest = rest.strip_prefix('P')?;
        while !rest.is_empty() {
            if let Some(clock) = rest.strip_prefix('T') {
                rest = clock;
                continue;
            }
            let end = rest.find(|of: char| of.is_ascii_uppercase())?;
            let (amount, unit) = rest.split_at_checked(end)?;
            let mut letters = unit.chars();
            let factor = match letters.next()? {
                'W' => 7 * 86_400,
                'D' => 86_400,
                'H' => 3_600,
                'M' => 60,
                _ => 1,
            };
            let (whole, fraction) = amount.split_once('.').unwrap_or((amount, ""));
            let seconds = whole.parse::<u64>().ok()?.checked_mul(factor)?;
            span.seconds = span.seconds.checked_add(seconds)?;
            if !fraction.is_empty() {
                span.nanos = format!("{fraction:0<9}").parse().ok()?;
            }
            rest = letters.as_str();
        }
        Some(span)
    }

    /// Returns the text: hours, minutes and seconds, as few as say it.
    pub(super) fn text(self) -> String {
        let (hours, minutes, seconds) = (
            self.seconds / 3_600,
            self.seconds / 60 % 60,
            self.seconds % 60,
        );
        let mut out = String::from(if self.negative { "-PT" } else { "PT" });
        // Writing to a String can't fail.
        if hours > 0 {
            let _infallible = write!(out, "{hours}H");
        }
        if minutes > 0 {
            let _infallible = write!(out, "{minutes}M");
        }
        if seconds > 0 || self.nanos > 0 || (hours, minutes) == (0, 0) {
            let _infallible = write!(out, "{seconds}");
            out.push_str(&fraction(self.nanos));
            out.push('S');
        }
        out
    }
}

/// Returns a point and the digits of a second's fraction, without zeros behind; nothing for none.
pub(super) fn fraction(nanos: u32) -> String {
    let digits = format!(".{nanos:09}");
    digits
        .trim_end_matches(['0'])
        .trim_end_matches('.')
        .to_owned()
}

super::spelled::spelled! {
    std::time::Duration, "std::time::Duration", "Duration",
    "A length of time in ISO 8601, such as `PT1H30M`: days, hours, minutes and seconds, or weeks alone.",
    DURATION, "PT1H30M",
    "a duration whose seconds fit into 64 bits",
    |text| Span::parse(text).map(|span| Self::new(span.seconds, span.nanos)),
    |value| Span { negative: false, seconds: value.as_secs(), nanos: value.subsec_nanos() }.text();
}
