//! Types that a macro by example declares, rules and names included.

use driftless::{Contract, decode};

macro_rules! record {
    ($name:ident { $($field:ident: $ty:ty = $max:literal,)* }) => {
        #[derive(Debug, Contract)]
        struct $name {
            $(#[contract(length(..=$max))] $field: $ty,)*
            next: Option<Box<$name>>,
        }
    };
}

record!(Person {
    name: String = 5,
    tags: Vec<String> = 2,
});

#[test]
fn runs() {
    let person = decode::<Person>(r#"{"name":"Ann","tags":["a"],"next":null}"#).unwrap();
    assert_eq!(
        (
            person.name.as_str(),
            person.tags.len(),
            person.next.is_none()
        ),
        ("Ann", 1, true)
    );
    assert!(decode::<Person>(r#"{"name":"Annette","tags":[],"next":null}"#).is_err());
    assert!(decode::<Person>(r#"{"name":"Ann","tags":["a","b","c"],"next":null}"#).is_err());
}
