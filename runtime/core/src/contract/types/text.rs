//! Texts.

use std::borrow::Cow;
use std::path::PathBuf;

use crate::contract::{Contract, View};
use crate::json::{Reader, Stop, write_string};
use crate::shape::{Shape, Text};

macro_rules! text {
    ($($type:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl Contract for $type {
            const SHAPE: &'static Shape = &Shape::String(Text::Any);

            #[inline]
            fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
                Ok(reader.string()?.into_owned().into())
            }

            fn write(&self, out: &mut String) {
                write_string(out, self);
            }

            #[inline]
            fn view(&self) -> View<'_> {
                View::Str(self)
            }
        }
    )*};
}

text!(
    String,
    Box<str>,
    Cow<'_, str>,
    std::sync::Arc<str>,
    std::rc::Rc<str>
);

/// A path is a text like any other: nothing is checked of what it leads to. One that is no UTF-8,
/// which no answer holds,
/// is written with U+FFFD for what it can't say.
#[diagnostic::do_not_recommend]
impl Contract for PathBuf {
    const SHAPE: &'static Shape = &Shape::String(Text::Any);

    fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
        Ok(reader.string()?.into_owned().into())
    }

    fn write(&self, out: &mut String) {
        write_string(out, &self.to_string_lossy());
    }

    fn view(&self) -> View<'_> {
        self.to_str().map_or(View::Other, View::Str)
    }
}

#[diagnostic::do_not_recommend]
impl Contract for char {
    const SHAPE: &'static Shape = &Shape::String(Text::Char);

    fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
        let text = reader.string()?;
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(character), None) => Ok(character),
            _ => Err(Stop),
        }
    }

    fn write(&self, out: &mut String) {
        write_string(out, self.encode_utf8(&mut [0; 4]));
    }
}
