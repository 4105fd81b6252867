//! Deprecated items may stand in a contract and in a prompt; the derives' own use of it warns
//! nobody.
#![deny(deprecated)]

use driftless::{Contract, Prompt, decode};

#[derive(Debug, Contract)]
struct Order {
    #[deprecated]
    old: u8,
    #[deprecated = "by nothing"]
    #[contract(optional, range(..=5))]
    older: Option<u8>,
    new: u8,
}

#[derive(Debug, Contract)]
enum Kind {
    One,
    #[deprecated]
    Two,
}

#[derive(Debug, Contract)]
#[contract(tag = "kind")]
enum Union {
    #[deprecated(note = "never came")]
    Fields {
        a: u8,
    },
    Unit,
}

#[deprecated]
#[derive(Debug, Contract)]
struct Old {
    again: Vec<Old>,
}

#[derive(Debug, Contract)]
struct Holder {
    #[allow(deprecated)]
    old: Old,
}

#[derive(Debug, Prompt)]
#[prompt(output = Kind, user = "{old}")]
struct Ask {
    #[deprecated]
    old: String,
}

#[test]
fn runs() {
    assert!(decode::<Order>(r#"{"old":1,"older":5,"new":1}"#).is_ok());
    assert!(decode::<Kind>(r#""Two""#).is_ok());
    assert!(decode::<Union>(r#"{"kind":"Fields","a":1}"#).is_ok());
    assert!(decode::<Holder>(r#"{"old":{"again":[]}}"#).is_ok());
}
