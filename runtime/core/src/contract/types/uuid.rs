//! `uuid`

use ::uuid::Uuid;

use crate::contract::Contract;
use crate::json::{Reader, Stop, write_string};
use crate::shape::{Format, Shape, Text};

#[diagnostic::do_not_recommend]
impl Contract for Uuid {
    const SHAPE: &'static Shape = &Shape::String(Text::Format(Format::Uuid));

    fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
        let text = reader.string()?;
        // The crate reads braces, URNs and bare digits as well; the format is the hyphenated form
        // alone.
        if !Format::Uuid.accepts(&text) {
            return Err(Stop);
        }
        Self::try_parse(&text).map_err(|_not_a_uuid| Stop)
    }

    fn write(&self, out: &mut String) {
        write_string(out, &self.to_string());
    }
}
