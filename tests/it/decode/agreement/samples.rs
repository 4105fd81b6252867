//! Texts from which documents are put together.

use driftless::shape::Format;

/// Plain ones, and some that patterns match.
pub(super) const WORDS: &[&str] = &[
    "",
    "a",
    "ab",
    "abc",
    "abcd",
    "AB-12",
    "XY-7",
    "Z-1",
    "red",
    "green",
    "Red",
    "é",
    "😀x",
    "a\"b\\",
    "line\nline",
    "\u{c}rac",
    "a\u{8} \u{c}",
    "1250",
    "null",
    "very-high",
    "0000",
];

/// Texts of types that have a pattern.
pub(super) const SPELLED: &[&str] = &[
    "14:05:09",
    "00:00:00.000000001",
    "2026-11-30T14:05:09",
    "2024-02-29T23:59:59.5",
    "PT1H30M",
    "P2W",
    "P1DT0.5S",
    "-PT36H",
    "192.0.2.1",
    "2001:DB8::1",
    "::",
];

/// Texts of a format.
pub(in super::super) fn samples(format: Format) -> &'static [&'static str] {
    match format {
        Format::DateTime => &[
            "2026-02-28T23:59:59Z",
            "2024-02-29t00:00:00.123+05:30",
            "1999-12-31T23:59:59.999999999-08:00",
            "2016-12-31T23:59:60Z",
            "2017-01-01T00:59:60+01:00",
        ],
        Format::Date => &["2024-02-29", "0001-01-01", "9999-12-31"],
        Format::Time => &["12:00:00Z", "23:59:60Z", "00:00:00.5-23:59"],
        Format::Duration => &["P1Y2M3DT4H5M6S", "P3W", "PT0S", "P1D", "PT36H"],
        Format::Email => &[
            "ann@example.com",
            "a.b+c@x-y.org",
            "\"a b\"@example.com",
            "x@[127.0.0.1]",
            "x@[IPv6:::1]",
        ],
        Format::Hostname => &[
            "example.com",
            "a-b.c1",
            "localhost",
            "xn--bcher-kva.example",
        ],
        Format::Ipv4 => &["127.0.0.1", "255.255.255.255"],
        Format::Ipv6 => &["::1", "2001:db8::8:800:200c:417a", "::ffff:192.0.2.1"],
        Format::Uri => &[
            "https://example.com/a?b#c",
            "urn:a:b",
            "mailto:x@y.z",
            "http://[::1]:80/",
            "HTTP://EXAMPLE.com/%20",
        ],
        Format::Uuid => &[
            "67e55044-10b1-426f-9247-bb680e5fe0c8",
            "67E55044-10B1-426F-9247-BB680E5FE0C8",
        ],
    }
}
