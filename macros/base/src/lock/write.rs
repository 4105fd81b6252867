//! Keys and strings in the one form in which a lock has them.

use std::fmt::Write as _;

/// Returns a key, in quotes only where TOML needs them.
#[must_use]
pub fn key(name: &str) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    if !name.is_empty() && name.bytes().all(is_bare) {
        name.to_owned()
    } else {
        text(name)
    }
}

/// Returns a text as a basic string of TOML.
#[must_use]
pub fn text(of: &str) -> String {
    let mut out = String::with_capacity(of.len().saturating_add(2));
    out.push('"');
    for character in of.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control.is_control() => {
                // Writing to a String can't fail.
                let _infallible = write!(out, "\\u{:04x}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}
