//! Types that a macro by example declares, rules and names included.

use driftless::{Contract, Prompt, Violation, decode};

macro_rules! record {
    ($name:ident { $($field:ident: $ty:ty = $max:literal,)* }) => {
        #[derive(Debug, Contract)]
        struct $name {
            $(#[contract(length(..=$max))] $field: $ty,)*
            next: Option<Box<$name>>,
        }
    };
}

macro_rules! wrap {
    ($name:ident, $record:ident, $union:ident, $inner:ident, $tree:tt) => {
        #[derive(Debug, Contract)]
        #[contract(example = 3)]
        struct $name(#[contract(range(0..=9), ensure = small)] $inner);

        #[derive(Debug, Contract)]
        struct $record {
            #[contract(optional)]
            maybe: Option<$inner>,
            #[contract(range(0..=9), ensure = small)]
            plain: $inner,
            nested: $tree,
        }

        #[derive(Debug, Contract)]
        #[contract(tag = "kind")]
        enum $union {
            Held($tree),
            Written { one: $inner, two: $tree },
        }
    };
}

wrap!(Few, Pair, Either, u8, Leaf);

macro_rules! prompt {
    ($name:ident, $input:ident) => {
        #[derive(driftless::Prompt)]
        #[prompt(output = Leaf, user = "about {input}")]
        struct $name {
            input: $input,
        }
    };
}

prompt!(Ask, String);

#[derive(Debug, Contract)]
struct Leaf {
    a: bool,
}

fn small(value: &u8) -> Result<(), Violation> {
    if *value < 9 {
        Ok(())
    } else {
        Err(Violation::new("below 9"))
    }
}

/// Decodes, writes, and compares with what came in.
fn round<T: Contract>(text: &str) {
    let value = decode::<T>(text).unwrap_or_else(|drift| panic!("{drift}"));
    let mut out = String::new();
    value.write(&mut out);
    assert_eq!(out, text);
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

#[test]
fn types_that_are_tokens_of_a_macro() {
    round::<Few>("3");
    assert!(decode::<Few>("9").is_err());
    round::<Pair>(r#"{"maybe":1,"plain":2,"nested":{"a":true}}"#);
    round::<Either>(r#"{"kind":"Held","a":true}"#);
    round::<Either>(r#"{"kind":"Written","one":1,"two":{"a":true}}"#);
    assert_eq!(
        Ask {
            input: "tea".to_owned()
        }
        .user(),
        "about tea"
    );
}
