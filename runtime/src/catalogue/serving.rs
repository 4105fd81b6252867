//! How vendors write the names of what served.

/// The id without Gemini's resource prefix (Gemini API, `modelVersion`, 2026-08).
pub(super) fn bare(id: &str) -> &str {
    id.strip_prefix("models/").unwrap_or(id)
}

/// The id in front of a date: `-YYYY-MM-DD` as OpenAI writes it, `-YYYYMMDD` as Anthropic does, `-YYMM` as Mistral does (model pages, 2026-11).
pub(super) fn undated(id: &str) -> Option<&str> {
    const DASHED: usize = "-2026-04-23".len();
    const PLAIN: usize = "-20260423".len();
    for length in [DASHED, PLAIN] {
        let Some(at) = id.len().checked_sub(length) else {
            continue;
        };
        if let (Some(stem), Some(tail)) = (id.get(..at), id.get(at..))
            && !stem.is_empty()
            && is_date(tail, length == DASHED)
        {
            return Some(stem);
        }
    }
    let (stem, month) = id.rsplit_once('-')?;
    (!stem.is_empty() && is_month(month)).then_some(stem)
}

/// `YYMM`, from Mistral's first model on; OpenAI's old `0613` and DeepSeek's `0731` are none.
fn is_month(tail: &str) -> bool {
    let number = |range| {
        tail.get(range)
            .and_then(|text: &str| text.parse::<u32>().ok())
    };
    tail.len() == 4
        && tail.bytes().all(|byte| byte.is_ascii_digit())
        && number(0..2).is_some_and(|year| (23..40).contains(&year))
        && number(2..4).is_some_and(|month| (1..=12).contains(&month))
}

fn is_date(tail: &str, dashed: bool) -> bool {
    let Some(date) = tail.strip_prefix('-') else {
        return false;
    };
    let digits: String = if dashed {
        let mut parts = date.split('-');
        let (Some(year), Some(month), Some(day), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return false;
        };
        if year.len() != 4 || month.len() != 2 {
            return false;
        }
        [year, month, day].concat()
    } else {
        date.to_owned()
    };
    let number = |range| {
        digits
            .get(range)
            .and_then(|text: &str| text.parse::<u32>().ok())
    };
    digits.len() == 8
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && number(0..4).is_some_and(|year| (2020..2100).contains(&year))
        && number(4..6).is_some_and(|month| (1..=12).contains(&month))
        && number(6..8).is_some_and(|day| (1..=31).contains(&day))
}
