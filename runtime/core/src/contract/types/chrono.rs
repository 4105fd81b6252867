//! `chrono`

use ::chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat, Utc};

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
