//! `chrono`

use ::chrono::{
    DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, TimeDelta,
    Timelike as _, Utc,
};

use super::clock::{self, Span};
use crate::contract::Contract;
use crate::json::{Reader, Stop, write_string};
use crate::shape::{Format, Shape, Text};

/// Finer than a nanosecond would be cut off in silence.
const HELD: &str = "a time that chrono holds exactly: at most nine digits of a second";

fn is_fine(text: &str) -> bool {
    text.split_once('.')
        .is_some_and(|(_, rest)| rest.bytes().take_while(u8::is_ascii_digit).count() > 9)
}

#[diagnostic::do_not_recommend]
impl Contract for DateTime<FixedOffset> {
    const SHAPE: &'static Shape = &Shape::String(Text::Format(Format::DateTime));

    fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
        let start = reader.start();
        let text = reader.string()?;
        if !Format::DateTime.accepts(&text) {
            return Err(Stop);
        }
        match Self::parse_from_rfc3339(&text) {
            Ok(value) if !is_fine(&text) => Ok(value),
            _ => Err(reader.refuse(start, HELD)),
        }
    }

    fn write(&self, out: &mut String) {
        write_string(out, &self.to_rfc3339_opts(SecondsFormat::AutoSi, true));
    }
}

#[diagnostic::do_not_recommend]
impl Contract for DateTime<Utc> {
    const SHAPE: &'static Shape = &Shape::String(Text::Format(Format::DateTime));

    fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
        DateTime::<FixedOffset>::read(reader).map(|value| value.to_utc())
    }

    fn write(&self, out: &mut String) {
        write_string(out, &self.to_rfc3339_opts(SecondsFormat::AutoSi, true));
    }
}

#[diagnostic::do_not_recommend]
impl Contract for NaiveDate {
    const SHAPE: &'static Shape = &Shape::String(Text::Format(Format::Date));

    fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
        let start = reader.start();
        let text = reader.string()?;
        if !Format::Date.accepts(&text) {
            return Err(Stop);
        }
        Self::parse_from_str(&text, "%Y-%m-%d").map_err(|_out_of_range| reader.refuse(start, HELD))
    }

    fn write(&self, out: &mut String) {
        write_string(out, &self.to_string());
    }
}

/// `hh:mm:ss` with the fraction that is not zero.
fn clock_text(of: NaiveTime) -> String {
    let fraction = clock::fraction(of.nanosecond());
    format!("{}{fraction}", of.format("%H:%M:%S"))
}

fn delta(span: Span) -> Option<TimeDelta> {
    let size = TimeDelta::new(span.seconds.try_into().ok()?, span.nanos)?;
    Some(if span.negative { -size } else { size })
}

fn span(of: TimeDelta) -> Span {
    let size = of.abs();
    Span {
        negative: of < TimeDelta::zero(),
        seconds: size.num_seconds().unsigned_abs(),
        nanos: size.subsec_nanos().unsigned_abs(),
    }
}

super::spelled::spelled! {
    NaiveTime, "chrono::NaiveTime", "NaiveTime",
    "A time of day without a zone, such as `14:05:09`.",
    clock::TIME, "14:05:09",
    "a time of day",
    |text| Self::parse_from_str(text, "%H:%M:%S%.f").ok(),
    |value| clock_text(*value);

    NaiveDateTime, "chrono::NaiveDateTime", "NaiveDateTime",
    "A date and a time of day without a zone, such as `2026-11-30T14:05:09`.",
    clock::DATE_TIME, "2026-11-30T14:05:09",
    "a time on a day that the calendar has",
    |text| Self::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok(),
    |value| format!("{}T{}", value.date(), clock_text(value.time()));

    TimeDelta, "chrono::TimeDelta", "TimeDelta",
    "A length of time in ISO 8601, such as `PT1H30M`, or `-PT1H30M`: days, hours, minutes and seconds, or weeks alone.",
    clock::SIGNED, "PT1H30M",
    "a duration whose milliseconds fit into 64 bits",
    |text| delta(Span::parse(text)?),
    |value| span(*value).text();
}
