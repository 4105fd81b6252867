//! A repair names the places that the model wrote.
#![allow(clippy::unwrap_used, reason = "a test's helpers fail loudly")]

use std::collections::BTreeMap;

use driftless::dialect::{Adapted, AnthropicSchema, Dialect as _, JsonMode, OpenAiSchema, adapt};
use driftless::{Contract, Violation};

#[derive(Debug, Contract)]
struct Shop {
    cool: BTreeMap<String, u8>,
    inner: Vec<BTreeMap<String, Part>>,
    name: Option<String>,
}

#[derive(Debug, Contract)]
#[contract(tag = "kind")]
enum Part {
    Bolt {
        #[contract(range(1..=9))]
        size: u8,
        notes: BTreeMap<String, String>,
    },
}

fn places<T: Contract + std::fmt::Debug>(adapted: &Adapted, answer: &str) -> Vec<String> {
    let drift = adapted.decode::<T>(answer).unwrap_err();
    let sent = adapted.as_sent(&drift);
    assert_eq!(sent.len(), drift.violations().len());
    sent.iter().map(|one| one.pointer().to_owned()).collect()
}

#[test]
fn an_entry_of_a_map_is_named_by_its_index() {
    let adapted = adapt(Shop::SHAPE, OpenAiSchema::TABLE).unwrap();
    let places = |answer: &str| places::<Shop>(&adapted, answer);
    assert_eq!(
        places(
            r#"{"cool":[{"key":"b","value":1},{"key":"a","value":-1},{"key":"c/d","value":"x"}],"inner":[],"name":null}"#
        ),
        ["/cool/1/value", "/cool/2/value"]
    );
    // A key that stands twice, at its second place.
    assert_eq!(
        places(
            r#"{"cool":[{"key":"a","value":1},{"key":"a","value":300}],"inner":[],"name":null}"#
        ),
        ["/cool/1/key", "/cool/1/value"]
    );
    // Entries that are none.
    assert_eq!(
        places(r#"{"cool":[{"key":"a"},{"key":1,"value":1},7],"inner":[],"name":null}"#),
        ["/cool/0", "/cool/1", "/cool/2"]
    );
    assert_eq!(
        places(
            r#"{"cool":[],"inner":[[{"key":"x","value":{"kind":"Bolt","size":10,"notes":[{"key":"n","value":1}]}}]],"name":null}"#
        ),
        ["/inner/0/0/value/size", "/inner/0/0/value/notes/0/value"]
    );
    assert_eq!(
        places(
            r#"{"cool":[],"inner":[[{"key":"x","value":{"kind":"Bolt","notes":[]}}]],"name":null}"#
        ),
        ["/inner/0/0/value/size"]
    );
    assert_eq!(
        places(r#"{"cool":[],"inner":[],"name":null,"more":1}"#),
        ["/more"]
    );
}

#[test]
fn the_inside_of_a_wrapper_stands_below_it() {
    let adapted = adapt(Vec::<u8>::SHAPE, OpenAiSchema::TABLE).unwrap();
    let places = |answer: &str| places::<Vec<u8>>(&adapted, answer);
    assert_eq!(places(r#"{"value":[1,2,300]}"#), ["/value/2"]);
    assert_eq!(places(r#"{"value":"x"}"#), ["/value"]);
    assert_eq!(places(r#"{"value":[1],"more":[300]}"#), [""]);
    assert_eq!(places("[300]"), [""]);
    let words = adapt(Vec::<u8>::SHAPE, JsonMode::TABLE).unwrap();
    let drift = words
        .decode::<Vec<u8>>("```json\n{\"value\":[1,300]}\n```")
        .unwrap_err();
    assert_eq!(words.as_sent(&drift)[0].pointer(), "/value/1");
    // What is no JSON at all is named as it stands.
    let drift = adapted.decode::<Vec<u8>>(r#"{"value":[1,x]}"#).unwrap_err();
    assert_eq!(adapted.as_sent(&drift)[0].pointer(), "/value/1");
}

/// Where a dialect lets a key be left out, there is no `null` to be asked for.
#[test]
fn a_loosened_key_is_left_out() {
    #[derive(Debug, Contract)]
    struct Wide {
        a1: Option<u8>,
        a2: Option<u8>,
        a3: Option<u8>,
        a4: Option<u8>,
        a5: Option<u8>,
        a6: Option<u8>,
        a7: Option<u8>,
        a8: Option<u8>,
        a9: Option<u8>,
        b1: Option<u8>,
        b2: Option<u8>,
        b3: Option<u8>,
        b4: Option<u8>,
        b5: Option<u8>,
        b6: Option<u8>,
        b7: Option<u8>,
        b8: Option<u8>,
        b9: Option<u8>,
    }
    let adapted = adapt(Wide::SHAPE, AnthropicSchema::TABLE).unwrap();
    let schema = format!("{:?}", adapted.form);
    let drift = adapted
        .decode::<Wide>(r#"{"a1":"N/A","b9":300}"#)
        .unwrap_err();
    let sent: Vec<Violation> = adapted.as_sent(&drift);
    for one in &sent {
        let key = &one.pointer()[1..];
        // Whichever keys the dialect has loosened: the words fit what the schema says of this one.
        let is_null = schema.contains("null") && one.expected().contains(" or null");
        assert!(
            is_null || one.expected().ends_with(", or no such key"),
            "{key}: {one}"
        );
        if key == "a1" {
            assert_eq!(
                one.hint(),
                Some(if is_null {
                    "write `null`, without quotes"
                } else {
                    "leave the key out"
                })
            );
        }
    }
}
