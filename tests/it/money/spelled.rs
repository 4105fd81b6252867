//! Bills and counts in other spellings than the APIs document.

use driftless_tests::loopback::{Act, Loopback};

use super::bills::worst_case_is_booked;
use super::setup::{amount, chat, one, open_router, spent, stream};

/// Some gateways write numbers as text. What can't be read is no reason to believe the price.
#[tokio::test]
async fn a_bill_in_another_spelling_is_a_bill_and_one_that_cannot_be_read_is_unknown() {
    for bill in [
        r#""0.036""#,
        r#""$0.036""#,
        "3.6e-2",
        r#"{"total_cost":"0.036"}"#,
    ] {
        let told = format!(r#"{{"prompt_tokens":100,"completion_tokens":10,"cost":{bill}}}"#);
        let body = chat("a/b", &[&told]);
        let server = Loopback::always(move |_| Act::Send(stream(&body))).await;
        let (attempt, budget) = one(open_router(&server)).await;
        assert_eq!(attempt.booked, Some(amount("0.036")), "{bill}");
        assert_eq!(spent(&budget), amount("0.036"), "{bill}");
        server.finish();
    }
    for bill in ["-5", r#""1e400""#, r#""n/a""#, "true", "[1]"] {
        let told = format!(r#"{{"prompt_tokens":100,"completion_tokens":10,"cost":{bill}}}"#);
        let body = chat("a/b", &[&told]);
        let server = Loopback::always(move |_| Act::Send(stream(&body))).await;
        let one = one(open_router(&server)).await;
        let note = one.0.cost_note.clone().unwrap();
        assert!(note.contains("can't be read"), "{bill}: {note}");
        worst_case_is_booked(one, bill);
        server.finish();
    }
    let told = r#"{"prompt_tokens":"100","completion_tokens":10.0,"cost":null}"#;
    let server = Loopback::always(move |_| Act::Send(stream(&chat("a/b", &[told])))).await;
    let (attempt, _) = one(open_router(&server)).await;
    assert_eq!(attempt.booked, Some(amount("0.00015")));
    server.finish();
}
