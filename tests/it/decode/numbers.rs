//! Spellings of numbers: whole ones exactly, fractions as the nearest value of their type.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::float_cmp,
    reason = "a test's helpers fail loudly"
)]

use driftless::contract::Untyped;
use driftless::{Contract, ViolationKind as Kind, decode};
use rust_decimal::Decimal;

#[test]
fn a_fraction_is_the_nearest_float_of_its_type() {
    for text in [
        "0.1",
        "0.10000000000000001",
        "0.1000000000000000055511151231257827021181583404541015625",
        "0.33333333333333333",
        "3.14159265358979323846",
        "37.774929499999999",
        "1.00000000000000011102230246251565404236316680908203125",
        "2.2250738585072011e-308",
        "4.9406564584124654e-324",
        "3e-324",
        "123456789012345.678901234567890",
        "-0.30000000000000004",
        "1.7976931348623157e+308",
    ] {
        let value = decode::<f64>(text).unwrap_or_else(|drift| panic!("{drift}"));
        assert_eq!(value, text.parse::<f64>().unwrap(), "{text}");
        decode::<Untyped>(text).unwrap_or_else(|drift| panic!("{drift}"));
    }
    for text in [
        "0.1",
        "0.3333333333333333",
        "0.87654321",
        "48.8583701",
        "4.666666667",
        "0.99999999",
        "1e-45",
        "3.4028235e38",
        "16777216",
        "0.1000000000000000055511151231257827021181583404541015625",
    ] {
        let value = decode::<f32>(text).unwrap_or_else(|drift| panic!("{drift}"));
        assert_eq!(value, text.parse::<f32>().unwrap(), "{text}");
    }
}

#[test]
fn a_whole_number_keeps_every_digit() {
    for text in [
        "9007199254740992",
        "9007199254740994",
        "-9007199254740992.0",
        "1e22",
        "6.022e23",
        "18014398509481984",
        "-0.0",
        "0e-999",
        "0.0",
    ] {
        decode::<f64>(text).unwrap_or_else(|drift| panic!("{drift}"));
    }
    for text in [
        "9007199254740993",
        "9007199254740993.0",
        "9.007199254740993e15",
        "18446744073709551617",
        "1000000000000000000000001",
        "123456789012345678901234567890",
    ] {
        let drift = decode::<f64>(text).unwrap_err();
        let [one] = drift.violations() else {
            panic!("{drift}")
        };
        assert_eq!(one.kind(), Kind::Inexact);
        assert!(
            one.expected()
                .starts_with("a whole number that a 64-bit float holds exactly"),
            "{one}"
        );
    }
    for text in ["16777217", "33554433", "123456789", "2147483647"] {
        let drift = decode::<f32>(text).unwrap_err();
        let [one] = drift.violations() else {
            panic!("{drift}")
        };
        assert!(
            one.expected()
                .starts_with("a whole number that a 32-bit float holds exactly"),
            "{one}"
        );
    }
    assert!(decode::<f32>("16777218").is_ok());
}

#[test]
fn neither_infinity_nor_nothing_comes_of_a_number() {
    for text in [
        "1e309",
        "1.7976931348623159e308",
        "-1e999",
        "1e-324",
        "2.4703282292062327e-324",
        "1e-999",
        "0.0000000001e-400",
    ] {
        let drift = decode::<f64>(text).unwrap_err();
        let [one] = drift.violations() else {
            panic!("{drift}")
        };
        assert_eq!(
            (one.kind(), one.expected()),
            (
                Kind::Inexact,
                "a number that a 64-bit float can hold: 0, or from 5e-324 to 1.7976931348623157e308 in size"
            )
        );
        assert!(decode::<Untyped>(text).is_err());
    }
    for text in ["1e39", "3.4028236e38", "1e-46", "7e-46"] {
        let drift = decode::<f32>(text).unwrap_err();
        assert_eq!(
            drift.violations()[0].expected(),
            "a number that a 32-bit float can hold: 0, or from 1e-45 to 3.4028235e38 in size"
        );
    }
}

/// A number that lies inside a bound may be held as one that lies on it.
#[test]
fn a_bound_holds_for_what_was_written_and_for_what_is_held() {
    #[derive(Debug, Contract)]
    struct Share {
        #[contract(range(0.0..1.0))]
        wide: f64,
        #[contract(range(exclusive_min = 0, max = 1))]
        narrow: f32,
    }
    let with = |wide: &str, narrow: &str| {
        decode::<Share>(&format!(r#"{{"wide":{wide},"narrow":{narrow}}}"#))
    };
    assert!(with("0.99999999999999988", "0.99999997").is_ok());
    for (wide, narrow, at) in [
        ("0.99999999999999999999", "1", "/wide"),
        ("1.0000000000000000001", "1", "/wide"),
        ("0.5", "1.00000000001", "/narrow"),
    ] {
        let drift = with(wide, narrow).unwrap_err();
        let [one] = drift.violations() else {
            panic!("{drift}")
        };
        assert_eq!((one.kind(), one.pointer()), (Kind::OutOfRange, at), "{one}");
    }
    let drift = with("0.99999999999999999999", "1").unwrap_err();
    assert_eq!(drift.violations()[0].hint(), Some("it is held as 1"));
}

#[test]
fn what_decimals_and_times_hold_is_said_in_words() {
    let drift = decode::<Decimal>("0.12345678901234567890123456789").unwrap_err();
    assert_eq!(
        drift.violations()[0].expected(),
        "a decimal number of at most 28 digits, up to 79228162514264337593543950335 in size"
    );
    let drift =
        decode::<chrono::DateTime<chrono::Utc>>("\"2026-01-01T00:00:00.1234567891Z\"").unwrap_err();
    assert!(
        drift.violations()[0]
            .expected()
            .contains("at most nine digits of a second"),
        "{drift}"
    );
}

#[test]
fn numbers_of_many_digits_are_read_in_linear_time() {
    // Each took a text of 767 digits; only the count of steps is bounded here, by the test's own
    // patience.
    let one = "4.9406564584124654e-324";
    let many = format!("[{}]", vec![one; 40_000].join(","));
    assert_eq!(decode::<Vec<f64>>(&many).unwrap().len(), 40_000);
}
