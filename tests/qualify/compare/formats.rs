//! Texts of a format by what they stand for.

use driftless::Contract;
use driftless::compare;

use super::json;

/// A field, two texts, and whether they stand for one value.
const PAIRS: &[(&str, &str, &str, bool)] = &[
    (
        "at",
        "2026-03-01T00:30:00+01:00",
        "2026-02-28T23:30:00Z",
        true,
    ),
    (
        "at",
        "2024-03-01T00:30:00+01:00",
        "2024-02-29T23:30:00Z",
        true,
    ),
    (
        "at",
        "2024-03-01T00:30:00+01:00",
        "2024-02-28T23:30:00Z",
        false,
    ),
    (
        "at",
        "0001-01-01T00:00:00+00:01",
        "0000-12-31T23:59:00Z",
        true,
    ),
    (
        "at",
        "2026-11-23t10:00:00.50z",
        "2026-11-23T10:00:00.5-00:00",
        true,
    ),
    (
        "at",
        "2026-11-23T10:00:00.5Z",
        "2026-11-23T10:00:00.05Z",
        false,
    ),
    (
        "at",
        "2016-12-31T23:59:60Z",
        "2017-01-01T00:59:60+01:00",
        true,
    ),
    ("at", "2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z", false),
    ("at", "no time", "no time", true),
    ("clock", "23:30:00Z", "00:30:00+01:00", true),
    ("clock", "23:30:00Z", "00:30:01+01:00", false),
    ("span", "P1Y", "P12M", true),
    ("span", "PT60M", "PT1H", true),
    ("span", "P2W", "P14D", true),
    ("span", "P1D", "PT24H", false),
    ("span", "P1M", "PT1M", false),
    ("mail", "ann@Example.ORG", "ann@example.org", true),
    ("mail", "Ann@example.org", "ann@example.org", false),
    ("host", "2001:db8::1", "2001:0DB8:0:0:0:0:0:1", true),
    (
        "link",
        "HTTP://Example.org/%7Eann",
        "http://example.org/~ann",
        true,
    ),
    (
        "link",
        "http://example.org/Ann",
        "http://example.org/ann",
        false,
    ),
    (
        "id",
        "67E55044-10B1-426F-9247-BB680E5FE0C8",
        "67e55044-10b1-426f-9247-bb680e5fe0c8",
        true,
    ),
];

/// One date or other value in many spellings.
#[test]
fn formats_are_compared_by_what_they_stand_for() {
    #[derive(Contract)]
    struct Formats {
        #[contract(format = "date-time")]
        at: Option<String>,
        #[contract(format = "time")]
        clock: Option<String>,
        #[contract(format = "duration")]
        span: Option<String>,
        #[contract(format = "email")]
        mail: Option<String>,
        #[contract(format = "ipv6")]
        host: Option<String>,
        #[contract(format = "uri")]
        link: Option<String>,
        #[contract(format = "uuid")]
        id: Option<String>,
    }
    let same = |key: &str, one: &str, other: &str| {
        let document = |value: &str| json(&format!("{{\"{key}\":\"{value}\"}}"));
        compare::documents(Formats::SHAPE, &document(one), &document(other)).overall
    };
    for (key, one, other, expected) in PAIRS.iter().copied() {
        assert_eq!(same(key, one, other), expected, "{key} {one} {other}");
        assert_eq!(same(key, other, one), expected, "{key} {other} {one}");
    }
}
