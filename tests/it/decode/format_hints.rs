//! Hints at texts that are of no format: what they give in full is taken, and nothing is made up.
#![allow(clippy::unwrap_used, reason = "a test's helpers fail loudly")]

use driftless::{Contract, decode};

/// A text of no format, and what the hint says; empty where there is none.
const FORMATS: &[(&str, &str, &str)] = &[
    (
        "date-time",
        "2025-08-12T13:44:45",
        "the offset from UTC is missing: write `Z` behind it for UTC, or an offset such as `+02:00`",
    ),
    (
        "date-time",
        "2025-08-12T13:44:45.5",
        "the offset from UTC is missing",
    ),
    (
        "date-time",
        "2025-08-12 13:44:45",
        "the offset from UTC is missing",
    ),
    (
        "date-time",
        "2025-08-12T13:44",
        "seconds and the offset from UTC are missing",
    ),
    (
        "date-time",
        "2025-08-12",
        "the time of day and its offset from UTC are missing",
    ),
    (
        "date-time",
        "2025-08-12 13:44:45Z",
        "write `2025-08-12T13:44:45Z`",
    ),
    (
        "date-time",
        "2025-08-12T13:44:45+0200",
        "write `2025-08-12T13:44:45+02:00`",
    ),
    (
        "date-time",
        "2025-08-12T13:44:45+02",
        "write `2025-08-12T13:44:45+02:00`",
    ),
    (
        "date-time",
        "2025-08-12 13:44:45 UTC",
        "write `2025-08-12T13:44:45Z`",
    ),
    (
        "date-time",
        "20250812T134445Z",
        "write `2025-08-12T13:44:45Z`",
    ),
    (
        "date-time",
        "12/08/2025 13:44",
        "write it as YYYY-MM-DDTHH:MM:SS",
    ),
    ("date-time", "tomorrow", ""),
    (
        "date",
        "12/08/2025",
        "write it as YYYY-MM-DD: year, month, day",
    ),
    ("date", "31/12/2025", "write `2025-12-31`"),
    ("date", "12/31/2025", "write `2025-12-31`"),
    ("date", "2025/8/2", "write `2025-08-02`"),
    ("date", "20250812", "write `2025-08-12`"),
    ("date", "2025-08-12T13:44:45Z", "write `2025-08-12`"),
    ("date", "31/02/2025", "write it as YYYY-MM-DD"),
    ("date", "2025-02-30", "the calendar has no such day"),
    ("date", "2025-13-01", "the calendar has no such day"),
    ("date", "2025-12-00", "the calendar has no such day"),
    (
        "date-time",
        "2025-02-29T00:00:00Z",
        "the calendar has no such day",
    ),
    ("date", "August 12, 2025", "write it as YYYY-MM-DD"),
    ("date", "Friday", ""),
    (
        "time",
        "13:44",
        "seconds and the offset from UTC are missing: write HH:MM:SS, then `Z` for UTC",
    ),
    ("time", "13:44:45", "the offset from UTC is missing"),
    ("time", "13:44:45 UTC", "write `13:44:45Z`"),
    ("time", "2025-08-12T13:44:45Z", "write `13:44:45Z`"),
    ("time", "1:44 pm", "write HH:MM:SS from 00:00:00 on"),
    ("duration", "2 hours", "write `PT2H`"),
    ("duration", "90min", "write `PT90M`"),
    ("duration", "3 Days", "write `P3D`"),
    (
        "duration",
        "PT1.5H",
        "write an ISO 8601 duration of whole units",
    ),
    (
        "duration",
        "1:30:00",
        "write an ISO 8601 duration of whole units",
    ),
    ("duration", "a while", ""),
    ("email", "Ann <ann@example.com>", "write `ann@example.com`"),
    ("email", "mailto:ann@example.com", "write `ann@example.com`"),
    ("email", "<ann@example.com>", "write `ann@example.com`"),
    ("email", "Ann (ann@example.com)", "write `ann@example.com`"),
    (
        "email",
        "ann@example.com, bob@example.com",
        "write one e-mail address and nothing else",
    ),
    (
        "email",
        "Ann at example.com",
        "an e-mail address has an `@` before its host name",
    ),
    (
        "email",
        "änn@example.com",
        "an e-mail address has letters from A to Z",
    ),
    ("hostname", "https://example.com/a", "write `example.com`"),
    ("hostname", "example.com:80", "write `example.com`"),
    ("hostname", "example.com.", "write `example.com`"),
    ("hostname", "bücher.example", "in a host name in Punycode"),
    ("hostname", "my_host", "write the host name alone"),
    ("ipv4", "10.0.0.1:80", "write `10.0.0.1`"),
    ("ipv4", "10.0.0.0/8", "write `10.0.0.0`"),
    ("ipv4", "010.000.000.001", "write `10.0.0.1`"),
    ("ipv4", "10.0.0.256", "write four numbers from 0 to 255"),
    ("ipv6", "[::1]:80", "write `::1`"),
    ("ipv6", "fe80::1%eth0", "write `fe80::1`"),
    ("ipv6", "10.0.0.1", "write one IPv6 address"),
    (
        "uri",
        "example.com",
        "a URI begins with its scheme, such as `https:`, which is missing",
    ),
    (
        "uri",
        "https://example.com/a b",
        "write `https://example.com/a%20b`",
    ),
    ("uri", "https://exämple.com/ü", "letters other than A to Z"),
    ("uri", "ann@example.com", "write `mailto:ann@example.com`"),
    (
        "uri",
        "<https://example.com>",
        "write `https://example.com`",
    ),
    (
        "uuid",
        "67e5504410b1426f9247bb680e5fe0c8",
        "write `67e55044-10b1-426f-9247-bb680e5fe0c8`",
    ),
    (
        "uuid",
        "{67e55044-10b1-426f-9247-bb680e5fe0c8}",
        "write `67e55044-10b1-426f-9247-bb680e5fe0c8`",
    ),
    (
        "uuid",
        "urn:uuid:67e55044-10b1-426f-9247-bb680e5fe0c8",
        "write `67e55044-10b1-426f-9247-bb680e5fe0c8`",
    ),
    ("uuid", "order-17", "write 32 hexadecimal digits"),
];

