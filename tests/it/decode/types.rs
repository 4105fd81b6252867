//! Every type that is a contract by itself: what it takes, what it refuses, and that it reads back
//! what it writes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::struct_field_names,
    clippy::format_collect,
    clippy::redundant_closure_for_method_calls,
    clippy::items_after_statements,
    clippy::needless_pass_by_value,
    clippy::string_slice,
    reason = "a test's helpers fail loudly"
)]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::num::{NonZeroI8, NonZeroI32, NonZeroU8, NonZeroU32, NonZeroU128, NonZeroUsize};

use driftless::{Contract, ViolationKind, decode};

fn takes<T: Contract + PartialEq + std::fmt::Debug>(text: &str, value: T) {
    assert_eq!(decode::<T>(text).unwrap(), value, "{text}");
    let mut out = String::new();
    value.write(&mut out);
    assert_eq!(decode::<T>(&out).unwrap(), value, "{text} is written {out}");
}

fn refuses<T: Contract + std::fmt::Debug>(texts: &[&str]) {
    for text in texts {
        let drift = decode::<T>(text).expect_err(text);
        assert!(!drift.violations().is_empty(), "{text}");
    }
}

#[test]
fn integers_are_mathematical_values() {
    takes::<i64>("1250.0", 1250);
    takes::<i64>("1.25e3", 1250);
    takes::<i64>("125000e-2", 1250);
    takes::<u8>("-0", 0);
    takes::<u8>("0e999999999999999999999", 0);
    takes::<u8>("255", 255);
    takes::<i8>("-128.000", -128);
    takes::<i128>("-170141183460469231731687303715884105728", i128::MIN);
    takes::<u128>("340282366920938463463374607431768211455", u128::MAX);
    takes::<u64>("18446744073709551615", u64::MAX);
    takes::<usize>("7", 7);
    takes::<isize>("-7", -7);
    refuses::<u8>(&[
        "256",
        "-1",
        "1.5",
        "1e999999999",
        "01",
        "+1",
        "1.",
        ".5",
        "\"1\"",
        "null",
        "true",
    ]);
    refuses::<i64>(&["9223372036854775808", "-9223372036854775809", "1e-1"]);
    refuses::<u128>(&["340282366920938463463374607431768211456", "-1", "1e39"]);
}

#[test]
fn floats_are_the_nearest_or_refused() {
    takes::<f64>("0.1", 0.1);
    takes::<f64>(
        "0.1000000000000000055511151231257827021181583404541015625",
        0.1,
    );
    takes::<f64>("0.1000000000000000055", 0.1);
    takes::<f64>("1e308", 1e308);
    takes::<f64>("5e-324", 5e-324);
    takes::<f64>("0e-999", 0.0);
    takes::<f64>("9007199254740992", 9_007_199_254_740_992.0);
    takes::<f32>("0.1", 0.1);
    takes::<f32>("16777216", 16_777_216.0);
    refuses::<f64>(&[
        "9007199254740993",
        "1e309",
        "1e-999",
        "NaN",
        "Infinity",
        "1e999999999",
    ]);
    refuses::<f32>(&["1e39", "16777217", "1e-60"]);
}

