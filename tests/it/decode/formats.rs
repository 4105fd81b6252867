//! Formats, judged a second time by what shares no code with the decoder: the grammars of the RFCs
//! as they are printed there, and chrono for the calendar.
//!
//! The cases of JSON-Schema-Test-Suite judge them as well; they are in
//! `tests/fixtures/json_schema_test_suite`.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test's helpers fail loudly"
)]

use driftless::__private::Regex;
use driftless::shape::Format;
use driftless::{Contract, decode};
use rand::rngs::SmallRng;
use rand::{Rng as _, SeedableRng as _};

use super::agreement::samples::samples;

/// Bytes that are put into texts: marks that some format gives a meaning, digits, letters, and what
/// no format has.
const MARKS: &[u8] = b"019aFgzTZPYMWDHS-+:.@%/?#[]\"\\ _~<>(),;=";

const IPV4: &str = r"(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

/// RFC 3986, section 3.2.2.
fn ipv6() -> String {
    let h16 = "[0-9A-Fa-f]{1,4}";
    let ls32 = format!("(?:{h16}:{h16}|{IPV4})");
    [
        format!("(?:{h16}:){{6}}{ls32}"),
        format!("::(?:{h16}:){{5}}{ls32}"),
        format!("(?:{h16})?::(?:{h16}:){{4}}{ls32}"),
        format!("(?:(?:{h16}:){{0,1}}{h16})?::(?:{h16}:){{3}}{ls32}"),
        format!("(?:(?:{h16}:){{0,2}}{h16})?::(?:{h16}:){{2}}{ls32}"),
        format!("(?:(?:{h16}:){{0,3}}{h16})?::{h16}:{ls32}"),
        format!("(?:(?:{h16}:){{0,4}}{h16})?::{ls32}"),
        format!("(?:(?:{h16}:){{0,5}}{h16})?::{h16}"),
        format!("(?:(?:{h16}:){{0,6}}{h16})?::"),
    ]
    .join("|")
}

/// RFC 3986, appendix A.
fn uri() -> String {
    let pchar = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})";
    let reg_name = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{2})*";
    let userinfo = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:]|%[0-9A-Fa-f]{2})*";
    let literal = format!(
        r"\[(?:(?:{})|[vV][0-9A-Fa-f]+\.[A-Za-z0-9\-._~!$&'()*+,;=:]+)\]",
        ipv6()
    );
    let authority = format!(r"(?:{userinfo}@)?(?:{literal}|{reg_name})(?::[0-9]*)?");
    let hier = format!(
        "(?://{authority}(?:/{pchar}*)*|/(?:{pchar}+(?:/{pchar}*)*)?|{pchar}+(?:/{pchar}*)*|)"
    );
    let query = format!("(?:{pchar}|[/?])*");
    format!(r"[A-Za-z][A-Za-z0-9+\-.]*:{hier}(?:\?{query})?(?:#{query})?")
}

/// RFC 1123, section 2.1, over RFC 952.
const HOST: &str = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*";

/// RFC 5321, section 4.1.2.
fn mailbox() -> String {
    let atom = r"[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+";
    let quoted = r#""(?:[ !#-\[\]-~]|\\[ -~])*""#;
    format!(
        r"(?:{atom}(?:\.{atom})*|{quoted})@(?:{HOST}|\[(?:{IPV4}|(?i:IPv6:)(?:{}))\])",
        ipv6()
    )
}

/// RFC 3339, appendix A, where weeks stand alone.
const DURATION: &str = r"P(?:[0-9]+W|(?:[0-9]+D|[0-9]+M(?:[0-9]+D)?|[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?)(?:T(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S))?|T(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S))";

const DAY: &str = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
const CLOCK: &str = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]+)?(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])";

struct Judge {
    regex: Regex,
    format: Format,
}

impl Judge {
    fn of(format: Format) -> Self {
        let grammar = match format {
            Format::DateTime => format!("{DAY}[Tt]{CLOCK}"),
            Format::Date => DAY.to_owned(),
            Format::Time => CLOCK.to_owned(),
            Format::Duration => DURATION.to_owned(),
            Format::Email => mailbox(),
            Format::Hostname => HOST.to_owned(),
            Format::Ipv4 => IPV4.to_owned(),
            Format::Ipv6 => ipv6(),
            Format::Uri => uri(),
            Format::Uuid => "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}".to_owned(),
        };
        Self {
            regex: Regex::new(&format!("^(?:{grammar})$")).unwrap(),
            format,
        }
    }

    fn accepts(&self, text: &str) -> bool {
        let is_day = |text: &str| chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok();
        self.regex.is_match(text)
            && match self.format {
                Format::Date => is_day(text),
                Format::DateTime => is_day(&text[..10]) && is_leap_right(&text[11..]),
                Format::Time => is_leap_right(text),
                Format::Hostname => text.len() <= 253,
                Format::Email => {
                    let at = text.rfind('@').unwrap();
                    at <= 64 && text.len() - at - 1 <= 253
                }
                _ => true,
            }
    }
}

