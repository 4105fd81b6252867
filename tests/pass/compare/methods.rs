//! Every method where it may stand; by borrowed form, on newtypes, in variants, with parameters; no
//! method is part of a fingerprint.

use std::collections::BTreeMap;

use driftless::Contract;

fn alike(one: &str, other: &str) -> f64 {
    if one.len() == other.len() { 1.0 } else { 0.0 }
}

fn lists(one: &[u32], other: &[u32]) -> f64 {
    if one == other { 1.0 } else { 0.5 }
}

#[derive(Contract)]
#[contract(compare(normalized))]
struct Name(String);

#[derive(Contract)]
struct City(#[contract(compare(edit, at_least = 0.75))] String);

#[derive(Contract)]
#[contract(tag = "kind", content = "data")]
enum Event {
    Said(#[contract(compare(rubric = "same tone, same facts"))] String),
    Paid {
        #[contract(compare(within = 0.01))]
        amount: f64,
    },
}

#[derive(Contract)]
struct Order<T> {
    #[contract(compare(exact))]
    id: String,
    #[contract(compare(within = "2.5%"))]
    weight: Option<f64>,
    #[contract(compare(within = 2))]
    pieces: Vec<u32>,
    #[contract(compare(with = alike))]
    sku: String,
    #[contract(compare(with = lists, at_least = 0.5))]
    sizes: Vec<u32>,
    #[contract(compare(with = Self::same))]
    thing: T,
    #[contract(compare(set, normalized, at_least = 0.9))]
    tags: Vec<String>,
    #[contract(compare(ordered))]
    steps: Vec<String>,
    #[contract(compare(matching, informative))]
    events: Vec<Event>,
    #[contract(compare(within = 1))]
    counts: BTreeMap<String, i64>,
    #[contract(compare(ignore))]
    trace: String,
    #[contract(length(1..), compare(token_f1, at_least = 0.9))]
    note: String,
    #[contract(optional, compare(exact))]
    next: Option<Box<Self>>,
    name: Name,
    city: City,
}

impl<T> Order<T> {
    fn same(_: &T, _: &T) -> f64 {
        1.0
    }
}

mod plain {
    #[derive(driftless::Contract)]
    pub struct Line {
        pub name: String,
    }
}

mod compared {
    #[derive(driftless::Contract)]
    pub struct Line {
        #[contract(compare(edit, informative))]
        pub name: String,
    }
}

#[test]
fn main() {
    assert!(Order::<u32>::json_schema().as_value().is_object());
    assert_eq!(plain::Line::fingerprint(), compared::Line::fingerprint());
}