#[test]
fn texts_and_switches() {
    takes::<String>(r#""a\u0000\ud83d\ude00""#, "a\0😀".to_owned());
    takes::<Box<str>>(r#""x""#, "x".into());
    takes::<char>(r#""é""#, 'é');
    takes::<bool>(" true ", true);
    refuses::<String>(&[
        r#""\ud800""#,
        r#""\x""#,
        "\"\n\"",
        "1",
        "'a'",
        "\"a",
        "\"\\u12\"",
    ]);
    refuses::<char>(&[r#""ab""#, r#""""#]);
    refuses::<bool>(&["True", "1", "\"true\"", "tru"]);
}

#[test]
fn integers_above_zero() {
    let nine = NonZeroU8::new(9).unwrap();
    takes::<NonZeroU8>("9", nine);
    takes::<NonZeroU8>("0.9e1", nine);
    takes::<NonZeroU128>("340282366920938463463374607431768211455", NonZeroU128::MAX);
    takes::<NonZeroUsize>("1", NonZeroUsize::MIN);
    takes::<Option<NonZeroU8>>("null", None);
    refuses::<NonZeroU8>(&["0", "-0", "0.0", "256", "-1", "1.5", "null"]);
    refuses::<NonZeroU128>(&["0", "340282366920938463463374607431768211456"]);
    // The contract says it, so the drift does.
    let drift = decode::<NonZeroU32>("0").unwrap_err();
    assert_eq!(
        drift.violations()[0].kind(),
        ViolationKind::OutOfRange,
        "{drift}"
    );
    let schema = serde_json::to_value(<NonZeroU32 as Contract>::json_schema()).unwrap();
    assert_eq!(
        (&schema["minimum"], &schema["maximum"]),
        (&1.into(), &u32::MAX.into())
    );
}

#[test]
fn lists_sets_and_maps() {
    takes::<VecDeque<u8>>("[1, 2]", VecDeque::from([1, 2]));
    refuses::<VecDeque<u8>>(&["[1,]", "{}", "null"]);
    takes::<Vec<u8>>("[1, 2]", vec![1, 2]);
    takes::<Vec<u8>>("[]", vec![]);
    takes::<[u8; 2]>("[1,2]", [1, 2]);
    takes::<BTreeSet<u8>>("[2,1]", BTreeSet::from([1, 2]));
    takes::<HashSet<String>>("[\"a\"]", HashSet::from(["a".to_owned()]));
    takes::<BTreeMap<String, u8>>(r#"{"a":1}"#, BTreeMap::from([("a".to_owned(), 1)]));
    takes::<HashMap<String, u8>>("{}", HashMap::new());
    takes::<Option<Vec<u8>>>("null", None);
    refuses::<Vec<u8>>(&["[1,]", "[,1]", "[1 2]", "[1", "{}", "[1,null]", "[1]]"]);
    refuses::<[u8; 2]>(&["[1]", "[1,2,3]", "[]"]);
    refuses::<BTreeSet<u8>>(&["[1,1]", "[1,1.0]"]);
    refuses::<BTreeMap<String, u8>>(&[r#"{"a":1,"a":1}"#, r#"{"a":1,"\u0061":2}"#, "[]", "{1:2}"]);
}

#[test]
fn types_of_other_crates() {
    use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
    takes::<uuid::Uuid>(
        r#""67e55044-10b1-426f-9247-bb680e5fe0c8""#,
        "67e55044-10b1-426f-9247-bb680e5fe0c8".parse().unwrap(),
    );
    refuses::<uuid::Uuid>(&[
        r#""67e5504410b1426f9247bb680e5fe0c8""#,
        r#""{67e55044-10b1-426f-9247-bb680e5fe0c8}""#,
    ]);
    takes::<url::Url>(
        r#""https://example.com/a""#,
        "https://example.com/a".parse().unwrap(),
    );
    refuses::<url::Url>(&[r#""example""#, r#""http://""#, r#""http://a b""#]);
    takes::<DateTime<Utc>>(
        r#""2026-02-28T23:59:59.5+01:00""#,
        "2026-02-28T22:59:59.5Z".parse().unwrap(),
    );
    takes::<DateTime<FixedOffset>>(
        r#""2026-02-28T23:59:59+01:00""#,
        DateTime::parse_from_rfc3339("2026-02-28T23:59:59+01:00").unwrap(),
    );
    takes::<NaiveDate>(
        r#""2024-02-29""#,
        NaiveDate::from_ymd_opt(2024, 2, 29).unwrap(),
    );
    refuses::<NaiveDate>(&[
        r#""2023-02-29""#,
        r#""2023-2-01""#,
        r#""2023-02-01T00:00:00Z""#,
    ]);
    refuses::<DateTime<Utc>>(&[
        r#""2026-02-28 23:59:59Z""#,
        r#""2026-02-28T23:59:59""#,
        r#""2026-02-28T23:59:59.1234567891Z""#,
    ]);
    takes::<time::OffsetDateTime>(
        r#""2026-02-28T23:59:59Z""#,
        time::macros::datetime!(2026-02-28 23:59:59 UTC),
    );
    refuses::<time::OffsetDateTime>(&[r#""2016-12-31T23:59:60Z""#]);
    takes::<time::Date>(r#""2024-02-29""#, time::macros::date!(2024 - 02 - 29));
    takes::<rust_decimal::Decimal>("0.10", "0.10".parse().unwrap());
    takes::<rust_decimal::Decimal>("1.5e3", 1500.into());
    refuses::<rust_decimal::Decimal>(&[
        "1e29",
        "1e-29",
        "0.12345678901234567890123456789",
        "\"1\"",
        "1e999999999",
    ]);
}

#[test]
fn integers_other_than_zero() {
    takes::<NonZeroI8>("-128", NonZeroI8::MIN);
    takes::<NonZeroI32>("0.7e1", NonZeroI32::new(7).unwrap());
    takes::<Option<NonZeroI32>>("null", None);
    refuses::<NonZeroI8>(&["0", "-0.0", "128", "-129", "1.5", "null", "\"1\""]);
    let drift = decode::<NonZeroI32>("0").unwrap_err();
    assert_eq!(
        drift.violations()[0].expected(),
        "a whole number other than 0"
    );
    // A model reads of the hole.
    let schema = serde_json::to_value(<NonZeroI32 as Contract>::json_schema()).unwrap();
    assert!(
        schema["description"]
            .as_str()
            .unwrap()
            .starts_with("Not 0."),
        "{schema}"
    );
}

#[test]
fn durations_are_iso_8601() {
    use std::time::Duration;
    let lengths = [
        ("PT1H30M", 5_400_000),
        ("PT0S", 0),
        ("PT0.5S", 500),
        ("P1D", 86_400_000),
        ("P1DT1H", 90_000_000),
        ("P2W", 1_209_600_000),
        ("PT90M", 5_400_000),
        ("PT1H1S", 3_601_000),
        ("PT007S", 7_000),
    ];
    for (text, millis) in lengths {
        takes::<Duration>(&format!("\"{text}\""), Duration::from_millis(millis));
        takes::<chrono::TimeDelta>(
            &format!("\"-{text}\""),
            -chrono::TimeDelta::milliseconds(millis.try_into().unwrap()),
        );
        takes::<time::Duration>(
            &format!("\"-{text}\""),
            -time::Duration::milliseconds(millis.try_into().unwrap()),
        );
    }
    let longest = Duration::new(u64::MAX, 999_999_999);
    takes::<Duration>("\"PT18446744073709551615.999999999S\"", longest);
    let mut out = String::new();
    Duration::from_millis(5_400_250).write(&mut out);
    assert_eq!(out, "\"PT1H30M0.25S\"");
    // Months and years have no fixed length, and a number says no unit.
    let wrong = [
        "5400",
        "\"\"",
        "\"P\"",
        "\"PT\"",
        "\"P1Y\"",
        "\"P1M\"",
        "\"1h\"",
        "\"PT1M1H\"",
        "\"PT1.5H\"",
        "\"P1W1D\"",
        "\"pt1h\"",
        "\"PT1H \"",
        "\"PT0.1234567891S\"",
        "\"P1DT\"",
        "\"PT18446744073709551616S\"",
        "\"P99999999999999999999D\"",
    ];
    refuses::<Duration>(&wrong);
    refuses::<Duration>(&["\"-PT1S\""]);
    refuses::<chrono::TimeDelta>(&wrong);
    refuses::<time::Duration>(&wrong);
}

#[test]
fn times_without_a_zone() {
    use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
    let nanos = |text: &str| text.parse::<NaiveTime>().unwrap();
    takes::<NaiveTime>("\"14:05:09\"", nanos("14:05:09"));
    takes::<NaiveTime>("\"00:00:00.000000001\"", nanos("00:00:00.000000001"));
    takes::<time::Time>("\"14:05:09.25\"", time::macros::time!(14:05:09.25));
    let day = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
    takes::<NaiveDateTime>(
        "\"2024-02-29T14:05:09.5\"",
        day.and_time(nanos("14:05:09.5")),
    );
    takes::<time::PrimitiveDateTime>(
        "\"2024-02-29T14:05:09\"",
        time::macros::datetime!(2024-02-29 14:05:09),
    );
    // A zone is another type's, and nothing is guessed or cut off.
    let clocks = [
        "\"14:05\"",
        "\"24:00:00\"",
        "\"14:05:60\"",
        "\"14:05:09Z\"",
        "\"2:05:09\"",
        "\"14:05:09.1234567891\"",
        "140509",
    ];
    refuses::<NaiveTime>(&clocks);
    refuses::<time::Time>(&clocks);
    let moments = [
        "\"2023-02-29T14:05:09\"",
        "\"2024-02-29 14:05:09\"",
        "\"2024-02-29T14:05:09Z\"",
        "\"2024-02-29T14:05:09+01:00\"",
        "\"2024-02-29\"",
        "\"2024-13-01T00:00:00\"",
    ];
    refuses::<NaiveDateTime>(&moments);
    refuses::<time::PrimitiveDateTime>(&moments);
    let drift = decode::<NaiveDateTime>(moments[0]).unwrap_err();
    assert_eq!(
        drift.violations()[0].kind(),
        ViolationKind::Inexact,
        "{drift}"
    );
    let drift = decode::<NaiveDateTime>(moments[2]).unwrap_err();
    assert_eq!(
        drift.violations()[0].kind(),
        ViolationKind::Pattern,
        "{drift}"
    );
}

#[test]
fn addresses_and_paths() {
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
    takes::<Ipv4Addr>("\"192.0.2.1\"", Ipv4Addr::new(192, 0, 2, 1));
    takes::<Ipv6Addr>(
        "\"::ffff:192.0.2.1\"",
        Ipv4Addr::new(192, 0, 2, 1).to_ipv6_mapped(),
    );
    takes::<IpAddr>("\"192.0.2.1\"", Ipv4Addr::new(192, 0, 2, 1).into());
    takes::<IpAddr>("\"2001:db8::1\"", "2001:db8::1".parse().unwrap());
    refuses::<Ipv4Addr>(&[
        "\"192.0.2\"",
        "\"192.0.2.256\"",
        "\"192.0.02.1\"",
        "\"::1\"",
        "3221225985",
    ]);
    refuses::<Ipv6Addr>(&["\"192.0.2.1\"", "\"fe80::1%eth0\"", "\"[::1]\"", "\":::\""]);
    refuses::<IpAddr>(&[
        "\"localhost\"",
        "\"192.0.2.1/24\"",
        "\"192.0.2.1:80\"",
        "\"999.0.2.1\"",
        "\"1:2\"",
        "\"\"",
    ]);
    let path = r"C:\new\table.txt";
    takes::<std::path::PathBuf>(r#""C:\\new\\table.txt""#, path.into());
    refuses::<std::path::PathBuf>(&["[\"C:\"]", "null"]);
}
