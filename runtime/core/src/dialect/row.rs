//! The form of the tables: one line a row, with its source and the day on which that was read.

use super::table::{Measure, Row, SizeLimit, Support};
use crate::schema::Keyword;

/// The source of a row, and the day on which it was read.
pub(super) type Source = (&'static str, &'static str);

pub(super) const fn row(keyword: Keyword, support: Support, source: Source) -> Row {
    Row {
        keyword,
        support,
        source: source.0,
        date: source.1,
    }
}

pub(super) const fn supported(keyword: Keyword, source: Source) -> Row {
    row(keyword, Support::Supported, source)
}

pub(super) const fn ignored(keyword: Keyword, source: Source) -> Row {
    row(keyword, Support::Ignored, source)
}

pub(super) const fn rejected(keyword: Keyword, source: Source) -> Row {
    row(keyword, Support::Rejected, source)
}

pub(super) const fn described(keyword: Keyword, source: Source) -> Row {
    row(keyword, Support::Described, source)
}

pub(super) const fn limit(
    source: Source,
    measure: Measure,
    most: u64,
    sentence: &'static str,
) -> SizeLimit {
    SizeLimit {
        measure,
        most,
        sentence,
        source: source.0,
        date: source.1,
    }
}
