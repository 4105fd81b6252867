//! The forms in which vendors name the model that served.

use driftless_base::calendar;

/// The id without Gemini's resource prefix (Gemini API, `modelVersion`, 2026-08).
pub(super) fn bare(id: &str) -> &str {
    id.strip_prefix("models/").unwrap_or(id)
}

/// Separators before a date: `-` with most vendors, `@` on Vertex, `_` and `:` with some gateways.
const BEFORE: &[char] = &['-', '@', '_', ':'];

/// A part of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Four digits.
    Year,
    /// The last two digits of one.
    ShortYear,
    Month,
    Day,
}

use Part::{Day, Month, ShortYear, Year};

/// The forms of dates at the end of ids, the longer ones first; a part that begins a group stands
/// behind a separator.
///
/// `2026-04-23` OpenAI, `20251001` Anthropic, `08-2024` Cohere, `2512` Mistral and Qwen, `250615`
/// Volcengine, `0613` OpenAI, xAI, DeepSeek and Moonshot, `05-20` Gemini
/// (model pages and answers, to 2026-11).
const FORMS: &[&[&[Part]]] = &[
    &[&[Year], &[Month], &[Day]],
    &[&[Year, Month, Day]],
    &[&[Year], &[Month]],
    &[&[Month], &[Year]],
    &[&[ShortYear, Month, Day]],
    &[&[ShortYear, Month]],
    &[&[Month, Day]],
    &[&[Month], &[Day]],
];

/// Digits that are a size wherever they stand in an id, and the day of no model.
const NO_DATE: &str = "1024";

/// The id in front of a date.
pub(super) fn undated(id: &str) -> Option<&str> {
    FORMS.iter().find_map(|groups| {
        let digits: usize = groups
            .iter()
            .flat_map(|group| *group)
            .map(|part| part.digits())
            .sum();
        // Each group has a separator before it.
        let at = id.len().checked_sub(digits.checked_add(groups.len())?)?;
        let (stem, tail) = id.split_at_checked(at)?;
        let tail = tail.strip_prefix(BEFORE)?;
        (!stem.is_empty() && tail != NO_DATE && is_date(tail, groups)).then_some(stem)
    })
}

/// Returns `true` if `text` is a day of a year in which models are served, `YYYY-MM-DD`.
pub(super) fn is_day(text: &str) -> bool {
    let year = text.get(..Year.digits());
    calendar::is_day(text.as_bytes()) && year.is_some_and(|year| Year.fits(year))
}

/// Returns `true` if `text` has the parts of `groups`, with a dash between two groups, and each is
/// one that a date of our time has.
fn is_date(text: &str, groups: &[&[Part]]) -> bool {
    let mut rest = text;
    for (index, group) in groups.iter().enumerate() {
        if index > 0 {
            let Some(behind) = rest.strip_prefix('-') else {
                return false;
            };
            rest = behind;
        }
        for part in *group {
            let Some((digits, behind)) = rest.split_at_checked(part.digits()) else {
                return false;
            };
            if !part.fits(digits) {
                return false;
            }
            rest = behind;
        }
    }
    rest.is_empty()
}

impl Part {
    const fn digits(self) -> usize {
        match self {
            Self::Year => 4,
            Self::ShortYear | Self::Month | Self::Day => 2,
        }
    }

    fn fits(self, digits: &str) -> bool {
        let range = match self {
            Self::Year => 2020..=2099,
            // Mistral's first model is of 2023.
            Self::ShortYear => 23..=39,
            Self::Month => 1..=12,
            Self::Day => 1..=31,
        };
        digits.bytes().all(|byte| byte.is_ascii_digit())
            && digits
                .parse::<u32>()
                .is_ok_and(|number| range.contains(&number))
    }
}
