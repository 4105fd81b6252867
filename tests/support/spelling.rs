//! The ways in which servers and proxies write a key: by the book, since the code's own decoders
//! can't be their judges.

use std::fmt::Write;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Returns the Base64 of RFC 4648, section 4.
pub fn base64(bytes: &[u8]) -> String {
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let byte = |index: usize| usize::from(three.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let digit = char::from(ALPHABET[bits >> (18 - 6 * place) & 63]);
            text.push(if place > three.len() { '=' } else { digit });
        }
    }
    text
}

/// Returns each byte of `key` as `write` writes it.
fn each(key: &str, write: impl Fn(u8) -> String) -> String {
    key.bytes().map(write).collect()
}

fn percent(text: &str, all: bool) -> String {
    each(text, |byte| {
        if byte.is_ascii_alphanumeric() && !all {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    })
}

fn entities(text: &str) -> String {
    each(text, |byte| match byte {
        b'/' => "&sol;".to_owned(),
        b'-' => "&#45;".to_owned(),
        b'+' => "&plus;".to_owned(),
        b'=' => "&equals;".to_owned(),
        other => char::from(other).to_string(),
    })
}

/// Returns `text` with `between` behind each of its characters but the last.
fn spread(text: &str, between: &str) -> String {
    let mut out = String::new();
    for (index, character) in text.chars().enumerate() {
        if index > 0 {
            out.push_str(between);
        }
        out.push(character);
    }
    out
}

/// Returns every promised spelling of `key`, with its name.
#[allow(clippy::too_many_lines, reason = "a table")]
pub fn spellings(key: &str) -> Vec<(&'static str, String)> {
    let hex = each(key, |byte| format!("{byte:02x}"));
    let encoded = base64(key.as_bytes());
    let swapped: String = key
        .chars()
        .map(|character| {
            if character.is_ascii_lowercase() {
                character.to_ascii_uppercase()
            } else {
                character.to_ascii_lowercase()
            }
        })
        .collect();
    let mut lines = String::new();
    for (index, character) in encoded.chars().enumerate() {
        if index > 0 && index % 12 == 0 {
            lines.push_str("\r\n");
        }
        lines.push(character);
    }
    vec![
        ("plain", key.to_owned()),
        ("upper case", key.to_ascii_uppercase()),
        ("other case", swapped),
        ("reversed", key.chars().rev().collect()),
        ("plus as blank", key.replace('+', " ")),
        ("blanks between", spread(key, " ")),
        ("no width between", spread(key, "\u{200b}")),
        ("joiners between", spread(key, "\u{2060}\u{feff}")),
        ("hyphens between", spread(key, "-")),
        ("line breaks between", spread(key, "\r\n")),
        ("percent", percent(key, false)),
        ("percent, all", percent(key, true)),
        ("percent, lower case", percent(key, true).to_lowercase()),
        ("percent twice", percent(&percent(key, true), true)),
        (
            "percent of percent",
            percent(key, false).replace('%', "%25"),
        ),
        (
            "percent four times",
            percent(key, true).replace('%', "%252525"),
        ),
        ("slash escaped", key.replace('/', "\\/")),
        ("escaped", each(key, |byte| format!("\\u{byte:04X}"))),
        (
            "escaped twice",
            each(key, |byte| format!("\\\\u{byte:04x}")),
        ),
        (
            "escaped, braces",
            each(key, |byte| format!("\\u{{{byte:x}}}")),
        ),
        ("escaped, x", each(key, |byte| format!("\\x{byte:02x}"))),
        ("escaped, octal", each(key, |byte| format!("\\{byte:03o}"))),
        ("entities, named", entities(key)),
        ("entities, decimal", each(key, |byte| format!("&#{byte};"))),
        ("entities, zeros", each(key, |byte| format!("&#000{byte};"))),
        ("entities, hex", each(key, |byte| format!("&#x{byte:x};"))),
        ("entities, HEX", each(key, |byte| format!("&#X{byte:X};"))),
        ("entities twice", each(key, |byte| format!("&amp;#{byte};"))),
        (
            "entities by name",
            each(key, |byte| {
                format!("&num;{byte};").replace("&num;", "&amp;num;")
            })
            .replace("&amp;num;", "&amp;#"),
        ),
        ("hex", hex.clone()),
        ("HEX", hex.to_uppercase()),
        (
            "hex, blanks",
            each(key, |byte| format!("{byte:02x} "))
                .trim_end()
                .to_owned(),
        ),
        (
            "hex, colons",
            each(key, |byte| format!("{byte:02X}:"))
                .trim_end_matches(':')
                .to_owned(),
        ),
        (
            "hex, 0x",
            each(key, |byte| format!("0x{byte:02x}, "))
                .trim_start_matches("0x")
                .trim_end_matches(", ")
                .to_owned(),
        ),
        ("Base64", encoded.clone()),
        (
            "Base64, for URLs",
            encoded.replace('+', "-").replace('/', "_"),
        ),
        ("Base64, no end", encoded.trim_end_matches('=').to_owned()),
        ("Base64, in lines", lines.clone()),
        ("Base64, percent", percent(&encoded, true)),
        ("Base64 of Base64", base64(encoded.as_bytes())),
        ("Base64 of hex", base64(hex.as_bytes())),
        ("Base64 of percent", base64(percent(key, true).as_bytes())),
        (
            "hex of Base64",
            each(&encoded, |byte| format!("{byte:02x}")),
        ),
        (
            "Base64 of reversed",
            base64(key.chars().rev().collect::<String>().as_bytes()),
        ),
        (
            "Base64 of entities",
            base64(each(key, |byte| format!("&#{byte};")).as_bytes()),
        ),
        ("entities, no end", each(key, |byte| format!("&#{byte}"))),
        ("entities between", spread(key, "&#8203;")),
        ("named entities between", spread(key, "&ZeroWidthSpace;")),
        ("percent between", spread(key, "%E2%80%8B")),
        ("escapes between", spread(key, "\\u200b")),
        ("escaped, long", each(key, |byte| format!("\\U{byte:08x}"))),
        ("Base64, escaped lines", lines.replace("\r\n", "\\r\\n")),
        (
            "Base64, escaped",
            each(&encoded, |byte| format!("\\u{byte:04x}")),
        ),
        (
            "Base64 of Base64, percent",
            percent(&base64(encoded.as_bytes()), true),
        ),
        (
            "hex of percent",
            each(&percent(key, true), |byte| format!("{byte:02X}")),
        ),
        (
            "entities of percent",
            each(&percent(key, true), |byte| format!("&#{byte};")),
        ),
    ]
}

/// Returns `key` as Base64 with something before it, wherever its own bits begin.
pub fn behind(key: &str) -> Vec<String> {
    let leads = ["u", "us", "use", "user:", "Bearer "];
    leads
        .iter()
        .map(|lead| base64(format!("{lead}{key}:x").as_bytes()))
        .collect()
}

/// Returns all that `error` says, with its causes, in every form.
pub fn everything(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        writeln!(text, "{error} {error:?} {error:#?}").unwrap_or_default();
        next = error.source();
    }
    text
}
