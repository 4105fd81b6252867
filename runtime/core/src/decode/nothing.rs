//! Texts that models write where there is nothing to say.

/// Longest such text, in bytes.
const LONGEST: usize = 40;

/// The words, in lower case and without marks between and around them.
const WORDS: &[&str] = &[
    "",
    "absent",
    "blank",
    "empty",
    "missing",
    "n a",
    "na",
    "nan",
    "nil",
    "no data",
    "no information",
    "no value",
    "none",
    "not a number",
    "not applicable",
    "not available",
    "not defined",
    "not disclosed",
    "not found",
    "not given",
    "not known",
    "not listed",
    "not mentioned",
    "not present",
    "not provided",
    "not set",
    "not specified",
    "not stated",
    "nothing",
    "nul",
    "null",
    "tba",
    "tbd",
    "unavailable",
    "undefined",
    "undisclosed",
    "unknown",
    "unset",
    "unspecified",
    "void",
];

/// Returns `true` if `text` says that there is nothing to say: `null`, `N/A`, `unknown`, `-`, no
/// text at all.
pub(super) fn says_nothing(text: &str) -> bool {
    if text.len() > LONGEST && !text.trim().is_empty() {
        return false;
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|next: char| !next.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    // What has no letter says something by a digit or a sign of currency, and nothing by dashes.
    let is_mark = |next: char| {
        next.is_whitespace()
            || next.is_alphanumeric()
            || "-–—‐‑−_./\\()[]<>{}\"'`*?…#:,;!".contains(next)
    };
    lower.chars().all(is_mark) && WORDS.contains(&words.join(" ").as_str())
}
