//! A record as a line: a JSON object whose last member is a checksum of all that stands before it.
//!
//! The checksum is the first half of the SHA-256 that `ring` computes anyway for prompts' digests;
//! it finds damage, and is no signature: whoever can write the file can write the checksum.

use std::borrow::Cow;
use std::fmt::Write;

use ring::digest::{SHA256, digest};

/// Begins the last member.
const MEMBER: &str = r#","sum":""#;
/// Hexadecimal digits of a checksum.
const DIGITS: usize = 32;
/// Ends the line.
const END: &str = r#""}"#;

/// Returns the line of a record that was written as a JSON object, with its line end.
pub(super) fn summed(record: &str) -> String {
    let open = record.strip_suffix('}').unwrap_or(record);
    format!("{open}{MEMBER}{}{END}\n", sum(open))
}

/// Returns the record of a line; `without_sum` lets one pass that has no checksum.
pub(super) fn unsummed(line: &[u8], without_sum: bool) -> Result<Cow<'_, str>, String> {
    let text = std::str::from_utf8(line).map_err(|error| error.to_string())?;
    match parts(text) {
        Some((open, held)) if sum(open) == held => Ok(Cow::Owned(format!("{open}}}"))),
        Some(_) => Err("its checksum is that of another line".to_owned()),
        None if without_sum => Ok(Cow::Borrowed(text)),
        None => Err("it has no checksum".to_owned()),
    }
}

/// Returns the object without its end, and the checksum; `None` if the line has none.
fn parts(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_suffix(END)?;
    let (open, held) = rest.split_at_checked(rest.len().checked_sub(DIGITS)?)?;
    let open = open.strip_suffix(MEMBER)?;
    Some((open, held))
}

fn sum(text: &str) -> String {
    let mut digits = String::with_capacity(DIGITS);
    for byte in digest(&SHA256, text.as_bytes())
        .as_ref()
        .iter()
        .take(DIGITS / 2)
    {
        // Writing to a String doesn't fail.
        let _written = write!(digits, "{byte:02x}");
    }
    digits
}
