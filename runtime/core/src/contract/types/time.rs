//! `time`

use ::time::format_description::well_known::Rfc3339;
use ::time::{Date, Duration, Month, OffsetDateTime, PrimitiveDateTime, Time};

use super::clock::{self, Span};
use crate::contract::Contract;
use crate::json::{Reader, Stop, write_string};
use crate::shape::{Format, Shape, Text};

/// Finer than a nanosecond would be cut off in silence.
const HELD: &str =
    "a time that the time crate holds exactly: at most nine digits of a second, no second 60";

fn is_lossy(text: &str) -> bool {
    let fine = text
        .split_once('.')
        .is_some_and(|(_, rest)| rest.bytes().take_while(u8::is_ascii_digit).count() > 9);
    // The crate turns a leap second into the last nanosecond of the second before.
    fine || text.get(17..19) == Some("60")
}

#[diagnostic::do_not_recommend]
impl Contract for OffsetDateTime {
    const SHAPE: &'static Shape = &Shape::String(Text::Format(Format::DateTime));

    fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
        let start = reader.start();
        let text = reader.string()?;
        if !Format::DateTime.accepts(&text) {
            return Err(Stop);
        }
        match Self::parse(&text, &Rfc3339) {
            Ok(value) if !is_lossy(&text) => Ok(value),
            _ => Err(reader.refuse(start, HELD)),
        }
    }

    fn write(&self, out: &mut String) {
        // Only a year beyond 9999 or an offset with seconds has no such form.
        write_string(
            out,
            &self.format(&Rfc3339).unwrap_or_else(|_| self.to_string()),
        );
    }
}

/// `YYYY-MM-DD`, taken apart by hand because the crate's own parser of descriptions is a macro of
/// another feature.
fn calendar(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
}

#[diagnostic::do_not_recommend]
impl Contract for Date {
    const SHAPE: &'static Shape = &Shape::String(Text::Format(Format::Date));

    fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
        let start = reader.start();
        let text = reader.string()?;
        if !Format::Date.accepts(&text) {
            return Err(Stop);
        }
        calendar(&text).ok_or_else(|| reader.refuse(start, HELD))
    }

    fn write(&self, out: &mut String) {
        write_string(out, &self.to_string());
    }
}

/// A text of [`clock::TIME`].
fn clock(text: &str) -> Option<Time> {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let mut parts = clock.split(':');
    let mut part = || parts.next()?.parse().ok();
    let nanos = format!("{fraction:0<9}").parse().ok()?;
    Time::from_hms_nano(part()?, part()?, part()?, nanos).ok()
}

fn clock_text(of: Time) -> String {
    let (hour, minute, second, nanos) = of.as_hms_nano();
    let fraction = clock::fraction(nanos);
    format!("{hour:02}:{minute:02}:{second:02}{fraction}")
}

fn duration(span: Span) -> Option<Duration> {
    let seconds: i64 = span.seconds.try_into().ok()?;
    let size = Duration::new(seconds, span.nanos.try_into().ok()?);
    Some(if span.negative { -size } else { size })
}

super::spelled::spelled! {
    Time, "time::Time", "Time",
    "A time of day without a zone, such as `14:05:09`.",
    clock::TIME, "14:05:09",
    "a time of day",
    clock,
    |value| clock_text(*value);

    PrimitiveDateTime, "time::PrimitiveDateTime", "PrimitiveDateTime",
    "A date and a time of day without a zone, such as `2026-11-30T14:05:09`.",
    clock::DATE_TIME, "2026-11-30T14:05:09",
    "a time on a day that the calendar has",
    |text| {
        let (day, time) = text.split_once('T')?;
        Some(Self::new(calendar(day)?, clock(time)?))
    },
    |value| format!("{}T{}", value.date(), clock_text(value.time()));

    Duration, "time::Duration", "Duration",
    "A length of time in ISO 8601, such as `PT1H30M`, or `-PT1H30M`: days, hours, minutes and seconds, or weeks alone.",
    clock::SIGNED, "PT1H30M",
    "a duration whose seconds fit into 64 bits with a sign",
    |text| duration(Span::parse(text)?),
    |value| Span {
        negative: value.is_negative(),
        seconds: value.whole_seconds().unsigned_abs(),
        nanos: value.subsec_nanoseconds().unsigned_abs(),
    }.text();
}
