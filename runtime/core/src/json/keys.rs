//! The keys of one object with declared fields.

use std::borrow::Cow;

use super::{Reader, Stop};

/// The keys of one object with declared fields, in the order in which they come.
#[derive(Debug)]
pub struct Keys {
    names: &'static [&'static str],
    tag: Option<&'static str>,
    tag_seen: bool,
    expected: usize,
    first: bool,
}

impl Keys {
    #[inline]
    pub(super) fn new(names: &'static [&'static str], tag: Option<&'static str>) -> Self {
        Self {
            names,
            tag,
            tag_seen: false,
            expected: 0,
            first: true,
        }
    }

    /// Returns the index of the next key among the declared ones, positioned at its value; `None`
    /// at the end of the object.
    ///
    /// # Errors
    /// [`Stop`] on an unknown key, a second tag, or bad syntax.
    #[inline]
    pub fn next(&mut self, reader: &mut Reader<'_>) -> Result<Option<usize>, Stop> {
        if !reader.more(b'}', &mut self.first)? {
            return Ok(None);
        }
        reader.peek();
        let expected = self.expected;
        if let Some(key) = self.names.get(expected)
            && let Some(rest) = reader.bytes().get(reader.at..)
            && starts_with(rest, key.as_bytes())
        {
            reader.at += key.len();
            reader.expect(b':')?;
            self.expected = expected + 1;
            return Ok(Some(expected));
        }
        self.out_of_order(reader)
    }

    #[inline(never)]
    fn out_of_order(&mut self, reader: &mut Reader<'_>) -> Result<Option<usize>, Stop> {
        let key = reader.string_in(0)?;
        reader.expect(b':')?;
        if let Some(index) = self.names.iter().position(|known| unquoted(known) == key) {
            self.expected = index + 1;
            return Ok(Some(index));
        }
        if self.tag.is_some_and(|tag| tag == key) && !self.tag_seen {
            self.tag_seen = true;
            reader.string_in(0)?;
            return self.next(reader);
        }
        Err(Stop)
    }
}

/// As `<[u8]>::starts_with`, without the call that a comparison of unknown length makes: keys are
/// short, and two loads that may overlap cover most.
#[inline]
fn starts_with(text: &[u8], key: &[u8]) -> bool {
    let Some(text) = text.get(..key.len()) else {
        return false;
    };
    match key.len() {
        4..8 => ends::<4>(text) == ends::<4>(key),
        8..=16 => ends::<8>(text) == ends::<8>(key),
        _ => text == key,
    }
}

/// The first and the last `N` bytes.
#[inline]
fn ends<const N: usize>(bytes: &[u8]) -> (Option<&[u8; N]>, Option<&[u8; N]>) {
    (bytes.first_chunk(), bytes.last_chunk())
}

fn unquoted(key: &str) -> Cow<'_, str> {
    super::string::scan_string(key, 1).map_or(Cow::Borrowed(""), |(name, _)| name)
}
