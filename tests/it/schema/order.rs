//! The order of fields is the declaration's, also in `schemars::Schema`.

use driftless::Contract;

#[derive(Contract)]
#[allow(dead_code, reason = "read by its schema alone")]
struct Backwards {
    zebra: bool,
    mole: u8,
    ant: Option<String>,
}

#[test]
fn a_schemars_schema_keeps_the_declarations_order() {
    let text = serde_json::to_string(&Backwards::json_schema()).unwrap();
    assert!(
        text.contains(r#""properties":{"zebra":{"type":"boolean"},"mole":{"type":"integer","minimum":0,"maximum":255},"ant":{"type":["string","null"]}},"required":["zebra","mole","ant"]"#),
        "{text}"
    );
}
