//! What changes a fingerprint, what does not, and that both stay as they are from compiler to compiler.
#![allow(
    clippy::unwrap_used,
    dead_code,
    reason = "only the descriptions are wanted"
)]

use driftless::Contract;

/// Declares the same contract in several modules, each with one change.
macro_rules! variants {
    ($($name:ident { $($item:item)* })*) => {$(
        mod $name {
            #[allow(unused_imports, reason = "one of the variants has a map")]
            use std::collections::BTreeMap;

            use driftless::Contract;

            $($item)*
        }
    )*};
}

variants! {
    base {
        /// An order.
        #[derive(Debug, Contract)]
        pub(super) struct Order {
            /// Its number.
            #[contract(length(1..=9))]
            id: String,
            #[contract(range(0..=100))]
            qty: u32,
            note: Option<String>,
            children: Vec<Order>,
        }
    }
    moved {
        /// An order.
        #[derive(Debug, Contract)]
        pub(super) struct Order {
            /// Its number.
            #[contract(length(1..=9))]
            id: String,
            #[contract(range(0..=100))]
            qty: u32,
            note: Option<String>,
            children: Vec<Order>,
        }
    }
    described {
        /// An order by a customer.
        #[derive(Debug, Contract)]
        pub(super) struct Order {
            /// Its number.
            #[contract(length(1..=9))]
            id: String,
            #[contract(range(0..=100))]
            qty: u32,
            note: Option<String>,
            children: Vec<Order>,
        }
    }
    ruled {
        /// An order.
        #[derive(Debug, Contract)]
        pub(super) struct Order {
            /// Its number.
            #[contract(length(1..=8))]
            id: String,
            #[contract(range(0..=100))]
            qty: u32,
            note: Option<String>,
            children: Vec<Order>,
        }
    }
    reordered {
        /// An order.
        #[derive(Debug, Contract)]
        pub(super) struct Order {
            #[contract(range(0..=100))]
            qty: u32,
            /// Its number.
            #[contract(length(1..=9))]
            id: String,
            note: Option<String>,
            children: Vec<Order>,
        }
    }
    optional {
        /// An order.
        #[derive(Debug, Contract)]
        pub(super) struct Order {
            /// Its number.
            #[contract(length(1..=9))]
            id: String,
            #[contract(range(0..=100))]
            qty: u32,
            #[contract(optional)]
            note: Option<String>,
            children: Vec<Order>,
        }
    }
    wider {
        /// An order.
        #[derive(Debug, Contract)]
        pub(super) struct Order {
            /// Its number.
            #[contract(length(1..=9))]
            id: String,
            #[contract(range(0..=100))]
            qty: u64,
            note: Option<String>,
            children: Vec<Order>,
        }
    }
    mapped {
        /// An order.
        #[derive(Debug, Contract)]
        pub(super) struct Order {
            /// Its number.
            #[contract(length(1..=9))]
            id: String,
            #[contract(range(0..=100))]
            qty: u32,
            note: Option<String>,
            children: BTreeMap<String, Order>,
        }
    }
    cycle_one {
        #[derive(Debug, Contract)]
        pub(super) struct Folder { #[contract(recursive)] entries: Vec<Entry> }
        #[derive(Debug, Contract)]
        pub(super) struct Entry { size: u64, folder: Option<Folder> }
        #[derive(Debug, Contract)]
        pub(super) struct Unused { tags: BTreeMap<String, bool> }
    }
    cycle_two {
        #[derive(Debug, Contract)]
        pub(super) struct Folder { #[contract(recursive)] entries: Vec<Entry> }
        #[derive(Debug, Contract)]
        pub(super) struct Entry { size: u32, folder: Option<Folder> }
        #[derive(Debug, Contract)]
        pub(super) struct Unused { tags: BTreeMap<String, bool> }
    }
}

#[test]
fn words_change_the_text_alone() {
    let base = base::Order::fingerprint();
    let described = described::Order::fingerprint();
    assert_eq!(base.shape(), described.shape());
    assert_ne!(base.text(), described.text());
}

#[test]
fn where_a_type_stands_changes_nothing() {
    assert_eq!(base::Order::fingerprint(), moved::Order::fingerprint());
}

#[test]
fn what_the_wire_carries_changes_both() {
    let base = base::Order::fingerprint();
    for other in [
        ruled::Order::fingerprint(),
        reordered::Order::fingerprint(),
        optional::Order::fingerprint(),
        wider::Order::fingerprint(),
        mapped::Order::fingerprint(),
    ] {
        assert_ne!(base.shape(), other.shape());
        assert_ne!(base.text(), other.text());
    }
}

#[test]
fn a_change_anywhere_in_a_cycle_is_seen_everywhere() {
    use cycle_one as one;
    use cycle_two as two;
    assert_ne!(
        one::Folder::fingerprint().shape(),
        two::Folder::fingerprint().shape()
    );
    assert_ne!(
        one::Entry::fingerprint().shape(),
        two::Entry::fingerprint().shape()
    );
    assert_eq!(one::Unused::fingerprint(), two::Unused::fingerprint());
    assert_eq!(one::Folder::fingerprint(), one::Folder::fingerprint());
}

/// These are written into lock files: a change here makes every qualification stale.
#[test]
fn fingerprints_are_pinned() {
    insta::assert_snapshot!(base::Order::fingerprint(), @"42b2104edf9b4f49eb96c315f532b6e8:b641e38107af8bebbdbc5f8b39ff1c05");
    insta::assert_snapshot!(one_cycle(), @"065d129cdc182355294e4c7939e9ec37:76f21833803ce6d6c8249e0bd33f0d2c");
    insta::assert_snapshot!(Vec::<Option<f64>>::fingerprint(), @"d00674ec3c4ff78c0ae04a1e62dcff8b:d00674ec3c4ff78c0ae04a1e62dcff8b");
}

fn one_cycle() -> driftless::Fingerprint {
    cycle_one::Folder::fingerprint()
}
