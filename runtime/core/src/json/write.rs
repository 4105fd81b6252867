//! Writing JSON text.

use std::fmt::{self, Write};

/// Appends `text` as a JSON string literal.
pub fn write_string(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control < ' ' => {
                // Writing to a String can't fail.
                let _infallible = write!(out, "\\u{:04x}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

/// Appends a finite number in its shortest form; `null` for what JSON has no number for.
pub fn write_float(out: &mut String, value: impl fmt::Debug + Into<f64> + Copy) {
    if value.into().is_finite() {
        // Writing to a String can't fail. Debug is the form with an exponent where that is shorter.
        let _infallible = write!(out, "{value:?}");
    } else {
        out.push_str("null");
    }
}
