//! A change of a contract, shown before it ships: whom it breaks, and the document that proves it.
//!
//! Notice: the committed schemas are compared with the code as sets of documents, so a rule that
//! only looks different breaks nobody.

use driftless::diff::{Class, Snapshot, compare};
use driftless::{Contract, decode};

mod released {
    //! The contract as it was committed.

    use driftless::Contract;

    #[derive(Debug, Contract)]
    pub struct Ticket {
        #[contract(pattern = "^[A-Z][A-Z]-[0-9]+$")]
        pub number: String,
        #[contract(length(..=8))]
        pub products: Vec<String>,
        pub severity: Option<u8>,
    }
}

/// The contract as it is in the code.
#[derive(Debug, Contract)]
struct Ticket {
    /// Letters of the queue, then a number.
    #[contract(pattern = "^[A-Z]{2}-[0-9]+$")]
    number: String,
    #[contract(length(..=8), unique)]
    products: Vec<String>,
    severity: Option<u16>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // `contracts schemas <folder>` writes such a text for each contract, and
    // `contracts diff <folder>` compares them all.
    let committed = Snapshot::text::<released::Ticket>();
    let changes = compare(&Snapshot::read(&committed)?, &Snapshot::of::<Ticket>()?);
    for change in &changes {
        println!("{:<17} {change}", change.class().name());
        if let Some(document) = change.witness() {
            let before = decode::<released::Ticket>(document).is_ok();
            let now = decode::<Ticket>(document).is_ok();
            println!("{:<17} {document} (fits before: {before}, now: {now})", "");
            assert_ne!(before, now, "the document is the proof");
        }
    }
    let classes: Vec<(Class, &str)> = changes
        .iter()
        .map(|change| (change.class(), change.pointer()))
        .collect();
    assert_eq!(
        classes,
        [
            (Class::ProducerBreaking, "/products"),
            (Class::ConsumerBreaking, "/severity"),
            (Class::WordingOnly, ""),
            (Class::WordingOnly, "/number"),
            (Class::Compatible, "/number"),
        ]
    );
    Ok(())
}
