//! Backslashes of a string that JSON reads as control characters, though the writer meant text:
//! `\frac`, `\beta`, `C:\files`.

use memchr::memchr;

use super::string::{hex4, pair};

/// Returns the offset in `literal`, a string as it stands in JSON, of the first escape `\b` or `\f`
/// directly before a letter; `None` if there is none.
///
/// Line breaks and tabs are common in text, and so are no sign of anything. A form feed or a
/// backspace that is meant stands before no letter, or is written `\u000c` or `\u0008`.
pub(crate) fn swallowed(literal: &str) -> Option<usize> {
    let bytes = literal.as_bytes();
    let mut from = 0;
    loop {
        let at = from + memchr(b'\\', bytes.get(from..)?)?;
        if matches!(bytes.get(at + 1), Some(b'b' | b'f'))
            && begins_with_letter(literal.get(at + 2..)?)
        {
            return Some(at);
        }
        from = at + 2;
    }
}

/// Returns `true` if the first character that `rest` of a string stands for is a letter.
fn begins_with_letter(rest: &str) -> bool {
    let Some(digits) = rest.strip_prefix("\\u") else {
        return rest.starts_with(char::is_alphabetic);
    };
    let Some(unit) = hex4(digits.as_bytes(), 0) else {
        return false;
    };
    let low = || hex4(digits.get(4..)?.strip_prefix("\\u")?.as_bytes(), 0);
    char::from_u32(unit)
        .or_else(|| pair(unit, low()?))
        .is_some_and(char::is_alphabetic)
}
