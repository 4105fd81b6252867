//! A lifetime parameter: the value owns its data all the same.

use std::borrow::Cow;

use driftless::{Contract, decode};

#[derive(Debug, PartialEq, Contract)]
struct Line<'a> {
    #[contract(length(1..))]
    text: Cow<'a, str>,
    next: Option<Box<Line<'a>>>,
}

#[test]
fn runs() {
    let line = decode::<Line<'static>>(r#"{"text":"a","next":{"text":"b","next":null}}"#).unwrap();
    assert_eq!(line.next.unwrap().text, "b");
}
