//! Types of one name in one module, which only the place of each in its file distinguishes.

use driftless::Contract;
use serde_json::Value;

trait Made {
    type Of: Contract;
}

struct First;

struct Second;

struct Third;

const _: () = {
    #[derive(Debug, Contract)]
    pub struct Item {
        number: u32,
    }

    impl Made for First {
        type Of = Item;
    }
};

fn _of_the_second() {
    #[derive(Debug, Contract)]
    pub struct Item {
        name: String,
    }

    impl Made for Second {
        type Of = Item;
    }
}

/// The first as it would be elsewhere in the file.
const _: () = {
    #[derive(Debug, Contract)]
    pub struct Item {
        number: u32,
    }

    impl Made for Third {
        type Of = Item;
    }
};

#[derive(Debug, Contract)]
struct Both {
    ones: Vec<<First as Made>::Of>,
    one: <First as Made>::Of,
    others: Vec<<Second as Made>::Of>,
    other: <Second as Made>::Of,
}

mod moved {
    use driftless::Contract;

    use super::{First, Made, Second};

    #[derive(Debug, Contract)]
    pub(super) struct Both {
        pub(super) ones: Vec<<First as Made>::Of>,
        pub(super) one: <First as Made>::Of,
        pub(super) others: Vec<<Second as Made>::Of>,
        pub(super) other: <Second as Made>::Of,
    }
}

fn key_of(schema: &Value, field: &str) -> String {
    let reference = schema["properties"][field]["$ref"].as_str().unwrap();
    let definition = &schema["$defs"][reference.strip_prefix("#/$defs/").unwrap()];
    definition["required"][0].as_str().unwrap().to_owned()
}

#[test]
fn runs() {
    let schema = Both::json_schema().to_value();
    assert_eq!(key_of(&schema, "one"), "number");
    assert_eq!(key_of(&schema, "other"), "name");
    let names: Vec<&String> = schema["$defs"].as_object().unwrap().keys().collect();
    assert_eq!(names.len(), 2);
    // The place is shown nowhere.
    for name in names {
        assert!(name.ends_with("Item") || name.ends_with("Item_2"), "{name}");
    }
    assert_eq!(Both::json_schema(), moved::Both::json_schema());
    assert_eq!(Both::fingerprint(), moved::Both::fingerprint());
    assert_eq!(
        <First as Made>::Of::fingerprint(),
        <Third as Made>::Of::fingerprint()
    );
}
