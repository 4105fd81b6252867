//! Changes that affect a fingerprint and changes that don't; both are stable from compiler to
//! compiler.
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
    shared {
        #[derive(Debug, Contract)]
        pub(super) struct Leaf { end: bool }
        #[derive(Debug, Contract)]
        pub(super) struct Middle { left: Leaf, right: Leaf }
        #[derive(Debug, Contract)]
        pub(super) struct Top { left: Middle, right: Middle }
    }
    shared_leaf {
        #[derive(Debug, Contract)]
        pub(super) struct Leaf { end: u8 }
        #[derive(Debug, Contract)]
        pub(super) struct Middle { left: Leaf, right: Leaf }
        #[derive(Debug, Contract)]
        pub(super) struct Top { left: Middle, right: Middle }
    }
    shared_by_copies {
        #[derive(Debug, Contract)]
        pub(super) struct Leaf { end: bool }
        #[derive(Debug, Contract)]
        pub(super) struct Leaf2 { end: bool }
        #[derive(Debug, Contract)]
        pub(super) struct Middle { left: Leaf, right: Leaf2 }
        #[derive(Debug, Contract)]
        pub(super) struct Top { left: Middle, right: Middle }
    }
    shared_in_part {
        #[derive(Debug, Contract)]
        pub(super) struct Leaf { end: bool }
        #[derive(Debug, Contract)]
        pub(super) struct Leaf2 { end: u8 }
        #[derive(Debug, Contract)]
        pub(super) struct Middle { left: Leaf, right: Leaf2 }
        #[derive(Debug, Contract)]
        pub(super) struct Top { left: Middle, right: Middle }
    }
    back_near {
        #[derive(Debug, Contract)]
        pub(super) struct Hold<T> { item: Vec<T> }
        #[derive(Debug, Contract)]
        pub(super) struct Top { near: Hold<Top>, far: Hold<Inner<Top>> }
        #[derive(Debug, Contract)]
        pub(super) struct Inner<T> { held: Hold<T> }
    }
    back_far {
        #[derive(Debug, Contract)]
        pub(super) struct Hold<T> { item: Vec<T> }
        #[derive(Debug, Contract)]
        pub(super) struct Top { near: Hold<Top>, far: Hold<Inner<Top>> }
        #[derive(Debug, Contract)]
        pub(super) struct Inner<T> { held: Hold<Inner<T>>, #[contract(optional)] _other: Option<T> }
    }
    back_to_newtype_one {
        #[derive(Debug, Contract)]
        pub(super) struct Outer(Option<Vec<Lists<Outer>>>);
        #[derive(Debug, Contract)]
        pub(super) struct Lists<T>(Vec<T>);
    }
    back_to_newtype_two {
        #[derive(Debug, Contract)]
        pub(super) struct Outer(Option<Vec<Lists>>);
        #[derive(Debug, Contract)]
        pub(super) struct Lists(Vec<Lists>);
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

#[test]
fn a_change_in_a_type_that_is_used_often_is_seen_at_the_root() {
    let shape = shared::Top::fingerprint().shape();
    assert_ne!(shape, shared_leaf::Top::fingerprint().shape());
    assert_ne!(shape, shared_in_part::Top::fingerprint().shape());
    assert_ne!(
        shared_leaf::Top::fingerprint().shape(),
        shared_in_part::Top::fingerprint().shape()
    );
}

#[test]
fn two_types_of_one_form_are_as_good_as_one_on_the_wire() {
    let (one, two) = (
        shared::Top::fingerprint(),
        shared_by_copies::Top::fingerprint(),
    );
    assert_eq!(one.shape(), two.shape());
    assert_ne!(one.text(), two.text());
}

#[test]
fn where_a_way_back_leads_counts() {
    assert_ne!(
        back_near::Top::fingerprint().shape(),
        back_far::Top::fingerprint().shape()
    );
    assert_ne!(
        back_to_newtype_one::Outer::fingerprint().shape(),
        back_to_newtype_two::Outer::fingerprint().shape()
    );
}

/// These are written into lock files: a change here makes every qualification stale.
#[test]
fn fingerprints_are_pinned() {
    insta::assert_snapshot!(base::Order::fingerprint(), @"0c9eddeb539723ce6e66d32b74e27635:fa12c00ba18c51b269353fdf6cb9e2ad");
    insta::assert_snapshot!(one_cycle(), @"ed0c5c39ac52341745a8e7a2aab62cd5:28d7c0b3c8b443bd814b6e0f25a0c753");
    insta::assert_snapshot!(Vec::<Option<f64>>::fingerprint(), @"d00674ec3c4ff78c0ae04a1e62dcff8b:d00674ec3c4ff78c0ae04a1e62dcff8b");
}

fn one_cycle() -> driftless::contract::Fingerprint {
    cycle_one::Folder::fingerprint()
}