/// A second 60 is the last one of a day in UTC.
fn is_leap_right(clock: &str) -> bool {
    if &clock[6..8] != "60" {
        return true;
    }
    let day = format!("2026-06-15T{}59{}", &clock[..6], &clock[8..]);
    let utc = chrono::DateTime::parse_from_rfc3339(&day).unwrap().to_utc();
    utc.format("%H:%M").to_string() == "23:59"
}

/// Host names that carry other scripts are judged by `tests/it/schema/hostnames.rs`.
fn is_plain(text: &str) -> bool {
    text.split(['.', '@'])
        .all(|label| label.get(2..4) != Some("--"))
}

#[test]
fn every_format_is_the_grammar_of_its_rfc() {
    let mut random = SmallRng::seed_from_u64(41);
    for format in Format::ALL {
        let judge = Judge::of(*format);
        let (mut taken, mut refused) = (0, 0);
        for sample in samples(*format) {
            assert!(judge.accepts(sample), "{sample}");
            for round in 0..1_500 {
                let mut text = sample.as_bytes().to_vec();
                for _ in 0..=round % 3 {
                    if text.is_empty() {
                        break;
                    }
                    let at = random.random_range(0..text.len());
                    let mark = MARKS[random.random_range(0..MARKS.len())];
                    match random.random_range(0..4) {
                        0 => text[at] = mark,
                        1 => text.insert(at, mark),
                        2 => drop(text.remove(at)),
                        _ => {
                            let other = random.random_range(0..text.len());
                            text.swap(at, other);
                        }
                    }
                }
                let text = String::from_utf8(text).unwrap();
                if (*format == Format::Hostname || *format == Format::Email) && !is_plain(&text) {
                    continue;
                }
                let right = judge.accepts(&text);
                assert_eq!(format.accepts(&text), right, "{}: {text:?}", format.name());
                if right {
                    taken += 1;
                } else {
                    refused += 1;
                }
            }
        }
        println!("{}: {taken} taken, {refused} refused", format.name());
        assert!(
            taken > 50 && refused > 500,
            "{}: {taken} {refused}",
            format.name()
        );
    }
}

#[test]
fn an_email_is_a_mailbox_and_nothing_around_it() {
    #[derive(Debug, Contract)]
    struct Reached(#[contract(format = "email")] String);
    for text in [
        "ann@example.com",
        "o'neil+tag@example.co.uk",
        "a@b",
        "\"a b\"@example.com",
        "\"a\\\"b\"@example.com",
        "\"\"@example.com",
        "\"<ann>\"@example.com",
        "x@[127.0.0.1]",
        "x@[IPv6:::1]",
        "x@[ipv6:2001:db8::1]",
    ] {
        let json = serde_json::to_string(text).unwrap();
        assert!(decode::<Reached>(&json).is_ok(), "{text}");
    }
    for text in [
        "Ann <ann@example.com>",
        "N/A <none@none>",
        "x <y> <ann@example.com>",
        "<script> <a@b.co>",
        "<ann@example.com>",
        "\"Ann\" <ann@example.com>",
        "ann@example.com (Ann)",
        "(Ann) ann@example.com",
        "ann@example.com, bob@example.com",
        " ann@example.com",
        "ann@example.com\n",
        "mailto:ann@example.com@x",
        "ann@@example.com",
        "ann @example.com",
        "ann@exa mple.com",
        "ann@example.com.",
        "ann@-example.com",
        "ann@example..com",
        ".ann@example.com",
        "ann.@example.com",
        "\"a\"b@example.com",
        "\"a@example.com",
        "a\"b\"@example.com",
        "\"a\u{1}\"@example.com",
        "änn@example.com",
        "ann@exämple.com",
        "ann@[300.0.0.1]",
        "ann@[::1]",
        "ann@[tag:x]",
        "ann@",
        "@example.com",
        "ann",
        "",
    ] {
        let json = serde_json::to_string(text).unwrap();
        assert!(decode::<Reached>(&json).is_err(), "{text}");
    }
    let long = |count: usize| format!("{}@example.com", "a".repeat(count));
    assert!(Format::Email.accepts(&long(64)) && !Format::Email.accepts(&long(65)));
}

#[test]
fn the_cases_of_the_json_schema_test_suite_are_judged_as_it_says() {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/fixtures/json_schema_test_suite"
    );
    let mut count = 0;
    for format in Format::ALL {
        let path = format!("{folder}/{}.json", format.name());
        let groups: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        for case in groups
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|group| group["tests"].as_array().unwrap())
        {
            if let Some(text) = case["data"].as_str() {
                count += 1;
                assert_eq!(
                    Some(format.accepts(text)),
                    case["valid"].as_bool(),
                    "{}: {text:?}",
                    format.name()
                );
            }
        }
    }
    assert!(count > 200, "{count}");
}
