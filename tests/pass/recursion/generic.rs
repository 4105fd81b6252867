//! A generic type that contains itself.

use std::fmt::Debug;
use std::hash::Hash;

use driftless::{Contract, decode};

#[derive(Debug, PartialEq, Contract)]
struct Tree<T> {
    value: T,
    children: Vec<Tree<T>>,
}

/// The stand-in for the item inside of its own field has what types around it usually ask for.
#[derive(Debug, PartialEq, Contract)]
struct Edge<T: Debug + PartialEq + Send + Sync + Unpin + 'static> {
    to: Vec<T>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Contract)]
struct Key<T: Clone + Default + Ord + Hash> {
    of: Vec<T>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Contract)]
struct Node {
    next: Key<Node>,
}

#[derive(Debug, PartialEq, Contract)]
struct Graph<T: Debug + PartialEq + Send + Sync + Unpin + ?Sized + 'static> {
    edges: Edge<Graph<T>>,
    value: Box<T>,
}

trait Named {}

/// A bound that only the item itself has needs the mark.
#[derive(Debug, PartialEq, Contract)]
struct Owned<T: Named> {
    all: Vec<T>,
}

#[derive(Debug, PartialEq, Contract)]
struct Owner {
    #[contract(recursive)]
    owned: Owned<Owner>,
}

impl Named for Owner {}

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
    round::<Tree<u8>>(r#"{"value":1,"children":[{"value":2,"children":[]}]}"#);
    round::<Tree<String>>(r#"{"value":"a","children":[]}"#);
    assert!(decode::<Tree<u8>>(r#"{"value":1,"children":[{"value":"a","children":[]}]}"#).is_err());
    round::<Graph<u8>>(r#"{"edges":{"to":[{"edges":{"to":[]},"value":2}]},"value":1}"#);
    round::<Node>(r#"{"next":{"of":[{"next":{"of":[]}}]}}"#);
    round::<Owner>(r#"{"owned":{"all":[{"owned":{"all":[]}}]}}"#);
    assert_ne!(Tree::<u8>::fingerprint(), Tree::<String>::fingerprint());
}
