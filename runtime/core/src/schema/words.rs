//! Rules in words: short, exact, and the same wherever a model reads them.

use std::fmt::Write;

use super::Keyword;
use crate::json::Json;

/// One phrase and the keywords that it stands for.
pub(crate) type Phrase = (Vec<Keyword>, String);

/// Returns the phrases for rules that a schema does not carry; a lower and an upper bound make one.
#[must_use]
pub fn phrases(rules: &[(Keyword, Json)]) -> Vec<Phrase> {
    let mut out: Vec<Phrase> = Vec::new();
    let mut rest = rules.iter().peekable();
    while let Some((keyword, value)) = rest.next() {
        let counted = match keyword {
            Keyword::MinLength | Keyword::MaxLength => {
                Some(("character", "characters", Keyword::MaxLength))
            }
            Keyword::MinItems | Keyword::MaxItems => Some(("item", "items", Keyword::MaxItems)),
            Keyword::MinProperties | Keyword::MaxProperties => {
                Some(("entry", "entries", Keyword::MaxProperties))
            }
            _ => None,
        };
        let Some((one, many, upper)) = counted else {
            out.push((vec![*keyword], single(*keyword, value)));
            continue;
        };
        let unit = |count: &str| if count == "1" { one } else { many };
        let low = text(value);
        if *keyword == upper {
            out.push((vec![upper], format!("at most {low} {}", unit(&low))));
        } else if let Some((_, high)) = rest.next_if(|(next, _)| *next == upper) {
            let high = text(high);
            let phrase = if low == high {
                format!("exactly {low} {}", unit(&low))
            } else {
                format!("{low}-{high} {many}")
            };
            out.push((vec![*keyword, upper], phrase));
        } else {
            out.push((vec![*keyword], format!("at least {low} {}", unit(&low))));
        }
    }
    out
}

fn single(keyword: Keyword, value: &Json) -> String {
    let value_text = text(value);
    match keyword {
        Keyword::Minimum => format!(">={value_text}"),
        Keyword::Maximum => format!("<={value_text}"),
        Keyword::ExclusiveMinimum => format!(">{value_text}"),
        Keyword::ExclusiveMaximum => format!("<{value_text}"),
        Keyword::MultipleOf => format!("multiple of {value_text}"),
        Keyword::Pattern => format!("matches /{}/", pattern(&plain(value))),
        Keyword::Format => format_words(&plain(value)),
        Keyword::UniqueItems => "no duplicates".to_owned(),
        Keyword::Enum => match value {
            Json::Array(items) => format!("one of {}", list(items)),
            _ => format!("one of {value_text}"),
        },
        other => format!("{} {value_text}", other.name()),
    }
}

/// A pattern on one line: breaks and other control characters as the escapes that every dialect of
/// patterns has.
fn pattern(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    for letter in source.chars() {
        match letter {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{b}' => out.push_str("\\v"),
            '\u{c}' => out.push_str("\\f"),
            '\u{85}' | '\u{2028}' | '\u{2029}' => {
                // Writing to a String can't fail.
                let _infallible = write!(out, "\\u{:04x}", u32::from(letter));
            }
            other => out.push(other),
        }
    }
    out
}

fn format_words(format: &str) -> String {
    match format {
        "date-time" => "RFC 3339 date-time",
        "date" => "date as YYYY-MM-DD",
        "time" => "RFC 3339 time with offset",
        "duration" => "ISO 8601 duration",
        "email" => "e-mail address",
        "hostname" => "host name",
        "ipv4" => "IPv4 address",
        "ipv6" => "IPv6 address",
        "uri" => "absolute URI",
        "uuid" => "UUID",
        other => other,
    }
    .to_owned()
}

/// Examples in words.
#[must_use]
pub fn examples(values: &[Json]) -> String {
    format!("e.g. {}", list(values))
}

fn list(values: &[Json]) -> String {
    let texts: Vec<String> = values.iter().map(text).collect();
    texts.join(", ")
}

/// Returns a value as JSON text.
#[must_use]
pub fn text(value: &Json) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn plain(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => text(other),
    }
}
