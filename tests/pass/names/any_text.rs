//! Names that must be escaped in JSON, and names beyond ASCII.

use driftless::{Contract, decode};

#[derive(Debug, PartialEq, Contract)]
struct Odd {
    #[contract(rename = "say \"hi\"\\\n")]
    quoted: u8,
    #[contract(rename = "größe")]
    size: u8,
    ключ: u8,
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
    let text = "{\"say \\\"hi\\\"\\\\\\n\":1,\"größe\":2,\"ключ\":3}";
    assert_eq!(
        round::<Odd>(text),
        Odd {
            quoted: 1,
            size: 2,
            ключ: 3
        }
    );
    assert!(decode::<Odd>(r#"{"say \u0022hi\u0022\\\n":1,"gr\u00f6\u00dfe":2,"ключ":3}"#).is_ok());
}
