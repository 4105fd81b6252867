//! The data of a variant lie beside the tag, wherever the tag stands.

use driftless::{Contract, decode};

#[derive(Debug, PartialEq, Contract)]
struct Card {
    number: String,
}

#[derive(Debug, PartialEq, Contract)]
#[contract(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
enum Payment {
    Cash,
    Card(Card),
    BankTransfer {
        account_no: String,
        note: Option<String>,
    },
}

/// Decodes, writes, and compares with what came in.
fn round<T: Contract>(text: &str) -> T {
    let value = decode::<T>(text).unwrap_or_else(|drift| panic!("{drift}"));
    let mut out = String::new();
    value.write(&mut out);
    assert_eq!(out, text);
    value
}

#[test]
fn runs() {
    assert_eq!(round::<Payment>(r#"{"kind":"cash"}"#), Payment::Cash);
    round::<Payment>(r#"{"kind":"card","number":"4"}"#);
    round::<Payment>(r#"{"kind":"bank_transfer","accountNo":"1","note":null}"#);
    let late = decode::<Payment>(r#"{"number":"4","kind":"card"}"#).unwrap();
    assert_eq!(
        late,
        Payment::Card(Card {
            number: "4".to_owned()
        })
    );
    for wrong in [
        r#"{"kind":"cash","number":"4"}"#,
        r#"{"kind":"card"}"#,
        r#"{"kind":"card","kind":"card","number":"4"}"#,
        r#"{"number":"4"}"#,
        r#"["card","4"]"#,
        r#""cash""#,
    ] {
        assert!(decode::<Payment>(wrong).is_err(), "{wrong}");
    }
}
