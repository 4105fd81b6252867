//! Types of one name and one path that a macro makes in one go: their place is the call of the
//! macro, for all of them.

use driftless::{Contract, decode};

trait Made {
    type Of: Contract;
}

macro_rules! entries {
    ($($owner:ident: $of:ty;)*) => {$(
        struct $owner;

        const _: () = {
            #[derive(Contract)]
            pub struct Entry {
                value: $of,
                next: Option<Box<Entry>>,
            }

            #[derive(Contract)]
            pub struct Same {
                entry: Entry,
            }

            impl Made for $owner {
                type Of = Same;
            }
        };
    )*};
}

entries! {
    Number: u8;
    Text: String;
}

#[derive(Contract)]
struct Both {
    number: <Number as Made>::Of,
    text: <Text as Made>::Of,
    again: <Number as Made>::Of,
}

#[test]
fn runs() {
    let schema = Both::json_schema().to_value();
    let judge = jsonschema::validator_for(&schema).unwrap();
    let number = r#"{"entry":{"value":1,"next":{"value":2,"next":null}}}"#;
    let text = r#"{"entry":{"value":"a","next":{"value":"b","next":null}}}"#;
    let judged = |number: &str, text: &str| {
        let answer = format!(r#"{{"number":{number},"text":{text},"again":{number}}}"#);
        let document = serde_json::from_str(&answer).unwrap();
        (judge.is_valid(&document), decode::<Both>(&answer).is_ok())
    };
    assert_eq!(judged(number, text), (true, true), "{schema}");
    assert_eq!(judged(text, number), (false, false), "{schema}");
    assert_eq!(judged(number, number), (false, false), "{schema}");
}
