//! Types that live in a function, next to others of the same name.

use driftless::{Contract, decode};

fn one() -> bool {
    #[derive(Contract)]
    struct Local {
        a: u8,
        next: Option<Box<Local>>,
    }
    decode::<Local>(r#"{"a":1,"next":null}"#)
        .is_ok_and(|local| local.a == 1 && local.next.is_none())
}

fn other() -> bool {
    #[derive(Contract)]
    struct Local {
        b: String,
    }
    decode::<Local>(r#"{"b":"x"}"#).is_ok_and(|local| local.b == "x")
}

#[test]
fn runs() {
    assert!(one() && other());
}