#[derive(Debug, Contract)]
struct Formats {
    #[contract(rename = "date-time", format = "date-time", optional)]
    date_time: Option<String>,
    #[contract(format = "date", optional)]
    date: Option<String>,
    #[contract(format = "time", optional)]
    time: Option<String>,
    #[contract(format = "duration", optional)]
    duration: Option<String>,
    #[contract(format = "email", optional)]
    email: Option<String>,
    #[contract(format = "hostname", optional)]
    hostname: Option<String>,
    #[contract(format = "ipv4", optional)]
    ipv4: Option<String>,
    #[contract(format = "ipv6", optional)]
    ipv6: Option<String>,
    #[contract(format = "uri", optional)]
    uri: Option<String>,
    #[contract(format = "uuid", optional)]
    uuid: Option<String>,
}

#[test]
fn a_text_of_no_format_gets_the_spelling_that_is_one() {
    let mut wrong = Vec::new();
    for (format, text, expected) in FORMATS {
        let with = |text: &str| serde_json::json!({ *format: text }).to_string();
        let drift = decode::<Formats>(&with(text)).unwrap_err();
        let hint = drift.violations()[0].hint().unwrap_or_default();
        let is_right =
            hint.starts_with(expected) || (!expected.is_empty() && hint.contains(expected));
        if !is_right || (expected.is_empty() && !hint.is_empty()) {
            wrong.push(format!("{format} {text}: {hint}"));
        }
        // A text that a hint gives in full is taken.
        if let Some(whole) = hint
            .strip_prefix("write `")
            .and_then(|rest| rest.strip_suffix('`'))
            && let Err(drift) = decode::<Formats>(&with(whole))
        {
            wrong.push(drift.to_string());
        }
        if hint.contains("missing") && !hint.ends_with("or `null` if it is not known") {
            wrong.push(format!("{format} {text}: {hint}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
