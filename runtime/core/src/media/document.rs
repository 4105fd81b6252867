//! Facts that a PDF states without being decoded.

use std::sync::LazyLock;

use regex::bytes::Regex;

use super::bytes::finds;
use super::facts::{Facts, Flaw};

/// A reference to the dictionary of encryption, as trailers have it (ISO 32000-1, 7.6.1).
const ENCRYPTED: &str = r"(?-u)/Encrypt\s+\d+\s+\d+\s+R";
/// The number of pages below a node of the page tree, in either order of the entries.
const COUNT: &str =
    r"(?-u)/Type\s*/Pages\b[^>]*?/Count\s+(\d{1,9})|/Count\s+(\d{1,9})[^>]*?/Type\s*/Pages\b";
/// A page.
const PAGE: &str = r"(?-u)/Type\s*/Page[^a-zA-Z]";

struct Patterns {
    encrypted: Regex,
    count: Regex,
    page: Regex,
}

static PATTERNS: LazyLock<Option<Patterns>> = LazyLock::new(|| {
    Some(Patterns {
        encrypted: Regex::new(ENCRYPTED).ok()?,
        count: Regex::new(COUNT).ok()?,
        page: Regex::new(PAGE).ok()?,
    })
});

/// Reads a PDF: that it ends, needs no password, and how many pages it has. Where objects stand in
/// compressed streams, pages may too, so that their number is unknown.
pub(super) fn read(bytes: &[u8]) -> Result<Facts, Flaw> {
    finds(bytes, b"%%EOF").ok_or(Flaw::Truncated("its end, %%EOF"))?;
    let Some(patterns) = PATTERNS.as_ref() else {
        return Ok(Facts::default());
    };
    if patterns.encrypted.is_match(bytes) {
        return Err(Flaw::Encrypted);
    }
    if finds(bytes, b"/ObjStm").is_some() {
        return Ok(Facts::default());
    }
    let counts = patterns.count.captures_iter(bytes).filter_map(|found| {
        let digits = found.get(1).or_else(|| found.get(2))?;
        std::str::from_utf8(digits.as_bytes())
            .ok()?
            .parse::<u32>()
            .ok()
    });
    let seen = patterns.page.find_iter(bytes).count();
    let seen = u32::try_from(seen).unwrap_or(u32::MAX);
    let pages = counts.max().max((seen > 0).then_some(seen));
    Ok(Facts {
        pages,
        ..Facts::default()
    })
}
