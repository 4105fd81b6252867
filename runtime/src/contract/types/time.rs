//! `time`

use ::time::format_description::BorrowedFormatItem;
use ::time::format_description::well_known::Rfc3339;
use ::time::{Date, OffsetDateTime};

use crate::contract::Contract;
use crate::json::{Reader, Stop, write_string};
use crate::shape::{Format, Shape, Text};

/// Finer than a nanosecond would be cut off in silence.
const HELD: &str =
    "a time that the time crate holds exactly (no finer than a nanosecond, no leap second)";

fn is_lossy(text: &str) -> bool {
    let fine = text
        .split_once('.')
        .is_some_and(|(_, rest)| rest.bytes().take_while(u8::is_ascii_digit).count() > 9);
    // The crate turns a leap second into the last nanosecond of the second before.
    fine || text.get(17..19) == Some("60")
}

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

/// `YYYY-MM-DD`, built by hand because the description's parser is a macro of another feature.
const DATE: &[BorrowedFormatItem<'_>] = {
    use ::time::format_description::{Component, modifier};
    &[
        BorrowedFormatItem::Component(Component::Year(modifier::Year::default())),
        BorrowedFormatItem::Literal(b"-"),
        BorrowedFormatItem::Component(Component::Month(modifier::Month::default())),
        BorrowedFormatItem::Literal(b"-"),
        BorrowedFormatItem::Component(Component::Day(modifier::Day::default())),
    ]
};

impl Contract for Date {
    const SHAPE: &'static Shape = &Shape::String(Text::Format(Format::Date));

    fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
        let start = reader.start();
        let text = reader.string()?;
        if !Format::Date.accepts(&text) {
            return Err(Stop);
        }
        Self::parse(&text, DATE).map_err(|_out_of_range| reader.refuse(start, HELD))
    }

    fn write(&self, out: &mut String) {
        write_string(out, &self.to_string());
    }
}
