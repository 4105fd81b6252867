//! A rule may say what the type says already: it is true, and a reader of the type need not know
//! that.

use std::collections::BTreeSet;

use driftless::{Contract, decode};

#[derive(Debug, Contract)]
enum State {
    Open,
    Closed,
}

#[derive(Debug, Contract)]
struct Order {
    #[contract(unique, length(0..))]
    tags: BTreeSet<String>,
    #[contract(length(3))]
    color: [u8; 3],
    #[contract(range(0..=255), multiple_of = 1)]
    size: u8,
    #[contract(range(0..))]
    price: u64,
    #[contract(one_of = [true, false])]
    paid: bool,
    #[contract(one_of = ["Closed", "Open"])]
    state: Option<State>,
    #[contract(one_of = [1, null])]
    level: Option<u8>,
    #[contract(pattern = "^[ab]$", one_of = ["a", "b"])]
    letter: String,
}

/// One rule says something of one type and nothing of the other.
#[derive(Debug, Contract)]
struct Count<T> {
    #[contract(range(0..))]
    count: T,
}

#[test]
fn runs() {
    let order = r#"{"tags":[],"color":[1,2,3],"size":255,"price":0,"paid":true,"state":"Open","level":null,"letter":"a"}"#;
    assert!(decode::<Order>(order).is_ok());
    assert!(decode::<Order>(&order.replace("\"a\"", "\"c\"")).is_err());
    assert!(decode::<Order>(&order.replace("null", "2")).is_err());
    assert!(decode::<Count<u32>>(r#"{"count":0}"#).is_ok());
    assert!(decode::<Count<i32>>(r#"{"count":-1}"#).is_err());
}
