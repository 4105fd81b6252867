//! Enums: unit variants are strings, variants with data are objects with a tag.
//!
//! Notice: the tag may stand anywhere in the object, an unknown tag is an error, and serde's own
//! attributes are honoured.

use driftless::{Contract, decode};

/// A wish of a customer.
#[derive(Debug, PartialEq, Contract)]
#[contract(tag = "kind", rename_all = "snake_case")]
enum Wish {
    /// Money back.
    Refund {
        /// In US cents.
        #[contract(range(1..))]
        cents: u64,
        reason: Reason,
    },
    /// Another item of the same kind.
    Exchange { sku: String },
    /// Nothing to be done.
    None,
}

#[derive(Debug, PartialEq, Contract)]
#[contract(rename_all = "snake_case")]
enum Reason {
    Damaged,
    WrongItem,
    ChangedMind,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let wish: Wish = decode(r#"{"kind":"refund","cents":1250,"reason":"wrong_item"}"#)?;
    println!("{wish:?}");
    assert_eq!(
        wish,
        Wish::Refund {
            cents: 1250,
            reason: Reason::WrongItem
        }
    );

    let late: Wish = decode(r#"{"sku":"K-1","kind":"exchange"}"#)?;
    println!("{late:?}");

    for drifted in [
        r#"{"kind":"Refund","cents":1250,"reason":"damaged"}"#,
        r#"{"kind":"none","note":"thanks"}"#,
        r#"["exchange","K-1"]"#,
    ] {
        match decode::<Wish>(drifted) {
            Ok(wish) => return Err(format!("accepted {drifted} as {wish:?}").into()),
            Err(drift) => println!("\n{drift}"),
        }
    }
    Ok(())
}
