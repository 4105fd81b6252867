//! All derives on one type, from which serde's and ours agree on the wire.

use driftless::{Contract, decode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Contract, Serialize, Deserialize, JsonSchema)]
#[serde(
    rename_all = "camelCase",
    deny_unknown_fields,
    crate = "serde",
    bound = "",
    expecting = "an order"
)]
struct Order {
    order_id: String,
    #[serde(rename = "qty")]
    #[contract(range(1..))]
    quantity: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[contract(optional)]
    note: Option<String>,
    payment: Payment,
    id: Id,
}

#[derive(Debug, PartialEq, Contract, Serialize, Deserialize, JsonSchema)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
enum Payment {
    Cash,
    BankTransfer {
        account_no: String,
    },
    #[serde(rename_all = "UPPERCASE")]
    Card {
        number: String,
    },
}

#[derive(Debug, PartialEq, Contract, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
struct Id(u64);

#[derive(Debug, PartialEq, Contract, Serialize, Deserialize, JsonSchema)]
#[serde(
    tag = "t",
    content = "c",
    rename(serialize = "Happening", deserialize = "Happening")
)]
enum Event {
    Ping,
    #[serde(rename(serialize = "msg", deserialize = "msg"))]
    Text(String),
}

fn agree<T: Contract + Serialize + PartialEq + std::fmt::Debug>(value: T) {
    let text = serde_json::to_string(&value).unwrap();
    let mut own = String::new();
    value.write(&mut own);
    assert_eq!(own, text);
    assert_eq!(decode::<T>(&text).unwrap(), value);
}

#[test]
fn runs() {
    for payment in [
        Payment::Cash,
        Payment::BankTransfer {
            account_no: "1".to_owned(),
        },
        Payment::Card {
            number: "2".to_owned(),
        },
    ] {
        agree(Order {
            order_id: "a".to_owned(),
            quantity: 1,
            note: None,
            payment,
            id: Id(7),
        });
    }
    agree(Event::Ping);
    agree(Event::Text("a".to_owned()));
}
