//! Control characters, allowed wherever text is.

use std::collections::BTreeMap;

use driftless::{Contract, contract::Untyped, decode};

#[derive(Contract)]
struct Page {
    #[contract(control_characters)]
    text: String,
    #[contract(control_characters, length(1..))]
    lines: Vec<Option<String>>,
    #[contract(control_characters)]
    by_name: BTreeMap<String, u8>,
    #[contract(control_characters)]
    free: Untyped,
    #[contract(control_characters)]
    raw: Raw,
}

#[derive(Contract)]
#[contract(control_characters)]
struct Raw(String);

#[test]
fn runs() {
    let text =
        r#"{"text":"\fA","lines":["\bB",null],"by_name":{"\fC":1},"free":["\fD"],"raw":"\fE"}"#;
    let page = decode::<Page>(text).unwrap();
    assert_eq!(page.text, "\u{c}A");
}
