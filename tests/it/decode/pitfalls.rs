//! Inputs that serde takes and that are wrong: refused, each.
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

use std::collections::{BTreeMap, BTreeSet};

use driftless::contract::Untyped;
use driftless::{Contract, decode, decode_slice};

#[derive(Debug, Contract)]
struct Person {
    name: String,
    email: String,
}

#[derive(Debug, Contract)]
struct Holder {
    person: Person,
}

#[derive(Debug, Contract)]
struct Noted {
    name: String,
    note: Option<String>,
}

#[derive(Debug, Contract)]
struct AllOptional {
    a: Option<i32>,
    b: Option<i32>,
}

#[derive(Debug, Contract)]
#[contract(tag = "kind")]
enum Payment {
    Cash,
    Card { number: String },
    Wrap(Extra),
}

#[derive(Debug, Contract)]
struct Extra {
    a: i32,
    m: BTreeMap<String, u32>,
}

#[derive(Debug, Contract)]
#[contract(tag = "t", content = "c")]
enum Adjacent {
    A(i32),
    B { x: i32 },
    U,
}

#[derive(Debug, Contract)]
enum Currency {
    #[contract(rename = "USD")]
    Usd,
    #[contract(rename = "EUR")]
    Eur,
}

#[derive(Debug, Contract)]
struct Priced {
    c: Currency,
}

#[derive(Debug, Contract)]
struct New(i32);

fn refused<T: Contract + std::fmt::Debug>(texts: &[&str]) {
    for text in texts {
        let drift = decode::<T>(text).expect_err(text);
        let kinds: Vec<_> = drift.violations().iter().map(|one| one.kind()).collect();
        assert!(
            !kinds.contains(&driftless::ViolationKind::Internal),
            "{text}: {kinds:?}"
        );
    }
}

fn taken<T: Contract + std::fmt::Debug>(texts: &[&str]) {
    for text in texts {
        decode::<T>(text).unwrap_or_else(|drift| panic!("{text}: {drift}"));
    }
}

#[test]
fn arrays_are_no_objects() {
    refused::<Person>(&[r#"["Ann","a@x"]"#, r#"["a@x","Ann"]"#, r#"["Ann"]"#, "[]"]);
    refused::<Holder>(&[r#"{"person":["Ann","a@x"]}"#]);
    refused::<Vec<Person>>(&[r#"[["Ann","a@x"],["b@x","Bob"]]"#]);
    refused::<Payment>(&[r#"["Card","4111"]"#, r#"["Cash"]"#]);
    refused::<Adjacent>(&[r#"["A",7]"#, r#"{"t":"B","c":[7]}"#, r#"{"B":[7]}"#]);
    refused::<New>(&["[3]"]);
    taken::<New>(&["3"]);
}

#[test]
fn absence_is_no_null() {
    refused::<Noted>(&[r#"{"name":"n"}"#, r#"{"name":"n","notes":"important"}"#]);
    refused::<AllOptional>(&["{}", r#"{"error":"I cannot do that"}"#]);
    taken::<Noted>(&[r#"{"name":"n","note":null}"#]);
    taken::<AllOptional>(&[r#"{"a":null,"b":null}"#]);
}

#[test]
fn keys_are_declared_and_stand_once() {
    refused::<Person>(&[
        r#"{"name":"n","email":"e","confidence":0.1}"#,
        r#"{"name":"n","email":"e","name":"m"}"#,
        r#"{"name":"n","email":"e","x":1,"x":2}"#,
        r#"{"name":"n","email":"e","x":1e99999}"#,
        r#"{"name":"n","email":"e","x":"\ud800"}"#,
        r#"{"name":"n","email":"e",}"#,
        r#"{"name":"n",/*c*/"email":"e"}"#,
        r#"{"name":"n","email":"e"} trailing"#,
    ]);
    taken::<Person>(&[
        r#"{"n\u0061me":"n","email":"e"}"#,
        r#"{"email":"e","name":"n"}"#,
    ]);
    refused::<BTreeMap<String, i32>>(&[r#"{"a":1,"a":2}"#, r#"{"a":1,"\u0061":2}"#]);
    refused::<Untyped>(&[r#"{"a":1,"a":2}"#, r#"[{"a":{"b":1,"b":1}}]"#]);
    refused::<BTreeSet<String>>(&[r#"["a","a"]"#]);
    refused::<Payment>(&[
        r#"{"kind":"Cash","kind":"Card","number":"1"}"#,
        r#"{"kind":"Cash","number":"4111"}"#,
        r#"{"kind":"Card","number":"1","x":1}"#,
        r#"{"kind":"Card","number":123}"#,
    ]);
    taken::<Payment>(&[
        r#"{"kind":"Cash"}"#,
        r#"{"number":"1","kind":"Card"}"#,
        r#"{"kind":"Wrap","a":1,"m":{"1":2}}"#,
    ]);
    refused::<Adjacent>(&[
        r#"{"t":"A","c":1,"zz":2}"#,
        r#"{"t":"U","c":null}"#,
        r#"{"t":"U","c":5}"#,
        r#"{"t":0,"c":3}"#,
    ]);
    taken::<Adjacent>(&[
        r#"{"t":"U"}"#,
        r#"{"c":7,"t":"A"}"#,
        r#"{"t":"B","c":{"x":1}}"#,
    ]);
}

#[test]
fn enum_values_are_strings() {
    refused::<Priced>(&[
        r#"{"c":{"USD":null}}"#,
        r#"{"c":{"USD":{}}}"#,
        r#"{"c":"usd"}"#,
        r#"{"c":0}"#,
    ]);
    refused::<Payment>(&[r#"{"kind":0,"number":"n"}"#, r#"{"kind":1}"#]);
}

#[test]
fn free_form_numbers_stay_exact() {
    refused::<Untyped>(&[
        r#"{"v":18446744073709551617}"#,
        r#"{"v":9007199254740993.0}"#,
        "1e999",
        "1e-999",
    ]);
    taken::<Untyped>(&[
        r#"{"v":18446744073709551615}"#,
        "-9223372036854775808",
        "1e25",
        r#"{"$serde_json::private::Number":"123"}"#,
    ]);
}

#[test]
fn documents_are_whole() {
    refused::<Vec<Untyped>>(&[
        "",
        " ",
        "\u{feff}[]",
        "[] []",
        &"[".repeat(200),
        &"[".repeat(100_000),
    ]);
    assert!(decode_slice::<String>(b"\"\xff\xfe\"").is_err());
    let deep = format!("{}{}", "[".repeat(128), "]".repeat(128));
    taken::<Untyped>(&[&deep]);
    let deeper = format!("{}{}", "[".repeat(129), "]".repeat(129));
    refused::<Untyped>(&[&deeper]);
}
