//! Items are equal when their JSON is, whatever order their keys have.

use driftless::{Contract, decode};

#[derive(Debug, Contract)]
struct Point {
    x: i32,
    y: i32,
}

#[derive(Debug, Contract)]
struct Path {
    #[contract(unique, length(1..))]
    points: Vec<Point>,
}

#[test]
fn runs() {
    assert!(decode::<Path>(r#"{"points":[{"x":1,"y":2},{"x":2,"y":1}]}"#).is_ok());
    assert!(decode::<Path>(r#"{"points":[{"x":1,"y":2},{"y":2,"x":1.0}]}"#).is_err());
}
