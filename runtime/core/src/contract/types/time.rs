//! `time`

use ::time::format_description::well_known::Rfc3339;
use ::time::{Date, Month, OffsetDateTime};

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
