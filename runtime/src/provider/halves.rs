//! Characters that JSON writes as two escapes, where a server puts these into two events (sglang,
//! vLLM and gateways; reported 2025).

use super::reader::{Stopped, malformed};
use super::stream::{Added, Broken};

/// The first half of a character of which the second is yet to come.
#[derive(Debug, Default)]
pub(super) struct Halves {
    /// The escape, such as `\ud83d`.
    first: Option<String>,
}

/// Bytes of an escape such as `\ud83d`.
const ESCAPE: usize = 6;

impl Halves {
    /// Returns `true` if a second half is yet to come.
    pub(super) fn is_open(&self) -> bool {
        self.first.is_some()
    }

    /// Returns an error if a second half is yet to come, for an answer that goes on or ends without
    /// it.
    pub(super) fn lost(&self) -> Result<(), Stopped> {
        match self.first {
            None => Ok(()),
            Some(_) => Err(malformed(
                "the stream holds half of a character without its other half",
            )),
        }
    }

    /// Adds the event `data`, which can't be read for the reason `why`, if what is wrong with it is
    /// a half.
    pub(super) fn join(
        &mut self,
        data: &str,
        why: String,
        add: impl FnOnce(&str) -> Result<Added, Broken>,
    ) -> Result<Added, Broken> {
        let Some((joined, open)) = self.joined(data) else {
            return Err(Broken::Malformed(why));
        };
        let added = add(&joined)?;
        self.first = open;
        Ok(added)
    }

    /// The event with the half that was open put before its other half, and without the half with
    /// which a text ends.
    fn joined(&self, data: &str) -> Option<(String, Option<String>)> {
        let (mut joined, mut open, mut left) = (String::new(), None, self.first.as_deref());
        let (mut at, mut copied) = (0, 0);
        while let Some(next) = memchr::memchr(b'\\', data.as_bytes().get(at..)?) {
            let place = at.checked_add(next)?;
            let Some(unit) = unit(data, place) else {
                // Any other escape is of two bytes, or goes on in plain ones.
                at = place.checked_add(2)?;
                continue;
            };
            let behind = place.checked_add(ESCAPE)?;
            at = behind;
            match unit {
                0xd800..=0xdbff if matches!(self::unit(data, behind), Some(0xdc00..=0xdfff)) => {
                    at = behind.checked_add(ESCAPE)?;
                }
                0xd800..=0xdbff => {
                    let ends = data.as_bytes().get(behind) == Some(&b'"');
                    if !ends || open.is_some() {
                        return None;
                    }
                    open = Some(data.get(place..behind)?.to_owned());
                    joined.push_str(data.get(copied..place)?);
                    copied = behind;
                }
                0xdc00..=0xdfff => {
                    let begins = data.get(..place)?.ends_with('"');
                    let first = left.take().filter(|_| begins)?;
                    joined.push_str(data.get(copied..place)?);
                    joined.push_str(first);
                    copied = place;
                }
                _ => {}
            }
        }
        if copied == 0 || left.is_some() {
            return None;
        }
        joined.push_str(data.get(copied..)?);
        Some((joined, open))
    }
}

/// The number of the escape at `at`, if one of the form `\u1234` stands there.
fn unit(data: &str, at: usize) -> Option<u16> {
    let escape = data.get(at..at.checked_add(ESCAPE)?)?;
    u16::from_str_radix(escape.strip_prefix("\\u")?, 16).ok()
}
