//! A change of a contract, told before it ships: whom it breaks, and the document that proves it.
//!
//! Notice: the committed schemas are compared with the code as sets of documents, so a rule that
//! only looks different breaks nobody.

use driftless::Contract;
use driftless::diff::{Class, Snapshot, compare};

mod released {
    //! The contract as it was committed.

    use driftless::Contract;

    #[derive(Contract)]
    #[allow(dead_code, reason = "only its description is used")]
    pub(crate) struct Ticket {
        #[contract(pattern = "^[A-Z][A-Z]-[0-9]+$")]
        number: String,
        #[contract(length(..=8))]
        products: Vec<String>,
        severity: Option<u8>,
    }
}

/// The contract as it is in the code.
#[derive(Contract)]
#[allow(dead_code, reason = "only its description is used")]
struct Ticket {
    /// Letters of the queue, then a number.
    #[contract(pattern = "^[A-Z]{2}-[0-9]+$")]
    number: String,
    #[contract(length(..=8), unique)]
    products: Vec<String>,
    severity: Option<u16>,
}

#[allow(clippy::print_stdout, reason = "an example talks to its reader")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    // `contracts schemas <folder>` writes such a text for each contract, and
    // `contracts diff <folder>` compares them all.
    let committed = Snapshot::text::<released::Ticket>();
    let changes = compare(&Snapshot::read(&committed)?, &Snapshot::of::<Ticket>()?);
    for change in &changes {
        println!("{:<17} {change}", change.class().name());
        if let Some(document) = change.witness() {
            println!("{:<17} {document}", "");
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
