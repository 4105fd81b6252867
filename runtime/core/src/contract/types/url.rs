//! `url`

use ::url::Url;

use crate::contract::{Contract, View};
use crate::json::{Reader, Stop, write_string};
use crate::shape::{Format, Shape, Text};

#[diagnostic::do_not_recommend]
impl Contract for Url {
    const SHAPE: &'static Shape = &Shape::String(Text::Format(Format::Uri));

    fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
        let start = reader.start();
        let text = reader.string()?;
        if !Format::Uri.accepts(&text) {
            return Err(Stop);
        }
        Self::parse(&text).map_err(|_not_a_url| {
            reader.refuse(
                start,
                "a URL as the WHATWG standard defines it (`url::Url`)",
            )
        })
    }

    fn write(&self, out: &mut String) {
        write_string(out, self.as_str());
    }

    fn view(&self) -> View<'_> {
        View::Other
    }
}
