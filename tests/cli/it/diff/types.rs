//! Snapshots of real types: what the derive writes is read back, and what no schema says is
//! compared as well.

use driftless::diff::{Class, Snapshot, compare};
use driftless::{Contract, Violation};

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "the form that checks have"
)]
fn sound(pieces: &u32) -> Result<(), Violation> {
    if *pieces == 13 {
        return Err(Violation::new("not thirteen"));
    }
    Ok(())
}

mod old {
    #![allow(dead_code, reason = "only the shapes are compared")]
    use driftless::Contract;

    #[derive(Contract)]
    pub(crate) struct Order {
        #[contract(pattern = r"^\d{4}$")]
        pub(crate) number: String,
        pub(crate) price: f64,
        #[contract(range(1..=99))]
        pub(crate) pieces: u32,
        pub(crate) next: Option<Box<Order>>,
        pub(crate) way: Way,
    }

    #[derive(Contract)]
    #[contract(tag = "kind", rename_all = "snake_case")]
    pub(crate) enum Way {
        /// By post.
        Post {
            stamps: u8,
        },
        Courier(Courier),
        None,
    }

    #[derive(Contract)]
    pub(crate) struct Courier {
        pub(crate) name: String,
    }
}

mod new {
    #![allow(dead_code, reason = "only the shapes are compared")]
    use driftless::Contract;

    #[derive(Contract)]
    pub(crate) struct Order {
        #[contract(pattern = "^[0-9][0-9][0-9][0-9]$")]
        pub(crate) number: String,
        pub(crate) price: f32,
        #[contract(range(1..=99), ensure = super::sound)]
        pub(crate) pieces: u32,
        pub(crate) next: Option<Box<Order>>,
        pub(crate) way: Way,
    }

    #[derive(Contract)]
    #[contract(tag = "kind", rename_all = "snake_case")]
    pub(crate) enum Way {
        /// By mail.
        Post {
            stamps: u16,
        },
        Courier(Courier),
        None,
    }

    #[derive(Contract)]
    pub(crate) struct Courier {
        pub(crate) name: String,
    }
}

fn told<Old: Contract, New: Contract>() -> Vec<String> {
    let (old, new) = (
        Snapshot::of::<Old>().unwrap(),
        Snapshot::of::<New>().unwrap(),
    );
    compare(&old, &new)
        .iter()
        .map(|change| format!("{} {change}", change.class()))
        .collect()
}

#[test]
fn what_the_derive_writes_is_read_back() {
    assert_eq!(told::<old::Order, old::Order>(), [""; 0]);
    assert_eq!(told::<new::Order, new::Order>(), [""; 0]);
}

#[test]
fn changes_of_types_are_told() {
    assert_eq!(
        told::<old::Order, new::Order>(),
        [
            "producer-breaking /pieces: new, and beyond the schema: check super::sound",
            "producer-breaking /price: numbers are held as f32, were held as f64",
            "consumer-breaking /way/stamps: in the variant `post`: was an integer >= 0 <= 255, is an integer >= 0 <= 65535, which allows more",
            "wording-only /way: the description of the variant `post` is \"By mail.\", was \"By post.\"",
            "compatible /number: it is now a text that matches /^[0-9][0-9][0-9][0-9]$/, was a text that matches /^\\d{4}$/: the same documents",
        ]
    );
}

#[test]
fn classes_are_ordered_by_weight() {
    assert!(Class::ALL.is_sorted());
}
